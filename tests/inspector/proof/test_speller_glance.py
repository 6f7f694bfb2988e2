"""What costs little is asked first: a glance at each possible correction, and no second reading of a line that did not change."""

import numpy as np
import pytest

from xunwang.inspector.proof.speller import evidence, search
from xunwang.inspector.proof.speller.spell import Bars, shipped
from xunwang.inspector.proof.speller.trials import BEFORE, Trials
from xunwang.inspector.proof.speller.verifier import glance_of, judges_of

TEXT = """各级各部门要认真贯侧落实会议精神，确保各项工作取得时效。
全县要加强安全生产工作的领倒，切实保障人民群众生命财产安全，做好防汛抗早工作。
本次书法展共收到作品387福，评出一等奖5名。
青石镇老槐村村口立着一块旧碑，碑上刻着修渠的人家和年月。
要严格落实安全生产责任只，加强监督检察，消除隐患。
"""
LINE = TEXT.split("\n", maxsplit=1)[0]  # 侧 is likelier a slip than 时


@pytest.fixture(scope="module")
def model():
    return shipped().model


@pytest.fixture(scope="module")
def reading(model):
    return search.read(model, model.alphabet.tokens(TEXT).ids)


def told(edits, model):
    likely = judges_of(model.arrays).probability(edits.evidence) > 0.5
    return [(int(at), new.tolist()) for at, new in zip(edits.at[likely], edits.new[likely], strict=True)]


def test_a_glance_spares_evidence_and_costs_no_correction(model, reading):
    every = search.edits(model, reading, None)
    some = search.edits(model, reading, glance_of(model.arrays))

    assert told(some, model) == told(every, model)
    assert len(told(some, model)) >= 6
    assert len(some.at) < len(every.at)


def test_a_glance_sees_columns_of_the_evidence(model, reading):
    """The script that teaches it takes them from there."""
    at = np.array([TEXT.index("侧"), TEXT.index("倒"), TEXT.index("早")])
    new = [[model.alphabet.id_of(sign), int(reading.padded[BEFORE + 1 + place])]
           for sign, place in zip("彻导旱", at, strict=True)]  # fmt: skip
    tried = Trials(at, np.ones(3, np.int64), np.array(new, np.uint16), np.array([2, 3, 64], np.uint8))
    old = evidence.as_it_stands(reading, at)
    sides = old, evidence.as_it_would_be(model, old, tried.new)
    margin = np.array([1, 2, 3], np.float32)

    whole = evidence.evidence_of(model, reading, tried, sides, margin)
    glance = evidence.at_a_glance(model, tried, sides, margin)

    assert np.array_equal(glance, whole[:, evidence.GLANCE])


@pytest.mark.parametrize(
    ("bars", "right"),
    [
        (Bars(least=0.98, beside=0.98, sure=0.99), ["彻"]),
        (Bars(least=0.98, beside=0.5, sure=0.99), ["彻", "实"]),
        (Bars(least=0.98, beside=0.5, sure=1.0), ["彻"]),
        (Bars(least=0.5, beside=0.98, sure=0.99), ["彻", "实"]),
    ],
)
def test_beside_a_sure_slip_less_is_enough(bars, right):
    assert [slip.right for slip in shipped().slips([LINE], bars)] == right


@pytest.mark.parametrize("text", ["", " ", "\n\n", "。", "会", "\ud800", "〇" * 300, "贯侧" * 200])
def test_odd_lines_raise_nothing(text):
    shipped().slips([text, text], Bars(least=0.3, beside=0.2, sure=0.5))
