"""When an article was published and where it comes from, as its readers are told."""

import datetime as dt
import re
from collections.abc import Iterator

import msgspec

from xunwang.inspector.model import LinkKind, Zone, late
from xunwang.inspector.read.dates import (
    FULL,
    Precision,
    Stamp,
    date_in_url,
    in_figures,
    is_date_like,
    latest_not_after,
    month_in_url,
    read_stamp,
    stamp_of,
)
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import READ_ON, date_runs
from xunwang.inspector.read.headline import SMALL_TAGS
from xunwang.inspector.read.near import Near
from xunwang.inspector.read.traditional import simplified

FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
GAP = r"[\s\u3000]*"


def spaced(*words: str) -> str:
    return "|".join(GAP.join(word) for word in words)


_TWO_DIGITS = re.compile(
    r"^\s*(?:[\[【(（]\s*(\d\d[-/.]\d{1,2}[-/.]\d{1,2})\s*[\]】)）]|(\d\d[-/.]\d{1,2}[-/.]\d{1,2})\s*$)",
    re.MULTILINE,
)
_PUBLISHING = ("发布", "发表", "公开", "公布", "上网", "上传", "上稿", "发稿", "发帖", "刊发", "刊登", "刊载", "登载", "录入", "添加", "加入", "编辑", "信息", "稿件")  # fmt: skip
_PUBLISHED = spaced("时间发布", "发布于", "发文时间", *(f"{act}{noun}" for act in _PUBLISHING for noun in ("时间", "日期")))  # fmt: skip
_PLAIN = spaced("时间", "日期", "更新时间", "更新日期", "创建时间", "提交时间")
_MADE = spaced("生成日期", "生成时间", "发文日期", "印发日期", "发布日")
_LABEL = re.compile(
    rf"(?:(?P<first>{_PUBLISHED})|(?P<second>{_PLAIN})|(?P<third>{_MADE})){GAP}[:：]?{GAP}(?=[\[（(]?[\d二])"
)
_FORMED = re.compile(rf"(?:{spaced('成文日期', '成文时间')}){GAP}[:：]?{GAP}(?=\d)")
_LABELS = Near(
    _LABEL, "间期布", rf"[间期布]{GAP}(?:发{GAP}布{GAP}|[于日]{GAP})?[:：]?{GAP}[\[（(]?[\d二]", 20
)
_FORMED_LABELS = Near(_FORMED, "成", rf"成{GAP}文", 0)
_NEAR_WORDS = re.compile(
    r"来\s*源|浏览|访问|点击|阅读|字\s*[体号]|作者|编辑|打印|分享|发[布表]|提交|录入|上传"
)
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_SOURCE_BEHIND = re.compile(r"[\s\u3000|｜/]*(?:星期[一二三四五六日天])?[\s\u3000|｜/]*来\s*源\s*[:：]")
_CHINESE = late(r"[\u4e00-\u9fff]")
_LINES = re.compile(r"[^\n]*\S[^\n]*")
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_INSIDE = "inside"  # the rank of a label in the body
_HEAD_OF_BODY = 200  # characters under a title that stands in the body
_LABELS_IN_BODY = 300  # characters of a body in which a label may tell when it was published
_SHORT_LINE = 60
_SENTENCE = re.compile(r"[。；！？]|，.*，")
_LINE = 120  # characters of the longest line under a title
_AFTER_TITLE = 600  # characters in which the line under the title is looked for
_TURNS = re.compile(r"\W*[上下前后]一?[篇条则页个]")
_WORD = 8  # characters of the longest link that is a button
_ENTRY_SIZE = 120  # characters of the largest element that may be one entry of a list
UNIT = late(
    r"[\u4e00-\u9fff（）“”]{1,18}(?:政府|[局厅委办科处股室部所队站台社网报院会厂镇乡区县市馆校司组旗盟]|中心|融媒|发布|街道|日报|晚报|办公室|研究院)"
)  # a name without a label that is that of an office or a paper
PARTS = late(r"(?:[\s\u3000|｜/]+(?:(?:部门|单位)[:：])?)+|^(?:部门|单位)[:：]|(?<=\d)(?=[\u4e00-\u9fff])")
_SPARE = 62  # days a meta time may lie after the month in the address before it is a time of generation


class Published(msgspec.Struct, frozen=True):
    """When, read from where (`label`, `near_title`, `made`, `meta`, `formed`, `url`), and how finely it is written."""

    moment: dt.datetime
    origin: str
    precision: Precision


def read_published(
    dom: Dom, metas: dict[str, str], url: str, *, title: Node | None, body: Node | None, today: dt.date | None,
    generated: set[str],
) -> Published | None:  # fmt: skip
    """The time of publication. What readers see goes before the meta tag, which may be a time of generation; the address comes last."""
    seen = _seen(dom, title, body, today)
    if seen is not None:
        return _published(*seen, today)
    tagged = read_stamp_of(metas.get("PubDate", ""))
    if tagged is not None and metas["PubDate"] not in generated and _plausible(tagged, url, today):
        return _published(tagged, "meta", today)
    if (formed := _formed(dom)) is not None:
        return _published(formed, "formed", today)
    day = date_in_url(url)
    return _published(Stamp(day.month, day.day, day.year), "url", today) if day else None


def _seen(dom: Dom, title: Node | None, body: Node | None, today: dt.date | None) -> tuple[Stamp, str] | None:
    """The date that readers are shown, best told first: under its label, under the title, under a label in the body, as the day of making."""
    labelled = dict(_labelled(dom, title, body, today))
    for rank in ("first", "second"):
        if rank in labelled:
            return labelled[rank], "label"
    if (stamp := _near_title(dom, title, body, today)) is not None:
        return stamp, "near_title"
    for rank, origin in ((_INSIDE, "label"), ("third", "made")):
        if rank in labelled:
            return labelled[rank], origin
    return None


def read_stamp_of(text: str) -> Stamp | None:
    """The full date of a text such as a meta tag, with its time."""
    found = FULL.search(text)
    return stamp_of(found) if found else read_stamp(text, short=False)


def _published(stamp: Stamp, origin: str, today: dt.date | None) -> Published | None:
    year = stamp.year
    if year is None:
        supplied = latest_not_after(stamp, today) if today else None
        year = supplied.year if supplied else None
    moment = stamp.moment(year)
    return Published(moment, origin, stamp.precision) if moment else None


def _labelled(
    dom: Dom, title: Node | None, body: Node | None, today: dt.date | None
) -> Iterator[tuple[str, Stamp]]:
    """The best dated label of each rank: outside the frame and the body, nearest below the title."""
    found: dict[str, list[tuple[tuple[bool, bool, int], Stamp]]] = {}
    anchor = title.start if title else 0
    for label in _LABELS.finditer(dom.simple, _deep_in(body, title)):
        rank = str(label.lastgroup)
        if off_article(dom, label.start(), title) or (
            rank != "first" and not dom.begins_words(label.start())
        ):
            continue
        inside = _stands_in_body(label.start(), title, body)
        if inside and (
            rank != "first" or (body is not None and label.start() - body.start > _LABELS_IN_BODY)
        ):
            continue
        stamp = _stamp_at(dom.text, label.end(), short=today is not None)
        if stamp is not None and not _beside_link(dom, label.end(), title):
            place = (inside, label.start() < anchor, abs(label.start() - anchor))
            found.setdefault(_INSIDE if inside else rank, []).append((place, stamp))
    for rank, candidates in found.items():
        yield rank, min(candidates, key=lambda candidate: candidate[0])[1]


def off_article(dom: Dom, place: int, title: Node | None) -> bool:
    """Whether a place lies in the frame of the page. A box set aside right under the title holds what is told of the article."""
    zone = dom.zone_at(place)
    under_title = title is not None and 0 <= place - title.end <= _HEAD_OF_BODY
    return zone in FRAME and not (zone is Zone.SIDE and under_title)


def _stands_in_body(place: int, title: Node | None, body: Node | None) -> bool:
    """Whether a place is in the body, and not above or in the lines under a title that stands in the body itself."""
    if body is None or not body.start <= place < body.end:
        return False
    return title is None or not (body.start <= title.start and place - title.end <= _HEAD_OF_BODY)


def _deep_in(body: Node | None, title: Node | None) -> tuple[int, int]:
    """The stretch of a body in which no label tells when it was published."""
    if body is None:
        return 0, 0
    start = body.start + _LABELS_IN_BODY
    if title is not None and body.start <= title.start:
        start = max(start, title.end + _HEAD_OF_BODY)
    return start + 1, body.end


def _stamp_at(text: str, place: int, *, short: bool) -> Stamp | None:
    """The date that begins right at a place, brackets aside."""
    piece = text[place : place + 40].lstrip("[（( ")
    found = FULL.match(piece) or FULL.match(in_figures(piece))
    if found:
        return stamp_of(found)
    line = piece.partition("\n")[0][:20] if piece[:1].isdigit() else ""
    return (read_stamp(line, short=short) or read_stamp(line.split()[0], short=False)) if line else None


def _near_title(dom: Dom, title: Node | None, body: Node | None, today: dt.date | None) -> Stamp | None:
    """A date without a label in the line under the title, beside such words as 来源 or alone in its line."""
    if title is None:
        return None
    if (stamp := _in_heading(dom, title, today) or _above_heading(dom, title, today)) is not None:
        return stamp
    end = end_of_head(title, body)
    for found in FULL.finditer(dom.text, title.end, end):
        known = None if _beside_source(dom.text, found) else today  # a slip of the pen is what is shown, too
        if _may_be_shown(dom, found.start(), title, stamp_of(found), known) and (
            _stands_alone(dom.text, found) or _is_next_line(dom.text, title, found)
        ):
            return stamp_of(found)
    return (
        _near_in_words(dom, title, end, today)
        or _in_pieces(dom, title, today)
        or _of_two_digits(dom, title, today)
    )


def _beside_source(text: str, found: re.Match[str]) -> bool:
    """Whether a date begins its line and the source follows it there: the line that tells when a page was published."""
    line_end = text.find("\n", _end_of(found))
    begins = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
    behind = text[_end_of(found) : line_end if line_end >= 0 else len(text)]
    return begins and _SOURCE_BEHIND.match(behind) is not None


def end_of_head(title: Node, body: Node | None) -> int:
    """Where the lines under the title end at the latest: at the body, or soon where the body holds the title too."""
    if body is None:
        return title.end + _AFTER_TITLE
    if title.end <= body.start:
        return min(body.start, title.end + _AFTER_TITLE)
    return title.end + (_HEAD_OF_BODY if body.start <= title.start else _AFTER_TITLE)


def _end_of(found: re.Match[str]) -> int:
    """The end of a date without the white space behind it, which may be the end of its line."""
    return found.start() + len(found[0].rstrip())


def _is_next_line(text: str, title: Node, found: re.Match[str]) -> bool:
    """Whether a date stands right under the title in a short line without sentences, such as an office and the time."""
    line_end = text.find("\n", _end_of(found))
    line = text[title.end : line_end if line_end >= 0 else len(text)].strip()
    labelled = ":" in (before := text[title.end : found.start()]) or "：" in before
    return len(line) <= _SHORT_LINE and not labelled and "\n" not in line and not _SENTENCE.search(line)


def _in_pieces(dom: Dom, title: Node, today: dt.date | None) -> Stamp | None:
    """The date right under the title whose day and month are set as elements of their own."""
    pieces = dom.pieces(title.end, min(title.end + _SHORT_LINE, len(dom.text)))[:4]
    stamp = read_stamp(date_runs(pieces)[0], short=False) if date_runs(pieces[:1]) else None
    if stamp is None:
        return None
    begin = dom.text.index(pieces[0], title.end)
    return stamp if _may_be_shown(dom, begin, title, stamp, today) else None


def _of_two_digits(dom: Dom, title: Node, today: dt.date | None) -> Stamp | None:
    """The date whose year has two digits, alone in a line under the title or in brackets at its beginning: [26-3-9] [来源：…]."""
    for found in _TWO_DIGITS.finditer(dom.text, title.end, title.end + _SHORT_LINE):
        stamp = read_stamp(found[1] or found[2], short=False)
        if stamp and _may_be_shown(dom, found.start(), title, stamp, today):
            return stamp
    return None


def _in_heading(dom: Dom, title: Node, today: dt.date | None) -> Stamp | None:
    """The full date in an element of its own inside the heading."""
    for kid in title.kids:
        words = dom.text_of(kid).strip("[]（）()【】 ")
        if kid.tag in SMALL_TAGS and (found := FULL.search(words)) and _is_info(words, found):
            stamp = stamp_of(found)
            day = stamp.date()
            if day is not None and (today is None or day <= today):
                return stamp
    return None


def _above_heading(dom: Dom, title: Node, today: dt.date | None) -> Stamp | None:
    """The full date in an element of its own right before the heading, within the same one: a box with the day and the month."""
    before = _standing_before(title) or (_standing_before(title.parent) if title.parent else [])
    words = " ".join(dom.pieces(before[-1].start, before[-1].end)) if before else ""
    if not is_date_like(words) or (stamp := read_stamp(words, short=False)) is None:
        return None
    return stamp if _may_be_shown(dom, before[-1].start, title, stamp, today) else None


def _standing_before(node: Node) -> list[Node]:
    beside = node.parent.kids if node.parent is not None else []
    return [kid for kid in beside if kid.order < node.order and kid.end > kid.start]


def _is_info(words: str, found: re.Match[str]) -> bool:
    """Whether a part of a heading is a date, or begins with one before source and clicks."""
    return is_date_like(words) or (
        found.start() == 0 and len(words) <= _LINE and bool(_NEAR_WORDS.search(words))
    )


def _may_be_shown(dom: Dom, place: int, title: Node, stamp: Stamp, today: dt.date | None) -> bool:
    day = stamp.date()
    if day is None or (today is not None and day > today) or dom.zone_at(place) in FRAME:
        return False
    return not _beside_link(dom, place, title)


def _near_in_words(dom: Dom, title: Node, end: int, today: dt.date | None) -> Stamp | None:
    """The same for a date in Chinese numerals or English words."""
    for line in _LINES.finditer(dom.text, title.end, end):
        figures = in_figures(line[0])
        if len(line[0]) > _LINE or figures == line[0]:
            continue
        found = FULL.search(figures)
        if (
            found
            and _may_be_shown(dom, line.start(), title, stamp_of(found), today)
            and _stands_alone(figures, found)
        ):
            return stamp_of(found)
    return None


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether the line of a date holds no other words than those that belong to the line under a title, and none above it is its label."""
    line_start = text.rfind("\n", 0, found.start()) + 1
    if text[max(0, line_start - _WORD) : line_start].rstrip().endswith((":", "：")):
        return False
    line_end = text.find("\n", _end_of(found))
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    rest = _WEEKDAY.sub("", line.replace(found[0].rstrip(), ""))
    if len(rest) <= _SHORT_LINE and all(
        UNIT.fullmatch(part) for part in PARTS.split(rest) if _CHINESE.search(part)
    ):
        return True
    return not _CHINESE.search(rest) or (len(line) <= _LINE and bool(_NEAR_WORDS.search(simplified(rest))))


def _beside_link(dom: Dom, place: int, title: Node | None) -> bool:
    """Whether a date belongs to an entry of a list, such as a related article; a file beside the heading is the article's own."""
    node = dom.node_at(place)
    for outer in (node, *node.up()):
        if outer.end - outer.start > _ENTRY_SIZE:
            return False
        links = [inner for inner in dom.inside(outer) if inner.tag == "a" and _names_entry(dom, inner)]
        has_heading = title is not None and outer.start <= title.start and title.end <= outer.end
        if links and not (has_heading and all(map(_is_file, links))):
            return True
        if (outer.tag == "li" and _is_row(dom, outer)) or (outer.tag == "dd" and _follows_entry(dom, outer)):
            return True
    return False


def _is_file(node: Node) -> bool:
    link = node.found.link if node.found is not None else None
    return link is not None and link.kind is LinkKind.ATTACHMENT


def _follows_entry(dom: Dom, description: Node) -> bool:
    """Whether the term that a description follows is the title of an entry."""
    before = _standing_before(description)
    return (
        bool(before)
        and before[-1].tag == "dt"
        and any(inner.tag == "a" and _names_entry(dom, inner) for inner in dom.inside(before[-1]))
    )


def _is_row(dom: Dom, line: Node) -> bool:
    """Whether a line is one of several that hold but a link, however short, and a date: the rows of a list."""
    beside = line.parent.kids if line.parent is not None else []
    return all(
        any(_is_dated_link(dom, kid) for kid in kids)
        for kids in ([line], [kid for kid in beside if kid is not line])
    )


def _is_dated_link(dom: Dom, line: Node) -> bool:
    link = next((inner for inner in line.walk() if inner.tag == "a" and inner.end > inner.start), None)
    if link is None or line.tag != "li":
        return False
    return is_date_like(
        f"{dom.text[line.start : link.start]} {dom.text[link.end : line.end]}".strip(" []()（）")
    )


def _names_entry(dom: Dom, link: Node) -> bool:
    """Whether a link is the title of an entry, or asks to read it; the way to the article before or after is none."""
    before = dom.text.rfind("\n", 0, link.start) + 1
    if _TURNS.match(dom.text, link.start, link.end) or _TURNS.match(dom.text, before, link.start):
        return False
    return (
        link.end - link.start > _WORD
        or bool(READ_ON.fullmatch(dom.text_of(link)))
        or (link.end > link.start and link.parent is not None and link.parent.tag in _HEADINGS)
    )


def _plausible(stamp: Stamp, url: str, today: dt.date | None) -> bool:
    day = stamp.date()
    if day is None or (today is not None and day > today):
        return False
    told = date_in_url(url) or month_in_url(url)
    return told is None or abs((day - told).days) <= _SPARE


def _formed(dom: Dom) -> Stamp | None:
    found = _FORMED_LABELS.search(dom.text)
    return _stamp_at(dom.text, found.end(), short=False) if found else None
