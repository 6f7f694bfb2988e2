"""A month of duty in the usual forms: 值班表, 值守日志, 巡网台账."""

import calendar as months
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.circulars.data import GivenTable
from xunwang.office.circulars.fitting import lines_of
from xunwang.office.duty.missing import gaps_between, gaps_of_shift
from xunwang.office.duty.models import PatrolRound, Shift
from xunwang.office.duty.planning import Plans, plans_of
from xunwang.office.duty.rules import DAY, missed_and_late, rules
from xunwang.office.people.models import Unit

_WEEKDAYS = "一二三四五六日"
Form = tuple[str, tuple[tuple[str, int], ...], list[tuple[str, ...]]]
"""A sheet: its name, its columns with their widths, its rows."""


def days_of(month: dt.date) -> list[dt.date]:
    """The days of the month that are not ahead of today."""
    last = months.monthrange(month.year, month.month)[1]
    days = (month.replace(day=number) for number in range(1, last + 1))
    return [day for day in days if day <= clock.today()]


def write(unit: Unit, month: dt.date) -> bytes:
    """The workbook of a month."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(
        body, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    ) as book:
        book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001  # xlsxwriter wants it naive
        for form in (_roster(unit, month), _log(unit, month), _patrols(unit, month)):
            _sheet(book, f"{unit}{month:%Y年%-m月}", form)
    return body.getvalue()


def _roster(unit: Unit, month: dt.date) -> Form:
    columns = (("日期", 12), ("星期", 8), ("值班人员", 28), ("带班领导", 14), ("值班电话", 18), ("备注", 30))
    rows: list[tuple[str, ...]] = [
        (f"{one.day:%Y-%m-%d}", _WEEKDAYS[one.day.weekday()], one.people, one.leader, one.phone, one.changed)
        for one in _shifts(unit, month)
    ]
    return "值班表", columns, rows


def _log(unit: Unit, month: dt.date) -> Form:
    columns = (
        ("日期", 12),
        ("值班人员", 22),
        ("带班领导", 12),
        ("巡查情况", 40),
        ("交接事项", 34),
        ("交班", 22),
        ("接班", 22),
    )
    plans = plans_of(unit)
    rows: list[tuple[str, ...]] = [
        (
            f"{one.day:%Y-%m-%d}",
            one.people,
            one.leader,
            _told(unit, one.day, plans),
            one.handover,
            _signed(one.handed_by, one.handed_at),
            _signed(one.taken_by, one.taken_at),
        )
        for one in _shifts(unit, month)
    ]
    return "值守日志", columns, rows


def _signed(user: Any, at: dt.datetime | None) -> str:
    return f"{user.shown_name} {clock.local(at):%m-%d %H:%M}" if user and at else ""


def _told(unit: Unit, day: dt.date, plans: Plans) -> str:
    """What the rounds of the shift that begins on a day came to, in a sentence."""
    if plans.begin(day) > clock.now():
        return "未到"
    rounds = _rounds(unit, plans.begin(day), plans.begin(day + DAY))
    found = [look for one in rounds for look in one.looks.all() if not look.ok]
    partial = sum(one.partial for one in rounds)
    said = f"巡查{len(rounds)}次{f'（{partial}次未查完）' * bool(partial)}，发现问题{len(found)}个"
    missed, late = missed_and_late(gaps_of_shift(unit, day))
    told = [f"漏查{missed}次"] * bool(missed) + [f"超时{late}次"] * bool(late)
    return f"{'，'.join([said, *told])}。"


def _patrols(unit: Unit, month: dt.date) -> Form:
    columns = (
        ("日期", 12),
        ("时间", 14),
        ("巡查人", 14),
        ("实查/应查", 10),
        ("发现的问题", 50),
        ("备注", 24),
    )
    days = days_of(month)
    entries = sorted([*_done(unit, days), *_missed(unit, days)]) if days else []
    rows: list[tuple[str, ...]] = [(f"{clock.local(at):%Y-%m-%d}", *told) for at, told in entries]
    return "巡网台账", columns, rows


Entry = tuple[dt.datetime, tuple[str, ...]]
"""A line of the log with the moment that it begins at."""


def _done(unit: Unit, days: Sequence[dt.date]) -> Iterator[Entry]:
    """The rounds, each on the day it began."""
    plans = plans_of(unit)
    for one in _rounds(unit, _midnight(days[0]), _midnight(days[-1] + DAY)):
        looks = list(one.looks.all())
        bad = "；".join(f"{look.name}：{look.note}" for look in looks if not look.ok)
        begun, ended = clock.local(one.begun_at), clock.local(one.ended_at or one.begun_at)
        when = f"{begun:%H:%M}—{_until(begun, ended)}"
        uncounted = one.partial and plans.on(ended.date()).whole
        note = "；".join([one.note] * bool(one.note) + ["未查完，不算一次巡查"] * uncounted)
        yield one.begun_at, (when, one.user.shown_name, one.coverage, bad or "未发现问题", note)


def _until(begun: dt.datetime, ended: dt.datetime) -> str:
    """The time at which something ended, as it is read beside the day it began."""
    days = (ended.date() - begun.date()).days
    return f"{ended:%H:%M}" if not days else f"次日{ended:%H:%M}" if days == 1 else f"{ended:%m-%d %H:%M}"


def _missed(unit: Unit, days: Sequence[dt.date]) -> Iterator[Entry]:
    plans = plans_of(unit)
    for day, found in gaps_between(unit, days[0], days[-1]).items():
        for gap in found:
            said = f"漏查{gap.missed}次" if gap.missed else "超时"
            told = f"{said}（要求：{rules()[plans.on(day).rule].name}）"
            yield gap.start, (f"{_hour(gap.start, day)}—{_hour(gap.end, day)}", "", "0", told, "")


def _hour(moment: dt.datetime, day: dt.date) -> str:
    local = clock.local(moment)
    return local.strftime("%H:%M") if local.date() == day else "24:00"


def _shifts(unit: Unit, month: dt.date) -> Sequence[Shift]:
    rows = Shift.objects.filter(unit=unit, day__year=month.year, day__month=month.month)
    return list(rows.select_related("handed_by", "taken_by"))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


def _rounds(unit: Unit, start: dt.datetime, end: dt.datetime) -> list[PatrolRound]:
    """The rounds that are over and began from one moment to another, the oldest first."""
    begun = PatrolRound.objects.filter(unit=unit, begun_at__gte=start, begun_at__lt=end)
    over = begun.exclude(ended_at=None).select_related("user").prefetch_related("looks")
    return list(over.order_by("begun_at", "pk"))


def _sheet(book: Any, title: str, form: Form) -> None:
    name, columns, rows = form
    sheet = book.add_worksheet(name)
    big = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.merge_range(0, 0, 0, len(columns) - 1, f"{title}{name}", big)
    sheet.set_row(0, 30)
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, label, head)
    for number, row in enumerate(rows, start=2):
        tallest = max(lines_of(text, width) for text, (_, width) in zip(row, columns, strict=True))
        sheet.set_row(number, 3 + 15 * tallest)
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, cell)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def summary(units: Sequence[Unit], first: dt.date, last: dt.date) -> GivenTable:
    """The duty of units in a period, as a circular's table: shifts, rounds, missed rounds, faults found."""
    rows = []
    for unit in units:
        rounds = _rounds(unit, _midnight(first), _midnight(last + DAY))
        partial = sum(one.partial for one in rounds)
        found = sum(not look.ok for one in rounds for look in one.looks.all())
        days = gaps_between(unit, first, last).values()
        missed, late = missed_and_late(gap for day in days for gap in day)
        shifts = Shift.objects.filter(unit=unit, day__range=(first, last)).count()
        rows.append((unit.name, shifts, len(rounds), partial, missed, late, found))
    columns = ("单位", "值班班次", "巡查次数", "未查完次数", "漏查次数", "超时次数", "发现问题")
    note = (
        "漏查次数为本地巡查要求的时段内一次也没有巡查的时段数（每2小时一次的，一天12个时段），时段内有巡查、但与上一次的间隔"
        "超过要求的计为超时；未查完全部网站的是否算一次巡查，按各单位当时的设置；从单位第一个班或第一次巡查开始时算起。"
    )
    return GivenTable("duty", "值守情况统计表", columns, tuple(rows), sums=columns[1:], note=note)
