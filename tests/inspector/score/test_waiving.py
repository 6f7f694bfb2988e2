"""§P9: what is punished under one indicator is not punished again under another that gives way to it."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from indicator_situations import AS_OF, facts, subject
from judged_sites import GOOD, OLD, outcome, rulings
from scoring_norms import stable

from xunwang.inspector import norms
from xunwang.inspector.model import Judgement, Ruling, Verdict
from xunwang.inspector.score import judge

# D-1.6 stands in for an indicator on "other columns": it looks at policy columns that D-1.5 looks at too.
NORM = """
id: twice
extends: example-points
title: 测试
basis: 测试
changes:
  D-1.6:
    waived_by: [D-1.5, W-V4.1]
    params: {types: [policy, interpretation], months: 6, first_level: false, required: false}
"""


@pytest.fixture
def twice(tmp_path: Path) -> norms.Norm:
    path = tmp_path / "twice.yaml"
    path.write_text(NORM, "utf-8")
    return stable(str(path))


def judged(norm: norms.Norm, columns: list[dict[str, Any]], **more: Any) -> Judgement:
    seen = facts(GOOD | {"columns": [GOOD["columns"][0], *columns]})
    return judge(subject(), seen, norm, AS_OF, **more)


FIRST = {"type": "policy", "dates": [OLD]}
SECOND = {"type": "policy", "dates": [OLD], "first_level": False}


def test_one_stale_column_costs_once(twice: norms.Norm) -> None:
    judgement = judged(twice, [FIRST, SECOND])
    assert (outcome(judgement, "D-1.5").points, outcome(judgement, "D-1.6").points) == (
        Decimal(5),
        Decimal(2),
    )
    waived = [finding for finding in judgement.findings if finding.waived]
    assert [(one.indicator, one.waived, one.counts) for one in waived] == [("D-1.6", "D-1.5", False)]
    assert judgement.sheet is not None
    (row,) = [row for row in judgement.sheet.rows if row.indicator == "D-1.6"]
    assert "1处已计入D-1.5，不重复扣分（§P9）" in row.formula
    assert row.waived == (waived[0].id,)


def test_what_is_dismissed_there_is_punished_here(twice: norms.Norm) -> None:
    before = judged(twice, [FIRST])
    after = judged(twice, [FIRST], decisions=rulings(before, "D-1.5", Ruling.DISMISSED))
    assert (outcome(before, "D-1.6").points, outcome(after, "D-1.6").points) == (Decimal(0), Decimal(2))


def test_a_veto_punishes_only_once_it_holds(twice: norms.Norm) -> None:
    second = {"type": "policy", "dates": [OLD], "repeat": 4}
    below, reached = judged(twice, [second]), judged(twice, [second | {"repeat": 5}])
    assert {one.waived for one in below.findings if one.indicator == "D-1.6"} == {"D-1.5"}
    assert reached.verdict is Verdict.FAIL
    assert outcome(reached, "D-1.6").points == 0


def test_other_columns_give_way_to_every_indicator_that_punishes_columns() -> None:
    """§P9 speaks of 其它栏目. Beside it only the form that cannot be downloaded gives way: it is the same dead link."""
    giving_way = {rule.id: rule.waived_by for rule in norms.load("cn-2019").rules if rule.waived_by}
    assert set(giving_way) == {"D-1.9", "D-2.6"}
    assert {"W-V4.1", "W-V4.2", "W-V4.3", "D-1.4", "D-1.5", "D-1.6", "D-2.3"} <= set(giving_way["D-1.9"])
    assert giving_way["D-2.6"] == ("D-4.3",)


def test_a_norm_may_only_name_rules_it_has(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(NORM.replace("D-1.5, W-V4.1", "D-9.9"), "utf-8")
    (problem,) = norms.check(path)
    assert (problem.line, "没有“D-9.9”" in problem.message) == (8, True)


def test_a_fresh_column_beside_is_left_alone(twice: norms.Norm) -> None:
    fresh = {"type": "policy", "dates": [AS_OF - dt.timedelta(days=1)]}
    judgement = judged(twice, [fresh])
    assert not any(one.indicator in {"D-1.5", "D-1.6"} for one in judgement.findings)
