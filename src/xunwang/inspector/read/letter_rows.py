"""The rows of a list of letters: elements of one shape, each with a title, days, a status, and what a head row calls them."""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from xunwang.inspector.model import LinkKind, Message
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import clean, date_runs, title_of
from xunwang.inspector.read.labels import Labelled, line_of, name_in, value_of
from xunwang.inspector.read.letter_groups import groups_of
from xunwang.inspector.read.letter_heads import is_head, once, role_of
from xunwang.inspector.read.letter_words import (
    IS_UNIT,
    NO_REPLY,
    REFUSED,
    apart,
    cut,
    day_of,
    is_status,
    office,
    short,
    shows_day,
    signature,
    status_tells,
)
from xunwang.inspector.read.links import Found

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary"})
_CELLS = frozenset(
    {"td", "th", "span", "div", "p", "em", "i", "b", "dd", "dt", "label", "font", "strong", "a", "li"}
)
_MOST_DAYS, _SHORTEST_TITLE = 6, 4
_ASKERS = ("网友", "游客", "匿名", "来信人", "留言人", "市民", "群众", "用户")
_SHORT_PIECE, _LONGEST_UNIT = 40, 20
_FEWEST_REPLIES = 2
_MOST_GROUPS = 12
_HEAD_REACH = 60  # elements before the first row among which its head is looked for
_DAYS = frozenset({"asked", "answered", "when"})
_TEXTS = {
    "question": "asked",
    "reply": "answered",
}  # a label of a text that holds but a day tells when that was written
_SAID = frozenset({"title", *_TEXTS})
_DAY_AT_END = re.compile(rf"\s+{FULL.pattern}\s*\Z")
_COLONS = (":", "：")
_WHO_AND_WHEN = re.compile(rf"(?P<who>[^\n:：，。？！]{{1,24}}?)\s*(?P<day>{FULL.pattern})\s*\n(?=\s*\S)")
_NO_TITLE = re.compile(
    r"(?:查看|详情|详细|更多|查看详情|查看回复|回复|满意|评价|我要\w{1,4}|[\d\W]+)[>»\s]*\Z"
)
_WAY = re.compile(r"\W*(?:[您你]?(?:现在|当前|目前)?的?(?:所在)?位置(?:是|为)?\s*[:：]|今天是)")
_TYPE_WORD = re.compile(
    r"[\[【（(]?(?:咨询|投诉|建议|求助|举报|表扬|其他|其它|感谢|意见|反映|问题)类?[\]】）)]?\Z"
)


class Row(msgspec.Struct, frozen=True):
    node: Node
    letter: Message


class _Facts(msgspec.Struct):
    """What one row shows, before it is known to be a letter."""

    title: str = ""
    url: str | None = None
    asked: dt.date | None = None
    answered: dt.date | None = None
    unit: str | None = None
    status: str | None = None
    question: str | None = None
    reply: str | None = None
    when: dt.date | None = None
    blank: frozenset[str] = frozenset()
    certain: bool = False


def rows_of(
    dom: Dom, found: Sequence[Found], labels: Sequence[Labelled], today: dt.date | None, *, is_box: bool
) -> Iterator[Row]:
    """The letters of the page's list: of all elements of one shape those that make most letters."""
    reader = _Reader(dom, found, labels, today)
    best: list[tuple[Node, _Facts]] = []
    for group in groups_of(dom, labels)[:_MOST_GROUPS]:
        read = [(node, facts) for node in group if (facts := reader.facts(node))]
        if _weight(read) > _weight(best):
            best = read
    if not _is_list(best, is_box=is_box):
        return
    shown = {name for _, facts in best for name in ("answered", "reply") if getattr(facts, name)}
    if sum(facts.reply is not None for _, facts in best) >= _FEWEST_REPLIES:
        shown.add("texts")
    for node, facts in best:
        yield Row(node, _letter(facts, shown))


def _weight(read: Sequence[tuple[Node, _Facts]]) -> tuple[int, int]:
    """More letters go before fewer, rows that say more before those that say less, outer rows before inner ones."""
    said = sum(
        (facts.asked is not None) + (facts.answered is not None) + bool(facts.status) + bool(facts.unit)
        for _, facts in read
    )
    return (len(read), said)


def _is_list(read: Sequence[tuple[Node, _Facts]], *, is_box: bool) -> bool:
    if not read:
        return False
    certain = sum(facts.certain for _, facts in read)
    if len(read) == 1:
        return bool(certain) and read[0][1].url is not None
    return certain * 2 >= len(read) or (is_box and all(facts.asked for _, facts in read))


def _letter(facts: _Facts, shown: set[str]) -> Message:
    """The letter of a row. A cell that others fill and that is blank here tells that no answer is there; so does a question alone where others have their answers with them."""
    is_blank = bool(facts.blank & {"answered", "reply"} & shown) or (
        "texts" in shown and facts.question is not None
    )
    reply = facts.reply
    answered = True if facts.answered or reply else None
    if answered is None and facts.status:
        answered = status_tells(facts.status)
    if answered is None and is_blank and not (facts.status and REFUSED.search(facts.status)):
        answered = False
    return Message(
        title=short(facts.title),
        asked=facts.asked,
        answered=facts.answered,
        unit=facts.unit,
        status=facts.status,
        url=facts.url,
        replied=answered,
        question=cut(facts.question),
        reply=cut(reply),
    )


class _Reader:
    """Reads rows of one page."""

    def __init__(
        self, dom: Dom, found: Sequence[Found], labels: Sequence[Labelled], today: dt.date | None
    ) -> None:
        self._dom = dom
        self._links = [one for one in found if one.node.tag == "a" and one.link.kind is LinkKind.PAGE]
        self._orders = [one.node.order for one in self._links]
        self._labels = labels
        self._starts = [one.start for one in labels]
        self._today = today
        self._heads: dict[int, list[str]] = {}

    def facts(self, node: Node) -> _Facts | None:
        """What a row shows; None where it is no row of one letter."""
        labels = self._labels_in(node)
        if self._is_head_row(node) or self._holds_several(node, labels) or self._says_where(node):
            return None
        facts = _Facts()
        self._take_labels(facts, labels)
        self._take_cells(facts, node)
        self._take_title(facts, node, labels)
        self._take_pieces(facts, node, labels)
        facts.asked = facts.asked or facts.when
        if facts.reply and not (facts.answered and facts.unit):
            unit, day = signature(facts.reply)
            facts.unit, facts.answered = facts.unit or unit, facts.answered or day
        has_sign = facts.asked or facts.answered or facts.status or facts.reply
        named = any(one.role == "title" for one in labels)
        return facts if has_sign and len(facts.title) >= (1 if named else _SHORTEST_TITLE) else None

    def _says_where(self, node: Node) -> bool:
        """Whether a line is the way to the page, beside which many sites show the day."""
        return _WAY.match(self._dom.text, node.start, node.end) is not None

    def _labels_in(self, node: Node) -> list[Labelled]:
        """The labels of a row, their values ending where it ends."""
        first, last = bisect_left(self._starts, node.start), bisect_left(self._starts, node.end)
        return [
            msgspec.structs.replace(one, stop=min(one.stop, node.end)) for one in self._labels[first:last]
        ]

    def _holds_several(self, node: Node, labels: Sequence[Labelled]) -> bool:
        roles = Counter(one.role for one in labels)
        days = FULL.findall(self._dom.text[node.start : node.end])
        return roles["asked"] > 1 or roles["answered"] > 1 or len(days) > _MOST_DAYS

    def _is_head_row(self, node: Node) -> bool:
        words = ["".join(self._dom.text_of(kid).split()) for kid in node.kids if kid.tag in _CELLS]
        return len(words) >= 2 and sum(map(bool, map(role_of, words))) >= 2 and all(map(is_head, words))

    def _take_labels(self, facts: _Facts, labels: Sequence[Labelled]) -> None:
        blank = set()
        for one in labels:
            value = value_of(self._dom, one)
            facts.unit = facts.unit or name_in(self._dom, one)
            if one.role in {"answered", "reply"} and (not value or NO_REPLY.match(value)):
                blank.add(one.role)
                facts.certain = True
            elif not value or one.role == "none":
                continue
            elif one.role == "title":
                facts.title = line_of(self._dom, one)
            elif getattr(facts, one.role) is None:
                value = self._without_day(facts, one, value) if one.role == "question" else value
                self._take(facts, one.role, value if one.role in _TEXTS else line_of(self._dom, one))
                facts.certain = True
        facts.blank = frozenset(blank)

    def _without_day(self, facts: _Facts, one: Labelled, value: str) -> str:
        """A question without the day that stands behind it, in brackets or in an element of its own."""
        day, words = apart(value)
        if day and words and facts.asked is None:
            facts.asked = day
            return words
        pieces = self._dom.pieces(one.end, one.stop)
        if len(pieces) < 2 or not shows_day(pieces[-1]) or facts.asked is not None:
            return value
        facts.asked = day_of(pieces[-1], self._today)
        return value.removesuffix(pieces[-1]).strip()

    def _take(self, facts: _Facts, role: str, value: str) -> None:
        if role in _TEXTS and (head := _WHO_AND_WHEN.match(value)):
            self._take_head(facts, role, head)
        elif role in _TEXTS and (day := FULL.match(value)):
            self._take_day(facts, role, value, day.end())
        elif role in _DAYS:
            setattr(facts, role, day_of(value, self._today))
        elif role == "unit":
            facts.unit = office(value)
        else:
            setattr(facts, role, value)

    def _take_head(self, facts: _Facts, text: str, head: re.Match[str]) -> None:
        """A line of its own above a text that tells who wrote it and when."""
        setattr(facts, _TEXTS[text], day_of(head["day"], self._today))
        setattr(facts, text, head.string[head.end() :].strip())
        if text == "reply" and facts.unit is None and IS_UNIT.fullmatch(head["who"].strip()):
            facts.unit = head["who"].strip()

    def _take_day(self, facts: _Facts, text: str, value: str, end: int) -> None:
        """`留言：2026-03-09`: what is named is not said, only when; with `回复（2026-03-09）：` both are."""
        setattr(facts, _TEXTS[text], day_of(value, self._today))
        rest = value[end:].strip(" \u3000,，;；)）]】")
        if rest[:1] in _COLONS:
            setattr(facts, text, rest[1:].strip())
            return
        if facts.status is None and is_status(rest):
            facts.status = rest

    def _take_cells(self, facts: _Facts, node: Node) -> None:
        """The cells under a head row."""
        cells = [kid for kid in node.kids if kid.tag in _CELLS]
        head = self._head(node, len(cells)) if len(cells) >= 2 else []
        if not head:
            return
        facts.certain = True
        blank = set(facts.blank)
        for role, cell in zip(head, cells, strict=True):
            value = " ".join(self._dom.text_of(cell).split()) or _pictured(cell)
            if not value and role == "answered":
                blank.add(role)
            elif value and role == "title":
                facts.title = facts.title or value
            elif value and role and getattr(facts, role) is None:
                self._take(facts, role, value)
        facts.blank = frozenset(blank)

    def _head(self, node: Node, cells: int) -> list[str]:
        """The roles that a head row gives to so many cells; empty without one."""
        parent = node.parent
        key = parent.order if parent is not None else 0
        if key not in self._heads:
            self._heads[key] = self._find_head(parent or node, cells)
        head = self._heads[key]
        return head if len(head) == cells else []

    def _find_head(self, parent: Node, cells: int) -> list[str]:
        first = parent.kids[0] if parent.kids else parent
        begin = max(0, parent.order - _HEAD_REACH)
        for node in (*parent.kids[:2], first, *reversed(self._dom.nodes[begin : parent.order])):
            kids = [kid for kid in node.kids if kid.tag in _CELLS]
            if len(kids) != cells:
                continue
            words = ["".join(self._dom.text_of(kid).split()) for kid in kids]
            roles = once([role_of(word) for word in words])
            if sum(map(bool, roles)) >= 2 and all(is_head(word) for word in words):
                return roles
        return []

    def _take_pieces(self, facts: _Facts, node: Node, labels: Sequence[Labelled]) -> None:
        """Days, status and office that stand without a label."""
        spans = [(one.start, min(one.stop, node.end)) for one in labels if one.role not in {"none", "title"}]
        pieces = self._free_pieces(node, spans)
        told = (piece for piece in pieces if shows_day(piece) or _tells_day(piece))
        days = [day for piece in told if (day := day_of(piece, self._today))]
        days = days or [day for run in date_runs(pieces) if (day := day_of(run, self._today))]
        for piece in pieces:
            self._take_words(facts, piece)
        self._take_status(facts, node, labels)
        if facts.asked is None and days:
            facts.asked = min(days)
        if facts.answered is None and len(days) > 1 and max(days) > min(days):
            facts.answered = max(days)

    def _take_status(self, facts: _Facts, node: Node, labels: Sequence[Labelled]) -> None:
        """A status that fills its piece of text, also below a label whose value is one line; what a letter or an answer says is none."""
        if facts.status is not None:
            return
        texts = [(one.start, one.stop) for one in labels if one.role in _TEXTS]
        told = next(filter(is_status, self._free_pieces(node, texts)), None)
        if told is not None:
            facts.status = told.strip(" []【】（）()")
            facts.certain = True

    @staticmethod
    def _take_words(facts: _Facts, piece: str) -> None:
        """An office that fills its piece of text."""
        if facts.unit is None and piece != facts.title and _is_unit(piece):
            facts.unit = piece

    def _free_pieces(self, node: Node, spans: Sequence[tuple[int, int]]) -> list[str]:
        place, pieces = node.start, []
        for start, stop in spans:
            pieces += self._dom.pieces(place, start) if start > place else []
            place = max(place, stop)
        return pieces + (self._dom.pieces(place, node.end) if node.end > place else [])

    def _take_title(self, facts: _Facts, node: Node, labels: Sequence[Labelled]) -> None:
        dom = self._dom
        first, last = bisect_left(self._orders, node.order), bisect_left(self._orders, node.stop)
        links = [(self._words(one), one) for one in self._links[first:last]]
        named = [(words, one) for words, one in links if len(words) >= 4 and not _NO_TITLE.match(words)]
        if named:
            words, one = max(named, key=lambda pair: len(pair[0]))
            facts.url = one.link.url
            facts.title = words
        elif links:
            facts.url = links[0][1].link.url
        if not facts.title or not named:
            starts = {place for one in labels for place in (one.start, one.start - 1)}
            headings = (kid for kid in dom.inside(node) if kid.tag in _HEADINGS and kid.start not in starts)
            heading = next((self._words_before(kid, labels) for kid in headings), "")
            facts.title = (
                heading or facts.title or self._first_words(node, labels) or (facts.question or "")[:40]
            )

    def _words_before(self, heading: Node, labels: Sequence[Labelled]) -> str:
        """What a heading says before the day or the office that it tells under a label."""
        told = (
            one.start for one in labels if one.role not in _SAID and heading.start < one.start < heading.end
        )
        end = next(told, heading.end)
        pieces = self._dom.pieces(heading.start, end)
        status = pieces[-1] if len(pieces) > 1 and is_status(pieces[-1]) else ""
        return clean(_DAY_AT_END.sub("", self._dom.text[heading.start : end].rstrip().removesuffix(status)))

    def _words(self, one: Found) -> str:
        """The words of a link; where it holds a whole card, those of its heading or its longest part."""
        dom, node = self._dom, one.node
        pieces = dom.pieces(node.start, node.end)
        if len(pieces) <= 1:
            return title_of(dom, one)
        heading = next((clean(dom.text_of(kid)) for kid in dom.inside(node) if kid.tag in _HEADINGS), "")
        plain = [
            piece for piece in pieces if not (shows_day(piece) or is_status(piece) or _TYPE_WORD.match(piece))
        ]
        return heading or clean(plain[0] if plain and len(plain[0]) >= 6 else max(plain, key=len, default=""))

    def _first_words(self, node: Node, labels: Sequence[Labelled]) -> str:
        end = labels[0].start if labels else node.end
        pieces = self._dom.pieces(node.start, end) if end > node.start else []
        return next((piece for piece in pieces if _may_be_title(piece)), "")


def _may_be_title(piece: str) -> bool:
    told = shows_day(piece) or is_status(piece) or FULL.search(piece) is not None
    return len(piece) >= _SHORTEST_TITLE and not told and not piece.startswith(_ASKERS)


def _tells_day(piece: str) -> bool:
    """Whether a short piece says when something was: `网友 于 2026-03-08 留言：`."""
    return len(piece) <= _SHORT_PIECE and FULL.search(piece) is not None


def _pictured(cell: Node) -> str:
    """What the only picture of a cell says that it shows, such as 已回复."""
    pictures = [node for node in cell.walk() if node.tag == "img"]
    return (pictures[0].get("alt") or pictures[0].get("title")).strip() if len(pictures) == 1 else ""


def _is_unit(piece: str) -> bool:
    return len(piece) <= _LONGEST_UNIT and "的" not in piece and IS_UNIT.fullmatch(piece) is not None
