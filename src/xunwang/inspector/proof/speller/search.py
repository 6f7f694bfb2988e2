"""Where a text is surprising, and the corrections that would make it ordinary, each with its evidence.

All positions and all candidates of a text are weighed together, in rows; a page without suspicious places costs
only the screening.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.evidence import (
    Reading,
    Side,
    as_it_stands,
    as_it_would_be,
    at_a_glance,
    evidence_of,
    leaning_of,
    total,
)
from xunwang.inspector.proof.speller.model import Flags, Floats, Model
from xunwang.inspector.proof.speller.screen import BAR, LOOSE, odds_of
from xunwang.inspector.proof.speller.trials import (
    AFTER,
    BEFORE,
    MAKES_WORD,
    Ids,
    Rows,
    Sheet,
    Trials,
    channel,
    trials,
)
from xunwang.inspector.proof.speller.verifier import Verifier

KEPT_PER_PLACE = 2
LEAST_GAIN = 2.5  # nats
WORDS_KEPT = 2  # besides, of those that make a more frequent word
LEAST_GAIN_OF_A_WORD = 0.5
LEAST_HOPE = -3.5  # log odds at a glance


class Edits(NamedTuple):
    """Possible corrections, one a row: `new` stands at `at` and, where `width` is 2, at the place after it."""

    at: Rows
    width: NDArray[np.int64]
    new: Ids  # (n, 2)
    evidence: Floats  # (n, features)
    leaning: Floats  # nats that its kind speaks for each


def read(model: Model, ids: Ids) -> Reading:
    padded = np.concatenate([np.zeros(BEFORE, np.uint16), ids, np.zeros(AFTER + 1, np.uint16)])
    whole = model.grams(padded)
    own = slice(BEFORE, BEFORE + len(ids))
    grams = whole.each(lambda part: part[own])
    surprise = model.surprise(ids, grams)
    odds = odds_of(model, ids, surprise, grams)
    return Reading(ids, padded, whole, surprise, odds > BAR, odds > LOOSE)


def edits(model: Model, reading: Reading, glance: Verifier | None) -> Edits:
    """The best corrections of each suspicious place, and of each pair of neighbours that is wrong together; without those that a glance gives up."""
    at, loose = np.flatnonzero(reading.suspicious), np.flatnonzero(reading.loose)
    sheet = Sheet(reading.padded, at, loose, reading.surprise)
    leading = _leading(model, reading, trials(model, sheet))
    if glance:
        leading = leading.picked(np.flatnonzero(glance.odds(at_a_glance(model, *leading)) > LEAST_HOPE))
    kept = leading.tried
    evidence = evidence_of(model, reading, *leading)
    return Edits(
        kept.at, kept.width, kept.new, evidence, leaning_of(model, evidence, leading.sides[1].windows)
    )


class _Leading(NamedTuple):
    """The best trials of each place and width, their windows as they stand and would be, and their lead before their rivals."""

    tried: Trials
    sides: tuple[Side, Side]
    margin: Floats

    def picked(self, rows: Rows) -> "_Leading":
        old, new = self.sides
        return _Leading(self.tried.picked(rows), (old.picked(rows), new.picked(rows)), self.margin[rows])


def _leading(model: Model, reading: Reading, tried: Trials) -> _Leading:
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
    kept = (nth < KEPT_PER_PLACE) & (gain[order] >= LEAST_GAIN)
    kept |= _first_words(kind[order], tried.close[order]) & (gain[order] >= LEAST_GAIN_OF_A_WORD)
    chosen = np.flatnonzero(kept)
    best = order[chosen]
    return _Leading(tried.picked(best), (old.picked(best), new.picked(best)), margin[chosen])


def _first_words(kind: Rows, close: NDArray[np.uint8]) -> Flags:
    """Of each kind, which follow each other, the first few that make a more frequent word."""
    words = np.flatnonzero(close & MAKES_WORD)
    nth = np.arange(len(words)) - np.searchsorted(kind[words], kind[words])
    first = np.zeros(len(kind), bool)
    first[words[nth < WORDS_KEPT]] = True
    return first
