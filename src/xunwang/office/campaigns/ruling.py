"""What people rule about findings, and which rulings hold when the subject is judged."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from xunwang.inspector import model
from xunwang.office.campaigns.models import Campaign, DecisionRow, FindingRow, FindingState, Word
from xunwang.office.campaigns.weighing import keep_sums
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

LIFTING = frozenset({Word.DISMISSED, Word.EXCUSED})
"""The rulings after which a finding weighs nothing."""
Follower = Callable[[FindingRow, User, str], None]
_FOLLOWERS: list[Follower] = []


def follows_ruling(act: Follower) -> Follower:
    """Registers what is done with a finding, the person and the reason when a ruling takes its weight away, in the same transaction."""
    _FOLLOWERS.append(act)
    return act


@transaction.atomic
def decide(
    finding: FindingRow,
    user: User,
    ruling: model.Ruling | Word,
    *,
    at: dt.datetime,
    reason: str | None = None,
    excused_until: dt.date | None = None,
    proof: str = "",
    played: bool = False,
) -> DecisionRow:
    """Keeps what a person ruled. Verdict, score and what weighs change together, when the subject is judged again with `decisions_for`."""
    word = Word(ruling.value)
    _refuse_halves(finding, word, reason, excused_until, user)
    decision = DecisionRow.objects.create(
        finding=finding,
        user=user,
        ruling=word,
        at=at,
        reason=reason or "",
        excused_until=excused_until,
        proof=proof,
        played=played,
    )
    finding.state = FindingState(word.value)
    if not finding.subject.run_path:  # no judgement follows that would say what weighs
        finding.weighed = word is Word.CONFIRMED
    finding.save(update_fields=["state", "weighed"])
    said = {"ruling": word.value, "reason": reason, "played": played}
    if excused_until:
        said["until"] = excused_until.isoformat()
    log_action("finding.decided", finding, user=user, unit=finding.subject.campaign.unit, data=said)
    keep_sums(finding.subject_id, finding.indicator)
    if word in LIFTING:
        for follow in _FOLLOWERS:
            follow(finding, user, reason or "")
    return decision


def _refuse_halves(
    finding: FindingRow, word: Word, reason: str | None, until: dt.date | None, user: User
) -> None:
    """Raises OfficeError for a ruling that lacks what it needs."""
    if word is Word.DISMISSED and not reason:
        raise OfficeError(f"认定“{finding.message}”不属实，需要写明理由。")
    if word is Word.EXCUSED and not (reason and until):
        raise OfficeError(f"对“{finding.message}”免予计算，需要写明理由和截止日期。")
    point = finding.subject.campaign.as_of
    if word is Word.EXCUSED and until and until < point:
        raise OfficeError(f"免予计算至 {until} 早于监测时间点 {point}，对这次检查不起作用，请核对截止日期。")
    if finding.state == FindingState.SECOND:
        asked = finding.decisions.filter(ruling=Word.SECOND).last()
        if asked and asked.user_id == user.pk:
            raise OfficeError("这一条是您提请第二人复核的，应由另一位审核人员认定。")


def decisions_for(campaign: Campaign, subject: str) -> list[model.Decision]:
    """The last ruling about each finding of the subject (its id), oldest first.

    An excuse given in an earlier campaign holds for the same finding until its end; a ruling of this campaign overrules it.
    """
    rows = DecisionRow.objects.exclude(ruling=Word.SECOND).filter(finding__subject__subject_id=subject)
    own = rows.filter(finding__subject__campaign=campaign)
    excuses = rows.filter(ruling=Word.EXCUSED, excused_until__gte=campaign.as_of)
    last: dict[str, DecisionRow] = {}
    for row in [*excuses.select_related("finding", "user"), *own.select_related("finding", "user")]:
        last.pop(row.finding.finding_id, None)
        last[row.finding.finding_id] = row
    return [_ruled(row) for row in last.values()]


def _ruled(row: DecisionRow) -> model.Decision:
    return model.Decision(
        finding=row.finding.finding_id,
        ruling=model.Ruling.DISMISSED if row.ruling in LIFTING else model.Ruling.CONFIRMED,
        by=row.user.shown_name,
        at=row.at.astimezone(model.SHANGHAI),
        reason=row.reason or None,
    )
