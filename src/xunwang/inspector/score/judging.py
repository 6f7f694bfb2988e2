"""Facts, a norm, a monitoring point and people's decisions in; a judgement out. Pure, repeatable to the letter."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import structs

from xunwang.inspector.indicators import NOT_BUILT, FactBook, examine
from xunwang.inspector.model import Decision, Fact, Judgement, Outcome, OutcomeKind, Record, Subject, Verdict
from xunwang.inspector.norms import Norm, RuleKind
from xunwang.inspector.score import notes
from xunwang.inspector.score.points import Loss, final, losses, second_part, unpriced
from xunwang.inspector.score.settling import Settled, settle


class Conclusion(Record, frozen=True):
    """The verdict with its score (None while there is none to give) and what has to be said with it."""

    verdict: Verdict
    score: Decimal | None
    complete: bool
    notes: tuple[str, ...]


def judge(
    subject: Subject,
    facts: Iterable[Fact],
    norm: Norm,
    as_of: dt.date,
    decisions: Iterable[Decision] = (),
    *,
    vetoed_accounts: Sequence[str] = (),
) -> Judgement:
    """Judge one subject at the end of the day `as_of` (Asia/Shanghai).

    `facts` are those of its inspection and of later re-tests. `vetoed_accounts` names the accounts of the subject's government
    that failed by a veto; some norms let its portal answer for them. Deductions are looked at on every website, and take
    points (`Outcome.points`) only where the norm lets them weigh on this kind of website.
    """
    book = FactBook.of(facts, subject)
    settled = settle(examine(norm, book, as_of), decisions)
    weighing = [one for one in settled if one.result.rule.scores(subject)]
    found = losses([one for one in weighing if one.result.rule.kind is RuleKind.DEDUCT], norm.score)
    conclusion = _conclude(
        weighing, found, norm, _answers_for(subject, norm, vetoed_accounts), is_whole=book.gap is None
    )
    said = [*conclusion.notes, *notes.on_norm(norm, as_of), *filter(None, (book.gap,))]
    lost = {loss.rule.id: loss.lost for loss in found if loss.applies}
    return Judgement(
        subject=subject,
        norm=norm.id,
        as_of=as_of,
        verdict=conclusion.verdict,
        score=conclusion.score,
        score_complete=conclusion.complete,
        verdict_notes=tuple(said),
        outcomes=tuple(_priced(one.outcome, lost) for one in settled),
        findings=tuple(finding for one in settled for finding in one.result.findings),
        sample_points=norm.sample_points,
    )


def _priced(outcome: Outcome, lost: dict[str, Decimal | None]) -> Outcome:
    if outcome.outcome not in {OutcomeKind.FOUND, OutcomeKind.MET}:
        return outcome
    return structs.replace(outcome, points=lost.get(outcome.indicator))


def _answers_for(subject: Subject, norm: Norm, vetoed_accounts: Sequence[str]) -> Sequence[str]:
    is_answerable = (
        norm.score.account_veto_score is not None and subject.level in norm.score.account_veto_levels
    )
    return vetoed_accounts if is_answerable else ()


def _conclude(
    weighing: Sequence[Settled],
    found: Sequence[Loss],
    norm: Norm,
    accounts: Sequence[str],
    *,
    is_whole: bool,
) -> Conclusion:
    vetoes = [one for one in weighing if one.result.rule.kind is RuleKind.VETO]
    said = [*notes.on_vetoes(vetoes)]
    if any(one.holds for one in vetoes):
        return Conclusion(Verdict.FAIL, norm.score.veto_score, complete=True, notes=tuple(said))
    if accounts:
        said.append(notes.on_accounts(accounts))
        return Conclusion(Verdict.FAIL, norm.score.account_veto_score, complete=True, notes=tuple(said))
    if any(one.is_open or one.is_waiting for one in vetoes):
        return Conclusion(Verdict.UNDECIDED, None, complete=False, notes=tuple(said))
    return _score(weighing, found, norm, said, is_whole=is_whole)


def _score(
    weighing: Sequence[Settled], found: Sequence[Loss], norm: Norm, said: list[str], *, is_whole: bool
) -> Conclusion:
    """No veto: what the points say. While points are missing, only the vetoes speak for the verdict.

    Of a site that was not read whole the score is the best it can have.
    """
    if not found:
        return Conclusion(Verdict.PASS, None, complete=True, notes=(*said, notes.NOT_SCORED))
    missing = unpriced(found)
    if missing:
        return Conclusion(
            Verdict.PASS, None, complete=False, notes=(*said, *notes.on_missing_points(missing, found))
        )
    part2 = second_part(found, norm.score)
    verdict, score = final(part2, Decimal(0), norm.score)
    open_ones, unbuilt = list(_open(weighing)), list(_unbuilt(weighing))
    said += notes.on_score(part2, norm, open_ones, unbuilt)
    said += [] if is_whole else [notes.PARTLY_READ]
    is_complete = is_whole and not (open_ones or unbuilt)
    return Conclusion(verdict, score, complete=is_complete, notes=tuple(said))


def _open(weighing: Sequence[Settled]) -> Iterator[Settled]:
    return (one for one in weighing if one.result.rule.kind is RuleKind.DEDUCT and one.is_open)


def _unbuilt(weighing: Sequence[Settled]) -> Iterator[Settled]:
    """The deductions that the machine should tell and for which nobody has built a check."""
    return (
        one for one in weighing if one.result.rule.kind is RuleKind.DEDUCT and one.outcome.reason == NOT_BUILT
    )
