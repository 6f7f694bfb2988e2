"""Columns that the navigation puts on another system: read there as far as it tells how fresh they are, judged as columns of the site, and no further."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.model import (
    SHANGHAI,
    ColumnFact,
    LinkFact,
    OtherSystemFact,
    Outcome,
    OutcomeKind,
    Reach,
    Subject,
)

HOST, OTHER, CLOSED = "www.guanqiao.gov.cn", "xxgk.guanqiaoshi.gov.cn", "zc.guanqiaoshi.gov.cn"
HOME = f"http://{HOST}/"
DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
FOOT = '<div class="footer">主办单位：关桥县人民政府办公室 联系电话：0600-2300000 政府网站标识码：9900000001</div>'
PLATFORM = '<div class="header">市政务公开平台</div><div class="footer">政府网站标识码：9900000077</div>'
LED = {
    "县区要闻": "/list?c=1",
    "通知公告": "/list?c=2",
    "政策文件": "/list?c=3",
    "人事信息": "/list?c=4",
    "规划计划": "/list?c=5",
    "基层动态": "/app/list.html",
    "财政资金": "/list?c=7",
    "数据开放": "/",
    "部门动态": "/list?c=8",
    "县长信箱": "/letters",
}
NAV = "".join(f'<li><a href="http://{OTHER}{path}">{name}</a></li>' for name, path in LED.items())
NAV += f'<li><a href="http://{CLOSED}/gg/">公告公示</a></li><li><a href="http://{OTHER}/old">图片新闻</a></li><li><a href="http://{OTHER}/more">市政府网</a></li>'


def page(title: str, body: str) -> str:
    return f'<html><head><title>{title}</title></head><body><div class="nav"><ul><li><a href="/">首页</a></li>{NAV}</ul></div><div class="main">{body}</div>{FOOT}</body></html>'


def there(title: str, *days: str, pager: str = "", body: str = "") -> str:
    rows = "".join(
        f'<li><a href="/show?id={title}{n}">{title}第{n}号工作安排情况</a><span>{one}</span></li>'
        for n, one in enumerate(days)
    )
    return f'<html><head><title>{title}</title></head><body><div class="main"><ul class="list">{rows}</ul>{body}{pager}</div>{PLATFORM}</body></html>'


def pager(address: str, *numbers: int) -> str:
    return '<div class="page">' + "".join(f'<a href="{address}&page={n}">{n}</a>' for n in numbers) + "</div>"


FRESH, OLD = ("2026-03-28", "2026-03-20", "2026-03-01"), ("2025-03-02", "2025-02-02", "2025-01-02")
THERE = {
    "/list?c=1": there("县区要闻", *FRESH, pager=pager("/list?c=1", 1, 2, 3)),
    "/list?c=2": there("通知公告", *OLD, pager=pager("/list?c=2", 1, 2, 3)),
    "/list?c=3": there("政策文件", "2024-01-05", "2024-02-05", pager=pager("/list?c=3", 1, 2)),
    "/list?c=3&page=2": there("政策文件续", "2025-12-05", "2026-03-05", "2026-03-04", pager=pager("/list?c=3", 1, 2)),
    "/list?c=4": there("人事信息", body="<p>暂无相关信息。</p>"),
    "/list?c=5": there("规划计划", body='<p><a href="/help">平台使用说明</a></p>'),
    "/app/list.html": '<html><head><title>基层动态</title></head><body><div class="main"><ul id="list" class="list"></ul></div>' + PLATFORM
    + '<script>fetch("/app/data.json").then(r=>r.json()).then(d=>{document.getElementById("list").innerHTML=d.map(x=>"<li><a href=/show?id="+x[0]+">"+x[1]+"</a><span>"+x[2]+"</span></li>").join("")})</script></body></html>',
    "/app/data.json": '[[1,"城关街道开展春季爱国卫生运动","2026-03-29"],[2,"河东镇召开防汛备汛工作会议","2026-03-12"]]',
    "/list?c=7": "没有这一页",
    "/": there("数据开放平台", "2019-01-01"),
    "/list?c=8": there("部门动态", *[f"20{year}-03-02" for year in (19, 23, 20, 24)], pager=pager("/list?c=8", 1, 2, 3, 4, 5)),
    "/letters": there("来信选登", *FRESH),
    "/old": there("图片新闻", "2020-01-01"),
    "/gg/": there("公告公示", *FRESH),
    "/more": there("市政府要闻", "2020-01-01"),
}  # fmt: skip
HERE = {"/": page("关桥县人民政府", "<p>关桥县位于示例市东部。</p>")}


@dataclass
class Served:
    asked: list[str] = field(default_factory=list)

    async def __call__(self, request):
        host, path = request.headers["host"].partition(":")[0], request.path
        if host != HOST and request.method == "GET":
            self.asked.append(path if host == OTHER else f"{host}{path}")
        if path == "/robots.txt":
            return await request.say(answer("User-agent: *\nDisallow: /", headers=("Content-Type: text/plain",)) if host == CLOSED else answer("", "404 Not Found"))  # fmt: skip
        path = path.removesuffix("&page=1")
        body = HERE.get(path) if host == HOST else THERE.get(path)
        status = "200 OK" if body and path != "/list?c=7" else "404 Not Found"
        return await request.say(answer(body or "没有这一页", status))


@dataclass
class Looked:
    path: Path
    served: Served
    columns: dict[str, ColumnFact]
    outcomes: dict[str, Outcome]


def looked(out: Path, browser: str) -> Looked:
    served = Served()
    with Loopback(served) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{host}:80:127.0.0.1:{server.port}" for host in (HOST, OTHER, CLOSED)),
            closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1, browser=browser, second_look=False, proof=False,
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=Subject(id="s", name="关桥县人民政府", home=HOME))],
            out, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    (judged,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return Looked(run, served, columns_of(run), {one.indicator: one for one in judged.judgement.outcomes})


def columns_of(run: Path) -> dict[str, ColumnFact]:
    return {fact.name: fact for fact in door.Run.open(run).facts() if isinstance(fact, ColumnFact)}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    return looked(tmp_path_factory.mktemp("plain"), "never")


def test_a_list_there_is_read_as_a_column_of_the_site(plain: Looked) -> None:
    news = plain.columns["县区要闻"]
    assert (news.unread, news.items, news.dates[0], news.first_level) == (None, 3, dt.date(2026, 3, 28), True)
    stale = plain.columns["通知公告"]
    assert (stale.unread, stale.dates[0]) == (None, dt.date(2025, 3, 2))


def test_further_pages_are_read_only_while_a_newer_item_may_stand_there(plain: Looked) -> None:
    assert plain.columns["政策文件"].dates[0] == dt.date(2026, 3, 5)
    pages = [path for path in plain.served.asked if "page=" in path]
    assert "/list?c=3&page=2" in pages
    assert {path.partition("&")[0] for path in pages} == {"/list?c=3", "/list?c=8"}
    assert not any(path.startswith("/show") for path in plain.served.asked)


def test_only_what_says_itself_that_it_is_empty_is_blank(plain: Looked) -> None:
    blank = plain.columns["人事信息"]
    assert (blank.items, blank.static, blank.unread) == (0, False, None)
    assert "没有读到列表" in (plain.columns["规划计划"].unread or "")


def test_what_cannot_be_told_stays_open_with_its_reason(plain: Looked) -> None:
    reasons = {name: column.unread or "" for name, column in plain.columns.items()}
    assert "404" in reasons["财政资金"]
    assert "robots.txt" in reasons["公告公示"]
    assert "脚本" in reasons["基层动态"]
    assert "不按时间先后" in reasons["部门动态"]
    assert "留言" in reasons["县长信箱"]
    assert f"{CLOSED}/gg/" not in plain.served.asked
    assert plain.columns["数据开放"].unread
    assert "市政府网" not in plain.columns


def test_the_page_of_the_other_system_lies_in_the_archive_and_is_read_again_from_there(plain: Looked) -> None:
    run = door.Run.open(plain.path)
    evidence = plain.columns["通知公告"].evidence
    assert evidence is not None
    assert "通知公告第0号" in run.response(evidence).body.decode()
    assert door.verify(plain.path) == []
    again = door.reapply(plain.path, clock=lambda: NOON, tell=lambda _: None)
    assert {name: (one.dates, one.unread, one.static) for name, one in columns_of(again).items()} == {
        name: (one.dates, one.unread, one.static) for name, one in plain.columns.items()
    }
    kept = [fact for fact in door.Run.open(again).facts() if isinstance(fact, OtherSystemFact)]
    assert {fact.attempt.reach for fact in kept} >= {Reach.OK, Reach.HTTP, Reach.ROBOTS}


def test_nothing_there_counts_as_a_page_of_the_site(plain: Looked) -> None:
    run = door.Run.open(plain.path)
    assert [row.page.url for row in run.pages()] == [HOME]
    links = [fact for fact in run.facts() if isinstance(fact, LinkFact) and OTHER in fact.url]
    assert links
    assert not any(link.internal for link in links)


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
def test_a_list_that_a_script_fills_is_read_with_a_browser(tmp_path: Path) -> None:
    seen = looked(tmp_path, "auto")
    column = seen.columns["基层动态"]
    assert (column.unread, column.dates) == (None, (dt.date(2026, 3, 29), dt.date(2026, 3, 12)))
    run = door.Run.open(seen.path)
    assert column.evidence is not None
    assert "城关街道" in (run.rendered(column.evidence) or b"").decode()
    again = door.reapply(seen.path, clock=lambda: NOON, tell=lambda _: None)
    assert columns_of(again)["基层动态"].dates == column.dates
    assert seen.outcomes["W-V4.3"].outcome is not OutcomeKind.FOUND
