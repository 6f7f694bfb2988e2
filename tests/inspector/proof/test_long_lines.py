"""One line as long as a book, full of slips: what it costs grows with its length, not with its square."""

import tracemalloc

import pytest

from xunwang.inspector.proof import Kind, Suspicion, Tier
from xunwang.inspector.proof.proofreader import _mended, _once

PLACES = 20_000
MOST = 200_000_000  # bytes; the mended lines themselves would take 4.8 GB


def suspicion(start: int, found: str, right: str, tier: Tier = Tier.SUSPECTED) -> Suspicion:
    return Suspicion(1, start, start + len(found), found, (right,), Kind.WORD, tier, "word.某", "某")


def test_a_line_full_of_slips_is_not_kept_once_for_each():
    line = "校位与县城南。" * PLACES
    slips = [suspicion(7 * place + 2, "与", "于") for place in range(PLACES)]

    tracemalloc.start()
    try:
        told = _once([line], slips)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert told == slips
    assert peak < MOST


@pytest.mark.parametrize(
    ("line", "one", "other"),
    [
        ("把矛盾化解与萌芽状态", (5, "与", "于"), (3, "化解与", "化解于")),
        ("加强的的管理", (2, "的", ""), (3, "的", "")),
        ("加强的的管理", (2, "的的", "的"), (3, "的", "")),
        ("开展研究研究工作", (2, "研究研究", "研究"), (4, "研究", "")),
        ("全面落落实", (2, "落", ""), (2, "落落实", "落实")),
        ("落实好", (0, "落", "落落"), (1, "", "落")),
    ],
)
def test_two_ways_to_the_same_line_count_as_one(line, one, other):
    slips = [suspicion(*one), suspicion(*other)]

    assert len(_once([line], slips)) == 1


@pytest.mark.parametrize(
    ("line", "one", "other"),
    [
        ("位与县位与县", (1, "与", "于"), (4, "与", "于")),
        ("必需在", (1, "需", "须"), (0, "必", "务")),
        ("的的是的", (0, "的", ""), (3, "的", "")),
    ],
)
def test_other_lines_are_other_slips(line, one, other):
    assert _mended([line], suspicion(*one)) != _mended([line], suspicion(*other))
