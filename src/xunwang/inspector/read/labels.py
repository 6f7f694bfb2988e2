"""What a page says under labels: `来信时间：2026-03-01`, a cell beside a cell, a term with its definition."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice, pairwise

import msgspec

from xunwang.inspector.model import Zone
from xunwang.inspector.read.dom import Dom

_FRAME = frozenset({Zone.HEADER, Zone.NAV, Zone.FOOTER, Zone.SIDE})
_GAP = r"[ \u3000]{0,4}"
_GLOSS = r"(?: ?[A-Za-z][A-Za-z ]{1,20})?"  # the same label in English behind it
_COLON = re.compile(rf"{_GLOSS}[ \u3000]{{0,4}}(?:[:：]|[】\]][ \u3000]?[:：]?)[ \u3000]{{0,4}}")
_ASKED = re.compile(r"[ \u3000]?[？?][ \u3000]{0,4}")  # 去哪办？
_GLOSSED = re.compile(rf"{_GLOSS}[ \u3000]*(?=[\n\t]|\Z)")
# `回复（2026-03-09）：`: the value begins with the day.
_DAY_BETWEEN = re.compile(r" ?[（(\[【](?=(?:19|20)\d\d[-/.年][^\n（）()\[\]【】]{3,20}[）)\]】] ?[:：])")
_NAME_BEHIND = re.compile(r"[ \u3000]?[（(]([^（）()\n\t]{2,20})[）)][ \u3000]?(?:[:：]|(?=[\n\t]|\Z))")
_DAY = re.compile(r"\s{0,3}(?:19|20)\d\d[-/.年]\d")
_FEWEST_ALIKE = 2  # sure labels
_BLANKS = re.compile(r"[ \u3000]{1,4}")
_NUMBER = re.compile(
    r"(?:\A|\n)[ \t\u3000]*(?P<open>[（(]?)(?:[一二三四五六七八九十]{1,3}|(?P<digits>\d{1,3}))(?P<close>[）)、.．])[ \u3000]?\Z"
)
_REACH = 12  # characters before a word in which its number stands
_BLANK = frozenset(" \u3000")
_ENDS = "\n\t"
_CELLS, _VALUES = frozenset({"td", "th", "dt"}), frozenset({"td", "dd"})
_REACH_OF_CELL = 3  # elements such as b and span between the words of a label and its cell
_OPENING = " \u3000【[（("  # what belongs to the next label


class Labelled(msgspec.Struct, frozen=True):
    """A label in the visible text: `start:end` is its span with its colon, `stop` where its value ends."""

    role: str
    word: str
    start: int
    end: int
    stop: int


class Labels:
    """A vocabulary of labels. `roles` gives for each role its words, `needs_colon` those that are plain words without one.

    `valued`: the roles whose words are labels without a colon, too, where such a value follows behind a blank (`答复单位 农机股`).
    `in_cells`: those of them that are labels too where they fill a cell beside another. `signed`: the roles whose labels may begin with
    the name of who speaks (`县住建局回复：`) or bear it in brackets (`答复（县住建局）`), and what such names look like. `before_day`: words that are labels
    only right before a day, with their roles. `numbered`: behind a number that begins its line a word is a label with a blank alone
    (`（二）申请条件 年满十八周岁`), if another stands behind a number of that make.
    """

    def __init__(
        self,
        roles: Mapping[str, Sequence[str]],
        needs_colon: Sequence[str] = (),
        *,
        in_cells: Sequence[str] = (),
        signed: Mapping[str, re.Pattern[str]] | None = None,
        valued: Mapping[str, re.Pattern[str]] | None = None,
        before_day: Mapping[str, str] | None = None,
        numbered: bool = False,
    ) -> None:
        self._numbered = numbered
        self._before_day = dict(before_day or {})
        self._roles = {word: role for role, words in roles.items() for word in words} | self._before_day
        self._needs_colon = frozenset(needs_colon)
        self._in_cells = frozenset(in_cells)
        self._signed = signed or {}
        self._valued = valued or {}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: a vocabulary takes as long as reading a dozen pages."""
        words = sorted(self._roles, key=len, reverse=True)
        return re.compile("|".join(_GAP.join(map(re.escape, word)) for word in words))

    def find(self, dom: Dom, begin: int = 0, end: int | None = None) -> list[Labelled]:
        """The labels in a part of the page outside its frame, each with the span of its value."""
        end = len(dom.text) if end is None else end
        words = list(self._pattern.finditer(dom.text, begin, end))
        numbers = Counter(_number_before(dom.text, found.start()) for found in words if self._numbered)
        known = {found.start(): hit for found in words if (hit := self._hit(dom, found, numbers))}
        hits = [hit for found in words if (hit := known.get(found.start()) or self._alike(dom, found, known))]
        edges = body_ends(dom)
        stops = [*(following.start for following in hits[1:]), end][: len(hits)]
        return [
            msgspec.structs.replace(
                hit, stop=min(stop, edges[bisect_left(edges, hit.end)], _end_of_pairs(dom, hit) or stop)
            )
            for hit, stop in zip(hits, stops, strict=True)
        ]

    def find_dark(self, dom: Dom) -> list[tuple[str, str]]:
        """The roles with their texts in what the page does not show at first, such as a tab that is not open."""
        if not dom.dark:
            return []
        hits = [(found, _COLON.match(dom.dark, found.end())) for found in self._pattern.finditer(dom.dark)]
        kept = [(found, colon) for found, colon in hits if _fills(dom.dark, found, colon)]
        stops = [*(following.start() for following, _ in kept[1:]), len(dom.dark)][: len(kept)]
        return [
            (self._roles["".join(found[0].split())], dom.dark[(colon or found).end() : stop].strip())
            for (found, colon), stop in zip(kept, stops, strict=True)
        ]

    def _alike(self, dom: Dom, found: re.Match[str], known: Mapping[int, Labelled]) -> Labelled | None:
        """A plain word that fills its line in an element of the make that several sure labels of the page stand in."""
        word, start, end = "".join(found[0].split()), found.start(), found.end()
        if word not in self._in_cells or not _fills_line(dom.text, start, end):
            return None
        make = _make_of(dom, start)
        alike = sum(_make_of(dom, hit.start) == make for hit in known.values() if hit.word != word)
        return Labelled(self._roles[word], word, start, end, end) if alike >= _FEWEST_ALIKE else None

    def _hit(self, dom: Dom, found: re.Match[str], numbers: Mapping[str, int]) -> Labelled | None:
        text, start = dom.text, found.start()
        word = "".join(found[0].split())
        behind = found.end()
        signing = self._signed.get(self._roles[word])
        colon = (
            _COLON.match(text, behind)
            or _DAY_BETWEEN.match(text, behind)
            or _ASKED.match(text, behind)
            or _name_behind(text, behind, signing)
        )
        name = signing if colon else None
        signed = _name_before(text, start, name) if name else -1
        start = signed if signed >= 0 else start
        if (signed < 0 and not _begins(dom, start)) or dom.zone_at(start) in _FRAME:
            return None
        plain = word in self._needs_colon and not (
            word in self._in_cells and _is_cell(dom, start, found.end())
        )
        if colon is None and plain:
            return None
        end = colon.end() if colon else found.end()
        if word in self._before_day:
            return Labelled(self._roles[word], word, start, end, end) if _DAY.match(text, end) else None
        glossed = _GLOSSED.match(text, end) if colon is None else None
        if glossed:
            return Labelled(self._roles[word], word, start, glossed.end(), glossed.end())
        if colon is None and not _ends(dom, end):
            value = self._valued.get(self._roles[word])
            is_valued = value is not None and _is_valued(text, end, value)
            if not is_valued and not _is_numbered(text, start, end, numbers):
                return None
        return Labelled(self._roles[word], word, start, end, end)


def _fills_line(text: str, start: int, end: int) -> bool:
    return (start == 0 or text[start - 1] == "\n") and text[end : end + 1] == "\n"


def _make_of(dom: Dom, place: int) -> tuple[str, str]:
    """The tag of the element at a place, and the first name around it."""
    node = dom.node_at(place)
    named = next((outer.names for outer in (node, *islice(node.up(), 2)) if outer.names), "")
    return node.tag, named


def body_ends(dom: Dom) -> list[int]:
    """Where the body gives way to the frame of the page; a part of the body that is called so ends no text beside it."""
    parts = list(dom.stretches())
    ends = [stop for (_, stop, _), (_, _, zone) in pairwise(parts) if zone in _FRAME]
    return [*ends, max(len(dom.text), parts[-1][1] if parts else 0)]


def _end_of_pairs(dom: Dom, label: Labelled) -> int | None:
    """Where the table or the list of terms ends in which a label fills a cell and has another beside it; None anywhere else."""
    node = dom.node_at(label.start)
    cell = next((one for one in (node, *islice(node.up(), _REACH_OF_CELL)) if one.tag in _CELLS), None)
    if cell is None or cell.parent is None or dom.text[label.end : cell.end].strip():
        return None
    beside = next((kid for kid in cell.parent.kids if kid.order > cell.order), None)
    around = next((outer for outer in cell.up() if outer.tag in {"table", "dl"}), None)
    return around.end if beside is not None and beside.tag in _VALUES and around is not None else None


def _name_before(text: str, place: int, name: re.Pattern[str]) -> int:
    """Where the name begins that fills its line or cell up to a place; -1 without one."""
    begin = max(text.rfind(end, 0, place) for end in _ENDS) + 1
    while begin < place and text[begin] in _OPENING:
        begin += 1
    return begin if name.fullmatch(text, begin, place) else -1


def _name_behind(text: str, place: int, name: re.Pattern[str] | None) -> re.Match[str] | None:
    """The brackets behind a word that hold such a name: `答复（县住建局）`."""
    found = _NAME_BEHIND.match(text, place) if name else None
    return found if found and name and name.fullmatch(found[1].strip()) else None


def name_in(dom: Dom, one: Labelled) -> str | None:
    """The name that a label begins with, or that stands in brackets behind its word."""
    words = "".join(dom.text[one.start : one.end].split())
    before, _, behind = words.partition(one.word)
    in_brackets = _NAME_BEHIND.match(behind)
    return before or (in_brackets[1] if in_brackets else None)


def _is_cell(dom: Dom, start: int, end: int) -> bool:
    """Whether words fill a cell of a table that another follows, or a term of a list of terms."""
    text = dom.text
    if start and text[start - 1] not in _ENDS:
        return False
    return text[end : end + 1] == "\t" or (text[end : end + 1] == "\n" and dom.node_at(start).tag == "dt")


def _begins(dom: Dom, place: int) -> bool:
    """Whether a word begins a line, a cell, a piece of text or follows a mark, and is no part of a sentence."""
    return place == 0 or not dom.text[place - 1].isalnum() or dom.begins_words(place)


def _ends(dom: Dom, place: int) -> bool:
    """Whether a word fills its line, cell or piece of text, as a heading does."""
    rest = dom.text[place : place + 6].lstrip(" \u3000】]）)")
    return not rest or rest[0] in _ENDS or dom.begins_words(place)


def _is_valued(text: str, place: int, value: re.Pattern[str]) -> bool:
    """Whether behind a blank stands such a value as a word of its own."""
    gap = _BLANKS.match(text, place)
    told = value.match(text, gap.end()) if gap else None
    end = told.start() + len(told[0].rstrip()) if told else 0
    return told is not None and not text[end : end + 1].isalnum()


def _number_before(text: str, start: int) -> str:
    """The make of the number that stands before a word in its line; empty without one."""
    number = _NUMBER.search(text, max(0, start - _REACH), start)
    return f"{number['open']}{'1' if number['digits'] else '一'}{number['close']}" if number else ""


def _is_numbered(text: str, start: int, end: int, numbers: Mapping[str, int]) -> bool:
    """Whether a number stands before a word in its line, as before others, and a blank behind it."""
    make = _number_before(text, start) if text[end : end + 1] in _BLANK else ""
    return make != "" and numbers.get(make, 0) >= _FEWEST_ALIKE


def _fills(text: str, found: re.Match[str], colon: re.Match[str] | None) -> bool:
    begins = found.start() == 0 or not text[found.start() - 1].isalnum()
    rest = text[found.end() : found.end() + 1]
    return begins and (colon is not None or not rest or rest in _ENDS)


def value_of(dom: Dom, one: Labelled) -> str:
    """All that stands under a label."""
    return dom.text[one.end : one.stop].strip().rstrip(_OPENING)


def line_of(dom: Dom, one: Labelled) -> str:
    """The first line or cell under a label; empty where the next line is not its own."""
    text = dom.text[one.end : one.stop]
    lines = re.split(r"[\n\t]", text.lstrip(" \t\u3000"), maxsplit=2)
    first = lines[0].strip().rstrip(_OPENING)
    return first or (lines[1].strip() if len(lines) > 1 else "")
