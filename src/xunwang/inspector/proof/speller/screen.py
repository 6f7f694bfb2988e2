"""Which characters are worth a search: a weighted sum of what the language model says around each.

The weights were learnt from slips made on purpose; the shipped model brings them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, FIRST_CHARACTER
from xunwang.inspector.proof.speller.model import Flags, Floats, Grams, Model

BAR = np.float32(-3.7)  # log odds; what stays below is hardly ever a slip
LOOSE = np.float32(-6)  # the same where only what is nearly a known phrase is looked for
NEVER = np.float32(-99)
SURPRISES = range(-2, 5)  # tokens whose surprise counts, seen from a character
Ids = NDArray[np.uint16]
Clue = tuple[Floats | Flags, int]


def odds_of(model: Model, ids: Ids, surprise: Floats, grams: Grams) -> Floats:
    """The log odds that each token is a slip; only characters are."""
    odds = np.full(len(ids), model.screen[-1], np.float32)
    for weight, (values, after) in zip(model.screen, clues(model, ids, surprise, grams), strict=False):
        _add(odds, values * weight, after)
    odds[ids < FIRST_CHARACTER] = NEVER
    return odds


def clues(model: Model, ids: Ids, surprise: Floats, grams: Grams) -> Iterator[Clue]:
    """Values by token, and how many tokens after a character the one stands that speaks of it; always in this order."""
    for after in SURPRISES:
        yield surprise, after
    for order, known in enumerate(grams.known, 2):
        for after in range(order):
            yield known, after
    yield grams.known[0], -1
    yield grams.known[1], -1
    yield model.unigram.take(ids), 0
    edge = ids == EDGE
    yield edge, 1
    yield edge, -1


def _add(odds: Floats, values: Floats, after: int) -> None:
    if after > 0:
        odds[:-after] += values[after:]
    elif after < 0:
        odds[-after:] += values[:after]
    else:
        odds += values
