"""Whether websites open: the week of each, and one website's days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.duty.policies import MACHINE_LOOKS
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.watch import series
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import WatchedAddress, WatchedDay
from xunwang.office.watch.policies import ADDRESSES, AGREED_DAYS, CLOSURES, POINTS, STATUS_PAGES
from xunwang.office.watch.status import SHOWN_DAYS, is_public, now_below, shown_of
from xunwang.office.watch.watcher import lacks_anchors
from xunwang.office.watch.weeks import Held, Now, held_of, week
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

_MOST_FAILURES = 100
_MOST_TIMED = 20
_WATCHED = (SubjectKind.WEBSITE, SubjectKind.SYSTEM)


class Day(Record, frozen=True):
    """A day of one address: its slots in order, each with a mark and what is said of it."""

    day: dt.date
    tally: door.Tally

    @property
    def marks(self) -> list[tuple[str, str]]:
        return [(_mark(visit), _said(visit)) for visit in self.tally.visits]


def _mark(visit: door.Visit) -> str:
    return "down" if visit.state is door.State.DOWN else "up"


def _said(visit: door.Visit) -> str:
    at = timezone.localtime(visit.at).strftime("%H:%M")
    if visit.state is door.State.DOWN:
        return f"{at} 打不开（{visit.error}）"
    return f"{at} {visit.milliseconds:.0f}毫秒"


def watching(request: HttpRequest) -> HttpResponse:
    """Every website of the reach with its week, the worst first."""
    visible(AGREED_DAYS, request)
    user, today = viewer(request), clock.today()
    asked = request.GET.get("q", "").strip()
    now = Now.__members__.get(request.GET.get("now", ""))
    page = page_of(request, _worst_first(user, today, asked, now))
    context = {
        "nows": list(Now),
        "now": now,
        "page": page,
        "sites": shown_of(page.object_list),
        "minutes": settings.WATCH_MINUTES,
        "lacks_anchors": lacks_anchors(),
        "q": asked,
        "today": today,
        "sees_points": POINTS.grants_to(user, Action.VIEW),
        "may_publish": STATUS_PAGES.grants_to(user, Action.CHANGE),
        "public": is_public(user.unit),
        "unit": user.unit,
    }
    return render(request, "web/watching.html", context)


def _worst_first(user: User, today: dt.date, asked: str, now: Now | None) -> list[SubjectVersion]:
    """Of those with the words in their name; with `now` of the websites alone that are so at this moment."""
    rows = SubjectVersion.objects.on(today).below(user.unit).filter(kind__in=_WATCHED)
    if asked:
        rows = rows.filter(name__icontains=asked)
    if now:
        rows = rows.filter(pk__in=[row.pk for row, one in now_below(user.unit) if one is now])
    shares = _shares(user, today)
    found = rows.select_related("unit", "subject").order_by("unit__path", "name", "pk")
    return sorted(found, key=lambda row: -shares.get((row.subject_id, row.home), -1.0))


def _shares(user: User, today: dt.date) -> dict[tuple[UUID, str], float]:
    """For the order: the failed part of each address's visits."""
    days = AGREED_DAYS.visible(user).filter(day__range=week(today)).order_by()
    summed = days.values_list("subject_id", "home").annotate(Sum("failed"), Sum("counted"))
    return {(subject, home): failed / counted for subject, home, failed, counted in summed if counted}


def watched(request: HttpRequest, key: UUID) -> HttpResponse:
    """One website: its days as strips, what failed, its other addresses, and its planned closures."""
    subject = visible_or_404(SUBJECTS, request, key)
    row = get_object_or_404(subject.versions.on(clock.today()).select_related("unit"))
    days = _days(subject, row.home)
    failures = [visit for day in days for visit in reversed(day.tally.visits) if _mark(visit) == "down"]
    user = viewer(request)
    context = {
        "row": row,
        "site": shown_of([row])[0],
        "days": days,
        "failed": len(failures),
        "failures": [(timezone.localtime(one.at), one.error) for one in failures[:_MOST_FAILURES]],
        "parts": _parts(subject, row.home),
        "addresses": _addresses(subject, user),
        "kinds": WatchedAddress.Kind.choices,
        "closures": CLOSURES.visible(user).filter(subject=subject).select_related("entered_by"),
        "looks": MACHINE_LOOKS.visible(user).filter(subject=subject)[:SHOWN_DAYS],
        "may_change": CLOSURES.grants_to(user, Action.CHANGE),
        "may_name": ADDRESSES.grants_to(user, Action.CHANGE),
    }
    return render(request, "web/watched.html", context)


def _parts(subject: Subject, home: str) -> list[series.Parts]:
    """What the last visits spent their time on, the newest first."""
    since = clock.today() - dt.timedelta(days=1)
    rows = WatchedDay.objects.filter(subject=subject, home=home, day__gte=since)
    timed = [one for row in rows for one in series.parts_of(row)]
    return sorted(timed, key=lambda one: one.at, reverse=True)[:_MOST_TIMED]


def _addresses(subject: Subject, user: User) -> list[dict[str, object]]:
    """What is watched beside the home page, each with its week."""
    listed = ADDRESSES.visible(user).filter(subject=subject, active=True)
    held = held_of([subject.pk], clock.today())
    return [{"address": one, "held": held.get((subject.pk, one.url), Held())} for one in listed]


def _days(subject: Subject, home: str) -> list[Day]:
    """The newest first; days without a single visit are left out."""
    today = clock.today()
    since = today - dt.timedelta(days=SHOWN_DAYS - 1)
    together: dict[dt.date, list[WatchedDay]] = defaultdict(list)
    for one in WatchedDay.objects.filter(subject=subject, home=home, day__range=(since, today)):
        together[one.day].append(one)
    closed: Sequence[door.Closure] = closures_of([subject.pk]).get(subject.pk, ())
    return [Day(day, series.tally(rows, closed)) for day, rows in sorted(together.items(), reverse=True)]
