"""Boosted trees as plain rows: every row of evidence falls into the leaf that its numbers lead to."""

import numpy as np
import pytest

from xunwang.inspector.proof.speller.verifier import FIRST, HOPELESS, Judges, Verifier, judges_of


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
    trees = verifier([(1, 2.0, -1.0, 1.0)])
    rows = np.array([[9, 2.0], [9, 2.5], [-9, 1.0]], np.float32)

    assert trees.odds(rows).tolist() == [-1.0, 1.0, -1.0]


def test_all_trees_add_up():
    trees = verifier([(0, 0.0, 0.0, 0.05), (1, 0.0, 0.0, 0.025)] * 20)
    rows = np.array([[1, 1], [1, -1], [-1, -1]], np.float32)

    assert trees.odds(rows) == pytest.approx([1.5, 1.0, 0.0], abs=1e-4)


def test_a_row_that_the_first_trees_give_up_asks_no_more():
    step = float(HOPELESS) / FIRST * 1.1
    trees = verifier([(0, 0.0, step, 0.0)] * FIRST + [(0, 0.0, 9.0, 9.0)])
    rows = np.array([[-1.0], [1.0]], np.float32)

    given_up, asked_on = trees.odds(rows)
    assert given_up < HOPELESS
    assert asked_on == 9


def test_no_evidence_gives_no_answer():
    assert len(verifier([(0, 0.0, 0.0, 1.0)]).odds(np.zeros((0, 1), np.float32))) == 0


@pytest.fixture
def judges():
    """The strict one goes by the first number, the broad one by the second."""
    return Judges(verifier([(0, 0.0, -2.0, 4.0)]), verifier([(1, 0.0, -2.0, 8.0)]))


def test_the_mean_of_both_decides(judges):
    rows = np.array([[1, 1], [1, -1], [-1, 1]], np.float32)
    mean = 1 / (1 + np.exp(-np.array([6.0, 1.0, 3.0])))

    assert judges.probability(rows) == pytest.approx(mean, abs=1e-6)


def test_what_the_strict_judge_gives_up_the_other_does_not_save():
    judges = Judges(verifier([(0, 0.0, -4.0, 0.0)]), verifier([(0, 0.0, 20.0, 20.0)]))

    assert judges.probability(np.array([[-1.0]], np.float32)) == pytest.approx([0.018], abs=1e-3)


def test_judges_are_read_back_from_the_arrays_they_are_saved_as(judges):
    again = judges_of({**judges.strict.arrays("strict"), **judges.broad.arrays("broad")})
    rows = np.array([[1, -1], [-1, 1]], np.float32)

    assert again.probability(rows).tolist() == judges.probability(rows).tolist()
