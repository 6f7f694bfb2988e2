"""Teaches the verifier: slips made on purpose in text that the language model has not seen, and the same text unspoilt."""

# ruff: noqa: INP001  # a folder of scripts, not a package

import numpy as np
import slips
from numpy.typing import NDArray

from xunwang.inspector.proof.speller import search
from xunwang.inspector.proof.speller.model import Model
from xunwang.inspector.proof.speller.verifier import Verifier, scaled

Ids = NDArray[np.uint16]
Floats = NDArray[np.float32]
LONGEST = 950_000  # characters taken of each text
RARITIES = (30, 150, 0)  # tokens for one slip in each reading of the text; 0: none
HIDDEN = 32
NETS = 4
EPOCHS = 14
BATCH = 4096
RATE = 3e-3
DECAY = 1e-4


def train(model: Model, texts: list[str]) -> Verifier:
    evidence, right = [], []
    for number, text in enumerate(texts):
        ids = model.alphabet.tokens(text[:LONGEST]).ids
        for every in RARITIES:
            random = np.random.default_rng(1000 * number + every)
            spoilt = slips.spoil(model, ids, every, random) if every else ids
            rows, good = lessons(model, spoilt, ids)
            evidence.append(rows)
            right.append(good)
    return fit(np.concatenate(evidence), np.concatenate(right))


def lessons(model: Model, ids: Ids, truth: Ids) -> tuple[Floats, NDArray[np.bool_]]:
    """The evidence of every edit the search proposes, and whether the edit is what the truth says."""
    edits = search.edits(model, search.read(model, ids))
    here, after = edits.at, np.minimum(edits.at + 1, len(ids) - 1)
    good = (ids[here] != truth[here]) & (edits.new[:, 0] == truth[here])
    pair = (ids[after] != truth[after]) & (edits.new[:, 1] == truth[after])
    return edits.evidence, good & ((edits.width == 1) | pair)


def fit(evidence: Floats, right: NDArray[np.bool_]) -> Verifier:
    """Several nets that learn from the same rows in different orders, side by side as one: their mean is steadier."""
    mean = evidence.mean(axis=0, dtype=np.float64).astype(np.float32)
    scale = (evidence.std(axis=0, dtype=np.float64) + 1e-6).astype(np.float32)
    rows, wanted = scaled(evidence, mean, scale), right.astype(np.float32)[:, None]
    nets = [_learnt(rows, wanted, np.random.default_rng(seed)) for seed in range(NETS)]
    weights, bias, output_weights, output_bias = zip(*nets, strict=True)
    return Verifier(
        mean,
        scale,
        np.concatenate(weights, axis=1),
        np.concatenate(bias),
        np.concatenate(output_weights) / np.float32(NETS),
        np.sum(output_bias, axis=0) / np.float32(NETS),
    )


def _learnt(rows: Floats, wanted: Floats, random: np.random.Generator) -> list[Floats]:
    """A net with one hidden layer, by Adam."""
    width = rows.shape[1]
    net = [
        random.normal(0, width**-0.5, (width, HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, np.float32),
        random.normal(0, HIDDEN**-0.5, (HIDDEN, 1)).astype(np.float32),
        np.zeros(1, np.float32),
    ]
    first, second = [np.zeros_like(part) for part in net], [np.zeros_like(part) for part in net]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS) + 1e-5
        order = random.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            step += 1
            chosen = order[start : start + BATCH]
            for part, slope in enumerate(_slopes(net, rows[chosen], wanted[chosen])):
                decayed = slope + DECAY * net[part]
                first[part] = 0.9 * first[part] + 0.1 * decayed
                second[part] = 0.999 * second[part] + 0.001 * decayed * decayed
                move = first[part] / (1 - 0.9**step) / (np.sqrt(second[part] / (1 - 0.999**step)) + 1e-8)
                net[part] -= (rate * move).astype(np.float32)
    return net


def _slopes(net: list[Floats], rows: Floats, wanted: Floats) -> list[Floats]:
    hidden = np.maximum(rows @ net[0] + net[1], np.float32(0))
    likely = 1 / (1 + np.exp(-(hidden @ net[2] + net[3])))
    error = (likely - wanted) / np.float32(len(rows))
    back = (error @ net[2].T) * (hidden > 0)
    return [rows.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
