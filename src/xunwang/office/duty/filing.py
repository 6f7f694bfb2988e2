"""What a person finds on a round goes into the review of the month's campaign of patrol findings, and from there into a ticket."""

import calendar as months

import msgspec

from xunwang.office import clock
from xunwang.office.campaigns.bringing import Brought, bring, campaign_for
from xunwang.office.campaigns.models import CampaignSubject, FindingRow, RunState
from xunwang.office.duty.models import PatrolLook
from xunwang.office.people.models import User
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject

PATROL = "R-patrol"


def file_finding(look: PatrolLook, site: SubjectVersion, *, by: User) -> FindingRow:
    """The candidate in the review; the same words about the same website stay one."""
    row = _row(site, by)
    source = f"巡查 {clock.shown(look.at)} {by.shown_name}"
    found = Brought(PATROL, site.home, look.note, source)
    made = bring(row, found, look.at)
    return made or row.findings.filter(indicator=PATROL, url=site.home).latest("last_seen")


def _row(site: SubjectVersion, by: User) -> CampaignSubject:
    today = clock.today()
    last = months.monthrange(today.year, today.month)[1]
    period = today.replace(day=1), today.replace(day=last)
    campaign = campaign_for(f"{today.year}年{today.month}月巡查发现", period, user=by)
    fields = {"unit": site.unit, "name": site.name, "home": site.home, "run_state": RunState.LOOKED}
    told = msgspec.to_builtins(inspector_subject(site))
    row, _ = CampaignSubject.objects.get_or_create(
        campaign=campaign, subject=site.subject, defaults=fields | {"row": told}
    )
    return row
