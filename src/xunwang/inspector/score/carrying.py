"""Faults of an earlier judgement whose places a later run could not see again: nobody saw them mended, so they stay what they were."""

from collections.abc import Collection, Iterable, Sequence

from msgspec import structs

from xunwang.inspector.indicators import Result
from xunwang.inspector.model import Finding, Judgement, Outcome, OutcomeKind, Record, Ruling


class Carried(Record, frozen=True):
    """The faults of one indicator that stay, and the outcome that they had.

    `limit`: from how many places on it is broken, where places are counted.
    """

    findings: tuple[Finding, ...]
    outcome: Outcome
    limit: int | None = None


def carried_from(judgements: Iterable[Judgement], unseen: Collection[str]) -> list[Carried]:
    """Of the findings with the ids `unseen` what the earlier judgements say, the newest of them first."""
    carried: dict[str, Carried] = {}
    for judgement in judgements:
        for outcome in judgement.outcomes:
            own = [one for one in judgement.findings if one.indicator == outcome.indicator]
            stay = tuple(structs.replace(one, waived=None) for one in own if one.id in unseen)
            before = carried.get(outcome.indicator)
            known = {one.id for one in before.findings} if before else set()
            new = tuple(one for one in stay if one.id not in known)
            if before:
                carried[outcome.indicator] = structs.replace(before, findings=(*before.findings, *new))
            elif new:
                carried[outcome.indicator] = Carried(new, outcome, _limit(outcome, own))
    return list(carried.values())


def _limit(outcome: Outcome, places: Sequence[Finding]) -> int | None:
    """Its threshold, or one, where its value is the number of its places."""
    standing = sum(one.ruling is not Ruling.DISMISSED for one in places)
    if outcome.value != standing:
        return None
    return outcome.threshold if isinstance(outcome.threshold, int) else 1


def carry(results: Iterable[Result], carried: Iterable[Carried]) -> tuple[list[Result], tuple[str, ...]]:
    """The results with what stays, and the ids of the findings that the run itself did not make."""
    of_rule = {one.outcome.indicator: one for one in carried}
    made: list[Result] = []
    ids: list[str] = []
    for result in results:
        one = of_rule.get(result.rule.id)
        own = {finding.id for finding in result.findings}
        added = [finding for finding in one.findings if finding.id not in own] if one else []
        made.append(_with(result, one, added) if one and added else result)
        ids += [finding.id for finding in added if finding in made[-1].findings]
    return made, tuple(ids)


def _with(result: Result, carried: Carried, added: Sequence[Finding]) -> Result:
    """What the machine saw below its limit stands in its number only, and counts towards the limit as well."""
    outcome = result.outcome
    if outcome.outcome is OutcomeKind.NOT_APPLICABLE:
        return result
    is_found = outcome.outcome is OutcomeKind.FOUND
    needed = result.needed if is_found else 1
    told = outcome if is_found else carried.outcome
    if carried.limit is not None:
        seen = outcome.value if isinstance(outcome.value, int) else 0
        told = structs.replace(outcome, value=seen + len(added))
        needed = result.needed if is_found else max(1, carried.limit - seen)
        if len(added) < needed and not is_found:
            return structs.replace(result, outcome=told)
    reason = outcome.reason if is_found else None
    told = structs.replace(told, outcome=OutcomeKind.FOUND, reason=reason, points=None)
    return structs.replace(result, outcome=told, findings=(*result.findings, *added), needed=needed)
