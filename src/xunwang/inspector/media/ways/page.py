"""An account's page that somebody saved in the browser: read by its visible text, as what the bookmarklet sends. It never proves silence."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from msgspec import structs
from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.media.look import Look
from xunwang.inspector.media.page_lines import NO_POSTS as NOT_CAPTURED
from xunwang.inspector.media.page_lines import read_lines
from xunwang.inspector.media.times import read_time
from xunwang.inspector.media.ways.payload import as_utf8, plain

_SAVED = re.compile(r"(?:saved date|(?:保存|采集|抓取)(?:时间|于))\s*[:：]?\s*([^\n]{8,80}?)\s*(?:-->|\n)")
_START = 4_000
_PASSED_OVER = frozenset({"script", "style", "template", "noscript", "svg", "head"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "em", "font", "i", "img", "label", "mark", "s", "small", "span", "strong", "sub", "sup", "time", "u"}
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
NO_POSTS = "页面里没有认出带时间的发文，请在账号的内容列表页上另存，或改用采集书签"
NOT_ITS_PAGE = "页面上没有账号的名称或标识，不能确定是该账号的页面"


def recognises(body: bytes) -> bool:
    return (
        as_utf8(body[:_START]).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
        and b"<html" in body[:200_000].lower()
    )


def look(body: bytes, seen: dt.datetime | None) -> Look:
    shown = read_lines(_captured(body), seen)
    return structs.replace(shown, unread=NO_POSTS) if shown.unread == NOT_CAPTURED else shown


def taken(body: bytes) -> dt.datetime | None:
    """When the page was saved, as the tool that saved it wrote at its top."""
    top = _text(body)[:_START]
    notes = (_SAVED.search(note) for note in re.findall(r"<!--.{0,400}?-->", top, re.DOTALL))
    found = next(filter(None, notes), None)
    time = read_time(found[1], None) if found else None
    return time.at if time else None


def mentions(body: bytes, words: frozenset[str]) -> bool:
    """Whether the account's name or handle stands on the page or in its address."""
    shown = "".join(_text(body).split()).casefold()
    return any(word in shown for word in words)


def _text(body: bytes) -> str:
    body = as_utf8(body)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _captured(body: bytes) -> dict[str, Any]:
    """Text and links, as a capture has them."""
    tree = LexborHTMLParser(_text(body))
    root = tree.body or tree.root
    if root is None:
        return {}
    pieces = "".join(_pieces(root))
    links = [
        {"text": plain(one.text(separator=" ")), "url": one.attributes.get("href")}
        for one in root.css("a[href]")
        if plain(one.text(separator=" "))
    ]
    return {"text": pieces, "links": links}


def _pieces(root: LexborNode) -> Iterator[str]:
    """The visible text: an element that is none of a line stands on lines of its own. Without recursion: pages nest as they like."""
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
            continue
        if node.tag == "-text":
            yield re.sub(r"\s+", " ", node.text(deep=False) or "")
            continue
        if node.tag in _PASSED_OVER or _is_hidden(node):
            continue
        edge = " " if node.tag in _WITHIN_A_LINE else "\n"
        waiting += [edge, *reversed(list(node.iter(include_text=True))), edge]


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN.search(node.attributes.get("style") or ""))
