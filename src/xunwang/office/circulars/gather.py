"""Judgements become the rows of a circular; the wording comes from the norm."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from xunwang.inspector import door
from xunwang.inspector.model import Finding, Judgement, Outcome, OutcomeKind, Verdict
from xunwang.office.circulars.data import (
    AccountResult,
    Checked,
    CircularData,
    CircularHeader,
    Problem,
    SiteResult,
    Words,
    register_order,
)

_VETO = re.compile(r"[WN]-V\d")
_POINTS_PART = re.compile(r"[（(]扣\{points\}分[）)]")
_SLOT = re.compile(r"\{(\w+)\}")
_QUOTED = re.compile(r"“[^”]+”")
_NOTE_ID = re.compile(r"(?<=：)[A-Z]-[A-Z]?\d[\w.]* ")
_REASONS = ("待人工核实：", "未能检查：")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_NAMES_SHOWN = 3


def from_judgements(
    judgements: Sequence[Judgement],
    header: CircularHeader,
    *,
    words: Mapping[str, Words],
    now: Mapping[str, Verdict] | None = None,
) -> CircularData:
    """The circular of a period; websites and accounts stand in the order of the register, in whatever order they were judged.

    `words` is keyed by indicator; one that is missing goes by its own id. `now` holds the verdicts at the closing
    date by subject id. Only findings that count (automatic, or confirmed by a person) become problems.
    """
    later = now or {}
    sites, accounts = [], []
    for judgement in sorted(judgements, key=lambda one: register_order(one.subject)):
        now_there = later.get(judgement.subject.id)
        if judgement.subject.platform is None:
            sites.append(site_result(judgement, words, now_there))
        else:
            accounts.append(_account(judgement, words, now_there))
    return CircularData(header=header, sites=tuple(sites), accounts=tuple(accounts))


class NormRule(Protocol):
    """The part of a norm's rule that a circular speaks with."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def short_text(self) -> str | None: ...
    @property
    def level1(self) -> str | None: ...
    @property
    def points(self) -> Decimal | None: ...
    @property
    def check(self) -> str: ...
    @property
    def how(self) -> str | None: ...
    @property
    def verified(self) -> bool: ...


def words_of(rules: Iterable[NormRule]) -> dict[str, Words]:
    """The wording of a norm by indicator."""
    return {
        rule.id: Words(
            name=rule.name,
            kind=str(rule.kind),
            short_text=rule.short_text,
            text=rule.text,
            level1=rule.level1,
            points=rule.points,
            automatic=rule.check == "auto" and rule.how is not None,
            verified=rule.verified,
        )
        for rule in rules
    }


def is_veto(indicator: str, words: Mapping[str, Words]) -> bool:
    known = words.get(indicator)
    return known.kind == "veto" if known is not None else _VETO.match(indicator) is not None


def indicator_name(indicator: str, words: Mapping[str, Words]) -> str:
    known = words.get(indicator)
    return known.name if known is not None else indicator


def site_result(judgement: Judgement, words: Mapping[str, Words], now: Verdict | None = None) -> SiteResult:
    """The row of one website or channel; `now` is its verdict at the closing."""
    subject = judgement.subject
    problems = _problems(judgement, words)
    return SiteResult(
        subject=subject.id,
        name=_clean(subject.name),
        home=_clean(subject.home),
        verdict=judgement.verdict,
        organiser=_clean(subject.organiser) if subject.organiser else None,
        site_kind=subject.site_kind,
        level=subject.level,
        verdict_now=now,
        score=judgement.score,
        score_complete=judgement.score_complete,
        vetoes=tuple(problem for problem in problems if is_veto(problem.indicator, words)),
        faults=tuple(problem for problem in problems if not is_veto(problem.indicator, words)),
        undecided_because=_undecided_because(judgement, words),
        unchecked=_unchecked(judgement.outcomes, words),
        checks=_checks(judgement, words, {problem.indicator: problem.text for problem in problems}),
    )


def _account(judgement: Judgement, words: Mapping[str, Words], now: Verdict | None) -> AccountResult:
    subject = judgement.subject
    platform = door.platform_named(subject.platform or "")
    return AccountResult(
        subject=subject.id,
        name=_clean(subject.name),
        platform=platform.name if platform else "其他",
        verdict=judgement.verdict,
        organiser=_clean(subject.organiser) if subject.organiser else None,
        level=subject.level,
        verdict_now=now,
        score=judgement.score,
        problems=_problems(judgement, words),
        undecided_because=_undecided_because(judgement, words),
    )


def _clean(text: str) -> str:
    """Without line breaks and the characters no document can hold."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _problems(judgement: Judgement, words: Mapping[str, Words]) -> tuple[Problem, ...]:
    found = (
        outcome
        for outcome in judgement.outcomes
        if outcome.outcome is OutcomeKind.FOUND and _weighs(outcome.indicator, words)
    )
    made = (_problem(outcome, judgement.findings, words) for outcome in found)
    return tuple(problem for problem in made if problem is not None)


def _weighs(indicator: str, words: Mapping[str, Words]) -> bool:
    return indicator not in words or words[indicator].kind in {"veto", "deduct"}


def _problem(outcome: Outcome, findings: Sequence[Finding], words: Mapping[str, Words]) -> Problem | None:
    """None where no finding counts: what waits for a person is no problem yet, and what has no place nobody can prove."""
    counting = [one for one in findings if one.indicator == outcome.indicator and one.counts]
    if not counting:
        return None
    name = indicator_name(outcome.indicator, words)
    known = words.get(outcome.indicator)
    wording = (known.short_text if known is not None else None) or name
    count = len(counting)
    return Problem(
        indicator=outcome.indicator,
        name=name,
        wording=wording,
        text=fill(wording, counting, count, outcome.points),
        count=count,
        points=outcome.points,
    )


def _checks(
    judgement: Judgement, words: Mapping[str, Words], problems: Mapping[str, str]
) -> tuple[Checked, ...]:
    """Every veto and deduction of the norm with how it came out, for self-check tables."""
    return tuple(
        _checked(outcome, words[outcome.indicator], problems)
        for outcome in judgement.outcomes
        if outcome.indicator in words and words[outcome.indicator].kind in {"veto", "deduct"}
    )


def _checked(outcome: Outcome, known: Words, problems: Mapping[str, str]) -> Checked:
    """What was found and does not count yet waits for a person, and is not called a fault."""
    waits = outcome.outcome is OutcomeKind.FOUND and outcome.indicator not in problems
    state = OutcomeKind.UNCHECKED if waits else outcome.outcome
    reason = "有线索待人工核实" if waits else outcome.reason or ""
    told = problems.get(outcome.indicator, "") if state is OutcomeKind.FOUND else reason
    level1 = known.level1 or ("单项否决" if known.kind == "veto" else None)
    return Checked(
        indicator=outcome.indicator,
        name=known.name,
        criterion=_clean(known.text or known.name),
        state=state.value,
        level1=level1,
        told=_clean(told) if state is not OutcomeKind.MET else "",
    )


def fill(wording: str, findings: Sequence[Finding], count: int, points: Decimal | None) -> str:
    """The norm's short text with its slots filled; a count above one is always told."""
    template = wording if points is not None else _POINTS_PART.sub("", wording)
    slots = {
        "n": str(count),
        "points": "" if points is None else f"{abs(points).normalize():f}",
        "column": _names(findings),
    }
    text = _SLOT.sub(lambda match: slots.get(match[1], ""), template)
    if count > 1 and "{n}" not in wording:
        text += f"（发现{count}处）"
    return _clean(text)


def _names(findings: Sequence[Finding]) -> str:
    """`“要闻”“公告”栏目`: the names quoted in the findings' messages, in the order of their addresses: which was read first is chance."""
    placed = sorted(findings, key=lambda finding: (finding.locator, finding.message))
    quoted = (_QUOTED.search(finding.message) for finding in placed)
    names = list(dict.fromkeys(match[0] for match in quoted if match is not None))
    more = "等" if len(names) > _NAMES_SHOWN else ""
    return f"{''.join(names[:_NAMES_SHOWN])}{more}栏目"


def _undecided_because(judgement: Judgement, words: Mapping[str, Words]) -> tuple[str, ...]:
    """Why there is no verdict yet, in the words of the judgement's notes."""
    if judgement.verdict is not Verdict.UNDECIDED:
        return ()
    told = [_clean(_NOTE_ID.sub("", note)) for note in judgement.verdict_notes if note.startswith(_REASONS)]
    return tuple(dict.fromkeys(told)) or _unchecked(judgement.outcomes, words)


def _unchecked(outcomes: Sequence[Outcome], words: Mapping[str, Words]) -> tuple[str, ...]:
    """Indicators the machine should have told and could not; those left to people are no failure of the check."""
    open_ones = (
        outcome
        for outcome in outcomes
        if outcome.outcome is OutcomeKind.UNCHECKED
        and (outcome.indicator not in words or words[outcome.indicator].automatic)
    )
    return tuple(dict.fromkeys(_unchecked_text(outcome, words) for outcome in open_ones))


def _unchecked_text(outcome: Outcome, words: Mapping[str, Words]) -> str:
    reason = f"（{outcome.reason}）" if outcome.reason else ""
    return _clean(f"未能检查：{indicator_name(outcome.indicator, words)}{reason}")
