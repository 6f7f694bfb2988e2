"""Whether websites could be opened: the week of each, one website's days, and planned closures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.watch import series, service
from xunwang.office.watch.models import PlannedClosure, WatchedDay
from xunwang.office.watch.policies import CLOSURES, WATCHED_DAYS
from xunwang.office.web.acting import actionable, try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

VETO, WARNING = Decimal(5), Decimal(3)
"""Per cent of visits that fail: the line of W-V2, and from where a website is warned."""
_WEEK, _SHOWN_DAYS = 7, 14
_MOST_FAILURES = 100


class Week(Record, frozen=True):
    """The last seven days of a website. `share`: per cent of the counted visits that failed, None when none counted."""

    row: SubjectVersion
    tally: door.Tally

    @property
    def share(self) -> Decimal | None:
        counted = self.tally.counted
        return Decimal(100 * self.tally.failed) / counted if counted else None

    @property
    def tone(self) -> str:
        if self.share is None:
            return "none"
        return "bad" if self.share >= VETO else "open" if self.share >= WARNING else "good"

    @property
    def words(self) -> str:
        if self.share is None:
            return "未能核实" if self.tally.untold or self.tally.closed else "尚未监测"
        return {"bad": "达到否决线", "open": "预警", "good": "正常"}[self.tone]


class Day(Record, frozen=True):
    """A day of one website: its slots in order, each with a mark and what is said of it."""

    day: dt.date
    tally: door.Tally

    @property
    def marks(self) -> list[tuple[str, str]]:
        return [(_mark(visit), _said(visit)) for visit in self.tally.visits]


def _mark(visit: door.Visit) -> str:
    return "down" if visit.state is door.State.DOWN else "up"


def _said(visit: door.Visit) -> str:
    at = timezone.localtime(visit.at).strftime("%H:%M")
    return (
        f"{at} 打不开（{visit.error}）"
        if visit.state is door.State.DOWN
        else f"{at} {visit.milliseconds:.0f}毫秒"
    )


def watching(request: HttpRequest) -> HttpResponse:
    """Every website of the reach with its week, the worst first."""
    visible(WATCHED_DAYS, request)
    user, today = viewer(request), clock.today()
    asked = request.GET.get("q", "").strip()
    page = page_of(request, _worst_first(user, today, asked))
    context = {
        "page": page,
        "weeks": _weeks(list(page.object_list), today),
        "minutes": settings.WATCH_MINUTES,
        "q": asked,
        "today": today,
    }
    return render(request, "web/watching.html", context)


def _worst_first(user: User, today: dt.date, asked: str) -> list[SubjectVersion]:
    rows = SubjectVersion.objects.on(today).below(user.unit).filter(subject__kind=SubjectKind.WEBSITE)
    if asked:
        rows = rows.filter(name__icontains=asked)
    shares = _shares(user, today)
    found = rows.select_related("unit", "subject").order_by("unit__path", "name", "pk")
    return sorted(found, key=lambda row: -shares.get(row.subject_id, -1.0))


def _shares(user: User, today: dt.date) -> dict[UUID, float]:
    """Roughly, for the order: the failed part of each subject's visits as they are."""
    days = WATCHED_DAYS.visible(user).filter(day__range=_week(today)).order_by()
    summed = days.values_list("subject_id").annotate(Sum("down"), Sum("opened"))
    return {subject: down / (down + opened) if down + opened else 0.0 for subject, down, opened in summed}


def _week(today: dt.date) -> tuple[dt.date, dt.date]:
    return today - dt.timedelta(days=_WEEK - 1), today


def _weeks(rows: Sequence[SubjectVersion], today: dt.date) -> list[Week]:
    subjects = [row.subject_id for row in rows]
    days: dict[UUID, list[WatchedDay]] = defaultdict(list)
    for day in WatchedDay.objects.filter(subject__in=subjects, day__range=_week(today)):
        days[day.subject_id].append(day)
    closures: dict[UUID, list[PlannedClosure]] = defaultdict(list)
    for closure in PlannedClosure.objects.filter(subject__in=subjects, withdrawn=False):
        closures[closure.subject_id].append(closure)
    return [Week(row, series.tally(days[row.subject_id], closures[row.subject_id])) for row in rows]


def watched(request: HttpRequest, key: UUID) -> HttpResponse:
    """One website: its days as strips, what failed, and its planned closures."""
    subject = visible_or_404(SUBJECTS, request, key)
    today = clock.today()
    row = get_object_or_404(subject.versions.on(today).select_related("unit"))
    closures = list(CLOSURES.visible(viewer(request)).filter(subject=subject).select_related("entered_by"))
    in_force = [one for one in closures if not one.withdrawn]
    days = _days(key, today, in_force)
    failures = [visit for day in days for visit in reversed(day.tally.visits) if _mark(visit) == "down"]
    context = {
        "row": row,
        "week": _weeks([row], today)[0],
        "days": days,
        "failures": [(timezone.localtime(one.at), one.error) for one in failures[:_MOST_FAILURES]],
        "closures": closures,
        "may_change": CLOSURES.grants_to(viewer(request), Action.CHANGE),
    }
    return render(request, "web/watched.html", context)


def _days(subject: UUID, today: dt.date, closures: Sequence[PlannedClosure]) -> list[Day]:
    """The newest first; days without a single visit are left out."""
    since = today - dt.timedelta(days=_SHOWN_DAYS - 1)
    together: dict[dt.date, list[WatchedDay]] = defaultdict(list)
    for one in WatchedDay.objects.filter(subject_id=subject, day__range=(since, today)):
        together[one.day].append(one)
    return [Day(day, series.tally(rows, closures)) for day, rows in sorted(together.items(), reverse=True)]


@require_POST
def plan_closure(request: HttpRequest, key: UUID) -> HttpResponse:
    subject = actionable(SUBJECTS, request, key, Action.CHANGE)

    def plan() -> str:
        service.plan_closure(
            subject,
            _moment(request, "start", "开始时间"),
            _moment(request, "end", "结束时间"),
            reason=written(request, "reason")[:200],
            proof=written(request, "proof")[:200],
            by=viewer(request),
        )
        return "计划关停已登记，这段时间的访问不再计入。"

    try_to(request, plan)
    return redirect("watched", key)


def _moment(request: HttpRequest, name: str, label: str) -> dt.datetime:
    """A local time of the form. Raises OfficeError."""
    text = written(request, name)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise OfficeError(f"“{label}”应类似 2026-03-31 08:00，实际为“{text}”。") from None
    return moment if moment.tzinfo else timezone.make_aware(moment)


@require_POST
def withdraw_closure(request: HttpRequest, key: int) -> HttpResponse:
    closure = actionable(CLOSURES, request, key, Action.CHANGE)

    def withdraw() -> str:
        service.withdraw_closure(closure, by=viewer(request))
        return "计划关停已撤销，这段时间的访问重新计入。"

    try_to(request, withdraw)
    return redirect("watched", closure.subject_id)
