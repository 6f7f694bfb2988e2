"""Heads of answers that break the rules and that browsers read all the same, written so that the parser reads them, too."""

import re

from xunwang.inspector.fetch.faults import MalformedError

_STATUS = re.compile(rb"HTTP/(\d{1,9})\.(\d{1,9})[ \t]+(\d{3})(?!\d)[ \t]*(.*)", re.IGNORECASE | re.DOTALL)
_END = re.compile(rb"\n\r?\n")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LENGTH = re.compile(rb"\d{1,15}")


def may_be_head(data: bytes) -> bool:
    """Whether what has come so far can still become the head of an answer."""
    start = data.lstrip(b"\r\n")
    line, ended, _ = start.partition(b"\n")
    return bool(_STATUS.match(line)) if ended else b"HTTP/".startswith(line[:5].upper())


def as_browsers_read(data: bytes) -> bytes | None:
    """`data` with its head in plain form; None as long as that has not come whole, answers in between (1xx) left out.

    Lines without a name or a colon say nothing, and a length that is no number, or that stands beside chunks, is none. MalformedError
    for what browsers refuse, too: two different lengths, bytes of zero.
    """
    while found := _END.search(data := data.lstrip(b"\r\n")):
        head, rest = data[: found.start()], data[found.end() :]
        said = _STATUS.match(head.partition(b"\n")[0].rstrip(b"\r"))
        if said is None or b"\0" in head:
            raise MalformedError
        if said[3][:1] != b"1":
            return b"\r\n".join([_first_line(said), *_fields(head)]) + b"\r\n\r\n" + rest
        data = rest
    return None


def _first_line(said: re.Match[bytes]) -> bytes:
    newer = (int(said[1]), int(said[2])) >= (1, 1)
    return b"HTTP/1.%d %b %b" % (newer, said[3], said[4])


def _fields(head: bytes) -> list[bytes]:
    named: list[tuple[bytes, bytes]] = []
    for line in head.split(b"\n")[1:]:
        if line[:1] in (b" ", b"\t"):
            if named:
                named[-1] = (named[-1][0], named[-1][1] + b" " + line.strip())
            continue
        name, colon, value = line.partition(b":")
        if colon and _NAME.fullmatch(name.rstrip()):
            named.append((_read(name.rstrip(), value.strip()), value.strip()))
    lengths = _lengths(named)
    kept = [b"%b: %b" % field for field in named if field[0].lower() != b"content-length"]
    return kept + [b"Content-Length: %b" % length for length in lengths]


def _read(name: bytes, value: bytes) -> bytes:
    """The name of a field; one that says of the transfer what is always so is set aside, as the archive does with it."""
    idle = name.lower() == b"transfer-encoding" and value.lower() == b"identity"
    return b"X-Archive-Orig-" + name if idle else name


def _lengths(named: list[tuple[bytes, bytes]]) -> set[bytes]:
    """The one length that is said, however often; none where chunks say it or it is no number."""
    if any(name.lower() == b"transfer-encoding" and b"chunked" in value.lower() for name, value in named):
        return set()
    said = [value for name, value in named if name.lower() == b"content-length"]
    parts = {part.strip() for value in said for part in value.split(b",")}
    numbers = {part for part in parts if _LENGTH.fullmatch(part)}
    if len(numbers) > 1:
        raise MalformedError
    return numbers if numbers == parts else set()
