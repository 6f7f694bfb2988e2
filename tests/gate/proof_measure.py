"""How good the proofreader is on sentences whose corrections are known, and on clean ones."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from xunwang.inspector.proof import Kind, Proofreader, Suspicion, Tier

DATA = Path(__file__).parents[3] / "shared" / "data"
DAY = dt.date(2026, 3, 31)
WORDING = {Kind.SPELLING, Kind.WORD, Kind.SET_PHRASE}
Pair = tuple[str, str]
Corrector = Callable[[str], str]


class Figures(NamedTuple):
    """In percent. A sentence counts as corrected only when it is wholly right."""

    precision: float
    recall: float
    f1: float
    found_precision: float  # of sentences said to hold an error
    found_recall: float
    character_precision: float
    character_recall: float
    touched: float  # clean sentences changed


def pairs_of(name: str) -> list[Pair]:
    lines = (DATA / "proof" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines]
    return [(row[0], row[1]) for row in cells if len(row) >= 2]


def unread_half(path: Path) -> str:
    """The second half of a text of which the first half taught the verifier (tools/train_speller/train.py)."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(lines[len(lines) // 2 :])


def corrector(reader: Proofreader, lines: Sequence[str], least: Tier) -> Corrector:
    """Each line by itself, as a text of its own; all are judged beforehand in one go."""
    reader.suspicions("\n".join(lines), day=DAY)

    def correct(line: str) -> str:
        return applied(line, [one for one in reader.suspicions(line, day=DAY) if wanted(one, least)])

    return correct


def wanted(one: Suspicion, least: Tier) -> bool:
    return one.kind in WORDING and bool(one.suggest) and (least is Tier.SUSPECTED or one.tier is Tier.SURE)


def applied(line: str, found: Sequence[Suspicion]) -> str:
    for one in sorted(found, key=lambda one: -one.start):
        line = line[: one.start] + one.suggest[0] + line[one.end :]
    return line


def figures(pairs: Sequence[Pair], correct: Corrector) -> Figures:
    said = [(source, target, correct(source)) for source, target in pairs]
    wrong = [row for row in said if row[0] != row[1]]
    changed = [row for row in said if row[2] != row[0]]
    right = [row for row in changed if row[2] == row[1]]
    found = [row for row in changed if row[0] != row[1]]
    clean = len(said) - len(wrong)
    asked, made, good = _characters(said)
    precision, recall = _share(len(right), len(changed)), _share(len(right), len(wrong))
    return Figures(
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        _share(len(found), len(changed)),
        _share(len(found), len(wrong)),
        _share(good, made),
        _share(good, asked),
        _share(len(changed) - len(found), clean),
    )


def _characters(said: Sequence[tuple[str, str, str]]) -> tuple[int, int, int]:
    """Characters that are wrong, that were changed, that were changed into the right ones."""
    asked = made = good = 0
    for source, target, answer in said:
        if len(source) == len(target) == len(answer):
            for old, right, new in zip(source, target, answer, strict=True):
                asked += old != right
                made += new != old
                good += new != old and new == right
    return asked, made, good


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
