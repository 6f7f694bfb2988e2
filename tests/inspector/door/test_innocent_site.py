"""A site full of what looks like a veto and is none: an inspector would pass it, so no veto may strike or even be suspected."""

import datetime as dt
from pathlib import Path

import pytest
from innocent_pages import HOME, HOST, NAMES, pages
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, ColumnFact, Finding, Judgement, OutcomeKind, SiteKind, Subject

DAY = dt.date(2026, 3, 31)
NIGHT = dt.datetime(2026, 3, 31, 21, tzinfo=SHANGHAI)
SUBJECT = Subject(
    id="s", name="清河县人民政府", home=HOME, code="9900000001", site_kind=SiteKind.PORTAL, organiser="清河县人民政府办公室"
)  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Judgement]:
    shelf = pages()

    async def serve(request):
        host = request.headers["host"].partition(":")[0]
        body = shelf.get(request.path) if host == HOST else f"<html><title>{host}</title><p>{host}</p></html>"
        return await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))

    hosts = (HOST, "www.gov.cn", "www.cwl.gov.cn", "zwfw.qingheshi.gov.cn", "12345.qingheshi.gov.cn")
    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{host}:80:127.0.0.1:{server.port}" for host in hosts),
            closed=True, delay=0.0, per_host=8, timeout=60.0, retry_wait=0.1, browser="never",
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=SUBJECT)], tmp_path_factory.mktemp("innocent"), settings,
            reading_day=DAY, clock=lambda: NIGHT, tell=lambda _: None,
        )  # fmt: skip
    (one,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return run, one.judgement


def vetoes(judgement: Judgement) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.indicator.startswith("W-V")]


def test_nothing_on_it_is_a_veto_or_suspected_to_be_one(judged: tuple[Path, Judgement]) -> None:
    _, judgement = judged
    suspected = [(one.indicator, one.url, one.message) for one in vetoes(judgement)]
    assert suspected == []
    told = {one.indicator: one.outcome for one in judgement.outcomes if one.indicator.startswith("W-V")}
    open_ones = {indicator for indicator, outcome in told.items() if outcome is not OutcomeKind.MET}
    assert open_ones == {"W-V1.6", "W-V2"}  # a person's to judge, and nothing was probed


def test_its_odd_columns_are_read_as_what_they_are(judged: tuple[Path, Judgement]) -> None:
    run, _ = judged
    columns = {fact.name: fact for fact in door.Run.open(run).facts() if isinstance(fact, ColumnFact)}
    assert columns["县域要闻"].dates[0] == dt.date(2026, 3, 17)
    assert columns["乡镇动态"].dates[0] == dt.date(2026, 3, 30)
    blank = [name for name, one in columns.items() if not (one.unread or one.static or one.items)]
    assert blank == []
    articles = [name for name in columns if name not in {*NAMES, "12345热线"}]
    assert articles == []  # a link in the text of an article makes no list of it
