"""What circulars and the office want to know of the error reports of a period."""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from xunwang.inspector.model import Record
from xunwang.office.circulars.data import GivenTable
from xunwang.office.feedback.models import ErrorReport, Machine, ReportQuerySet, Truth
from xunwang.office.people.models import Unit
from xunwang.office.people.naming import labels


class Figures(Record, frozen=True):
    """Counts of the reports received in a period, as they stand on `today`.

    A verdict counts once its report is closed. `checked` are confirmed reports on sites that had been inspected before, `missed` those of them the machine had not found.
    """

    name: str
    received: int = 0
    handed_late: int = 0
    on_time: int = 0
    closed_late: int = 0
    open_late: int = 0
    running: int = 0
    true: int = 0
    untrue: int = 0
    checked: int = 0
    missed: int = 0
    oldest_open: dt.date | None = None

    @property
    def ended(self) -> int:
        """The base of the rate: every report but those whose deadline still runs."""
        return self.received - self.running

    @property
    def rate(self) -> str:
        return percent(self.on_time, self.ended)

    @property
    def miss_rate(self) -> str:
        """M4: `missed` ÷ `checked`."""
        return percent(self.missed, self.checked)

    @property
    def unchecked(self) -> int:
        return self.true - self.checked

    def told(self, decimals: int = 1) -> str:
        """As circulars print it."""
        if not self.received:
            return "未收到网民找错留言。"
        rate = f"，{percent(self.on_time, self.ended, decimals)}" if self.ended else ""
        running = f"；另有{self.running}件在办理期限内" if self.running else ""
        return f"{self.received}件，按时办结{self.on_time}件{rate}{running}。"


def percent(part: int, whole: int, decimals: int = 1) -> str:
    """So many decimals at most; what is short of all never reads 100%, what is more than none never 0%."""
    if not whole:
        return "—"
    step = Decimal(1).scaleb(-decimals)
    exact = (Decimal(100) * part / whole).quantize(step, ROUND_HALF_UP)
    if part < whole:
        exact = min(exact, 100 - step)
    if part:
        exact = max(exact, step)
    return f"{exact.normalize():f}%"


def figures(rows: ReportQuerySet, today: dt.date, name: str = "合计") -> Figures:
    """Without those that were set aside."""
    return _count(name, list(rows.counted()), today)


def by_unit(rows: ReportQuerySet, today: dt.date) -> list[Figures]:
    """A row for each unit that has to deal with any, most reports first; without reports that were set aside."""
    units: dict[Unit, list[ErrorReport]] = {}
    for report in rows.counted().select_related("unit"):
        units.setdefault(report.unit, []).append(report)
    names = labels(units)
    counted = [_count(names[unit.pk], reports, today) for unit, reports in units.items()]
    return sorted(counted, key=lambda one: (-one.received, one.name))


def _count(name: str, reports: Sequence[ErrorReport], today: dt.date) -> Figures:
    still = [one for one in reports if one.settled_at is None]
    true = [one for one in reports if one.truth == Truth.TRUE and not one.open]
    return Figures(
        name,
        received=len(reports),
        handed_late=sum(one.handed_late for one in reports),
        on_time=sum(one.on_time is True for one in reports),
        closed_late=sum(one.on_time is False for one in reports),
        open_late=sum(one.due_on < today for one in still),
        running=sum(one.due_on >= today for one in still),
        true=len(true),
        untrue=sum(one.truth == Truth.UNTRUE and not one.open for one in reports),
        checked=sum(one.machine in {Machine.FOUND, Machine.MISSED} for one in true),
        missed=sum(one.machine == Machine.MISSED for one in true),
        oldest_open=min((timezone.localdate(one.received_at) for one in still), default=None),
    )


def given_table(units: Sequence[Figures]) -> GivenTable:
    """The table of a circular: a row for each unit."""
    return GivenTable(
        key="error_reports",
        title="网民找错留言办理情况",
        columns=("单位", "收到", "期限内", "已到期", "按时办结", "按时办结率", "属实", "不属实"),
        rows=tuple(
            (one.name, one.received, one.running, one.ended, one.on_time, None, one.true, one.untrue)
            for one in units
        ),
        sums=("收到", "期限内", "已到期", "按时办结", "属实", "不属实"),
        rates=(("按时办结率", "按时办结", "已到期"),),
        note="办结期限为收到次日起3个工作日，全国平台上已答复的以答复时间为准；期限内为尚未办结且未到期限的；已到期含提前办结；按时办结率＝按时办结÷已到期。",
    )
