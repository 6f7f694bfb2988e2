"""A judgement of a subject becomes rows of its campaign: verdict and score of its moment, outcomes, findings."""

from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec
from django.db import transaction

from xunwang.inspector import model
from xunwang.office.campaigns.models import (
    COUNTING,
    PENDING,
    Campaign,
    CampaignSubject,
    FindingRow,
    FindingState,
    OutcomeRow,
    RunState,
    When,
)
from xunwang.office.campaigns.service import covered_subject
from xunwang.office.campaigns.weighing import keep_sums
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.places import noted


@transaction.atomic
def record_judgement(
    campaign: Campaign,
    judgement: model.Judgement,
    *,
    run_path: Path,
    rechecks: Iterable[Path] = (),
    manifest_sha256: str = "",
    when: When = When.POINT,
    user: User | None = None,
    unseen: Collection[str] = (),
) -> CampaignSubject:
    """Keeps a judgement of one of the campaign's subjects. What was judged at a closed monitoring point is never replaced.

    `unseen` are findings that it could neither find again nor rule out: at the closing they stay what they were.
    """
    campaign.refresh_from_db()
    if when is When.POINT and campaign.point_closed_at:
        raise OfficeError(
            f"检查“{campaign}”在监测时间点的结果已经定稿，不能再改；整改后的结果请记入通报截止日。"
        )
    row = covered_subject(campaign, judgement.subject.id)
    _keep_verdict(row, judgement, when)
    row.run_path, row.manifest_sha256 = noted(run_path), manifest_sha256
    row.rechecks = [noted(path) for path in rechecks]
    row.run_state, row.run_problem, row.judged_as_of = RunState.LOOKED, "", judgement.as_of
    row.lent_on = None
    row.save()
    _keep_outcomes(row, judgement, when)
    _keep_findings(row, judgement, when, unseen)
    said = {
        "when": when.value,
        "verdict": judgement.verdict.value,
        "norm": judgement.norm,
        "as_of": str(judgement.as_of),
    }
    log_action("judgement.recorded", row, user=user, unit=campaign.unit, data=said)
    keep_sums(row.pk)
    return row


def _keep_verdict(row: CampaignSubject, judgement: model.Judgement, when: When) -> None:
    setattr(row, f"verdict_at_{when}", judgement.verdict.value)
    setattr(row, f"score_at_{when}", judgement.score)
    setattr(row, f"judgement_at_{when}", msgspec.to_builtins(judgement))
    if when is When.POINT:  # it stands beside the score of the point
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
        if when is When.POINT:
            kept.at_point, kept.weighed = True, finding.counts
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
    elif finding.decisions.exists():
        finding.weighed = False
        finding.save(update_fields=["weighed"])
    else:
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
    if finding.ruling is model.Ruling.DISMISSED:
        return FindingState.EXCUSED if row.state == FindingState.EXCUSED else FindingState.DISMISSED
    if finding.waived or finding.short:
        return FindingState.WAIVED if finding.waived else FindingState.SHORT
    if finding.ruling is model.Ruling.CONFIRMED:
        return FindingState.CONFIRMED
    if finding.waits and row.state == FindingState.SECOND:
        return FindingState.SECOND
    return FindingState.WAITS if finding.waits else FindingState.COUNTS


def _written(value: object) -> str:
    return "" if value is None else str(value)
