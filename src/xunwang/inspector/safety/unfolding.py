"""What a page carries folded up: documents in the attributes of frames, addresses within addresses."""

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.safety.inlays import decoded

_FRAME = re.compile(
    r"<i?frame\b(?P<before>[^<>]*?)\s(?:srcdoc\s*=\s*(?:\"(?P<one>[^\"]*)\"|'(?P<two>[^']*)')|src\s*=\s*[\"']?data:text/html(?P<marks>(?:;[\w=-]+)*),(?P<data>[^\"'\s>]+)[\"']?)(?P<after>[^<>]*)>",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"<template\b(?![^<>]*shadowroot)([^<>]*)>((?:(?!</?template).)*?)</template\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_FRAME_OF = re.compile(r"</?(?:!doctype|html|head|body|meta|title)\b[^<>]*>", re.IGNORECASE)
_SIDE = re.compile(r"\b(width|height)\s*=\s*[\"']?(\d+)(%?)", re.IGNORECASE)
_STYLE = re.compile(r"\bstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_CLASS = re.compile(r"\sclass\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_HTTP, _CODED = "http", "aHR0c"  # how an address begins, and so in Base64
_LONG = 8  # characters of an address that another cannot begin within
_COVERED = re.compile(r"[=/]((?:https?(?:%|:)|aHR0c)[^&#]{6,600})", re.IGNORECASE)
_USER = re.compile(r"https?://[^/?#@]*\.[^/?#@]*@", re.IGNORECASE)


def with_framed(source: str) -> str:
    """A page in which the documents that its frames carry stand behind these, in boxes of their size; their scripts are looked at as such."""
    lowered = source.lower()
    if "srcdoc" not in lowered and "data:text/html" not in lowered:
        return source
    return _FRAME.sub(_with_box, source)


def with_templates(source: str) -> str:
    """A page in which the templates that a script takes copies of stand as boxes that do not show yet."""
    if "<template" not in source or ".content" not in source:
        return source
    return _TEMPLATE.sub(r"<div hidden\1>\2</div>", source)


def framed(source: str) -> Iterator[str]:
    """The documents that the frames of a page carry, without their scripts."""
    yield from map(_content, _FRAME.finditer(source))


def _with_box(found: re.Match[str]) -> str:
    told = f"{found['before']} {found['after']}"
    styled = _STYLE.search(told)
    sides = "".join(f"{side}:{size}{unit or 'px'};" for side, size, unit in _SIDE.findall(told))
    classed = _CLASS.search(told)
    style = f"overflow:hidden;{sides}{(styled[1] or styled[2]) if styled else ''}"
    return f'{found[0]}</iframe><div{classed[0] if classed else ""} style="{html.escape(style)}">{_content(found)}</div>'


def _content(found: re.Match[str]) -> str:
    written = found["one"] or found["two"]
    if written is None:
        text = decoded(found["marks"], found["data"]) if found["data"] else ""
    else:
        text = html.unescape(written)
    return _FRAME_OF.sub("", _SCRIPT.sub("", text))


def may_cover(url: str) -> bool:
    """Whether another address may stand within an address."""
    return url.find(_HTTP, _LONG) > 0 or _CODED in url


def covered_by(url: str) -> str | None:
    """The address to which another leads, as pages do that lead on to whatever they are told."""
    found = _COVERED.search(url, _LONG) if may_cover(url) else None
    if found is None:
        return None
    written = found[1]
    if written.startswith(_CODED):
        written = _from_base64(unquote(written))
    for _ in range(3):
        written = unquote(written)
    return resolve(written, url) if written.lower().startswith(_HTTP) else None


def _from_base64(text: str) -> str:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def is_coded_address(href: str) -> bool:
    """Whether a link writes the address to which it leads on so that nobody reads it."""
    return _CODED in href


def pretends(url: str) -> bool:
    """Whether an address shows the name of one host, as a name to sign in with, and leads to another."""
    return "@" in url and _USER.match(url) is not None
