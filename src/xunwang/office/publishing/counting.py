"""Takes the columns out of a campaign's runs, in the background, a website at a time; one that is there is not read again."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from xunwang.inspector import door
from xunwang.inspector.door.tables import columns_of_run
from xunwang.inspector.model import ColumnFact
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.models import Unit
from xunwang.office.people.naming import UnitNames
from xunwang.office.places import run_at
from xunwang.office.publishing.figures import Column, Place
from xunwang.office.publishing.models import PublishedColumn

COUNT = "published_columns"


def ask_to_count(campaign: Campaign) -> None:
    ask(COUNT, campaign.pk)


def uncounted(campaign: Campaign) -> list[CampaignSubject]:
    """Inspected websites whose newest run was not read yet, or showed no column."""
    looked = campaign.subjects.filter(run_state=RunState.LOOKED, subject__kind="website").exclude(run_path="")
    counted = PublishedColumn.objects.filter(subject__campaign=campaign, run_path=F("subject__run_path"))
    return list(looked.exclude(pk__in=counted.values("subject")))


@handles(COUNT)
def _count(work: Work) -> None:
    """A run that cannot be read is left out: its website then stands among those not counted."""
    for row in uncounted(Campaign.objects.get(pk=work.key)):
        try:
            made = [_row(row, fact) for fact in columns_of_run(run_at(row.run_path))]
        except (door.RunError, OSError):
            continue
        with transaction.atomic():
            row.published_columns.all().delete()
            PublishedColumn.objects.bulk_create(made, batch_size=500)


def _row(row: CampaignSubject, fact: ColumnFact) -> PublishedColumn:
    return PublishedColumn(
        subject=row,
        run_path=row.run_path,
        name=fact.name[:200],
        type=fact.type.value,
        url=fact.url[:2000],
        items=fact.items,
        undated=fact.undated,
        static=fact.static,
        unread=(fact.unread or "")[:300],
        days=[day.isoformat() for day in fact.dates],
        repeated=[day.isoformat() for day in fact.repeated],
    )


def columns_of(rows: Iterable[PublishedColumn]) -> list[Column]:
    """Rows with their subject and its unit at hand."""
    return [
        Column(
            site=row.subject.name,
            unit=row.subject.unit.name,
            name=row.name,
            type=row.type,
            items=row.items,
            undated=row.undated,
            days=tuple(map(dt.date.fromisoformat, row.days)),
            repeated=tuple(map(dt.date.fromisoformat, row.repeated)),
            static=row.static,
            unread=row.unread,
            url=row.url,
            key=str(row.subject.subject_id),
        )
        for row in rows
    ]


def places_of(units: Iterable[Unit]) -> list[Place]:
    names = UnitNames(units)
    return [
        Place(unit.name, unit.get_level_display(), names.label(unit), tuple(names.names_above(unit)))
        for unit in names.units
    ]
