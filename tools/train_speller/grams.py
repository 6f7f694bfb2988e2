"""Counting n-grams and estimating the interpolated Kneser-Ney model (Chen and Goodman 1998), whole rows at a time."""

# ruff: noqa: INP001  # a folder of scripts, not a package

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from xunwang.inspector.proof.speller.alphabet import EDGE, UNKNOWN
from xunwang.inspector.proof.speller.model import ORDER

Keys = NDArray[np.uint64]


class Counts(NamedTuple):
    """Distinct n-grams of one order in rising order of their key, and how often each was seen."""

    keys: Keys
    seen: NDArray[np.int64]


class Estimate(NamedTuple):
    keys: Keys
    log_p: NDArray[np.float64]
    backoff: NDArray[np.float64]  # log weight of the n-gram as a context


def count(ids: NDArray[np.uint16], base: int, order: int) -> Counts:
    """N-grams that hold no unknown character, and an edge only as their first or last."""
    wide = ids.astype(np.uint64)
    length = len(ids) - order + 1
    keys = np.zeros(length, np.uint64)
    good = np.ones(length, bool)
    for place in range(order):
        here = ids[place : place + length]
        keys *= np.uint64(base)
        keys += wide[place : place + length]
        good &= here != UNKNOWN
        if 0 < place < order - 1:
            good &= here != EDGE
    if order > 1:
        good &= (ids[:length] != EDGE) | (ids[order - 1 :] != EDGE)
    keys = keys[good]
    keys.sort()
    cut = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return Counts(keys[cut], np.diff(np.append(cut, len(keys))))


def estimate(ids: NDArray[np.uint16], base: int, least: dict[int, int]) -> list[Estimate]:
    """Estimates of order 1 to 5; of order n only what was seen at least `least[n]` times is kept."""
    counts = [count(ids, base, order) for order in range(1, ORDER + 1)]
    adjusted = [_adjusted(counts, order, base) for order in range(1, ORDER + 1)]
    full = _unigrams(ids, base)
    lower = full
    estimates = []
    for order in range(2, ORDER + 1):
        keys, seen = counts[order - 1]
        suffix = _suffix(keys, counts[order - 2].keys, base, order)
        interpolated = _interpolate(keys, adjusted[order - 1], lower[suffix], base)
        keep = seen >= least[order]
        estimates.append((keys[keep], interpolated[keep], lower[suffix][keep]))
        lower = interpolated
    weights = [_backoff(estimates[order - 2], base) for order in range(2, ORDER + 1)]
    return _joined(full, estimates, weights, base)


def _adjusted(counts: list[Counts], order: int, base: int) -> NDArray[np.int64]:
    """Raw counts for the highest order and after an edge, else the number of different characters before."""
    keys, seen = counts[order - 1]
    if order == ORDER:
        return seen
    longer = counts[order].keys
    kinds = np.bincount(_suffix(longer, keys, base, order + 1), minlength=len(keys))
    after_edge = keys // np.uint64(base ** (order - 1)) == EDGE
    return np.where(after_edge | (kinds == 0), seen, kinds)


def _suffix(keys: Keys, shorter: Keys, base: int, order: int) -> NDArray[np.int64]:
    return np.searchsorted(shorter, keys % np.uint64(base ** (order - 1)))


def _unigrams(ids: NDArray[np.uint16], base: int) -> NDArray[np.float64]:
    """Probability by kinds of predecessor, smoothed a little so that nothing is impossible."""
    pairs = np.unique(ids[:-1].astype(np.uint64) * np.uint64(base) + ids[1:].astype(np.uint64))
    kinds = np.bincount((pairs % np.uint64(base)).astype(np.int64), minlength=base) + 0.5
    return kinds / kinds.sum()


def _interpolate(
    keys: Keys, seen: NDArray[np.int64], lower: NDArray[np.float64], base: int
) -> NDArray[np.float64]:
    discount = _discounts(seen)[np.minimum(seen, 3)]
    start = np.flatnonzero(
        np.concatenate([[True], keys[1:] // np.uint64(base) != keys[:-1] // np.uint64(base)])
    )
    group = np.repeat(np.arange(len(start)), np.diff(np.append(start, len(keys))))
    total = np.add.reduceat(seen, start)
    left_over = np.add.reduceat(discount, start) / total
    return (seen - discount) / total[group] + left_over[group] * lower


def _discounts(seen: NDArray[np.int64]) -> NDArray[np.float64]:
    """What is taken off an n-gram seen once, twice, or more; a small text may lack a rank."""
    n1, n2, n3, n4 = (max(int((seen == times).sum()), 1) for times in (1, 2, 3, 4))
    share = n1 / (n1 + 2 * n2)
    raw = np.array([0.0, 1 - 2 * share * n2 / n1, 2 - 3 * share * n3 / n2, 3 - 4 * share * n4 / n3])
    return np.clip(raw, 0.0, (0.0, 0.99, 1.99, 2.99))


Kept = tuple[Keys, NDArray[np.float64], NDArray[np.float64]]


def _backoff(kept: Kept, base: int) -> tuple[Keys, NDArray[np.float64]]:
    """For every context of kept n-grams, the log weight that makes its distribution sum to one."""
    keys, p, lower = kept
    contexts = keys // np.uint64(base)
    start = np.flatnonzero(np.concatenate([[True], contexts[1:] != contexts[:-1]]))
    left = np.maximum(1 - np.add.reduceat(p, start), 1e-4)
    room = np.maximum(1 - np.add.reduceat(lower, start), 1e-4)
    return contexts[start], np.log(left / room)


def _joined(
    unigrams: NDArray[np.float64],
    kept: list[Kept],
    weights: list[tuple[Keys, NDArray[np.float64]]],
    base: int,
) -> list[Estimate]:
    keys = [np.arange(base, dtype=np.uint64), *(grams[0] for grams in kept)]
    log_p = [np.log(unigrams), *(np.log(grams[1]) for grams in kept)]
    backoff = []
    for own, following in zip(keys, [*weights, None], strict=True):
        weight = np.zeros(len(own))
        if following is not None:
            at = np.searchsorted(own, following[0])
            fits = (at < len(own)) & (own[np.minimum(at, len(own) - 1)] == following[0])
            weight[at[fits]] = following[1][fits]
        backoff.append(weight)
    return [Estimate(*columns) for columns in zip(keys, log_p, backoff, strict=True)]
