"""Looking at subjects of a campaign: asking for it, how each kind is looked at, and where its runs lie.

What workers do with it stands in `slicing`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from xunwang.inspector import door
from xunwang.inspector.model import Subject
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.looking import inspect, left_over, newest, opened
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.places import run_at
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.watch.series import facts_for

LOOK = "look"
Looker = Callable[[Sequence[CampaignSubject], Path, door.Telling, dt.date], list[Path]]
_LOOKERS: dict[str, Looker] = {}


def looks_at(*kinds: str) -> Callable[[Looker], Looker]:
    """Registers what makes the runs over rows of these kinds, as `look_at` does; all other kinds are websites."""

    def register(looker: Looker) -> Looker:
        _LOOKERS.update(dict.fromkeys(kinds, looker))
        return looker

    return register


def runs_folder(campaign: Campaign) -> Path:
    return Path(settings.RUNS_FOLDER) / str(campaign.pk)


def folder_of(row: CampaignSubject) -> Path:
    """Where the runs of one website lie, however many the campaign has."""
    return runs_folder(row.campaign) / str(row.pk)


@transaction.atomic
def start(campaign: Campaign, *, user: User | None) -> int:
    """Puts every subject that was not looked at yet into the queue; gives the number of all that wait there, of before a pause as well."""
    if campaign.point_closed_at:
        raise OfficeError(f"检查“{campaign}”在监测时间点的结果已经定稿，不能再检查。")
    waiting = campaign.subjects.filter(run_state__in=[RunState.NONE, RunState.FAILED])
    waiting.filter(Q(run_path="") | ~Q(lent_on=None)).update(run_state=RunState.WAITING, run_problem="")
    count = campaign.subjects.filter(run_state__in=[RunState.WAITING, RunState.LOOKING]).count()
    Campaign.objects.filter(pk=campaign.pk).update(paused=False)
    ask(LOOK, campaign.pk)
    log_action("campaign.started", campaign, user=user, unit=campaign.unit, data={"subjects": count})
    return count


@transaction.atomic
def pause(campaign: Campaign, *, user: User | None) -> None:
    """What is under way is kept and goes on from there after `start`."""
    Campaign.objects.filter(pk=campaign.pk).update(paused=True)
    log_action("campaign.paused", campaign, user=user, unit=campaign.unit)


@transaction.atomic
def look_again(row: CampaignSubject, *, user: User | None) -> None:
    """Looks at one subject anew; its verdict stands until the new one is there."""
    if row.campaign.point_closed_at:
        raise OfficeError(f"检查“{row.campaign}”的结果已经定稿；请在整改通知中复查。")
    row.run_state, row.run_problem = RunState.WAITING, ""
    row.save(update_fields=["run_state", "run_problem"])
    ask(LOOK, row.campaign_id)
    log_action("campaign.rerun", row, user=user, unit=row.campaign.unit)


def is_account(row: CampaignSubject) -> bool:
    return row.subject.kind in ON_PLATFORMS


def look_at(batch: Sequence[CampaignSubject], out: Path, tell: door.Telling, *, as_of: dt.date) -> list[Path]:
    """Runs over rows of one kind, in their order; what was handed in about accounts counts as of the day."""
    return _LOOKERS.get(batch[0].subject.kind, _look_at_sites)(batch, out, tell, as_of)


def _look_at_sites(
    batch: Sequence[CampaignSubject], out: Path, tell: door.Telling, _as_of: dt.date
) -> list[Path]:
    return inspect([_inspection(row) for row in batch], out, tell, unit=batch[0].campaign.unit)


def _inspection(row: CampaignSubject) -> door.Inspection:
    subject, folder = msgspec.convert(row.row, Subject), folder_of(row)
    probes = facts_for(row.subject_id, subject.home, row.campaign.as_of)
    return door.Inspection(subject=subject, probes=probes, resume=left_over(subject, folder), out=folder)


def unjudged(row: CampaignSubject) -> Path | None:
    """A run of the website that was finished, while its worker did not come to judging it."""
    known = opened(run_at(row.run_path)) if row.run_path else None
    found = newest(folder_of(row))
    began = opened(found) if found else None
    return found if began and (known is None or began.started > known.started) else None
