"""What happens in a campaign: set up, judged at the point and at the closing, decided by people, released."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.db import transaction
from django.db.models import Count, QuerySet

from xunwang.inspector import model
from xunwang.office import clock, lasting
from xunwang.office.campaigns.models import (
    COUNTING,
    PENDING,
    Campaign,
    CampaignFile,
    CampaignSubject,
    CircularVersion,
    DecisionRow,
    FileKind,
    FindingRow,
    FindingState,
    OutcomeRow,
    RunState,
    When,
    Word,
)
from xunwang.office.campaigns.registered import keep_registered
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.places import noted
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import inspector_subject
from xunwang.office.registry.undoing import refuse_underway

LIFTING = frozenset({Word.DISMISSED, Word.EXCUSED})
"""The rulings after which a finding weighs nothing."""
Follower = Callable[[FindingRow, User, str], None]
_FOLLOWERS: list[Follower] = []


def follows_ruling(act: Follower) -> Follower:
    """Registers what is done with a finding, the person and the reason when a ruling takes its weight away, in the same transaction."""
    _FOLLOWERS.append(act)
    return act


@transaction.atomic
def create_campaign(
    unit: Unit,
    name: str,
    *,
    period: tuple[dt.date, dt.date],
    norm: str,
    as_of: dt.date,
    subjects: Iterable[Subject],
    user: User | None,
    closing_on: dt.date | None = None,
) -> Campaign:
    """A campaign over `subjects` as the register had them at the monitoring point `as_of`."""
    refuse_underway()
    start, end = period
    if end < start:
        raise OfficeError(f"检查“{name}”的截止日期 {end} 早于起始日期 {start}，应不早于起始日期。")
    if closing_on is not None and closing_on < as_of:
        raise OfficeError(
            f"检查“{name}”的通报截止日 {closing_on} 早于监测时间点 {as_of}，应不早于监测时间点。"
        )
    if Campaign.objects.filter(unit=unit, name=name).exists():
        raise OfficeError(f"“{unit}”已经有名为“{name}”的检查，请换一个名称。")
    campaign = Campaign.objects.create(
        unit=unit,
        name=name,
        period_start=start,
        period_end=end,
        norm=norm,
        as_of=as_of,
        closing_on=closing_on,
        created_by=user,
    )
    CampaignSubject.objects.bulk_create(_cover(campaign, subjects))
    log_action(
        "campaign.created", campaign, user=user, unit=unit, data={"subjects": campaign.subjects.count()}
    )
    return campaign


def _cover(campaign: Campaign, subjects: Iterable[Subject]) -> list[CampaignSubject]:
    wanted = {subject.pk: subject for subject in subjects}
    rows = {
        row.subject_id: row
        for row in SubjectVersion.objects.on(campaign.as_of).select_related("subject", "unit")
    }
    missing = [subject for key, subject in wanted.items() if key not in rows]
    if missing:
        raise OfficeError(f"“{missing[0]}”在监测时间点 {campaign.as_of} 不在名录中，不能列入检查。")
    return [_covered(campaign, rows[key]) for key in wanted]


def _covered(campaign: Campaign, row: SubjectVersion) -> CampaignSubject:
    return CampaignSubject(
        campaign=campaign,
        subject=row.subject,
        unit=row.unit,
        name=row.name,
        home=row.home,
        row=msgspec.to_builtins(inspector_subject(row)),
    )


def covered_subject(campaign: Campaign, subject: str) -> CampaignSubject:
    """The row of one subject (its id) in the campaign."""
    row = campaign.subjects.filter(subject_id=subject).first()
    if row is None:
        raise OfficeError(f"检查“{campaign}”没有列入编号为 {subject} 的对象。")
    return row


@transaction.atomic
def record_judgement(
    campaign: Campaign,
    judgement: model.Judgement,
    *,
    run_path: Path,
    rechecks: Iterable[Path] = (),
    manifest_sha256: str = "",
    when: Literal["point", "closing"] = "point",
    user: User | None = None,
    unseen: Collection[str] = (),
) -> CampaignSubject:
    """Keeps a judgement of one of the campaign's subjects. What was judged at a closed monitoring point is never replaced.

    `unseen` are findings that it could neither find again nor rule out: at the closing they stay what they were.
    """
    campaign.refresh_from_db()
    moment = When(when)
    if moment is When.POINT and campaign.point_closed_at:
        raise OfficeError(
            f"检查“{campaign}”在监测时间点的结果已经定稿，不能再改；整改后的结果请记入通报截止日。"
        )
    row = covered_subject(campaign, judgement.subject.id)
    _keep_verdict(row, judgement, moment)
    row.run_path, row.manifest_sha256 = noted(run_path), manifest_sha256
    row.rechecks = [noted(path) for path in rechecks]
    row.run_state, row.run_problem, row.judged_as_of = RunState.LOOKED, "", judgement.as_of
    row.lent_on = None
    row.save()
    _keep_outcomes(row, judgement, moment)
    _keep_findings(row, judgement, moment, unseen)
    said = {
        "when": when,
        "verdict": judgement.verdict.value,
        "norm": judgement.norm,
        "as_of": str(judgement.as_of),
    }
    log_action("judgement.recorded", row, user=user, unit=campaign.unit, data=said)
    return row


def _keep_verdict(row: CampaignSubject, judgement: model.Judgement, when: When) -> None:
    setattr(row, f"verdict_at_{when}", judgement.verdict.value)
    setattr(row, f"score_at_{when}", judgement.score)
    setattr(row, f"judgement_at_{when}", msgspec.to_builtins(judgement))
    row.score_complete = judgement.score_complete
    row.sample_points = judgement.sample_points
    row.notes = list(judgement.verdict_notes)


def _keep_outcomes(row: CampaignSubject, judgement: model.Judgement, when: When) -> None:
    row.outcomes.filter(when=when).delete()
    OutcomeRow.objects.bulk_create(
        OutcomeRow(
            subject=row,
            when=when,
            indicator=outcome.indicator,
            outcome=outcome.outcome.value,
            reason=outcome.reason or "",
            value=_written(outcome.value),
            threshold=_written(outcome.threshold),
            points=outcome.points,
        )
        for outcome in judgement.outcomes
    )


def _keep_findings(
    row: CampaignSubject, judgement: model.Judgement, when: When, unseen: Collection[str]
) -> None:
    """What was found at the monitoring point keeps its words, figures and evidence: they are published, and a later look only tells whether it is still there."""
    known = {finding.finding_id: finding for finding in row.findings.all()}
    for finding in judgement.findings:
        kept = known.pop(finding.id, None) or FindingRow(
            subject=row, finding_id=finding.id, last_seen=finding.first_seen
        )
        if kept.source:
            kept.state, kept.run_path = _state(kept, finding), row.run_path
        elif kept.at_point and when is When.CLOSING:
            kept.state, kept.last_seen = _state(kept, finding), max(kept.last_seen, finding.first_seen)
        else:
            _describe(kept, finding)
            kept.run_path = row.run_path
        kept.at_point = kept.at_point or when is When.POINT
        kept.save()
    for gone in known.values():
        if not gone.source and gone.finding_id not in unseen:
            _let_go(gone, when)


def _let_go(finding: FindingRow, when: When) -> None:
    """A finding that a new judgement no longer makes: after the point what counted is mended, before it was never one.

    What nobody had ruled yet was never proven, and cannot be any more; a ruling that lifted it stays.
    """
    if when is When.CLOSING:
        ends = dict.fromkeys(COUNTING, FindingState.MENDED) | dict.fromkeys(PENDING, FindingState.GONE)
        finding.state = ends.get(FindingState(finding.state), finding.state)
        finding.save(update_fields=["state"])
    elif not finding.decisions.exists():
        finding.delete()


def _describe(row: FindingRow, finding: model.Finding) -> None:
    row.indicator, row.locator, row.url = finding.indicator, finding.locator, finding.url
    row.parent, row.message, row.excerpt = finding.parent or "", finding.message, finding.excerpt or ""
    row.value, row.threshold = finding.value or "", finding.threshold or ""
    row.certainty, row.state = finding.certainty.value, _state(row, finding)
    row.first_seen = min(filter(None, [row.first_seen, finding.first_seen]))
    row.last_seen = max(row.last_seen, finding.first_seen)
    if finding.evidence:
        row.evidence_file, row.evidence_offset = finding.evidence.file, finding.evidence.offset
        row.evidence_length, row.evidence_sha256 = finding.evidence.length, finding.evidence.sha256


def _state(row: FindingRow, finding: model.Finding) -> FindingState:
    """What the judgement made of it; an excuse and the wait for a second reader are the office's own."""
    if finding.ruling is model.Ruling.DISMISSED and row.state == FindingState.EXCUSED:
        return FindingState.EXCUSED
    if finding.ruling is not None:
        return FindingState(finding.ruling.value)
    if finding.waits and row.state == FindingState.SECOND:
        return FindingState.SECOND
    return FindingState.WAITS if finding.waits else FindingState.COUNTS


def _written(value: object) -> str:
    return "" if value is None else str(value)


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
    """Keeps what a person ruled. The verdict changes when the subject is judged again with `decisions_for`."""
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
    finding.save(update_fields=["state"])
    said = {"ruling": word.value, "reason": reason, "played": played}
    if excused_until:
        said["until"] = excused_until.isoformat()
    log_action("finding.decided", finding, user=user, unit=finding.subject.campaign.unit, data=said)
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


@transaction.atomic
def close_point(campaign: Campaign, *, user: User | None) -> None:
    """From now on the verdicts at the monitoring point never change."""
    campaign.point_closed_at = clock.now()
    keep_registered(campaign)
    campaign.save(update_fields=["point_closed_at", "registered"])
    log_action("campaign.point_closed", campaign, user=user, unit=campaign.unit)


def without_verdict(campaign: Campaign) -> QuerySet[CampaignSubject]:
    """What has to be judged before the point is closed; subjects that were only brought with a finding (see `bringing`) are never looked at."""
    return campaign.subjects.filter(verdict_at_point="").exclude(run_state=RunState.LOOKED, run_path="")


@ends_before_closing
def _still_running(unit: Unit) -> str:
    number = unit.campaigns.filter(point_closed_at=None).count()
    return f"未定稿的检查 {number} 次" if number else ""


@transaction.atomic
def release(campaign: Campaign, *, user: User | None) -> None:
    """Lets the units below see their part."""
    campaign.released = True
    campaign.save(update_fields=["released"])
    log_action("campaign.released", campaign, user=user, unit=campaign.unit)


@transaction.atomic
def add_file(
    campaign: Campaign,
    path: Path,
    *,
    kind: FileKind,
    label: str,
    user: User | None,
    subject: CampaignSubject | None = None,
    version: CircularVersion | None = None,
) -> CampaignFile:
    """Lists a file that lies in the campaign's folder; a newer one at the same place takes over its row."""
    if not path.resolve().is_relative_to(campaign.folder.resolve()) or not path.is_file():
        raise OfficeError(f"文件“{path.name}”不在检查“{campaign}”的文件夹里，应先写入该文件夹。")
    said: dict[str, Any] = {"kind": kind, "label": label, "subject": subject, "version": version}
    lasting.keep(path.resolve(), top=campaign.folder.resolve().parent)
    said["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    inside = path.resolve().relative_to(campaign.folder.resolve()).as_posix()
    file, _ = CampaignFile.objects.update_or_create(campaign=campaign, path=inside, defaults=said)
    log_action("file.added", file, user=user, unit=campaign.unit, data={"sha256": file.sha256})
    return file


class Summary(msgspec.Struct, frozen=True):
    """Verdicts of one moment. The undecided and the not yet judged stand outside the pass rate (per cent, half up)."""

    total: int
    passed: int
    failed: int
    undecided: int
    unjudged: int
    pass_rate: Decimal | None


def summary(
    campaign: Campaign,
    when: Literal["point", "closing"] = "point",
    *,
    rows: QuerySet[CampaignSubject] | None = None,
) -> Summary:
    """Counts over all subjects of the campaign, or over `rows` of it."""
    covered = campaign.subjects.all() if rows is None else rows
    counted = covered.order_by().values_list(f"verdict_at_{when}").annotate(count=Count("pk"))
    return summed(Counter(dict(counted)))


def summed(verdicts: Counter[str]) -> Summary:
    """How many subjects have which verdict; "" counts those not judged yet."""
    passed, failed = verdicts[model.Verdict.PASS.value], verdicts[model.Verdict.FAIL.value]
    return Summary(
        total=verdicts.total(),
        passed=passed,
        failed=failed,
        undecided=verdicts[model.Verdict.UNDECIDED.value],
        unjudged=verdicts[""],
        pass_rate=percentage(passed, passed + failed),
    )


def percentage(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals, rounded half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
