"""Pages that lead on without end, or open windows of their own: neither the site nor the machine pays for it."""

import asyncio

import pytest
from loopback import Loopback, answer, guard_for
from walks import HOST

from xunwang.inspector.fetch.browser import Browser, RenderError

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or ""),
]
MOST = 300  # a machine that stands still for seconds ends it late; left alone it goes on for thousands


@pytest.mark.parametrize(
    "script",
    ["location.reload()", "location = '/?' + Math.random()", "setTimeout(() => location.reload(), 1)"],
)
def test_a_page_that_leads_on_without_end_is_left(script):
    asked = []

    async def serve(request):
        asked.append(request.path)
        await request.say(answer(f"<html><body>内容<script>{script}</script></body></html>"))

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120.0) as browser:
            try:
                return (await browser.render(f"http://{HOST}/")).html.decode()
            except RenderError:
                return None

    with Loopback(serve) as server:
        shown = asyncio.run(run(server))
    assert shown is None or "内容" in shown  # never the empty page that Chromium has for its own errors
    assert 1 < len(asked) <= MOST


@pytest.mark.parametrize("script", ["location.reload()", "location = '/frame?' + Math.random()"])
def test_a_frame_that_leads_on_without_end_is_left_and_its_page_read(script):
    asked = []

    async def serve(request):
        asked.append(request.path)
        inner = f"<script>{script}</script>" if request.path != "/" else "内容<iframe src='/frame'></iframe>"
        await request.say(answer(f"<html><body>{inner}</body></html>"))

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=240.0) as browser:
            return await browser.render(f"http://{HOST}/")

    with Loopback(serve) as server:
        shown = asyncio.run(run(server))
    assert "内容" in shown.html.decode()
    assert 2 < len(asked) <= MOST


@pytest.mark.parametrize("measured", [False, True])
def test_a_page_that_leads_to_one_that_does_not_open_shows_nothing_rather_than_an_empty_page(measured):
    async def serve(request):
        if request.path == "/":
            await request.say(answer("<html><body>内容<script>location = '/gone'</script></body></html>"))
        else:
            request.reset()

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120.0) as browser:
            if measured:
                return await browser.measure(f"http://{HOST}/", "1", width=1280, height=800)
            return await browser.render(f"http://{HOST}/")

    with Loopback(serve) as server, pytest.raises(RenderError):
        asyncio.run(run(server))


def test_a_page_that_leads_through_a_few_others_is_followed():
    async def serve(request):
        step = int(request.path.strip("/") or 0)
        on = f"<script>location = '/{step + 1}'</script>" if step < 8 else "到了"
        await request.say(answer(f"<html><body>{on}</body></html>"))

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120.0) as browser:
            return await browser.render(f"http://{HOST}/")

    with Loopback(serve) as server:
        shown = asyncio.run(run(server))
    assert shown.final_url == f"http://{HOST}/8"
    assert "到了" in shown.html.decode()


@pytest.mark.parametrize("opens", ["open('/window.html')", "document.querySelector('a').click()"])
def test_a_window_that_a_page_opens_by_itself_is_shut(opens):
    """The page shows what it waits for as soon as its window, which looks after itself from time to time, is silent."""
    alive, shut = [], asyncio.Event()

    async def serve(request):
        if request.path == "/alive":
            alive.append(asyncio.get_running_loop().time())
            await request.say(answer("还在"))
        elif request.path == "/data":
            while (left := alive[-1] + 2.0 - asyncio.get_running_loop().time()) > 0:  # noqa: ASYNC110  # silence is what is waited for
                await asyncio.sleep(left)
            shut.set()
            await request.say(answer("关了"))
        elif request.path == "/window.html":
            alive.append(asyncio.get_running_loop().time())
            await request.say(answer("<script>setInterval(() => fetch('/alive'), 100)</script>"))
        else:
            alive.append(asyncio.get_running_loop().time())
            await request.say(
                answer(
                    "<html><body><a target=_blank href='/window.html'>窗口</a><p></p><script>"
                    "fetch('/data').then(came => came.text()).then(text => document.querySelector('p').textContent = text);"
                    f"{opens}</script></body></html>"
                )
            )

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=240.0, data=120.0) as browser:
            return await browser.render(f"http://{HOST}/")

    with Loopback(serve) as server:
        shown = asyncio.run(run(server))
    assert "关了" in shown.html.decode()
    assert shut.is_set()


def test_a_search_that_leads_on_without_end_is_left():
    asked = []
    field = "<input name='q' class='search' style='width: 200px; height: 30px'>"
    at_enter = "<script>document.querySelector('input').onkeydown = () => { location = '/found?1' }</script>"

    async def serve(request):
        asked.append(request.path)
        inner = (
            f"{field}{at_enter}"
            if request.path == "/"
            else "结果<script>location = '/found?' + Math.random()</script>"
        )
        await request.say(answer(f"<html><body>{inner}</body></html>"))

    async def may_go(_):
        return True

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120.0) as browser:
            try:
                return (await browser.search(f"http://{HOST}/", "词", may_go)).html.decode()
            except RenderError:
                return None

    with Loopback(serve) as server:
        shown = asyncio.run(run(server))
    assert shown is None or "结果" in shown
    assert 1 < len(asked) <= MOST
