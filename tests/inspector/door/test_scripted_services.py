"""Guides, letters, results of a search and lists in frames of another system that only a browser shows: read with one, open without."""

import datetime as dt
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.closer import layout
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.model import (
    SHANGHAI,
    ColumnFact,
    GuideFact,
    MessageFact,
    Outcome,
    OutcomeKind,
    SearchFact,
    Subject,
)

HOST, OTHER = "www.qiaotou.gov.cn", "gk.qiaotoushi.gov.cn"
HOME = f"http://{HOST}/"
DAY = dt.date(2026, 3, 31)
NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
ITEM = "关于开展春季道路养护的通知"
FOOT = '<div class="footer">主办单位：桥头县人民政府办公室 联系电话：0600-2200000 政府网站标识码：9900000001 冀ICP备99000001号</div>'
NAV = '<div class="nav"><a href="/">首页</a><a href="/tz/">通知公告</a><a href="/gk/">财政信息</a><a href="/bs/">办事服务</a><a href="/xx/">县长信箱</a></div>'
VALUES = {"yj": "《示例管理办法》第三条", "tj": "具有本县户籍的居民", "cl": "一、申请表；二、身份证", "dd": "桥头县新华路1号政务服务中心", "sj": "工作日9:00至17:00", "dh": "0600-2211001", "lc": "申请、受理、审核、发证"}  # fmt: skip
LABELS = {"yj": "设定依据", "tj": "申请条件", "cl": "办理材料", "dd": "办理地点", "sj": "办理时间", "dh": "联系电话", "lc": "办理流程"}  # fmt: skip
FILL = "<script>fetch('/data/%s.json').then(r=>r.json()).then(d=>{for (const k in d) document.getElementById(k).textContent=d[k]})</script>"


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{NAV}<div class='main'>{body}</div>{FOOT}</body></html>"


def guide(number: int) -> str:
    cells = "".join(f'<tr><th>{word}</th><td id="{name}"></td></tr>' for name, word in LABELS.items())
    return page(f"第{number}类证照办理_办事指南_桥头县人民政府", f"<h1>第{number}类证照办理</h1><table>{cells}</table>{FILL % 'guide'}")  # fmt: skip


LETTER = page(
    "咨询客运班次_县长信箱_桥头县人民政府",
    '<h1>咨询客运班次</h1><dl><dt>来信标题</dt><dd>咨询客运班次</dd><dt>来信时间</dt><dd>2025-10-01</dd><dt>来信内容</dt><dd>请问班次何时恢复？</dd>'
    '<dt>答复单位</dt><dd id="dw"></dd><dt>答复时间</dt><dd id="rq"></dd><dt>答复内容</dt><dd id="nr"></dd></dl>' + FILL % "letter",
)  # fmt: skip
ANSWER = {"dw": "县交通运输局", "rq": "2025-10-03", "nr": "您好，班次已于十月二日恢复。"}
RESULTS = page("站内搜索", '<div id="result" class="result-list"></div><script>fetch("/data/hits.json").then(r=>r.json()).then(d=>{document.getElementById("result").innerHTML=d.map(x=>"<li><a href="+x[0]+">"+x[1]+"</a></li>").join("")})</script>')  # fmt: skip
ARTICLE = page(f"{ITEM}_桥头县人民政府", f"<h1>{ITEM}</h1><p>发布时间：2026-03-10 10:00 来源：县交通运输局</p><div class='content'><p>{'春季道路养护即将开始，请过往车辆减速慢行。' * 12}</p></div>")  # fmt: skip
FRAMED = "<html><body><div class='header'>县政务公开平台</div><ul>" + "".join(
    f"<li><a href='show?id={n}'>桥头县{n}月财政收支情况</a><span>2026-0{n}-1{n}</span></li>" for n in (1, 2, 3)
) + "</ul><div class='footer'>政府网站标识码：9900000099</div></body></html>"  # fmt: skip
PAGES = {
    "/": page("桥头县人民政府", f"<form action='/search'><input name='q' placeholder='请输入关键字'></form><ul><li><a href='/tz/1.html'>{ITEM}</a><span>2026-03-10</span></li></ul>"),
    "/tz/": page("通知公告", f"<ul class='list'><li><a href='/tz/1.html'>{ITEM}</a><span>2026-03-10</span></li><li><a href='/tz/2.html'>关于停水检修的公告</a><span>2026-03-02</span></li></ul>"),
    "/tz/1.html": ARTICLE,
    "/gk/": page("财政信息", f"<iframe src='http://{OTHER}/list?c=7' width='900' height='600'></iframe>"),
    "/bs/": page("办事服务", "<ul>" + "".join(f"<li><a href='/bs/{n}.html'>第{n}类证照办理</a></li>" for n in range(1, 7)) + "</ul>"),
    "/xx/": page("县长信箱", "<table><tr><th>来信标题</th><th>来信时间</th></tr><tr><td><a href='/xx/1.html'>咨询客运班次</a></td><td>2025-10-01</td></tr></table>"),
    "/xx/1.html": LETTER,
    "/list?c=7": FRAMED,
    **{f"/bs/{n}.html": guide(n) for n in range(1, 7)},
}  # fmt: skip
DATA = {
    "/data/guide.json": VALUES,
    "/data/letter.json": ANSWER,
    "/data/hits.json": [["/tz/1.html", ITEM]],
}


async def serve(request):
    path = unquote(request.path)
    if path in DATA:
        return await request.say(answer(json.dumps(DATA[path]), headers=("Content-Type: application/json",)))
    body = RESULTS if path.startswith("/search?") else PAGES.get(path)
    return await request.say(answer(body) if body else answer("没有这一页", "404 Not Found"))


def inspected(out: Path, browser: str) -> tuple[door.Run, dict[str, Outcome]]:
    with Loopback(serve) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{host}:80:127.0.0.1:{server.port}" for host in (HOST, OTHER)),
            closed=True, delay=0.0, per_host=4, timeout=20.0, retry_wait=0.1, browser=browser,
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=Subject(id="s", name="桥头县人民政府", home=HOME))],
            out, settings, reading_day=DAY, clock=lambda: NOON, tell=lambda _: None,
        )  # fmt: skip
    (judged,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return door.Run.open(run), {one.indicator: one for one in judged.judgement.outcomes}


def facts_of(run: door.Run, kind: type) -> list:
    return [fact for fact in run.facts() if isinstance(fact, kind)]


def test_without_a_browser_they_are_left_open(tmp_path: Path) -> None:
    run, outcomes = inspected(tmp_path, "never")
    assert [guide.scripted for guide in facts_of(run, GuideFact)] == [True] * 6
    assert {outcomes[rule].outcome for rule in ("W-V6.2", "D-2.4", "D-2.5", "D-2.6", "D-4.5")} == {
        OutcomeKind.UNCHECKED
    }
    assert all(letter.replied is None for letter in facts_of(run, MessageFact))
    assert outcomes["W-V5.2"].outcome is not OutcomeKind.FOUND
    (search,) = facts_of(run, SearchFact)
    assert [one.found for one in search.tries] == [None] * len(search.tries)
    framed = next(one for one in facts_of(run, ColumnFact) if one.name == "财政信息")
    assert "框架页" in (framed.unread or "")


@pytest.mark.browser
@pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or "")
def test_with_a_browser_they_are_read(tmp_path: Path) -> None:
    run, outcomes = inspected(tmp_path, "auto")
    assert [(guide.scripted, guide.missing) for guide in facts_of(run, GuideFact)] == [(False, ())] * 6
    assert outcomes["D-2.4"].outcome is OutcomeKind.MET
    letter = next(one for one in facts_of(run, MessageFact) if one.own_page)
    assert (letter.replied, letter.answered, letter.unit) == (True, dt.date(2025, 10, 3), "县交通运输局")
    (search,) = facts_of(run, SearchFact)
    assert [one.found for one in search.tries] == [True]
    framed = next(one for one in facts_of(run, ColumnFact) if one.name == "财政信息")
    assert framed.dates == (dt.date(2026, 3, 13), dt.date(2026, 2, 12), dt.date(2026, 1, 11))
    assert not any(fact.rendered for fact in run.pages() if fact.key.endswith("/tz/"))
    shown = next(row for row in run.pages() if row.key.endswith("/gk/"))
    assert shown.page.marks.site_code == "9900000001"
    assert run.manifest.stats.rendered == 8
    shot = door.shots_of(run.path)[0]  # of the home page: the others are named by pages
    assert int.from_bytes(shot.read_bytes()[16:20]) == layout.WIDTH  # the width stands there in every PNG
    assert "shots/home.png" in {entry.name for entry in run.manifest.files}
