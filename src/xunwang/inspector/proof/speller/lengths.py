"""Characters written twice and characters left out, told by how much likelier the text is with one less or one more.

The verifier is taught on changes that keep the length; here the gain alone decides, and what it says is never sure.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, FIRST_CHARACTER
from xunwang.inspector.proof.speller.evidence import Reading
from xunwang.inspector.proof.speller.model import PAIR_P, Flags, Floats, Model, window_keys
from xunwang.inspector.proof.speller.trials import BEFORE

Ids = NDArray[np.uint16]
Rows = NDArray[np.int64]

LONGEST = 8  # characters of what may stand twice
TWICE, WORD_TWICE = 10.0, 8.5  # nats; of one character, of more
MISSING = 10.0
SURPRISING = 6.0  # nats of the token behind a gap
USUAL = -4.5  # nats of the second character of a word after the first one, or the first before the second


class Change(NamedTuple):
    """Tokens [start, end) that should be `new`."""

    start: int
    end: int
    new: tuple[int, ...]


def twice(model: Model, reading: Reading) -> Iterator[Change]:
    """What stands twice in a row or more often, told once for the whole run."""
    ids = reading.ids
    padded = np.append(reading.padded, np.full(2 * LONGEST, EDGE, np.uint16))
    taken, written = np.zeros(len(ids), np.bool_), is_character(model)[ids]
    for length in range(1, LONGEST + 1):
        at = _repeats(ids, written, length)
        if not len(at):
            continue
        if length == 1:
            at = at[~_is_word(model, reading.padded, at + BEFORE + 1, 2)]  # 等等, 看看
            begins = _is_word(model, reading.padded, at + BEFORE + 2, 2)
            at = at[~(begins & _signs(model, _ALONE)[ids[at]])]  # 在在建工程, 了了解
        elif length == 2:
            begins = _is_word(model, reading.padded, at + BEFORE + 4, 2)
            at = at[~(begins & _signs(model, _ALONE)[ids[at]])]  # 改革开放以来以来料加工, 本科以上以上门
        gain = _gain_of_less(model, padded, at, length)
        least = TWICE if length == 1 else WORD_TWICE
        for start in at[gain >= least].tolist():
            if not taken[start : start + 2 * length].any():
                yield Change(start, start + 2 * length, tuple(ids[start : start + length].tolist()))
        for start in at.tolist():
            taken[start : start + 2 * length] = True


def _repeats(ids: Ids, written: Flags, length: int) -> Rows:
    """Where a run of so many characters begins that follows on itself at once."""
    same = np.flatnonzero((ids[length:] == ids[:-length]) & written[:-length])
    begins = same[np.append(True, np.diff(same) > 1)[: same.size]]
    ends = same[np.append(np.diff(same) > 1, True)[: same.size]]
    return np.asarray(begins[ends - begins >= length - 1], np.int64)


def _gain_of_less(model: Model, padded: Ids, at: Rows, length: int) -> Floats:
    """How many nats the text around each place gains with one of both left out."""
    old = padded[at[:, None] + np.arange(BEFORE + 2 * length + BEFORE)]
    new = np.delete(old, np.s_[BEFORE : BEFORE + length], axis=1)
    return _surprise(model, old) - _surprise(model, new)


def _surprise(model: Model, windows: Ids) -> Floats:
    """Of each window behind its first tokens, which are there to be read before them."""
    return np.asarray(model.surprise(windows, model.grams(windows))[:, BEFORE:].sum(axis=1), np.float32)


class Grouped(NamedTuple):
    """Of each token or row, what belongs to it: at [starts[n], starts[n + 1]) of `others`."""

    starts: Rows
    others: Rows

    def of(self, tokens: Rows) -> tuple[Rows, Rows]:
        """(number of the asked token, other), one a row."""
        counts = self.starts[tokens + 1] - self.starts[tokens]
        number = np.repeat(np.arange(len(tokens)), counts)
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return number, self.others[np.repeat(self.starts[tokens], counts) + offset]


@cache
def _neighbours(model: Model) -> tuple[Grouped, Grouped]:
    """Behind each token and before it."""
    starts = model.arrays["pair_starts"].astype(np.int64)
    first = np.repeat(np.arange(model.alphabet.size), np.diff(starts))
    second = model.arrays["pair_seconds"].astype(np.int64)
    log_p = PAIR_P.take(model.pair_values(first, second))
    back = model.unigram[first] + log_p - model.unigram[second]
    keys = first.astype(np.uint64) * np.uint64(model.alphabet.size) + second.astype(np.uint64)
    words = model.words.look_up(keys)[0] & (first >= FIRST_CHARACTER) & (second >= FIRST_CHARACTER)
    behind, before = words & (log_p > USUAL), words & (back > USUAL)
    return (
        _grouped(first[behind], second[behind], model.alphabet.size),
        _grouped(second[before], first[before], model.alphabet.size),
    )


def _grouped(tokens: Rows, others: Rows, size: int) -> Grouped:
    order = np.argsort(tokens, kind="stable")
    return Grouped(np.searchsorted(tokens[order], np.arange(size + 1)), others[order])


def missing(model: Model, reading: Reading) -> Iterator[Change]:
    """Characters that would make a word with one that stands alone."""
    ids = reading.ids
    known = reading.grams.known[1][BEFORE : BEFORE + len(ids)]  # whether the triple that ends here is
    at = np.flatnonzero((reading.surprise >= SURPRISING) & ~known)
    at = at[at > 0]
    if not len(at):
        return
    trials: list[tuple[Rows, Rows]] = []
    sides: list[Rows] = []
    for (lonely, side), neighbours in zip(
        _lonely(model, reading.padded, at), _neighbours(model), strict=True
    ):
        number, other = neighbours.of(reading.padded[side[lonely]].astype(np.int64))
        trials.append((at[lonely][number], other))
        sides.append(np.full(len(other), len(sides)))
    place, new = (np.concatenate(part) for part in zip(*trials, strict=True))
    gain = _gain_of_more(model, reading.padded, place, new)
    yield from _best(ids, place, new, np.concatenate(sides), gain)


def _lonely(model: Model, padded: Ids, at: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Which of the places have before them, and which hold, a character of no word there; and where in the padded text those stand."""
    here = at + BEFORE
    free = is_character(model) & ~_signs(model, _ALONE)
    before, own = free[padded[here - 1]], (free & ~_signs(model, _COUNTED))[padded[here]]
    some = np.flatnonzero(before | own)
    some = some[~_is_word(model, padded, here[some], 2)]  # no word runs over the gap
    left = some[before[some]]
    for length in (2, 3):
        left = left[~_is_word(model, padded, here[left] - 1, length)]
    right = some[own[some]]
    for length in (2, 3):
        right = right[~_is_word(model, padded, here[right] + length - 1, length)]
    yield left, here - 1
    yield right, here


def _is_word(model: Model, padded: Ids, end: Rows, length: int) -> Flags:
    """Whether a word of so many characters ends at each place."""
    windows = padded[end[:, None] + np.arange(1 - length, 1)]
    return model.words.look_up(window_keys(windows, model.alphabet.size)[length - 2][:, -1])[0]


# What stands alone by right: adverbs, auxiliaries, pronouns, prepositions; behind another word counts and measures too.
_ALONE = "更最很太再又还也都就才只仅已曾将正在有无为是以可能会应须要请让使由从自向对与和及或而且但若如按据经过到于其该各每本此我你他她它某两几多少大小新老全总共约超近的了地得着不未没"
_COUNTED = "个件项条次名人户家处座所份种类批万亿元年月日时前后内外中上下等"


@cache
def _signs(model: Model, signs: str) -> Flags:
    """Of each kind of token, whether it is one of these."""
    return np.isin(np.arange(model.alphabet.size), model.alphabet.tokens(signs).ids)


@cache
def is_character(model: Model) -> Flags:
    """Of each kind of token, whether it is a Chinese character and no mark."""
    characters = np.frombuffer(model.alphabet.characters.encode("utf-32-le"), "<u4")
    return np.concatenate(
        [np.zeros(FIRST_CHARACTER, np.bool_), (characters >= 0x4E00) & (characters <= 0x9FFF)]
    )


def _gain_of_more(model: Model, padded: Ids, at: Rows, new: Rows) -> Floats:
    """How many nats the text around each place gains with a token put in before it."""
    places, of = np.unique(at, return_inverse=True)
    windows = padded[places[:, None] + np.arange(2 * BEFORE)]
    old = windows[of]
    put_in = np.concatenate([old[:, :BEFORE], new[:, None].astype(np.uint16), old[:, BEFORE:]], axis=1)
    return _surprise(model, windows)[of] - _surprise(model, put_in)


def _best(ids: Ids, at: Rows, new: Rows, sides: Rows, gain: Floats) -> Iterator[Change]:
    """The likeliest of each place, with the character that it makes a word with: the one before (side 0) or the one behind."""
    last = -1
    good = np.flatnonzero(gain >= MISSING)
    for row in good[np.lexsort((-gain[good], at[good]))].tolist():
        place, side = int(at[row]), int(sides[row])
        if place > last + 1:
            last = place
            pair = (int(new[row]), int(ids[place])) if side else (int(ids[place - 1]), int(new[row]))
            yield Change(place - 1 + side, place + side, pair)
