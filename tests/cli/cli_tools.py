"""A small website on loopback, and the command line run on it: in this process, or in one of its own."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from sharing import environment_of_nobody

_START = "from xunwang.cli import main; main()"
_LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
COMMAND = (sys.executable, "-c", _START)
_ABOVE_RIGHTS = "-dac_override,-dac_read_search"
_MORTAL = () if os.getuid() else ("setpriv", f"--bounding-set={_ABOVE_RIGHTS}", f"--inh-caps={_ABOVE_RIGHTS}")
"""Before a command of root: without the two powers by which root reads and writes whatever it likes."""


class Ended(NamedTuple):
    status: int
    out: str
    err: str
    data: bytes = b""

    @property
    def refusal(self) -> str:
        """The one line that a refusal is."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert lines[0].startswith("xunwang: ")
        assert self.out == ""
        return lines[0].removeprefix("xunwang: ")


class SmallSite:
    """`pages` by path; anything else is 404. `busy` is set when `busy_after` requests have come; `held` blocks the answers.

    With `pause` visitors that come from elsewhere are asked to come again after so many seconds, and `busy` is set.
    """

    def __init__(self, articles: int = 6) -> None:
        self.pages = _pages(articles)
        self.requests: list[str] = []
        self.busy_after = 10**9
        self.busy = threading.Event()
        self.free = threading.Event()
        self.free.set()
        self.port = 0
        self.pause = 0

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def connect_to(self, host: str) -> str:
        return f"{host}:80:127.0.0.1:{self.port}"

    def answer(self, path: str) -> bytes | None:
        self.requests.append(path)
        if len(self.requests) > self.busy_after:
            self.busy.set()
            self.free.wait()
        return self.pages.get(path)


def _page(title: str, body: str) -> bytes:
    head = f"<meta charset='utf-8'><title>{title}</title><meta name='SiteName' content='小站'>"
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def _pages(articles: int) -> dict[str, bytes]:
    rows = "".join(
        f"<li><a href='/news/{n}.html'>第{n}条工作动态的标题</a><span>2026-03-{n % 28 + 1:02d}</span></li>"
        for n in range(articles)
    )
    pages = {
        "/": _page("小站", "<a href='/news/'>工作动态</a> <a href='/gone.html'>旧公告</a>"),
        "/news/": _page("工作动态", f"<ul>{rows}</ul>"),
    }
    for n in range(articles):
        body = f"<h1>第{n}条工作动态的标题</h1><p>发布时间：2026-03-{n % 28 + 1:02d}</p><p>正文。</p>"
        pages[f"/news/{n}.html"] = _page(f"第{n}条工作动态的标题", body)
    return pages


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of the usual 5 the kernel drops visitors of a busy moment

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that was killed is no error of the site."""


@contextmanager
def serving(site: SmallSite) -> Iterator[SmallSite]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if site.pause and self.headers.get("Referer"):
                self.send_response(429)
                self.send_header("Retry-After", str(site.pause))
                self.send_header("Content-Length", "0")
                self.end_headers()
                site.busy.set()
                return
            body = site.answer(self.path)
            content = body or _page("没有找到", "没有这个页面")
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(content)

        do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Tests print nothing."""

    with _Server(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            site.free.set()
            server.shutdown()
            thread.join()


def start(
    arguments: Sequence[str | Path],
    cwd: Path,
    *,
    largest_file: int | None = None,
    mortal: bool = False,
    **environment: str,
) -> "subprocess.Popen[str]":
    """The command in a process of its own, its office in `cwd/home`; a file beyond `largest_file` bytes is a full disk; a `mortal` is held to what the rights of files say."""
    script = _START if largest_file is None else _LIMIT.format(size=largest_file) + _START
    return subprocess.Popen(
        [*(_MORTAL if mortal else ()), sys.executable, "-c", script, *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment_of_nobody() | {"XUNWANG_HOME": str(cwd / "home")} | environment,
    )


def ended(process: "subprocess.Popen[str]") -> Ended:
    out, err = process.communicate(timeout=600)
    return Ended(process.returncode, out, err)


def in_process_of_its_own(
    *arguments: str | Path,
    cwd: Path,
    largest_file: int | None = None,
    mortal: bool = False,
    **environment: str,
) -> Ended:
    return ended(start(arguments, cwd, largest_file=largest_file, mortal=mortal, **environment))
