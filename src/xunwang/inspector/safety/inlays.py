"""Code outside of script elements: handlers that run by themselves, addresses that carry their content, a base that leads elsewhere."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import unquote

from xunwang.inspector.fetch.urls import host_of, resolve
from xunwang.inspector.safety.hosts import is_stranger

_MOST = 60  # inlays of one page that are looked at
_HANDLER = re.compile(
    r"<[a-z][^<>]*?\son(?:load|error|pageshow|focus|toggle|pointer\w+|mousemove|mouseover|touchstart|scroll|animation\w+)\s*=\s*(?:\"([^\"]{12,})\"|'([^']{12,})')",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"<(script|iframe|frame|object|embed)\b[^<>]*?\s(?:src|data)\s*=\s*[\"']?data:[\w/+.-]*((?:;[\w=-]+)*),([^\"'\s>]+)",
    re.IGNORECASE,
)
_RUN = re.compile(
    r"<i?frame\b[^<>]*?\ssrc\s*=\s*(?:\"javascript:([^\"]{12,})\"|'javascript:([^']{12,})')", re.IGNORECASE
)
_SOURCE = re.compile(r"<iframe\b[^<>]*?\ssrcdoc\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>", re.IGNORECASE)
_BASE = re.compile(r"<base\b[^<>]*?\shref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Inlay(NamedTuple):
    """A piece of code and where it stands; `writes`: it is a document that a frame shows, so what it holds is written."""

    code: str
    writes: bool


def inlays(source: str) -> Iterator[Inlay]:
    """The code of a page that stands in attributes."""
    plain = _COMMENT.sub("", source)
    for found in list(_HANDLER.finditer(plain))[:_MOST]:
        yield Inlay(html.unescape(found[1] or found[2]), writes=False)
    for found in list(_RUN.finditer(plain))[:_MOST]:
        yield Inlay(html.unescape(found[1] or found[2]), writes=False)
    for found in list(_DATA.finditer(plain))[:_MOST]:
        yield Inlay(decoded(found[2], found[3]), writes=found[1].lower() != "script")
    for found in list(_SOURCE.finditer(plain))[:_MOST]:
        yield Inlay(html.unescape(found[1] or found[2] or ""), writes=True)


def decoded(marks: str, text: str) -> str:
    """What an address carries as its own content; `marks` stand before it."""
    text = unquote(html.unescape(text))
    if "base64" not in marks.lower():
        return text
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def has_script(inlay: Inlay) -> bool:
    """Whether a document that a frame shows brings a script of its own."""
    return inlay.writes and bool(_SCRIPT.search(inlay.code))


def foreign_base(source: str, url: str, home: str) -> str | None:
    """The foreign address against which the page resolves its own links; a machine inside somebody's network is a slip, no attack."""
    found = _BASE.search(_COMMENT.sub("", source))
    base = resolve(html.unescape(found[1]), url) if found else None
    return base if base and is_stranger(base, home) and not _is_inside(base) else None


def _is_inside(url: str) -> bool:
    host = host_of(url)
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal"))
