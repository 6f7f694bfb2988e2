"""The whole websites of a batch, served and inspected as any other, and held against the faults that an inspector would name."""

import datetime as dt
import re
from collections.abc import Callable
from http import HTTPStatus
from itertools import count
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from fresh_measure import Truth, source_of
from loopback import Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Finding, SiteKind, Subject

DAY = dt.date(2026, 3, 31)
NIGHT = dt.datetime(2026, 3, 31, 21, tzinfo=SHANGHAI)
_HTML = "text/html"
_SESSION = re.compile(r";jsessionid=\w+")


def findings_on(style: Truth, out: Path) -> list[Finding]:
    """What the inspection of a website finds, without a browser and without proofreading."""
    serve = _Server(style)

    async def handle(request):
        return await request.say(serve(request.headers["host"].partition(":")[0], request.path))

    host = urlsplit(style["home"]).netloc
    hosts = {host, *style["hosts"]}
    name = style.get("registered") or next(page["title"] for page in style["page"] if not page["path"])
    with Loopback(handle) as server:
        settings = door.InspectSettings(
            connect_to=tuple(f"{name}:80:127.0.0.1:{server.port}" for name in sorted(hosts)),
            closed=True, delay=0.0, per_host=8, timeout=60.0, retry_wait=0.1, browser="never", proof=False,
        )  # fmt: skip
        subject = Subject(
            id="s", name=name, home=style["home"], code=style["marks"]["site_code"],
            site_kind=SiteKind(style.get("site_kind", "portal")), organiser=style["marks"]["organiser"],
        )  # fmt: skip
        (run,) = door.inspect_sites(
            [door.Inspection(subject=subject)], out, settings,
            reading_day=DAY, clock=lambda: NIGHT, tell=lambda _: None,
        )  # fmt: skip
    (one,) = door.judge([run], door.norm("cn-2019"), as_of=DAY)
    return list(one.judgement.findings)


class _Server:
    """Answers for all hosts of a website; its own answers to unknown addresses are never the same twice where `unknown` says so."""

    def __init__(self, style: Truth) -> None:
        self._style = style
        self._host = urlsplit(style["home"]).netloc
        self._charset = style.get("charset", "utf-8")
        self._pages = {truth["path"]: truth for truth in style["page"]}
        self._served = {(one["host"], one["path"]): one for one in style.get("served", [])}
        self._count = count(1)

    def __call__(self, host: str, path: str) -> bytes:
        path = _SESSION.sub("", path)
        if one := self._served.get((host, path)):
            body = one["body"].encode(self._charset if host == self._host else "utf-8")
            return _answer(body, one.get("status", 200), one.get("type", _HTML))
        if host != self._host:
            return _answer(f"<html><title>{host}</title><p>{host}</p></html>".encode(), 200, _HTML)
        return self._page(path)

    def _page(self, path: str) -> bytes:
        bare, _, query = path.removeprefix("/").partition("?")
        truth = self._pages.get(path.removeprefix("/"))
        if truth is None and query and not self._asks_with(bare):
            truth = self._pages.get(bare)  # a list that takes no notice of parameters
        if truth is not None:
            return _answer(source_of(self._style, truth), 200, _HTML)
        if "search" in bare:
            if self._style.get("broken_search"):
                return _answer(b"<html><body>Fatal error</body></html>", 500, _HTML)
            return _answer(
                self._results(dict(parse_qsl(query, encoding=self._charset, errors="replace"))), 200, _HTML
            )
        if bare.endswith((".png", ".jpg", ".gif", ".svg", ".js", ".css")):
            return _answer(b"file", 200, "application/octet-stream")
        words = self._style["unknown"].replace("{{path}}", path).replace("{{count}}", str(next(self._count)))
        return _answer(words.encode(self._charset), self._style["unknown_status"], _HTML)

    def _asks_with(self, program: str) -> bool:
        return any(path.startswith(f"{program}?") for path in self._pages)

    def _results(self, asked: dict[str, str]) -> bytes:
        words = next(iter(value for name, value in asked.items() if name in {"q", "searchword"}), "?")
        found = [truth for truth in self._pages.values() if words in truth["title"]]
        rows = "".join(f'<li><a href="/{truth["path"]}">{truth["title"]}</a></li>' for truth in found)
        return f'<html><head><meta charset="utf-8"><title>搜索结果</title></head><body><p>共找到{len(found)}条结果</p><ul>{rows}</ul></body></html>'.encode()


def _answer(body: bytes, status: int, kind: str) -> bytes:
    return answer(body, f"{status} {HTTPStatus(status).phrase}", (f"Content-Type: {kind}",))


def unplanted(style: Truth, findings: list[Finding], is_asked: Callable[[str], bool]) -> list[str]:
    """Findings of the indicators asked for that no inspector would have made."""
    return [
        f"{one.indicator} {one.url} {one.message}"
        for one in findings
        if is_asked(one.indicator)
        and not any(
            _is(one, fault) for key in ("faults", "still_missed", "waved_off") for fault in style.get(key, ())
        )
    ]


def missed(style: Truth, findings: list[Finding]) -> list[list[str]]:
    """Planted faults that were not found."""
    return [fault for fault in style["faults"] if not any(_is(one, fault) for one in findings)]


def _is(finding: Finding, fault: list[str]) -> bool:
    indicator, where = fault
    return finding.indicator == indicator and where in f"{finding.url} {finding.message}"
