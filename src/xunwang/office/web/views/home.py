"""The home page: what this person should do today, said by their role."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office import clock
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.campaigns.service import with_begun
from xunwang.office.people.models import User
from xunwang.office.people.roles import Role
from xunwang.office.web.today import driven, owed
from xunwang.office.web.today.task import CALM, PLAIN, URGENT, Task
from xunwang.office.web.viewing import viewer


def home(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    tasks = [task for ask in (*_BY_ROLE[Role(user.role)], owed.cross_checks) for task in ask(user)]
    tasks.sort(key=lambda task: (URGENT, PLAIN, CALM).index(task.tone))
    recent = with_begun(CAMPAIGNS.visible(user).select_related("unit"))[:5]
    context = {"tasks": tasks, "recent": recent, "today": clock.today()}
    return render(request, "web/home.html", context)


Ask = Callable[[User], list[Task]]
_BY_ROLE: dict[Role, tuple[Ask, ...]] = {
    Role.SUPERVISOR: (
        owed.alarms,
        owed.mandates_owed,
        owed.tickets_to_answer,
        owed.reports_owed,
        owed.error_reports,
        driven.reports_asked,
        driven.follow_up,
        driven.filings,
        driven.filings_unmended,
        owed.filings_returned,
        driven.over_the_line,
        driven.campaigns_to_drive,
        driven.review,
        driven.orphans,
        owed.manuscripts_to_sign,
        driven.calendar,
    ),
    Role.INSPECTOR: (
        owed.alarms,
        owed.mandates_owed,
        owed.reports_owed,
        owed.error_reports,
        driven.reports_asked,
        driven.follow_up,
        driven.campaigns_to_drive,
        owed.manuscripts_to_sign,
    ),
    Role.REVIEWER: (driven.review, owed.manuscripts_to_sign),
    Role.UNIT_CLERK: (
        owed.alarms,
        owed.tickets_to_answer,
        owed.filings_returned,
        owed.mandates_owed,
        owed.reports_owed,
        owed.error_reports,
        owed.manuscripts_to_sign,
    ),
    Role.UNIT_LEADER: (
        owed.alarms,
        owed.to_press,
        owed.tickets_to_answer,
        owed.filings_returned,
        owed.mandates_owed,
        owed.reports_owed,
        owed.error_reports,
        owed.manuscripts_to_sign,
        owed.watch,
    ),
    Role.AUDITOR: (driven.trail, owed.watch),
    Role.ADMINISTRATOR: (driven.without_account, driven.calendar, driven.accounts),
}
