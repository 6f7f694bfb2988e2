"""What people ruled, put on what the machine found."""

from collections.abc import Iterable

from msgspec import structs

from xunwang.inspector.indicators import Result
from xunwang.inspector.model import Decision, Outcome, OutcomeKind, Record, Ruling
from xunwang.inspector.norms import Check


class Settled(Record, frozen=True):
    """A result with every decision applied; `counts` findings weigh on it, `waits` still wait for a person, `short` are proven and too few."""

    result: Result
    counts: int
    waits: int
    short: int = 0

    @property
    def outcome(self) -> Outcome:
        return self.result.outcome

    @property
    def holds(self) -> bool:
        """The rule is broken beyond doubt."""
        return self.outcome.outcome is OutcomeKind.FOUND and self.counts > 0

    @property
    def is_waiting(self) -> bool:
        """It is broken only if a person confirms what waits."""
        return self.outcome.outcome is OutcomeKind.FOUND and not self.holds

    @property
    def is_open(self) -> bool:
        """The machine alone should have told, or the verdict rests on it whoever tells, and nobody could."""
        rule = self.result.rule
        is_needed = rule.decisive or (rule.check is Check.AUTO and self.result.blocks)
        return is_needed and self.outcome.outcome is OutcomeKind.UNCHECKED


def settle(results: Iterable[Result], decisions: Iterable[Decision]) -> list[Settled]:
    """The last decision about a finding is the one that stands."""
    rulings = {decision.finding: decision.ruling for decision in sorted(decisions, key=lambda one: one.at)}
    return [_settled(result, rulings) for result in results]


def weighed(result: Result) -> Settled:
    """The result with its findings counted as they stand; those that are too few to break the rule weigh nothing."""
    enough = sum(finding.proven and not finding.waived for finding in result.findings) >= result.needed
    findings = tuple(
        structs.replace(finding, short=not enough and finding.proven and not finding.waived)
        for finding in result.findings
    )
    return Settled(
        structs.replace(result, findings=findings),
        sum(finding.counts for finding in findings),
        sum(finding.waits for finding in findings),
        sum(finding.short for finding in findings),
    )


def _settled(result: Result, rulings: dict[str, Ruling]) -> Settled:
    findings = tuple(
        structs.replace(finding, ruling=rulings.get(finding.id, finding.ruling))
        for finding in result.findings
    )
    one = weighed(structs.replace(result, findings=findings))
    outcome = _outcome(result, one.counts + one.waits + one.short)
    return structs.replace(one, result=structs.replace(one.result, outcome=outcome))


def _outcome(result: Result, standing: int) -> Outcome:
    """Dismissed findings no longer add up; below the limit the rule is kept."""
    outcome = result.outcome
    dismissed = len(result.findings) - standing
    if outcome.outcome is not OutcomeKind.FOUND or not dismissed:
        return outcome
    value = standing if isinstance(outcome.value, int) else outcome.value
    reason = "；".join(filter(None, (outcome.reason, f"{dismissed}处经人工核实排除")))
    kind = OutcomeKind.FOUND if standing >= result.needed else OutcomeKind.MET
    return structs.replace(outcome, outcome=kind, value=value, reason=reason)
