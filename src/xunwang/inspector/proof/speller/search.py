"""Where a text is surprising, and the corrections that would make it ordinary, each with its evidence.

All positions and all candidates of a text are weighed together, in rows; a page without suspicious places costs
only the screening.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.evidence import Reading, as_it_stands, as_it_would_be, evidence_of, total
from xunwang.inspector.proof.speller.model import Floats, Model
from xunwang.inspector.proof.speller.screen import suspicious
from xunwang.inspector.proof.speller.trials import AFTER, BEFORE, Ids, Rows, Sheet, Trials, channel, trials

KEPT_PER_PLACE = 2
LEAST_GAIN = 2.5  # nats


class Edits(NamedTuple):
    """Possible corrections, one a row: `new` stands at `at` and, where `width` is 2, at the place after it."""

    at: Rows
    width: NDArray[np.int64]
    new: Ids  # (n, 2)
    gain: Floats  # nats that the text becomes more likely by
    evidence: Floats  # (n, features)


def read(model: Model, ids: Ids) -> Reading:
    padded = np.concatenate([np.zeros(BEFORE, np.uint16), ids, np.zeros(AFTER + 1, np.uint16)])
    whole = model.grams(padded)
    own = slice(BEFORE, BEFORE + len(ids))
    grams = whole.each(lambda part: part[own])
    surprise = model.surprise(ids, grams)
    return Reading(ids, padded, whole, surprise, suspicious(model, ids, surprise, grams))


def edits(model: Model, reading: Reading) -> Edits:
    """The best corrections of each suspicious place, and of each pair of neighbours that is wrong together."""
    sheet = Sheet(reading.padded, np.flatnonzero(reading.suspicious), reading.surprise)
    return _weigh(model, reading, trials(model, sheet))


def _weigh(model: Model, reading: Reading, tried: Trials) -> Edits:
    """Keeps the best trials of each place and width, with their evidence."""
    place, of = np.unique(tried.at, return_inverse=True)
    here = as_it_stands(reading, place)
    old = here.picked(of)
    new = as_it_would_be(model, old, tried.new)
    gain = total(model, here)[of] - total(model, new)
    rank = gain + channel(tried.close)
    kind = tried.at * 4 + tried.width
    order = np.lexsort((-rank, kind))
    start = np.searchsorted(kind[order], kind[order])
    nth = np.arange(len(order)) - start
    rival = order[np.where(nth > 0, start, np.minimum(start + 1, len(order) - 1))]
    alone = kind[rival] != kind[order]
    margin = np.where(alone, np.float32(5), rank[order] - rank[rival])
    chosen = (nth < KEPT_PER_PLACE) & (gain[order] >= LEAST_GAIN)
    best, margin = order[chosen], margin[chosen]
    kept = tried.picked(best)
    evidence = evidence_of(model, reading, kept, (old.picked(best), new.picked(best)), margin)
    return Edits(kept.at, kept.width, kept.new, gain[best], evidence)
