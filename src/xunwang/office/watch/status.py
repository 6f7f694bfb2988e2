"""The page for everybody: whether the websites of a unit open. It tells names, addresses and shares, and nothing of why."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import SubjectVersion
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
    rows = SubjectVersion.objects.on(clock.today()).below(unit)
    found = shown_of(list(rows.filter(kind=SubjectKind.WEBSITE).exclude(home="").order_by("name", "pk")))
    return sorted(found, key=lambda one: one.now is not Now.DOWN)


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
