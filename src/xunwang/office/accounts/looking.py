"""An inspection of accounts: their feeds are fetched, and what was handed in about them is taken along."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record, RepostOrderFact, Subject
from xunwang.office import clock, lasting
from xunwang.office.accounts import materials
from xunwang.office.accounts.access import accesses
from xunwang.office.accounts.keeping import keep_facts
from xunwang.office.accounts.materials import account_version
from xunwang.office.accounts.models import Feed, Material, MaterialKind
from xunwang.office.accounts.on_site import entries_of, read_new_runs
from xunwang.office.campaigns.looking import looks_at
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.looking import rows_from_the_loop, settings_of
from xunwang.office.people.models import Unit
from xunwang.office.registry import models as registry
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.service import inspector_subject
from xunwang.office.uploads import scratch

Orders = Callable[[Sequence[registry.Subject], dt.date, dt.date], Mapping[UUID, tuple[RepostOrderFact, ...]]]
T = TypeVar("T")
_REACHES_BACK = dt.timedelta(days=400)
"""What was handed in longer ago than this before the monitoring point says nothing of it."""
_ORDERS: list[Orders] = []


class Asked(Record, frozen=True):
    """One account to look at: the register's subject, the words for it at the monitoring point, and what it was ordered to repost."""

    row: registry.Subject
    subject: Subject
    orders: tuple[RepostOrderFact, ...] = ()


def gives_orders(orders: Orders) -> Orders:
    """Registers who knows what accounts had to repost between two days, by their ids."""
    if orders not in _ORDERS:
        _ORDERS.append(orders)
    return orders


@looks_at(*ON_PLATFORMS)
def look_at(batch: Sequence[CampaignSubject], out: Path, tell: door.Telling, as_of: dt.date) -> list[Path]:
    """Accounts of a campaign, with what they had to repost in its period."""
    campaign, rows = batch[0].campaign, [row.subject for row in batch]
    given = [orders(rows, campaign.period_start, as_of) for orders in _ORDERS]
    asked = [
        Asked(
            row.subject,
            msgspec.convert(row.row, Subject),
            tuple(chain.from_iterable(orders.get(row.subject_id, ()) for orders in given)),
        )
        for row in batch
    ]
    return inspect(asked, out, tell, unit=campaign.unit, as_of=as_of)


def inspect(
    asked: Sequence[Asked], out: Path, tell: door.Telling, *, unit: Unit, as_of: dt.date
) -> list[Path]:
    """Closed runs in the order of `asked`, for the unit; the posts they show go into the calendar. Raises RunError, StoppedError, OfficeError."""
    lasting.folder_at(out)
    read_new_runs()
    with scratch() as folder, rows_from_the_loop():
        runs = door.inspect_accounts(
            _inspections(asked, unit, as_of, folder),
            out,
            settings_of(unit),
            reading_day=min(as_of, clock.today()),
            clock=clock.local_now,
            tell=tell,
        )
    keep_facts(
        (one.row, fact)
        for one, run in zip(asked, runs, strict=True)
        for fact in door.account_facts_of_run(run)
    )
    return runs


def _inspections(
    asked: Sequence[Asked], unit: Unit, as_of: dt.date, folder: Path
) -> list[door.AccountInspection]:
    siblings = _siblings(asked, unit, as_of)
    feeds = dict(
        Feed.objects.filter(subject__in=[one.row for one in asked]).values_list("subject_id", "address")
    )
    interfaces = accesses(one.row for one in asked)
    entries = entries_of([account_version(one.row, as_of) for one in asked], as_of)
    return [
        structs.replace(
            _handed_in(one, as_of, folder),
            feed=feeds.get(one.row.pk),
            access=interfaces.get(one.row.pk),
            siblings=siblings.get(one.subject.id, ()),
            on_site=entries.get(one.row.pk),
        )
        for one in asked
    ]


def _handed_in(asked: Asked, as_of: dt.date, folder: Path) -> door.AccountInspection:
    found = materials.materials_for(asked.row, as_of - _REACHES_BACK)
    of_kind = {kind: [one for one in found if one.kind == kind] for kind in MaterialKind}
    saved = [*of_kind[MaterialKind.SAVED], *of_kind[MaterialKind.CAPTURE]]
    return door.AccountInspection(
        subject=asked.subject,
        saved=tuple(_saved(one, folder) for one in saved),
        lists=tuple(_decoded(one, door.Listed) for one in of_kind[MaterialKind.LIST]),
        orders=asked.orders,
        entered=tuple(_decoded(one, door.Entered) for one in of_kind[MaterialKind.ENTRY]),
    )


def _saved(material: Material, folder: Path) -> door.SavedPayload:
    """A copy whose hash was held against what was handed in."""
    place = folder / f"{material.pk}-{material.kind}"
    place.write_bytes(materials.body_of(material))
    return door.SavedPayload(
        place, kept=material.at.astimezone(SHANGHAI), stated=material.seen.astimezone(SHANGHAI)
    )


def _decoded(material: Material, kind: type[T]) -> T:
    return msgspec.json.decode(materials.body_of(material), type=kind)


def _siblings(asked: Sequence[Asked], unit: Unit, day: dt.date) -> dict[str, tuple[str, ...]]:
    """Other accounts of the same organisers, from the whole register of the unit that inspects."""
    organisers = {one.subject.organiser for one in asked if one.subject.organiser}
    rows = registry.SubjectVersion.objects.on(day).below(unit)
    same = rows.filter(subject__kind="account", organiser__in=organisers).select_related("subject")
    return door.siblings_of([inspector_subject(row) for row in same])
