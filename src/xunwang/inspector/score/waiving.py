"""§P9: a fault that is punished under one indicator is not punished again under another that gives way to it."""

from collections.abc import Sequence

from msgspec import structs

from xunwang.inspector.model import Finding, Subject
from xunwang.inspector.norms import RuleKind
from xunwang.inspector.score.settling import Settled, weighed


def waive(settled: Sequence[Settled], subject: Subject) -> list[Settled]:
    """The same results with `Finding.waived` set; a rule names those it gives way to (`waived_by`), and faults are the same by their locators."""
    punished = {
        one.result.rule.id: _punished(one, subject) for one in settled if not one.result.rule.waived_by
    }
    done: dict[str, Settled] = {}
    for one in settled:
        rule = one.result.rule
        if rule.waived_by:
            one = done[rule.id] = _waived(one, punished)  # noqa: PLW2901  # what follows sees it as it now is
            punished[rule.id] = _punished(one, subject)
    return [done.get(one.result.rule.id, one) for one in settled]


def _punished(one: Settled, subject: Subject) -> frozenset[str]:
    """The places for which the subject already answers under this rule: of a veto only once it holds."""
    rule = one.result.rule
    if not rule.scores(subject) or (rule.kind is RuleKind.VETO and not one.holds):
        return frozenset()
    return frozenset(finding.locator for finding in one.result.findings if finding.counts)


def _waived(one: Settled, punished: dict[str, frozenset[str]]) -> Settled:
    findings = tuple(_under(finding, one, punished) for finding in one.result.findings)
    return weighed(structs.replace(one.result, findings=findings))


def _under(finding: Finding, one: Settled, punished: dict[str, frozenset[str]]) -> Finding:
    names = one.result.rule.waived_by
    under = next((name for name in names if finding.locator in punished.get(name, ())), None)
    return structs.replace(finding, waived=under) if under else finding
