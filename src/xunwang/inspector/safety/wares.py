"""Whether a short text sells what intruders sell, whatever words it finds for that: a weighted sum over pairs of its letters.

Lists know the names of yesterday. Here the weights were learnt from invented phrases of many trades, held against laws, news and
what offices say with the same words (tools/train_wares/train.py). It says so much of titles, links and lines that are no
sentences; alone it is a suspicion, beside another sign it tells.
"""

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA_FILE = "wares.npz"
BITS = 16  # of the number of a pair
SCALE = 16  # steps of a weight of 1
LEAST = 4  # Chinese characters of a text that says something
WINDOW = 18  # characters of a piece that is weighed
_NEVER = -9.0
_MOST = 200  # characters of a text that are read
LIKELY, SURE = 1.3, 4.0  # log odds from which a text sells, perhaps and without doubt
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]{5,}|[a-z\d./:_@-]{6,}")
_BLANKS = re.compile(r"\s+")
_ONE, _TWO, _THREE = 0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35


def plainly(text: str) -> str:
    """A text as it is read: in small letters, its figures, long Latin words and blanks alike, between two marks for its ends."""
    lowered = _FIGURES.sub("0", _LATIN.sub("a", text.strip().lower()))
    return f"^{_BLANKS.sub(' ', lowered)[:_MOST]}$"


def numbers_of(text: str) -> "NDArray[np.uint32]":
    """The numbers of the letters of a text from `plainly`, and of what stands side by side there: pairs and threes."""
    import numpy as np  # noqa: PLC0415  # slow to load, and a judgement of finished runs asks for none of it

    letters = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    ones = letters * _ONE
    twos = ones[:-1] ^ (letters[1:] * _TWO)
    threes = twos[:-1] ^ (letters[2:] * _THREE)
    found = np.concatenate((ones, twos * _ONE, threes * _TWO))
    mixed: NDArray[np.uint32] = (found ^ (found >> 15)) * _THREE >> (32 - BITS)
    return mixed


class _Taught(NamedTuple):
    weights: "NDArray[np.float32]"
    bias: float
    anchors: tuple[str, ...]


@cache
def _taught() -> _Taught:
    import numpy as np  # noqa: PLC0415  # as above

    with resources.files(__package__).joinpath(f"data/{DATA_FILE}").open("rb") as file, np.load(file) as told:
        weights = np.zeros(1 << BITS, np.float32)
        weights[told["places"]] = told["weights"] / SCALE
        return _Taught(weights, float(told["bias"]), tuple(map(str, told["anchors"])))


def anchors() -> tuple[str, ...]:
    """Words of the trades that laws, news and reports hardly know; the sentences that hold one are worth a look."""
    return _taught().anchors


@lru_cache(maxsize=8_192)
def odds(text: str) -> float:
    """The log odds that the piece of a text which sounds most like it sells what intruders sell; what says nothing in Chinese is very unlikely to."""
    if len(_HAN.findall(text, 0, _MOST)) < LEAST:
        return _NEVER
    weights, bias, _ = _taught()
    plain = plainly(text)
    numbers = numbers_of(plain)
    size = len(plain)
    each = weights[numbers]
    told = each[:size].copy()
    told[1:] += each[size : 2 * size - 1]
    told[2:] += each[2 * size - 1 :]
    if size > WINDOW:
        sums = told.cumsum()
        best = max(float((sums[WINDOW:] - sums[:-WINDOW]).max()), float(sums[WINDOW - 1]))
    else:
        best = float(told.sum())
    root: float = (3.0 * min(size, WINDOW)) ** 0.5
    return bias + best / root


def sells(text: str) -> bool:
    """Whether a text likely sells."""
    return odds(text) >= LIKELY


def surely_sells(text: str) -> bool:
    """Whether a text sells without doubt."""
    return odds(text) >= SURE
