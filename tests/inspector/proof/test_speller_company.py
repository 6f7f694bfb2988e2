"""The company of words and the screen, with the shipped model."""

import copy
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from xunwang.inspector.proof.speller import screen
from xunwang.inspector.proof.speller.company import NO_WORD, company_of
from xunwang.inspector.proof.speller.spell import shipped
from xunwang.inspector.proof.speller.trials import AFTER, BEFORE, Trials

sys.path.insert(0, str(Path(__file__).parents[3] / "tools" / "train_speller"))

import screening


@cache
def the_model():
    return shipped().model


def nearness(text, wrong, right, model=None):
    """The six numbers of one change of a text, by name."""
    model = model or the_model()
    at = text.index(wrong)
    ids = model.alphabet.tokens(text).ids
    new = [model.alphabet.id_of(right), ids[at + 1]]
    padded = np.concatenate([np.zeros(BEFORE, np.uint16), ids, np.zeros(AFTER + 1, np.uint16)])
    window = padded[at : at + BEFORE + 1 + AFTER][None]
    changed = window.copy()
    changed[0, BEFORE : BEFORE + 2] = new
    tried = Trials(np.array([at]), np.array([1]), np.array([new], np.uint16), np.zeros(1, np.uint8))
    numbers = company_of(model, ids, tried, (window, changed))
    names = ("all_old", "all_new", "all_gain", "one_old", "one_new", "one_gain")
    return {name: float(values[0]) for name, values in zip(names, numbers, strict=True)}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("被告人对一审判决不服提起上素，由中级人民法院审理", "素", "诉"),
        ("消防救援人员赶到现场后迅速扑灭了大伙，无人员伤亡", "伙", "火"),
    ],
)
def test_the_right_word_is_nearer_to_its_line(text, wrong, right):
    seen = nearness(text, wrong, right)

    assert seen["all_new"] > 0.2
    assert seen["all_gain"] > 0.1
    assert seen["one_gain"] > 0.1
    assert seen["one_new"] >= seen["all_old"]


def test_no_word_is_near_nothing():
    assert nearness("提起上素，由法院", "素", "渎")["all_new"] == pytest.approx(float(NO_WORD))


def test_a_number_that_only_chance_found_is_no_word():
    model = copy.copy(the_model())
    model.company_vectors = model.company_vectors[:2]  # nearly every number now lies beyond them
    text = "被告人对一审判决不服提起上素，由中级人民法院审理"

    assert nearness(text, "素", "诉", model)["all_new"] == pytest.approx(float(NO_WORD))


def test_the_words_of_other_lines_do_not_count():
    line = "被告人不服提起上素，由人民法院审理"
    alone = nearness(line + "\n", "素", "诉")

    assert nearness(f"{line}\n小麦玉米播种面积和粮食产量\n", "素", "诉") == alone
    assert nearness(f"小麦玉米播种面积\n{line}\n", "素", "诉") == alone


def test_the_screen_sees_what_is_wrong_and_little_else():
    model = the_model()
    text = "各级人民政府应当加强对安全生产工作的领倒，支持、督促各有关部门依法履行安全生产监督管理职责。"
    ids = model.alphabet.tokens(text).ids
    grams = model.grams(ids)

    seen = screen.odds_of(model, ids, model.surprise(ids, grams), grams) > screen.BAR

    assert seen[text.index("倒")]
    assert seen.sum() <= 6


def test_the_screen_adds_up_what_it_was_taught_on():
    model = the_model()
    ids = model.alphabet.tokens("市人民政府办公室关于印发工作方案的通知\n各县区").ids
    grams = model.grams(ids)
    surprise = model.surprise(ids, grams)
    columns = [
        screening.shifted(values, after) for values, after in screen.clues(model, ids, surprise, grams)
    ]

    odds = np.stack(columns, axis=1) @ model.screen[:-1] + model.screen[-1]
    seen = screen.odds_of(model, ids, surprise, grams)

    assert len(columns) == screening.CLUES
    assert np.allclose(seen[ids >= 4], odds[ids >= 4], atol=1e-4)
    assert (seen[ids < 4] == screen.NEVER).all()


def test_every_processor_gives_the_vectors_the_same_signs():
    """Singular values leave the sign of a dimension open; unsettled, a rebuild elsewhere had other bytes."""
    assert (shipped().model.arrays["company_vectors"].sum(axis=0, dtype=np.int64) >= 0).all()
