"""Hints at poor replies, and the words in which rates are told."""

import datetime as dt

import pytest

from xunwang.office.feedback.figures import Figures, percent
from xunwang.office.feedback.hints import hints


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        ("您好，您的留言已收悉，我们高度重视，将尽快处理，感谢您的监督。", "表态"),
        ("已更正。", "过短"),
        ("您反映的错别字已于2026年3月1日更正完成，感谢对我们的监督。", "早于收到日期"),
        ("您反映的错别字将于2026年13月1日前由承办单位更正完成。", "不是真实的日期"),
        ("您反映的的错别字经核实属实，承办单位已更正完成。", "多字"),
    ],
)
def test_a_poor_reply_gets_a_hint(reply, word):
    found = hints(reply, dt.date(2026, 3, 30), dt.date(2026, 3, 31))

    assert any(word in one for one in found)
    assert not hints("经核实，页面中的错别字已于当日更正。", dt.date(2026, 3, 30), dt.date(2026, 3, 31))


@pytest.mark.parametrize(
    ("reply", "doubtful"),
    [
        ("经核实，该栏目正在改造，计划于2027年3月1日前全部更正完成。", False),
        ("经核实，该栏目已于12月28日由承办单位全部更正完成。", False),
        ("经核实，该栏目已于2026年3月1日由承办单位全部更正完成。", True),
    ],
)
def test_a_plan_is_no_false_day_and_december_is_the_last_one(reply, doubtful):
    found = hints(reply, dt.date(2025, 12, 30), dt.date(2026, 1, 5))
    assert any("还没有到" in one for one in found) is doubtful


# ── figures and export ───────────────────────────────────────────────────────────────────────────


def test_the_rate_is_said_as_circulars_say_it():
    assert Figures("", received=274, on_time=274).told() == "274件，按时办结274件，100%。"
    assert Figures("", received=3000, on_time=2999).told() == "3000件，按时办结2999件，99.9%。"
    assert (
        Figures("", received=10, on_time=6, running=2).told()
        == "10件，按时办结6件，75%；另有2件在办理期限内。"
    )
    assert Figures("").told() == "未收到网民找错留言。"
    assert [percent(1, 3000), percent(0, 5), percent(1, 3), percent(0, 0)] == ["0.1%", "0%", "33.3%", "—"]
