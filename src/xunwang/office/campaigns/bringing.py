"""Findings that the machine did not make: of another vendor's list, or of the register held against what is online.

They wait for a person like every candidate and are never bad by themselves. Confirmed ones count as that person's entry, where the norm lets
people say something about the indicator.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils import timezone

from xunwang.inspector.door.privacy import masked
from xunwang.inspector.model import Certainty, Entry, OutcomeKind, Record, entry_locator, finding_id
from xunwang.office import clock
from xunwang.office.campaigns.inspection import OWN_WORDS
from xunwang.office.campaigns.models import Campaign, CampaignSubject, FindingRow, FindingState, Word
from xunwang.office.campaigns.service import create_campaign
from xunwang.office.people.models import User

_TOGETHER = 1000
"""Identities asked for at once."""


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
    (made,) = candidates([(row, found, at)])
    if made is not None:
        made.save()
    return made


def candidates(told: Iterable[tuple[CampaignSubject, Brought, dt.datetime]]) -> list[FindingRow | None]:
    """What each would be in the review, not kept yet; None where that has it already, from the machine, from others or from a line before."""
    made = [_candidate(*one) for one in told]
    there, seen = _there(made), _seen_by_machine(made)
    found: list[FindingRow | None] = []
    for one in made:
        key = (one.subject_id, one.finding_id)
        words = seen.get((one.subject_id, one.indicator, one.url), [])
        known = key in there or any(one.excerpt in said for said in words)
        found.append(None if known else one)
        there.add(key)
    return found


def _candidate(row: CampaignSubject, found: Brought, at: dt.datetime) -> FindingRow:
    message = masked(found.message)[:500]
    locator = entry_locator(message, found.url)
    return FindingRow(
        subject=row,
        finding_id=finding_id(str(row.subject_id), found.indicator, locator),
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


def _there(made: Sequence[FindingRow]) -> set[tuple[int, str]]:
    """Which of them are kept, by subject and identity."""
    subjects = {one.subject_id for one in made}
    kept: set[tuple[int, str]] = set()
    for start in range(0, len(made), _TOGETHER):
        keys = [one.finding_id for one in made[start : start + _TOGETHER]]
        rows = FindingRow.objects.filter(subject__in=subjects, finding_id__in=keys)
        kept.update(rows.values_list("subject_id", "finding_id"))
    return kept


def _seen_by_machine(made: Sequence[FindingRow]) -> dict[tuple[int, str, str], list[str]]:
    """What the machine says at the same addresses, by subject, indicator and address: it has a fault of which no words are told, and one about these words."""
    places = {(one.subject_id, one.indicator, one.url) for one in made}
    subjects, indicators = {place[0] for place in places}, {place[1] for place in places}
    rows = FindingRow.objects.filter(subject__in=subjects, indicator__in=indicators, source="").order_by()
    said = rows.values_list("subject_id", "indicator", "url", "message", "excerpt", "value")
    seen: dict[tuple[int, str, str], list[str]] = {}
    for *place, message, excerpt, value in said.iterator():
        if (key := (place[0], place[1], place[2])) in places:
            seen.setdefault(key, []).append(f"{message} {excerpt} {value}")
    return seen


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
