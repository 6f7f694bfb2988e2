"""Where a text is surprising, which other characters would make it ordinary, and what speaks for each of them.

All positions and all candidates of a text are weighed together, in rows; a page without suspicious places costs
only the screening.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, FIRST_CHARACTER, LATIN, NUMBER, UNKNOWN
from xunwang.inspector.proof.speller.model import Flags, Floats, Grams, Model, window_keys

Ids = NDArray[np.uint16]
Rows = NDArray[np.int64]

BEFORE, AFTER = 4, 5  # tokens around a place that its change can touch; two neighbours may change together
WIDTH = BEFORE + 1 + AFTER
SCREEN = 15.0  # nats; what stays below is hardly ever a slip
PAIR_SCREEN = 20.0  # nats of a pair and the token after it, before both are changed at once
PAIRS_KEPT = 8
SINGLES_KEPT = 5
TRIGRAM_BONUS = np.float32(3)  # nats
UNTIED = np.float32(
    -3
)  # nats less than alone, for a character that its left neighbour is not known to precede
PAIR_BATCH = 256
SAME_TONE, SAME_SOUND, NEAR_SOUND, SHAPE_SHIFT = 1, 2, 4, 4
KEPT_PER_PLACE = 2
LEAST_GAIN = 2.0  # nats
CHUNK = 2048  # rows whose numbers fit the cache
CHANNEL = np.array([0, 1.5, 2], np.float32)  # nats for the same sound, and with the same tone
UNSEEN = np.float32(-14)
FEATURES = 53


class Edits(NamedTuple):
    """Possible corrections, one a row: `new` stands at `at` and, where `width` is 2, at the place after it."""

    at: Rows
    width: NDArray[np.int64]
    new: Ids  # (n, 2)
    gain: Floats  # nats that the text becomes more likely by
    evidence: Floats  # (n, FEATURES)


class Reading(NamedTuple):
    """A text as the model sees it."""

    ids: Ids
    surprise: Floats
    suspicious: Flags


def read(model: Model, ids: Ids) -> Reading:
    grams = model.grams(ids)
    surprise = model.surprise(ids, grams)
    return Reading(ids, surprise, _screen(ids, surprise, grams))


def _screen(ids: Ids, surprise: Floats, grams: Grams) -> Flags:
    """Characters whose surprise, with that of the two after them, no known trigram or 4-gram explains."""
    length = len(ids)
    score = np.zeros(length + 3, np.float32)
    score[:length] = surprise
    trigrams, fourgrams = grams.known[1], grams.known[2]
    total = score[:length] + score[1 : length + 1]
    total[:-1] += score[2 : length + 1] * (ids[1:] != EDGE)
    for known, weight, reach in ((trigrams, 2.0, 3), (fourgrams, 1.0, 4)):
        covered = np.zeros(length + reach, np.float32)
        covered[:length] = known
        for shift in range(reach):
            total -= np.float32(weight) * covered[shift : length + shift]
    return (total >= SCREEN) & (ids >= FIRST_CHARACTER)


def edits(model: Model, reading: Reading) -> Edits:
    """The best correction of each suspicious place, and of each pair of neighbours that is wrong together."""
    padded = np.concatenate([np.zeros(BEFORE, np.uint16), reading.ids, np.zeros(AFTER + 1, np.uint16)])
    at = np.flatnonzero(reading.suspicious)
    single = _singles(model, padded, at)
    double = _doubles(model, padded, reading, at)
    return _weigh(model, reading, padded, _joined([single, double]))


class _Trials(NamedTuple):
    at: Rows
    width: NDArray[np.int64]
    new: Ids
    close: NDArray[np.uint8]


def _joined(parts: Sequence[_Trials]) -> _Trials:
    nothing = np.zeros(0, np.int64)
    empty = _Trials(nothing, nothing, np.zeros((0, 2), np.uint16), np.zeros(0, np.uint8))
    return _Trials(
        np.concatenate([empty.at, *(part.at for part in parts)]),
        np.concatenate([empty.width, *(part.width for part in parts)]),
        np.concatenate([empty.new, *(part.new for part in parts)]),
        np.concatenate([empty.close, *(part.close for part in parts)]),
    )


def _picked(trials: _Trials, rows: Rows) -> _Trials:
    return _Trials(trials.at[rows], trials.width[rows], trials.new[rows], trials.close[rows])


def _singles(model: Model, padded: Ids, at: Rows) -> _Trials:
    """The most promising candidates that make a known trigram, or two known bigrams, with their neighbours."""
    row, column = np.nonzero(model.candidates[padded[at + BEFORE]])
    new = model.candidates[padded[at + BEFORE][row], column]
    around = padded[at[:, None] + np.arange(BEFORE - 2, BEFORE + 3)].astype(np.uint64)
    left, right, tie = _pairs_with(model, around[row], new)
    some = np.flatnonzero(left | right)
    row, column, new = row[some], column[some], new[some]
    fits, bonus = _triples_with(model, around[row], new, left[some], right[some])
    place = at[row]
    close = model.closeness[padded[place + BEFORE], column]
    best = _leading(row, tie[some] + bonus + _channel(close), fits)
    place, new, close = place[best], new[best], close[best]
    pair = np.stack([new, padded[place + BEFORE + 1]], axis=1)
    return _Trials(place, np.ones(len(place), np.int64), pair, close)


def _pairs_with(model: Model, around: NDArray[np.uint64], new: Ids) -> tuple[Flags, Flags, Floats]:
    """Whether each candidate makes a known pair with the token before and after, and how likely the two are."""
    wide = new.astype(np.uint64)
    left, left_p = model.pairs(around[:, 1], wide)
    right, right_p = model.pairs(wide, around[:, 3])
    alone = model.unigram[new] + UNTIED
    return left, right, np.where(left, left_p, alone) + np.where(right, right_p, UNSEEN)


def _triples_with(
    model: Model, around: NDArray[np.uint64], new: Ids, left: Flags, right: Flags
) -> tuple[Flags, Floats]:
    """Which candidates are worth weighing, and what the known trigrams around them speak for."""
    base, wide = np.uint64(model.alphabet.size), new.astype(np.uint64)
    fits = left & right
    bonus = np.zeros(len(new), np.float32)
    for key, able in (
        (around[:, 0] * base * base + around[:, 1] * base + wide, left),
        (around[:, 1] * base * base + wide * base + around[:, 3], fits),
        (wide * base * base + around[:, 3] * base + around[:, 4], right),
    ):
        known = able & model.tables[1].look_up(key)[0]
        bonus += TRIGRAM_BONUS * known
        fits = fits | known
    return fits, bonus


def _leading(row: Rows, score: Floats, fits: Flags) -> Rows:
    """Of each row the few that fit and score best."""
    fitting = np.flatnonzero(fits)
    order = fitting[np.lexsort((-score[fitting], row[fitting]))]
    nth = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    return order[nth < SINGLES_KEPT]


def _channel(close: NDArray[np.uint8]) -> Floats:
    """What likeness is worth, in nats."""
    sounds = (close & SAME_TONE) + (close >> 1 & 1)
    return CHANNEL[sounds] + np.float32(0.1) * (close >> SHAPE_SHIFT)


def _doubles(model: Model, padded: Ids, reading: Reading, at: Rows) -> _Trials:
    """Two neighbours typed as another word of the same sounds."""
    surprise = np.concatenate([reading.surprise, np.zeros(2, np.float32)])
    at = np.unique(np.concatenate([at, np.maximum(at - 1, 0)]))
    ids = padded[BEFORE:]
    able = (ids[at] >= FIRST_CHARACTER) & (ids[at + 1] >= FIRST_CHARACTER)
    at = at[able & (surprise[at] + surprise[at + 1] + surprise[at + 2] >= PAIR_SCREEN)]
    parts = [_pairs(model, padded, at[start : start + PAIR_BATCH]) for start in range(0, len(at), PAIR_BATCH)]
    return _joined(parts)


def _pairs(model: Model, padded: Ids, at: Rows) -> _Trials:
    """The most frequent pairs of the same sounds as the two characters at each place."""
    at = at + BEFORE
    one, two = model.homophones[padded[at]], model.homophones[padded[at + 1]]
    row, first, second = np.nonzero((one > 0)[:, :, None] & (two > 0)[:, None, :])
    left, right = one[row, first], two[row, second]
    known, log_p = model.pairs(left.astype(np.uint64), right.astype(np.uint64))
    row, left, right, log_p = row[known], left[known], right[known], log_p[known]
    score = log_p + model.unigram[left]
    order = np.lexsort((-score, row))
    rank = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    best = order[rank < PAIRS_KEPT]
    place, left, right = at[row[best]], left[best].astype(np.uint64), right[best].astype(np.uint64)
    base = np.uint64(model.alphabet.size)
    pair = left * base + right
    fits = model.tables[1].look_up(padded[place - 1].astype(np.uint64) * base * base + pair)[0]
    fits |= model.tables[1].look_up(pair * base + padded[place + 2])[0]
    new = np.stack([left[fits], right[fits]], axis=1).astype(np.uint16)
    return _Trials(place[fits] - BEFORE, np.full(len(new), 2), new, np.full(len(new), SAME_SOUND, np.uint8))


def _weigh(model: Model, reading: Reading, padded: Ids, trials: _Trials) -> Edits:
    """Keeps the best trial of each place and width, with its evidence."""
    windows = padded[trials.at[:, None] + np.arange(WIDTH)]
    changed = windows.copy()
    changed[:, BEFORE : BEFORE + 2] = trials.new
    place, first = np.unique(trials.at, return_index=True)
    gain = _total(model, windows[first])[np.searchsorted(place, trials.at)] - _total(model, changed)
    rank = gain + _channel(trials.close)
    kind = trials.at * 4 + trials.width
    order = np.lexsort((-rank, kind))
    start = np.searchsorted(kind[order], kind[order])
    nth = np.arange(len(order)) - start
    rival = order[np.where(nth > 0, start, np.minimum(start + 1, len(order) - 1))]
    alone = kind[rival] != kind[order]
    margin = np.where(alone, np.float32(5), rank[order] - rank[rival])
    chosen = (nth < KEPT_PER_PLACE) & (gain[order] >= LEAST_GAIN)
    best, margin = order[chosen], margin[chosen]
    kept = _picked(trials, best)
    evidence = _evidence(model, reading, kept, (windows[best], changed[best]), margin)
    return Edits(kept.at, kept.width, kept.new, gain[best], evidence)


def _total(model: Model, windows: Ids) -> Floats:
    """The surprise of each window from its place on."""
    totals = [np.zeros(0, np.float32)]
    for start in range(0, len(windows), CHUNK):
        rows = windows[start : start + CHUNK]
        totals.append(model.surprise(rows, model.grams(rows))[:, BEFORE:].sum(axis=1))
    return np.concatenate(totals)


def _evidence(
    model: Model, reading: Reading, trials: _Trials, sides: tuple[Ids, Ids], margin: Floats
) -> Floats:
    """All that speaks for and against each trial; `sides` are its window as it stands and as it would be."""
    columns: list[NDArray[np.float32]] = []
    totals = []
    for windows in sides:
        grams = model.grams(windows)
        surprise = model.surprise(windows, grams)
        totals.append(surprise[:, BEFORE:].sum(axis=1))
        columns += [surprise[:, BEFORE], surprise[:, BEFORE + 1], surprise[:, BEFORE + 2 :].sum(axis=1)]
        columns += _coverage(grams, trials.width)
        columns += _ties(grams)
        columns += _words(model, windows)
        columns.append(model.unigram[windows[:, BEFORE]])
    columns += [totals[0] - totals[1], margin, totals[1]]
    columns += [(trials.close & bit > 0).astype(np.float32) for bit in (SAME_TONE, SAME_SOUND, NEAR_SOUND)]
    columns.append((trials.close >> SHAPE_SHIFT).astype(np.float32))
    columns.append((trials.width - 1).astype(np.float32))
    columns += _surroundings(reading, trials, sides[0])
    return np.stack(columns, axis=1).astype(np.float32)


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
    """Log probabilities of the pairs and the triple that the place makes with its neighbours."""
    places = ((0, BEFORE), (0, BEFORE + 1), (1, BEFORE), (1, BEFORE + 1), (1, BEFORE + 2))
    return [
        np.where(grams.known[index][:, place], grams.log_p[index][:, place], UNSEEN)
        for index, place in places
    ]


def _words(model: Model, windows: Ids) -> list[NDArray[np.float32]]:
    """The longest dictionary word that holds the place, the most frequent one, and words beside the place."""
    longest = np.zeros(len(windows), np.float32)
    most = np.zeros(len(windows), np.float32)
    for length, keys in enumerate(window_keys(windows, model.alphabet.size)[:3], 2):
        known, often = model.words.look_up(keys[:, BEFORE : BEFORE + length])
        longest = np.where(known.any(axis=1), np.float32(length), longest)
        most = np.maximum(most, often.max(axis=1, initial=0).astype(np.float32))
    left = model.words.look_up(window_keys(windows, model.alphabet.size)[0][:, BEFORE - 1])[0]
    right = model.words.look_up(window_keys(windows, model.alphabet.size)[0][:, BEFORE + 2])[0]
    return [longest, most, left.astype(np.float32), right.astype(np.float32)]


def _surroundings(reading: Reading, trials: _Trials, old: Ids) -> list[NDArray[np.float32]]:
    """How ordinary the text around is, and what stands beside the place."""
    total = np.concatenate([[0.0], np.cumsum(reading.surprise, dtype=np.float64)])
    doubts = np.concatenate([[0], np.cumsum(reading.suspicious)])
    at = trials.at
    edges = np.concatenate([[-1], np.flatnonzero(reading.ids == EDGE), [len(reading.ids)]])
    line = np.searchsorted(edges, at)
    low, high = edges[line - 1] + 1, edges[line]

    def between(sums: NDArray[np.float64], start: Rows, stop: Rows) -> NDArray[np.float64]:
        return sums[np.clip(stop, low, high)] - sums[np.clip(start, low, high)]

    quiet = between(total, at - 12, at) + between(total, at + 6, at + 18)
    quiet /= np.maximum(np.minimum(at - low, 12) + np.clip(high - at - 6, 0, 12), 1)
    crowd = between(doubts, at - 8, at - 1) + between(doubts, at + 3, at + 10)
    left, right = old[:, BEFORE - 1], old[:, BEFORE + 1]
    flags = [
        (old == UNKNOWN).sum(axis=1),
        (left == EDGE) * 1,
        (right == EDGE) * 1,
        (left == NUMBER) | (left == LATIN),
        (right == NUMBER) | (right == LATIN),
    ]
    return [column.astype(np.float32) for column in (quiet, crowd, *flags)]
