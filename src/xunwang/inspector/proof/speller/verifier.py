"""How likely a possible correction is right: boosted trees over its evidence, trained on slips made on purpose."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
PARTS = ("feature", "threshold", "left", "right", "value", "roots")
FIRST = 30  # trees asked of every row; the others only where these leave hope
HOPELESS = np.float32(-3)  # log odds after the first trees
DEPTH = 7
ROWS = 256  # weighed together, so that their numbers stay in the cache


class Verifier(NamedTuple):
    """Nodes of all trees in one row; a leaf is its own child. The values of a tree's leaves are log odds."""

    feature: NDArray[np.uint8]
    threshold: Floats  # evidence up to it goes left
    left: NDArray[np.uint16]
    right: NDArray[np.uint16]
    value: Floats
    roots: NDArray[np.uint16]

    def probability(self, evidence: Floats) -> Floats:
        """Of each row of evidence, 0 to 1."""
        odds = self._odds(evidence, self.roots[:FIRST])
        hope = np.flatnonzero(odds > HOPELESS)
        odds[hope] += self._odds(evidence[hope], self.roots[FIRST:])
        return np.asarray(1 / (1 + np.exp(-odds)), np.float32)

    def _odds(self, evidence: Floats, roots: NDArray[np.uint16]) -> Floats:
        parts = [np.zeros(0, np.float32)]
        for start in range(0, len(evidence), ROWS):
            rows = evidence[start : start + ROWS]
            node = np.broadcast_to(roots, (len(rows), len(roots)))
            first = (np.arange(len(rows)) * rows.shape[1])[:, None]
            for _ in range(DEPTH):
                seen = rows.ravel().take(first + self.feature.take(node))
                node = np.where(
                    seen <= self.threshold.take(node), self.left.take(node), self.right.take(node)
                )
            parts.append(self.value.take(node).sum(axis=1, dtype=np.float32))
        return np.concatenate(parts)


def verifier_of(arrays: dict[str, NDArray[Any]]) -> Verifier:
    return Verifier(*(arrays[f"verifier_{part}"] for part in PARTS))
