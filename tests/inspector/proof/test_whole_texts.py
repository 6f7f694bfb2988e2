"""What looks at all lines of a text at once takes whatever lines there are."""

import datetime as dt
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.inspector.proof.rules import shipped_rules
from xunwang.inspector.proof.rules.across import wrong_totals
from xunwang.inspector.proof.rules.checks import WHOLE

_PIECES = ("一", "三", "十", "十十、", "第", "章", "条", "、", "（", "）", " ", "\t", "合计", "总计", "小计", "面积", "3", "1,200", "-5", "附件", "：", "1.", "见附件3", "关于2026年", "安全生产检查", "的通知", "为做好", "2025年度", "报名", "截止时间为", "9月3日", "前完成", "，", "。")  # fmt: skip


@pytest.mark.parametrize("check", WHOLE, ids=str)
@given(lines=st.lists(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join), max_size=8))
def test_any_lines_are_looked_at(check, lines):
    for number, hit in WHOLE[check](lines):
        assert 0 <= hit.start < hit.end <= len(lines[number])


@pytest.mark.parametrize("line", ["合计\t3", "合计\t3\n合计\t3", "项目\t面积\n合计\t3"])
def test_a_total_of_nothing_is_none(line):
    assert list(wrong_totals(line.split("\n"))) == []


_EXAMPLES = sorted({line for rule in shipped_rules().rules for line in (*rule.bad, *rule.good)})
_NUMBER = re.compile(r"\d[\d,.]*|[一二三四五六七八九十百千万〇零]+")
_STRANGE = ("0", "00", "9" * 45, "0." + "0" * 40 + "1", "1,,,2", "３.５", "٣", "²", "十十", "万亿", "零", "99999", "")  # fmt: skip


def _mutated(draw):
    """An example with other numbers, and with a piece of another in the middle."""
    one, other = draw.choice(_EXAMPLES), draw.choice(_EXAMPLES)
    text = _NUMBER.sub(
        lambda found: draw.choice((found[0], draw.choice(_STRANGE))), one.partition("|")[2] or one
    )
    at = draw.randrange(len(text) + 1)
    return (text[:at] + draw.choice(("", other[draw.randrange(len(other)) :])) + text[at:]).split("\n")


def test_rules_take_whatever_numbers_a_line_holds():
    draw, book = Random(20261123), shipped_rules()
    for _ in range(6000):
        lines = _mutated(draw)
        for one in book.suspicions(lines, dt.date(2026, 3, 31)):
            assert lines[one.line - 1][one.start : one.end] == one.found, lines
