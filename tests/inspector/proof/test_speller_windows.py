"""What is known of a text is not looked up again for its corrections: the numbers are the same as if it were."""

import numpy as np
import pytest

from xunwang.inspector.proof.speller import search
from xunwang.inspector.proof.speller.evidence import as_it_stands, as_it_would_be, total
from xunwang.inspector.proof.speller.spell import shipped
from xunwang.inspector.proof.speller.trials import BEFORE

TEXT = "各级各部门要认真贯侧落实会议精神，确保各项工作取得实效。\n本次会意由市政府办公室召集。\n"


@pytest.fixture(scope="module")
def model():
    return shipped().model


@pytest.mark.parametrize("right", ["彻", "彻底"])
def test_a_window_costs_what_it_costs_anew(model, right):
    """`right` stands in the place of 侧, its second character in that of 落: one token changed, and two."""
    tokens = model.alphabet.tokens(TEXT).ids
    at = np.array([TEXT.index("侧")])
    mended = (TEXT[: at[0]] + right + TEXT[at[0] + len(right) :])[at[0] : at[0] + 2]
    new = np.array([[model.alphabet.id_of(character) for character in mended]], np.uint16)

    old = as_it_stands(search.read(model, tokens), at)
    changed = as_it_would_be(model, old, new)

    for side in (old, changed):
        anew = model.surprise(side.windows, model.grams(side.windows))[:, BEFORE:].sum(axis=1)
        assert total(model, side).tolist() == anew.tolist()
    assert total(model, changed) < total(model, old)


def test_a_text_begins_and_ends_with_nothing(model):
    tokens = model.alphabet.tokens("会意").ids
    stands = as_it_stands(search.read(model, tokens), np.array([0, 1]))

    assert [(row > 0).tolist() for row in stands.windows] == [
        [False] * 4 + [True, True] + [False] * 4,
        [False] * 3 + [True, True] + [False] * 5,
    ]
