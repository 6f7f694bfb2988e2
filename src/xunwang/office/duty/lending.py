"""The patrol's last look at a website stands in for a campaign's own until that is made: what was seen yesterday is there at once."""

import datetime as dt
import os
import shutil

from django.db import transaction
from django.db.models import Q

from xunwang.office import clock
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.looking import folder_of
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.duty.models import MachineLook
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.places import run_at

LEND = "campaign.lend"
OLDEST = dt.timedelta(days=2)
"""How long ago a look may lie and still pass for the state of things."""


def lendable(campaign: Campaign) -> dict[CampaignSubject, MachineLook]:
    """The campaign's websites without a result of their own, each with the newest look of the patrol."""
    looks = MachineLook.objects.filter(day__gte=clock.today() - OLDEST).exclude(run_path="")
    newest = {look.subject_id: look for look in looks.order_by("day", "pk")}
    waiting = campaign.subjects.filter(Q(run_state=RunState.NONE) | Q(run_state=RunState.FAILED))
    rows = waiting.filter(run_path="", subject__in=newest).select_related("campaign", "subject")
    return {row: newest[row.subject_id] for row in rows}


@transaction.atomic
def ask_to_lend(campaign: Campaign, *, user: User) -> int:
    """Gives the number of websites. Raises OfficeError."""
    if campaign.point_closed_at:
        raise OfficeError(f"检查“{campaign}”的结果已经定稿。")
    count = len(lendable(campaign))
    if not count:
        raise OfficeError(f"最近 {OLDEST.days} 天没有这些网站的巡查结果可以采用。")
    ask(LEND, campaign.pk)
    log_action("campaign.lent", campaign, user=user, unit=campaign.unit, data={"subjects": count})
    return count


@handles(LEND)
def _lend(work: Work) -> None:
    campaign = Campaign.objects.get(pk=work.key)
    found = lendable(campaign)
    for done, (row, look) in enumerate(found.items()):
        work.tell(row.name, done, len(found))
        _take(row, look, work)


def _take(row: CampaignSubject, look: MachineLook, work: Work) -> None:
    """The run is linked into the campaign's own folder: the patrol drops its runs after a week. `start` looks at the website all the same."""
    kept = run_at(look.run_path)
    place = folder_of(row) / kept.name
    if not place.exists():
        unfinished = place.with_name(f"{place.name}.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(kept, unfinished, copy_function=_link)
        unfinished.rename(place)
    with transaction.atomic():
        judged = judge_again(row, run=place, as_of=row.campaign.as_of, hold=work.renew)
        CampaignSubject.objects.filter(pk=judged.pk).update(run_state=RunState.NONE, lent_on=look.day)


def _link(source: str, target: str) -> None:
    """Runs never change, so a link is as good as a copy; across file systems it is a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
