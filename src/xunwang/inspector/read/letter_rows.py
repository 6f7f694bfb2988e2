"""The rows of a list of letters: elements of one shape, each with a title, days, a status, and what a head row calls them."""

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from xunwang.inspector.model import Message, late
from xunwang.inspector.read.dates import FULL
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.entries import date_runs
from xunwang.inspector.read.labels import Labelled, line_of, name_in, value_of
from xunwang.inspector.read.letter_groups import groups_of
from xunwang.inspector.read.letter_heads import Heads, cells_of
from xunwang.inspector.read.letter_titles import SHORTEST, SHORTEST_LABELLED, Titles
from xunwang.inspector.read.letter_words import (
    IS_UNIT,
    KEPT,
    NO_REPLY,
    REFUSED,
    acts_in,
    apart,
    cut,
    day_of,
    is_status,
    office,
    short,
    shows_day,
    signature,
    status_tells,
    wrote,
)
from xunwang.inspector.read.links import Found

_MOST_DAYS = 6
_SHORT_PIECE, _LONGEST_UNIT = 40, 20
_FEWEST_REPLIES = 2
_MOST_GROUPS = 12
_DAYS = frozenset({"asked", "answered", "when"})
_TEXTS = {"question": "asked", "reply": "answered"}
"""A label of a text that holds but a day tells when that was written."""
_ANSWERS = frozenset({"answered", "reply"})
_COLONS = (":", "：")
_DASH = re.compile(r"[-—–－/]{1,4}")  # holds the place of a day in a cell
_WHO_AND_WHEN = late(rf"(?P<who>[^\n:：，。？！]{{1,24}}?)\s*(?P<day>{FULL.pattern})\s*\n(?=\s*\S)")
_DAY_AHEAD = late(rf"[（(\[【]\s*(?P<day>{FULL.pattern})\s*[】\])）]\s*(?=\S)")  # （2026-03-09） 您好
_LAST_POST = re.compile(r"最后(?:发表|评论|跟帖|回帖|回复|答复|留言|更新)|最[近新](?:发表|评论|跟帖|回帖)")
_WAY = re.compile(r"\W*(?:[您你]?(?:现在|当前|目前)?的?(?:所在)?位置(?:是|为)?\s*[:：]|今天是)")


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
    shown = {name for _, facts in best for name in _ANSWERS if getattr(facts, name)}
    if sum(facts.reply is not None for _, facts in best) >= _FEWEST_REPLIES:
        shown.add("texts")
    for node, facts in best:
        is_kept = facts.question is None and KEPT.search(dom.text_of(node)) is not None
        yield Row(node, _letter(facts, shown - {"texts"} if is_kept else shown))


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
    """The letter of a row. A cell that others fill and that is blank here tells that no answer is there; so does a letter alone where others have their answers with them, unless it leads to a page of its own."""
    is_alone = facts.question is not None or facts.url is None
    is_blank = bool(facts.blank & _ANSWERS and shown & _ANSWERS) or ("texts" in shown and is_alone)
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
        self._titles, self._heads = Titles(dom, found), Heads(dom)
        self._labels = labels
        self._starts = [one.start for one in labels]
        self._today = today

    def facts(self, node: Node) -> _Facts | None:
        """What a row shows; None where it is no row of one letter."""
        labels = self._labels_in(node)
        if self._heads.is_one(node) or self._holds_several(node, labels) or self._says_where(node):
            return None
        facts = _Facts()
        self._take_labels(facts, labels)
        self._take_cells(facts, node)
        facts.title, facts.url = self._titles.of(node, labels, facts.title, facts.question or "")
        self._take_pieces(facts, node, labels)
        facts.asked = facts.asked or facts.when
        if facts.reply and not (facts.answered and facts.unit):
            unit, day = signature(facts.reply)
            facts.unit, facts.answered = facts.unit or unit, facts.answered or day
        has_sign = facts.asked or facts.answered or facts.status or facts.reply
        roles = {one.role for one in labels}
        shortest = 1 if "title" in roles else SHORTEST_LABELLED if "asked" in roles else SHORTEST
        return facts if has_sign and len(facts.title) >= shortest else None

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
        elif role in _TEXTS and (ahead := _DAY_AHEAD.match(value)):
            setattr(facts, _TEXTS[role], day_of(ahead["day"], self._today))
            setattr(facts, role, value[ahead.end() :])
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
        cells = cells_of(node)
        head = self._heads.above(node, len(cells)) if len(cells) >= 2 else []
        if not head:
            return
        facts.certain = True
        blank = set(facts.blank)
        for role, cell in zip(head, cells, strict=True):
            if role == "none":
                continue
            value = " ".join(self._dom.text_of(cell).split()) or _pictured(cell)
            if not value and role == "answered":
                blank.add(role)
            elif value and role == "title":
                facts.title = facts.title or value
            elif value and role and getattr(facts, role) is None:
                self._take(facts, role, value)
        facts.blank = frozenset(blank)

    def _take_pieces(self, facts: _Facts, node: Node, labels: Sequence[Labelled]) -> None:
        """Days, status and office that stand without a label."""
        spans = [(one.start, min(one.stop, node.end)) for one in labels if one.role not in {"none", "title"}]
        pieces = self._free_pieces(node, spans)
        free = self._free_pieces(node, sorted([*spans, *self._named_cells(node)]))
        days = self._days_in(_without_last_post(free))
        for piece in pieces:
            self._take_words(facts, piece)
            self._take_acts(facts, acts_in(piece))
        self._take_lines(facts, node)
        self._take_status(facts, node, labels)
        if facts.asked is None and days:
            facts.asked = min(days)
        waits = bool(facts.status) and status_tells(facts.status or "") is False
        if facts.answered is None and len(days) > 1 and max(days) > min(days) and not waits:
            facts.answered = max(days)
        if facts.answered is None and facts.asked and any(map(_DASH.fullmatch, pieces)):
            facts.blank |= {"answered"}

    def _days_in(self, pieces: Sequence[str]) -> list[dt.date]:
        told = (piece for piece in pieces if shows_day(piece) or _tells_day(piece))
        days = [day for piece in told if (day := day_of(piece, self._today))]
        return days or [day for run in date_runs(pieces) if (day := day_of(run, self._today))]

    def _named_cells(self, node: Node) -> list[tuple[int, int]]:
        """The cells whose head says what they hold: a day in them is that, and no other."""
        cells = cells_of(node)
        head = self._heads.above(node, len(cells)) if len(cells) >= 2 else []
        return [(cell.start, cell.end) for cell, role in zip(cells, head, strict=False) if role]

    def _take_lines(self, facts: _Facts, node: Node) -> None:
        """The lines that tell who wrote what follows, and when; and what follows."""
        said: dict[str, list[str]] = {}
        role = ""
        for line in self._dom.text[node.start : node.end].splitlines():
            if told := wrote(line):
                role, day, unit = told
                self._take_acts(facts, [(role, day)])
                facts.unit = facts.unit or unit
            elif role and line.strip():
                said.setdefault(role, []).append(line.strip())
        facts.question = facts.question or "\n".join(said.get("asked", ())) or None
        facts.reply = facts.reply or "\n".join(said.get("answered", ())) or None

    def _take_status(self, facts: _Facts, node: Node, labels: Sequence[Labelled]) -> None:
        """A status that fills its piece of text, also below a label whose value is one line; what a letter or an answer says is none."""
        if facts.status is not None:
            return
        texts = [(one.start, one.stop) for one in labels if one.role in _TEXTS]
        pieces = (FULL.sub("", piece, count=1).strip() for piece in self._free_pieces(node, texts))
        told = next(filter(is_status, pieces), None)
        if told is not None:
            facts.status = told.strip(" []【】（）()")
            facts.certain = True

    @staticmethod
    def _take_acts(facts: _Facts, acts: Sequence[tuple[str, dt.date | None]]) -> None:
        """What was done on which day: `提问 2026-02-27　答复 2026-03-02`."""
        for role, day in acts:
            if getattr(facts, role) is None:
                setattr(facts, role, day)
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


def _without_last_post(pieces: Sequence[str]) -> list[str]:
    """Without the day on which anybody wrote last, which lists of forums show, and its label."""
    kept, is_last = [], False
    for piece in pieces:
        told = _LAST_POST.match(piece)
        if not told and not (is_last and shows_day(piece)):
            kept.append(piece)
        is_last = told is not None and not FULL.search(piece)
    return kept


def _tells_day(piece: str) -> bool:
    """Whether a short piece says when something was: `网友 于 2026-03-08 留言：`."""
    return len(piece) <= _SHORT_PIECE and FULL.search(piece) is not None


def _pictured(cell: Node) -> str:
    """What the only picture of a cell says that it shows, such as 已回复."""
    pictures = [node for node in cell.walk() if node.tag == "img"]
    return (pictures[0].get("alt") or pictures[0].get("title")).strip() if len(pictures) == 1 else ""


def _is_unit(piece: str) -> bool:
    return len(piece) <= _LONGEST_UNIT and "的" not in piece and IS_UNIT.fullmatch(piece) is not None
