"""A home page that only welcomes and leads on by script is followed, or is unread; and what is asked beside the pages waits for no site beyond its time."""

import datetime as dt
from pathlib import Path

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.model import (
    SHANGHAI,
    Certainty,
    Judgement,
    NetworkFact,
    OutcomeKind,
    SiteFact,
    Subject,
    Verdict,
)

HOST = "www.shanqian.gov.cn"
HOME = f"http://{HOST}/"
DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
ITEM = "关于开展河道清淤工作的通知"
FOOT = "<div class='footer'>主办单位：山前县人民政府 网站标识码：9900000001</div>"
ROWS = "".join(
    f"<li><a href='/tz/{day}.html'>{ITEM}</a><span>2026-03-{day}</span></li>" for day in (20, 25, 30)
)
TEXT = f"<h1>{ITEM}</h1><p>发布时间：2026-03-30</p><div class='content'>{'河道清淤即将开始，请沿河居民注意。' * 12}</div>"
needs_browser = pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
FIXED = "setTimeout(\"location.href='/zw/index.html'\", 300)"
COMPUTED = "var part = 'zw'; setTimeout(function () { location.href = '/' + part + '/index.html' }, 300)"


def page(title: str, body: str) -> bytes:
    return answer(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def site(script: str) -> dict[str, bytes]:
    return {
        "/": page("欢迎", f"<img src='/hy.png' alt='欢迎访问'><script>{script}</script>"),
        "/zw/index.html": page("山前县人民政府", f"<ul class='list'>{ROWS}</ul>{FOOT}"),
        **{f"/tz/{day}.html": page(ITEM, TEXT + FOOT) for day in (20, 25, 30)},
    }


def inspected(out: Path, handler: object, **more: object) -> door.Run:
    with Loopback(handler) as server:
        settings = door.InspectSettings(
            **{"connect_to": (f"{HOST}:80:127.0.0.1:{server.port}",), "closed": True, "delay": 0.0, "per_host": 4, "timeout": 20.0, "retry_wait": 0.1, "browser": "never"} | more
        )  # fmt: skip
        subject = Subject(id="s", name="山前县人民政府", home=HOME)
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)], out, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None
        )  # fmt: skip
    return door.Run.open(run)


def judged(run: door.Run) -> Judgement:
    (one,) = door.judge([run.path], door.norm("cn-2019"), as_of=DAY)
    return one.judgement


def site_of(run: door.Run) -> SiteFact:
    return next(fact for fact in run.facts() if isinstance(fact, SiteFact))


def test_a_fixed_address_in_the_script_is_followed_and_judged_with_the_home_page(tmp_path: Path) -> None:
    run = inspected(tmp_path, site(FIXED))

    told = site_of(run)
    assert told.pages == 5
    assert not told.entry_only
    assert told.home_dates[0] == dt.date(2026, 3, 30)
    outcomes = {one.indicator: one.outcome for one in judged(run).outcomes}
    assert outcomes["W-V2"] is not OutcomeKind.FOUND


def test_where_only_a_browser_would_find_the_way_the_site_is_unread(tmp_path: Path) -> None:
    run = inspected(tmp_path, site(COMPUTED))

    told = site_of(run)
    assert not told.home_read
    assert "由脚本" in (told.home_unread_reason or "")
    judgement = judged(run)
    assert not [one for one in judgement.findings if one.indicator.startswith("W-")]
    assert judgement.verdict is Verdict.UNDECIDED


@pytest.mark.browser
@needs_browser
def test_the_browser_goes_where_the_script_leads(tmp_path: Path) -> None:
    run = inspected(tmp_path, site(COMPUTED), browser="auto")

    told = site_of(run)
    assert told.home_url == f"{HOME}zw/index.html"
    assert told.home_dates[0] == dt.date(2026, 3, 30)
    assert told.pages == 4
    again = door.reapply(run.path, clock=lambda: NOON, tell=lambda _: None)
    assert site_of(door.Run.open(again)).home_dates == told.home_dates


@pytest.mark.browser
@needs_browser
def test_the_page_of_a_stranger_is_not_taken_for_the_home_page(tmp_path: Path) -> None:
    run = inspected(tmp_path, site("location.href = 'http://' + 'www.bie.example/'"), browser="auto")
    assert site_of(run).home_url == HOME
    assert not site_of(run).home_dates


def test_of_a_single_page_nothing_is_said_to_be_missing_on_the_site(tmp_path: Path) -> None:
    run = inspected(tmp_path, {"/": page("山前县人民政府", f"<p>{'本县位于山前。' * 80}</p>{FOOT}")})

    outcomes = {one.indicator: one for one in judged(run).outcomes}
    assert {outcomes[name].outcome for name in ("W-V5.1", "W-V6.1")} == {OutcomeKind.UNCHECKED}
    assert "只读到首页一个页面" in (outcomes["W-V5.1"].reason or "")


def test_what_is_asked_beside_the_pages_is_left_out_where_the_site_asks_for_more_than_its_time(
    tmp_path: Path,
) -> None:
    """Visitors with a referer come once the pages are read."""
    pages = site(FIXED)

    async def serve(request):
        if "referer" in request.headers:
            await request.say(answer("稍后再来", "429 Too Many Requests", ("Retry-After: 600",)))
        else:
            await request.say(pages.get(request.path) or answer("没有这一页", "404 Not Found"))

    run = inspected(tmp_path, serve, max_seconds=20.0)
    assert site_of(run).complete
    assert not [fact for fact in run.facts() if isinstance(fact, NetworkFact)]


TAGS = f"<meta name='SiteName' content='山前县人民政府'><meta name='SiteDomain' content='{HOST}'><meta name='SiteIDCode' content='9900000001'>"
MARKS = f"""<div class='footer'><p>主办单位：山前县人民政府 联系电话：0600-1234567 <a href='/map.html'>网站地图</a></p>
<p>政府网站标识码：9900000001 <a href='https://beian.miit.gov.cn/'>苏ICP备99000001号</a>{{police}}</p>
<script src='https://dcs.conac.cn/js/01/000/0000/60000000/CA010000000600000001.js'></script>
<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=9900000001&url=http%3A%2F%2F{HOST}%2F'>我为政府网站找错</a></div>"""
POLICE = "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=99000002000001'>苏公网安备99000002000001号</a>"
PICTURE = "<img src='/hy.png' alt='欢迎访问'>"
WAYS_IN = {
    "script": ("", f"<body>{PICTURE}<script>{FIXED}</script></body>"),
    "script beside a link": (
        "",
        f"<body><a href='/zw/index.html'>{PICTURE}</a><script>{FIXED}</script></body>",
    ),
    "refresh": ("<meta http-equiv='refresh' content='30;url=/zw/index.html'>", f"<body>{PICTURE}</body>"),
    "frames": ("", "<frameset rows='*,90'><frame src='/zw/index.html'><frame src='/foot.html'></frameset>"),
}


def welcoming(way: str, *, police: str) -> dict[str, bytes]:
    """A welcome page that carries nothing; the marks stand on the page behind it, or in the lower frame."""
    head, body = WAYS_IN[way]
    foot = MARKS.format(police=police)
    inner = f"<html><head><title>山前县人民政府</title>{TAGS}</head><body><ul class='list'>{ROWS}</ul>{'' if way == 'frames' else foot}</body></html>"
    return {
        "/": answer(f"<html><head><title>欢迎</title>{head}</head>{body}</html>"),
        "/foot.html": page("页脚", foot),
        "/zw/index.html": answer(inner),
        **{f"/tz/{day}.html": page(ITEM, TEXT + foot) for day in (20, 25, 30)},
    }


def of_home(judgement: Judgement) -> list[tuple[str, str]]:
    asked = {"D-4.1", "D-4.2", "D-4.4", "D-4.7"}
    found = [one for one in judgement.findings if one.indicator in asked and "首页" in one.message]
    return [(one.indicator, one.locator) for one in found]


@pytest.mark.parametrize("way", WAYS_IN)
def test_what_stands_where_a_page_leads_by_itself_is_not_missing_on_it(tmp_path: Path, way: str) -> None:
    assert of_home(judged(inspected(tmp_path, welcoming(way, police=POLICE)))) == []


@pytest.mark.parametrize("way", WAYS_IN)
def test_what_is_missing_there_too_is_told_once(tmp_path: Path, way: str) -> None:
    assert of_home(judged(inspected(tmp_path, welcoming(way, police="")))) == [("D-4.2", "mark:police")]


def test_of_several_places_that_of_the_desktop_is_the_home_page(tmp_path: Path) -> None:
    pages = welcoming("script", police=POLICE)
    script = "if (/Android|iPhone/i.test(navigator.userAgent)) { location.href = '/m/' } else { location.href = '/zw/index.html' }"
    pages["/"] = page("", f"<script>{script}</script>")
    pages["/m/"] = page("手机版", "<p>手机版</p>")
    assert of_home(judged(inspected(tmp_path, pages))) == []


def test_a_page_that_leads_on_to_one_that_nobody_read_is_not_asked_for_marks(tmp_path: Path) -> None:
    gone = {way: body for way, body in welcoming("refresh", police="").items() if way != "/zw/index.html"}
    judgement = judged(inspected(tmp_path, gone))
    assert of_home(judgement) == []
    assert {one.indicator: one.outcome for one in judgement.outcomes}["D-4.2"] is OutcomeKind.UNCHECKED


def click(target: str, words: str) -> str:
    return f"<a href='{target}'>{words}</a>"


ASKING = {
    "a picture": click("/zw/index.html", PICTURE),
    "a picture and words": click("/zw/index.html", PICTURE) + click("/zw/index.html", "进入网站"),
    "other editions beside it": click("/zw/index.html", "简体中文版") + click("/en/index.html", "English"),
    "a script": "<div onclick=\"location.href='/zw/index.html'\">进入网站</div>",
    "two portals": click("/zw/index.html", "政府门户网站") + click("/gk/index.html", "政府信息公开平台"),
}


def asking(body: str, *, police: str) -> dict[str, bytes]:
    pages = welcoming("refresh", police=police)
    front = f"<html><head><title>欢迎</title></head><body>{body}</body></html>"
    return pages | {"/": answer(front), "/gk/index.html": pages["/zw/index.html"], "/en/index.html": page("English", "<p>Welcome</p>")}  # fmt: skip


@pytest.mark.parametrize("body", ASKING.values(), ids=list(ASKING))
def test_what_a_page_lacks_that_only_asks_to_come_in_is_left_to_a_person(tmp_path: Path, body: str) -> None:
    judgement = judged(inspected(tmp_path, asking(body, police=POLICE)))
    found = [one for one in judgement.findings if one.locator.startswith(("mark:", "tag:home:", "name"))]
    assert {"mark:error_entry", "mark:police", "tag:home:SiteName"} <= {one.locator for one in found}
    assert {one.certainty for one in found} == {Certainty.CANDIDATE}


@pytest.mark.parametrize("pages", [asking(ASKING["a picture"], police=POLICE), *(welcoming(way, police=POLICE) for way in WAYS_IN)])  # fmt: skip
def test_what_visitors_can_use_behind_it_is_not_missing_on_the_home_page(
    tmp_path: Path, pages: dict[str, bytes]
) -> None:
    found = judged(inspected(tmp_path, pages)).findings
    assert not {"function:home:sitemap"} & {one.locator for one in found}


@pytest.mark.parametrize("body", ASKING.values(), ids=list(ASKING))
def test_what_is_missing_behind_it_as_well_is_certain(tmp_path: Path, body: str) -> None:
    judgement = judged(inspected(tmp_path, asking(body, police="")))
    sure = [one.locator for one in judgement.findings if one.certainty is Certainty.AUTOMATIC and one.indicator == "D-4.2"]  # fmt: skip
    assert sure == ["mark:police"]


def test_a_home_page_with_a_list_of_its_own_is_no_welcome(tmp_path: Path) -> None:
    pages = asking(f"<ul class='list'>{ROWS}</ul>{click('/zw/index.html', '进入网站')}", police=POLICE)
    found = judged(inspected(tmp_path, pages)).findings
    assert {one.certainty for one in found if one.locator == "mark:police"} == {Certainty.AUTOMATIC}
