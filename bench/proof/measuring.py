"""Figures over sentences whose corrections are known, and over clean text."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

Pair = tuple[str, str]


class Figures(NamedTuple):
    """Percent, but for the last two. A sentence counts as corrected only when it is wholly right; None: nothing to count."""

    found_precision: float | None
    found_recall: float | None
    found_f1: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    character_precision: float | None
    character_recall: float | None
    touched: float | None  # clean sentences changed
    flags: float  # per 10,000 characters
    speed: float  # characters per second of processor time


class Said(NamedTuple):
    """What a corrector made of the sentences: the corrected ones, how many places it flagged, and its processor time."""

    answers: list[str]
    flags: int
    seconds: float


def pairs_of(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row[0], row[1]) for row in rows if len(row) >= 2]


def figures(pairs: Sequence[Pair], said: Said) -> Figures:
    rows = [(source, target, answer) for (source, target), answer in zip(pairs, said.answers, strict=True)]
    wrong = [row for row in rows if row[0] != row[1]]
    changed = [row for row in rows if row[2] != row[0]]
    found = [row for row in changed if row[0] != row[1]]
    right = [row for row in changed if row[2] == row[1]]
    asked, made, good = _characters(rows)
    size = sum(len(source) for source, _ in pairs)
    return Figures(
        *_three(len(found), len(changed), len(wrong)),
        *_three(len(right), len(changed), len(wrong)),
        *_three(good, made, asked)[:2],
        _share(len(changed) - len(found), len(rows) - len(wrong)),
        10_000 * said.flags / size,
        size / max(said.seconds, 1e-6),
    )


def _characters(rows: Sequence[tuple[str, str, str]]) -> tuple[int, int, int]:
    """Characters that are wrong, that were changed, that were changed into the right ones, where lengths allow counting."""
    asked = made = good = 0
    for source, target, answer in rows:
        if len(source) == len(target) == len(answer):
            for old, right, new in zip(source, target, answer, strict=True):
                asked += old != right
                made += new != old
                good += new != old and new == right
    return asked, made, good


def _three(good: int, made: int, asked: int) -> tuple[float | None, float | None, float | None]:
    precision, recall = _share(good, made), _share(good, asked)
    both = (precision or 0) + (recall or 0)
    return precision, recall, 2 * (precision or 0) * (recall or 0) / both if both else None


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
