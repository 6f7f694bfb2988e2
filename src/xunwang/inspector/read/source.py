"""Where an article comes from, as its readers are told."""

import re

from xunwang.inspector.model import late
from xunwang.inspector.read.article import GAP, PARTS, UNIT, end_of_head, off_article, spaced
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.near import Near
from xunwang.inspector.read.traditional import as_written, simplified

_SOURCE = re.compile(
    rf"(?:{spaced('来源', '信息来源', '文章来源', '稿件来源', '新闻来源', '内容来源', '发布来源', '稿源', '转载来源', '来源单位', '来自', '转载自', '转自', '摘自', '转贴自', '出处', '文章出处')})"
    rf"(?:(?: ?[A-Za-z]{{2,20}})?{GAP}[:：】]|[ \u3000]*(?P<cell>\t)|[ \u3000](?P<bare>))[ \u3000]*(?P<name>[^\n\t]*)"
)
_PUBLISHER = late(
    rf"(?:{spaced('发布机构', '信息提供', '发布单位', '供稿单位', '发文机关', '发布部门', '责任部门', '发文单位', '供稿')})(?:{GAP}[:：]|[ \u3000]*(?P<cell>\t))\s*(?P<name>[^\n\t]*)"
)
_SOURCES = Near(
    _SOURCE, "源自处", rf"[源自处](?:{GAP}单{GAP}位)?(?:{GAP}[:：】]|[ \u3000]*\t|[ \u3000]\S)", 16
)
_PUBLISHERS = Near(_PUBLISHER, "构供位关门稿", rf"[构供位关门稿](?:{GAP}[:：]|[ \u3000]*\t)", 16)
_SOURCE_END = re.compile(
    r"\s|[|｜\[【（(〔〕）)】\]]|(?:发布|发表|公开|更新)?(?:时间|日期)\s*[:：]|(?:浏览|访问|点击|阅读|查看)(?:次数|量|数|人次)?|字\s*[体号]"
    r"|作\s*者|(?:责任)?编\s*辑|打印|分享|(?<=.)来\s*源|视力保护|收藏|关闭|保护视力|朗读|(?<=.)(?:19|20)\d\d\s*[-/.年]\s*\d"
)
_LABEL = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：]")
_LABEL_AND_NAME = 2
_NO_SOURCE = frozenset({"", "无", "暂无", "未知", "-", "--", "本站原创", "null", "NULL"})


def read_source(dom: Dom, metas: dict[str, str], *, title: Node | None, body: Node | None) -> str | None:
    """Where the article comes from: the visible source nearest to the title, else the publisher, else the meta tag."""
    name, written = _named(dom, _SOURCES, title, body)
    if name is None and not written:
        name, _ = _named(dom, _PUBLISHERS, title, None)
    if name is None:
        name = " ".join(metas.get("ContentSource", "").split())
    if name in _NO_SOURCE and not written:
        name = _beside_day(dom, title, body)
    return None if name in _NO_SOURCE else name


def _beside_day(dom: Dom, title: Node | None, body: Node | None) -> str:
    """The name of an office or a paper that stands without a label in the line of the day under the title."""
    found = FULL.search(dom.text, title.start, end_of_head(title, body)) if title else None
    if title is None or found is None:
        return ""
    start = max(title.start, dom.text.rfind("\n", 0, found.start()) + 1)
    end = dom.text.find("\n", found.end())
    names = (
        name for piece in dom.pieces(start, end if end >= 0 else len(dom.text)) for name in PARTS.split(piece)
    )
    return next((name for name in names if UNIT.fullmatch(name) and name not in dom.text_of(title)), "")


def _named(dom: Dom, label: Near, title: Node | None, body: Node | None) -> tuple[str | None, bool]:
    """The nearest name after such a label outside the frame, in the body if there is none beside it, and whether the label is there at all."""
    found, written = _names(dom, label, title, body, (body.start, body.end) if body else (0, 0))
    if body is not None and all(inside for (inside, _), _ in found):
        found, written = _names(dom, label, title, body, (0, 0))
    return (min(found)[1] if found else None), written


def _names(
    dom: Dom, label: Near, title: Node | None, body: Node | None, but: tuple[int, int]
) -> tuple[list[tuple[tuple[bool, int], str]], bool]:
    """The names after such labels, each with whether it stands in the body and how far from the title; whether such a label is there at all."""
    anchor = title.start if title else 0
    found: list[tuple[tuple[bool, int], str]] = []
    written = False
    for place in label.finditer(dom.simple, but):
        if off_article(dom, place.start(), title) or not dom.begins_words(place.start()):
            continue
        if place.groupdict().get("bare") is not None and not _stands_alone(dom, place, title, body):
            continue
        written = True
        value = _without_neighbours(dom, _value_after(dom.text, place), place)
        name = as_written(value, _cut_name(simplified(value)))
        if place.groupdict().get("cell") and not UNIT.fullmatch(name):
            continue  # the heading of a table with the name of its next column
        if name not in _NO_SOURCE and len(name) <= 40:
            inside = body is not None and body.start <= place.start() < body.end
            found.append(((inside, abs(place.start() - anchor)), name))
    return found, written


def _stands_alone(dom: Dom, place: re.Match[str], title: Node | None, body: Node | None) -> bool:
    """Whether a label without a colon and one name fill a piece of the lines under the title."""
    if title is None or not title.start <= place.start() < end_of_head(title, body):
        return False
    piece = next(iter(dom.pieces(place.start(), place.end())), "")
    return len(piece.split()) == _LABEL_AND_NAME


def _without_neighbours(dom: Dom, value: str, place: re.Match[str]) -> str:
    """A value without the elements right behind it: another label, or a bare number, which a picture says to be the clicks."""
    pieces = dom.pieces(place.start("name"), place.end("name"))
    if label := next((piece for piece in pieces[1:] if _LABEL.match(piece)), None):
        return value[: value.find(label)]
    has_counter = len(pieces) > 1 and pieces[-1].isdigit()
    return value.rstrip().removesuffix(pieces[-1]) if has_counter else value


def _value_after(text: str, place: re.Match[str]) -> str:
    """The value of a label, which may stand in the next line or cell where its own line ends with the label."""
    name = text[place.start("name") : place.end("name")]
    if name.strip():
        return name
    following = text[place.end() : place.end() + 60].lstrip("\t")
    return "" if following.startswith("\n") else following.partition("\n")[0]


def _cut_name(text: str) -> str:
    """A name up to the next label or gap."""
    text = text.strip()
    end = _SOURCE_END.search(text)
    return (text[: end.start()] if end else text).strip(" :：;；,，。·•")
