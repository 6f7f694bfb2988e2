"""What could stand at a suspicious place instead: characters taken for it, words of the same sounds, idioms, neighbours swapped.

All places of a text are tried together, in rows.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER, UNKNOWN
from xunwang.inspector.proof.speller.model import HOMOPHONES, IDIOM, PAIR_P, Flags, Floats, Model
from xunwang.inspector.proof.speller.table import Table

Ids = NDArray[np.uint16]
Rows = NDArray[np.int64]
Packed = NDArray[np.uint8]

BEFORE, AFTER = 4, 5  # tokens around a place that its change can touch; two neighbours may change together
PAIR_SCREEN = 22.0  # nats of a pair and the token after it, before both are changed at once
PAIRS_KEPT = 8
SINGLES_KEPT = 4
WORDS_KEPT = 3  # that make a more frequent word than stands there
ALIKE = np.float32(0.2)  # nats for each step of likeness in shape, among these
TRIGRAM_BONUS = np.float32(3)  # nats
WORD_BONUS = np.float32(2)
UNTIED = np.float32(
    -3
)  # nats less than alone, for a character that its left neighbour is not known to precede
UNSEEN = np.float32(-14)
PAIR_BATCH = 64  # places whose pairs fit the cache
PLACES = 2048  # whose candidates are weighed together: all of a page, and little memory for one full of slips
SAME_TONE, SAME_SOUND, NEAR_SOUND, MAKES_WORD, SHAPE_SHIFT = 1, 2, 4, 8, 4
CHANNEL = np.array([0, 1.5, 2], np.float32)  # nats for the same sound, and with the same tone


class Trials(NamedTuple):
    """One a row: `new` would stand at `at` and, where `width` is 2, at the place after it; `close` says how alike they are."""

    at: Rows
    width: NDArray[np.int64]
    new: Ids  # (n, 2)
    close: NDArray[np.uint8]

    def picked(self, rows: Rows) -> "Trials":
        return Trials(self.at[rows], self.width[rows], self.new[rows], self.close[rows])


class Sheet(NamedTuple):
    """A text with room on both sides, where it is suspicious, and how surprising each token is."""

    padded: Ids
    at: Rows
    loose: Rows  # where it is hardly suspicious
    surprise: Floats


def trials(model: Model, sheet: Sheet) -> Trials:
    """Each at most once."""
    found = _joined(
        [_singles(model, sheet), _idioms(model, sheet), _doubles(model, sheet), _swaps(model, sheet)]
    )
    width, new = found.width.astype(np.uint64), found.new.astype(np.uint64)
    key = (
        ((found.at.astype(np.uint64) * np.uint64(4) + width) << np.uint64(32))
        + (new[:, 0] << np.uint64(16))
        + new[:, 1]
    )
    return found.picked(np.sort(np.unique(key, return_index=True)[1]))


def channel(close: NDArray[np.uint8]) -> Floats:
    """What likeness is worth, in nats."""
    sounds = (close & SAME_TONE) + (close >> 1 & 1)
    return CHANNEL[sounds] + np.float32(0.1) * (close >> SHAPE_SHIFT)


def _joined(parts: Sequence[Trials]) -> Trials:
    nothing = np.zeros(0, np.int64)
    empty = Trials(nothing, nothing, np.zeros((0, 2), np.uint16), np.zeros(0, np.uint8))
    return Trials(
        np.concatenate([empty.at, *(part.at for part in parts)]),
        np.concatenate([empty.width, *(part.width for part in parts)]),
        np.concatenate([empty.new, *(part.new for part in parts)]),
        np.concatenate([empty.close, *(part.close for part in parts)]),
    )


def _alone(sheet: Sheet, place: Rows, new: Ids, close: NDArray[np.uint8]) -> Trials:
    pair = np.stack([new, sheet.padded[place + BEFORE + 1]], axis=1)
    return Trials(place, np.ones(len(place), np.int64), pair, close)


def _singles(model: Model, sheet: Sheet) -> Trials:
    """The most promising candidates that make a known trigram, a word or two known pairs with their neighbours, and fit better than what stands there."""
    parts = [
        _singles_at(model, sheet, sheet.at[start : start + PLACES])
        for start in range(0, len(sheet.at), PLACES)
    ]
    return _joined(parts)


def _singles_at(model: Model, sheet: Sheet, at: Rows) -> Trials:
    old = sheet.padded[at + BEFORE]
    around = sheet.padded[at[:, None] + np.arange(BEFORE - 2, BEFORE + 3)].astype(np.int64)
    row, new, close, left, right = _neighbourly(model, old, around)
    tie = _tie(model, new, left, right)
    before, after = left > 0, right > 0
    score = tie + channel(close)
    least, old_word = _fit(model, around, old)
    least = least[row]
    some = np.flatnonzero(score + _most(before, after) > least)
    row, new, close = row[some], new[some], close[some]
    fits, bonus, word = _triples_with(model, around[row], new, before[some], after[some])
    score = score[some] + bonus
    fits &= score > least[some]
    better = word > old_word[row]
    looks = score + ALIKE * (close >> SHAPE_SHIFT)
    best = np.union1d(
        _leading(row, score, fits, SINGLES_KEPT), _leading(row, looks, fits & better, WORDS_KEPT)
    )
    close = close[best] | np.where(better[best], np.uint8(MAKES_WORD), np.uint8(0))
    return _alone(sheet, at[row[best]], new[best], close)


def _neighbourly(model: Model, old: Ids, around: Rows) -> tuple[Rows, Ids, Packed, Packed, Packed]:
    """The candidates that make a known pair with a neighbour: row, token, closeness, and the packed pairs to both sides."""
    candidates = model.candidates[old]
    wide = candidates.astype(np.int64)
    left, right = model.pair_values(around[:, 1:2], wide), model.pair_values(wide, around[:, 3:4])
    some = np.flatnonzero(((left | right) > 0) & (candidates > 0))
    close = model.closeness[old]
    row = some // candidates.shape[1]
    return row, candidates.take(some), close.take(some), left.take(some), right.take(some)


def _fit(model: Model, around: Rows, token: Ids) -> tuple[Floats, NDArray[np.uint32]]:
    """How well a token fits between its neighbours, on the scale of the candidates for its place; how frequent the word is that it makes with one."""
    wide = token.astype(np.int64)
    left, right = model.pair_values(around[:, 1], wide), model.pair_values(wide, around[:, 3])
    _, bonus, word = _triples_with(model, around, token, left > 0, right > 0)
    return _tie(model, token, left, right) + bonus, word


def _most(left: Flags, right: Flags) -> Floats:
    """The bonus of a candidate whose every trigram and word is known."""
    side = TRIGRAM_BONUS + WORD_BONUS
    return np.asarray(side * left + side * right + TRIGRAM_BONUS * (left & right), np.float32)


def _tie(model: Model, new: Ids, left: Packed, right: Packed) -> Floats:
    """How likely the pairs are that each token makes with the one before and the one after it."""
    alone = model.unigram[new] + UNTIED
    before = np.where(left > 0, PAIR_P.take(left), alone)
    return before + np.where(right > 0, PAIR_P.take(right), UNSEEN)


def _triples_with(
    model: Model, around: Rows, new: Ids, left: Flags, right: Flags
) -> tuple[Flags, Floats, NDArray[np.uint32]]:
    """Which candidates are worth weighing, what the known trigrams and words around them speak for, and how frequent a word each makes."""
    base, wide = model.alphabet.size, new.astype(np.int64)
    fits = left & right
    bonus = np.zeros(len(new), np.float32)
    for key, able in (
        (around[:, 0] * base * base + around[:, 1] * base + wide, left),
        (around[:, 1] * base * base + wide * base + around[:, 3], fits),
        (wide * base * base + around[:, 3] * base + around[:, 4], right),
    ):
        known = _known(model.tables[1], key, able)[0]
        bonus += TRIGRAM_BONUS * known
        fits = fits | known
    words = np.zeros(len(new), np.uint32)
    for key, able in ((around[:, 1] * base + wide, left), (wide * base + around[:, 3], right)):
        word, often = _known(model.words, key, able)
        bonus += WORD_BONUS * word
        words = np.maximum(words, often)
    return fits | (words > 0), bonus, words


def _known(table: Table, keys: Rows, able: Flags) -> tuple[Flags, NDArray[np.uint32]]:
    """Which of the keys the table holds, and their values; only those that are able to count are asked for."""
    known, value = np.zeros(len(keys), bool), np.zeros(len(keys), np.uint32)
    rows = np.flatnonzero(able)
    known[rows], value[rows] = table.look_up(keys[rows].view(np.uint64))
    return known, value


def _leading(row: Rows, score: Floats, fits: Flags, most: int) -> Rows:
    """Of each row the few that fit and score best."""
    fitting = np.flatnonzero(fits)
    order = fitting[np.lexsort((-score[fitting], row[fitting]))]
    nth = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    return order[nth < most]


def _idioms(model: Model, sheet: Sheet) -> Trials:
    """A word of four characters of which three stand there: how alike the fourth looks or sounds matters less, but where nothing else is suspicious."""
    padded, at = sheet.padded, sheet.loose
    base = np.uint64(model.alphabet.size)
    around = [padded[at + BEFORE + step].astype(np.uint64) for step in range(1 - IDIOM, IDIOM)]
    parts = []
    for hole in range(IDIOM):
        span = around[IDIOM - 1 - hole : 2 * IDIOM - 1 - hole]
        span[hole] = np.full(len(at), UNKNOWN, np.uint64)
        key = np.zeros(len(at), np.uint64)
        for column in span:
            key = key * base + column
        known, value = model.idioms.look_up(key)
        known &= (value >= FIRST_CHARACTER) & (value < model.alphabet.size)
        place, new = at[known], value[known].astype(np.uint16)
        close = _closeness(model, padded[place + BEFORE], new)
        some = np.flatnonzero((close > 0) | np.isin(place, sheet.at, assume_unique=True))
        parts.append(_alone(sheet, place[some], new[some], close[some] | np.uint8(MAKES_WORD)))
    return _joined(parts)


def _closeness(model: Model, old: Ids, new: Ids) -> NDArray[np.uint8]:
    same = model.candidates[old] == new[:, None]
    return np.asarray(np.where(same, model.closeness[old], np.uint8(0)).max(axis=1, initial=0), np.uint8)


def _doubles(model: Model, sheet: Sheet) -> Trials:
    """Two neighbours typed as another word of the same sounds."""
    at = _both(sheet)
    parts = [
        _pairs(model, sheet.padded, at[start : start + PAIR_BATCH]) for start in range(0, len(at), PAIR_BATCH)
    ]
    return _joined(parts)


def _both(sheet: Sheet) -> Rows:
    """Places that are suspicious together with the place after them."""
    surprise = np.concatenate([sheet.surprise, np.zeros(2, np.float32)])
    at = sheet.at[:-1][np.diff(sheet.at) == 1]
    return np.asarray(at[surprise[at] + surprise[at + 1] + surprise[at + 2] >= PAIR_SCREEN], np.int64)


def _pairs(model: Model, padded: Ids, at: Rows) -> Trials:
    """The most frequent pairs of the same sounds as the two characters at each place."""
    at = at + BEFORE
    one, two = model.homophones[padded[at]], model.homophones[padded[at + 1]]
    value = model.pair_values(one.astype(np.int64)[:, :, None], two.astype(np.int64)[:, None, :])
    value *= (one > 0)[:, :, None]
    value *= (two > 0)[:, None, :]
    some = np.flatnonzero(value)
    row, second = some // value[0].size, some % HOMOPHONES
    left, right = one.take(some // HOMOPHONES), two[row, second]
    score = PAIR_P.take(value.take(some)) + model.unigram[left]
    order = np.lexsort((-score, row))
    rank = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    best = order[rank < PAIRS_KEPT]
    new = np.stack([left[best], right[best]], axis=1)
    return _tied(model, padded, at[row[best]], new, SAME_SOUND)


def _swaps(model: Model, sheet: Sheet) -> Trials:
    """Two neighbours the other way round."""
    at = _both(sheet) + BEFORE
    new = np.stack([sheet.padded[at + 1], sheet.padded[at]], axis=1)
    some = (new[:, 0] != new[:, 1]) & model.pairs(new[:, 0].astype(np.uint64), new[:, 1].astype(np.uint64))[0]
    return _tied(model, sheet.padded, at[some], new[some], 0)


def _tied(model: Model, padded: Ids, place: Rows, new: Ids, close: int) -> Trials:
    """The pairs that make a known trigram with what stands beside them."""
    base = np.uint64(model.alphabet.size)
    pair = new[:, 0].astype(np.uint64) * base + new[:, 1]
    fits = model.tables[1].look_up(padded[place - 1].astype(np.uint64) * base * base + pair)[0]
    fits |= model.tables[1].look_up(pair * base + padded[place + 2])[0]
    kept = new[fits].astype(np.uint16)
    return Trials(place[fits] - BEFORE, np.full(len(kept), 2), kept, np.full(len(kept), close, np.uint8))
