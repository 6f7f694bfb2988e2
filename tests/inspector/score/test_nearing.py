"""Near the line is said before the line, as data, and weighs on nothing."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from indicator_situations import AS_OF, HOME, facts, subject
from judged_sites import GOOD, OLD
from scoring_norms import stable

from xunwang.inspector import norms
from xunwang.inspector.model import Judgement, Nearing, Verdict
from xunwang.inspector.score import judge


def judged(norm: str = "example-points", **changes: Any) -> Judgement:
    return judge(subject(), facts(GOOD | changes), stable(norm), AS_OF)


def near(judgement: Judgement, indicator: str) -> list[Nearing]:
    return [one for one in judgement.warnings if one.indicator == indicator]


def news(days: int) -> dict[str, Any]:
    return {"type": "news", "dates": [AS_OF - dt.timedelta(days=days)]}


def test_a_site_in_order_is_near_nothing() -> None:
    assert judged().warnings == ()


@pytest.mark.parametrize(
    ("days", "step"), [(9, None), (10, "70%"), (12, "70%"), (13, "90%"), (14, "90%"), (15, None)]
)
def test_a_column_at_seventy_and_ninety_per_cent_of_its_period(days: int, step: str | None) -> None:
    judgement = judged(columns=[news(days), news(0)])
    told = near(judgement, "D-1.4")
    assert [one.threshold for one in told] == ([step] if step else [])
    if told:
        assert told[0].due == AS_OF - dt.timedelta(days=days) + dt.timedelta(days=15)
        assert told[0].percent == 100 * days // 14
        assert f"更新期限2周已过{told[0].percent}%" in told[0].message


def test_months_are_calendar_months() -> None:
    policy = {"type": "policy", "dates": [dt.date(2025, 10, 31)]}
    (told,) = near(judged(columns=[news(0), policy]), "D-1.5")
    assert (told.percent, told.due) == (83, dt.date(2026, 5, 1))


def test_the_last_day_of_a_long_month_is_the_last_day_of_freshness() -> None:
    """2025-09-30 is six months before 2026-03-30 and, September having 30 days, before 2026-03-31 too."""
    policy = {"type": "policy", "dates": [dt.date(2025, 9, 30)]}
    (told,) = near(judged(columns=[news(0), policy]), "D-1.5")
    assert (told.percent, told.due) == (100, dt.date(2026, 4, 1))


def test_one_column_is_warned_of_once() -> None:
    columns = [news(0), {"type": "policy", "dates": [dt.date(2025, 10, 10)]}]
    columns += [{"type": "personnel", "dates": [dt.date(2025, 5, 1)]}]
    told = judged(columns=columns).warnings
    assert [one.indicator for one in told] == ["W-V4.2", "D-1.5"]


@pytest.mark.parametrize(("failed", "warned"), [(4, False), (5, True), (6, True), (7, False)])
def test_outages_at_three_of_five_per_cent(failed: int, warned: bool) -> None:  # a column of the table
    judgement = judged(probes={"errors": failed})
    assert bool(near(judgement, "W-V2")) is warned
    assert judgement.verdict is (Verdict.FAIL if failed == 7 else Verdict.PASS)


@pytest.mark.parametrize(("count", "warned"), [(2, False), (3, True), (4, True), (5, False)])
def test_three_and_four_of_five_stale_or_blank_columns(count: int, warned: bool) -> None:
    stale = judged(columns=[news(0), {"type": "news", "dates": [OLD], "repeat": count}])
    blank = judged(columns=[news(0), {"type": "other", "repeat": count}])
    for judgement, indicator in ((stale, "W-V4.1"), (blank, "W-V4.3")):
        told = near(judgement, indicator)
        assert [(one.value, one.threshold, one.percent) for one in told] == (
            [(count, 5, 20 * count)] if warned else []
        )


@pytest.mark.parametrize(("count", "warned"), [(7, False), (8, True), (9, True), (10, False)])
def test_eight_of_ten_long_stale_columns(count: int, warned: bool) -> None:
    columns = [news(0), {"type": "personnel", "dates": [dt.date(2020, 1, 1)], "repeat": count}]
    assert bool([one for one in near(judged(columns=columns), "W-V4.2") if one.due is None]) is warned


def test_the_settings_are_the_norms(tmp_path: Path) -> None:
    path = tmp_path / "early.yaml"
    path.write_text(
        "id: early\nextends: cn-2019\ntitle: 测试\nbasis: 测试\n"
        "near: {period_percent: [50], outage_percent: 0.5, blank_columns: 1}\n",
        "utf-8",
    )
    judgement = judged(norm=str(path), columns=[news(7), {"type": "other"}], probes={"errors": 1})
    assert [one.indicator for one in judgement.warnings] == ["W-V2", "W-V4.3", "D-1.4"]
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        "id: early\nextends: cn-2019\ntitle: 测试\nbasis: 测试\nnear: {outage_percent: 0}\n", "utf-8"
    )
    (problem,) = norms.check(wrong)
    assert (problem.line, problem.message) == (5, "“outage_percent”应为大于0、不大于100的数")


def test_a_warning_costs_nothing() -> None:
    judgement = judged(columns=[news(13)])
    assert near(judgement, "D-1.4")
    assert judgement.verdict is Verdict.PASS
    assert judgement.score == judged(columns=[news(0)]).score


def test_letters_at_two_of_three_months() -> None:
    waiting = {"status": "办理中", "replied": False}
    letters = [
        {"path": "xx/1.html", "title": "路灯不亮", "asked": dt.date(2026, 1, 20), **waiting},
        {"path": "xx/2.html", "asked": dt.date(2026, 2, 20), **waiting},
        {
            "path": "xx/3.html",
            "asked": dt.date(2026, 1, 20),
            "answered": dt.date(2026, 1, 25),
            "replied": True,
        },
    ]
    judgement = judge(subject(), facts(GOOD | {"messages": letters}), norms.load("cn-2019"), AS_OF)
    (told,) = near(judgement, "W-V5.2")
    assert told.message == "留言“路灯不亮”2026-01-20提出，至今未见答复，2026-04-20后仍未答复即超过3个月"
    assert (told.percent, told.due, told.url) == (77, dt.date(2026, 4, 21), f"{HOME}xx/1.html")
