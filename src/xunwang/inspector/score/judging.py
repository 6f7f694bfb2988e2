"""Facts, a norm, a monitoring point and people's decisions in; a judgement out. Pure, repeatable to the letter."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import structs

from xunwang.inspector.indicators import NOT_BUILT, FactBook, examine, nearing
from xunwang.inspector.model import (
    Decision,
    Entered,
    Entry,
    Fact,
    Judgement,
    Outcome,
    OutcomeKind,
    Record,
    Subject,
    SubjectKind,
    Verdict,
)
from xunwang.inspector.norms import Norm, Rule, RuleKind
from xunwang.inspector.score import notes
from xunwang.inspector.score.carrying import Carried, carry
from xunwang.inspector.score.entering import enter
from xunwang.inspector.score.points import Gain, Loss, final, gains, losses, second_part, unpriced
from xunwang.inspector.score.settling import Settled, settle
from xunwang.inspector.score.sheet import Sums, score_sheet
from xunwang.inspector.score.waiving import waive


class Conclusion(Record, frozen=True):
    """The verdict with its score (None while there is none to give) and what has to be said with it."""

    verdict: Verdict
    score: Decimal | None
    complete: bool
    notes: tuple[str, ...]
    part2: Decimal | None = None
    missing: tuple[Rule, ...] = ()


class Points(Record, frozen=True):
    """What the deductions take and the bonuses give, and whether the site was read whole."""

    found: Sequence[Loss]
    gained: Sequence[Gain]
    is_whole: bool
    has_bonus_entries: bool

    @property
    def bonus(self) -> Decimal:
        return sum((gain.earned for gain in self.gained if gain.earned is not None), Decimal())


def judge(
    subject: Subject,
    facts: Iterable[Fact],
    norm: Norm,
    as_of: dt.date,
    decisions: Iterable[Decision] = (),
    *,
    entries: Iterable[Entry] = (),
    vetoed_accounts: Sequence[str] = (),
    carried: Iterable[Carried] = (),
) -> Judgement:
    """Judge one subject at the end of the day `as_of` (Asia/Shanghai).

    `facts` are those of its inspection and of later re-tests. `entries` are what people entered for indicators, of this and of
    other subjects. `carried` are faults of an earlier judgement that these facts could not show. `vetoed_accounts` names the accounts of the subject's government that failed by a veto; some norms let its
    portal answer for them. Deductions are looked at on every website, and take points (`Outcome.points`) only where the norm
    lets them weigh on this kind of website.
    """
    norm = norm.for_subject(subject)
    book = FactBook.of(facts, subject)
    examined, stay = carry(examine(norm, book, as_of), carried)
    results, entered = enter(examined, entries, subject)
    case = _Case(
        subject=subject,
        norm=norm,
        as_of=as_of,
        book=book,
        settled=waive(settle(results, decisions), subject),
        entered=entered,
        stay=stay,
    )
    return _judged(case, _answers_for(subject, norm, vetoed_accounts))


class _Case(Record, frozen=True):
    """One subject with everything looked at, entered and decided; what is left is what it comes to.

    `stay` are the ids of the carried faults that nobody could see.
    """

    subject: Subject
    norm: Norm
    as_of: dt.date
    book: FactBook
    settled: Sequence[Settled]
    entered: tuple[Entered, ...]
    stay: tuple[str, ...]


def _judged(case: _Case, accounts: Sequence[str]) -> Judgement:
    """`accounts` are those whose veto the subject answers for."""
    norm, book = case.norm, case.book
    weighing = [one for one in case.settled if one.result.rule.scores(case.subject)]
    points = _points(weighing, norm, is_whole=book.gap is None)
    is_unseen = _is_unseen(case.subject, book, case.entered)
    conclusion = _conclude(weighing, points, norm, accounts, is_unseen=is_unseen)
    return Judgement(
        subject=case.subject,
        norm=norm.id,
        as_of=case.as_of,
        verdict=conclusion.verdict,
        score=conclusion.score,
        score_complete=conclusion.complete,
        verdict_notes=_said(case, conclusion),
        outcomes=tuple(_priced(one.outcome, points) for one in case.settled),
        findings=tuple(finding for one in case.settled for finding in one.result.findings),
        sample_points=norm.sample_points,
        warnings=nearing(norm, book, [one.result for one in case.settled], case.as_of),
        sheet=score_sheet(weighing, points.found, points.gained, _sums(conclusion, points), norm),
        entries=case.entered,
        carried=case.stay,
    )


def _said(case: _Case, conclusion: Conclusion) -> tuple[str, ...]:
    return (
        *conclusion.notes,
        *notes.on_carried(case.stay),
        *notes.on_entries(case.entered),
        *notes.on_norm(case.norm, case.as_of),
        *filter(None, (case.book.gap,)),
    )


def _points(weighing: Sequence[Settled], norm: Norm, *, is_whole: bool) -> Points:
    bonuses = [one for one in weighing if one.result.rule.kind is RuleKind.BONUS]
    return Points(
        found=losses(_deductions(weighing), norm.score),
        gained=gains(bonuses),
        is_whole=is_whole,
        has_bonus_entries=any(one.result.entries for one in bonuses),
    )


def _sums(conclusion: Conclusion, points: Points) -> Sums:
    return Sums(conclusion.verdict, conclusion.score, conclusion.part2, points.bonus, conclusion.missing)


def _priced(outcome: Outcome, points: Points) -> Outcome:
    if outcome.outcome not in {OutcomeKind.FOUND, OutcomeKind.MET}:
        return outcome
    lost = {loss.rule.id: loss.lost for loss in points.found if loss.applies}
    earned = {gain.rule.id: gain.earned for gain in points.gained}
    return structs.replace(outcome, points=(lost | earned).get(outcome.indicator))


def _answers_for(subject: Subject, norm: Norm, vetoed_accounts: Sequence[str]) -> Sequence[str]:
    is_answerable = (
        norm.score.account_veto_score is not None and subject.level in norm.score.account_veto_levels
    )
    return vetoed_accounts if is_answerable else ()


def _is_unseen(subject: Subject, book: FactBook, entered: Iterable[Entered]) -> bool:
    """An account of which no way in showed anything, and for which nobody entered anything."""
    if subject.kind not in {SubjectKind.ACCOUNT, SubjectKind.APP}:
        return False
    is_seen = any(look.unread is None for look in book.accounts)
    return not is_seen and not any(one.taken for one in entered)


def _conclude(
    weighing: Sequence[Settled], points: Points, norm: Norm, accounts: Sequence[str], *, is_unseen: bool
) -> Conclusion:
    vetoes = [one for one in weighing if one.result.rule.kind is RuleKind.VETO]
    said = [*notes.on_vetoes(vetoes)]
    if any(one.holds for one in vetoes):
        return Conclusion(Verdict.FAIL, norm.score.veto_score, complete=True, notes=tuple(said))
    if accounts:
        said.append(notes.on_accounts(accounts))
        return Conclusion(Verdict.FAIL, norm.score.account_veto_score, complete=True, notes=tuple(said))
    if is_unseen:
        said.append(notes.ACCOUNT_UNSEEN)
    if is_unseen or any(one.is_open or one.is_waiting for one in vetoes):
        return Conclusion(Verdict.UNDECIDED, None, complete=False, notes=tuple(said))
    return _score(weighing, points, norm, said)


def _score(weighing: Sequence[Settled], points: Points, norm: Norm, said: list[str]) -> Conclusion:
    """No veto: what the points say. While points are missing, only the vetoes speak for the verdict.

    Of a site that was not read whole the score is the best it can have.
    """
    if not points.found:
        return Conclusion(Verdict.PASS, None, complete=True, notes=(*said, notes.NOT_SCORED))
    missing = tuple(unpriced(points.found))
    if missing:
        told = (*said, *notes.on_missing_points(missing, points.found))
        return Conclusion(Verdict.PASS, None, complete=False, notes=told, missing=missing)
    part2 = second_part(points.found, norm.score)
    verdict, score = final(part2, points.bonus, norm.score)
    open_ones, unbuilt = list(_open(weighing)), list(_unbuilt(weighing))
    said += notes.on_score(part2, norm, open_ones, unbuilt, _deductions(weighing))
    said += notes.on_bonus(part2, norm, points.gained, entered=points.has_bonus_entries)
    said += [] if points.is_whole else [notes.PARTLY_READ]
    is_complete = points.is_whole and not (open_ones or unbuilt)
    return Conclusion(verdict, score, complete=is_complete, notes=tuple(said), part2=part2)


def _deductions(weighing: Sequence[Settled]) -> list[Settled]:
    return [one for one in weighing if one.result.rule.kind is RuleKind.DEDUCT]


def _open(weighing: Sequence[Settled]) -> Iterator[Settled]:
    return (one for one in _deductions(weighing) if one.is_open)


def _unbuilt(weighing: Sequence[Settled]) -> Iterator[Settled]:
    """The deductions that the machine should tell and for which nobody has built a check."""
    return (one for one in _deductions(weighing) if one.outcome.reason == NOT_BUILT)
