"""Takes the columns out of a campaign's runs, in the background, a website at a time; one that is there is not read again."""

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import F, Q, QuerySet

from xunwang.inspector import door
from xunwang.inspector.door.tables import columns_of_run, items_of_run
from xunwang.inspector.model import ColumnFact
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.jobs.queue import Work, ask, handles
from xunwang.office.people.models import Unit
from xunwang.office.people.naming import UnitNames
from xunwang.office.places import run_at
from xunwang.office.publishing.catalogue import Covered, Entry, Mention, coverage, plain
from xunwang.office.publishing.figures import Column, Place
from xunwang.office.publishing.mentions import mentions_of
from xunwang.office.publishing.models import Catalogue, HeldCatalogue, PublishedColumn

COUNT = "published_columns"


def ask_to_count(campaign: Campaign) -> None:
    ask(COUNT, campaign.pk)


def uncounted(campaign: Campaign) -> list[CampaignSubject]:
    """Inspected websites whose newest run was not read yet, or showed no column, or was not held against their catalogue."""
    counted = PublishedColumn.objects.filter(subject__campaign=campaign, run_path=F("subject__run_path"))
    unheld = Q(subject__in=_with_catalogue(campaign)) & ~Q(pk__in=_held(campaign))
    looked = campaign.subjects.filter(run_state=RunState.LOOKED, subject__kind="website").exclude(run_path="")
    return list(looked.filter(~Q(pk__in=counted.values("subject")) | unheld))


def _with_catalogue(campaign: Campaign) -> "QuerySet[Catalogue, Any]":
    return Catalogue.objects.filter(subject__inspections__campaign=campaign).values("subject")


def _held(campaign: Campaign) -> "QuerySet[HeldCatalogue, Any]":
    kept = F("subject__subject__catalogue__at")
    rows = HeldCatalogue.objects.filter(subject__campaign=campaign)
    return rows.filter(run_path=F("subject__run_path"), kept_at=kept).values("subject")


@handles(COUNT)
def _count(work: Work) -> None:
    """A run that cannot be read is left out: its website then stands among those not counted."""
    campaign = Campaign.objects.get(pk=work.key)
    kept = Catalogue.objects.filter(subject__inspections__campaign=campaign)
    catalogues = {one.subject_id: one for one in kept}
    for row in uncounted(campaign):
        with suppress(door.RunError, OSError):
            facts = list(columns_of_run(run_at(row.run_path)))
            _keep(row, facts)
            if row.subject_id in catalogues:
                _hold(row, facts, catalogues[row.subject_id])


@transaction.atomic
def _keep(row: CampaignSubject, facts: Sequence[ColumnFact]) -> None:
    row.published_columns.all().delete()
    PublishedColumn.objects.bulk_create([_row(row, fact) for fact in facts], batch_size=500)


def _hold(row: CampaignSubject, facts: Sequence[ColumnFact], kept: Catalogue) -> None:
    """Looks for the entries of the catalogue in what the columns list."""
    entries = entries_of(kept)
    names = {plain(name) for one in entries for name in (one.column, one.item)}
    asked = [fact for fact in facts if plain(fact.name) in names]
    found = mentions_of(entries, asked, items_of_run(run_at(row.run_path), asked))
    said = {"run_path": row.run_path, "kept_at": kept.at, "mentions": msgspec.to_builtins(found)}
    HeldCatalogue.objects.update_or_create(subject=row, defaults=said)


def entries_of(kept: Catalogue) -> list[Entry]:
    return msgspec.convert(kept.entries, list[Entry])


def covered(row: CampaignSubject, kept: Catalogue) -> list[Covered]:
    """The website's catalogue held against what its inspection saw, at the monitoring point; empty where that was not counted."""
    columns = columns_of(row.published_columns.select_related("subject", "subject__unit"))
    if not columns:
        return []
    held = HeldCatalogue.objects.filter(subject=row, run_path=row.run_path, kept_at=kept.at).first()
    mentions = msgspec.convert(held.mentions, list[list[Mention]]) if held else None
    return coverage(entries_of(kept), columns, row.campaign.as_of, mentions)


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
