"""Words that are taken for each other: told by what stands around them, and left alone where nothing speaks."""

import datetime as dt
import hashlib
import json
from importlib import resources

import numpy as np
import pytest

from xunwang.inspector.proof import Proofreader, Tier
from xunwang.inspector.proof.contexts import (
    BITS,
    DATA_FILE,
    SCALE,
    Contexts,
    Doubt,
    clues,
    number_of,
    plain,
    salt_of,
)

DAY = dt.date(2026, 3, 31)
MIXED_UP = [
    ("建立健全权利运行制约和监督机制。", "权力"),
    ("安全生产监督检察工作组深入企业。", "检查"),
]
RIGHT = [
    "药品不良反应监测报告按月报送。",
    "以多种形式开展宣传，群众反映良好。",
    "权力运行到哪里，监督就跟进到哪里。",
    "当事人有权利查阅本案的案卷材料。",
    "请各单位于2026年4月30日前完成整改。",
]


@pytest.fixture(scope="module")
def reader():
    return Proofreader()


def judged(bar, says_other):
    """One pair whose judge knows a single clue: `服务` behind the word."""
    weights = np.zeros(1 << BITS, np.int8)
    salt = salt_of("乙甲", "甲乙")
    weights[number_of("服务".encode(), salt)] = says_other * SCALE
    return Contexts([("乙甲", "甲乙"), ("甲乙", "乙甲")], np.array([bar, bar], np.float32), weights)


@pytest.mark.parametrize(("line", "right"), MIXED_UP)
def test_a_word_for_another_is_suspected_and_never_sure(reader, line, right):
    (one,) = reader.suspicions(line, day=DAY)

    assert (one.suggest, one.tier, one.rule) == ((right,), Tier.SUSPECTED, "spelling.混用")


@pytest.mark.parametrize("line", RIGHT)
def test_a_word_at_its_place_is_left_alone(reader, line):
    assert reader.suspicions(line, day=DAY) == []


def test_a_judge_speaks_for_one_word_and_against_the_other():
    contexts = judged(2.0, 3)

    assert list(contexts.doubts("提供乙甲服务")) == [Doubt(2, 4, "甲乙")]
    assert list(contexts.doubts("提供甲乙服务")) == []


def test_below_the_bar_nothing_is_said():
    assert list(judged(4.0, 3).doubts("提供乙甲服务")) == []


def test_a_clause_ends_where_a_sentence_does():
    assert "服务".encode() not in clues(plain("甲乙。提供服务"), 0, 2)
    assert "服务".encode() in clues(plain("甲乙，提供服务"), 0, 2)


def test_the_file_is_the_one_that_was_built():
    folder = resources.files("xunwang.inspector.proof").joinpath("data")
    manifest = json.loads(folder.joinpath("contexts.json").read_text(encoding="utf-8"))

    assert hashlib.sha256(folder.joinpath(DATA_FILE).read_bytes()).hexdigest() == manifest["sha256"]
