"""Vectors of words: which words stand near each other (positive mutual information, cut down by singular values; Levy and Goldberg 2014)."""

# ruff: noqa: INP001  # a folder of scripts, not a package

from typing import NamedTuple

import lexicon
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds

from xunwang.inspector.proof.speller.alphabet import EDGE, Alphabet
from xunwang.inspector.proof.speller.model import VECTOR_TOP

Ids = NDArray[np.uint16]
WORDS = 24_000
LEAST_SEEN = 30
REACH = 20  # tokens between words that are near each other
NEXT_WORDS = 13  # and at most so many words after
LEAST_TOGETHER = 3
SMOOTHING = 0.75  # of how frequent the neighbours are
DIMENSIONS = 64


class Vectors(NamedTuple):
    keys: NDArray[np.uint64]  # of the pairs of tokens, in rising order
    numbers: NDArray[np.uint32]  # of each, from 1
    vectors: NDArray[np.int8]  # by number; 0 is none
    weight: NDArray[np.float32]  # by number: how much a rare word says


def learn(alphabet: Alphabet, ids: Ids) -> Vectors:
    keys, seen = _vocabulary(alphabet, ids)
    number = np.zeros(alphabet.size**2, np.uint16)
    number[keys] = np.arange(1, len(keys) + 1)
    together = _together(number[ids[:-1].astype(np.int64) * alphabet.size + ids[1:]], ids, len(keys))
    left, values, _ = svds(_information(together), k=min(DIMENSIONS, len(keys) - 1), v0=np.ones(len(keys)))
    vectors = left * np.sqrt(values)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rounded = _signed(np.rint(VECTOR_TOP * vectors).astype(np.int8))
    weight = np.log(seen.sum() / seen)
    return Vectors(
        keys.astype(np.uint64),
        np.arange(1, len(keys) + 1, dtype=np.uint32),
        np.concatenate([np.zeros((1, rounded.shape[1]), np.int8), rounded]),
        np.concatenate([[0], weight]).astype(np.float32),
    )


def _signed(vectors: NDArray[np.int8]) -> NDArray[np.int8]:
    """Each dimension turned so that it adds up to no less than 0: singular values leave the sign open, and processors differ."""
    below = vectors.sum(axis=0, dtype=np.int64) < 0
    return np.where(below, -vectors, vectors).astype(np.int8)


def _vocabulary(alphabet: Alphabet, ids: Ids) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The most frequent words of two characters, and how often each was seen."""
    size = alphabet.size
    seen = np.bincount(ids[:-1].astype(np.int64) * size + ids[1:], minlength=size * size)
    pairs = {tokens[0] * size + tokens[1] for tokens, _ in lexicon.words(alphabet) if len(tokens) == 2}
    keys = np.array(sorted(pairs), np.int64)
    keys = keys[seen[keys] >= LEAST_SEEN]
    keys = np.sort(keys[np.argsort(-seen[keys], kind="stable")[:WORDS]])
    return keys, seen[keys]


def _together(number: Ids, ids: Ids, size: int) -> csr_matrix:
    """How often each two words stand in one line, near each other and not overlapping."""
    line = np.cumsum(ids[:-1] == EDGE)
    at = np.flatnonzero(number)
    word = number[at].astype(np.uint32) - 1
    keys = []
    for after in range(1, NEXT_WORDS + 1):
        gap = at[after:] - at[:-after]
        near = (gap <= REACH) & (gap >= 2) & (line[at[after:]] == line[at[:-after]])
        one, other = word[:-after][near], word[after:][near]
        keys.append(np.minimum(one, other) * np.uint32(size) + np.maximum(one, other))
    every = np.concatenate(keys)
    every.sort()
    cut = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]]))
    times = np.diff(np.append(cut, len(every)))
    often = times >= LEAST_TOGETHER
    row, column = np.divmod(every[cut][often], np.uint32(size))
    half = coo_matrix((times[often].astype(np.float64), (row, column)), shape=(size, size))
    return (half + half.T).tocoo()


def _information(together: coo_matrix) -> csr_matrix:
    """Positive mutual information of each two words."""
    often = np.asarray(together.sum(axis=1)).ravel() + 1
    share = often / often.sum()
    smooth = often**SMOOTHING / (often**SMOOTHING).sum()
    row, column = together.row, together.col
    information = np.log(together.data / often.sum() / (share[row] * smooth[column]))
    some = information > 0
    return csr_matrix((information[some], (row[some], column[some])), shape=together.shape)
