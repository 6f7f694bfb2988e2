"""Slips of spelling in lines of text, each with the correction and how likely it is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller import search
from xunwang.inspector.proof.speller.alike import words_alike
from xunwang.inspector.proof.speller.alphabet import Tokens
from xunwang.inspector.proof.speller.evidence import Reading
from xunwang.inspector.proof.speller.lengths import Change, missing, twice
from xunwang.inspector.proof.speller.model import Model, load, window_keys
from xunwang.inspector.proof.speller.particles import particles
from xunwang.inspector.proof.speller.segment import divides_as_well, divides_there
from xunwang.inspector.proof.speller.strangers import strangers
from xunwang.inspector.proof.speller.verifier import glance_of, judges_of

MODEL_FILE = "speller.bin"
BATCH = 60_000  # characters weighed together
LIKELY = 0.8
ROUNDS = 3  # a slip beside another is often seen only after the first is mended


class Bars(NamedTuple):
    """How likely a slip must be: to be told at all, or in a line that holds a sure one, as errors come in company."""

    least: float
    beside: float
    sure: float


class Way(StrEnum):
    """How a slip was made."""

    OTHER = "other"  # a character for another
    TWICE = "twice"
    MISSING = "missing"
    STRANGE = "strange"  # a character that is in no official text
    ALIKE = "alike"  # a word for another of the same sounds
    MIXED_UP = "mixed up"  # a word for one that sounds alike
    PARTICLE = "particle"  # 的, 地 and 得 for one another


BARS = Bars(least=0.3, beside=0.3, sure=1.0)


class Slip(NamedTuple):
    """Characters [start, end) of a line and what they should be; `likely` is 0 to 1.

    How likely a slip of another length is nobody has learnt: it is told from `LIKELY` on, which is never sure.
    """

    line: int
    start: int
    end: int
    right: str
    likely: float
    way: Way = Way.OTHER


class _Sheet(NamedTuple):
    """Lines as one row of tokens, and the way back to line and character."""

    numbers: Sequence[int]
    tokens: Tokens
    offsets: NDArray[np.int64]

    def place(self, token: int) -> tuple[int, int]:
        """(number of the line, character in it)"""
        start = int(self.tokens.starts[token])
        line = int(np.searchsorted(self.offsets, start, "right")) - 1
        return self.numbers[line], start - int(self.offsets[line])


class Speller:
    def __init__(self, model: Model) -> None:
        self.model = model
        self._glance = glance_of(model.arrays)
        self._judges = judges_of(model.arrays)

    def slips(self, lines: Sequence[str], bars: Bars = BARS) -> list[Slip]:
        """In order of their place. The lines are judged apart from each other."""
        found: list[Slip] = []
        for start, stop in _batches(lines):
            found += [slip._replace(line=slip.line + start) for slip in self._slips(lines[start:stop], bars)]
        return found

    def is_word(self, text: str) -> bool:
        """Whether a text of two to four characters stands in the dictionary."""
        return self._word(text)[0]

    def how_often(self, text: str) -> int:
        """How frequent a word of two to four characters is in the dictionary, by its logarithm: 9 for 北京, 7 for 广州, 0 for none."""
        return self._word(text)[1]

    def _word(self, text: str) -> tuple[bool, int]:
        ids = self.model.alphabet.tokens(text).ids
        if not 2 <= len(ids) <= 4:
            return False, 0
        keys = window_keys(ids, self.model.alphabet.size)[:3]
        known, often = self.model.words.look_up(keys[len(ids) - 2][-1:])
        return bool(known[0]), int(often[0])

    def divides_as_well(self, line: str, start: int, end: int, right: str) -> bool:
        return divides_as_well(self.model, line, start, end, right)

    def divides_there(self, line: str, start: int, end: int) -> bool:
        return divides_there(self.model, line, start, end)

    def _lengths(self, lines: Sequence[str], sheet: _Sheet, reading: Reading) -> Iterator[Slip]:
        """What stands twice in a row, what is left out, what the model does not know, and words for others."""
        for way, changes in _CHANGES.items():
            for change in changes(self.model, reading):
                slip = self._changed(sheet, change, way)
                if self._is_slip(lines[slip.line], slip):
                    yield slip

    def _is_slip(self, line: str, slip: Slip) -> bool:
        """What only who sees the line itself can say."""
        match slip.way:
            case Way.TWICE:
                return is_slip_of_the_hand(line, slip)
            case Way.STRANGE:
                return "\u4e00" <= line[slip.start] <= "\u9fff"
            case Way.ALIKE:
                return self.divides_there(line, slip.start, slip.end)
            case _:
                return True

    def _changed(self, sheet: _Sheet, change: Change, way: Way) -> Slip:
        line, start = sheet.place(change.start)
        _, last = sheet.place(change.end - 1)
        right = "".join(map(self.model.alphabet.character, change.new))
        return Slip(line, start, last + 1, right, LIKELY, way)

    def _slips(self, lines: Sequence[str], bars: Bars) -> list[Slip]:
        drafts = list(lines)
        waiting: Sequence[int] = range(len(drafts))
        found: list[Slip] = []
        weighed: dict[int, list[Slip]] = {}  # of the line as it was read last
        first = self._read(drafts, waiting)
        for nth in range(ROUNDS):
            likely = self._likely(*(self._read(drafts, waiting) if nth else first), min(bars))
            weighed |= _by_line(likely, waiting)
            fresh = list(_apart((slip for slip in likely if slip.likely >= bars.least), _places(found)))
            for slip in fresh:
                drafts[slip.line] = _mended(drafts[slip.line], slip)
            found += fresh
            waiting = sorted({slip.line for slip in fresh})
            if not waiting:
                break
        careless = {slip.line for slip in found if slip.likely >= bars.sure}
        unread = sorted(careless.intersection(waiting))
        if unread:
            weighed |= _by_line(self._likely(*self._read(drafts, unread), bars.beside), unread)
        more = (slip for line in sorted(careless) for slip in weighed[line] if slip.likely >= bars.beside)
        found += _apart(more, _places(found))
        taken = _places(found)
        found += (slip for slip in self._lengths(lines, *first) if taken.isdisjoint(_places([slip])))
        return sorted(found)

    def _read(self, drafts: list[str], numbers: Sequence[int]) -> tuple[_Sheet, Reading]:
        sheet = self._sheet([drafts[number] for number in numbers], numbers)
        return sheet, search.read(self.model, sheet.tokens.ids)

    def _likely(self, sheet: _Sheet, reading: Reading, least: float) -> list[Slip]:
        """The possible corrections from this likelihood on, the likeliest first."""
        edits = search.edits(self.model, reading, self._glance)
        likely = self._judges.probability(edits.evidence, edits.leaning)
        rows = np.flatnonzero(likely >= least)
        order = rows[np.argsort(-likely[rows], kind="stable")]
        return [self._slip(sheet, edits, row, float(likely[row])) for row in order.tolist()]

    def _sheet(self, lines: list[str], numbers: Sequence[int]) -> _Sheet:
        plain = [line.replace("\n", " ") for line in lines]
        tokens = self.model.alphabet.tokens("\n".join([*plain, ""]))
        return _Sheet(numbers, tokens, np.cumsum([0, *(len(line) + 1 for line in plain)]))

    def _slip(self, sheet: _Sheet, edits: search.Edits, row: int, likely: float) -> Slip:
        first, width = int(edits.at[row]), int(edits.width[row])
        line, start = sheet.place(first)
        _, last = sheet.place(first + width - 1)
        right = "".join(self.model.alphabet.character(int(token)) for token in edits.new[row, :width])
        return Slip(line, start, last + 1, right, likely)


def _batches(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """[start, stop) of lines that make up a batch: large enough to be quick, small enough for the memory."""
    start = size = 0
    for number, line in enumerate(lines):
        if size + len(line) > BATCH and number > start:
            yield start, number
            start, size = number, 0
        size += len(line)
    if start < len(lines):
        yield start, len(lines)


def _places(slips: Sequence[Slip]) -> set[tuple[int, int]]:
    return {(slip.line, place) for slip in slips for place in range(slip.start, slip.end)}


def _by_line(slips: Sequence[Slip], numbers: Sequence[int]) -> dict[int, list[Slip]]:
    """The slips of each of these lines, in the order given."""
    found: dict[int, list[Slip]] = {number: [] for number in numbers}
    for slip in slips:
        found[slip.line].append(slip)
    return found


def _apart(slips: Iterable[Slip], mended: set[tuple[int, int]]) -> Iterator[Slip]:
    """Those that no earlier one touches; what stands beside one waits for the next round."""
    taken: set[tuple[int, int]] = set()
    for slip in slips:
        places = _places([slip])
        around = {(slip.line, place) for place in range(slip.start - 1, slip.end + 1)}
        if places.isdisjoint(mended) and around.isdisjoint(taken):
            taken |= places
            yield slip


def _mended(draft: str, slip: Slip) -> str:
    """The line with the slip corrected; one that runs over a blank stays, so that places keep their meaning."""
    if slip.end - slip.start != len(slip.right):
        return draft
    return draft[: slip.start] + slip.right + draft[slip.end :]


_BY_DEGREES = frozenset("一几很太好更越最真多大小如逐")  # 一桩一桩, 很高很高, 逐项逐项
# 商量商量再定, 审阅审阅，咣当咣当响: a word that is doubled on purpose closes its phrase or says so.
_ON_PURPOSE = re.compile(r"[再才就吧嘛一下看呢这那是响叫，。；！？、…”’》）]|$")

_JOINED = re.compile(
    r"[普涉危波触顾累]及及|参与与|[温平缓饱调总共柔]和和"
)  # a word that ends like the conjunction behind it


def is_slip_of_the_hand(line: str, slip: Slip) -> bool:
    """What stands twice and was not doubled on purpose; titles keep what they quote."""
    start, end = slip.start, slip.end
    apart = any(map(str.isspace, line[start:end]))  # links and cells beside each other: 办理 办理
    named = line.count("《", 0, start) > line.count("》", 0, start)
    alone = len(slip.right) == 1
    degrees = line[max(0, start - 1) : start] if alone else line[start]
    joined = alone and _JOINED.match(line, max(0, start - 1)) is not None
    behind = line[end : end + 1]
    meant = behind in "的地" if alone else _ON_PURPOSE.match(line, end) is not None
    return not apart and not named and degrees not in _BY_DEGREES and not (meant or joined)


_CHANGES = {
    Way.TWICE: twice,
    Way.MISSING: missing,
    Way.STRANGE: strangers,
    Way.ALIKE: words_alike,
    Way.PARTICLE: particles,
}


@cache
def shipped() -> Speller:
    """The speller with the model that comes with the software."""
    with resources.as_file(resources.files("xunwang.inspector.proof").joinpath("data", MODEL_FILE)) as path:
        return Speller(load(Path(path)))
