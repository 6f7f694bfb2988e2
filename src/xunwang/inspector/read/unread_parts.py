"""What a page shows that nobody reads: pictures that are no addresses, drawings, lists to select from, islands of data, parts that a script of its own writes.

A column is surely blank only where its main part holds none of it. Each part has a name that is the same wherever the same thing stands,
so that what a site shows on all its pages can be told from what one page shows alone.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

from xunwang.inspector.fetch.urls import key_of, resolve
from xunwang.inspector.model import Zone, late
from xunwang.inspector.read.awaited import LOADS
from xunwang.inspector.read.dom import Dom, Node, Script
from xunwang.inspector.read.fillings import is_own_script
from xunwang.inspector.read.pager import place_of_pager
from xunwang.inspector.read.shapes import Shape, attribute_sign

BY_SCRIPT = "script.unread/"  # how the names begin of what a browser would show
_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_WHOLE = frozenset({"body", "html", "head", "#page"})
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]*?url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/|[^\s\"']+\.(?:jpe?g|png|gif|bmp|webp|svg)\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_OPTION = re.compile(r"<option\b[^>]*>([^<]*)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SYMBOL = re.compile(r"\s*(?:<use\b[^>]*>\s*(?:</use>)?\s*)*", re.IGNORECASE)  # an icon of the site's set
_DATA = re.compile(r"xml|json|template|html|x-(?!javascript)", re.IGNORECASE)
_NO_DATA = "ld+json"  # which tells machines what visitors read
_TOLD = late(r"[\u4e00-\u9fff]{2}")  # a word: data without any sets something up
_WRITES = re.compile(r"document\.write|innerHTML|appendChild|insertAdjacent|\.(?:append|html)\s*\(")
_WORDED = frozenset({"", "text", "button"})  # fields whose value is seen
_WORDS = frozenset({"math", "textarea"})
_SMALL = 64  # pixels; a smaller drawing is an icon
_PAGER = re.compile(r"\blayui\b|\blaypage\b")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SIMPLE = re.compile(r"[.#][\w-]+")
_LETTERS = late(r"[\u4e00-\u9fffA-Za-z]{2}")


def unread_parts(dom: Dom, base: str) -> tuple[str, ...]:
    """The names of what the main part shows, or would show, and nobody reads."""
    told = {*_pictures(dom, base), *_silent(dom), *_islands(dom), *_written(dom, base)}
    return tuple(sorted(told))


def _painting(shape: Shape) -> str:
    """The address of the picture in the background."""
    found = _BACKGROUND.search(shape.get("style"))
    return found[1].strip() if found else shape.get("background")


_PAINTED = attribute_sign("@painted", {"style", "background"}, lambda shape: bool(_painting(shape)))


def _pictures(dom: Dom, base: str) -> Iterator[str]:
    """Pictures behind what holds no words, and those that only come once they are scrolled to or lie in the page as data."""
    for node in dom.all(_PAINTED):
        if _is_shown(node) and node.tag not in _WHOLE and not dom.text_of(node):
            yield _picture_name(_painting(node.shape), base)
    yield from _styled(dom, base)
    for node in dom.all("img", "source", "input"):
        if _is_shown(node) and (node.tag != "input" or node.get("type") == "image"):
            for value in node.attrs.values():
                if found := _PICTURE.match(value.strip()):
                    yield _picture_name(value.strip() if found[0].startswith("data:") else found[0], base)


def _styled(dom: Dom, base: str) -> Iterator[str]:
    """Pictures that a style block sets behind what holds no words."""
    painted = {
        name: url for one in dom.silent if one.node.tag == "style" for name, url in _painted_by(one.code)
    }
    names = frozenset(painted)
    for node in dom.nodes if painted else ():
        for name in () if names.isdisjoint(node.shape.selectors) else names & node.shape.selectors:
            if _is_shown(node) and node.tag not in _WHOLE and not dom.text_of(node):
                yield _picture_name(painted[name], base)


@lru_cache(maxsize=256)
def _painted_by(block: str) -> tuple[tuple[str, str], ...]:
    """The `.class` and `#id` selectors of a style block that set a picture, with its address."""
    rules = _RULE.findall(block) if "url(" in block else ()
    told = ((selectors, found[1].strip()) for selectors, said in rules if (found := _BACKGROUND.search(said)))
    return tuple((name, url) for selectors, url in told for name in _SIMPLE.findall(selectors))


def _picture_name(address: str, base: str) -> str:
    url = None if address.startswith("data:") else resolve(address, base)
    return key_of(url) if url else f"{_name('data', address)}.png"


def _silent(dom: Dom) -> Iterator[str]:
    """Elements whose words are no part of the text: drawings, formulas, lists to select from, fields, objects without an address, templates."""
    for one in dom.silent:
        node, inner = one.node, one.code
        if node.tag == "template":
            if node.zone not in _FRAME and inner.strip():
                yield _name(BY_SCRIPT, inner)
        elif _is_shown(node) and _says(node, inner):
            yield _name(node.tag, _NUMBER.sub("", inner)) + (".svg" if node.tag == "svg" else "")
    for node in dom.all("input"):
        if _is_shown(node) and node.get("type") in _WORDED and _LETTERS.search(node.get("value")):
            yield _name(node.tag, node.get("value"))


def _says(node: Node, inner: str) -> bool:
    """Whether a silent element that is seen can carry content. Numbers of pages and years alone make no list to select from."""
    if node.tag == "svg":
        return not _SYMBOL.fullmatch(inner) and not _is_icon(node)
    if node.tag == "select":
        return len({_NUMBER.sub("", words).strip() for words in _OPTION.findall(inner)}) > 1
    if node.tag == "object":
        return not node.get("data") and bool(inner.strip())
    return node.tag in _WORDS and bool(_TAG.sub("", inner).strip())


def _is_icon(node: Node) -> bool:
    sizes = (node.get(side).removesuffix("px") for side in ("width", "height"))
    return any(size.isdigit() and int(size) <= _SMALL for size in sizes)


def _islands(dom: Dom) -> Iterator[str]:
    """Data that lies in the page for a script of it."""
    for node in dom.all("xml"):
        if node.zone not in _FRAME and node.kids:
            yield _name(BY_SCRIPT, f"{len(dom.inside(node))} {dom.any_text_of(node)}")
    for script in dom.scripts:
        kind = script.node.get("type")
        if _DATA.search(kind) and _NO_DATA not in kind and _TOLD.search(script.code):
            yield _name(BY_SCRIPT, script.code)


def _written(dom: Dom, base: str) -> Iterator[str]:
    """Scripts that stand within the main part and may write there; those that stand in the page itself serve all of it."""
    for script in dom.scripts:
        node = script.node
        if node.zone in _FRAME or not node.certain or node.parent is None or node.parent.tag in _WHOLE:
            continue
        if is_own_script(node):
            yield _name(BY_SCRIPT, resolve(node.get("src"), base) or node.get("src"))
        elif _loads_or_writes(script):
            yield _name(BY_SCRIPT, _NUMBER.sub("", script.code))


def _loads_or_writes(script: Script) -> bool:
    """Whether a script may bring content; one that but draws the numbers of pages of a list that came with the page does not."""
    code = _PAGER.sub("", script.code) if place_of_pager(script.code) else script.code
    return bool(LOADS.search(code) or _WRITES.search(code))


def _is_shown(node: Node) -> bool:
    return node.visible and node.certain and node.zone not in _FRAME


def _name(kind: str, content: str) -> str:
    """A name that no page has for an address."""
    folder = kind if kind.endswith("/") else f"{kind}.unread/"
    return f"{folder}{crc32(content.encode('utf-8', 'replace')):08x}"
