"""All that speaks for and against a possible correction, in numbers."""

from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, LATIN, NUMBER, UNKNOWN
from xunwang.inspector.proof.speller.company import company_of
from xunwang.inspector.proof.speller.division import division_of, holds_a_phrase
from xunwang.inspector.proof.speller.model import IDIOM, Flags, Floats, Grams, Model, window_keys
from xunwang.inspector.proof.speller.naming import naming_of
from xunwang.inspector.proof.speller.segment import segmented
from xunwang.inspector.proof.speller.trials import (
    AFTER,
    BEFORE,
    NEAR_SOUND,
    SAME_SOUND,
    SAME_TONE,
    SHAPE_SHIFT,
    UNSEEN,
    Ids,
    Rows,
    Trials,
)

WIDTH = BEFORE + 1 + AFTER
# Columns of the evidence that a glance sees: surprises and rarity on both sides, the gain, the margin, the likeness.
GLANCE = (0, 1, 2, 3, 20, 21, 22, 23, 24, 41, 42, 63, 64, 65, 66, 67, 68)
# What slips made on purpose do not teach, for they stand anywhere: real ones stand in words and look or sound like what was meant.
LIKENESS, LENGTHS = (
    slice(64, 68),
    (94, 95),
)  # columns: of sound and shape; of the word at the place, before and after
A_PHRASE, NO_WORD, UNLIKE = np.float32(1.2), np.float32(-0.4), np.float32(-0.7)  # nats


class Reading(NamedTuple):
    """A text as the model sees it."""

    ids: Ids
    padded: Ids  # with room on both sides
    grams: Grams  # of the padded text
    surprise: Floats
    suspicious: Flags
    loose: Flags  # where a slip is possible yet


class Side(NamedTuple):
    """Windows around places, and their n-grams from the token before the place on."""

    windows: Ids
    grams: Grams

    def picked(self, rows: Rows) -> "Side":
        return Side(self.windows[rows], self.grams.each(lambda part: part[rows]))


def as_it_stands(reading: Reading, at: Rows) -> Side:
    def rows(values: NDArray[Any], first: int) -> NDArray[Any]:
        return sliding_window_view(values, WIDTH - first)[at + first]

    return Side(rows(reading.padded, 0), reading.grams.each(lambda part: rows(part, BEFORE - 1)))


def as_it_would_be(model: Model, old: Side, new: Ids) -> Side:
    windows = old.windows.copy()
    windows[:, BEFORE : BEFORE + 2] = new
    return Side(windows, model.changed(old.grams, windows, BEFORE))


def total(model: Model, side: Side) -> Floats:
    """The surprise of each window from its place on."""
    return np.asarray(surprise(model, side)[:, 1:].sum(axis=1), np.float32)


def surprise(model: Model, side: Side) -> Floats:
    """Of each token of the windows from the one before the place on."""
    return model.surprise(side.windows[:, BEFORE - 1 :], side.grams)


def at_a_glance(model: Model, tried: Trials, sides: tuple[Side, Side], margin: Floats) -> Floats:
    """The columns `GLANCE` of the evidence, which cost next to nothing."""
    old, new = (_surprises(model, side) for side in sides)
    columns = [*old, *new, new[0] - old[0], margin, *_likeness(tried)]
    return np.stack(columns, axis=1).astype(np.float32)


def evidence_of(
    model: Model, reading: Reading, tried: Trials, sides: tuple[Side, Side], margin: Floats
) -> Floats:
    """One row a trial; `sides` are its window as it stands and as it would be, `margin` its lead before its rivals."""
    old, new = (_side(model, side, tried.width) for side in sides)
    differences = [after - before for before, after in zip(old, new, strict=True)]
    columns = [*old, *new, *differences, margin, *_likeness(tried)]
    columns += _surroundings(reading, tried.at, sides[0].windows)
    columns += company_of(model, reading.ids, tried, (sides[0].windows, sides[1].windows))
    columns += naming_of(model, sides[0].windows, sides[1].windows)
    columns += division_of(model, sides[0].windows, sides[1].windows)
    return np.stack(columns, axis=1).astype(np.float32)


def leaning_of(model: Model, evidence: Floats, new: Ids) -> Floats:
    """Nats by which the kind of each correction is commoner among real slips than among those made on purpose; `new` are the windows as they would be."""
    before, after = (evidence[:, column] for column in LENGTHS)
    leaning = NO_WORD * (after == 1) + UNLIKE * ~evidence[:, LIKENESS].any(axis=1)
    longer = np.flatnonzero((after == IDIOM) & (before < IDIOM))
    leaning[longer] += A_PHRASE * holds_a_phrase(model, new[longer])
    return np.asarray(leaning, np.float32)


def _likeness(tried: Trials) -> list[NDArray[np.float32]]:
    sounds = [(tried.close & bit > 0).astype(np.float32) for bit in (SAME_TONE, SAME_SOUND, NEAR_SOUND)]
    return [
        *sounds,
        (tried.close >> SHAPE_SHIFT).astype(np.float32),
        (tried.width - 1).astype(np.float32),
    ]


def _surprises(model: Model, side: Side) -> list[NDArray[np.float32]]:
    """Of the whole window, the place, the token behind it and the others; how rare the character at the place is."""
    each = surprise(model, side)
    return [
        each[:, 1:].sum(axis=1),
        each[:, 1],
        each[:, 2],
        each[:, 3:].sum(axis=1),
        model.unigram[side.windows[:, BEFORE]],
    ]


def _side(model: Model, side: Side, width: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    *surprises, rarity = _surprises(model, side)
    return [
        *surprises,
        *_coverage(side.grams, width),
        *_ties(side.grams),
        *_words(model, side.windows),
        segmented(model, side.windows),
        rarity,
    ]


def _coverage(grams: Grams, width: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """How many n-grams of each order that hold the place are known, and how far known ones reach to each side."""
    counts = []
    ending = np.zeros(len(width), np.float32)
    starting = np.zeros(len(width), np.float32)
    for index, known in enumerate(grams.known):
        order = index + 2
        counts.append(known[:, 1 : 1 + order].sum(axis=1, dtype=np.float32))
        ending += known[:, 1]
        starting += known[:, order]
    return [*counts, ending, starting]


def _ties(grams: Grams) -> list[NDArray[np.float32]]:
    """Log probabilities of the pairs and the triples that the place makes with its neighbours."""
    places = ((0, 1), (0, 2), (1, 1), (1, 2), (1, 3))
    return [
        np.where(grams.known[index][:, place], grams.log_p[index][:, place], UNSEEN)
        for index, place in places
    ]


def _words(model: Model, windows: Ids) -> list[NDArray[np.float32]]:
    """The longest dictionary word that holds the place, the most frequent one, and words beside the place."""
    longest = np.zeros(len(windows), np.float32)
    most = np.zeros(len(windows), np.float32)
    pairs = window_keys(windows, model.alphabet.size)
    for length, keys in enumerate(pairs[:3], 2):
        known, often = model.words.look_up(keys[:, BEFORE : BEFORE + length])
        longest = np.where(known.any(axis=1), np.float32(length), longest)
        most = np.maximum(most, often.max(axis=1, initial=0).astype(np.float32))
    left = model.words.look_up(pairs[0][:, BEFORE - 1])[0]
    right = model.words.look_up(pairs[0][:, BEFORE + 2])[0]
    return [longest, most, left.astype(np.float32), right.astype(np.float32)]


def _surroundings(reading: Reading, at: Rows, old: Ids) -> list[NDArray[np.float32]]:
    """How ordinary the text around and the line are, and what stands beside the place."""
    sums = np.concatenate([[0.0], np.cumsum(reading.surprise, dtype=np.float64)])
    doubts = np.concatenate([[0], np.cumsum(reading.suspicious)])
    four = reading.grams.known[2][
        BEFORE : BEFORE + len(reading.ids)
    ]  # whether the 4-gram that ends here is known
    known = np.concatenate([[0], np.cumsum(four)])
    edges = np.concatenate([[-1], np.flatnonzero(reading.ids == EDGE), [len(reading.ids)]])
    line = np.searchsorted(edges, at)
    low, high = edges[line - 1] + 1, edges[line]

    def between(counts: NDArray[np.float64], start: Rows, stop: Rows) -> NDArray[np.float64]:
        return counts[np.clip(stop, low, high)] - counts[np.clip(start, low, high)]

    quiet = between(sums, at - 12, at) + between(sums, at + 6, at + 18)
    quiet /= np.maximum(np.minimum(at - low, 12) + np.clip(high - at - 6, 0, 12), 1)
    crowd = between(doubts, at - 8, at - 1) + between(doubts, at + 3, at + 10)
    rest = np.maximum(high - low - 6, 1)
    ordinary = (between(known, at - 60, at) + between(known, at + 6, at + 60)) / (
        np.maximum(np.minimum(at - low, 60) + np.clip(high - at - 6, 0, 54), 1)
    )
    calm = (between(sums, low, at) + between(sums, at + 6, high)) / rest
    left, right = old[:, BEFORE - 1], old[:, BEFORE + 1]
    flags = [
        (old == UNKNOWN).sum(axis=1),
        (left == EDGE) * 1,
        (right == EDGE) * 1,
        (left == NUMBER) | (left == LATIN),
        (right == NUMBER) | (right == LATIN),
        np.minimum(high - low, 100),
    ]
    return [column.astype(np.float32) for column in (quiet, crowd, ordinary, calm, *flags)]
