"""A month of duty in the usual forms: 值班表, 值守日志, 巡网台账."""

import calendar as months
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import xlsxwriter

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.circulars.data import GivenTable
from xunwang.office.duty.models import PatrolRound, Shift
from xunwang.office.duty.rules import DAY, Gap, rules
from xunwang.office.duty.service import began_on, gaps_between, gaps_of, plan_of
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
        ("交班", 14),
        ("接班", 14),
    )
    begins = plan_of(unit).begins
    rows: list[tuple[str, ...]] = [
        (
            f"{one.day:%Y-%m-%d}",
            one.people,
            one.leader,
            _told(unit, one.day, begins),
            one.handover,
            _signed(one.handed_by, one.handed_at),
            _signed(one.taken_by, one.taken_at),
        )
        for one in _shifts(unit, month)
    ]
    return "值守日志", columns, rows


def _signed(user: Any, at: dt.datetime | None) -> str:
    return f"{user.shown_name} {clock.local(at):%m-%d %H:%M}" if user and at else ""


def _told(unit: Unit, day: dt.date, begins: dt.time) -> str:
    """What the rounds of the shift that begins on a day came to, in a sentence."""
    rounds = _rounds(unit, day, day + DAY, begins)
    found = [look for one in rounds for look in one.looks.all() if not look.ok]
    partial = sum(one.partial for one in rounds)
    said = f"巡查{len(rounds)}次{f'（{partial}次未查完）' * bool(partial)}，发现问题{len(found)}个"
    missed, late = missed_and_late(gaps_of(unit, day, begins))
    told = [f"漏查{missed}次"] * bool(missed) + [f"超时{late}次"] * bool(late)
    return f"{'，'.join([said, *told])}。"


def missed_and_late(found: Iterable[Gap]) -> tuple[int, int]:
    """How many rounds were missed, and how many were late only."""
    counts = [gap.missed for gap in found]
    return sum(counts), counts.count(0)


def _patrols(unit: Unit, month: dt.date) -> Form:
    columns = (
        ("日期", 12),
        ("时间", 14),
        ("巡查人", 14),
        ("实查/应查", 10),
        ("发现的问题", 50),
        ("备注", 24),
    )
    rows: list[tuple[str, ...]] = []
    for day in days_of(month):
        entries = sorted([*_done(unit, day), *_missed(unit, day)])
        rows += [(f"{day:%Y-%m-%d}", *entry) for entry in entries]
    return "巡网台账", columns, rows


def _done(unit: Unit, day: dt.date) -> Iterator[tuple[str, ...]]:
    for one in _rounds(unit, day, day + DAY):
        looks = list(one.looks.all())
        bad = "；".join(f"{look.name}：{look.note}" for look in looks if not look.ok)
        when = f"{clock.local(one.begun_at):%H:%M}—{clock.local(one.ended_at or one.begun_at):%H:%M}"
        yield when, one.user.shown_name, one.coverage, bad or "未发现问题", one.note


def _missed(unit: Unit, day: dt.date) -> Iterator[tuple[str, ...]]:
    rule = rules()[plan_of(unit).rule]
    for gap in gaps_of(unit, day):
        said = f"漏查{gap.missed}次" if gap.missed else "超时"
        yield f"{_hour(gap.start, day)}—{_hour(gap.end, day)}", "", "0", f"{said}（要求：{rule.name}）", ""


def _hour(moment: dt.datetime, day: dt.date) -> str:
    local = clock.local(moment)
    return local.strftime("%H:%M") if local.date() == day else "24:00"


def _shifts(unit: Unit, month: dt.date) -> Sequence[Shift]:
    rows = Shift.objects.filter(unit=unit, day__year=month.year, day__month=month.month)
    return list(rows.select_related("handed_by", "taken_by"))


def _rounds(unit: Unit, first: dt.date, after: dt.date, begins: dt.time = dt.time()) -> list[PatrolRound]:
    """The rounds that ended from `begins` of a day to `begins` of another, the oldest first."""
    start, end = (dt.datetime.combine(day, begins, SHANGHAI) for day in (first, after))
    ended = PatrolRound.objects.filter(unit=unit, ended_at__gte=start, ended_at__lt=end)
    return list(ended.select_related("user").prefetch_related("looks").order_by("ended_at"))


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
        rounds = _rounds(unit, first, last + DAY)
        partial = sum(one.partial for one in rounds)
        found = sum(not look.ok for one in rounds for look in one.looks.all())
        days = gaps_between(unit, max(first, began_on(unit) or first), last).values()
        missed, late = missed_and_late(gap for day in days for gap in day)
        shifts = Shift.objects.filter(unit=unit, day__range=(first, last)).count()
        rows.append((unit.name, shifts, len(rounds), partial, missed, late, found))
    columns = ("单位", "值班班次", "巡查次数", "未查完次数", "漏查次数", "超时次数", "发现问题")
    note = (
        "漏查次数为本地巡查要求的时段内一次也没有巡查的时段数（每2小时一次的，一天12个时段），时段内有巡查、但与上一次的间隔"
        "超过要求的计为超时；从单位开始登记值班或巡查之日算起。"
    )
    return GivenTable("duty", "值守情况统计表", columns, tuple(rows), sums=columns[1:], note=note)
