"""What only a script fills, seen through Chromium and the guarded proxy."""

import asyncio

import pytest
from loopback import NOON, Loopback, answer, guard_for
from walks import HOME, HOST, LIST, inspect, paths

from xunwang.inspector.fetch.browser import Browser, RenderError
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.model import Reach
from xunwang.inspector.privacy import mask

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or ""),
]

ROWS = ",".join(
    f'{{"url": "/n/{n}.html", "title": "关于第{n}项工作安排的通知", "date": "2026-03-{n + 10}"}}'
    for n in range(6)
)


def render(server, path="/", guard=None):
    async def run():
        async with Browser(guard or guard_for(server, HOST)) as browser:
            return await browser.render(f"http://{HOST}{path}", screenshot=True), browser.refused

    return asyncio.run(run())


def json(text):
    return answer(text, headers=("Content-Type: application/json",))


def test_a_list_written_by_a_script_is_read_from_the_rendered_page(tmp_path):
    pages = {
        "/": answer("<html><title>首页</title><a href='/tzgg/'>通知公告</a></html>"),
        "/tzgg/": answer(LIST),
    }
    pages["/data.json"] = json(f"[{ROWS}]")
    pages |= {f"/n/{n}.html": answer(f"<html><title>通知{n}</title><p>内容{n}</p></html>") for n in range(6)}

    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path, with_browser=True)
    rows = {row.key.removeprefix(HOST): row for row in run.pages()}
    column = rows["/tzgg/"]
    assert column.rendered
    assert [item.date.day for item in column.page.items] == [10, 11, 12, 13, 14, 15]
    assert {f"/n/{n}.html" for n in range(6)} <= set(rows)
    assert result.stats.rendered == 1
    assert "关于第3项" in run.rendered(column.evidence).decode()
    assert "关于第3项" not in run.response(column.evidence).body.decode()


def test_without_a_browser_the_page_stays_unread(tmp_path):
    pages = {
        "/": answer("<html><title>首页</title><a href='/tzgg/'>通知公告</a></html>"),
        "/tzgg/": answer(LIST),
    }
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path)
    row = next(row for row in run.pages() if row.key.endswith("/tzgg/"))
    assert not row.rendered
    assert "list" in row.page.script_filled
    assert paths(run.pages()) == ["/", "/tzgg/"]


def test_nothing_inside_is_reached_from_a_page():
    inner = Loopback({"/": answer("inner"), "/i.png": answer("inner")})
    with inner:
        spy = "".join(
            f'<img src="http://{host}:{inner.port}/i.png"><iframe src="http://{host}:{inner.port}/"></iframe>'
            for host in ("127.0.0.1", "localhost", "[::1]", "0x7f.1")
        )
        script = f"<script>fetch('http://127.0.0.1:{inner.port}/', {{mode: 'no-cors'}}); new WebSocket('ws://127.0.0.1:{inner.port}/')</script>"
        with Loopback({"/": answer(f"<title>探</title>{spy}{script}")}) as server:
            rendered, refused = render(
                server, guard=Guard(connect_to=server.connect_to(HOST), ports=[inner.port])
            )
        assert not inner.requests
    assert "探" in rendered.html.decode()
    assert any(f"127.0.0.1:{inner.port}" in place for place in refused)


def test_a_redirect_to_the_inside_is_refused_in_the_browser():
    with Loopback({"/": answer("inner secret")}) as inner:
        away = answer(status="302 Found", headers=(f"Location: http://127.0.0.1:{inner.port}/",))
        with Loopback({"/": away}) as server:
            guard = Guard(connect_to=server.connect_to(HOST), ports=[inner.port])
            with pytest.raises(RenderError):
                render(server, guard=guard)
            assert server.asked["/"] == 1
        assert not inner.requests


@pytest.mark.parametrize("status", ["404 Not Found", "502 Bad Gateway"])
def test_an_error_without_a_word_is_no_blank_page(status):
    with Loopback({"/": answer(status=status)}) as server, pytest.raises(RenderError):
        render(server)


def test_an_error_that_says_something_is_shown():
    with Loopback({"/": answer("<p>页面不存在</p>", status="404 Not Found")}) as server:
        rendered, _ = render(server)
    assert "页面不存在" in rendered.html.decode()


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "chrome://version", "javascript:1", "data:text/html,x"]
)
def test_only_web_addresses_are_opened(url):
    async def run():
        async with Browser(Guard()) as browser:
            await browser.render(url)

    with pytest.raises(RenderError, match="只打开"):
        asyncio.run(run())


def test_a_page_that_never_ends_is_given_up():
    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=3) as browser:
            await browser.render(HOME)

    with Loopback({"/": None}) as server, pytest.raises(RenderError):
        asyncio.run(run(server))


def test_a_picture_can_be_had_and_the_cookie_challenge_is_passed(tmp_path):
    async def handle(request):
        if "k=1" in request.headers.get("cookie", ""):
            await request.say(answer("<html><title>首页</title><h1>欢迎</h1><p>正文</p></html>"))
        else:
            await request.say(answer("<script>document.cookie='k=1';location.reload()</script>", "521 Down"))

    with Loopback(handle) as server:
        shown, _ = render(server)
    assert shown.screenshot.startswith(b"\x89PNG")
    assert Reach.CHALLENGE.value not in shown.html.decode()


def test_a_picture_covers_personal_numbers_and_the_html_keeps_them():
    one, other = "139" + "0000" + "1234", "138" + "0000" + "5678"
    frame = f"<p>户主手机：{one}</p>"
    page = "<title>首页</title><p>户主手机：{}</p><p>低保户本人手机：<i>{}</i>{}</p><iframe srcdoc='{}'></iframe>"
    masked = page.format(mask(one), "", "", f"<p>户主手机：{mask(one)}</p>")
    masked = masked.replace("<p>低保户", "<p style='visibility:hidden'>低保户")
    open_, covered = (
        answer(f"<html>{text}</html>") for text in (page.format(one, other[:3], other[3:], frame), masked)
    )

    with Loopback({"/": open_, "/covered": covered}) as server:
        shown, _ = render(server)
        wanted, _ = render(server, "/covered")
    assert shown.screenshot == wanted.screenshot
    assert one in shown.html.decode()


def test_a_log_in_page_is_not_rendered_into_a_page_of_the_site(tmp_path):
    login = "<html><title>登录</title><form action='/do'><input type='password' name=p></form></html>"
    pages = {
        "/": answer("<html><title>首页</title><a href='/user/1.html'>我的办件</a></html>"),
        "/user/1.html": answer(status="302 Found", headers=("Location: /login?back=1",)),
        "/login?back=1": answer(login),
    }
    with Loopback(pages) as server:
        result, run = inspect(server, tmp_path, with_browser=True)
    assert result.stats.rendered == 0
    assert all(row.attempt.reach is Reach.CHALLENGE for row in run.pages() if "/user/" in row.key)
    assert [fact.attempts[-1].reach for fact in result.links if "/user/" in fact.key] == [Reach.CHALLENGE]


def column(rows, more):
    """A list of the given days, with something more that a script shows."""
    items = "".join(
        f"<li><a href='/n/{n}.html'>关于第{n}项工作安排的通知</a><span>{day}</span></li>"
        for n, day in enumerate(rows)
    )
    listed = f"<ul>{items}</ul>" if items else ""
    return answer(
        f"<html><head><title>工作动态</title></head><body><div class='main'>{listed}{more}</div></body></html>"
    )


HOT = "<ul id='rows' class='list'></ul><script>fetch('/hot.json').then(r => r.text()).then(t => document.getElementById('rows').innerHTML = t)</script>"
DRAWN = "<div id='box'></div><script>document.getElementById('box').innerHTML = '<p>专项资金由县财政局统一发放。</p>'</script>"


@pytest.mark.parametrize(
    ("rows", "more", "opened"),
    [
        (["2025-01-20", "2025-01-12", "2025-01-04"], HOT, True),
        (["{today}", "2025-01-12", "2025-01-04"], HOT, False),
        (["2025-01-20", "2025-01-12", "2025-01-04"], "", False),
        ([], DRAWN, True),
    ],
    ids=["stale beside a script", "fresh beside a script", "stale", "drawn"],
)
def test_what_looks_stale_or_empty_while_a_script_shows_something_is_opened(tmp_path, rows, more, opened):
    rows = [day.format(today=NOON.date().isoformat()) for day in rows]
    pages = {
        "/": answer("<html><title>首页</title><div class='nav'><a href='/dt/'>工作动态</a></div></html>"),
        "/dt/": column(rows, more),
        "/hot.json": json("<li>今日热点</li>"),
    }
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path, with_browser=True)
    row = next(row for row in run.pages() if row.key.endswith("/dt/"))
    assert row.rendered is opened
