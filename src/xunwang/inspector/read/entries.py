"""One entry of a list: its title, and the date that stands beside it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby, islice

import msgspec

from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import late
from xunwang.inspector.read.cells import ENDING, PUBLISHING, dated_cell, ends_in_row
from xunwang.inspector.read.dates import (
    FULL,
    MONTH_NAME,
    Stamp,
    in_figures,
    is_date_like,
    read_stamp,
    stamp_of_data,
)
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.links import Found
from xunwang.inspector.read.numbers import numbers_in
from xunwang.inspector.read.remembering import remembered
from xunwang.inspector.read.shapes import attribute_sign
from xunwang.inspector.read.titles import behind, clean, is_pinned

_CUT_SHORT = re.compile(r"(?:\.{2,}|…+)\Z")
_OPEN, _SHUT = r"[\[【(（]", r"[\]】)）]"
_BRACKETED = re.compile(
    rf"^\s*{_OPEN}\s*([^\]】)）]{{4,20}})\s*{_SHUT}\s*|\s*{_OPEN}\s*([^\]】)）]{{4,20}})\s*{_SHUT}\s*$"
)
_DAY = r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
_EDGE_DATE = re.compile(rf"^({_DAY})\s+|\s+({_DAY})$")
_TITLE_LABEL = re.compile(r"(?:文章|信息)?标\s*题\s*[:：]\s*")
_AFTER_TITLE = re.compile(
    r"[\r\n]|\s*(?:作\s*者|来\s*源|点击数?|(?:发布|公开|公布|更新|发文|上网|发表)(?:日期|时间))\s*[:：]"
)
_ACTS = "发布|公开|公布|更新|发文|上网|发表|成文|印发|公示|公告|征集"
_LABELLED = re.compile(
    rf"(?:{_ACTS})?(?:日期|时间)\s*[:：]?\s*|(?:{_ACTS})(?:于|\s*[:：])?\s*(?=(?:19|20)\d\d\s*[-/.年]\s*\d)"
)
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff]) ?[A-Za-z][A-Za-z ]{1,20}(?=\s*[:：])")  # 发布日期 Posted:
_ACT_OF_DAY = re.compile(rf"[\s，,、;；]+(?=(?:{_ACTS})于?\s*(?:19|20)\d\d\s*[-/.年]\s*\d)")
_LABELLED_DATE = re.compile(rf"(?:{_ACTS})(?:日期|时间)\s*[:：]?\s*(?:19|20)\d\d\s*[-/.年]\s*\d")
_CLOCK = re.compile(r"今\s*天\s*是|今日是|现在(?:时间|是)|当前时间|农历")
_WEEKDAY = re.compile(r"星期[一二三四五六日天]")
_ROWS = frozenset({"li", "tr", "dl"})
_WRITTEN = re.compile(r"成文|成稿|制发|签发|印发")
_END_LABEL = re.compile(rf"(?:{ENDING.pattern.removesuffix('|[^0-9]至$')})[\u4e00-\u9fff]{{0,3}}\s*[:：]")
_LAST, _NEVER = (
    3,
    4,
)  # ranks of a day up to which, or on which, something is: under its label it tells of no publishing
_DAY_ATTRIBUTE = re.compile(r"data-[\w-]*(?:date|time|day|stamp|pub)[\w-]*|datetime")
DATED = attribute_sign(
    "@dated",
    {"datetime", *(f"data-{part}{word}" for part in ("", "pub", "publish-", "publish", "create-", "create", "release-")
                   for word in ("date", "time", "timestamp"))},
    lambda shape: any(_DAY_ATTRIBUTE.fullmatch(name) and stamp_of_data(value) for name, value in shape.attrs.items()),
)  # fmt: skip
READ_ON = re.compile(r"\W*(?:查看(?:全文|详情|内容)|阅读(?:全文|更多)|[点请]击查看|详细内容|了解详情)\W*")
_BUTTON = re.compile(r"\W*(?:查看|详情|详细|下载|点击下载|附件下载|预览)\W*")
_DAY_LABEL = re.compile(r"(?:日期|时间)\s*[:：]")
_BEFORE_LABEL = late(r"\s+(?=[\u4e00-\u9fff]{2,6}\s*[:：])")
_JOINED = re.compile(r"\s+[·•|｜/]\s+|\s*[·•]\s*|\u3000+")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BRACKETS = " []【】()（）〔〕|"
_FULL_STOP = "。"  # a summary ends so: the days it speaks of are none of its publication
_LONGEST_PART = 30  # characters of a date in words
_LONGEST_LABEL = 12
_FEWEST_NAMED = 6  # characters of a cell that names what a row is about
_AGO = re.compile(
    r"(?P<now>刚刚|今[天日])(?:\s*\d{1,2}[:：]\d\d)?|(?P<one>昨[天日])(?:\s*\d{1,2}[:：]\d\d)?|(?P<two>前天)(?:\s*\d{1,2}[:：]\d\d)?"
    r"|(?P<hours>\d{1,2})\s*(?:分钟|小时)前|(?P<days>\d{1,2})\s*天前"
)
_LONG_AGO = re.compile(r"(?P<n>\d{1,2})\s*个?(?P<unit>周|星期|月|年)前")
_DAYS_OF = {"周": 7, "星期": 7, "月": 30, "年": 365}
_JOINTS = frozenset("年月日-/.")
_FEWEST_WORDS = 12  # characters of a piece of text that says something beside a date
_FEW_WORDS = 60  # characters of a piece of text in which a full date may stand among other words


class Entry(msgspec.Struct, frozen=True):
    """An entry before its year is known. `block` is the element that belongs to it alone, `node` its link.

    `ago`: how many days before the day of reading it says to be from, where it shows no date.
    """

    node: Node
    block: Node
    url: str
    title: str
    stamp: Stamp | None = None
    pinned: bool = False
    ago: int | None = None

    @property
    def seen(self) -> bool:
        return self.node.visible


def title_of(dom: Dom, one: Found) -> str:
    """The words of a link, from its `title` where they are cut short."""
    if one.title is None:
        one.title = _title_of(dom, one)
    return one.title


def _title_of(dom: Dom, one: Found) -> str:
    text = behind(_TITLE_LABEL, clean(dom.any_text_of(one.node)))
    full = clean(_told_title(one.node.get("title")))
    if READ_ON.fullmatch(text):
        return _heading_above(dom, one.node) or full or text
    if _BUTTON.fullmatch(text):
        return _named_in_row(dom, one.node) or full or text
    if full and (not text or _CUT_SHORT.search(text) or (len(full) > len(text) and full.startswith(text))):
        return full
    return text or clean(one.link.text)


def _heading_above(dom: Dom, link: Node) -> str:
    """The only heading of the entry that a link ends which only says to read on, else its first line."""
    for outer in islice(link.up(), 3):
        headings = [kid for kid in outer.walk() if kid.tag in _HEADINGS]
        if headings:
            return clean(dom.any_text_of(headings[0])) if len(headings) == 1 else ""
    lines = (
        dom.any_text_of(outer).partition("\n") for outer in islice(link.up(), 3) if _links_in(outer) == 1
    )
    return next((clean(first) for first, _, rest in lines if rest and len(first) <= _FEW_WORDS), "")


def _links_in(node: Node) -> int:
    return sum(inner.tag == "a" for inner in node.walk())


def _named_in_row(dom: Dom, link: Node) -> str:
    """The longest cell of a table row whose only link is a button: the name of what it opens."""
    row = next((outer for outer in islice(link.up(), 3) if outer.tag == "tr"), None)
    if row is None or any(
        inner.tag == "a" and not _BUTTON.fullmatch(dom.any_text_of(inner)) for inner in row.walk()
    ):
        return ""
    cells = (clean(dom.any_text_of(kid)) for kid in row.kids if kid.tag == "td" and not link.within(kid))
    named = [cell for cell in cells if _FEWEST_NAMED <= len(cell) <= _FEW_WORDS and not is_date_like(cell)]
    return max(named, key=len, default="")


def _told_title(words: str) -> str:
    """The title in a `title` attribute, which may also tell author, day and clicks."""
    words = behind(_TITLE_LABEL, words)
    end = _AFTER_TITLE.search(words)
    return words[: end.start()] if end else words


def read_entry(dom: Dom, node: Node, block: Node, *, url: str, title: str, base: str) -> Entry:
    """The entry of a link with the date beside it, or in an own part of the link; never one in the words of its title. `base` is the address of the page."""
    ends = ends_in_row(dom, block)
    beside = [piece for piece in _beside(dom, node, block) if piece not in ends]
    pinned = any(is_pinned(words) for words in (*beside, dom.any_text_of(node)))
    stamp = dated_cell(dom, block) or date_beside(beside, in_row=block.tag in _ROWS)
    if stamp is None:
        stamp, title = _date_inside(dom, node, title)
    if stamp is None:
        stamp = _told_date(node.get("title"))
    if dom.all(DATED):
        stamp = _day_to_fill(block) if stamp is None else _told_to_programs(block, stamp)
    ago = _days_ago(beside) if stamp is None else None
    rough = _long_ago(beside) if stamp is None and ago is None else None
    if (ago is not None or rough) and (stamp := _behind_ago(dom, block)):
        ago = None  # counted when the page was written, perhaps weeks before it is read
    elif rough and host_of(url) != host_of(base):
        ago = rough  # an item of this website has a page that tells its day
    return Entry(node, block, url, title, stamp, pinned, ago)


def _day_to_fill(block: Node) -> Stamp | None:
    """The day in an attribute of an element that says nothing itself: a script shows it there."""
    empty = (node for node in block.walk() if DATED in node.shape.keys and node.start == node.end)
    told = (value for node in empty for name, value in node.attrs.items() if _DAY_ATTRIBUTE.fullmatch(name))
    return next((stamp for value in told if (stamp := stamp_of_data(value))), None)


def _told_to_programs(block: Node, shown: Stamp) -> Stamp:
    """The day that an element both shows and tells to programs, which know what 01/09/2025 means; else the one shown."""
    values = (value for node in block.walk() if (value := node.get("datetime")) and node.end > node.start)
    stamps = (stamp for value in values if (stamp := stamp_of_data(value)) is not None)
    is_same = (
        stamp
        for stamp in stamps
        if stamp.year == shown.year and (stamp.month, stamp.day) == (shown.day, shown.month)
    )
    return next(is_same, shown)


def _days_ago(pieces: Sequence[str]) -> int | None:
    """The days told by 昨天, 3天前 and their like."""
    for piece in pieces:
        if found := _AGO.fullmatch(piece.strip(_BRACKETS)):
            told = {"now": 0, "hours": 0, "one": 1, "two": 2}.get(str(found.lastgroup))
            return int(found["days"]) if told is None else told
    return None


def _long_ago(pieces: Sequence[str]) -> int | None:
    """The fewest days that 3周前, 2个月前 and their like may mean: many systems round half a unit up."""
    told = next((found for piece in pieces if (found := _LONG_AGO.fullmatch(piece.strip(_BRACKETS)))), None)
    if told is None:
        return None
    unit = _DAYS_OF[told["unit"]]
    return int(told["n"]) * unit - unit // 2


def _behind_ago(dom: Dom, block: Node) -> Stamp | None:
    """The whole day in an attribute of the element that shows 3天前, 2个月前 and their like alone."""
    for node in block.walk():
        words = dom.text_of(node).strip(_BRACKETS) if node.attrs and node.end > node.start else ""
        if not words or not (_AGO.fullmatch(words) or _LONG_AGO.fullmatch(words)):
            continue
        told = (stamp_of_data(value) for name, value in node.attrs.items() if _DAY_ATTRIBUTE.fullmatch(name))
        if stamp := next(filter(None, told), None) or _told_date(node.get("title")):
            return stamp
    return None


def _told_date(words: str) -> Stamp | None:
    """The labelled day in a `title` attribute, or one that is all it holds."""
    if is_date_like(words):
        return read_stamp(words, short=False)
    found = _LABELLED_DATE.search(words)
    return read_stamp(words[found.start() : found.end() + 16], short=False) if found else None


def _beside(dom: Dom, node: Node, block: Node) -> list[str]:
    seen = dom.pieces(block.start, node.start) + dom.pieces(node.end, block.end)
    unseen = dom.pieces(block.dark_start, node.dark_start, dark=True)
    told = seen + unseen + dom.pieces(node.dark_end, block.dark_end, dark=True)
    return [part for piece in told for part in _parts(piece)]


@remembered
def _parts(piece: str) -> tuple[str, ...]:
    """What a piece of text is made of, without the words of other languages behind its labels."""
    return tuple(part for part in _cut(_GLOSS.sub("", piece)) if part)


def _cut(piece: str) -> list[str]:
    """A short piece of text cut where dots or bars join its parts: an office and a day; one that labels several days, before each label or act."""
    if len(piece) <= _FEW_WORDS and _ACT_OF_DAY.search(piece):
        return _ACT_OF_DAY.split(piece)
    if len(_DAY_LABEL.findall(piece)) > 1:
        return _BEFORE_LABEL.split(piece)
    if len(piece) > _FEW_WORDS or is_date_like(piece):
        return [piece]
    return [part.strip() for part in _JOINED.split(piece)]


def date_of_pieces(pieces: Sequence[str], *, in_row: bool = False) -> Stamp | None:
    """The date shown by the pieces of text beside a link; neighbours that hold only parts of a date are read together.

    The day of the week tells a clock, but not in a row of a list or beside whole sentences.
    """
    says_more = in_row or any(len(piece) >= _FEWEST_WORDS and not _WEEKDAY.search(piece) for piece in pieces)
    if any(_CLOCK.search(piece) or (not says_more and _WEEKDAY.search(piece)) for piece in pieces):
        return None
    for run in _best_first(pieces):
        if stamp := read_stamp(run):
            return stamp
    short = (
        piece
        for piece in pieces
        if len(piece) <= _FEW_WORDS and not piece.endswith(_FULL_STOP) and not _begins_with_end(piece)
    )
    return next((stamp for piece in short if (stamp := _in_words(piece))), None)


_known_date = lru_cache(maxsize=2_048)(date_of_pieces)


def date_beside(pieces: Sequence[str], *, in_row: bool = False) -> Stamp | None:
    """The same of the few words beside a link: the lists of a site show the same days."""
    return _known_date(tuple(pieces), in_row=in_row)


def date_runs(pieces: Sequence[str]) -> list[str]:
    """The dates among pieces of text, each put together from the neighbours that hold its parts."""
    runs = [""]
    for piece in pieces:
        bare = _bare(piece)
        # A whole day is no part of another: the number of its row may stand before it.
        if FULL.fullmatch(bare):
            runs.append(bare)
        elif is_date_like(bare) or MONTH_NAME.fullmatch(bare) or (runs[-1] and bare in _JOINTS):
            runs[-1] = f"{runs[-1]} {bare}".strip()
        elif runs[-1]:
            runs.append("")
    return [run for run in runs if run]


@remembered
def _bare(piece: str) -> str:
    """A piece of text without the label and the brackets of a date, in figures where it is short enough to be one."""
    bare = _LABELLED.sub("", piece).strip(_BRACKETS)
    return in_figures(bare) if len(bare) <= _LONGEST_PART else bare


def _best_first(pieces: Sequence[str]) -> list[str]:
    """The dates among pieces of text: that of publication before all, then one without a label, then that of writing; an end, an event or a coming into force is none of them."""
    runs = date_runs(pieces)
    if not runs or (len(runs) == 1 and not any(map(_END_LABEL.search, pieces))):
        return runs
    label = ""
    ranks: dict[str, int] = {}
    for piece in pieces:
        bare = in_figures(_LABELLED.sub("", piece).strip(_BRACKETS))
        if not is_date_like(bare):
            label = piece
        else:
            ranks.setdefault(bare, _rank(label[-_LONGEST_LABEL:] + piece))
            label = ""
    told = [run for run in runs if ranks.get(run, 1) < _NEVER]
    return sorted(told, key=lambda run: ranks.get(run, 1))


def _begins_with_end(piece: str) -> bool:
    """Whether the first day of a piece of text stands under the label of an end."""
    first = FULL.search(piece)
    return first is not None and _END_LABEL.search(piece, 0, first.start()) is not None


def _rank(label: str) -> int:
    if _END_LABEL.search(label):
        return _NEVER
    if ENDING.search(label):
        return _LAST
    return 2 if _WRITTEN.search(label) else 0 if PUBLISHING.search(label) else 1


def _in_words(piece: str) -> Stamp | None:
    """A full date among a few other words, such as a source or a label; a bracketed one may lack its year."""
    if stamp := read_stamp(piece, short=False):
        return stamp
    found = _BRACKETED.search(piece)
    inner = (found[1] or found[2]) if found else ""
    return read_stamp(inner) if is_date_like(inner) else None


def _date_inside(dom: Dom, node: Node, title: str) -> tuple[Stamp | None, str]:
    """A date in a part of the link that holds nothing else, or at an edge of its words; and the title without it."""
    pieces = _days_joined(
        dom.pieces(node.start, node.end) + dom.pieces(node.dark_start, node.dark_end, dark=True)
    )
    dates = [piece for piece in pieces if _shows_date(piece)]
    words = [piece for piece in pieces if piece not in dates]
    if dates and words and (stamp := date_beside(dates)):
        titles = [piece for piece in words if not _is_number(piece)] or words
        return stamp, clean(node.get("title") or _heading_in(dom, node) or max(titles, key=len))
    return _date_at_edge(title)


def _days_joined(pieces: Sequence[str]) -> Sequence[str]:
    """Pieces of text in which the parts of one day, each in an element of its own, are one piece."""
    if not any(piece in _JOINTS for piece in pieces):
        return pieces
    runs = ("".join(run) if is_part else list(run) for is_part, run in groupby(pieces, _is_part_of_day))
    return [piece for run in runs for piece in ([run] if isinstance(run, str) else run)]


def _is_part_of_day(piece: str) -> bool:
    return piece in _JOINTS or piece.isdecimal()


@remembered
def _is_number(piece: str) -> bool:
    """Whether a piece of text is there for the number of a document, with or without its label."""
    return piece.endswith("号") and len(piece) <= _FEW_WORDS and len(numbers_in(piece)) == 1


@remembered
def _date_at_edge(title: str) -> tuple[Stamp | None, str]:
    found = _EDGE_DATE.search(title) or _BRACKETED.search(title)
    if found and is_date_like(inner := found[1] or found[2]) and (stamp := read_stamp(inner)):
        return stamp, clean(title.replace(found[0], " "))
    return None, title


@remembered
def _shows_date(piece: str) -> bool:
    """Whether a piece of text in a link is there for a date: it holds nothing else, or the date has its label."""
    bare = _LABELLED.sub("", piece).strip(_BRACKETS)
    return is_date_like(bare) or (len(piece) <= _FEW_WORDS and bool(_LABELLED_DATE.search(piece)))


def _heading_in(dom: Dom, node: Node) -> str:
    headings = (dom.any_text_of(kid) for kid in node.walk() if kid.tag in _HEADINGS)
    return next((words for words in headings if not _shows_date(words)), "")
