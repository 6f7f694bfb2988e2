"""Boosted trees as plain rows: every row of evidence falls into the leaf that its numbers lead to."""

import numpy as np
import pytest

from xunwang.inspector.proof.speller.verifier import FIRST, HOPELESS, Verifier


def tree(feature, threshold, low, high, start):
    """Nodes of one tree of depth one whose first node is number `start`."""
    return [
        (feature, threshold, start + 1, start + 2, 0.0),
        (0, 0.0, start + 1, start + 1, low),
        (0, 0.0, start + 2, start + 2, high),
    ]


def verifier(trees):
    nodes = [
        node
        for number, (feature, threshold, low, high) in enumerate(trees)
        for node in tree(feature, threshold, low, high, 3 * number)
    ]
    columns = list(zip(*nodes, strict=True))
    kinds = (np.uint8, np.float32, np.uint16, np.uint16, np.float32)
    return Verifier(
        *(np.array(column, kind) for column, kind in zip(columns, kinds, strict=True)),
        np.arange(0, 3 * len(trees), 3, dtype=np.uint16),
    )


def test_a_number_up_to_the_threshold_goes_left():
    odds = verifier([(1, 2.0, -1.0, 1.0)])
    rows = np.array([[9, 2.0], [9, 2.5], [-9, 1.0]], np.float32)

    assert odds.probability(rows) == pytest.approx([1 / (1 + np.e), np.e / (1 + np.e), 1 / (1 + np.e)])


def test_all_trees_add_up():
    odds = verifier([(0, 0.0, 0.0, 0.05), (1, 0.0, 0.0, 0.025)] * 20)
    rows = np.array([[1, 1], [1, -1], [-1, -1]], np.float32)

    chances = odds.probability(rows).astype(np.float64)
    assert np.log(chances / (1 - chances)) == pytest.approx([1.5, 1.0, 0.0], abs=1e-4)


def test_a_row_that_the_first_trees_give_up_asks_no_more():
    step = float(HOPELESS) / FIRST * 1.1
    odds = verifier([(0, 0.0, step, 0.0)] * FIRST + [(0, 0.0, 9.0, 9.0)])
    rows = np.array([[-1.0], [1.0]], np.float32)

    given_up, asked_on = odds.probability(rows)
    assert given_up < 0.05
    assert asked_on > 0.99


def test_no_evidence_gives_no_answer():
    assert len(verifier([(0, 0.0, 0.0, 1.0)]).probability(np.zeros((0, 1), np.float32))) == 0
