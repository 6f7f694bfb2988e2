"""A request as it goes over the wire, and what came back put down as it came."""

import datetime as dt
from collections.abc import Iterable, Mapping

from xunwang.inspector.evidence.warc import Message
from xunwang.inspector.fetch.answer import Answer
from xunwang.inspector.model import Record

_BREAKS = frozenset("\r\n\0")
_FORM = "application/octet-stream"


class Received(Record, frozen=True):
    """One answer as it came; `headers` by lower-case names, the first of each."""

    message: Message
    headers: Mapping[str, str]


class Wording:
    """How one client words its requests: `own` are the headers that go with each of them."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = dict(own)
        self._lines = _lines(own.items())

    def head(
        self, method: str, target: str, host: str, more: Mapping[str, str] | None, body: bytes | None
    ) -> bytes:
        """The head of a request; `more` headers stand in the place of our own of the same name. ValueError when one cannot be sent."""
        lines = self._merged(more) if more else self._lines
        if body is not None:
            lines += _lines(_of_body(body, more or {}))
        return f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode()

    def _merged(self, more: Mapping[str, str]) -> str:
        others = {name.lower() for name in more}
        if others.isdisjoint(name.lower() for name in self._own):
            return self._lines + _lines(more.items())
        kept = [(name, value) for name, value in self._own.items() if name.lower() not in others]
        return _lines([*kept, *more.items()])


def _of_body(body: bytes, said: Mapping[str, str]) -> list[tuple[str, str]]:
    known = any(name.lower() == "content-type" for name in said)
    return [("Content-Length", str(len(body))), *([] if known else [("Content-Type", _FORM)])]


def _lines(headers: Iterable[tuple[str, str]]) -> str:
    text = ""
    for name, value in headers:
        if not (_BREAKS.isdisjoint(name) and _BREAKS.isdisjoint(value)):
            raise ValueError(f"a header that cannot be sent: {name!r}")
        text += f"{name}: {value}\r\n"
    return text


def received(
    url: str, method: str, answer: Answer, *, at: dt.datetime, request: bytes, ip: str | None
) -> Received:
    """One answer that has come to its end, with the head of the request that it answers."""
    message = Message(
        url=url,
        method=method,
        at=at,
        request=request,
        status=answer.status,
        headers=tuple(answer.headers),
        head=_head(answer),
        body=answer.body,
        ip=ip,
        truncated="length" if answer.cut else None,
    )
    return Received(message=message, headers=answer.first)


def _head(answer: Answer) -> bytes:
    lines = [b"HTTP/%b %d %b" % (answer.version.encode(), answer.status, answer.reason)]
    lines += [b"%b: %b" % field for field in answer.fields]
    if "transfer-encoding" in answer.first:  # the chunks are joined, so its name is kept aside
        lines = [_aside(line) for line in lines]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _aside(line: bytes) -> bytes:
    return b"X-Archive-Orig-" + line if line[:18].lower() == b"transfer-encoding:" else line
