"""Figures that people write in words are figures."""

import re
from importlib.resources import files

import pytest

from xunwang.office.circulars import templates
from xunwang.office.circulars.selfcheck import NUMBERS, figure_name


@pytest.mark.parametrize(
    "text",
    [
        "两百多家网站",
        "三成网站不合格",
        "半数以上",
        "过半单位",
        "全部合格",
        "均合格",
        "九成以上",
        "三分之一",
        "百分之九十",
        "数十家",
        "一半网站",
    ],
)
def test_a_figure_in_words_is_seen(text):
    assert NUMBERS.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "现将有关情况通报如下",
        "完成整改",
        "成都市",
        "构成失信",
        "一是责任不落实",
        "都应重视",
        "各单位要全面自查",
    ],
)
def test_words_that_are_no_figures_stay_free(text):
    assert not NUMBERS.search(text)


def test_every_figure_of_every_layout_has_a_name_that_people_read():
    layouts = [
        one.read_text(encoding="utf-8") for one in files(templates).iterdir() if one.name.endswith(".yaml")
    ]
    slots = {slot for one in layouts for slot in re.findall(r"\{([a-z_]+)\}", re.sub(r"(?m)^#.*", "", one))}

    assert len(slots) > 50
    assert not [slot for slot in slots if re.search("[a-z]", figure_name(slot))]
