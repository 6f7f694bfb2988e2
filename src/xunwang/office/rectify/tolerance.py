"""Which units have crossed the tolerance line of a supervising unit, and the rung that comes next for each."""

import datetime as dt
from collections import Counter

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from xunwang.inspector.model import Record, Verdict
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.models import (
    OWED_STATES,
    ItemState,
    Measure,
    Step,
    Ticket,
    TicketItem,
    ToleranceLine,
)
from xunwang.office.registry.limits import months_later

MOST_MONTHS = 36


class OverLine(Record, frozen=True):
    """What one unit has come to within the months; `crossed` names the lines it is over, `next_step` the rung that is proposed."""

    unit: Unit
    failed: int
    late: int
    repeated: int
    crossed: tuple[str, ...]
    taken: str
    next_step: Step | None


@transaction.atomic
def set_line(
    unit: Unit, months: int, failed: int | None, late: int | None, repeated: int | None, *, user: User
) -> ToleranceLine:
    """What the unit looks over within so many months; None for what it does not count. Raises OfficeError."""
    if not 1 <= months <= MOST_MONTHS:
        raise OfficeError(f"统计月数应为 1 到 {MOST_MONTHS}。")
    values = {"months": months, "failed": failed, "late": late, "repeated": repeated}
    line, _ = ToleranceLine.objects.update_or_create(unit=unit, defaults=values)
    log_action("tolerance.set", line, user=user, unit=unit, data={"text": described(line)})
    return line


def described(line: ToleranceLine) -> str:
    parts = [f"{label}超过 {value}" for label, value in _lines(line) if value is not None]
    return f"{line.months} 个月内" + ("，".join(parts) or "不设预警线")


def _lines(line: ToleranceLine) -> tuple[tuple[str, int | None], ...]:
    return (("不合格对象", line.failed), ("逾期整改", line.late), ("重复发生的问题", line.repeated))


def over_line(line: ToleranceLine, today: dt.date) -> list[OverLine]:
    """Every unit below that is over a line, the worst first."""
    since = months_later(today, -line.months)
    counts = (_failed(line, since), _late(line, since, today), _repeated(line, since))
    rungs = _highest(line, since)
    told = []
    for unit in Unit.objects.filter(pk__in=set().union(*counts)):
        failed, late, repeated = figures = [count[unit.pk] for count in counts]
        crossed = tuple(
            f"{label} {figure}，超过 {most}"
            for (label, most), figure in zip(_lines(line), figures, strict=True)
            if most is not None and figure > most
        )
        if crossed:
            taken = rungs.get(unit.pk)
            told.append(
                OverLine(unit, failed, late, repeated, crossed, taken.label if taken else "", _after(taken))
            )
    return sorted(told, key=lambda one: (-len(one.crossed), -one.failed - one.late, one.unit.path))


def _after(taken: Step | None) -> Step | None:
    """Over the line means an interview; whoever was talked to already comes to the next rung, until there is none."""
    rungs = list(Step)
    if taken is None or rungs.index(taken) < rungs.index(Step.INTERVIEW):
        return Step.INTERVIEW
    return next(iter(rungs[rungs.index(taken) + 1 :]), None)


def _failed(line: ToleranceLine, since: dt.date) -> Counter[int]:
    rows = CampaignSubject.objects.filter(
        campaign__unit__path__startswith=line.unit.path,
        campaign__as_of__gt=since,
        campaign__point_closed_at__isnull=False,
        verdict_at_point=Verdict.FAIL.value,
    ).exclude(unit=line.unit)
    return _counted(rows, "unit")


def _tickets(line: ToleranceLine, since: dt.date) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(campaign__unit__path__startswith=line.unit.path, issued_on__gt=since)
    return rows.exclude(unit=line.unit)


def _late(line: ToleranceLine, since: dt.date, today: dt.date) -> Counter[int]:
    """Tickets that are late now, or were answered after a deadline."""
    rows = _tickets(line, since).filter(Q(was_late=True) | Q(state__in=OWED_STATES, due_on__lt=today))
    return _counted(rows, "unit")


def _repeated(line: ToleranceLine, since: dt.date) -> Counter[int]:
    """What the unit itself was told before: a fault that came with a website from another unit does not count against it."""
    items = TicketItem.objects.filter(ticket__in=_tickets(line, since), repeated=True, told_unit=None)
    return _counted(items.exclude(state=ItemState.LIFTED), "ticket__unit")


def _counted(
    rows: QuerySet[CampaignSubject] | QuerySet[Ticket] | QuerySet[TicketItem], by: str
) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(by).annotate(number=Count("pk"))))


def _highest(line: ToleranceLine, since: dt.date) -> dict[int, Step]:
    """The highest rung that each unit has stood on within the months."""
    rungs = list(Step)
    highest: dict[int, Step] = {}
    rows = Measure.objects.filter(ticket__in=_tickets(line, since))
    for unit, step in rows.values_list("ticket__unit", "step"):
        now = Step(step)
        if unit not in highest or rungs.index(now) > rungs.index(highest[unit]):
            highest[unit] = now
    return highest
