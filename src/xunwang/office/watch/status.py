"""The page for everybody: whether the websites of a unit open. It tells names, addresses and shares, and nothing of why."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import SubjectVersion, VersionQuerySet
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import AgreedDay, StatusPage
from xunwang.office.watch.weeks import Held, Key, Now, days_of, held_of, now_of, week

SHOWN_DAYS = 14


class Shown(Record, frozen=True):
    """One website as everybody sees it."""

    row: SubjectVersion
    now: Now
    held: Held


@transaction.atomic
def show_everybody(unit: Unit, *, public: bool, by: User) -> None:
    """Switches the unit's page on or off."""
    StatusPage.objects.update_or_create(unit=unit, defaults={"public": public})
    log_action("status.shown" if public else "status.hidden", unit, user=by, unit=unit)


def is_public(unit: Unit) -> bool:
    return StatusPage.objects.filter(unit=unit, public=True).exists()


def websites(unit: Unit) -> list[Shown]:
    """The websites below the unit, those that do not open first."""
    return sorted(shown_of(_websites(unit)), key=lambda one: one.now is not Now.DOWN)


def now_below(unit: Unit) -> list[tuple[SubjectVersion, Now]]:
    """How the websites below the unit are at this moment: read from two days, so that thousands can be asked every minute."""
    listed = list(_websites(unit).only("subject", "unit", "name", "home"))
    subjects = [row.subject_id for row in listed]
    today = clock.today()
    days, closed = days_of(subjects, today - dt.timedelta(days=1), today), closures_of(subjects)
    return [(row, _now(row, days, closed)) for row in listed]


def _websites(unit: Unit) -> VersionQuerySet:
    rows = SubjectVersion.objects.on(clock.today()).below(unit)
    return rows.filter(kind=SubjectKind.WEBSITE).exclude(home="").order_by("name", "pk")


def shown_of(rows: Iterable[SubjectVersion]) -> list[Shown]:
    """How websites are at this moment and were in the last week."""
    listed = list(rows)
    subjects = [row.subject_id for row in listed]
    days = days_of(subjects, *week(clock.today()))
    held = held_of(subjects, clock.today())
    closed = closures_of(subjects)
    return [
        Shown(row, _now(row, days, closed), held.get((row.subject_id, row.home), Held())) for row in listed
    ]


def _now(
    row: SubjectVersion, days: Mapping[Key, list[AgreedDay]], closed: Mapping[UUID, list[door.Closure]]
) -> Now:
    moment, mine = clock.now(), days.get((row.subject_id, row.home), [])
    shut = any(one.start <= moment < one.end for one in closed.get(row.subject_id, ()))
    return now_of(mine, moment, closed=shut)
