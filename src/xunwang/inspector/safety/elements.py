"""What single elements of a page are: boxes nothing can be read in, boxes nobody opened, boxes that nothing can reach to show them."""

import html
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.safety import styles
from xunwang.inspector.safety.inlays import decoded

_TINY = 2  # pixels of a picture, of a frame or of a part of a map that nobody can hit
_SMALL = 6  # pixels, of a scrolling box in which nothing can be read
_FAST = 500
_MOST_TREES = 40  # shadow trees of a page that are looked at
_WIDE = 600.0  # pixels
_FRAMES = frozenset({"iframe", "frame", "embed", "object", "svg"})
_FALLBACKS = frozenset({"object", "video", "audio", "canvas", "rp"})
_ALTERNATIVES = "noscript, noframes, noembed"
# Classes by which the common frameworks hide, in sheets that lie elsewhere; those beside them tell where the same thing is shown.
_HIDING = frozenset({"hidden", "d-none", "hide", "invisible", "opacity-0"})
_SHOWING = re.compile(r"(?:d|visible|show|opacity|md|lg|sm|xl)[-:]")
# What a link of the head may call another page of which this one is no form.
_TO_PAGES = frozenset(
    {
        "friend",
        "friends",
        "related",
        "nofollow",
        "dofollow",
        "external",
        "sponsored",
        "bookmark",
        "partner",
        "links",
        "link",
        "contact",
        "acquaintance",
        "met",
        "co-worker",
        "colleague",
        "neighbor",
        "me",
        "follow",
        "section",
        "chapter",
        "appendix",
        "start",
        "home",
    }
)
_ITEMS = frozenset({"li", "dd", "dt", "tr", "td", "option"})  # come and go in turn, by their number
_SHADOW = re.compile(
    r"<template\b([^<>]*\bshadowroot(?:mode)?\b[^<>]*)>(.*?)</template\s*>", re.DOTALL | re.IGNORECASE
)
_OF_HOST = re.compile(r":host(?:\([^()]*\))?")
_HOST = "shadow-host"
_SAYING = re.compile(
    r"(?:alt|title|aria-\w+|data-[\w-]+|placeholder|label|summary|abbr|download|value|content)\Z"
)
_HAN = re.compile("[\u4e00-\u9fff]{4}")
_SLOT = re.compile(r"<slot\b([^<>]*)", re.IGNORECASE)
_NAME = re.compile(r"\bname\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DATA_SHEET = re.compile(r"data:text/css((?:;[\w=-]+)*),(.*)", re.DOTALL | re.IGNORECASE)


def with_shadows(source: str) -> str:
    """A page in which the shadow trees that it declares stand as plain boxes, which is how browsers show them."""
    lowered = source.lower()
    if "shadowroot" not in lowered or "</template" not in lowered:
        return source
    return _SHADOW.sub(_with_tree, source)


def _with_tree(found: re.Match[str]) -> str:
    places = ((_NAME.search(slot) or ("", ""))[1] for slot in _SLOT.findall(found[2]))
    return f'<div class="{_HOST}" data-slots=" {"".join(f"{place}|" for place in places)}"{found[1]}>{_OF_HOST.sub(f".{_HOST}", found[2])}</div>'


def unpainted(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The children of elements with a shadow tree that has no place for them, which no browser paints."""
    for box in tree.css(f"div.{_HOST}[data-slots]")[:_MOST_TREES]:
        places = (box.attributes.get("data-slots") or "").strip().split("|")[:-1]
        for child in box.parent.iter() if box.parent is not None and box.parent.tag != "body" else ():
            if child.mem_id != box.mem_id and (child.attributes.get("slot") or "") not in places:
                yield child


def words_of(node: LexborNode) -> str:
    """What a link says: its words, else those of its picture."""
    text = " ".join((node.text() or "").split())
    if text:
        return text
    picture = node.css_first("img[alt]")
    told = picture.attributes.get("alt") if picture else None
    return told or node.attributes.get("title") or node.attributes.get("alt") or ""


def said_in_attributes(node: LexborNode, text: str) -> list[str]:
    """What an element says besides its own text in attributes that readers rarely see, and spiders and screen readers always; links to others are judged by all that they say."""
    if node.tag == "a" and "//" in (node.attributes.get("href") or ""):
        return []
    return [
        said
        for name, said in node.attributes.items()
        if said and _SAYING.match(name) and said not in text and _HAN.search(said)
    ]


def is_closed(node: LexborNode) -> bool:
    """A dialog that nobody opened, or a box that waits for a button; details without a word to open them by."""
    if "popover" in node.attributes:
        return True
    if node.tag not in {"dialog", "details"} or "open" in node.attributes:
        return False
    summary = node.css_first("summary")
    return node.tag == "dialog" or summary is None or not any(map(str.isalnum, summary.text() or ""))


def is_hidden_by_name(node: LexborNode) -> bool:
    """Whether it bears a class by which the common frameworks hide, and none by which they show."""
    classes = set((node.attributes.get("class") or "").split())
    return not _HIDING.isdisjoint(classes) and not any(map(_SHOWING.match, classes - _HIDING))


def is_nameless(node: LexborNode) -> bool:
    """Whether nothing on the page can reach an element to show it again: it bears no name, and is none of a row of its like."""
    if node.tag == "noscript" or node.tag in _ITEMS or any(name.startswith("on") for name in node.attributes):
        return False
    names = (node.attributes.get(name) or "" for name in ("class", "id", "name", "role"))
    return not set(" ".join(names).split()) - _HIDING


def is_in_turn(node: LexborNode) -> bool:
    """Whether it is one of a row whose others are shown: slides and running lists hide all but a few at a time."""
    if node.tag not in _ITEMS or node.parent is None:
        return False
    others = (other for other in node.parent.iter() if other.tag == node.tag and other.mem_id != node.mem_id)
    return any(
        not styles.means_of_style(other.attributes.get("style") or "")
        and other.css_first("a[href]") is not None
        for other in others
    )


def innermost(link: LexborNode) -> LexborNode:
    """The element within a link that holds all of its words."""
    at, words = link, (link.text() or "").strip()
    while words:
        inner = next((child for child in at.iter() if (child.text() or "").strip() == words), None)
        if inner is None:
            return at
        at = inner
    return link


def is_speck(node: LexborNode, style: str) -> bool:
    """A frame, or a box of scrolling words, that is too small or too fast to be seen."""
    if node.tag == "marquee":
        sides = sides_of(node, style)
        speed = styles.pixels(node.attributes.get("scrollamount") or "")
        return _any_within(sides, _SMALL) or (speed is not None and speed >= _FAST)
    if node.tag == "frame":
        return _is_flat(node)
    return node.tag in _FRAMES and _any_within(sides_of(node, style), _TINY)


def _is_flat(frame: LexborNode) -> bool:
    """Whether the set of frames that it stands in gives a frame no row, or no column, in which anything shows."""
    around = frame.parent
    if around is None or around.tag != "frameset":
        return False
    number = [one.mem_id for one in around.iter() if one.tag in {"frame", "frameset"}].index(frame.mem_id)
    rows, columns = (_parts_of(around.attributes.get(side)) for side in ("rows", "cols"))
    down, across = divmod(number, len(columns))
    return (rows[down] if down < len(rows) else _WIDE) <= _TINY or columns[across] <= _TINY


def _parts_of(told: str | None) -> list[float]:
    """The sizes that a set of frames gives to its rows or columns, in pixels; what takes the rest is wide."""
    parts = (told or "*").split(",")
    return [_WIDE if (size := styles.pixels(part.strip())) is None else size for part in parts]


def is_fallback(node: LexborNode) -> bool:
    """Whether its content shows only in browsers that cannot do better, which is in none."""
    return node.tag in _FALLBACKS


def is_missed(link: LexborNode) -> bool:
    """A link that nobody can hit: its only content a picture of a few pixels, or a part of a map without extent."""
    if link.tag == "area":
        return _is_point(link)
    pictures = link.css("img")
    if len(pictures) != 1 or (link.text() or "").strip():
        return False
    sides = sides_of(pictures[0], pictures[0].attributes.get("style") or "")
    return len(sides) > 1 and all(side <= _TINY for side in sides)


def _is_point(area: LexborNode) -> bool:
    numbers = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", area.attributes.get("coords") or "")]
    if len(numbers) == 3:  # a circle
        return numbers[2] <= _TINY
    across, down = numbers[::2], numbers[1::2]
    return bool(down) and min(max(across) - min(across), max(down) - min(down)) <= _TINY


def sides_of(node: LexborNode, style: str) -> list[float]:
    """Width and height in pixels; a style overrules the attributes."""
    told = {**node.attributes, **styles.declarations(style)}
    sides = (styles.pixels(told.get(side) or "") for side in ("width", "height"))
    return [side for side in sides if side is not None]


def _any_within(sides: list[float], small: float) -> bool:
    return any(side <= small for side in sides)


def alternatives(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, LexborHTMLParser]]:
    """What a page shows only to readers without scripts or frames, with what stands in it."""
    for holder in tree.css(_ALTERNATIVES):
        inner = (
            (holder.inner_html or "") if holder.tag == "noscript" else html.unescape(holder.inner_html or "")
        )
        if "<a" in inner.lower():
            yield holder, LexborHTMLParser(inner)


def odd_relations(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """The elements of a head that lead to other pages, and not to something that this page is made of or is a form of."""
    yield from (node for node in tree.css("link[href][rel]") if _is_odd_relation(node))


def writers(tree: LexborHTMLParser) -> Iterator[str]:
    """The scripts that write a sheet in whatever way but the oldest."""
    for node in tree.css("script"):
        code = node.text() or ""
        if "<style" in code and "document.write" not in code:
            yield code


def _is_odd_relation(link: LexborNode) -> bool:
    told = set((link.attributes.get("rel") or "").lower().split())
    if "alternate" in told:  # a feed, another tongue, another medium
        return not any(name in link.attributes for name in ("type", "hreflang", "media")) and told == {
            "alternate"
        }
    return bool(told) and told <= _TO_PAGES


def own_sheets(tree: LexborHTMLParser) -> Iterator[str]:
    """The sheets that a page carries: in blocks, and in addresses that are their content."""
    for node in tree.css("style"):
        yield node.text() or ""
    for node in tree.css('link[href^="data:text/css"]'):
        found = _DATA_SHEET.match(node.attributes.get("href") or "")
        if found:
            yield decoded(found[1], found[2])
