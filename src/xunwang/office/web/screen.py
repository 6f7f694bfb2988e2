"""The big screen: what a duty room has to see at a glance, each thing with the way to its rows."""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.rectify.models import OWED_STATES
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.watch.policies import AGREED_DAYS
from xunwang.office.watch.status import now_below
from xunwang.office.watch.weeks import Now
from xunwang.office.web.charts import Chart
from xunwang.office.web.overview import Figure, basis, figures, indicators, judged, trend

ROWS = 6
"""Lines of a list and bars of the breakdown: what fits on a screen of 768 lines."""
_TONES = {Now.OPEN: "good", Now.DOWN: "bad", Now.FAILING: "open"}


class Line(Record, frozen=True):
    """What stands in a list: whose it is, and when it was due."""

    name: str
    of: str
    link: str
    due: dt.date | None = None


class Panel(Record, frozen=True):
    """Counts, and the first lines of what is wrong; `empty` says that there is nothing, or why nobody knows."""

    key: str
    title: str
    counts: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    empty: str = ""


class Screen(Record, frozen=True):
    figures: tuple[Figure, ...]
    basis: str
    charts: tuple[Chart, ...]
    panels: tuple[Panel, ...]


def screen(user: User, today: dt.date) -> Screen:
    periods = judged(user)
    newest = periods[0] if periods else None
    drawn = [trend(user, periods), indicators(user, newest, ROWS)] if newest else []
    return Screen(
        figures=figures(user, today, newest),
        basis=basis(user, newest) if newest else "",
        charts=tuple(chart for chart in drawn if chart.items),
        panels=(_availability(user), _overdue(user, today)),
    )


def _availability(user: User) -> Panel:
    title = "网站现在能否打开"
    if not settings.WATCH_MINUTES:
        return Panel("now", title, empty="这台服务器没有开启可用性监测。")
    if not AGREED_DAYS.grants_to(user, Action.VIEW):
        return Panel("now", title, empty="您的角色不查看可用性监测。")
    found = now_below(user.unit)
    counted = Counter(now for _, now in found)
    where = reverse("watching")
    down = [row for row, now in found if now is Now.DOWN]
    return Panel(
        "now",
        title,
        counts=tuple(
            Figure(
                now.value,
                str(counted[now]),
                f"{where}?now={now.name}",
                _TONES.get(now, "") if counted[now] else "",
            )
            for now in Now
            if counted[now] or now in {Now.OPEN, Now.DOWN}
        ),
        lines=tuple(
            Line(row.name, str(row.unit), reverse("watched", args=[row.subject_id])) for row in down[:ROWS]
        ),
        empty=_said_of_none(counted),
    )


def _said_of_none(counted: Counter[Now]) -> str:
    """What is said where no website is down: whether one is, nobody knows of those that could not be looked at."""
    if not counted:
        return "名录中还没有网站。"
    unknown = counted[Now.UNTOLD] + counted[Now.UNSEEN]
    if unknown == counted.total():
        return "还没有核实过任何一个网站能否打开。"
    return f"已核实的网站都没有打不开的，{unknown} 个还没有核实。" if unknown else "没有打不开的网站。"


def _overdue(user: User, today: dt.date) -> Panel:
    tickets = TICKETS.visible(user).filter(Q(state__in=OWED_STATES), due_on__lt=today)
    reports = ERROR_REPORTS.visible(user).filter(pk__in=ErrorReport.objects.late(today).values("pk"))
    first = sorted(
        [
            *(
                Line(one.campaign.name, str(one.unit), reverse("ticket", args=[one.pk]), one.due_on)
                for one in tickets.select_related("unit", "campaign").order_by("due_on", "pk")[:ROWS]
            ),
            *(
                Line(
                    f"网民找错 {one.number or one.pk}",
                    str(one.unit),
                    reverse("error_report", args=[one.pk]),
                    one.due_on,
                )
                for one in reports.select_related("unit").order_by("due_on", "pk")[:ROWS]
            ),
        ],
        key=lambda line: line.due or today,
    )
    counts = (
        ("整改通知", tickets.count(), f"{reverse('tickets')}?list=overdue"),
        ("网民找错", reports.count(), f"{reverse('error_reports')}?list=late"),
    )
    return Panel(
        "overdue",
        "逾期未办",
        counts=tuple(
            Figure(label, str(count), link, "bad" if count else "") for label, count, link in counts
        ),
        lines=tuple(first[:ROWS]),
        empty="没有逾期的事项。",
    )
