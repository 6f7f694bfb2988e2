"""Random circular sentences whose figures are made to agree, and the same with one figure moved."""

from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from xunwang.office.circulars.check import Document, Paragraph, check_document
from xunwang.office.circulars.check.rounding import half_up

PLATFORMS = ["微信公众号", "微博", "抖音号", "今日头条", "视频号", "客户端"]
UNITS = st.sampled_from(["家", "个"])


def found(text):
    return check_document(Document("x", (Paragraph(1, text),)))


def rate(part, whole, decimals):
    return f"{half_up(Decimal(part) * 100 / whole, decimals)}%"


@st.composite
def inspections(draw):
    sampled = draw(st.integers(2, 900))
    failed = draw(st.integers(0, sampled))
    total = draw(st.integers(sampled, sampled * 5))
    return total, sampled, sampled - failed, failed, draw(st.integers(0, 2))


@given(inspections(), UNITS)
def test_a_consistent_inspection_raises_nothing(figures, unit):
    total, sampled, passed, failed, decimals = figures
    text = (
        f"全市现有政府网站{total}{unit}，本季度抽查{sampled}{unit}，抽查比例{rate(sampled, total, decimals)}；"
        f"抽查的{sampled}{unit}网站中，合格{passed}{unit}，不合格{failed}{unit}，"
        f"合格率{rate(passed, sampled, decimals)}，不合格率{rate(failed, sampled, decimals)}。"
    )
    assert found(text) == []


@given(inspections(), st.integers(2, 40))
@example((81, 81, 54, 27, 0), 34)  # the share of the others is no pass rate
def test_a_moved_pass_rate_is_named(figures, shift):
    _, sampled, passed, _, decimals = figures
    exact = half_up(Decimal(passed) * 100 / sampled, decimals)
    moved = exact - shift if exact >= shift else exact + shift
    kinds = {one.kind for one in found(f"抽查政府网站{sampled}家，合格{passed}家，合格率{moved}%。")}
    assert kinds & {"rate", "impossible"}


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6), st.booleans())
def test_a_consistent_breakdown_raises_nothing(parts, bracketed):
    items = "、".join(f"{name}{part}个" for name, part in zip(PLATFORMS, parts, strict=False))
    total = sum(parts)
    assert (
        found(
            f"全省政务新媒体共{total}个（{items}）。"
            if bracketed
            else f"政务新媒体共{total}个，其中{items}。"
        )
        == []
    )
    assert found(f"{items}，共计{total}个。") == []


@given(st.lists(st.integers(1, 5000), min_size=2, max_size=6), st.integers(1, 9))
def test_a_breakdown_above_its_total_is_named(parts, shift):
    items = "、".join(f"{name}{part}个" for name, part in zip(PLATFORMS, parts, strict=False))
    stated = sum(parts) - shift
    if stated < 1 or stated in {sum(parts[:size]) for size in range(1, len(parts))}:
        return
    kinds = {one.kind for one in found(f"全省政务新媒体共{stated}个，其中{items}。")}
    assert kinds & {"sum", "impossible"}


@given(st.integers(1, 900), st.integers(1, 900), st.integers(0, 2))
def test_consistent_growth_raises_nothing(old, new, decimals):
    verb = "增加" if new >= old else "减少"
    change = rate(abs(new - old), old, decimals)
    assert found(f"90分以上网站由{old}家{verb}到{new}家，{verb}{abs(new - old)}家，{verb}{change}。") == []
