"""Roster, handover, patrol rounds, drills: written down with who did it and when."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xunwang.inspector.model import SHANGHAI, Record, SubjectKind
from xunwang.office import clock
from xunwang.office.duty.filing import file_finding
from xunwang.office.duty.models import DutyPlan, PatrolLook, PatrolRound, Shift, Training, TrainingPaper
from xunwang.office.duty.rules import DAY, Gap, gaps, rules
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.calendars import calendar
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import Kept

_MOST_DAYS = 62
_FORGOTTEN = dt.timedelta(hours=1)
"""A round that nobody went on with for so long is not carried over into the next shift."""


def plan_of(unit: Unit) -> DutyPlan:
    """How the unit keeps watch; what nobody said is the strictest rule."""
    return DutyPlan.objects.filter(unit=unit).first() or DutyPlan(unit=unit)


@transaction.atomic
def plan(unit: Unit, rule: str, begins: dt.time, *, by: User) -> None:
    if rule not in rules():
        raise OfficeError("请选择巡查要求。")
    DutyPlan.objects.update_or_create(unit=unit, defaults={"rule": rule, "begins": begins})
    log_action("duty.planned", unit, user=by, unit=unit, data={"text": rules()[rule].name})


@transaction.atomic
def put_on_duty(
    unit: Unit, days: tuple[dt.date, dt.date], teams: Sequence[tuple[str, str]], phone: str, *, by: User
) -> int:
    """Fills the days (first and last) with the teams in turn (people, leader); gives the number of shifts. Raises OfficeError."""
    first, last = days
    if last < first or (last - first).days >= _MOST_DAYS:
        raise OfficeError(f"排班的结束日期应不早于开始日期，一次最多排 {_MOST_DAYS} 天。")
    if not teams:
        raise OfficeError("请填写值班人员和带班领导，每行一组，例如“值班人甲、值班人乙 带班领导丙”。")
    signed = Shift.objects.filter(unit=unit, day__range=days).exclude(handed_at=None, taken_at=None)
    if signed:
        listed = "、".join(f"{one.day:%m-%d}" for one in signed)
        raise OfficeError(f"{listed} 的班已经交班或接班，值守记录不能再改；请从之后的日期排起。")
    count = (last - first).days + 1
    for number in range(count):
        people, leader = teams[number % len(teams)]
        said = {"people": people, "leader": leader, "phone": phone, "changed": ""}
        Shift.objects.update_or_create(unit=unit, day=first + number * DAY, defaults=said)
    log_action(
        "duty.rostered", unit, user=by, unit=unit, data={"on": first.isoformat(), "until": last.isoformat()}
    )
    return count


@transaction.atomic
def swap(one: Shift, other: Shift, reason: str, *, by: User) -> None:
    """The people of two shifts change places; the leaders stay. Raises OfficeError."""
    if one.unit_id != other.unit_id or one.pk == other.pk:
        raise OfficeError("调班应在本单位不同日期的两个班之间进行。")
    if not reason.strip():
        raise OfficeError("请填写调班原因。")
    if one.handed_at or other.handed_at:
        raise OfficeError("已经交班的不能再调班。")
    one.people, other.people = other.people, one.people
    for shift, away in ((one, other), (other, one)):
        shift.changed = f"与{away.day:%m-%d}调班：{reason.strip()}"[:300]
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
    if shift.day > clock.today():
        raise OfficeError(f"{shift.day} 的班还没有开始，不能交班。")
    shift.handover, shift.handed_by, shift.handed_at = text.strip()[:2000], by, clock.now()
    shift.save(update_fields=["handover", "handed_by", "handed_at"])
    log_action("duty.handed_over", shift, user=by, unit=shift.unit)


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


def sites_of(unit: Unit) -> list[SubjectVersion]:
    """The websites that a round of the unit goes through."""
    rows = SubjectVersion.objects.on(clock.today()).below(unit).filter(subject__kind=SubjectKind.WEBSITE)
    return list(rows.exclude(home="").order_by("unit__path", "name", "pk"))


@transaction.atomic
def round_under_way(user: User) -> PatrolRound:
    """The person's open round, else a new one; rounds that were forgotten end first. Raises OfficeError when there is nothing to look at."""
    if not sites_of(user.unit):
        raise OfficeError("名录中还没有网站，先导入名录。")
    opened = list(PatrolRound.objects.filter(user=user, unit=user.unit, ended_at=None))
    forgotten = [one for one in opened if _is_forgotten(one)]
    for one in forgotten:
        _give_up(one, by=user)
    found = next((one for one in opened if one not in forgotten), None)
    return found or PatrolRound.objects.create(unit=user.unit, user=user, begun_at=clock.now())


def _is_forgotten(patrol: PatrolRound) -> bool:
    """Whether another shift has begun since somebody last went on with the round."""
    touched, now = _last_look(patrol) or patrol.begun_at, clock.now()
    begins = plan_of(patrol.unit).begins
    return now - touched > _FORGOTTEN and shift_day(touched, begins) != shift_day(now, begins)


def shift_day(moment: dt.datetime, begins: dt.time) -> dt.date:
    """The day after which the shift of a moment is named."""
    local = clock.local(moment)
    return local.date() if local.time() >= begins else local.date() - DAY


def _last_look(patrol: PatrolRound) -> dt.datetime | None:
    return patrol.looks.order_by("-at").values_list("at", flat=True).first()


def _give_up(patrol: PatrolRound, *, by: User) -> None:
    """The forgotten round ends with its last look; one in which nothing was looked at was none."""
    last = _last_look(patrol)
    if last is not None:
        _end(patrol, last, "换班后按最后查看的时间结束", by=by)
        return
    patrol.shots.all().delete()
    patrol.delete()


def next_site(patrol: PatrolRound) -> SubjectVersion | None:
    """The next website of the round; none when all were looked at."""
    return next(iter(sites_left(patrol)), None)


def sites_left(patrol: PatrolRound) -> list[SubjectVersion]:
    """The websites that the round has not looked at yet, in order."""
    done = set(patrol.looks.values_list("subject_id", flat=True))
    return [site for site in sites_of(patrol.unit) if site.subject_id not in done]


@transaction.atomic
def looked(patrol: PatrolRound, site: SubjectVersion, note: str, *, by: User, ok: bool) -> None:
    """One website of one's own round was looked at; what is wrong with it waits in the review. Raises OfficeError."""
    if patrol.user_id != by.pk or patrol.ended_at:
        raise OfficeError("这一轮巡查已经结束，或者不是您开始的。")
    if _is_forgotten(patrol):
        raise OfficeError("这一轮巡查是上一个班留下的，请在“巡网台账”点“开始巡查”，重新开始一轮。")
    if not ok and not note.strip():
        raise OfficeError("请写明发现的问题。")
    said = {"name": site.name, "at": clock.now(), "ok": ok, "note": note.strip()[:500]}
    look, _ = PatrolLook.objects.update_or_create(
        round=patrol, subject_id=site.subject_id, defaults=said | {"finding": None}
    )
    if not ok:
        look.finding = file_finding(look, site, by=by)
        look.save(update_fields=["finding"])


@transaction.atomic
def end_round(patrol: PatrolRound, note: str, *, by: User) -> None:
    """The round is over and stands in the log, with as many websites as were looked at. Raises OfficeError."""
    if patrol.user_id != by.pk or patrol.ended_at:
        raise OfficeError("这一轮巡查已经结束，或者不是您开始的。")
    if not patrol.looks.exists():
        raise OfficeError("还没有查看任何网站，不能结束这一轮巡查。")
    last = _last_look(patrol) if _is_forgotten(patrol) else None
    _end(patrol, last or clock.now(), note, by=by)


def _end(patrol: PatrolRound, at: dt.datetime, note: str, *, by: User) -> None:
    patrol.due = patrol.looks.count() + len(sites_left(patrol))
    patrol.ended_at, patrol.note = at, note.strip()[:500]
    patrol.save(update_fields=["due", "ended_at", "note"])
    log_action("patrol.ended", patrol, user=by, unit=patrol.unit, data={"entries": patrol.looks.count()})


def began_on(unit: Unit) -> dt.date | None:
    """The first day of which the unit's duty has a shift or a round; before it nothing was missed."""
    shift = Shift.objects.filter(unit=unit).order_by("day").values_list("day", flat=True).first()
    ended = PatrolRound.objects.filter(unit=unit).order_by("ended_at").exclude(ended_at=None)
    patrol = ended.values_list("ended_at", flat=True).first()
    days = [day for day in (shift, clock.local(patrol).date() if patrol else None) if day]
    return min(days, default=None)


def gaps_of(unit: Unit, day: dt.date, begins: dt.time = dt.time()) -> list[Gap]:
    """Where the unit's rounds of the 24 hours from `begins` of a day miss the rule of its place, as far as now."""
    return gaps_between(unit, day, day, begins)[day]


def gaps_between(
    unit: Unit, first: dt.date, last: dt.date, begins: dt.time = dt.time()
) -> dict[dt.date, list[Gap]]:
    """As `gaps_of`, for every day from the first to the last."""
    start, end = (dt.datetime.combine(day, begins, SHANGHAI) for day in (first, last + DAY))
    # A stretch of the rule may end on the day after the one on which its shift begins.
    ended = PatrolRound.objects.filter(unit=unit, ended_at__gte=start - DAY, ended_at__lt=end + DAY)
    rounds = [moment for moment in ended.values_list("ended_at", flat=True) if moment]
    rule, known, now = rules()[plan_of(unit).rule], calendar(), clock.now()
    days = (first + number * DAY for number in range((last - first).days + 1))
    return {day: gaps(rule, rounds, day, now, known, begins=begins) for day in days}


class Held(Record, frozen=True):
    """A drill or a training as somebody tells of it."""

    kind: str
    on: dt.date
    title: str
    people: int
    text: str = ""


@transaction.atomic
def record_training(unit: Unit, held: Held, papers: Sequence[Kept], *, by: User) -> Training:
    """A drill or a training with its documents. Raises OfficeError."""
    if held.kind not in Training.Kind.values:
        raise OfficeError("请选择类别：应急演练或业务培训。")
    if not held.title.strip():
        raise OfficeError("请填写名称。")
    if held.on > clock.today():
        raise OfficeError(f"日期 {held.on} 还没有到，应在举办之后登记。")
    made = Training.objects.create(
        unit=unit,
        kind=held.kind,
        on=held.on,
        title=held.title.strip()[:200],
        people=held.people,
        text=held.text.strip()[:5000],
        by=by,
    )
    TrainingPaper.objects.bulk_create(
        TrainingPaper(training=made, name=one.name, path=one.path, sha256=one.sha256) for one in papers
    )
    log_action("training.recorded", made, user=by, unit=unit, data={"files": len(papers)})
    return made
