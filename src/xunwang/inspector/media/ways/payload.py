"""Small things that all readers of platform payloads share: JSON of any make, without trusting its types."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from msgspec import structs

from xunwang.inspector.media.times import PostTime
from xunwang.inspector.model import UNDECODABLE, PostFact, late

_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_ADDRESS = late(r"https?://[^\s\"'<>\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
_TITLE = 120


def as_utf8(body: bytes) -> bytes:
    """A text of UTF-16 (told by its byte order mark, or by the zero beside its first sign) in UTF-8; all else as it is."""
    start = body[:2]
    if start in {b"\xff\xfe", b"\xfe\xff"}:
        charset = "utf-16"
    elif len(start) == 2 and 0 in start and any(start):
        charset = "utf-16-be" if start[0] == 0 else "utf-16-le"
    else:
        return body
    return body.decode(charset, errors="replace").encode(errors="replace")


def decoded(body: bytes) -> Any:
    """The JSON value, None for what is no JSON. Callbacks around it (JSONP) are taken off."""
    text = as_utf8(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not text.startswith((b"{", b"[")):
        found = re.match(rb"[\w.$]{1,80}\(\s*(?=[{\[])", text)
        if not found:
            return None
        text = text[found.end() :].rstrip(b"); \t\r\n")
    try:
        return msgspec.json.decode(text)
    except UNDECODABLE:
        return None


def part(value: Any, *names: str) -> Any:
    """`value[names[0]][names[1]]…`; None where something is missing or no object."""
    for name in names:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def word(value: Any) -> str | None:
    """A text or number as text without blanks around it; None for nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def named(user: Any, *fields: str) -> frozenset[str]:
    """The words of these fields of a user, as they are compared: without blanks and in small letters."""
    return frozenset(
        "".join(said.split()).casefold() for field in fields if (said := word(part(user, field)))
    )


def plain(markup: str | None) -> str:
    """The text of a piece of markup on one line."""
    return _SPACE.sub(" ", _TAG.sub(" ", markup or "")).strip()


def title_of(text: str) -> str:
    """What stands for a post that has no title: its beginning."""
    line = plain(text)
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1]}…"


def addresses(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.rstrip(".,;)") for found in _ADDRESS.findall(text)))


def timed(post: PostFact, time: PostTime | None) -> PostFact:
    if time is None:
        return post
    return structs.replace(post, published=time.at, day_only=time.day_only)


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


def with_query(url: str, **values: str) -> str:
    """The address with these parts of its query set anew."""
    return urlunsplit(urlsplit(url)._replace(query=urlencode(query_of(url) | values)))
