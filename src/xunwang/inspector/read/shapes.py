"""What an opening tag says, taken apart once: the pages of a site are made of the same few hundred tags.

A reader that looks for certain elements registers a sign for them. Signs are told from the tag alone, so that they are told once
for each spelling of a tag, and the elements that carry them are found without a search over the page.
"""

import html
import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

import msgspec

from xunwang.inspector.read.hiding import hides_itself
from xunwang.inspector.read.plain import Rule, rule_of
from xunwang.inspector.read.zones import ZONE_TAGS

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
        "ucaptitle",
        "marquee",
        "br",
    ]
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset(
    [
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_SILENT = frozenset(["template", "noscript", "svg", "math", "select", "object"])
_WORDS = frozenset({"title", "textarea"})
_CODE = frozenset({"script", "style"})
_AS_WRITTEN = frozenset({"xmp", "iframe", "noembed", "noframes", "plaintext"})
_WS = r" \t\n\f\r"
_TAG = re.compile(rf"<([^{_WS}/>]+)")
_ATTRIBUTE = re.compile(
    rf"[{_WS}/]+(=?[^{_WS}/>=]+|=)(?:[{_WS}]*=[{_WS}]*(?:\"([^\"]*)\"|'([^']*)'|([^{_WS}>]+)))?"
)
_KEPT = 8_000  # shapes, twice over


class Content(Enum):
    """What stands between an opening tag and its end."""

    TREE = 1  # text and elements
    NONE = 2  # nothing, not even an end
    SILENT = 3  # markup that is not read
    WORDS = 4  # text only, not shown in the page
    CODE = 5  # text only and as written, not shown in the page
    AS_WRITTEN = 6  # text only and as written, shown in the page


class Shape(msgspec.Struct, eq=False):
    """An opening tag as it is spelt. `keys` are the tag and the signs it carries; `gap` is what parts it from its neighbours.

    `ends` are the spellings of its end that are common. `once`: no attribute stands twice. `known_rule` is `rule`, once it was asked for.
    """

    raw: str
    tag: str
    attrs: dict[str, str]
    names: str
    keys: tuple[str, ...]
    content: Content
    gap: str
    zoned: bool
    firm: bool
    hides: bool
    selectors: frozenset[str]
    end: str
    ends: tuple[str, str]
    once: bool
    known_rule: Rule | msgspec.UnsetType | None = msgspec.UNSET

    @property
    def rule(self) -> Rule | None:
        """Where the tag may stand in a plain page; None for one that is not plain."""
        if self.known_rule is msgspec.UNSET:
            void = self.content is Content.NONE
            self.known_rule = rule_of(self.raw, self.tag, void=void) if self.once else None
        return self.known_rule

    def get(self, name: str) -> str:
        """The attribute, stripped; "" where it is missing or empty."""
        return self.attrs.get(name, "").strip()


_by_names: dict[str, Callable[[str, str], bool]] = {}
_by_attribute: dict[str, list[tuple[str, Callable[[Shape], bool]]]] = {}
known_shapes: dict[str, Shape] = {}
_old: dict[str, Shape] = {}


def named_sign(sign: str, told: Callable[[str, str], bool]) -> str:
    """Register a sign that is told from the tag and its names, the class and id in lower case."""
    _by_names[sign] = told
    return sign


def attribute_sign(sign: str, attributes: set[str], told: Callable[[Shape], bool]) -> str:
    """Register a sign that only tags with one of these attributes can carry."""
    for attribute in sorted(attributes):
        _by_attribute.setdefault(attribute, []).append((sign, told))
    return sign


def shape_of(raw: str) -> Shape:
    """The shape of an opening tag; `#name` makes an element that no tag stands for."""
    known = known_shapes.get(raw)
    if known is not None:
        return known
    known = _old.get(raw) or _made(raw)
    if len(known_shapes) >= _KEPT:
        _old.clear()
        _old.update(known_shapes)
        known_shapes.clear()
    known_shapes[raw] = known
    return known


def unescaped(text: str) -> str:
    """Text with its character references replaced."""
    text = text.replace("&nbsp;", "\xa0")
    return html.unescape(text) if "&" in text else text


def _made(raw: str) -> Shape:
    found = _TAG.match(raw)
    spelt = found[1].lower() if found else raw
    # An element of the site's own make is a block that is called by its name instead of a class.
    own = (spelt,) if "-" in spelt else ()
    tag = "div" if own else spelt
    attrs, once = _attributes(raw, found.end()) if found else ({}, True)
    names = " ".join((attrs.get("class", ""), attrs.get("id", ""), *own)).strip().lower()
    classes = [f".{word}" for word in attrs.get("class", "").split()]
    shape = Shape(
        raw=raw,
        tag=tag,
        attrs=attrs,
        names=names,
        keys=(tag,),
        content=_content(tag),
        gap="\n" if tag in _BLOCKS else "\t" if tag in _CELLS else "",
        zoned=bool(names or tag in ZONE_TAGS) and tag not in {"html", "body"},
        firm=tag in {"main", "article"},
        hides=bool(attrs) and hides_itself(tag, attrs),
        selectors=frozenset((*classes, f"#{attrs['id']}") if "id" in attrs else classes),
        end=f"</{spelt}>",
        ends=(f"</{spelt}>", f"</{spelt.upper()}>"),
        once=once,
    )
    shape.keys = (tag, *own, *_signs_of_names(tag, names), *_signs_of_attributes(shape))
    return shape


def _attributes(raw: str, place: int) -> tuple[dict[str, str], bool]:
    """The attributes, of which the first of a name counts, and whether no name stands twice."""
    attrs: dict[str, str] = {}
    found = _ATTRIBUTE.findall(raw, place)
    for name, double, single, bare in found:
        value = double or single or bare
        attrs.setdefault(name.lower(), unescaped(value) if "&" in value else value)
    return attrs, len(found) == len(attrs)


@lru_cache(maxsize=8_192)
def _signs_of_names(tag: str, names: str) -> tuple[str, ...]:
    return tuple(sign for sign, told in _by_names.items() if told(tag, names))


def _signs_of_attributes(shape: Shape) -> tuple[str, ...]:
    asked: dict[str, bool] = {}
    for name in shape.attrs:
        for sign, told in _by_attribute.get(name, ()):
            if sign not in asked:
                asked[sign] = told(shape)
    return tuple(sign for sign in asked if asked[sign])


def _content(tag: str) -> Content:
    if tag in _VOID:
        return Content.NONE
    if tag in _CODE:
        return Content.CODE
    if tag in _SILENT:
        return Content.SILENT
    if tag in _WORDS:
        return Content.WORDS
    return Content.AS_WRITTEN if tag in _AS_WRITTEN else Content.TREE
