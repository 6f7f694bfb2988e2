"""A whole website as a person sees it: every fault planted there is found, and nothing that only looks like one."""

import datetime as dt
from urllib.parse import unquote, urlsplit

import county_site
import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Judgement, OutcomeKind, SiteKind, Subject, Verdict

DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
HOME = county_site.HOME
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
GONE = ("/zt/lzjs.html", "/files/form4.doc", "/files/form5.doc", "/i/gone.jpg")
PAGES = county_site.pages()


async def serve(request):
    path = urlsplit(unquote(request.path)).path
    if path in PAGES:
        return await request.say(answer(PAGES[path]))
    if path == "/so":
        wanted = unquote(request.path).partition("q=")[2].replace("+", " ")
        hits = "".join(
            f'<li><a href="{one}">{title}</a></li>'
            for one, html in PAGES.items()
            if (title := html.partition("<title>")[2].partition("</title>")[0]) and wanted and wanted in title
        )
        return await request.say(
            answer(county_site.page("站内搜索", f"<ul>{hits or '没有找到相关内容'}</ul>"))
        )
    if path.startswith(("/i/", "/files/")) and path not in GONE:
        kind = "image/png" if path.startswith("/i/") else "application/msword"
        return await request.say(answer(PICTURE, headers=(f"Content-Type: {kind}",)))
    if path == "/sso.html":
        return await request.say(answer("<html><body></body></html>"))
    missing = county_site.page("页面不存在", "<p>抱歉，您访问的页面不存在。</p><a href='/'>返回首页</a>")
    return await request.say(answer(missing, "404 Not Found"))


@pytest.fixture(scope="module")
def judgement(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    subject = Subject(
        id="s", name=county_site.NAME, home=HOME, site_kind=SiteKind.PORTAL, level="县级", code=county_site.CODE, organiser="柳溪县人民政府办公室",
    )  # fmt: skip
    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=(f"{county_site.HOST}:80:127.0.0.1:{server.port}",), closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1,
            browser="never", second_look=False,
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)], tmp_path_factory.mktemp("county"), settings,
            reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    (judged,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return judged.judgement


FAULTS = {
    ("W-V5.2", "/hdjl/xzxx/3.html"),
    ("D-1.3", "/zwgk/ldzc/"),
    ("D-1.4", "/xwdt/xzdt/"),
    ("D-1.7", "/zwgk/zcwj/20250820-1.html"),
    ("D-1.8", "/zwgk/zcjd/20251017-1.html"),
    ("D-1.9", "/zwgk/jyta/"),
    ("D-1.9", "/zwgk/ghjh/"),
    ("D-2.2", "/"),
    ("D-4.2", "/"),
    ("D-4.3", "/zt/lzjs.html"),
    ("D-4.3", "/i/gone.jpg"),
    ("D-4.3", "/files/form4.doc"),
    ("D-4.3", "/files/form5.doc"),
    ("L-10", "/zt/dsj/"),
    ("L-13", "/"),
}
# Of six guides five are looked at: which of these faults are seen is the draw's affair, at most one of them is not.
DRAWN = {
    ("D-2.4", "/bsfw/2.html"),
    ("D-2.5", "/bsfw/3.html"),
    ("D-2.6", "/files/form4.doc"),
    ("D-2.6", "/files/form5.doc"),
}


def found(judgement: Judgement) -> set[tuple[str, str]]:
    return {(one.indicator, urlsplit(one.url).path) for one in judgement.findings}


def test_every_planted_fault_is_found_and_nothing_else(judgement: Judgement) -> None:
    assert found(judgement) - DRAWN == FAULTS
    assert len(DRAWN - found(judgement)) <= 1


def test_what_only_looks_like_a_fault_is_met(judgement: Judgement) -> None:
    """Police reports of gambling, words about secrets, a column on its last day, an invitation to opinions, hidden frames, a template that differs in nothing."""
    met = {one.indicator for one in judgement.outcomes if one.outcome is OutcomeKind.MET}
    assert {
        "W-V1.1",
        "W-V1.2",
        "W-V1.3",
        "W-V1.5",
        "W-V3",
        "W-V4.1",
        "W-V4.2",
        "W-V4.3",
        "W-V5.1",
        "W-V6.1",
        "W-V6.2",
    } <= met
    assert {
        "D-1.1",
        "D-1.2",
        "D-1.5",
        "D-1.6",
        "D-3.1",
        "D-3.3",
        "D-4.1",
        "D-4.4",
        "D-4.5",
        "D-4.7",
        "B-2a",
    } <= met
    assert {
        "L-2",
        "L-4",
        "L-4a",
        "L-6",
        "L-10a",
        "L-10b",
        "L-10c",
        "L-10d",
        "L-15",
        "L-16",
        "S-hidden",
        "S-spam",
        "S-privacy",
        "S-secrecy",
    } <= met


def test_only_what_nobody_could_see_is_open(judgement: Judgement) -> None:
    """No probes, no browser, one host on loopback: everything else was decided or waits for a person."""
    blocked = {one.indicator for one in judgement.outcomes if one.outcome is OutcomeKind.UNCHECKED}
    assert blocked.isdisjoint({one for one, _ in FAULTS | DRAWN})
    assert judgement.verdict is Verdict.UNDECIDED
