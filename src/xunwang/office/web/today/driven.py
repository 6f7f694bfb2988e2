"""What a person has to drive today: reviews, tickets of others, campaigns, accounts of people."""

from django.db.models import Count, Q

from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState, RunState
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.campaigns.review import pending_by_campaign
from xunwang.office.campaigns.service import inspected
from xunwang.office.deadlines.models import CalendarYear
from xunwang.office.filing.models import Filing, FilingState
from xunwang.office.orphans.models import Answer, OrphanState
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import USERS
from xunwang.office.rectify.lists import lists
from xunwang.office.rectify.models import Step, ToleranceLine
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.rectify.tolerance import over_line
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.reporting.models import SubmissionState
from xunwang.office.reporting.policies import REQUESTS
from xunwang.office.web.links import address_of
from xunwang.office.web.today.task import CALM, PLAIN, URGENT, Task


def reports_asked(user: User) -> list[Task]:
    """Requests of the unit past their deadline that somebody has not answered."""
    today = clock.today()
    tasks = []
    for asked in REQUESTS.visible(user).filter(unit=user.unit, due_on__lt=today)[:20]:
        rows = asked.addressees.prefetch_related("submissions")
        owing = {SubmissionState.MISSING, SubmissionState.RETURNED}
        missing = sum(row.state(today) in owing and row.due_on < today for row in rows)
        if missing:
            text = f"截止日 {asked.due_on} 已过，还有 {missing} 个单位没有报送。"
            link = address_of("report", asked.pk)
            tasks.append(Task(f"材料未报：{asked.title}", text, link, "查看", URGENT))
    return tasks


def orphans(user: User) -> list[Task]:
    """Addresses online that the register does not know and somebody has to look into."""
    alive = ORPHANS.visible(user).filter(
        state=OrphanState.OPEN, placed=True, answer__in=[Answer.LIVE, Answer.OTHER]
    )
    count = alive.count()
    if not count:
        return []
    text = "能打开，而名录和报备里没有，或已经注销；请核实归属。"
    return [Task(f"名录外网站 {count} 个", text, address_of("orphans"), "去核实")]


def filings_unmended(user: User) -> list[Task]:
    """What this unit sent back, and the units did not file again in time."""
    over = Filing.objects.unmended(clock.today()).filter(holder=user.unit)
    count = over.count()
    if not count:
        return []
    units = "、".join(over.order_by("unit__path").values_list("unit__name", flat=True).distinct()[:3])
    link = f"{address_of('filings')}?list=late"
    return [Task(f"报备逾期未补正 {count} 件", f"退回后没有按时重新申报：{units}。", link, "查看", URGENT)]


def filings(user: User) -> list[Task]:
    """What units filed and this unit has to pass on, approve or send back."""
    waiting = Filing.objects.filter(state=FilingState.WAITING, holder=user.unit).order_by("filed_on", "pk")
    first = waiting.first()
    if first is None:
        return []
    text = f"最早的一件是{first.unit} {first.filed_on} 申报的“{first.name}”{first.get_matter_display()}。"
    return [Task(f"报备待审核 {waiting.count()} 件", text, f"{address_of('filings')}?list=mine", "去审核")]


def over_the_line(user: User) -> list[Task]:
    """Units that have crossed the tolerance line and stand on no rung that follows from it."""
    line = ToleranceLine.objects.filter(unit=user.unit).first()
    over = [one for one in over_line(line, clock.today()) if one.next_step is Step.INTERVIEW] if line else []
    if not over:
        return []
    names = "、".join(one.unit.name for one in over[:3])
    text = f"{names}{'等' if len(over) > 3 else ''}超过容错预警线，按规定约谈。"
    return [Task(f"达到约谈条件 {len(over)} 个单位", text, address_of("measures"), "查看", URGENT)]


def review(user: User) -> list[Task]:
    tasks = []
    campaigns = CAMPAIGNS.visible(user).filter(unit__path__startswith=user.unit.path)
    found = pending_by_campaign(campaigns)
    for campaign in campaigns.filter(pk__in={key for key, _ in found}) if found else ():
        waiting, second = (found[campaign.pk, state] for state in (FindingState.WAITS, FindingState.SECOND))
        link = address_of("review", campaign.pk)
        if waiting:
            effect = _effect_of_a_ruling(campaign)
            text = f"{waiting} 条疑似问题等待人工认定，{effect}。"
            tasks.append(Task(f"审核：{campaign.name}", text, link, "进入审核队列"))
        if second:
            text = f"{second} 条请第二人复核，应由提请人以外的人认定。"
            tasks.append(Task(f"复核：{campaign.name}", text, f"{link}?state=second", "进入复核队列"))
    return tasks


def _effect_of_a_ruling(campaign: Campaign) -> str:
    if campaign.point_closed_at:
        return "结果已定稿，认定属实的另行通知整改"
    return "认定前有的网站暂不作结论" if inspected(campaign).exists() else "认定属实的通知单位整改"


def follow_up(user: User) -> list[Task]:
    """The tickets of what this person runs: appeals, overdue ones, those nobody opened."""
    asked = (
        ("appeals", "申诉待处理", "单位认为问题认定有误，请尽快处理。", PLAIN),
        ("overdue", "整改已逾期", "超过截止日仍没有回复，请联系单位或采取措施。", URGENT),
        ("unread", "通知没有人看", "下发后单位没有任何人打开，请电话联系。", PLAIN),
        ("answered", "复查后仍待办结", "单位已回复，正在复查或需要人工确认。", PLAIN),
    )
    on = lists(clock.today())
    seen = TICKETS.visible(user).filter(on["open"] | on["appeals"])
    counted = seen.aggregate(**{name: Count("pk", filter=on[name]) for name, *_ in asked})
    place = address_of("tickets")
    return [
        Task(f"{title} {counted[name]} 件", text, f"{place}?list={name}", "查看", tone)
        for name, title, text, tone in asked
        if counted[name]
    ]


def campaigns_to_drive(user: User) -> list[Task]:
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
        return Task("第一步：导入名录", text, address_of("websites"), "去名录")
    text = "名录已有对象，可以建立第一次检查。"
    return Task("建立检查", text, address_of("campaigns"), "去检查列表")


def _next_step(campaign: Campaign) -> Task | None:
    link = address_of("campaign", campaign.pk)
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


def calendar(user: User) -> list[Task]:
    del user
    year = clock.today().year
    known = dict(CalendarYear.objects.values_list("year", "confirmed"))
    late = clock.today().month == 12 and not known.get(year + 1, False)
    if known.get(year, False) and not late:
        return []
    which = year if not known.get(year, False) else year + 1
    text = f"{which} 年的放假安排还没有录入，涉及这一年的截止日都是暂定的。"
    return [Task("确认工作日历", text, address_of("calendar"), "去确认")]


def trail(user: User) -> list[Task]:
    del user
    return [Task("操作记录", "核验记录链是否完整，按需导出。", address_of("audit"), "去核验", CALM)]


def without_account(user: User) -> list[Task]:
    """Units that answer for something and have nobody who could log in."""
    owing = SubjectVersion.objects.below(user.unit).filter(valid_to=None).values("unit")
    silent = Unit.objects.filter(pk__in=owing).exclude(pk__in=Unit.objects.with_people())
    count = silent.count()
    if not count:
        return []
    names = "、".join(silent.values_list("name", flat=True)[:3])
    text = f"{names}{'等' if count > 3 else ''}有登记的网站或账号，却没有人能登录，收不到整改通知。"
    return [Task(f"没有账号的单位 {count} 个", text, address_of("people"), "去邀请")]


def accounts(user: User) -> list[Task]:
    people = USERS.visible(user).filter(successor=None).count()
    if people == 1:
        text = "系统里只有您一个账号。邀请主管人员，由主管人员导入名录、建立检查；单位可以现在建立，也可以随名录导入。"
        return [Task("第一步：邀请主管人员", text, address_of("people"), "去邀请")]
    return [Task("账号管理", f"本单位及下级共有 {people} 个账号。", address_of("people"), "去管理", CALM)]
