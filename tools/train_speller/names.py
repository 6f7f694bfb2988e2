"""Names out of jieba's dictionary (MIT): which characters they are made of, and made-up ones put into lessons.

News of other years speaks of people whom no model knows; the verifiers learn from made-up ones that a name is no slip.
"""

# ruff: noqa: INP001  # a folder of scripts, not a package

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import jieba
import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER, Alphabet
from xunwang.inspector.proof.speller.model import NAME_STEPS

SURNAMES = 150
FLOOR = 2e-4  # of a character's share, so that what is rare everywhere says nothing
SHARE = 0.35  # of the places where a name may follow
ONE_CHARACTER = 0.15  # of the given names
KNOWN = 0.4  # of the foreign names; the others are made up
_BEFORE_A_PERSON = re.compile(
    "记者|主任|书记|教授|院士|村民|居民|市民|工人|干部|队长|局长|市长|县长|省长|部长|主席|医生|老师|同志|负责人|选手|代表|委员|烈士|法官|检察官|律师|被告人|经理|厂长|站长|民警|农民"
)
_BEFORE_A_FOREIGN_NAME = re.compile(
    "总统|总理|首相|外长|大使|秘书长|发言人|国王|球员|导演|作家|防长|议长|前往|抵达|访问|位于"
)


class _Counted(NamedTuple):
    """What occurs, and how many times it and all before it do."""

    what: list[str]
    upto: NDArray[np.int64]

    def draw(self, random: np.random.Generator) -> str:
        return self.what[int(np.searchsorted(self.upto, random.integers(self.upto[-1]), "right"))]


class _Names(NamedTuple):
    foreign: list[str]
    surnames: Counter[str]
    given: Counter[str]  # characters
    other: Counter[str]  # characters of words that are no names


@cache
def _names() -> _Names:
    path = Path(jieba.__file__).with_name("dict.txt")
    rows = [line.split(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    people = [word for word, _, kind in rows if kind == "nr" and len(word) == 3]
    surnames = dict(Counter(word[0] for word in people).most_common(SURNAMES))
    return _Names(
        [word for word, _, kind in rows if kind == "nrt" and 2 <= len(word) <= 5],
        Counter(surnames),
        Counter("".join(word[1:] for word in people if word[0] in surnames)),
        Counter(
            "".join(word for word, _, kind in rows if not kind.startswith("nr") and kind not in {"ns", "nz"})
        ),
    )


def parts(alphabet: Alphabet) -> NDArray[np.int8]:
    """For each token how much oftener it stands in foreign names, as a surname, in given names than in other words."""
    names = _names()
    kinds = (Counter("".join(names.foreign)), names.surnames, names.given)
    return np.stack([_ratios(alphabet, kind, names.other) for kind in kinds])


def _ratios(alphabet: Alphabet, kind: Counter[str], other: Counter[str]) -> NDArray[np.int8]:
    ratios = np.zeros(alphabet.size)
    ratios[FIRST_CHARACTER:] = np.log(_shares(alphabet, kind) / _shares(alphabet, other))
    return np.rint(ratios * NAME_STEPS).astype(np.int8)


def _shares(alphabet: Alphabet, counts: Counter[str]) -> NDArray[np.float64]:
    return np.array([counts[character] for character in alphabet.characters]) / counts.total() + FLOOR


def with_names(text: str, random: np.random.Generator) -> str:
    """The text with made-up names behind some of the words that a name often follows."""
    names = _names()
    surnames, given, foreign = map(_counted, (names.surnames, names.given, Counter("".join(names.foreign))))

    def person() -> str:
        length = 1 if random.random() < ONE_CHARACTER else 2
        return surnames.draw(random) + "".join(given.draw(random) for _ in range(length))

    def foreigner() -> str:
        if random.random() < KNOWN:
            return names.foreign[int(random.integers(len(names.foreign)))]
        return "".join(foreign.draw(random) for _ in range(int(random.integers(2, 5))))

    text = _BEFORE_A_PERSON.sub(_followed_by(person, random), text)
    return _BEFORE_A_FOREIGN_NAME.sub(_followed_by(foreigner, random), text)


def _counted(counts: Counter[str]) -> _Counted:
    return _Counted(list(counts), np.cumsum(list(counts.values())))


def _followed_by(name: Callable[[], str], random: np.random.Generator) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0] + (name() if random.random() < SHARE else "")
