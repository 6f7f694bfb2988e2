"""What a person's own unit owes today: answers, reports, signatures."""

from xunwang.office import clock
from xunwang.office.alerts.models import Severity
from xunwang.office.alerts.policies import ALERTS
from xunwang.office.cross.models import Assignment
from xunwang.office.cross.policies import ASSIGNMENTS
from xunwang.office.desk import service as desk
from xunwang.office.desk.policies import MANUSCRIPTS
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.filing.models import Filing, FilingState
from xunwang.office.filing.policies import FILINGS
from xunwang.office.mandates import service as mandates
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.rectify.models import (
    OWED_STATES,
    SETTLED,
    EventKind,
    Ticket,
    TicketState,
)
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.reporting import service as reporting
from xunwang.office.web.links import address_of
from xunwang.office.web.today.task import PLAIN, URGENT, Task


def tickets_to_answer(user: User) -> list[Task]:
    today = clock.today()
    tasks = []
    for ticket in Ticket.objects.filter(unit=user.unit, state__in=OWED_STATES).order_by("due_on"):
        late = today > ticket.due_on
        left = f"已超过截止日 {ticket.due_on}" if late else f"最迟 {ticket.due_on} 整改并回复"
        title = f"整改通知：{ticket.campaign.name}"
        text = f"{left}，{ticket.items.exclude(state__in=SETTLED).count()} 个问题待整改。"
        tone = URGENT if late or (ticket.due_on - today).days <= 2 else PLAIN
        tasks.append(Task(title, text, address_of("ticket", ticket.pk), "查看并回复", tone))
    return tasks


def mandates_owed(user: User) -> list[Task]:
    """What superiors ordered the unit to settle."""
    tasks = []
    for one in mandates.owed(user.unit):
        late = one.overdue(clock.today())
        parts = one.parts.count()
        waits = one.parts.filter(answered_on=None).count()
        when = f"已超过截止日 {one.due_on}" if late else f"最迟 {one.due_on} 回复"
        below = (
            f"；分办的 {parts} 个单位还有 {waits} 个没有回复"
            if waits
            else "；下级已全部回复"
            if parts
            else ""
        )
        tone = URGENT if late or (one.due_on - clock.today()).days <= 2 else PLAIN
        link = address_of("mandate", one.pk)
        tasks.append(
            Task(f"上级交办：{one.title}", f"{one.sender}交办，{when}{below}。", link, "去办理", tone)
        )
    return tasks


def cross_checks(user: User) -> list[Task]:
    """What the unit has to inspect of others'."""
    if not ASSIGNMENTS.grants_to(user, Action.ANSWER):
        return []
    open_ = Assignment.objects.filter(unit=user.unit, handed_in_at=None)
    first = open_.order_by("check_of__due_on").values_list("check_of__due_on", flat=True).first()
    if first is None:
        return []
    text = f"上级分给本单位 {open_.count()} 个对象，最迟 {first} 核实并提交。"
    tone = URGENT if first < clock.today() else PLAIN
    return [Task("交叉检查", text, address_of("duties"), "去检查", tone)]


def reports_owed(user: User) -> list[Task]:
    """Reports that superiors asked the unit for."""
    tasks = []
    for addressee in reporting.owed(user.unit):
        asked = addressee.request
        late = clock.today() > addressee.due_on
        text = f"{asked.unit}要求报送{asked.get_form_display()}，" + (
            f"已超过截止日 {addressee.due_on}。" if late else f"最迟 {addressee.due_on} 上传盖章材料。"
        )
        link = address_of("report", asked.pk)
        tasks.append(Task(f"报送材料：{asked.title}", text, link, "去报送", URGENT if late else PLAIN))
    return tasks


def error_reports(user: User) -> list[Task]:
    """Error reports of the public that are late."""
    own = ErrorReport.objects.late(clock.today()).filter(unit__path__startswith=user.unit.path)
    late = own.count() if ERROR_REPORTS.grants_to(user, Action.VIEW) else 0
    if not late:
        return []
    link = f"{address_of('error_reports')}?list=late"
    return [Task(f"网民找错逾期 {late} 件", "超过 3 个工作日没有办结，请尽快答复。", link, "去办理", URGENT)]


def manuscripts_to_sign(user: User) -> list[Task]:
    """Texts of the unit that this person could sign next."""
    tasks = []
    for one in MANUSCRIPTS.visible(user).filter(exported_at=None)[:20]:
        state = desk.state_of(one)
        step = state.next_step
        if step is not None and desk.may_sign_next(state, user):
            link = address_of("manuscript", one.pk)
            tasks.append(
                Task(f"待{step.label}：{one.title}", "三审须由三个不同的人依次签署。", link, "去审核")
            )
    return tasks


def alarms(user: User) -> list[Task]:
    """What came up, has not ended, and nobody has said that they see to it."""
    if not ALERTS.grants_to(user, Action.ANSWER):
        return []
    unseen = ALERTS.visible(user).filter(ended_at=None, acked_at=None)
    count, first = unseen.count(), unseen.order_by("-severity", "begun_at").first()
    if first is None:
        return []
    text = f"最要紧的一条：{first.title}（{first.unit}）。"
    tone = URGENT if first.severity == Severity.URGENT else PLAIN
    return [Task(f"报警没有人确认 {count} 条", text, address_of("alerts"), "去确认", tone)]


def filings_returned(user: User) -> list[Task]:
    """What the unit filed and has to put right before it is looked at again."""
    if not FILINGS.grants_to(user, Action.ANSWER):
        return []
    returned = Filing.objects.filter(unit=user.unit, state=FilingState.RETURNED).prefetch_related("steps")
    return [_filing_returned(one) for one in returned[:20]]


def _filing_returned(filing: Filing) -> Task:
    owed = filing.owed
    late = owed is not None and owed.late
    by = f"，最迟 {owed.due_on}" if owed else ""
    text = f"{filing.get_matter_display()}报备被退回，补正后重新申报{by}{'，已超过' if late else ''}。"
    tone = URGENT if late else PLAIN
    return Task(f"报备退回补正：{filing.name}", text, address_of("filing", filing.pk), "去补正", tone)


def to_press(user: User) -> list[Task]:
    """For the leader: tickets of the own unit that are so late that the leader was asked."""
    asked = Ticket.objects.filter(
        unit=user.unit, state__in=OWED_STATES, events__kind=EventKind.ESCALATED, due_on__lt=clock.today()
    )
    return [
        Task(f"请督办：{one.campaign.name}", f"整改截止日 {one.due_on} 已过，仍没有回复，系统已提请负责人督办。",
             address_of("ticket", one.pk), "查看", URGENT)
        for one in asked.select_related("campaign").distinct()
    ]  # fmt: skip


def watch(user: User) -> list[Task]:
    """For leaders and auditors: the state of things, nothing to press."""
    open_ones = TICKETS.visible(user).exclude(state=TicketState.CLOSED).count()
    tasks = []
    if open_ones:
        text = f"本单位及下级还有 {open_ones} 件整改没有办结。"
        tasks.append(Task("整改进展", text, address_of("tickets"), "查看"))
    return tasks
