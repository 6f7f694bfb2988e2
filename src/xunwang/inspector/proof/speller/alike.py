"""Words typed for others of the same sounds: 自发布之日起事实 for 实施.

Both are words, so that the screen passes them. Here a word goes for a slip where another of its sounds makes the place
ordinary, and much more so than the word that is merely the more usual of both would anywhere.
"""

from collections.abc import Iterator

import numpy as np

from xunwang.inspector.proof.speller.alphabet import EDGE, FIRST_CHARACTER
from xunwang.inspector.proof.speller.evidence import Reading, as_it_stands, as_it_would_be, surprise
from xunwang.inspector.proof.speller.lengths import Change, Grouped
from xunwang.inspector.proof.speller.model import PAIR_P, Floats, Model
from xunwang.inspector.proof.speller.trials import BEFORE, Ids, Packed, Rows

ODD = 16.0  # nats of a word and the token behind it, from which on others are tried
ORDINARY = 9.5  # nats that these may have with the other word
LEAST_TIES = np.float32(-22)  # nats of the pairs it makes with what stands beside it
GAIN = 8.0  # nats, beyond those by which the other word is the more usual


def words_alike(model: Model, reading: Reading) -> Iterator[Change]:
    """The best of each place; of two places that overlap the one that gains more."""
    odd = _odd_words(model, reading)
    if not len(odd):
        return
    at, new = _others(model, reading.padded, odd)
    old = as_it_stands(reading, at)
    would_be = as_it_would_be(model, old, new)
    before, after = surprise(model, old)[:, 1:], surprise(model, would_be)[:, 1:]
    gain = before.sum(axis=1) - after.sum(axis=1)
    gain -= np.maximum(_usual(model, new) - _usual(model, old.windows[:, BEFORE : BEFORE + 2]), 0)
    good = (gain >= GAIN) & (after[:, :3].sum(axis=1) <= ORDINARY)
    taken: set[int] = set()
    for row in np.flatnonzero(good)[np.argsort(-gain[good], kind="stable")].tolist():
        place = int(at[row])
        if taken.isdisjoint((place, place + 1)):
            taken.update((place, place + 1))
            yield Change(place, place + 2, tuple(new[row].tolist()))


def _odd_words(model: Model, reading: Reading) -> Rows:
    """Where a word of two characters stands that is surprising there; not at the head of a line, where tables have their labels."""
    surprise = np.append(reading.surprise, np.zeros(2, np.float32))
    odd = surprise[:-2] + surprise[1:-1] + surprise[2:] >= ODD
    first, second = reading.ids[:-1], reading.ids[1:]
    at = np.flatnonzero(odd[:-1] & (first >= FIRST_CHARACTER) & (second >= FIRST_CHARACTER))
    at = at[reading.padded[at + BEFORE - 1] != EDGE]
    key = first[at].astype(np.uint64) * np.uint64(model.alphabet.size) + second[at]
    return np.asarray(at[model.words.look_up(key)[0]], np.int64)


def _others(model: Model, padded: Ids, at: Rows) -> tuple[Rows, Ids]:
    """For each place the word of the same sounds, both characters others, that its neighbours tie best with; 叮叮铛铛 is written as one likes."""
    here = padded[at[:, None] + np.arange(BEFORE - 1, BEFORE + 3)].astype(np.int64)
    one, two = (model.homophones[here[:, column]].astype(np.int64) for column in (1, 2))
    before = np.where(one > 0, model.pair_values(here[:, :1], one), 0)
    behind = np.where(two > 0, model.pair_values(two, here[:, 3:]), 0)
    row, first, second = _crossed(before, behind)
    left, right = one[row, first], two[row, second]
    within = model.pair_values(left, right)
    ties = PAIR_P.take(before[row, first]) + PAIR_P.take(within) + PAIR_P.take(behind[row, second])
    some = np.flatnonzero((within > 0) & (left != right) & (ties >= LEAST_TIES))
    best = some[np.lexsort((-ties[some], row[some]))]
    best = best[np.append(True, np.diff(row[best]) > 0)] if len(best) else best
    return at[row[best]], np.stack([left[best], right[best]], axis=1).astype(np.uint16)


def _crossed(before: Packed, behind: Packed) -> tuple[Rows, Rows, Rows]:
    """Row and columns of each known pair of `before` with each known one of `behind` in the same row."""
    row, first = np.nonzero(before)
    other, second = np.nonzero(behind)
    starts = np.searchsorted(other, np.arange(len(behind) + 1))
    number, found = Grouped(starts, second).of(row)
    return row[number], first[number], found


def _usual(model: Model, words: Ids) -> Floats:
    """The log probability of each word by itself."""
    value = model.pair_values(words[:, 0].astype(np.int64), words[:, 1].astype(np.int64))
    return np.asarray(model.unigram[words[:, 0]] + PAIR_P.take(value), np.float32)
