"""What every format is made from: one judged site with its run and the texts of its norm."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from xunwang.inspector.door import Difference, Rule
from xunwang.inspector.model import (
    Certainty,
    Finding,
    FragmentFact,
    Judgement,
    OutcomeKind,
    SubjectKind,
    TrapFact,
    Verdict,
)

VERDICTS = {Verdict.PASS: "合格", Verdict.FAIL: "不合格", Verdict.UNDECIDED: "暂不作结论"}
OUTCOMES = {
    OutcomeKind.MET: "符合",
    OutcomeKind.FOUND: "发现问题",
    OutcomeKind.UNCHECKED: "未能检查",
    OutcomeKind.NOT_APPLICABLE: "不适用",
}
CERTAINTIES = {Certainty.AUTOMATIC: "自动判定", Certainty.CANDIDATE: "待人工核实"}


@dataclass(frozen=True)
class WhatIf:
    """The judgement of the same facts under another norm, and what it says otherwise."""

    judgement: Judgement
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class SiteReport:
    """A judgement with the folder of its run, what the run cost, and the rules it was judged by.

    `mended`: what a recheck found no more; None when nothing was rechecked. `left_out`: branches of endless addresses that
    were not walked. `fragments`: places within pages that links ask for in vain. `what_if`: the same facts under other norms.
    """

    judgement: Judgement
    run: str | None
    stats: dict[str, Any]
    rules: Mapping[str, Rule]
    mended: tuple[Finding, ...] | None = None
    left_out: tuple[TrapFact, ...] = ()
    fragments: tuple[FragmentFact, ...] = ()
    what_if: tuple[WhatIf, ...] = ()

    def rule_name(self, indicator: str) -> str:
        rule = self.rules.get(indicator)
        return rule.name if rule else indicator

    def is_veto(self, indicator: str) -> bool:
        rule = self.rules.get(indicator)
        return rule is not None and rule.kind == "veto"

    @property
    def has_found(self) -> bool:
        """Whether the command has something to report by its exit status: a failed site, a veto that waits, any fault of an account beyond doubt."""
        if self.judgement.verdict is Verdict.FAIL:
            return True
        is_media = self.judgement.subject.kind in {SubjectKind.ACCOUNT, SubjectKind.APP}
        if is_media and any(finding.counts for finding in self.judgement.findings):
            return True
        found = (row for row in self.judgement.outcomes if row.outcome is OutcomeKind.FOUND)
        return any(self.is_veto(row.indicator) for row in found)


def site_object(report: SiteReport) -> dict[str, Any]:
    """One entry of `sites` in the contract's JSON."""
    judgement = report.judgement
    mended = {} if report.mended is None else {"mended": msgspec.to_builtins(report.mended)}
    return {
        "name": judgement.subject.name,
        "home": judgement.subject.home,
        "code": judgement.subject.code,
        "run": report.run,
        "as_of": judgement.as_of.isoformat(),
        "norm": judgement.norm,
        "verdict": judgement.verdict.value,
        "score": None if judgement.score is None else str(judgement.score),
        "score_complete": judgement.score_complete,
        "sample_points": judgement.sample_points,
        "verdict_notes": list(judgement.verdict_notes),
        "outcomes": [msgspec.to_builtins(row) for row in judgement.outcomes],
        "findings": [msgspec.to_builtins(finding) for finding in judgement.findings],
        "warnings": [msgspec.to_builtins(near) for near in judgement.warnings],
        "sheet": msgspec.to_builtins(judgement.sheet),
        "entries": [msgspec.to_builtins(one) for one in judgement.entries],
        "stats": report.stats,
        "left_out": [
            {
                "branch": trap.branch,
                "reason": trap.reason,
                "count": trap.left_out,
                "example": trap.example,
            }
            for trap in report.left_out
        ],
        **mended,
        **({"fragments": msgspec.to_builtins(report.fragments)} if report.fragments else {}),
        **({"what_if": [_what_if_object(one) for one in report.what_if]} if report.what_if else {}),
    }


def _what_if_object(other: WhatIf) -> dict[str, Any]:
    judgement = other.judgement
    return {
        "norm": judgement.norm,
        "verdict": judgement.verdict.value,
        "score": None if judgement.score is None else str(judgement.score),
        "score_complete": judgement.score_complete,
        "sample_points": judgement.sample_points,
        "differences": [msgspec.to_builtins(one) for one in other.differences],
    }


def place_of(finding: Finding) -> str:
    return finding.url if finding.parent is None else f"{finding.url}（所在页面 {finding.parent}）"
