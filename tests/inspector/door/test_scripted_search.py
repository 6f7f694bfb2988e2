"""A search without a form: tried by its own script where a browser is at hand, and never past searching."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.closer.searching import KnownItem, judged_by_change
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.model import SHANGHAI, SearchFact, SearchTry, Subject
from xunwang.inspector.read import read_page

DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
ITEM = "关于开展春季道路养护工作的通知"
BOX = '<div class="search"><input id="keyword" placeholder="请输入关键字">%s</div>'
GO = '<a href="javascript:;" onclick="go()">搜索</a>'
LETTER = '<div class="box"><p>我要写信</p><input name="searchtitle" placeholder="信件标题、关键字"><textarea></textarea><a onclick="fetch(\'/letter/save\',{method:\'POST\'})">搜索并提交</a></div>'
WAYS = {
    # another page, in a window of its own
    "www.tiao.gov.cn": BOX % GO + "<script>function go(){window.open('/so?w='+encodeURIComponent(document.getElementById('keyword').value))}</script>",
    # the same page filled by a script, asked with Enter
    "www.tian.gov.cn": BOX % "" + "<div id=out></div><script>document.getElementById('keyword').addEventListener('keydown',e=>{if(e.key==='Enter')fetch('/api/find',{method:'POST',body:e.target.value}).then(r=>r.text()).then(t=>document.getElementById('out').innerHTML=t)})</script>",
    # finds nothing, and says so
    "www.kong.gov.cn": BOX % GO + "<div id=out></div><script>function go(){document.getElementById('out').innerHTML='<p>没有找到相关信息</p>'}</script>",
    # does nothing
    "www.jing.gov.cn": BOX % GO,
    # leads to where robots.txt forbids
    "www.jinzhi.gov.cn": BOX % GO + "<script>function go(){location.href='/jin/so?w='+encodeURIComponent(document.getElementById('keyword').value)}</script>",
    # no search at all, but a letter form that looks like one
    "www.xin.gov.cn": LETTER,
    # a search that only a script puts there
    "www.hou.gov.cn": "<div id=head></div><script>document.getElementById('head').innerHTML='<input id=keyword placeholder=请输入关键字><button onclick=go()>搜索</button>';function go(){location.href='/so?w='+encodeURIComponent(document.getElementById('keyword').value)}</script>",
}  # fmt: skip
ROW = f'<li><a href="/tz/1.html">{ITEM}</a><span>2026-03-10</span></li>'


def page(title: str, body: str) -> str:
    nav = '<div class="nav"><a href="/">首页</a><a href="/tz/">通知公告</a><a href="/gk/">政务公开</a></div>'
    return f"<html><head><title>{title}</title></head><body>{nav}<div class='main'>{body}</div></body></html>"


@dataclass
class Served:
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def __call__(self, request):
        host, path = request.headers["host"].partition(":")[0], unquote(request.path)
        self.asked.append((host, request.method, path))
        pages = {
            "/": page("示例县人民政府", f"{WAYS[host]}<ul>{ROW}</ul>"),
            "/tz/": page("通知公告", f"<ul>{ROW}</ul>"),
            "/gk/": page("政务公开", "<p>公开指南见下。</p>"),
            "/tz/1.html": page(ITEM, f"<h1>{ITEM}</h1><p>发布时间：2026-03-10 10:00 来源：县交通运输局</p><div class='content'><p>{'春季道路养护即将开始。' * 20}</p></div>"),
            "/api/find": f"<ul><li><a href='/show/1'>{ITEM}</a></li></ul>",
        }  # fmt: skip
        if path == "/robots.txt":
            return await request.say(
                answer("User-agent: *\nDisallow: /jin/\n", headers=("Content-Type: text/plain",))
            )
        body = page("搜索结果", f"<ul>{ROW}</ul>") if "/so?w=" in path else pages.get(path)
        return await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))


@dataclass
class Looked:
    searches: dict[str, list[SearchFact]]
    asked: list[tuple[str, str, str]]
    runs: dict[str, Path]


def looked(out: Path, browser: str, *hosts: str) -> Looked:
    served = Served()
    with Loopback(served) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{host}:80:127.0.0.1:{server.port}" for host in WAYS),
            closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1, browser=browser, second_look=False, proof=False,
        )  # fmt: skip
        subjects = [Subject(id=host, name="示例县人民政府", home=f"http://{host}/") for host in hosts]
        paths = door.inspect_sites(
            [door.Inspection(subject=subject) for subject in subjects],
            out, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    runs = dict(zip(hosts, paths, strict=True))
    found = {
        host: [fact for fact in door.Run.open(run).facts() if isinstance(fact, SearchFact)]
        for host, run in runs.items()
    }
    return Looked(found, served.asked, runs)


def test_without_a_browser_it_stays_untried(tmp_path: Path) -> None:
    seen = looked(tmp_path, "never", "www.tiao.gov.cn")
    (fact,) = seen.searches["www.tiao.gov.cn"]
    assert (fact.tries, fact.unasked) == ((), "搜索由脚本驱动，未能试用")


def found(seen: Looked, host: str) -> list[bool | None]:
    return [one.found for fact in seen.searches[host] for one in fact.tries]


async def asked_in_browser(port: int, hosts: Sequence[str]) -> dict[str, SearchTry | None]:
    """What the search of each home page says to the known item, in one browser."""
    guard = Guard(closed=True, connect_to=[ConnectTo.parse(f"{host}:80:127.0.0.1:{port}") for host in hosts])

    async def always(_: str) -> bool:
        return True

    async def one(browser: Browser, host: str) -> SearchTry | None:
        home = f"http://{host}/"
        seen = await browser.search(home, ITEM, always)
        if seen is None:
            return None
        before = read_page(seen.before, home, status=200, home=home, today=DAY)
        after = read_page(seen.html, seen.final_url, status=200, home=home, today=DAY)
        return judged_by_change(KnownItem(title=ITEM, url=f"{home}tz/1.html"), before, after, None)

    async with Browser(guard) as browser:
        tries = await asyncio.gather(*(one(browser, host) for host in hosts))
    return dict(zip(hosts, tries, strict=True))


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
def test_only_what_changes_on_the_page_is_an_answer() -> None:
    with Loopback(Served()) as server:
        hosts = ("www.tiao.gov.cn", "www.kong.gov.cn", "www.jing.gov.cn", "www.hou.gov.cn", "www.xin.gov.cn")
        tries = asyncio.run(asked_in_browser(server.port, hosts))
    told = {host.split(".")[1]: one and one.found for host, one in tries.items()}
    assert told == {"tiao": True, "kong": False, "jing": None, "hou": True, "xin": None}
    assert tries["www.xin.gov.cn"] is None
    assert "没有变化" in (tries["www.jing.gov.cn"].reason or "")


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
def test_robots_hold_and_nothing_is_sent_but_a_question(tmp_path: Path) -> None:
    seen = looked(tmp_path, "auto", "www.tian.gov.cn", "www.jinzhi.gov.cn")
    assert found(seen, "www.tian.gov.cn") == [True]
    assert found(seen, "www.jinzhi.gov.cn") == [None]
    assert not any(path.startswith("/jin/") for _, _, path in seen.asked)
    assert {path for _, method, path in seen.asked if method == "POST"} == {"/api/find"}
    (fact,) = seen.searches["www.tian.gov.cn"]
    evidence = fact.tries[0].evidence
    assert evidence is not None
    run = door.Run.open(seen.runs["www.tian.gov.cn"])
    assert ITEM in run.response(evidence).body.decode()
    assert door.verify(seen.runs["www.tian.gov.cn"]) == []
