"""A site of a million addresses, inspected in bounded memory.

    python bench/million.py [--addresses 1000000] [--form files|pages] [--out FOLDER] [--json FILE]

A server in a process of its own makes every page up as it is asked for. In the form `files` every twentieth address is a page
and the others are its attachments; in the form `pages` all of them are pages. The crawl process notes its resident memory at
every hundredth of the way; what it says at the end goes to standard output, and to the file as JSON.
"""

import argparse
import asyncio
import datetime as dt
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import uvloop

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject

HOST = "www.baiwan.gov.cn"
CHILDREN = 20
DAY = dt.date(2026, 3, 31)
_PAGE_SIZE = resource.getpagesize()


# ── the site ─────────────────────────────────────────────────────────────────────────────────────


class Site:
    """Page n carries the pages 20n + 1 … 20n + 20, so that the last lies five clicks away; each says something of its own."""

    def __init__(self, addresses: int, form: str) -> None:
        self._files = form == "files"
        self._pages = addresses // CHILDREN if self._files else addresses

    def answer(self, path: str) -> tuple[str, str, bytes] | None:
        """Status, content type and body; None for what is not there."""
        if path.startswith("/f/"):
            return "200 OK", "application/pdf", b"%PDF"
        if path == "/":
            return "200 OK", "text/html; charset=utf-8", self._page(0)
        number = path.removeprefix("/p/").removesuffix(".html")
        if path.startswith("/p/") and number.isdigit() and int(number) < self._pages:
            return "200 OK", "text/html; charset=utf-8", self._page(int(number))
        return None

    def _page(self, number: int) -> bytes:
        dice = random.Random(number)
        words = "".join(chr(0x4E00 + dice.randrange(3000)) for _ in range(80))
        below = range(CHILDREN * number + 1, CHILDREN * number + CHILDREN + 1)
        links = "".join(f"<li><a href='/p/{n}.html'>第{n}页</a></li>" for n in below if n < self._pages)
        if self._files:
            # One address in twenty is the page itself.
            links += "".join(f"<a href='/f/{number}-{n}.pdf'>附件{n}</a>" for n in range(1, CHILDREN))
        return (
            f"<html><head><title>第{number}页</title></head><body><div class='nav'><a href='/'>首页</a></div>"
            f"<h1>第{number}页</h1><p>{words}。</p><ul>{links}</ul></body></html>"
        ).encode()


class _Connection(asyncio.Protocol):
    def __init__(self, site: Site) -> None:
        self._site = site
        self._waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            method, path, _ = head.partition(b"\r\n")[0].decode().split(" ")
            status, kind, body = self._site.answer(path) or ("404 Not Found", "text/html", b"404")
            lines = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
            self._transport.write(lines.encode() + (b"" if method == "HEAD" else body))


async def _serve(site: Site) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(site), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def served(addresses: int, form: str) -> Iterator[int]:
    """The site in a process of its own; its port."""
    command = [sys.executable, __file__, "--serve", "--addresses", str(addresses), "--form", form]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


# ── the crawl ────────────────────────────────────────────────────────────────────────────────────


class Memory:
    """The resident memory at every hundredth of the way, in MB."""

    def __init__(self, addresses: int) -> None:
        self._addresses = addresses
        self.at: dict[int, float] = {}

    def note(self, told: door.Told) -> None:
        percent = min(100 * told.done // self._addresses, 100)
        if percent not in self.at and not told.finished:
            self.at[percent] = _resident()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * _PAGE_SIZE / 1e6


def _peak() -> float:
    """Linux counts in KiB."""
    # Not ru_maxrss: a child inherits that of the process it was forked from.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def inspect(addresses: int, form: str, out: Path) -> dict[str, Any]:
    """Inspects the whole site; the figures of the process that did it."""
    memory = Memory(addresses)
    with served(addresses, form) as port:
        settings = door.InspectSettings(
            max_pages=10**9,
            per_host=8,
            delay=0,
            browser="never",
            proof=False,
            closed=True,
            connect_to=(f"{HOST}:80:127.0.0.1:{port}",),
        )
        subject = Subject(id="million", name="百万", home=f"http://{HOST}/")
        began, used = time.monotonic(), time.process_time()
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)],
            out,
            settings,
            reading_day=DAY,
            clock=lambda: dt.datetime.now(SHANGHAI),
            tell=memory.note,
        )
    stats = door.Run.open(run).manifest.stats
    seconds, cpu = time.monotonic() - began, time.process_time() - used
    return {
        "form": form,
        "addresses": stats.links,
        "pages": stats.pages,
        "complete": door.Run.open(run).manifest.complete,
        "peak_mb": round(_peak(), 1),
        "after_crawl_mb": round(_resident(), 1),
        "mb_at_percent": {str(percent): round(mb, 1) for percent, mb in sorted(memory.at.items())},
        "seconds": round(seconds, 1),
        "addresses_per_second": round(stats.links / seconds, 1),
        "cpu_ms_per_address": round(cpu / stats.links * 1000, 3),
        "frontier_mb": round((run / "frontier.sqlite").stat().st_size / 1e6, 1),
        "machine": f"{platform.machine()}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--addresses", type=int, default=1_000_000)
    parser.add_argument("--form", choices=["files", "pages"], default="pages")
    parser.add_argument("--out", type=Path, help="where the run is kept; by default it is thrown away")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.serve:
        uvloop.run(_serve(Site(chosen.addresses, chosen.form)))
        return
    with tempfile.TemporaryDirectory() as aside:
        result = inspect(chosen.addresses, chosen.form, chosen.out or Path(aside))
    text = json.dumps(result, ensure_ascii=False, indent=1)
    print(text)
    if chosen.json:
        chosen.json.write_text(text + "\n")


if __name__ == "__main__":
    main()
