"""Orders × accounts: what each did and how long it took; who did not, as the table of a circular."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet

from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.circulars.data import GivenTable
from xunwang.office.people.models import Unit
from xunwang.office.reposts.models import Order, Task, TaskState

SHOWN = 12
"""Orders that fit beside each other on a page."""


class Line(Record, frozen=True):
    """One account: a task for each order, None where it was not asked."""

    subject: object
    name: str
    platform: str
    unit: str
    tasks: tuple[Task | None, ...]


class Rates(Record, frozen=True):
    """How an order or a period stands."""

    total: int
    done: int
    late: int
    missed: int
    unseen: int
    waiting: int


def orders_of(orders: QuerySet[Order], first: dt.date, last: dt.date) -> QuerySet[Order]:
    """Given between two days, both included, and not cancelled."""
    since = dt.datetime.combine(first, dt.time(), SHANGHAI)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), SHANGHAI)
    return orders.filter(issued__gte=since, issued__lt=until, cancelled="")


def counted(orders: QuerySet[Order], unit: Unit) -> QuerySet[Order]:
    """With the numbers of the unit's own tasks and those below it by state: `all_tasks`, `done_tasks`, …"""
    own = Q(tasks__unit__path__startswith=unit.path)
    numbers = {
        f"{state.value}_tasks": Count("tasks", filter=own & Q(tasks__state=state.value))
        for state in TaskState
    }
    return orders.annotate(all_tasks=Count("tasks", filter=own), **numbers).order_by("-issued", "-pk")


def rates_of(tasks: QuerySet[Task]) -> Rates:
    found = dict(tasks.order_by().values_list("state").annotate(n=Count("pk")))
    return Rates(total=sum(found.values()), **{state.value: found.get(state.value, 0) for state in TaskState})


def owners_of(tasks: QuerySet[Task]) -> QuerySet[Task, Any]:
    """The accounts that have any of the tasks, in the order of the register's units."""
    rows = tasks.order_by("unit__path", "platform", "name", "subject_id")
    return rows.values("subject_id", "name", "platform", "unit__name", "unit__path").distinct()


def lines_of(owners: Iterable[dict[str, Any]], orders: Sequence[Order], tasks: QuerySet[Task]) -> list[Line]:
    """The matrix for these owners and orders."""
    owners = list(owners)
    rows = tasks.filter(order__in=orders, subject__in=[owner["subject_id"] for owner in owners])
    by_place: dict[tuple[object, int], Task] = {
        (row.subject_id, row.order_id): row for row in rows.select_related("order")
    }
    return [
        Line(
            subject=owner["subject_id"],
            name=str(owner["name"]),
            platform=str(owner["platform"]),
            unit=str(owner["unit__name"]),
            tasks=tuple(by_place.get((owner["subject_id"], order.pk)) for order in orders),
        )
        for owner in owners
    ]


def undone_table(tasks: QuerySet[Task]) -> GivenTable:
    """The accounts that did not repost in time, for a circular."""
    rows = tasks.filter(state__in=[TaskState.MISSED, TaskState.LATE]).select_related("order", "unit")
    told = tuple(
        (row.unit.name, row.name, row.platform, row.order.title, row.get_state_display())
        for row in rows.order_by("unit__path", "name", "order__issued")
    )
    columns = ("单位", "账号名称", "平台", "转载信息", "情况")
    return GivenTable(key="reposts", title="重要信息转载未完成情况", columns=columns, rows=told)
