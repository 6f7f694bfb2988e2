"""How likely a possible correction is right: a small net over its evidence, trained on slips made on purpose."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
PARTS = ("mean", "scale", "weights", "bias", "output_weights", "output_bias")
LIMIT = np.float32(5)  # scaled evidence beyond it is cut, so that nothing strange shouts


class Verifier(NamedTuple):
    mean: Floats
    scale: Floats
    weights: Floats  # (features, hidden)
    bias: Floats
    output_weights: Floats  # (hidden, 1)
    output_bias: Floats

    def probability(self, evidence: Floats) -> Floats:
        """Of each row of evidence, 0 to 1."""
        hidden = scaled(evidence, self.mean, self.scale) @ self.weights
        hidden += self.bias
        logit = np.maximum(hidden, np.float32(0)) @ self.output_weights + self.output_bias
        return np.asarray(1 / (1 + np.exp(-logit[:, 0])), np.float32)


def scaled(evidence: Floats, mean: Floats, scale: Floats) -> Floats:
    return np.asarray(np.clip((evidence - mean) / scale, -LIMIT, LIMIT), np.float32)


def verifier_of(arrays: dict[str, NDArray[Any]]) -> Verifier:
    return Verifier(*(arrays[f"verifier_{part}"] for part in PARTS))
