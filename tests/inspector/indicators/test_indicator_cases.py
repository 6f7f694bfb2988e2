"""Every indicator against its test document: situations that keep the rule, break it, or leave it open."""

import re
from pathlib import Path

import pytest
from indicator_situations import AS_OF, Case, cases, facts, read

from xunwang.inspector import norms
from xunwang.inspector.indicators import FactBook, Result, examine

FOLDER = Path(__file__).parent / "cases"
NORM = norms.load("cn-2019")
ALL = list(cases(FOLDER))
QUOTED = re.compile("“[^”]*”")
FOR_A_REVIEWER = re.compile("请核|是否|人工核实|人工判断")
"""What a finding does not say: its words stand in the unit's notice as soon as somebody confirmed it."""


@pytest.mark.parametrize("case", ALL, ids=repr)
def test_the_document_holds(case: Case) -> None:
    result = result_of(case)
    expect = dict(case.expect)
    findings = expect.pop("findings", [])
    assert result.outcome.outcome == expect.pop("outcome"), result.outcome
    assert expect.pop("reason", "") in (result.outcome.reason or "")
    for field, value in expect.items():
        assert getattr(result.outcome, field) == value, field
    assert len(result.findings) == len(findings), [finding.message for finding in result.findings]
    for finding, wanted in zip(result.findings, findings, strict=True):
        assert wanted.pop("message", "") in finding.message
        assert not FOR_A_REVIEWER.search(QUOTED.sub("", finding.message))
        for field, value in wanted.items():
            assert getattr(finding, field) == value, field


def result_of(case: Case) -> Result:
    seen = read(case.pages) if case.pages else facts(case.facts)
    results = examine(NORM, FactBook.of(seen), AS_OF)
    return next(result for result in results if result.rule.id == case.indicator)


def test_every_built_rule_has_a_document_and_every_document_a_rule() -> None:
    built = {rule.id for rule in NORM.rules if rule.how}
    assert built == {path.stem for path in FOLDER.glob("*.md")}


@pytest.mark.parametrize("indicator", sorted({case.indicator for case in ALL}))
def test_a_document_shows_both_sides(indicator: str) -> None:
    outcomes = {case.expect["outcome"] for case in ALL if case.indicator == indicator}
    assert {"met", "found"} <= outcomes
