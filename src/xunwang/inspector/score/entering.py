"""What people entered for indicators, put beside what the machine found: it fills what is open, and overrides nothing unsaid."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import structs

from xunwang.inspector.indicators import Result
from xunwang.inspector.model import (
    SHANGHAI,
    Certainty,
    Entered,
    Entry,
    Finding,
    Outcome,
    OutcomeKind,
    Ruling,
    Subject,
    entry_locator,
    finding_id,
)
from xunwang.inspector.norms import Check, Rule, RuleKind
from xunwang.inspector.privacy import masked

_WORDS = {
    OutcomeKind.MET: "符合",
    OutcomeKind.FOUND: "发现问题",
    OutcomeKind.UNCHECKED: "未能检查",
    OutcomeKind.NOT_APPLICABLE: "不适用",
}
_TOLD_BY_MACHINE = frozenset({OutcomeKind.MET, OutcomeKind.FOUND})


def enter(
    results: Sequence[Result], entries: Iterable[Entry], subject: Subject
) -> tuple[list[Result], tuple[Entered, ...]]:
    """The results with every entry on this subject that may be taken, and what became of each.

    An entry answers where the machine could not. On indicators that the machine alone tells it changes nothing; on the others a
    fault that a person found is added, and a "met" against findings is not taken: findings are ruled on one by one.
    """
    of_rule: dict[str, list[Entry]] = defaultdict(list)
    for entry in dict.fromkeys(entries):
        if names(entry, subject):
            of_rule[entry.indicator].append(entry)
    told: list[Entered] = []
    entered = [_with_entries(result, of_rule.pop(result.rule.id, []), subject, told) for result in results]
    told += [
        Entered(entry, False, "本规则集不对该网站检查这项指标") for own in of_rule.values() for entry in own
    ]
    return entered, tuple(told)


def names(entry: Entry, subject: Subject) -> bool:
    """Whether the entry speaks of this subject: by its id, code, name or home page."""
    known = (subject.id, subject.code, subject.name, subject.home, subject.home.rstrip("/"))
    return entry.subject in {one for one in known if one}


def _with_entries(result: Result, entries: list[Entry], subject: Subject, told: list[Entered]) -> Result:
    taken: list[Entry] = []
    for entry in entries:
        refusal = _refusal(result, entry, entries)
        told.append(Entered(entry, refusal is None, refusal or _beside(result)))
        if refusal is None:
            taken.append(entry)
    return _answered(result, tuple(taken), subject) if taken else result


def _refusal(result: Result, entry: Entry, entries: list[Entry]) -> str | None:
    machine = result.outcome.outcome
    if machine is OutcomeKind.NOT_APPLICABLE:
        return f"该指标不适用（{result.outcome.reason}），录入未采用"
    if machine in _TOLD_BY_MACHINE and result.rule.check is Check.AUTO:
        return f"自动检查结果为“{_WORDS[machine]}”，录入的“{_WORDS[entry.outcome]}”未改变结果"
    if entry.outcome is OutcomeKind.FOUND or result.rule.kind is RuleKind.BONUS:
        return None
    if machine is OutcomeKind.FOUND:
        return f"机器初查发现{len(result.findings)}处，须逐处核实，录入的“{_WORDS[entry.outcome]}”未采用"
    if any(other.outcome is OutcomeKind.FOUND for other in entries):
        return f"另有人录入“发现问题”，录入的“{_WORDS[entry.outcome]}”未采用"
    return None


def _beside(result: Result) -> str | None:
    """What the machine had said, where it had said anything."""
    machine = result.outcome.outcome
    return f"机器初查结果为“{_WORDS[machine]}”" if machine in _TOLD_BY_MACHINE else None


def _answered(result: Result, taken: tuple[Entry, ...], subject: Subject) -> Result:
    faults = [entry for entry in taken if entry.outcome is OutcomeKind.FOUND]
    if result.rule.kind is RuleKind.BONUS or not faults:
        outcome = structs.replace(result.outcome, outcome=taken[-1].outcome, reason=_reason(taken))
        return structs.replace(result, outcome=outcome, entries=taken)
    added = {entry: _finding(result.rule, entry, subject) for entry in faults}
    findings = (*result.findings, *added.values())
    prices: dict[str, Decimal] = {
        finding.id: entry.points for entry, finding in added.items() if entry.points is not None
    }
    reason = "；".join(filter(None, (_machine_reason(result.outcome), _reason(taken))))
    outcome = structs.replace(
        result.outcome, outcome=OutcomeKind.FOUND, reason=reason, value=len(findings), threshold=None
    )
    return structs.replace(result, outcome=outcome, findings=findings, needed=1, entries=taken, prices=prices)


def _machine_reason(outcome: Outcome) -> str | None:
    return outcome.reason if outcome.outcome in _TOLD_BY_MACHINE else None


def _reason(taken: Sequence[Entry]) -> str:
    people = dict.fromkeys(f"{entry.by}，{entry.at}" for entry in taken)
    return f"人工录入（{'；'.join(people)}）"


def _finding(rule: Rule, entry: Entry, subject: Subject) -> Finding:
    """A person's finding needs no second person to count."""
    proof = entry.proof or ""
    locator = entry_locator(entry.reason, proof)
    return Finding(
        id=finding_id(subject.id, rule.id, locator),
        indicator=rule.id,
        subject=subject.id,
        locator=locator,
        url=proof if proof.startswith(("http://", "https://")) else subject.home,
        message=masked(f"人工录入：{entry.reason or rule.short_text or rule.name}"),
        certainty=Certainty.CANDIDATE,
        first_seen=dt.datetime.combine(entry.at, dt.time(), SHANGHAI),
        excerpt=masked(f"证明：{proof}") if proof else None,
        ruling=Ruling.CONFIRMED,
    )
