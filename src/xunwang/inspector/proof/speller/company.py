"""Whether a word keeps the company it usually keeps: how near it is in meaning to the other words of its line.

Words of two characters have vectors of length 1, learnt from which words stand near each other in the corpora: a cosine
near 1 says that two are at home in the same texts. An n-gram sees four characters far, this sees the sentence.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE
from xunwang.inspector.proof.speller.model import Flags, Floats, Model
from xunwang.inspector.proof.speller.trials import BEFORE, Ids, Rows, Trials

REACH = 24  # tokens to each side
OWN = 2  # tokens beside the place that words of its own may begin at
NO_WORD = np.float32(-0.2)
CHUNK = 256  # trials whose vectors fit the cache


class _Around(NamedTuple):
    """The words around each place."""

    vectors: Floats  # (places, dimensions, tokens)
    there: Flags  # (places, tokens)
    mean: Floats  # (places, dimensions): their weighted mean, of length 1


def company_of(model: Model, ids: Ids, tried: Trials, sides: tuple[Ids, Ids]) -> list[Floats]:
    """Six numbers a trial: nearness to the line as it stands, as it would be, the gain; the same for its nearest word."""
    padded = np.concatenate([np.full(REACH, EDGE, np.uint16), ids, np.full(REACH + 1, EDGE, np.uint16)])
    parts = [np.zeros((6, 0), np.float32)]
    if len(tried.at):
        words = _numbers(model, padded)
        for start in range(0, len(tried.at), CHUNK):
            rows = slice(start, start + CHUNK)
            place, of = np.unique(tried.at[rows], return_inverse=True)
            own = np.concatenate([_own_words(model, side[rows], tried.width[rows]) for side in sides], axis=1)
            parts.append(_nearness(model, own, _around(model, padded, words, place), of))
    return list(np.concatenate(parts, axis=1))


def _numbers(model: Model, tokens: Ids) -> NDArray[np.uint32]:
    """The number of the word that begins at each token of a row but the last, 0 for none; a pair that only chance finds in the table may have any."""
    wide = tokens.astype(np.uint64)
    number = model.company.look_up(wide[..., :-1] * np.uint64(model.alphabet.size) + wide[..., 1:])[1]
    return np.where(number < len(model.company_vectors), number, np.uint32(0))


def _own_words(model: Model, window: Ids, width: NDArray[np.int64]) -> NDArray[np.uint32]:
    """(trials, 3): the words that hold the place or, where both change, the one after it."""
    own = _numbers(model, window[:, BEFORE - 1 : BEFORE + 3])
    own[width == 1, 2] = 0
    return own


def _around(model: Model, padded: Ids, words: NDArray[np.uint32], place: Rows) -> _Around:
    near = place[:, None] + np.arange(2 * REACH + 1)
    edge = padded[near] == EDGE
    outside = np.concatenate(
        [
            np.logical_or.accumulate(edge[:, REACH - 1 :: -1], axis=1)[:, ::-1],
            np.logical_or.accumulate(edge[:, REACH:], axis=1),
        ],
        axis=1,
    )
    outside[:, REACH - OWN : REACH + OWN + 1] = True
    number = np.where(outside, np.uint32(0), words[near])
    vectors = model.company_vectors[number]
    mean = np.matmul(model.company_weight[number][:, None], vectors)[:, 0]
    mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), np.float32(1e-6))
    return _Around(np.ascontiguousarray(vectors.transpose(0, 2, 1)), number > 0, mean)


def _nearness(model: Model, own: NDArray[np.uint32], around: _Around, of: Rows) -> Floats:
    """`own` holds three words as it stands and three as it would be; the best of each three counts."""
    vectors = model.company_vectors[own]
    to_all = np.matmul(vectors, around.mean[of][:, :, None])[:, :, 0]
    to_each = np.matmul(vectors, around.vectors[of])
    to_nearest = np.where(around.there[of][:, None], to_each, np.float32(0)).max(axis=2)
    columns = []
    for near in (to_all, to_nearest):
        best = np.where(own > 0, near, NO_WORD).reshape(-1, 2, 3).max(axis=2)
        columns += [best[:, 0], best[:, 1], best[:, 1] - best[:, 0]]
    return np.stack(columns)
