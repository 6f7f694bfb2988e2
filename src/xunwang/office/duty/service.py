"""Patrol rounds and drills: written down with who did them and when."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.duty.filing import file_finding
from xunwang.office.duty.models import PatrolLook, PatrolRound, Training, TrainingPaper
from xunwang.office.duty.planning import plans_of
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import Kept

_FORGOTTEN = dt.timedelta(hours=1)
"""A round that nobody went on with for so long is not carried over into the next shift."""


def sites_of(unit: Unit) -> list[SubjectVersion]:
    """The websites that a round of the unit goes through."""
    rows = SubjectVersion.objects.on(clock.today()).below(unit).filter(kind=SubjectKind.WEBSITE)
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
    plans = plans_of(patrol.unit)
    return now - touched > _FORGOTTEN and plans.shift_day(touched) != plans.shift_day(now)


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
