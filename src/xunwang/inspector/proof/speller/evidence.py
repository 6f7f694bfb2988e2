"""All that speaks for and against a possible correction, in numbers."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, LATIN, NUMBER, UNKNOWN
from xunwang.inspector.proof.speller.company import company_of
from xunwang.inspector.proof.speller.model import Flags, Floats, Grams, Model, window_keys
from xunwang.inspector.proof.speller.segment import segmented
from xunwang.inspector.proof.speller.trials import (
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

CHUNK = 2048  # rows whose numbers fit the cache


class Reading(NamedTuple):
    """A text as the model sees it."""

    ids: Ids
    surprise: Floats
    known: Flags  # whether the 4-gram that ends here is known
    suspicious: Flags


def total(model: Model, windows: Ids) -> Floats:
    """The surprise of each window from its place on."""
    totals = [np.zeros(0, np.float32)]
    for start in range(0, len(windows), CHUNK):
        rows = windows[start : start + CHUNK]
        totals.append(model.surprise(rows, model.grams(rows, BEFORE - 1))[:, BEFORE:].sum(axis=1))
    return np.concatenate(totals)


def evidence_of(
    model: Model, reading: Reading, tried: Trials, sides: tuple[Ids, Ids], margin: Floats
) -> Floats:
    """One row a trial; `sides` are its window as it stands and as it would be, `margin` its lead before its rivals."""
    old, new = (_side(model, windows, tried.width) for windows in sides)
    differences = [after - before for before, after in zip(old, new, strict=True)]
    columns = [*old, *new, *differences, margin]
    columns += [(tried.close & bit > 0).astype(np.float32) for bit in (SAME_TONE, SAME_SOUND, NEAR_SOUND)]
    columns.append((tried.close >> SHAPE_SHIFT).astype(np.float32))
    columns.append((tried.width - 1).astype(np.float32))
    columns += _surroundings(reading, tried.at, sides[0])
    columns += company_of(model, reading.ids, tried, sides)
    return np.stack(columns, axis=1).astype(np.float32)


def _side(model: Model, windows: Ids, width: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    grams = model.grams(windows, BEFORE - 1)
    surprise = model.surprise(windows, grams)
    return [
        surprise[:, BEFORE:].sum(axis=1),
        surprise[:, BEFORE],
        surprise[:, BEFORE + 1],
        surprise[:, BEFORE + 2 :].sum(axis=1),
        *_coverage(grams, width),
        *_ties(grams),
        *_words(model, windows),
        segmented(model, windows),
        model.unigram[windows[:, BEFORE]],
    ]


def _coverage(grams: Grams, width: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """How many n-grams of each order that hold the place are known, and how far known ones reach to each side."""
    counts = []
    ending = np.zeros(len(width), np.float32)
    starting = np.zeros(len(width), np.float32)
    for index, known in enumerate(grams.known):
        order = index + 2
        counts.append(known[:, BEFORE : BEFORE + order].sum(axis=1, dtype=np.float32))
        ending += known[:, BEFORE]
        starting += known[:, BEFORE + order - 1]
    return [*counts, ending, starting]


def _ties(grams: Grams) -> list[NDArray[np.float32]]:
    """Log probabilities of the pairs and the triples that the place makes with its neighbours."""
    places = ((0, BEFORE), (0, BEFORE + 1), (1, BEFORE), (1, BEFORE + 1), (1, BEFORE + 2))
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
    known = np.concatenate([[0], np.cumsum(reading.known)])
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
