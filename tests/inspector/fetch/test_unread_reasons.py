"""Every way in which an address can stay unread has its words, and the page for users says the same."""

import ast
import inspect
from pathlib import Path

import pytest
from loopback import NOON

from xunwang.inspector.fetch import guard, reach, reasons
from xunwang.inspector.fetch.reasons import REASONS, Counts, Detail, reason_of, why
from xunwang.inspector.model import Attempt, Reach

PAGE = Path(__file__).parents[3] / "docs" / "unread-reasons.md"


def attempt(reached, status=None, detail=None):
    return Attempt(at=NOON, reach=reached, status=status, detail=detail)


@pytest.mark.parametrize("reached", [one for one in Reach if one is not Reach.OK])
def test_every_reach_has_its_reason(reached):
    reason = reason_of(attempt(reached, 418 if reached is Reach.HTTP else None))
    assert reason.reach is reached
    assert reason.detail is None
    assert why(attempt(reached, 418))


def test_a_good_answer_needs_no_reason():
    assert reason_of(attempt(Reach.OK, 200)) is None
    assert reason_of(attempt(Reach.OK, 304)) is None


@pytest.mark.parametrize("detail", list(Detail))
def test_every_detail_has_its_reason_also_with_particulars(detail):
    (own,) = [one for one in REASONS if one.detail is detail] or [None]
    if detail is Detail.TOO_LARGE:  # all there is to say about that reach
        assert own is None
        return
    assert reason_of(attempt(own.reach, detail=f"{detail}：详情")) is own


@pytest.mark.parametrize(
    ("status", "counts"),
    [(404, Counts.AT_ONCE), (410, Counts.AT_ONCE), (401, Counts.NEVER), (403, Counts.NEVER), (429, Counts.NEVER),
     (500, Counts.LATER), (503, Counts.LATER), (599, Counts.LATER), (400, Counts.NEVER), (418, Counts.NEVER)],
)  # fmt: skip
def test_statuses_count_as_the_rules_say(status, counts):
    assert reason_of(attempt(Reach.HTTP, status)).counts is counts


@pytest.mark.parametrize("reached", [Reach.CHALLENGE, Reach.FORBIDDEN, Reach.ROBOTS, Reach.TOO_LARGE])
def test_what_we_did_not_read_never_counts(reached):
    assert {one.counts for one in REASONS if one.reach is reached} == {Counts.NEVER}


def test_reasons_are_told_apart_and_written_out():
    assert len({one.title for one in REASONS}) == len(REASONS)
    assert all(one.meaning.endswith("。") and one.advice.endswith("。") for one in REASONS)
    assert all(set(map(ord, "|\n")).isdisjoint(map(ord, one.meaning + one.advice)) for one in REASONS)


def test_what_the_code_says_as_detail_is_in_the_list():
    """No detail is made up on the spot, but for the guard's own sentences."""
    source = inspect.getsource(reach)
    literals = {
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    chinese = {text for text in literals if any("\u4e00" <= letter <= "\u9fff" for letter in text)}
    assert chinese == set()
    assert "不是公网地址" in inspect.getsource(guard)


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == reasons.render()


def test_the_page_can_be_checked_and_written(tmp_path, capsys):
    page = tmp_path / "unread.md"
    assert reasons.main(["--check", str(page)]) == 2
    assert "已过时" in capsys.readouterr().err
    assert reasons.main([str(page)]) == 0
    assert reasons.main(["--check", str(page)]) == 0
    assert all(one.title in page.read_text(encoding="utf-8") for one in REASONS)
