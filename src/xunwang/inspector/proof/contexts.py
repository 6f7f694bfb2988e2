"""Words that are taken for each other (权力 and 权利, 必须 and 必需): which of both its surroundings call for.

An n-gram sees a word that is one and finds nothing strange. Here each pair has a judge of its own, a weighted sum over what
stands beside the word and in its clause, learnt from the corpora; and a bar of its own for each of both, from which on it
hardly ever doubted a word in the parts of the corpora that it had not read (tools/train_contexts/train.py).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple
from zlib import crc32

import numpy as np
from ahocorasick_rs import AhoCorasick
from numpy.typing import NDArray

DATA_FILE = "contexts.npz"
BITS = 21  # of the number of a clue
SCALE = 16  # steps of a weight of 1
REACH = 12  # characters to each side that speak of the matter
BESIDE = 4  # characters to each side whose order counts
EDGE = "　"
_BREAK = "\n"
_ALIKE = {**dict.fromkeys("。！？；", _BREAK), **dict.fromkeys("123456789０１２３４５６７８９", "0")}
_MASK = (1 << BITS) - 1
REMEMBERED = 100_000  # words with their neighbours
HOPELESS = -SCALE // 4  # steps of the log odds that both neighbours give
DOUBTED = 0  # the same of all that stands beside the word, from which on its clause is asked


class Doubt(NamedTuple):
    """Characters [start, end) of a line that their surroundings would have otherwise."""

    start: int
    end: int
    right: str


class _Judge(NamedTuple):
    """Of a written word: the one it may be taken for, from which sum on, and how the clues are told from those of others."""

    other: str
    bar: float
    salt: int
    sign: int


class Contexts:
    """`pairs`: each written word and the one it may be taken for; `bars`: from which log odds on that is suspected."""

    def __init__(
        self, pairs: Sequence[tuple[str, str]], bars: NDArray[np.float32], weights: NDArray[np.int8]
    ) -> None:
        judges: dict[str, list[_Judge]] = {}
        for (written, other), bar in zip(pairs, bars.tolist(), strict=True):
            sign = 1 if written < other else -1
            judges.setdefault(written, []).append(_Judge(other, bar * SCALE, salt_of(written, other), sign))
        self._judges = list(judges.values())
        self._finder = AhoCorasick(list(judges))
        self._weights = weights.data
        self._hopeful: dict[str, list[_Judge]] = {}

    def doubts(self, line: str) -> Iterator[Doubt]:
        text = plain(line)
        hopeful = self._hopeful
        for number, start, end in self._finder.find_matches_as_indexes(line, overlapping=True):
            around = text[start - 1 : end + 1] if start else _BREAK + text[: end + 1]
            judges = hopeful.get(around)
            if judges is None:
                judges = self._worth_asking(number, around, beside(text, start, end))
            if judges:
                odds, judge = self._doubting(judges, text, start, end)
                if odds >= judge.bar:
                    yield Doubt(start, end, judge.other)

    def _doubting(self, judges: Sequence[_Judge], text: str, start: int, end: int) -> tuple[int, _Judge]:
        """Who doubts the word most, and its log odds in steps; the clause is asked only where what stands beside the word does not speak for it."""
        sides = _sides(text, start, end)
        near = _near(*sides)
        leading = max((self._odds(one, near), one) for one in judges)
        if leading[0] < DOUBTED:
            return leading
        seen = near + _around(*sides)
        return max((self._odds(one, seen), one) for one in judges)

    def _worth_asking(self, number: int, around: str, near: tuple[str, str]) -> list[_Judge]:
        """The judges of a word for whom its neighbours do not speak for it already; kept by the word with both."""
        if len(self._hopeful) >= REMEMBERED:
            self._hopeful.clear()
        before, after = near
        seen = [f"<{before}".encode(), f">{after}".encode(), f"={before}{after}".encode()]
        self._hopeful[around] = [one for one in self._judges[number] if self._odds(one, seen) >= HOPELESS]
        return self._hopeful[around]

    def _odds(self, judge: _Judge, seen: Sequence[bytes]) -> int:
        """The log odds of the other word, in steps."""
        weights, salt = self._weights, judge.salt
        return judge.sign * sum([weights[crc32(clue, salt) & _MASK] for clue in seen])


def plain(line: str) -> str:
    """A line as clues are read off it: one digit is as good as another, and so is one end of a clause."""
    for sign, plain_sign in _ALIKE.items():  # six times as quick as str.translate
        line = line.replace(sign, plain_sign)
    return line


def beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters beside a word of a plain line, `EDGE` where its clause ends."""
    before = text[start - 1] if start else _BREAK
    after = text[end] if end < len(text) else _BREAK
    return before.replace(_BREAK, EDGE), after.replace(_BREAK, EDGE)


def salt_of(one: str, other: str) -> int:
    return crc32("".join(sorted((one, other))).encode())


def clues(text: str, start: int, end: int) -> list[bytes]:
    """What stands to each side of a word of a plain line, one to four characters far; both neighbours; and pairs of characters of the clause, whichever their place."""
    sides = _sides(text, start, end)
    return _near(*sides) + _around(*sides)


def _sides(text: str, start: int, end: int) -> tuple[str, str]:
    before = EDGE + text[max(0, start - REACH) : start].rpartition(_BREAK)[2]
    return before, text[end : end + REACH].partition(_BREAK)[0] + EDGE


def _near(before: str, after: str) -> list[bytes]:
    near = range(1, BESIDE + 1)
    seen = [f"<{before[-far:]}" for far in near if far <= len(before)]
    seen += [f">{after[:far]}" for far in near if far <= len(after)]
    seen.append(f"={before[-1]}{after[0]}")
    seen.append(f"={before[-2:]}{after[:2]}")
    return _encoded(seen)


def _around(before: str, after: str) -> list[bytes]:
    return _encoded(
        dict.fromkeys(part[at : at + 2] for part in (before, after) for at in range(len(part) - 1))
    )


def _encoded(clues: Iterable[str]) -> list[bytes]:
    joined = _BREAK.join(clues).encode()
    return joined.split(b"\n") if joined else []  # quicker than one by one


def number_of(clue: bytes, salt: int) -> int:
    """Of a clue as a pair sees it; two that meet in one number are told apart by none."""
    return crc32(clue, salt) & _MASK


@cache
def shipped_contexts() -> Contexts:
    with resources.files("xunwang.inspector.proof").joinpath("data", DATA_FILE).open("rb") as file:
        data = np.load(file)
        pairs = [(pair[:2], pair[2:]) for pair in data["pairs"].tolist()]
        weights = np.zeros(1 << BITS, np.int8)
        weights[data["places"]] = data["weights"]
        return Contexts(pairs, data["bars"], weights)
