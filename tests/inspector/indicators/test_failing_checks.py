"""A check that raises leaves its own rule unchecked; every other rule is judged as ever."""

import datetime as dt

from indicator_situations import facts

from xunwang.inspector.door import norm
from xunwang.inspector.indicators import FactBook, examine
from xunwang.inspector.model import FailedRule, OutcomeKind, ProofreadFact


def outcomes(known, as_of):
    return {one.rule.id: one.outcome for one in examine(norm("cn-2019"), FactBook.of(known), as_of)}


def test_rules_that_raise_are_unchecked_and_the_others_go_on(caplog):
    """As those do that reckon back from the first of all days."""
    found = outcomes(facts({"columns": [{"type": "news", "dates": [dt.date(2026, 3, 1)]}]}), dt.date(1, 1, 1))

    failed = {rule: one for rule, one in found.items() if "检查程序出错" in (one.reason or "")}
    assert {"W-V2.1", "D-1.4"} & set(failed)
    assert {one.outcome for one in failed.values()} == {OutcomeKind.UNCHECKED}
    assert any(one.outcome is OutcomeKind.MET for one in found.values())
    assert all(caplog.text.count(f"指标 {rule} 的") == 1 for rule in failed)


def test_what_rules_of_language_failed_to_look_at_is_unchecked():
    day = dt.date(2026, 3, 31)
    failed = FailedRule("date.坏", "date", "http://www.shili.gov.cn/a/1.html", 2)
    found = outcomes([*facts({"site": {}}), ProofreadFact(day, (failed,))], day)

    assert found["P-date"].outcome is OutcomeKind.UNCHECKED
    assert "date.坏" in (found["P-date"].reason or "")
    assert "/a/1.html" in (found["P-date"].reason or "")
    assert found["P-word"].outcome is OutcomeKind.MET
