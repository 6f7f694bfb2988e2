"""The working calendar: which years are confirmed, the form that takes in a year's notice, and the days of reminders."""

import datetime as dt
import re

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.deadlines.calendars import confirm_year, named_by
from xunwang.office.deadlines.models import CalendarYear
from xunwang.office.deadlines.policies import RHYTHMS
from xunwang.office.deadlines.rhythms import described, rhythms, set_rhythm
from xunwang.office.errors import OfficeError
from xunwang.office.numerals import whole
from xunwang.office.people.policy import Action
from xunwang.office.people.roles import Role
from xunwang.office.web.acting import number, try_to, written
from xunwang.office.web.viewing import viewer

KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]?")
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")
_BETWEEN = re.compile(r"[\s,，、;；。和]+")
_UNTIL = re.compile(r"[至到~～—–]+")
_LONGEST = 31
"""Days of one holiday, at most."""


class Year(Record, frozen=True):
    """A year with its days off and its worked weekends, as the page and the form write them."""

    year: int
    confirmed: bool
    source: str
    off: str
    worked: str


def years(request: HttpRequest) -> HttpResponse:
    """The calendar is one for the whole office; units above all others keep it."""
    user = viewer(request)
    may_keep = Role(user.role) in KEEPERS and user.unit.depth == 0
    if request.method == "POST":
        if not may_keep:
            raise PermissionDenied
        try_to(request, lambda: _confirm(request))
        return redirect("calendar")
    known = [_year(row) for row in CalendarYear.objects.all()]
    rhythm = rhythms()(user.unit)
    context = {
        "years": known,
        "may_keep": may_keep,
        "next": clock.today().year + 1,
        "rhythm": rhythm,
        "described": described(rhythm),
        "may_set": RHYTHMS.grants_to(user, Action.CHANGE),
        "unit": user.unit,
    }
    return render(request, "web/calendar.html", context)


@require_POST
def set_reminders(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not RHYTHMS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    try_to(request, lambda: _set_reminders(request))
    return redirect("calendar")


def _set_reminders(request: HttpRequest) -> str:
    user = viewer(request)
    parts = [part for part in re.split(r"[\s,，、;；]+", written(request, "before")) if part]
    days = [days for part in parts if (days := whole(part)) is not None]
    if len(days) < len(parts):
        raise OfficeError(f"“到期前”应填天数，用顿号分开，例如 3、1，实际为“{written(request, 'before')}”。")
    unread, every, escalated = (
        number(request, name, label)
        for name, label in (("unread", "未查看"), ("every", "逾期后每隔"), ("escalated", "提请督办"))
    )
    rhythm = set_rhythm(user.unit, days, unread, every, escalated, user=user)
    return f"提醒日已设定：{described(rhythm)}"


def _year(row: CalendarYear) -> Year:
    days = list(named_by(row.year))
    off, worked = (
        "、".join(_named(one.day, row.year) for one in days if one.works is works) for works in (False, True)
    )
    return Year(row.year, row.confirmed, row.source, off, worked)


def _named(day: dt.date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else f"{day}"


def _confirm(request: HttpRequest) -> str:
    year = number(request, "year", "年份")
    if not 2000 <= year <= 2100:
        raise OfficeError("年份应在 2000 到 2100 之间。")
    source = written(request, "source")
    if not source:
        raise OfficeError("请写明依据的放假通知。")
    off = _days(year, written(request, "off"))
    worked = _days(year, written(request, "worked"))
    if not off:
        raise OfficeError("请填写放假的日期。")
    moved = confirm_year(year, off, worked, source=source, user=viewer(request))
    return f"{year} 年工作日历已确认，{moved} 件整改的截止日随之重算。"


def _days(year: int, text: str) -> set[dt.date]:
    """Days as notices name them: 02-16、2月17日 2/18、1月28日（周二）至2月4日、2026年12月31日至1月3日. Raises OfficeError for one that is none."""
    parts = [part for part in _BETWEEN.split(_ASIDE.sub("", text)) if part]
    return {day for part in parts for day in _span(year, part)}


def _span(year: int, part: str) -> list[dt.date]:
    first, *rest = _UNTIL.split(part)
    start = _day_of(year, first)
    end = _day_of(year, rest[0], start) if rest else start
    if len(rest) > 1 or not 0 <= (end - start).days <= _LONGEST:
        raise OfficeError(
            f"“{part}”不是一段假期，应类似 2月15日至2月23日，先写开始的一天，不超过 {_LONGEST} 天。"
        )
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]


def _day_of(year: int, text: str, start: dt.date | None = None) -> dt.date:
    """`start` is the first day of a span, whose last one may be named by its number alone."""
    match = _DAY.fullmatch(text)
    alone = _DAY_ALONE.fullmatch(text)
    try:
        if start and alone:
            return start.replace(day=int(alone[1]))
        if match:
            return dt.date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise OfficeError(f"“{text}”不是日期，应类似 02-16 或 2月16日。")
