"""的, 地 and 得 written for one another: 高兴的跳起来, 讲的都很好.

They sound alike, and an n-gram finds either at home nearly everywhere. Here each place has a judge that sees which words and
kinds of words stand on both sides, how long the clause goes on and what is in it, learnt where the corpora write them
(tools/train_contexts/particles.py). What it says is told only where the language model agrees; never as sure.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, Alphabet
from xunwang.inspector.proof.speller.evidence import Reading
from xunwang.inspector.proof.speller.lengths import Change, is_character
from xunwang.inspector.proof.speller.model import Flags, Floats, Model, window_keys
from xunwang.inspector.proof.speller.table import Table
from xunwang.inspector.proof.speller.trials import BEFORE, Ids, Rows

DATA_FILE = "particles.npz"
OF, LY, SO = "的地得"
REACH = 8  # tokens to each side that are looked at
BITS = 21  # of the number of a clue
SCALE = 16  # steps of a weight of 1
KIND_BITS, KIND_FINGERPRINT = 5, 11  # of a word's kind in its table
COMPARED = 3.5  # more of both is asked for behind 更好, which stands before things as readily as before deeds
_MORE = "更最较很越"
_ENDS = "，。；：！？“（)["  # marks as the alphabet folds them, beyond which nothing counts
_AND, _IS = "和与及或", "是使让令"
_SOME = "有"  # 有的快，有的慢 is a word by itself
_OFFICES = (
    "法院",
    "公安",
    "检察",
    "机关",
    "税务",
    "政府",
    "社区",
)  # 执行地法院 is at a place, 有权执行的法院 does something
_SOMEWHERE = 100  # kinds of clues that stand anywhere before the particle, and behind it
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Bar(NamedTuple):
    """From where on one particle is told to be another."""

    odds: float  # of the judge
    gain: float  # nats of the language model
    both: float  # together


# In 550,000 characters that no judge had read (reports, news of 1998, notices, pages) all that is told by these is wrong there.
BARS: Mapping[tuple[str, str], Bar] = {
    (OF, LY): Bar(3.5, -0.5, 6),
    (OF, SO): Bar(2.5, 2.5, 7),
    (LY, OF): Bar(5, 7, 12),
    (SO, OF): Bar(7, 6, 13),
}


class Judge:
    """`weights`: by clue, in steps, for 地 (row 0) and 得 (row 1) before 的; `kinds`: of words of two to four characters; `alone`: of each token."""

    def __init__(self, weights: NDArray[np.int8], kinds: Table, alone: NDArray[np.uint8]) -> None:
        self._weights, self._kinds, self._alone = weights, kinds, alone

    def odds(self, alphabet: Alphabet, sides: tuple[Rows, Rows]) -> Mapping[str, Floats]:
        """The log odds of each particle before 的."""
        seen = self.clues(alphabet, sides)
        both = [part[seen].sum(axis=1, dtype=np.float32) / np.float32(SCALE) for part in self._weights]
        return {OF: np.zeros(len(seen), np.float32), LY: both[0], SO: both[1]}

    def clues(self, alphabet: Alphabet, sides: tuple[Rows, Rows]) -> Rows:
        """(places, clues): the numbers of what is seen; `sides` as `sides_of` gives them."""
        left, right = sides
        b1, b2, b3, b4, b5 = left.T[:5]
        a1, a2, a3, a4 = right.T[:4]
        before, after, beyond, farther = self._kinds_of(alphabet, left, right)
        reach = _length(right)
        seen = [
            (b1,), (b2, b1), (b3, b2, b1), (b4, b3, b2, b1), (a1,), (a1, a2), (a1, a2, a3), (a1, a2, a3, a4),
            (b1, a1), (b2, b1, a1, a2), (b1, a1, a2), (b2, b1, a1), (b4, b3), (b3,), (a3, a4), (a3,), (a2,), (a2, a3), (a4,),
            (reach,), (reach, a1, a2), (_length(left),), (b2, b1, a3), (b2, b1, reach), (b5, b4), (b4, b3, a1, a2),
            (before,), (after,), (before, after), (before, after, beyond), (after, beyond), (before, a1), (b2, b1, after),
            (before, a1, a2), (farther, before), (farther, before, after), (after, reach), (before, after, reach),
            (b2, b1, after, beyond), (after, a3), (before, after, a3), (after, beyond, reach),
        ]  # fmt: skip
        seen += [(token,) for token in (*left.T[2:], *right.T[2:])]
        kinds = [
            *range(len(seen) - 2 * (REACH - 2)),
            *[_SOMEWHERE] * (REACH - 2),
            *[_SOMEWHERE + 1] * (REACH - 2),
        ]
        return _numbers(kinds, seen)

    def _kinds_of(self, alphabet: Alphabet, left: Rows, right: Rows) -> tuple[Rows, Rows, Rows, Rows]:
        """What kind of word stands before the particle and behind it, and one word farther on each side."""
        forward = [right[:, 0], *_keys(right[:, :4], alphabet)]
        back = [left[:, 0], *_keys(left[:, :4][:, ::-1], alphabet, from_end=True)]
        one, two, three, four = (self._kind(keys, length) for length, keys in enumerate(back, 1))
        before = np.where(four, four + 1000, np.where(three, three + 2000, np.where(two, two + 3000, one)))
        one, two, _, four = (self._kind(keys, length) for length, keys in enumerate(forward, 1))
        after = np.where(four, four + 1000, np.where(two, two + 3000, one))
        behind = self._kind(right[:, 2] * alphabet.size + right[:, 3], 2)
        beyond = np.where(behind, behind + 3000, self._kind(right[:, 2], 1))
        beyond = np.where((four == 0) & (two > 0), beyond, 0)
        return before, after, beyond, self._kind(left[:, 3] * alphabet.size + left[:, 2], 2)

    def _kind(self, keys: Rows, length: int) -> Rows:
        if length == 1:
            return self._alone[keys].astype(np.int64)
        return self._kinds.look_up(keys.astype(np.uint64))[1].astype(np.int64)


def sides_of(alphabet: Alphabet, ids: Ids, at: Rows) -> tuple[Rows, Rows]:
    """(places, REACH) tokens before each place, the nearest first, and behind it; `EDGE` beyond a mark."""
    padded = np.concatenate([np.full(REACH, EDGE, np.uint16), ids, np.full(REACH, EDGE, np.uint16)])
    around = sliding_window_view(padded, 2 * REACH + 1)[at].astype(np.int64)
    left, right = around[:, REACH - 1 :: -1].copy(), around[:, REACH + 1 :].copy()
    ends = np.array([EDGE, *map(alphabet.id_of, _ENDS)])
    for side in (left, right):
        end = np.isin(side, ends)
        side[np.cumsum(end, axis=1) - end > 0] = EDGE
    return left, right


def particles(model: Model, reading: Reading) -> Iterator[Change]:
    """Each with what it should be."""
    alphabet, padded = model.alphabet, reading.padded
    for written in (OF, LY, SO):
        others = [other for one, other in BARS if one == written]
        at = _worth_asking(model, padded, np.flatnonzero(reading.ids == alphabet.id_of(written)), others)
        if not len(at):
            continue
        odds = shipped_judge().odds(alphabet, sides_of(alphabet, reading.ids, at))
        for other in others:
            ahead = odds[other] - odds[written]
            for place in at[_is_other(model, padded, at, ahead, (written, other))].tolist():
                yield Change(place, place + 1, (alphabet.id_of(other),))


def _is_other(model: Model, padded: Ids, at: Rows, ahead: Floats, pair: tuple[str, str]) -> Rows:
    """Which of the places, where the judge puts the other particle of a pair so far ahead, should be it."""
    bar, (written, other) = BARS[pair], pair
    some = np.flatnonzero(ahead >= bar.odds)
    if not len(some):
        return some
    gain = _gain(model, padded, at[some], model.alphabet.id_of(other))
    least = np.full(len(some), bar.both, np.float32)
    if written == OF:
        least += np.float32(COMPARED) * _is_compared(model.alphabet, padded, at[some])
        least[_may_be_a_noun(model, padded, at[some], other)] = np.inf
    return some[(gain >= bar.gain) & (gain + ahead[some] >= least)]


def _is_compared(alphabet: Alphabet, padded: Ids, at: Rows) -> Flags:
    return np.isin(padded[at + BEFORE - 2], alphabet.tokens(_MORE).ids)


def _may_be_a_noun(model: Model, padded: Ids, at: Rows, other: str) -> Flags:
    """Whether what is behind 的 may be a thing, or what ends on it: 更好的服务、, 合理的安排使…, 军用的和民用的 no 地; 吃的住的都好 no 得."""
    tokens = model.alphabet.tokens
    behind = padded[at[:, None] + BEFORE + np.arange(5)].T
    if other == SO:
        return np.isin(behind[2], tokens(OF).ids)
    offices = [(tokens(office).ids == behind[1:3].T).all(axis=1) for office in _OFFICES]
    noun: Flags = np.any(offices, axis=0) | ~is_character(model)[behind[2:4]].all(axis=0)
    noun |= np.isin(behind[1], tokens(_AND).ids)
    noun |= np.isin(behind[3:], tokens(_IS).ids).any(axis=0)
    return noun


def _worth_asking(model: Model, padded: Ids, at: Rows, others: Sequence[str]) -> Rows:
    """Those with characters on both sides, the one before known before another particle; no word of the dictionary (的确, 土地, 取得) holds them."""
    characters = is_character(model)
    at = at[characters[padded[at + BEFORE - 1]] & characters[padded[at + BEFORE + 1]]]
    at = at[padded[at + BEFORE - 1] != model.alphabet.id_of(_SOME)]
    at = at[~np.isin(padded[at + BEFORE + 1], model.alphabet.tokens(OF + LY + SO).ids)]  # 反映的的确属实
    before = padded[at + BEFORE - 1].astype(np.int64)[:, None]
    new = np.array([[model.alphabet.id_of(other) for other in others]])
    at = at[(model.pair_values(before, new) > 0).any(axis=1)]
    around = padded[at[:, None] + BEFORE + np.arange(-3, 4)]
    in_words = [
        model.words.look_up(keys[:, 3 : 3 + length])[0].any(axis=1)
        for length, keys in enumerate(window_keys(around, model.alphabet.size)[:3], 2)
    ]
    return np.asarray(at[~np.any(in_words, axis=0)], np.int64)


def _gain(model: Model, padded: Ids, at: Rows, new: int) -> Floats:
    """How many nats the text around each place gains with another particle."""
    old = padded[at[:, None] + np.arange(2 * BEFORE + 1)]
    other = old.copy()
    other[:, BEFORE] = new
    before, after = (model.surprise(side, model.grams(side))[:, BEFORE:].sum(axis=1) for side in (old, other))
    return np.asarray(before - after, np.float32)


def _keys(tokens: Rows, alphabet: Alphabet, *, from_end: bool = False) -> list[Rows]:
    """Of each row the keys of its first (or last) two, three and four tokens."""
    keys = window_keys(tokens.astype(np.uint16), alphabet.size)[:3]
    return [key[:, -1 if from_end else length - 1].astype(np.int64) for length, key in enumerate(keys, 2)]


def _length(side: Rows) -> Rows:
    """Tokens up to the end of the clause."""
    return np.asarray((side != EDGE).cumprod(axis=1).sum(axis=1), np.int64)


def _numbers(kinds: Sequence[int], seen: Sequence[tuple[Rows, ...]]) -> Rows:
    """(places, clues): of each clue, which is of a kind and made of some columns; two that meet in one number are told apart by none."""
    parts = []
    for width in sorted(set(map(len, seen))):
        alike = [nth for nth, columns in enumerate(seen) if len(columns) == width]
        mixed = np.array([[kinds[nth] + 1] for nth in alike], np.uint64) * _MIX[0]
        for column in range(width):
            mixed = mixed ^ (np.stack([seen[nth][column] for nth in alike]).astype(np.uint64) + _MIX[0])
            mixed *= _MIX[1]
            mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX[2]
        mixed ^= mixed >> np.uint64(32)
        parts.append((mixed & np.uint64((1 << BITS) - 1)).astype(np.int64))
    return np.concatenate(parts).T


def judge_of(arrays: Mapping[str, NDArray[Any]]) -> Judge:
    weights = np.zeros((2, 1 << BITS), np.int8)
    for row in range(len(weights)):
        weights[row, arrays[f"places{row}"]] = arrays[f"weights{row}"]
    kinds = Table(arrays["kinds"], int(arrays["seed"]), KIND_BITS, KIND_FINGERPRINT)
    return Judge(weights, kinds, arrays["alone"])


@cache
def shipped_judge() -> Judge:
    with resources.files("xunwang.inspector.proof").joinpath("data", DATA_FILE).open("rb") as file:
        return judge_of(np.load(file))
