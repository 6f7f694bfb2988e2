"""The roster: who keeps watch, who changes with whom, and what one shift hands over to the next.

A shift that has begun is a record: it is changed only with a reason that stays with it, and not at all once it is signed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.duty.models import Shift
from xunwang.office.duty.planning import Plans, plans_of
from xunwang.office.duty.rules import DAY
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User

_MOST_DAYS = 62
_NEAR_THE_END = dt.timedelta(hours=2)


class Team(Record, frozen=True):
    """Who keeps watch in a shift."""

    people: str
    leader: str
    phone: str


def team_of(shift: Shift) -> Team:
    return Team(shift.people, shift.leader, shift.phone)


@transaction.atomic
def put_on_duty(
    unit: Unit,
    days: tuple[dt.date, dt.date],
    teams: Sequence[tuple[str, str]],
    phone: str,
    *,
    by: User,
    reason: str = "",
) -> int:
    """Fills the days (first and last) with the teams in turn (people, leader); gives the number of shifts.

    A shift that has begun is changed only with a `reason`, which stays with it, one that is signed not at all. Raises OfficeError.
    """
    first, last = days
    if last < first or (last - first).days >= _MOST_DAYS:
        raise OfficeError(f"排班的结束日期应不早于开始日期，一次最多排 {_MOST_DAYS} 天。")
    if not teams:
        raise OfficeError("请填写值班人员和带班领导，每行一组，例如“值班人甲、值班人乙 带班领导丙”。")
    count = (last - first).days + 1
    planned = {first + number * DAY: Team(*teams[number % len(teams)], phone) for number in range(count)}
    known = {one.day: one for one in Shift.objects.filter(unit=unit, day__range=days)}
    plans = plans_of(unit)
    _refuse_rewriting([one for one in known.values() if team_of(one) != planned[one.day]], plans, reason)
    for day, team in planned.items():
        said = {"people": team.people, "leader": team.leader, "phone": team.phone}
        note = _noted(known.get(day), day, team, plans, reason.strip())
        Shift.objects.update_or_create(unit=unit, day=day, defaults=said | {"changed": note})
    told = {"on": first.isoformat(), "until": last.isoformat(), "reason": reason.strip()}
    log_action(
        "duty.rostered", unit, user=by, unit=unit, data={key: said for key, said in told.items() if said}
    )
    return count


def _refuse_rewriting(changed: Sequence[Shift], plans: Plans, reason: str) -> None:
    signed = [one for one in changed if one.handed_at or one.taken_at]
    if signed:
        raise OfficeError(f"{_days(signed)} 的班已经交班或接班，值守记录不能再改；请从之后的日期排起。")
    begun = [one for one in changed if plans.begin(one.day) <= clock.now()]
    if begun and not reason.strip():
        raise OfficeError(f"{_days(begun)} 的班已经开始，改动请填写“更正原因”，或者从之后的日期排起。")


def _days(shifts: Iterable[Shift]) -> str:
    return "、".join(f"{one.day:%m-%d}" for one in shifts)


def _noted(before: Shift | None, day: dt.date, team: Team, plans: Plans, reason: str) -> str:
    """What stands beside the shift: everything that did, that it was written down late, and what a change of a shift that has begun replaced."""
    today = f"{clock.today():%m-%d}"
    if before is None:
        return f"{today}补登" if plans.begin(day + DAY) <= clock.now() else ""
    if team_of(before) == team:
        return before.changed
    if plans.begin(day) <= clock.now():
        said = f"{today}更正（原为{before.people}，带班领导{before.leader}）：{reason}"
        return _appended(before.changed, said)
    return _appended(before.changed, f"{today}重新排班") if before.changed else ""


def _appended(notes: str, said: str) -> str:
    return f"{notes}；{said}" if notes else said


@transaction.atomic
def swap(one: Shift, other: Shift, reason: str, *, by: User) -> None:
    """The people of two shifts change places; the leaders stay. Raises OfficeError."""
    if one.unit_id != other.unit_id or one.pk == other.pk:
        raise OfficeError("调班应在本单位不同日期的两个班之间进行。")
    if not reason.strip():
        raise OfficeError("请填写调班原因。")
    if one.handed_at or other.handed_at:
        raise OfficeError("已经交班的不能再调班。")
    plans = plans_of(one.unit)
    over = [shift for shift in (one, other) if plans.begin(shift.day + DAY) <= clock.now()]
    if over:
        raise OfficeError(
            f"{_days(over)} 的班已经结束，不能再调班；记录有误的，请重新排这一天的班并填写“更正原因”。"
        )
    one.people, other.people = other.people, one.people
    for shift, away in ((one, other), (other, one)):
        shift.changed = _appended(shift.changed, f"与{away.day:%m-%d}调班：{reason.strip()}")
        shift.save(update_fields=["people", "changed"])
    said = {"before": one.day.isoformat(), "after": other.day.isoformat(), "reason": reason.strip()}
    log_action("duty.swapped", one, user=by, unit=one.unit, data=said)


@transaction.atomic
def hand_over(shift: Shift, text: str, *, by: User) -> None:
    """What the next shift has to know. Raises OfficeError."""
    if shift.unit_id != by.unit_id:
        raise OfficeError("只能交接本单位的班。")
    if not text.strip():
        raise OfficeError("请填写交接事项；没有需要交接的，填“无”。")
    if shift.taken_at:
        raise OfficeError("接班人已经接班，交接事项不能再改。")
    begin = plans_of(shift.unit).begin(shift.day)
    if begin > clock.now():
        raise OfficeError(f"{shift.day} 的班还没有开始（{clock.local(begin):%H:%M} 接班），不能交班。")
    shift.handover, shift.handed_by, shift.handed_at = text.strip()[:2000], by, clock.now()
    shift.save(update_fields=["handover", "handed_by", "handed_at"])
    log_action("duty.handed_over", shift, user=by, unit=shift.unit)


def to_hand_over(unit: Unit) -> dt.date:
    """The day of the shift that is handed over now: the one before until it was, else the one that is on; near its end the one that ends."""
    plans, now = plans_of(unit), clock.now()
    on = plans.shift_day(now)
    before = Shift.objects.filter(unit=unit, day=on - DAY, handed_at=None)
    ends_soon = plans.begin(on + DAY) - now <= _NEAR_THE_END
    return on - DAY if before.exists() and not ends_soon else on


@transaction.atomic
def take_over(shift: Shift, *, by: User) -> None:
    """The next shift has read it. Raises OfficeError."""
    if shift.unit_id != by.unit_id or not shift.handed_at or shift.taken_at:
        raise OfficeError("这个班还没有交班，或者已经接班。")
    if shift.handed_by_id == by.pk:
        raise OfficeError("交班人和接班人不能是同一个账号。")
    shift.taken_by, shift.taken_at = by, clock.now()
    shift.save(update_fields=["taken_by", "taken_at"])
    log_action("duty.taken_over", shift, user=by, unit=shift.unit)
