"""Findings that the machine did not make: of another vendor's list, or of the register held against what is online.

They wait for a person like every candidate and are never bad by themselves. Confirmed ones count as that person's entry, where the norm lets
people say something about the indicator.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from xunwang.inspector.door.privacy import masked
from xunwang.inspector.model import Certainty, Entry, OutcomeKind, Record, entry_locator, finding_id
from xunwang.office import clock
from xunwang.office.campaigns.inspection import OWN_WORDS
from xunwang.office.campaigns.models import Campaign, CampaignSubject, FindingRow, FindingState, Word
from xunwang.office.campaigns.service import create_campaign
from xunwang.office.people.models import User


class Brought(Record, frozen=True):
    """One fault as others told it. `source` says who and where (a file and its row); `parent` is the page it stands on."""

    indicator: str
    url: str
    message: str
    source: str
    parent: str = ""
    excerpt: str = ""


def campaign_for(name: str, period: tuple[dt.date, dt.date], *, user: User) -> Campaign:
    """The campaign of the user's unit that takes what was brought, made when it is first asked for.

    It covers nothing that counts as inspected, so no circular's figures change. One whose result was closed is followed by another.
    """
    number = 1
    while True:
        called = name + (f"（第{number}批）" if number > 1 else "")
        found = Campaign.objects.filter(unit=user.unit, name=called).first()
        if found is None:
            norm = settings.PATROL_NORM
            return create_campaign(
                user.unit, called, period=period, norm=norm, as_of=clock.today(), subjects=[], user=user
            )
        if found.point_closed_at is None:
            return found
        number += 1


def bring(row: CampaignSubject, found: Brought, at: dt.datetime) -> FindingRow | None:
    """A candidate in the review of the campaign; None when it is there already."""
    message = masked(found.message)[:500]
    locator = entry_locator(message, found.url)
    key = finding_id(str(row.subject_id), found.indicator, locator)
    if row.findings.filter(finding_id=key).exists() or _seen_by_machine(row, found):
        return None
    return FindingRow.objects.create(
        subject=row,
        finding_id=key,
        indicator=found.indicator,
        locator=locator[:1000],
        url=found.url,
        parent=found.parent,
        message=message,
        excerpt=masked(found.excerpt),
        certainty=Certainty.CANDIDATE.value,
        state=FindingState.WAITS,
        first_seen=at,
        last_seen=at,
        at_point=True,
        source=found.source[:300],
    )


def _seen_by_machine(row: CampaignSubject, found: Brought) -> bool:
    """Whether the machine has the same fault: on the same address, about the same words where words are told."""
    same = row.findings.filter(indicator=found.indicator, url=found.url, source="")
    if not found.excerpt:
        return same.exists()
    told = same.values_list("message", "excerpt", "value")
    return any(masked(found.excerpt) in " ".join(words) for words in told)


def as_entries(row: CampaignSubject) -> list[Entry]:
    """The confirmed ones, as the judge takes what people enter; each keeps the identity of its finding."""
    confirmed = row.findings.filter(state__in=[FindingState.CONFIRMED, FindingState.WAIVED]).exclude(
        source=""
    )
    return [_entry(row, one) for one in confirmed.exclude(indicator__in=OWN_WORDS)]


def _entry(row: CampaignSubject, finding: FindingRow) -> Entry:
    ruled = finding.decisions.filter(ruling=Word.CONFIRMED).select_related("user").last()
    return Entry(
        subject=str(row.subject_id),
        indicator=finding.indicator,
        outcome=OutcomeKind.FOUND,
        by=ruled.user.shown_name if ruled else "",
        at=timezone.localdate(ruled.at if ruled else finding.first_seen),
        reason=finding.message,
        proof=finding.url,
    )
