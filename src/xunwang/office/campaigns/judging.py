"""Judges a subject of a campaign again from what was seen, with what people ruled since."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import msgspec
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Judgement
from xunwang.office.campaigns.entering import entries_for
from xunwang.office.campaigns.models import COUNTING, Campaign, CampaignSubject, When
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.campaigns.ruling import decisions_for
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.models import User
from xunwang.office.places import noted, run_at, unreadable

REJUDGE = "rejudge"


def moment_of(campaign: Campaign) -> When:
    """What a judgement made now belongs to: the point until that is closed, the closing afterwards."""
    return When.CLOSING if campaign.point_closed_at else When.POINT


def judge_again(
    row: CampaignSubject,
    *,
    run: Path | None = None,
    rechecks: list[Path] | None = None,
    as_of: dt.date | None = None,
    user: User | None = None,
    unseen: Collection[str] = (),
    hold: Callable[[], None] = lambda: None,
) -> CampaignSubject:
    """Judges the subject from its newest run, or from `run`, and keeps the result. Raises OfficeError when the run is gone.

    `unseen` are findings whose places that run could not see: after the point they count as before, in verdict and score as well.
    `hold` is called in the transaction that keeps it: a worker makes sure there that the job is still its own.
    """
    campaign = row.campaign
    where = run or run_at(row.run_path)
    later = [run_at(one) for one in row.rechecks] if rechecks is None and run is None else rechecks or []
    day = as_of or row.judged_as_of or campaign.as_of
    moment = moment_of(campaign)
    stay = _still_unseen(row) if run is None else unseen
    judgement, sealed = _judged(row, where, later, campaign.as_of if moment is When.POINT else day, stay)
    with transaction.atomic():
        hold()
        return record_judgement(
            campaign,
            judgement,
            run_path=where,
            rechecks=later,
            manifest_sha256=sealed,
            when=moment,
            user=user,
            unseen=stay,
        )


def _judged(
    row: CampaignSubject, run: Path, rechecks: Sequence[Path], as_of: dt.date, unseen: Collection[str]
) -> tuple[Judgement, str]:
    """The judgement with what people ruled and entered since, and the hash under which its run is closed."""
    try:
        (judged,) = door.judge(
            [run, *rechecks],
            door.norm(row.campaign.norm),
            as_of=as_of,
            decisions=decisions_for(row.campaign, str(row.subject_id)),
            entries=entries_for(row),
            carried=door.carried_from(_earlier(row), unseen),
        )
        return judged.judgement, door.Run.open(run).manifest_hash
    except door.RunError as error:
        raise unreadable(noted(run), error) from error
    except door.NormError as error:
        raise OfficeError(f"{error}。") from error


def _still_unseen(row: CampaignSubject) -> set[str]:
    """What the last judgement at the closing could not see: judging the same run again sees no more."""
    if row.judgement_at_closing is None:
        return set()
    last = msgspec.convert(row.judgement_at_closing, Judgement)
    seen = {finding.id for finding in last.findings} - set(last.carried)
    counting = row.findings.filter(state__in=COUNTING, source="").values_list("finding_id", flat=True)
    return set(counting) - seen


def _earlier(row: CampaignSubject) -> list[Judgement]:
    """The subject's judgements so far, the newest first."""
    kept = (row.judgement_at_closing, row.judgement_at_point)
    return [msgspec.convert(one, Judgement) for one in kept if one]


def ask_to_judge_again(row: CampaignSubject) -> None:
    """The verdict follows a ruling as soon as a worker is free."""
    if row.run_path:
        ask(REJUDGE, row.pk)


@handles(REJUDGE)
def _rejudge(work: Work) -> None:
    row = CampaignSubject.objects.select_related("campaign").get(pk=work.key)
    if row.judged_as_of is None and not row.judgement_at_point:
        return
    judge_again(row)


def what_if(row: CampaignSubject, norm: str) -> tuple[Judgement, tuple[door.Difference, ...]]:
    """The subject as it stands, judged under another norm, and how that differs; nothing is kept. Raises OfficeError."""
    runs = [run_at(one) for one in (row.run_path, *row.rechecks) if one]
    day = row.judged_as_of or row.campaign.as_of
    if not runs:
        raise OfficeError(f"“{row}”还没有检查，不能试算。")
    try:
        norms = [door.norm(row.campaign.norm), door.norm(norm)]
        own, other = door.judge_under(
            runs,
            norms,
            as_of=day,
            decisions=decisions_for(row.campaign, str(row.subject_id)),
            entries=entries_for(row),
        )
    except door.RunError as error:
        raise unreadable(row.run_path, error) from error
    except door.NormError as error:
        raise OfficeError(f"{error}。") from error
    return other[0].judgement, door.differences(own[0].judgement, other[0].judgement)
