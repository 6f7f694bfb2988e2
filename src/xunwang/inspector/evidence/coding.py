"""Content-Encoding undone in small steps, so that a bomb is stopped before it unfolds."""

import zlib

_STEP = 65_536
GZIP, ZLIB, RAW = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS


class CodingError(ValueError):
    """The body is not what its Content-Encoding says, or in a coding that was not asked for."""


class TooLargeError(ValueError):
    """The decoded body goes past the limit; `head` is what was decoded up to there."""

    def __init__(self, head: bytes) -> None:
        super().__init__("decoded body too large")
        self.head = head


def decode(body: bytes, encoding: str | None, limit: int) -> bytes:
    """The content of `body`: one layer of gzip or deflate undone, at most `limit` bytes.

    A body that is plainly not compressed although it says so is returned as it is, as browsers show it.
    """
    coding = (encoding or "identity").strip().lower()
    if coding in {"", "identity", "none"} or not body:
        return _within(body, limit)
    if coding in {"gzip", "x-gzip"}:
        return _inflate(body, GZIP, limit) if body[:2] == b"\x1f\x8b" else _within(body, limit)
    if coding == "deflate":
        return _inflate(body, ZLIB if body[0] & 0x0F == 8 else RAW, limit)
    raise CodingError(f"Content-Encoding: {encoding}")


def _within(body: bytes, limit: int) -> bytes:
    if len(body) > limit:
        raise TooLargeError(body[:limit])
    return body


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    inflater = zlib.decompressobj(window)
    parts: list[bytes] = []
    total = 0
    while body and not inflater.eof:
        try:
            part = inflater.decompress(body, _STEP)
        except zlib.error as exc:
            raise CodingError(str(exc)) from exc
        body = inflater.unconsumed_tail
        parts.append(part)
        total += len(part)
        if total > limit:
            raise TooLargeError(b"".join(parts)[:limit])
        if not part and not body:
            break
    return b"".join([*parts, inflater.flush()])
