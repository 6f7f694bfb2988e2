"""The home page: what this person should do today, said by their role."""

from collections.abc import Callable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState, RunState
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.cross.models import Assignment
from xunwang.office.cross.policies import ASSIGNMENTS
from xunwang.office.desk import service as desk
from xunwang.office.desk.policies import MANUSCRIPTS
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.mandates import service as mandates
from xunwang.office.orphans.models import Answer, OrphanState
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.models import User
from xunwang.office.people.policy import USERS, Action
from xunwang.office.people.roles import Role
from xunwang.office.rectify.models import (
    OWED_STATES,
    READING,
    Appeal,
    CalendarYear,
    EventKind,
    Step,
    Ticket,
    TicketState,
    ToleranceLine,
)
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.rectify.tolerance import standings
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.reporting import service as reporting
from xunwang.office.reporting.models import Standing
from xunwang.office.reporting.policies import REQUESTS
from xunwang.office.web.viewing import viewer

CALM, PLAIN, URGENT = "calm", "", "urgent"


class Task(Record, frozen=True):
    """One thing to do: what, why, where; `tone` says how pressing it is."""

    title: str
    text: str
    link: str
    verb: str
    tone: str = PLAIN


def home(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    tasks = [task for ask in (*_BY_ROLE[Role(user.role)], _cross_checks) for task in ask(user)]
    tasks.sort(key=lambda task: (URGENT, PLAIN, CALM).index(task.tone))
    recent = CAMPAIGNS.visible(user).select_related("unit")[:5]
    context = {"tasks": tasks, "recent": recent, "today": clock.today()}
    return render(request, "web/home.html", context)


def _tickets_to_answer(user: User) -> list[Task]:
    today = clock.today()
    tasks = []
    for ticket in Ticket.objects.filter(unit=user.unit, state__in=OWED_STATES).order_by("due_on"):
        late = today > ticket.due_on
        left = f"已超过截止日 {ticket.due_on}" if late else f"请在 {ticket.due_on} 前整改并回复"
        title = f"整改通知：{ticket.campaign.name}"
        text = f"{left}，共 {ticket.items.count()} 个问题。"
        tone = URGENT if late or (ticket.due_on - today).days <= 2 else PLAIN
        tasks.append(Task(title, text, reverse("ticket", args=[ticket.pk]), "查看并回复", tone))
    return tasks


def _cross_checks(user: User) -> list[Task]:
    """What the unit has to inspect of others'."""
    if not ASSIGNMENTS.grants_to(user, Action.ANSWER):
        return []
    open_ = Assignment.objects.filter(unit=user.unit, handed_in_at=None)
    first = open_.order_by("check_of__due_on").values_list("check_of__due_on", flat=True).first()
    if first is None:
        return []
    text = f"上级分给本单位 {open_.count()} 个对象，请在 {first} 前核实并提交。"
    tone = URGENT if first < clock.today() else PLAIN
    return [Task("交叉检查", text, reverse("duties"), "去检查", tone)]


def _reports_owed(user: User) -> list[Task]:
    """Reports that superiors asked the unit for."""
    tasks = []
    for addressee in reporting.owed(user.unit):
        asked = addressee.request
        late = clock.today() > asked.due_on
        text = f"{asked.unit}要求报送{asked.get_form_display()}，" + (
            f"已超过截止日 {asked.due_on}。" if late else f"请在 {asked.due_on} 前上传盖章材料。"
        )
        link = reverse("report", args=[asked.pk])
        tasks.append(Task(f"报送材料：{asked.title}", text, link, "去报送", URGENT if late else PLAIN))
    return tasks


def _reports_asked(user: User) -> list[Task]:
    """Requests of the unit past their deadline that somebody has not answered."""
    today = clock.today()
    tasks = []
    for asked in REQUESTS.visible(user).filter(unit=user.unit, due_on__lt=today)[:20]:
        counted = reporting.tally(list(asked.addressees.prefetch_related("submissions")), today)
        missing = counted.get(Standing.MISSING, 0) + counted.get(Standing.RETURNED, 0)
        if missing:
            text = f"截止日 {asked.due_on} 已过，还有 {missing} 个单位没有报送。"
            link = reverse("report", args=[asked.pk])
            tasks.append(Task(f"材料未报：{asked.title}", text, link, "查看", URGENT))
    return tasks


def _orphans(user: User) -> list[Task]:
    """Addresses online that the register does not know and somebody has to look into."""
    alive = ORPHANS.visible(user).filter(
        state=OrphanState.OPEN, placed=True, answer__in=[Answer.LIVE, Answer.OTHER]
    )
    count = alive.count()
    if not count:
        return []
    text = "能打开，而名录和报备里没有，或已经注销；请核实归属。"
    return [Task(f"名录外网站 {count} 个", text, reverse("orphans"), "去核实")]


def _mandates(user: User) -> list[Task]:
    """What superiors ordered the unit to settle."""
    tasks = []
    for one in mandates.owed(user.unit):
        late = one.overdue(clock.today())
        parts = one.parts.count()
        waits = one.parts.filter(answered_on=None).count()
        when = f"已超过截止日 {one.due_on}" if late else f"请在 {one.due_on} 前回复"
        below = (
            f"；分办的 {parts} 个单位还有 {waits} 个没有回复"
            if waits
            else "；下级已全部回复"
            if parts
            else ""
        )
        tone = URGENT if late or (one.due_on - clock.today()).days <= 2 else PLAIN
        link = reverse("mandate", args=[one.pk])
        tasks.append(
            Task(f"上级交办：{one.title}", f"{one.sender}交办，{when}{below}。", link, "去办理", tone)
        )
    return tasks


def _over_the_line(user: User) -> list[Task]:
    """Units that have crossed the tolerance line and stand on no rung that follows from it."""
    line = ToleranceLine.objects.filter(unit=user.unit).first()
    over = [one for one in standings(line, clock.today()) if one.next_step is Step.INTERVIEW] if line else []
    if not over:
        return []
    names = "、".join(one.unit.name for one in over[:3])
    text = f"{names}{'等' if len(over) > 3 else ''}超过容错预警线，按规定约谈。"
    return [Task(f"达到约谈条件 {len(over)} 个单位", text, reverse("measures"), "查看", URGENT)]


def _error_reports(user: User) -> list[Task]:
    """Error reports of the public that are late."""
    own = ErrorReport.objects.late(clock.today()).filter(unit__path__startswith=user.unit.path)
    late = own.count() if ERROR_REPORTS.grants_to(user, Action.VIEW) else 0
    if not late:
        return []
    link = f"{reverse('error_reports')}?list=late"
    return [Task(f"网民找错逾期 {late} 件", "超过 3 个工作日没有办结，请尽快答复。", link, "去办理", URGENT)]


def _manuscripts(user: User) -> list[Task]:
    """Texts of the unit that this person could sign next."""
    tasks = []
    for one in MANUSCRIPTS.visible(user).filter(exported_at=None)[:20]:
        state = desk.state_of(one)
        step = state.next_step
        if step is not None and all(said.user_id != user.pk for said in state.valid):
            link = reverse("manuscript", args=[one.pk])
            tasks.append(
                Task(f"待{step.label}：{one.title}", "三审须由三个不同的人依次签署。", link, "去审核")
            )
    return tasks


def _review(user: User) -> list[Task]:
    tasks = []
    for campaign in CAMPAIGNS.visible(user).filter(unit__path__startswith=user.unit.path):
        waits = FindingRow.objects.filter(subject__campaign=campaign)
        waiting = waits.filter(state=FindingState.WAITS).count()
        second = waits.filter(state=FindingState.SECOND).count()
        link = reverse("review", args=[campaign.pk])
        if waiting:
            text = f"{waiting} 条疑似问题等待人工认定，认定前有的网站暂不作结论。"
            tasks.append(Task(f"审核：{campaign.name}", text, link, "进入审核队列"))
        if second:
            text = f"{second} 条请第二人复核，应由提请人以外的人认定。"
            tasks.append(Task(f"复核：{campaign.name}", text, f"{link}?state=second", "进入复核队列"))
    return tasks


def _follow_up(user: User) -> list[Task]:
    """The tickets of what this person runs: appeals, overdue ones, those nobody opened."""
    seen = TICKETS.visible(user)
    lists = reverse("tickets")
    asked = [
        ("申诉待处理", seen.filter(pk__in=Appeal.objects.filter(accepted=None).values("item__ticket")), "appeals",
         "单位认为问题认定有误，请尽快处理。", PLAIN),
        ("整改已逾期", seen.filter(state__in=OWED_STATES, due_on__lt=clock.today()), "overdue",
         "超过截止日仍没有回复，请联系单位或采取措施。", URGENT),
        ("通知没有人看", seen.filter(state__in=OWED_STATES).exclude(events__kind__in=READING), "unread",
         "下发后单位没有任何人打开，请电话联系。", PLAIN),
        ("复查后仍待办结", seen.filter(state=TicketState.ANSWERED), "answered", "单位已回复，正在复查或需要人工确认。", PLAIN),
    ]  # fmt: skip
    return [
        Task(f"{title} {rows.distinct().count()} 件", text, f"{lists}?list={name}", "查看", tone)
        for title, rows, name, text, tone in asked
        if rows.exists()
    ]


def _campaigns(user: User) -> list[Task]:
    tasks = []
    for campaign in CAMPAIGNS.visible(user).filter(unit__path__startswith=user.unit.path, released=False):
        task = _next_step(campaign)
        if task:
            tasks.append(task)
    if not Campaign.objects.filter(unit=user.unit).exists():
        tasks.append(_first_step(user))
    return tasks


def _first_step(user: User) -> Task:
    if not SubjectVersion.objects.below(user.unit).filter(valid_to=None).exists():
        text = "名录是空的。先导入网站和新媒体账号的名录，再建立检查。"
        return Task("第一步：导入名录", text, reverse("websites"), "去名录")
    text = "名录已有对象，可以建立第一次检查。"
    return Task("建立检查", text, reverse("campaigns"), "去检查列表")


def _next_step(campaign: Campaign) -> Task | None:
    link = reverse("campaign", args=[campaign.pk])
    rows = campaign.subjects
    if campaign.point_closed_at:
        return Task(f"公布结果：{campaign.name}", "结果已定稿，尚未公布。", link, "去公布")
    failed = rows.filter(run_state=RunState.FAILED).count()
    if failed:
        return Task(
            f"没有查成：{campaign.name}", f"{failed} 个对象没有查成，请看原因后重查。", link, "查看", URGENT
        )
    if rows.filter(Q(run_state=RunState.NONE, verdict_at_point="")).exists():
        return Task(f"开始检查：{campaign.name}", "还有对象没有检查。", link, "去检查")
    if rows.filter(run_state__in=[RunState.WAITING, RunState.LOOKING]).exists():
        return Task(f"检查进行中：{campaign.name}", "可以离开本页，检查会继续。", link, "看进度", CALM)
    if not FindingRow.objects.filter(subject__campaign=campaign, state=FindingState.WAITS).exists():
        return Task(f"定稿：{campaign.name}", "检查和审核都已完成，可以定稿、下发整改。", link, "去定稿")
    return None


def _calendar(user: User) -> list[Task]:
    del user
    year = clock.today().year
    known = dict(CalendarYear.objects.values_list("year", "confirmed"))
    late = clock.today().month == 12 and not known.get(year + 1, False)
    if known.get(year, False) and not late:
        return []
    which = year if not known.get(year, False) else year + 1
    text = f"{which} 年的放假安排还没有录入，涉及这一年的截止日都是暂定的。"
    return [Task("确认工作日历", text, reverse("calendar"), "去确认")]


def _to_press(user: User) -> list[Task]:
    """For the leader: tickets of the own unit that are so late that the leader was asked."""
    asked = Ticket.objects.filter(
        unit=user.unit, state__in=OWED_STATES, events__kind=EventKind.ESCALATED, due_on__lt=clock.today()
    )
    return [
        Task(f"请督办：{one.campaign.name}", f"整改截止日 {one.due_on} 已过，仍没有回复，系统已提请负责人督办。",
             reverse("ticket", args=[one.pk]), "查看", URGENT)
        for one in asked.select_related("campaign").distinct()
    ]  # fmt: skip


def _watch(user: User) -> list[Task]:
    """For leaders and auditors: the state of things, nothing to press."""
    open_ones = TICKETS.visible(user).exclude(state=TicketState.CLOSED).count()
    tasks = []
    if open_ones:
        text = f"本单位及下级还有 {open_ones} 件整改没有办结。"
        tasks.append(Task("整改进展", text, reverse("tickets"), "查看"))
    return tasks


def _trail(user: User) -> list[Task]:
    del user
    return [Task("操作记录", "核验记录链是否完整，按需导出。", reverse("audit"), "去核验", CALM)]


def _accounts(user: User) -> list[Task]:
    people = USERS.visible(user).count()
    return [Task("账号管理", f"本单位及下级共有 {people} 个账号。", reverse("people"), "去管理", CALM)]


Ask = Callable[[User], list[Task]]
_BY_ROLE: dict[Role, tuple[Ask, ...]] = {
    Role.SUPERVISOR: (
        _mandates,
        _tickets_to_answer,
        _reports_owed,
        _error_reports,
        _reports_asked,
        _follow_up,
        _over_the_line,
        _campaigns,
        _review,
        _orphans,
        _manuscripts,
        _calendar,
    ),
    Role.INSPECTOR: (
        _mandates,
        _reports_owed,
        _error_reports,
        _reports_asked,
        _follow_up,
        _campaigns,
        _manuscripts,
    ),
    Role.REVIEWER: (_review, _manuscripts),
    Role.UNIT_CLERK: (_tickets_to_answer, _mandates, _reports_owed, _error_reports, _manuscripts),
    Role.UNIT_LEADER: (
        _to_press,
        _tickets_to_answer,
        _mandates,
        _reports_owed,
        _error_reports,
        _manuscripts,
        _watch,
    ),
    Role.AUDITOR: (_trail, _watch),
    Role.ADMINISTRATOR: (_accounts, _calendar),
}
