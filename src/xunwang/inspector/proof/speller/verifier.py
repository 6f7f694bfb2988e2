"""How likely a possible correction is right: boosted trees over its evidence, trained on slips made on purpose."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FIRST = 30  # trees asked of every row; the others only where these leave hope
HOPELESS = np.float32(-3)  # log odds after the first trees
DEPTH = 7
GLANCE, GLANCE_DEPTH = "glance", 5
ROWS = 256  # weighed together, so that their numbers stay in the cache


class Verifier:
    """Nodes of all trees in one row: evidence up to the threshold goes left, a leaf is its own child, its value log odds."""

    PARTS = ("feature", "threshold", "left", "right", "value", "roots")

    def __init__(self, *parts: NDArray[Any], depth: int = DEPTH) -> None:
        self._parts = parts
        self._depth = depth
        feature, threshold, left, right, value, roots = parts
        itself = np.arange(len(left))
        leaf = left == itself
        # Nodes are walked in another order than they are stored: the right child of a node stands behind its left one.
        order = np.concatenate([roots, np.stack([left, right], axis=1)[~leaf].ravel()])
        place = np.empty_like(itself)
        place[order] = itself
        self._roots = place[roots]
        self._next = np.where(leaf, place, place[left])[order]
        self._feature = feature[order].astype(np.intp)  # any other type is converted at every step
        self._threshold = np.where(leaf, np.float32(np.inf), threshold)[order]
        self._value = value[order]

    def odds(self, evidence: Floats) -> Floats:
        """The log odds of each row of evidence."""
        odds = self._sum(evidence, self._roots[:FIRST])
        hope = np.flatnonzero(odds > HOPELESS)
        odds[hope] += self._sum(evidence[hope], self._roots[FIRST:])
        return odds

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Its parts as `judges_of` looks for them."""
        return {f"{name}_{part}": values for part, values in zip(self.PARTS, self._parts, strict=True)}

    def _sum(self, evidence: Floats, roots: NDArray[np.intp]) -> Floats:
        parts = [np.zeros(0, np.float32)]
        for start in range(0, len(evidence), ROWS):
            rows = evidence[start : start + ROWS]
            node = np.broadcast_to(roots, (len(rows), len(roots)))
            first = (np.arange(len(rows)) * rows.shape[1])[:, None]
            for _ in range(self._depth):
                seen = rows.ravel().take(first + self._feature.take(node))
                node = self._next.take(node) + (seen > self._threshold.take(node))
            parts.append(self._value.take(node).sum(axis=1, dtype=np.float32))
        return np.concatenate(parts)


class Judges(NamedTuple):
    """Two verifiers: one taught in text like the model's, one in text of many kinds as well. Their mean finds more and errs less than either."""

    strict: Verifier
    broad: Verifier

    def probability(self, evidence: Floats, leaning: Floats | float = 0.0) -> Floats:
        """Of each row, 0 to 1: that of the mean odds, `leaning` added; what the strict one gives up the other is not asked for."""
        odds = self.strict.odds(evidence)
        hope = np.flatnonzero(odds > HOPELESS)
        odds[hope] = (odds[hope] + self.broad.odds(evidence[hope])) / np.float32(2)
        return _probability(odds + leaning)


def _probability(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def judges_of(arrays: dict[str, NDArray[Any]]) -> Judges:
    return Judges(*(Verifier(*_parts(arrays, judge)) for judge in Judges._fields))


def glance_of(arrays: dict[str, NDArray[Any]]) -> Verifier:
    """A few small trees over what is known of a correction before its evidence: what they give up is not weighed."""
    return Verifier(*_parts(arrays, GLANCE), depth=GLANCE_DEPTH)


def _parts(arrays: dict[str, NDArray[Any]], name: str) -> list[NDArray[Any]]:
    return [arrays[f"{name}_{part}"] for part in Verifier.PARTS]
