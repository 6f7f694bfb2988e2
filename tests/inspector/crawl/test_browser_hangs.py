"""A browser that does not start or never answers: its page could not be rendered, it is killed, and the next page gets another one."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from loopback import Loopback, answer, guard_for
from walks import HOST

from xunwang.inspector.fetch import troubles
from xunwang.inspector.fetch.browser import Browser, RenderError, chromium
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.troubles import Trouble

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(Browser.available() is not None, reason=Browser.available() or ""),
]
PAGES = {
    "/": answer("<html><title>好的</title><p>内容</p></html>"),
    "/busy.html": answer("<html><title>忙</title><script>while (true) {}</script></html>"),
}


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """What whoever watches over the machine hears."""
    heard = []
    monkeypatch.setattr(troubles, "HEARERS", [heard.append])
    return heard


async def hung(browser, path):
    """The page is given up after a short while."""
    browser._timeout, usual = 1.5, browser._timeout
    with pytest.raises(RenderError, match="超时"):
        await browser.render(f"http://{HOST}{path}")
    browser._timeout = usual


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def children():
    """The processes that this one has started and that are not gone."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_driver_that_does_not_start_leaves_the_page_unrendered(monkeypatch, told):
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", "/bin/false")

    async def run(server):
        async with Browser(guard_for(server, HOST)) as browser:
            await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server, pytest.raises(RenderError, match="浏览器驱动 playwright 不能启动"):
        asyncio.run(run(server))
    assert told == [Trouble.UNSTARTED]


# The driver's own process may outlast the loop that started it, which Python tells when it sweeps.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "said",
    [
        "[15:15:1122/143919.121205:FATAL:sandbox/linux/services/credentials.cc:137] Check failed: . : Function not implemented (38)",
        "[1:1:1122/143919.1:FATAL:content/browser/zygote_host/zygote_host_impl_linux.cc:128] No usable sandbox!",
    ],
)
def test_a_sandbox_that_cannot_be_made_is_told(tmp_path, monkeypatch, said):
    """In the words of Chromium 156 where a container forbids user namespaces, and where the system does."""
    program = tmp_path / Path(chromium()).name
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    async def run(server):
        async with Browser(guard_for(server, HOST)) as browser:
            await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server, pytest.raises(RenderError, match="沙箱不能启动"):
        asyncio.run(run(server))


def test_a_page_whose_script_never_ends_keeps_no_other_page_back():
    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120) as browser:
            await browser.render(f"http://{HOST}/")
            await hung(browser, "/busy.html")
            return await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server:
        assert "内容" in asyncio.run(run(server)).html.decode()


def test_a_browser_that_does_not_answer_is_killed_and_another_one_goes_on(monkeypatch, caplog, told):
    monkeypatch.setattr("xunwang.inspector.fetch.chromium._PATIENCE", 1.0)

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120) as browser:
            await browser.render(f"http://{HOST}/")
            frozen = browser._chromium._process
            os.killpg(os.getpgid(frozen), signal.SIGSTOP)
            await hung(browser, "/")
            return frozen, await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server:
        frozen, after = asyncio.run(run(server))
    assert "内容" in after.html.decode()
    until = time.monotonic() + 60
    while not is_gone(frozen) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_gone(frozen)
    assert "浏览器没有响应" in caplog.text
    assert told == [Trouble.HUNG]


def test_a_browser_that_ended_by_itself_is_told_and_another_one_goes_on(told):
    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120) as browser:
            await browser.render(f"http://{HOST}/")
            os.killpg(os.getpgid(browser._chromium._process), signal.SIGKILL)
            with suppress(RenderError):  # until it is noticed that nobody answers any more
                await browser.render(f"http://{HOST}/")
            return await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server:
        assert "内容" in asyncio.run(run(server)).html.decode()
    assert told == [Trouble.CRASHED]


# As above: what the driver's death leaves in Playwright's hands is told when Python sweeps.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_driver_that_was_killed_is_told_and_the_next_page_gets_another_one(told):
    before = children()

    async def run(server):
        async with Browser(guard_for(server, HOST), timeout=120) as browser:
            await browser.render(f"http://{HOST}/")
            (driver,) = children() - before
            os.kill(int(driver), signal.SIGKILL)
            with suppress(RenderError):  # until it is noticed that nobody answers any more
                await browser.render(f"http://{HOST}/")
            return await browser.render(f"http://{HOST}/")

    with Loopback(PAGES) as server:
        assert "内容" in asyncio.run(run(server)).html.decode()
    assert told == [Trouble.CRASHED]


def test_a_start_that_is_cut_off_leaves_no_process_behind():
    before = children()

    async def run(seconds):
        async with Browser(Guard()) as browser:
            with suppress(TimeoutError):
                await asyncio.wait_for(browser.version(), seconds)

    # The first one loads the driver's library; of the others some fall into the driver's start and some into the browser's.
    for seconds in (60, 0.02, 0.1, 0.2, 0.3, 0.5):
        asyncio.run(run(seconds))
        assert children() == before, f"cut off after {seconds} s"
