"""Teaches the screen: a logistic regression on what the model says around characters of text with slips made on purpose."""

# ruff: noqa: INP001  # a folder of scripts, not a package

from collections.abc import Sequence

import numpy as np
import slips
from numpy.typing import NDArray

from xunwang.inspector.proof.speller import screen
from xunwang.inspector.proof.speller.alphabet import FIRST_CHARACTER
from xunwang.inspector.proof.speller.model import Model

Ids = NDArray[np.uint16]
CLUES = 26
TOKENS = 400_000  # read of each text
EVERY = 50  # tokens, for one slip
STEPS = 12
RIDGE = 1e-2
OPEN = np.zeros(CLUES + 1, np.float32)  # a screen that lets everything pass


def learn(model: Model, texts: Sequence[str]) -> NDArray[np.float32]:
    """A weight for each clue, and the constant."""
    random = np.random.default_rng(5)
    seen, wrong = zip(*(_taught(model, text, random) for text in texts), strict=True)
    return _regression(np.concatenate(seen), np.concatenate(wrong))


def _taught(
    model: Model, text: str, random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    truth = model.alphabet.tokens(text).ids[:TOKENS]
    ids = slips.spoil(model, truth, EVERY, random)
    grams = model.grams(ids)
    columns = [
        shifted(values, after)
        for values, after in screen.clues(model, ids, model.surprise(ids, grams), grams)
    ]
    some = ids >= FIRST_CHARACTER
    return np.stack([*columns, np.ones(len(ids))], axis=1)[some], (ids != truth)[some]


def shifted(values: NDArray[np.float32] | NDArray[np.bool_], after: int) -> NDArray[np.float64]:
    moved = np.zeros(len(values))
    if after >= 0:
        moved[: len(values) - after] = values[after:]
    else:
        moved[-after:] = values[:after]
    return moved


def _regression(seen: NDArray[np.float64], wrong: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Newton's method."""
    weights = np.zeros(seen.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-seen @ weights))
        slope = seen.T @ (wrong - likely) - RIDGE * weights
        bend = (seen * (likely * (1 - likely))[:, None]).T @ seen + RIDGE * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights.astype(np.float32)
