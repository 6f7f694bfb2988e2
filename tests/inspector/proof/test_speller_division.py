"""What a reader sees of a broken word: what is left over where the text around it divides into words."""

import datetime as dt

import numpy as np
import pytest

from xunwang.inspector.proof import Proofreader
from xunwang.inspector.proof.speller import search
from xunwang.inspector.proof.speller.division import divided, division_of, holds_a_phrase, words_of
from xunwang.inspector.proof.speller.evidence import as_it_stands
from xunwang.inspector.proof.speller.spell import shipped
from xunwang.inspector.proof.speller.trials import BEFORE, MAKES_WORD, Sheet, trials


@pytest.fixture(scope="module")
def model():
    return shipped().model


def window_of(model, text, at):
    reading = search.read(model, model.alphabet.tokens(text).ids)
    return as_it_stands(reading, np.array([at])).windows


def seen(model, windows):
    return divided(model, windows, words_of(model, windows))


def test_a_word_holds_its_place_and_a_broken_one_leaves_strays(model):
    whole = seen(model, window_of(model, "共有三万人参与募集善款。\n", 7))
    broken = seen(model, window_of(model, "共有三万人参与幕集善款。\n", 7))

    assert whole.length[0] == 2
    assert broken.length[0] == 1
    assert whole.score[0] > broken.score[0] + 5
    assert whole.strays[0] > broken.strays[0] + 3


def test_the_numbers_of_a_trial_are_those_of_both_sides(model):
    old = window_of(model, "共有三万人参与幕集善款。\n", 7)
    new = old.copy()
    new[0, BEFORE] = model.alphabet.id_of("募")

    numbers = [float(column[0]) for column in division_of(model, old, new)]

    before, after = seen(model, old), seen(model, new)
    assert numbers[0] == after.score[0] - before.score[0] > 0
    assert numbers[1] == after.strays[0] - before.strays[0] > 0
    assert numbers[3:5] == [1, 2]
    assert numbers[7:] == [model.stray[model.alphabet.id_of(sign)] for sign in "幕募"]


def test_a_word_of_four_characters_is_one(model):
    division = seen(model, window_of(model, "工作中不能张冠李戴。\n", 8))

    assert division.length[0] == 4


def test_nothing_but_signs_divides_too(model):
    windows = np.zeros((2, 10), np.uint16)

    division = seen(model, windows)

    assert np.isfinite(division.score).all()
    assert (division.length == 1).all()


def tried(model, text, wrong, right, *, loose=False):
    """Whether `right` is tried for `wrong`, and whether it is said to make a word; the place is suspicious, or hardly so."""
    reading = search.read(model, model.alphabet.tokens(text).ids)
    place = np.array([text.index(wrong)])
    sheet = Sheet(reading.padded, place[:0] if loose else place, place, reading.surprise)
    found = trials(model, sheet)
    token = model.alphabet.id_of(right)
    return [
        bool(close & MAKES_WORD) for close, new in zip(found.close, found.new, strict=True) if new[0] == token
    ]


def test_what_makes_a_word_is_tried_though_others_fit_better(model):
    assert tried(model, "绳索断挡后更换。\n", "挡", "档") == [True]


def test_a_set_phrase_is_tried_where_hardly_anything_is_suspicious(model):
    assert tried(model, "下一步要再接再励。\n", "励", "厉", loose=True) == [True]


def test_nothing_else_is_tried_there(model):
    assert tried(model, "绳索断挡后更换。\n", "挡", "档", loose=True) == []


def test_unlike_characters_do_not_make_a_phrase_of_another(model):
    """查漏补种 comes near 查漏补缺 on purpose."""
    assert tried(model, "及时做好查漏补种。\n", "种", "缺", loose=True) == []


def test_a_phrase_is_one_of_the_dictionary_and_no_chance_hit(model):
    phrase, none = (
        window_of(model, text, 8) for text in ("工作中不能张冠李戴。\n", "工作中不能张冠李带。\n")
    )

    assert holds_a_phrase(model, np.concatenate([phrase, none])).tolist() == [True, False]


def test_who_is_called_by_a_letter_and_what_an_office_writes_below_is_left_alone():
    for line in ("此件公开发布。", "图为乙同志在现场。", "丙认为合同无效。"):
        assert Proofreader().suspicions(line, day=dt.date(2026, 3, 31)) == []
