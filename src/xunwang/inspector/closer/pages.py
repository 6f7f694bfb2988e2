"""What a sampled page offers its visitors and how it is built, read off its archived bytes."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.inspector.closer.sampling import Sample
from xunwang.inspector.model import SampleFact
from xunwang.inspector.read.decode import decode

_SHORT = 16
_LONG = 500  # characters; longer names and addresses do not come again
_LONG_SCRIPT = 8_000
_SKETCH = 64
_DEEPEST = 7
_DIGITS = re.compile(r"\d+")
_FUNCTIONS = (
    ("search", re.compile(r"^(?:站内|高级|全站|智能)?(?:搜索|检索|搜一下|查询)$")),
    ("sitemap", re.compile(r"(?:网站|站点)地图(?:sitemap)?$", re.IGNORECASE)),
    (
        "share",
        re.compile(r"^[【\[(]?(?:我要|一键|扫[一码]?扫?)?分享(?:到|至|本页|本文|按钮|给好友)?[:：】\])]?"),
    ),
    (
        "print",
        re.compile(
            r"^[【\[(]?(?:我要)?打印(?:本页|本文|此页|此文|页面|文章|预览)?(?:print)?[】\])]?$", re.IGNORECASE
        ),
    ),
    ("font", re.compile(r"^[【\[(]?(?:字体|字号|文字)(?:大小)?[:：]?")),
    ("accessible", re.compile(r"无障碍")),
    ("elderly", re.compile(r"长者|适老|关怀(?:版|模式)|老年(?:版|模式)|大字版")),
)
_BY_NAME = (
    ("share", re.compile(r"bdshare|bshare|jiathis|social-?share|share-?(?:box|bar|btn|list|icon|component|wrap|con)|(?:^|[\s_-])share(?:$|[\s_-])|mob_share", re.IGNORECASE)),
    ("print", re.compile(r"(?:^|[\s_-])print(?:$|[\s_-]|er|btn|page)|do_?print|window\.print|printpage|printit", re.IGNORECASE)),
    ("font", re.compile(r"do_?zoom|font-?(?:size|zoom|change|set)|setfont|changefont", re.IGNORECASE)),
    ("accessible", re.compile(r"wza|canyou|barrier-?free|accessib|guanhuaiban", re.IGNORECASE)),
)  # fmt: skip
_SCRIPTED = (
    ("share", re.compile(r"bdshare|bshare|jiathis|social-share|nativeShare|share\.js", re.IGNORECASE)),
    ("print", re.compile(r"window\.print\s*\(|jqprint|printArea|jQuery\.print", re.IGNORECASE)),
)
_SHARE_TO = re.compile(
    r"(?<![\u4e00-\u9fff])分享(?:到|至)?\s*[:：]"
)  # also in the line that tells day and source
_ATTRIBUTES = ("class", "id", "onclick", "href", "data-cmd")
_HANDED_OUT = "dcs.conac.cn/"
_NO_FIELD = frozenset({"hidden", "submit", "button", "image", "reset"})
_AUTO = re.compile(r"[?&](?:autoplay|auto)=(?:1|true)", re.IGNORECASE)


def read_sample(sample: Sample, body: bytes, headers: Mapping[str, str]) -> SampleFact:
    """The fact of one page, without what only a browser can tell."""
    tree = LexborHTMLParser(decode(body, headers)[0])
    images = list(_pictures(tree))
    fields = [node for node in tree.css("input, select, textarea") if _is_field(node)]
    labelled = {label.attributes.get("for") for label in tree.css("label[for]")}
    root = tree.css_first("html")
    return SampleFact(
        url=sample.url,
        key=sample.key,
        kind=sample.kind,
        column=sample.column,
        template=sample.template,
        functions=tuple(sorted(set(_functions(tree)))),
        scripts=len(tree.css("script[src]")),
        auto_media=tuple(dict.fromkeys(_auto_media(tree)))[:5],
        images=len(images),
        images_unnamed=sum("alt" not in node.attributes for node in images),
        inputs=len(fields),
        inputs_unnamed=sum(not _is_named(node, labelled) for node in fields),
        language=(root.attributes.get("lang") or None) if root else None,
        skeleton=_skeleton(tree.body),
        evidence=sample.evidence,
        rendered=sample.rendered,
    )


def _functions(tree: LexborHTMLParser) -> Iterator[str]:
    """What visitors can click on or choose, by its words, by its names and by the scripts that make it."""
    for node in tree.css("a, button, span, div, li, p, img, input, em, i, label, td"):
        attributes = node.attributes
        words = _closed_up(attributes.get("alt") or attributes.get("title") or attributes.get("value") or "")
        shown = _closed_up(node.text(deep=True) or "") if _is_small(node) else ""
        for said in (shown, words):
            if 0 < len(said) <= _SHORT:
                yield from _told_by_words(said)
        called = " ".join(attributes.get(name) or "" for name in _ATTRIBUTES)
        if called.strip():
            yield from _told_by_names(called) if len(called) <= _LONG else _told(_BY_NAME, called)
    if tree.body and _SHARE_TO.search(tree.body.text(deep=True)):
        yield "share"
    if tree.css_first("form input[type=text], form input[type=search], form input:not([type])"):
        yield "search"
    for script in tree.css("script"):
        code = f"{script.attributes.get('src') or ''} {script.text() or ''}"
        yield from _told_by_script(code) if len(code) <= _LONG_SCRIPT else _told(_SCRIPTED, code)


def _closed_up(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


# The frame of a site says the same on every page that is looked at.
@lru_cache(maxsize=8_192)
def _told_by_words(words: str) -> tuple[str, ...]:
    return _told(_FUNCTIONS, words)


@lru_cache(maxsize=8_192)
def _told_by_names(names: str) -> tuple[str, ...]:
    return _told(_BY_NAME, names)


@lru_cache(maxsize=512)
def _told_by_script(code: str) -> tuple[str, ...]:
    return _told(_SCRIPTED, code)


def _told(patterns: Iterable[tuple[str, re.Pattern[str]]], text: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in patterns if pattern.search(text))


def _is_small(node: LexborNode) -> bool:
    """Whether an element holds few words, told without gathering the text of half a page."""
    children = 0
    child = node.child
    while child is not None and children <= _SHORT:
        children += 1
        child = child.next
    return children <= _SHORT


def _pictures(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    """Images but for the single pixels that count visitors and the mark that is handed out as it is."""
    for node in tree.css("img"):
        size = {node.attributes.get("width"), node.attributes.get("height")}
        if not size & {"0", "1"} and _HANDED_OUT not in (node.attributes.get("src") or ""):
            yield node


def _is_field(node: LexborNode) -> bool:
    return node.tag != "input" or (node.attributes.get("type") or "text").lower() not in _NO_FIELD


def _is_named(node: LexborNode, labelled: set[str | None]) -> bool:
    """Whether a screen reader can say what a field is for."""
    attributes = node.attributes
    if any(
        (attributes.get(name) or "").strip()
        for name in ("aria-label", "aria-labelledby", "title", "placeholder")
    ):
        return True
    if attributes.get("id") in labelled - {None}:
        return True
    above = node.parent
    while above is not None and above.tag != "form":
        if above.tag == "label":
            return True
        above = above.parent
    return above is not None and _is_named_by_button(above)


def _is_named_by_button(form: LexborNode) -> bool:
    """Whether a form has but this field, which its button then names: a box with 搜索 beside it."""
    fields = [node for node in form.css("input, select, textarea") if _is_field(node)]
    buttons = form.css("button, input[type=submit], input[type=button], input[type=image]")
    said = (
        node.attributes.get(name) or ""
        for node in buttons
        for name in ("value", "alt", "title", "aria-label")
    )
    return len(fields) == 1 and any(map(str.strip, (*said, *(node.text() for node in buttons))))


def _auto_media(tree: LexborHTMLParser) -> Iterator[str]:
    """What plays without being asked: the address where there is one. A video without sound that only moves is none."""
    for node in tree.css("video[autoplay], audio[autoplay]"):
        if "muted" not in node.attributes:
            source = node.css_first("source")
            yield (
                node.attributes.get("src")
                or (source.attributes.get("src") if source else None)
                or node.tag
                or ""
            )
    for node in tree.css("bgsound"):
        yield node.attributes.get("src") or "bgsound"
    for node in tree.css("embed, object param"):
        attributes = node.attributes
        starts = (attributes.get("autostart") or attributes.get("autoplay") or "").lower()
        named = (attributes.get("name") or "").lower() in {"autostart", "autoplay"} and (
            attributes.get("value") or ""
        ).lower()
        if (starts or named) in {"true", "1", "-1"}:
            yield attributes.get("src") or node.tag or ""
    for node in tree.css("iframe[src]"):
        if _AUTO.search(node.attributes.get("src") or ""):
            yield node.attributes.get("src") or ""


def _skeleton(body: LexborNode | None) -> tuple[int, ...]:
    """The smallest hashes of how named elements stand in each other: two pages of one template share most of them."""
    hashes = {zlib.crc32(pair.encode()) for pair in _nestings(body)} if body else set()
    return tuple(sorted(hashes)[:_SKETCH])


def _nestings(body: LexborNode) -> Iterator[str]:
    waiting = [(body, "body", 0)]
    while waiting:
        node, above, depth = waiting.pop()
        child = node.child
        while child is not None:
            if child.tag and not child.tag.startswith("-"):
                name = _name(child)
                if name:
                    yield f"{above}>{name}"
                if depth < _DEEPEST:
                    waiting.append((child, name or above, depth + 1))
            child = child.next


def _name(node: LexborNode) -> str:
    """Tag, id and classes with every number as N; nothing for elements without a name, of which a text has any number."""
    attributes = node.attributes
    own, classes = attributes.get("id") or "", attributes.get("class") or ""
    if not own and not classes:
        return ""
    told = _known_name if len(own) + len(classes) <= _LONG else _name_of
    return told(node.tag or "", own, classes)


def _name_of(tag: str, own: str, classes: str) -> str:
    named = f"{own}.{' '.join(sorted(classes.split()))}"
    return f"{tag}#{_DIGITS.sub('N', named)}" if named != "." else ""


_known_name = lru_cache(maxsize=8_192)(_name_of)
