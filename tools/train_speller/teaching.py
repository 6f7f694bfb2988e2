"""Teaches the verifiers: slips made on purpose in text that the language model has not seen, and the same text unspoilt."""

# ruff: noqa: INP001  # a folder of scripts, not a package

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import lightgbm
import names
import numpy as np
import slips
from numpy.typing import NDArray

from xunwang.inspector.proof.speller import evidence, search
from xunwang.inspector.proof.speller.model import Model
from xunwang.inspector.proof.speller.verifier import DEPTH, GLANCE_DEPTH, Verifier

Ids = NDArray[np.uint16]
Floats = NDArray[np.float32]
Rows = tuple[Floats, NDArray[np.bool_]]  # evidence of edits, and which of them are right
BATCH = 60_000  # tokens read together
TREES = 220
SETTINGS = {
    "objective": "binary",
    "num_leaves": 31,
    "max_depth": DEPTH,
    "learning_rate": 0.1,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
GLANCES = 30
GLANCING = SETTINGS | {
    "num_leaves": 16,
    "max_depth": GLANCE_DEPTH,
    "learning_rate": 0.2,
    "feature_fraction": 1.0,
    "bagging_freq": 0,
}


class Lesson(NamedTuple):
    """A text to read with a model that has not seen it, with one slip in every so many tokens (0: none)."""

    model: Model
    text: str
    every: int


def read(lessons: Sequence[Lesson], first: int = 0) -> list[Rows]:
    """What the search proposes in each lesson; `first` is the number of the first, by which its slips are drawn."""
    return [
        batch
        for number, lesson in enumerate(lessons, first)
        for batch in _taught(lesson, np.random.default_rng(number))
    ]


def grown(rows: Sequence[Rows]) -> Verifier:
    """The trees that tell right corrections from others in these rows."""
    booster = lightgbm.train(SETTINGS, _dataset(rows, slice(None)), TREES)
    return planted(booster.dump_model()["tree_info"])


def glancing(rows: Sequence[Rows]) -> Verifier:
    """A few small trees that see only what a glance sees."""
    booster = lightgbm.train(GLANCING, _dataset(rows, evidence.GLANCE), GLANCES)
    return planted(booster.dump_model()["tree_info"])


def _dataset(rows: Sequence[Rows], columns: Sequence[int] | slice) -> lightgbm.Dataset:
    seen = np.concatenate([seen[:, columns] for seen, _ in rows])
    return lightgbm.Dataset(seen, np.concatenate([good for _, good in rows]))


def _taught(lesson: Lesson, random: np.random.Generator) -> Iterator[Rows]:
    truth = lesson.model.alphabet.tokens(names.with_names(lesson.text, random)).ids
    spoilt = slips.spoil(lesson.model, truth, lesson.every, random) if lesson.every else truth
    for start in range(0, len(truth), BATCH):
        part = slice(start, start + BATCH)
        yield marked(lesson.model, spoilt[part], truth[part])


def marked(model: Model, ids: Ids, truth: Ids) -> Rows:
    """The evidence of every edit the search proposes, and whether the edit is what the truth says."""
    edits = search.edits(model, search.read(model, ids), None)
    here, after = edits.at, np.minimum(edits.at + 1, len(ids) - 1)
    double = edits.width == 2
    first = edits.new[:, 0] == truth[here]
    second = ~double | (edits.new[:, 1] == truth[after])
    wrong = (ids[here] != truth[here]) & (~double | (ids[after] != truth[after]))
    return edits.evidence, wrong & first & second


def planted(trees: list[dict[str, Any]]) -> Verifier:
    """The trees as rows of nodes."""
    nodes: list[tuple[int, float, int, int, float]] = []
    roots = []
    for tree in trees:
        roots.append(len(nodes))
        _plant(tree["tree_structure"], nodes)
    feature, threshold, left, right, value = zip(*nodes, strict=True)
    return Verifier(
        np.array(feature, np.uint8),
        _rounded_down(np.array(threshold)),
        np.array(left, np.uint16),
        np.array(right, np.uint16),
        np.array(value, np.float32),
        np.array(roots, np.uint16),
    )


def _plant(node: dict[str, Any], nodes: list[tuple[int, float, int, int, float]]) -> int:
    place = len(nodes)
    if "leaf_value" in node:
        nodes.append((0, 0.0, place, place, node["leaf_value"]))
        return place
    nodes.append((0, 0.0, 0, 0, 0.0))
    left = _plant(node["left_child"], nodes)
    right = _plant(node["right_child"], nodes)
    nodes[place] = (node["split_feature"], node["threshold"], left, right, 0.0)
    return place


def _rounded_down(threshold: NDArray[np.float64]) -> Floats:
    """The largest 32-bit number up to each, so that 32-bit evidence goes the same way."""
    rounded = threshold.astype(np.float32)
    return np.where(rounded > threshold, np.nextafter(rounded, np.float32(-np.inf)), rounded)
