"""Marks of secrecy in texts as nobody writes them, and what only begins like one."""

import pytest

from xunwang.inspector.safety import secrecy

_GAP = " " * 20_000


@pytest.mark.parametrize(
    "text",
    [
        f"\n绝密{_GAP}x",
        f"\n秘密{_GAP}（{_GAP}",
        f"工作秘密{_GAP}x",
        f"（内部资料{_GAP}请",
        f"\n【绝{_GAP}密{_GAP}",
    ],
)
def test_endless_gaps_are_read_at_once(text: str) -> None:
    assert list(secrecy.marks(text)) == []


def test_marks_with_the_gaps_of_a_printed_head_are_told() -> None:
    assert [rule for rule, _, _ in secrecy.marks("\n机密   （ 启用前 ）\n")] == ["until"]
    assert [rule for rule, _, _ in secrecy.marks("\n【秘  密 ★ 10 年】\n")][-1] == "bracketed"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("（此件发至县级，不得对外公布）", True),
        ("（此件不得对外）", True),
        ("（内部掌握的标准不得对外宣称为国家标准）", False),
        ("（本通知发布后不得对外收取费用）", False),
    ],
)
def test_what_must_be_kept_inside_says_so(text: str, *, kept: bool) -> None:
    assert any(rule == "kept off" for rule, _, _ in secrecy.marks(text)) is kept
