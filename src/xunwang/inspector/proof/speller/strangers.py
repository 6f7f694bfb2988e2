"""Characters that official texts never write, where a usual one would fit exactly: 责仼, 夲办法.

The candidates of a character come from how it sounds and looks, which the model knows of its own characters only. Of a
stranger there is nothing but its place: what its neighbours call for is told, and only where they call for one thing.
"""

from collections.abc import Iterator

import numpy as np

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER, UNKNOWN
from xunwang.inspector.proof.speller.evidence import Reading
from xunwang.inspector.proof.speller.lengths import Change
from xunwang.inspector.proof.speller.model import Floats, Model
from xunwang.inspector.proof.speller.trials import BEFORE, Ids

MOST = 64  # strangers of a batch that are looked at: more are another script
USUAL = 8.0  # nats of the character that fits and the one behind it together
CLEAR = 1.5  # nats by which it must fit better than any other


def strangers(model: Model, reading: Reading) -> Iterator[Change]:
    """Each with the one character that is called for in its place."""
    at = np.flatnonzero(reading.ids == UNKNOWN)
    for place in at[:MOST].tolist():
        fits = _called_for(model, reading.padded[place : place + 2 * BEFORE + 1])
        if fits is not None:
            yield Change(place, place + 1, (fits,))


def _called_for(model: Model, window: Ids) -> int | None:
    """The token that the middle of a window should be."""
    before, behind = int(window[BEFORE - 1]), int(window[BEFORE + 1])
    every = np.arange(FIRST_CHARACTER, model.alphabet.size)
    known = model.pair_values(np.full_like(every, before), every) > 0
    known &= model.pair_values(every, np.full_like(every, behind)) > 0
    tokens = every[known]
    if len(tokens) < 2:
        return None
    windows = np.repeat(window[None], len(tokens), axis=0)
    windows[:, BEFORE] = tokens
    surprise = model.surprise(windows, model.grams(windows))[:, BEFORE:]
    best, second = np.argsort(surprise.sum(axis=1), kind="stable")[:2]
    total: Floats = surprise.sum(axis=1)
    usual = surprise[best, :2].sum() <= USUAL and total[second] - total[best] >= CLEAR
    return int(tokens[best]) if usual else None
