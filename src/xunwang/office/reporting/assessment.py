"""The annual assessment of a supervising unit from the year's own records (rulebook 5).

Points that nobody has confirmed stay open: such rows tell their figures and cost nothing, and the score says that it is not whole.
"""

import datetime as dt
from decimal import Decimal

from django.db.models import Count, Q
from django.utils import timezone

from xunwang.inspector.model import Record, Verdict
from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.people.models import Unit
from xunwang.office.registry.limits import months_later
from xunwang.office.reporting.models import ReportForm, Submission
from xunwang.office.reporting.quarters import quarter_bounds
from xunwang.office.reporting.ratios import Share, quarter_of

OPEN_POINTS, LATE_POINTS = Decimal(3), Decimal(2)
FULL, PASS_LINE = Decimal(100), Decimal(60)
WORDING = "W-V1.1"


class Item(Record, frozen=True):
    """One row: `told` is what the records say; `points` the points lost (negative) or None where they are not confirmed."""

    id: str
    name: str
    told: str
    points: Decimal | None
    note: str = ""


class Assessment(Record, frozen=True):
    unit: Unit
    year: int
    items: tuple[Item, ...]

    @property
    def score(self) -> Decimal:
        """What is left of 100 by the confirmed points; never below 0."""
        return max(Decimal(), FULL + sum((item.points or Decimal() for item in self.items), Decimal()))

    @property
    def complete(self) -> bool:
        return all(item.points is not None for item in self.items)

    @property
    def fails(self) -> bool:
        """Under the line already by what is confirmed."""
        return self.score < PASS_LINE


def assess(unit: Unit, year: int, today: dt.date) -> Assessment:
    """The annual assessment of a unit, row by row from its records; what no record tells waits for a person."""
    items = (
        _wording(unit, year),
        _failed(unit, year),
        *_error_reports(unit, year, today),
        *_quarters(unit, year, today),
        _annual_report(unit, year, today),
        Item("A-B1", "集约化平台", "由人工确认全部网站是否迁入集约化平台", None, "全部迁入的加5分"),
    )
    return Assessment(unit, year, items)


def _from_above(unit: Unit, year: int) -> list[Campaign]:
    """Inspections of superiors in the year whose results are released."""
    above = Campaign.objects.filter(unit__path__in=unit.paths_above(), released=True)
    return list(above.filter(point_closed_at__isnull=False, as_of__year=year))


def _wording(unit: Unit, year: int) -> Item:
    found = FindingRow.objects.filter(
        subject__campaign__in=_from_above(unit, year),
        subject__unit__path__startswith=unit.path,
        indicator=WORDING,
        weighed=True,
    )
    count = found.values("subject").distinct().count()
    return Item(
        "A-V1", "抽查严重表述错误", f"上级检查中 {count} 个对象", None, "属否决还是扣分、达到几个，尚未确认"
    )


def _failed(unit: Unit, year: int) -> Item:
    campaigns = _from_above(unit, year)
    own = Q(subjects__unit__path__startswith=unit.path)
    counted = Campaign.objects.filter(pk__in=[one.pk for one in campaigns]).aggregate(
        checked=Count("subjects", own),
        failed=Count("subjects", own & Q(subjects__verdict_at_point=Verdict.FAIL.value)),
    )
    told = f"上级检查 {len(campaigns)} 次，{counted['checked']} 个对象，不合格 {counted['failed']} 个"
    return Item("A-V2", "抽查不合格比例", told, None, "数量或比例的标准尚未确认")


def _error_reports(unit: Unit, year: int, today: dt.date) -> tuple[Item, Item]:
    """Reports received in the year: those that should be settled and are not, and those settled after more than a month."""
    rows = ErrorReport.objects.counted().received_between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    rows = rows.filter(unit__path__startswith=unit.path)
    overdue = rows.late(today).count()
    in_time = rows.unsettled().count() - overdue
    told = f"{rows.count()} 件中到期未办结 {overdue} 件" + (
        f"，另有 {in_time} 件还在办理期限内" if in_time else ""
    )
    late = sum(_took_too_long(row) for row in rows)
    return (
        Item("A-D1", "找错留言未办结", told, 0 - OPEN_POINTS * overdue),
        Item("A-D2", "找错留言超期办结", f"超过1个月办结 {late} 件", 0 - LATE_POINTS * late),
    )


def _took_too_long(report: ErrorReport) -> bool:
    if report.settled_at is None:
        return False
    received = timezone.localdate(report.received_at)
    return timezone.localdate(report.settled_at) > months_later(received, 1)


def _quarters(unit: Unit, year: int, today: dt.date) -> list[Item]:
    made = []
    for number, month in enumerate((1, 4, 7, 10), 1):
        day = dt.date(year, month, 1)
        if day > today:
            continue
        shares, is_over = quarter_of(unit, day), quarter_bounds(day)[1] < today
        words = "，".join(
            _said(name, share, is_over=is_over)
            for name, share in (("网站", shares.sites), ("新媒体", shares.accounts))
        )
        name = f"第{'一二三四'[number - 1]}季度抽查比例"
        made.append(Item("A-D3", name, words, None, "分值尚未确认" if is_over else "本季度尚未结束"))
    return made


def _said(name: str, share: Share, *, is_over: bool) -> str:
    """A share may still grow as long as its quarter lasts, so that it is not too low yet."""
    rate = "—" if share.rate is None else f"{share.rate}%"
    return name + rate + (f"（低于{share.asked}%）" if is_over and not share.met else "")


def _annual_report(unit: Unit, year: int, today: dt.date) -> Item:
    """The supervision report of the year, due on 31 January of the next."""
    sent = Submission.objects.filter(
        addressee__unit=unit, addressee__request__form=ReportForm.SUPERVISION, returned="",
        addressee__request__period_start=dt.date(year, 1, 1),
    ).first()  # fmt: skip
    due = dt.date(year + 1, 1, 31)
    missing = "没有收到" if today > due else f"尚未到期（{due}）"
    told = missing if sent is None else f"{sent.on} 报送"
    if sent is not None and sent.on > due:
        told += f"，晚于 {due}"
    return Item("A-D3", "监管年度报表", told, None, "分值尚未确认")
