"""A site looked at again: what was taken over from the first run is judged as if all of it had been read anew."""

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import county_site
import msgspec
import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, PageFact, ProofFact, SiteKind, Subject

DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
SUBJECT = Subject(
    id="s", name=county_site.NAME, home=county_site.HOME, site_kind=SiteKind.PORTAL, level="县级", code=county_site.CODE,
    organiser="柳溪县人民政府办公室",
)  # fmt: skip
PAGES = county_site.pages()
ARTICLES = sorted(path for path in PAGES if path.startswith("/xwdt/jrlx/2"))
# A slip of the pen in one article, another gone, a new line and a field without a name on the home page: all else is as it was.
CHANGED = PAGES | {
    ARTICLES[0]: PAGES[ARTICLES[0]].replace(
        '<div class="lx-text"><p>',
        '<div class="lx-text"><p>各级各部门要认真贯侧落实会议精神，确保各项任务完成。',
    ),
    "/": PAGES["/"].replace("</body>", "<p>本站已于三月底更新。</p><input type=text></body>"),
}
del CHANGED[ARTICLES[1]]
# When and where something was seen, and which of several pages showed it first, differs between any two looks.
OF_THE_LOOK = {
    "at",
    "attempt",
    "attempts",
    "evidence",
    "home_attempts",
    "loads",
    "milliseconds",
    "parent",
    "seen",
    "text",
}


def inspected(folder: Path, pages: dict[str, str], since: Path | None = None) -> Path:
    async def serve(request):
        path = urlsplit(unquote(request.path)).path
        if path in pages:
            return await request.say(answer(pages[path]))
        return await request.say(
            answer(county_site.page("页面不存在", "<p>抱歉，页面不存在。</p>"), "404 Not Found")
        )

    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=(f"{county_site.HOST}:80:127.0.0.1:{server.port}",), closed=True, delay=0.0, per_host=4, timeout=20.0,
            retry_wait=0.1, browser="never", proof=True,
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=SUBJECT, since=since)], folder, settings,
            reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    return run


def content(value: Any) -> Any:
    """A fact or finding without what belongs to the look that brought it."""
    if isinstance(value, dict):
        return {name: content(one) for name, one in value.items() if name not in OF_THE_LOOK}
    return [content(one) for one in value] if isinstance(value, list | tuple) else value


def in_order(values: Any) -> list[Any]:
    return sorted((content(one) for one in msgspec.to_builtins(list(values))), key=msgspec.json.encode)


@pytest.fixture(scope="module")
def passes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The changed site, looked at on the ground of an earlier run, and looked at as if nobody had seen it before."""
    folder = tmp_path_factory.mktemp("passes")
    first = inspected(folder / "first", PAGES)
    return inspected(folder / "second", CHANGED, first), inspected(folder / "anew", CHANGED)


def test_an_earlier_run_changes_no_page(passes):
    second, anew = ({row.key: row.page for row in door.Run.open(run).pages()} for run in passes)
    assert second == anew


def test_an_earlier_run_changes_no_fact(passes):
    second, anew = map(door.Run.open, passes)
    assert second.manifest.stats.not_modified > len(CHANGED) / 2
    assert in_order(second.facts()) == in_order(anew.facts())
    assert "侧" in {fact.found for fact in second.facts() if isinstance(fact, ProofFact)}


def test_an_earlier_run_changes_no_finding(passes):
    second, anew = door.judge(passes, door.norm("cn-2019"), as_of=DAY)
    assert in_order(second.judgement.findings) == in_order(anew.judgement.findings)
    assert in_order(second.judgement.outcomes) == in_order(anew.judgement.outcomes)
    assert second.judgement.score == anew.judgement.score


def test_what_was_taken_over_stands_as_this_run_met_it(passes):
    second = door.Run.open(passes[0])
    met = {row.key: (row.depth, row.attempt, row.evidence) for row in second.pages()}
    told = {
        one.key: (one.depth, one.attempt, one.evidence) for one in second.facts() if isinstance(one, PageFact)
    }
    assert told == {key: met[key] for key in told}
    assert len(told) > len(CHANGED) / 2
    assert {evidence.file for *_, evidence in told.values()}.isdisjoint(second.manifest.adopted)
    assert all(one.kind is one.whole().page.kind for one in second.lazy_rows())


def test_what_was_taken_over_can_be_proven(passes):
    assert [door.verify(run) for run in passes] == [[], []]
