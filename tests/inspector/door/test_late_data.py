"""What a page still waited for when the browser gave up is neither blank nor stale nor lacking: it could not be checked, today and in every reading to come."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.crawl import rendering
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.model import (
    LATE,
    SHANGHAI,
    Certainty,
    ColumnFact,
    GuideFact,
    Judgement,
    OutcomeKind,
    PageFact,
    SearchFact,
    Subject,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or ""),
]
Handler = Callable[..., Awaitable[None]]
HOST = "www.shanqian.gov.cn"
DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
ITEM = "关于开展河道清淤工作的通知"
NAV = '<div class="nav"><a href="/">首页</a><a href="/tz/">通知公告</a><a href="/dt/">工作动态</a><a href="/bs/">办事服务</a></div>'
COMES = "fetch('/data/%s').then(r => r.text()).then(t => document.getElementById('%s').innerHTML = t)"


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{NAV}<div class='main'>{body}</div><div id='foot'></div><script>{COMES % ('foot', 'foot')}</script></body></html>"


def listed(*days: str) -> str:
    rows = "".join(f"<li><a href='/tz/{day}.html'>{ITEM}</a><span>{day}</span></li>" for day in days)
    return f"<ul class='list'>{rows}</ul>"


def waits(name: str) -> str:
    return f"<ul id='{name}' class='list'></ul><script>{COMES % (name, name)}</script>"


TEXT = f"<h1>{ITEM}</h1><p>发布时间：2025-01-06 10:00 来源：县水务局</p><div class='content'><p>{'河道清淤即将开始，请沿河居民注意安全。' * 12}</p></div>"
GUIDE = "".join(
    f"<tr><th>{word}</th><td id='v{n}'></td></tr>"
    for n, word in enumerate(
        ("设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
    )
)
PAGES = {
    "/": page("山前县人民政府", f"<form action='/search'><input name='q' placeholder='请输入关键字'></form>{listed('2026-03-30', '2026-03-20')}"),
    "/tz/": page("通知公告", waits("rows")),
    "/dt/": page("工作动态", listed("2025-01-06", "2025-01-03", "2025-01-02") + waits("more")),
    "/bs/": page("办事服务", "<ul><li><a href='/bs/1.html'>河道采砂许可办理</a></li></ul>"),
    "/bs/1.html": page("河道采砂许可办理_办事指南", f"<h1>河道采砂许可办理</h1><table>{GUIDE}</table><script>fetch('/data/guide').then(r => r.json()).then(d => {{ for (const k in d) document.getElementById(k).textContent = d[k] }})</script>"),
    **{f"/tz/{day}.html": page(ITEM, TEXT) for day in ("2026-03-30", "2026-03-20", "2025-01-06", "2025-01-03", "2025-01-02")},
}  # fmt: skip


async def serve(request):
    path = unquote(request.path)
    if path.startswith("/data/"):
        await asyncio.sleep(86_400)
    body = page("搜索结果", waits("hits")) if path.startswith("/search?") else PAGES.get(path)
    await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))


def inspected(out: Path, serve: Handler = serve) -> Path:
    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=(f"{HOST}:80:127.0.0.1:{server.port}",), closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1, browser="auto",
        )  # fmt: skip
        subject = Subject(id="s", name="山前县人民政府", home=f"http://{HOST}/")
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)], out, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None
        )  # fmt: skip
    return run


def judged(run: Path) -> Judgement:
    (one,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return one.judgement


def facts_of(run: Path, kind: type) -> list:
    return [fact for fact in door.Run.open(run).facts() if isinstance(fact, kind)]


def check(run: Path) -> None:
    columns = {fact.name: fact for fact in facts_of(run, ColumnFact)}
    assert columns["通知公告"].unread == columns["工作动态"].unread == f"栏目{LATE}"
    assert columns["工作动态"].dates[0] == dt.date(2025, 1, 6)
    assert [fact.scripted for fact in facts_of(run, GuideFact)] == [True]
    late = {fact.key.removeprefix(HOST) for fact in facts_of(run, PageFact) if "late" in fact.script_filled}
    assert {"/tz/", "/dt/", "/bs/1.html"} <= late
    judgement = judged(run)
    assert not {one.url for one in judgement.findings} & {
        f"http://{HOST}{path}" for path in ("/tz/", "/dt/", "/bs/1.html")
    }
    assert {one.indicator: one.outcome for one in judgement.outcomes}["W-V6.2"] is OutcomeKind.UNCHECKED


def test_what_had_not_come_could_not_be_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for wait in ("settle", "data"):
        monkeypatch.setitem(Browser.__init__.__kwdefaults__, wait, 0.5)
    run = inspected(tmp_path)
    check(run)
    (search,) = facts_of(run, SearchFact)
    assert {one.found for one in search.tries} == {None}
    check(door.reapply(run, clock=lambda: NOON, tell=lambda _: None))


def not_found(times: float) -> Handler:
    """A site whose two columns ask for data which is not found so many times and then is there; the data of the feet is there at once."""
    asked: Counter[str] = Counter()

    async def say(request):
        path = unquote(request.path)
        asked[path] += path in {"/data/rows", "/data/more"}
        if asked[path] > times or path == "/data/foot":
            await request.say(answer(listed("2026-03-30", "2026-03-20") if asked[path] else ""))
        else:
            body = page("工作动态", waits("more")) if path == "/dt/" else PAGES.get(path)
            await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))

    return say


def test_data_that_was_not_found_once_makes_no_column_blank(tmp_path: Path) -> None:
    run = inspected(tmp_path, not_found(1))
    columns = {fact.name: fact for fact in facts_of(run, ColumnFact)}
    assert {columns[name].items for name in ("通知公告", "工作动态")} == {2}


def test_a_column_whose_data_is_not_found_twice_is_blank_for_a_person_to_see(tmp_path: Path) -> None:
    run = inspected(tmp_path, not_found(float("inf")))

    def check(run: Path) -> None:
        told = [one for one in judged(run).findings if one.indicator == "D-1.9" and "空白" in one.message]
        blank = {one.url: one.certainty for one in told}
        assert blank == dict.fromkeys((f"http://{HOST}/tz/", f"http://{HOST}/dt/"), Certainty.CANDIDATE)

    check(run)
    check(door.reapply(run, clock=lambda: NOON, tell=lambda _: None))


def test_columns_beyond_those_that_are_looked_at_twice_are_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "_TWICE", 0)
    run = inspected(tmp_path, not_found(1))
    columns = {fact.name: fact for fact in facts_of(run, ColumnFact)}
    assert columns["通知公告"].unread == columns["工作动态"].unread == f"栏目{LATE}"
