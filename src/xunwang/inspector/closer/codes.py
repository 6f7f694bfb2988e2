"""Codes to scan on a few pages of a site: which pictures may be one, where they lie, and what stands at them."""

import base64
import binascii
import re
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.media.shown import shown_code
from xunwang.inspector.model import Evidence, Record, ShownAccount, ShownAccountsFact
from xunwang.inspector.read.documents import Document
from xunwang.inspector.read.documents.pictures import CODE, NO_CODE_READER, has_code_reader

MOST_PICTURES = 16
MOST_BYTES = 2 << 20
_SOURCES = ("src", "data-src", "data-original", "data-url")
_NAMED = re.compile(
    r"qr|ewm|er_?wei|wei_?xin|wechat|gzh|wei_?bo|dou_?yin|kuai_?shou|tou_?tiao|(?:^|[/_-])(?:wx|wb|dy|app|sph|xcx)(?:[/_.\d-]|$)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"二维码|扫一扫|扫码|扫描|公众号|订阅号|服务号|微信|微博|抖音|快手|头条|视频号|小程序|客户端|APP",
    re.IGNORECASE,
)
_PLACED = re.compile(r"foot|float|fixed|suspen|side-?bar|slide|right-?bar|toolbar|kefu|code", re.IGNORECASE)
_DRAWN = re.compile(r"qr_?-?code|ewm|er_?wei_?ma", re.IGNORECASE)
_HOLDERS = "canvas, svg, div, p, li, td, dd, section, figure"
_WORDS = 40
_LEVELS = 4
_ABOUT = re.compile(r"新媒体|矩阵|两微一端|微信公众号|政务微信|政务微博|扫一扫")


class Picture(Record, frozen=True):
    """A picture that may be a code: its address (or itself, written into the page), the words at it, the page."""

    url: str
    words: str
    page: str
    rank: int


class Came(Record, frozen=True):
    """What a picture's address answered; `body` None: nothing came."""

    body: bytes | None
    evidence: Evidence | None


Ask = Callable[[str], Awaitable[Came]]
Read = Callable[[bytes], Awaitable[Document]]


def pictures_of(html: str, url: str) -> list[Picture]:
    """The pictures of a page that may be codes to scan, those that say so first."""
    tree = LexborHTMLParser(html)
    found = (_picture(node, url) for node in tree.css("img"))
    return sorted((one for one in found if one), key=lambda one: one.rank)


def pages_about(html: str, url: str, most: int) -> list[str]:
    """The addresses, linked from a page, under which a site shows its accounts."""
    nodes = LexborHTMLParser(html).css("a[href]")
    named = (node.attributes.get("href") or "" for node in nodes if _ABOUT.search(_text(node)))
    found = (resolve(href, url) for href in named)
    return list(dict.fromkeys(one for one in found if one and one != url))[:most]


def drawn_on(html: str) -> list[str]:
    """The words at each place of a page where a script draws a code, or a style sheet shows it: named so, and without a picture in it."""
    nodes = LexborHTMLParser(html).css(_HOLDERS)
    return list(dict.fromkeys(_around(node)[1] or _text(node)[:_WORDS] for node in nodes if _is_drawn(node)))


def _is_drawn(node: LexborNode) -> bool:
    names = " ".join((node.attributes.get(name) or "") for name in ("class", "id"))
    return bool(_DRAWN.search(names)) and node.css_first("img") is None


def _picture(node: LexborNode, page: str) -> Picture | None:
    source = next((word for name in _SOURCES if (word := (node.attributes.get(name) or "").strip())), "")
    url = source if source.startswith("data:image/") else resolve(source, page) if source else None
    if not url:
        return None
    names = " ".join((node.attributes.get(name) or "") for name in ("class", "id", "alt", "title"))
    around, near = _around(node)
    words = " ".join(filter(None, (node.attributes.get("alt"), node.attributes.get("title"), near)))
    if _NAMED.search(f"{'' if source.startswith('data:') else source} {names}") or _SAID.search(words):
        return Picture(url, words, page, 0)
    return Picture(url, words, page, 1) if _PLACED.search(around) else None


def _around(node: LexborNode) -> tuple[str, str]:
    """The names of the elements around, and the words of the smallest one that has any: a caption, not a text."""
    names, words = list[str](), ""
    parent = node.parent
    for _ in range(_LEVELS):
        if parent is None or parent.tag in {"body", "html"}:
            break
        names.append(
            f"{parent.tag} {parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''}"
        )
        text = _text(parent)
        if not words and text and len(text) <= _WORDS:
            words = text
        parent = parent.parent
    return " ".join(names), words


def _text(node: LexborNode) -> str:
    return " ".join((node.text(deep=True, separator=" ") or "").split())


async def shown_by_codes(pictures: Iterable[Picture], ask: Ask, read: Read) -> ShownAccountsFact:
    """What the codes in these pictures mean; each address is asked for once, and no more than `MOST_PICTURES`."""
    if not has_code_reader():
        return ShownAccountsFact(accounts=(), unread=NO_CODE_READER)
    single = list({one.url: one for one in sorted(pictures, key=lambda one: -one.rank)}.values())
    chosen = sorted(single, key=lambda one: one.rank)[:MOST_PICTURES]
    accounts, missed = list[ShownAccount](), 0
    for one in chosen:
        came = _written(one.url) if one.url.startswith("data:") else await ask(one.url)
        if came.body is None or len(came.body) > MOST_BYTES:
            missed += one.rank == 0
            continue
        document = await read(came.body)
        accounts += _accounts(one, document, came.evidence)
    unread = f"{missed}张可能是二维码的图片没有取到" if missed else None
    return ShownAccountsFact(accounts=tuple(accounts), pictures=len(chosen), unread=unread)


def _accounts(picture: Picture, document: Document, evidence: Evidence | None) -> Iterator[ShownAccount]:
    source = picture.page if picture.url.startswith("data:") else picture.url
    for part in document.parts:
        found = (
            shown_code(part.text, picture.words, picture.page, source, evidence)
            if part.name == CODE
            else None
        )
        if found:
            yield found


async def shown_by_drawn_codes(
    page: str, words: Sequence[str], picture: bytes, read: Read
) -> Iterator[ShownAccount]:
    """What the codes in a picture of a whole page mean. Which of them stands where is not told: `words` help where there is one place."""
    document = await read(picture)
    said = words[0] if len(words) == 1 else ""
    found = (shown_code(part.text, said, page, page, None) for part in document.parts if part.name == CODE)
    return filter(None, found)


def _written(url: str) -> Came:
    """A picture that stands in the page itself."""
    _, _, content = url.partition(";base64,")
    try:
        return Came(base64.b64decode(content, validate=False) or None, None)
    except (binascii.Error, ValueError):
        return Came(None, None)
