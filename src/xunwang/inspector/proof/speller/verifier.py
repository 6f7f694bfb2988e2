"""How likely a possible correction is right: boosted trees over its evidence, trained on slips made on purpose."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
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

    def odds(self, evidence: Floats) -> Floats:
        """The log odds of each row of evidence."""
        odds = self._sum(evidence, self.roots[:FIRST])
        hope = np.flatnonzero(odds > HOPELESS)
        odds[hope] += self._sum(evidence[hope], self.roots[FIRST:])
        return odds

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Its parts as `judges_of` looks for them."""
        return {f"{name}_{part}": values for part, values in self._asdict().items()}

    def _sum(self, evidence: Floats, roots: NDArray[np.uint16]) -> Floats:
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


class Judges(NamedTuple):
    """Two verifiers: one taught in text like the model's, one in text of many kinds as well.

    Their mean finds more and errs less than either; but what is sure is said by the strict one alone, as the mean is sure of
    more that is right already.
    """

    strict: Verifier
    broad: Verifier

    def probability(self, evidence: Floats, sure: float) -> Floats:
        """Of each row, 0 to 1: that of the mean odds, but from `sure` on only where the strict one says so."""
        strict = self.strict.odds(evidence)
        mean = strict.copy()
        hope = np.flatnonzero(strict > HOPELESS)
        mean[hope] += self.broad.odds(evidence[hope])
        mean[hope] /= np.float32(2)
        alone, together = _probability(strict), _probability(mean)
        below = np.nextafter(np.float32(sure), np.float32(0))
        likely = np.where(alone >= sure, np.maximum(alone, together), np.minimum(together, below))
        return np.asarray(likely, np.float32)


def _probability(odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-odds)), np.float32)


def judges_of(arrays: dict[str, NDArray[Any]]) -> Judges:
    return Judges(
        *(Verifier(*(arrays[f"{judge}_{part}"] for part in Verifier._fields)) for judge in Judges._fields)
    )
