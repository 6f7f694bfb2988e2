"""Patterns that are tried only where a sign of them stands give what they give when tried everywhere."""

import re
from random import Random

import pytest

from xunwang.inspector.read.near import Near

LABEL = re.compile(r"(?:发布)?(?:时间|日期)[:：]\s*(?=\d)")
LABELS = Near(LABEL, "间期", r"[间期][:：]\s*\d", 3)
PLACE = re.compile(r"(?:当前)?位置[:：]")
PLACES = Near(PLACE, "位", "位置", 2)


def texts():
    random = Random(7)  # the same texts every time
    pieces = ("发布", "时间", "日期", "：", ": ", "2026", "当前", "位置", "单位", "\n", "，", "期间")
    return ["".join(random.choices(pieces, k=random.randrange(40))) for _ in range(400)]


def spans(found):
    return [one.span() for one in found]


@pytest.mark.parametrize(("near", "pattern"), [(LABELS, LABEL), (PLACES, PLACE)])
def test_the_places_are_those_of_the_pattern(near, pattern):
    for text in texts():
        assert spans(near.finditer(text)) == spans(pattern.finditer(text))
        first = near.search(text)
        assert (first and first.span()) == next(iter(spans(pattern.finditer(text))), None)


@pytest.mark.parametrize(("near", "pattern"), [(LABELS, LABEL), (PLACES, PLACE)])
def test_only_what_begins_in_a_stretch_may_be_left_out(near, pattern):
    for text in texts():
        start, stop = len(text) // 4, len(text) * 3 // 4
        outside = [span for span in spans(pattern.finditer(text)) if not start <= span[0] < stop]
        told = spans(near.finditer(text, (start, stop)))
        assert [span for span in told if not start <= span[0] < stop] == outside


def test_an_empty_stretch_leaves_nothing_out():
    assert spans(LABELS.finditer("发布时间：2026", (5, 2))) == [(0, 5)]
