"""How a unit keeps watch, from which day on: a change leaves the days before it as they were."""

import datetime as dt

from django.db import transaction

from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office import clock
from xunwang.office.duty.models import ALWAYS, DutyPlan
from xunwang.office.duty.rules import DAY, rules
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User


class Plans(Record, frozen=True):
    """All plans of a unit, the newest first; there is always one."""

    listed: tuple[DutyPlan, ...]

    def on(self, day: dt.date) -> DutyPlan:
        return next((one for one in self.listed if one.since <= day), self.listed[-1])

    def begin(self, day: dt.date) -> dt.datetime:
        """When the shift begins that is named after the day; the one before ends then."""
        return dt.datetime.combine(day, self.on(day).begins, SHANGHAI)

    def shift_day(self, moment: dt.datetime) -> dt.date:
        """The day after which the shift of a moment is named."""
        day = clock.local(moment).date()
        return day if moment >= self.begin(day) else day - DAY


def plans_of(unit: Unit) -> Plans:
    """The unit's plans; what nobody said is the strictest rule."""
    return Plans(tuple(DutyPlan.objects.filter(unit=unit)) or (DutyPlan(unit=unit),))


def plan_of(unit: Unit) -> DutyPlan:
    """How the unit keeps watch today."""
    return plans_of(unit).on(clock.today())


@transaction.atomic
def plan(
    unit: Unit, rule: str, begins: dt.time, *, by: User, whole: bool = True, since: dt.date | None = None
) -> DutyPlan:
    """How the unit keeps watch from a day on, by default from tomorrow; its first plan holds from the beginning. Raises OfficeError."""
    if rule not in rules():
        raise OfficeError("请选择巡查要求。")
    first = not DutyPlan.objects.filter(unit=unit).exists()
    day = ALWAYS if first else since or clock.today() + DAY
    if not first and day < clock.today():
        raise OfficeError(f"“从哪天起”是 {day}，不能早于今天：以前的班按当时的要求统计。")
    said = {"rule": rule, "begins": begins, "whole": whole}
    made, _ = DutyPlan.objects.update_or_create(unit=unit, since=day, defaults=said)
    log_action(
        "duty.planned", unit, user=by, unit=unit, data={"text": rules()[rule].name, "on": day.isoformat()}
    )
    return made
