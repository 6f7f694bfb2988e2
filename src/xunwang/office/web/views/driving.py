"""What those who run a campaign do with it: set it going, close the point, tell the units, draft the circular, release."""

import datetime as dt
import re
from collections.abc import Callable

import msgspec
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.campaigns import issuing, looking, service, slicing
from xunwang.office.campaigns.letterhead import Draft, header_of, quarter
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS
from xunwang.office.campaigns.publishing import publish_reports
from xunwang.office.campaigns.regions import seat
from xunwang.office.circulars.layout import layouts, load_layout
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.duty import lending
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import UnitLevel
from xunwang.office.people.policy import Action
from xunwang.office.rectify.issuing import issue
from xunwang.office.web.acting import actionable, day, lines, number, optional_day, try_to, written
from xunwang.office.web.viewing import viewer, visible_or_404

Act = Callable[[HttpRequest, Campaign], str]
_PLACES = ("省", "市", "县", "区", "旗", "州", "盟", "镇", "乡")
_OF_A_CITY = ("各县（区）人民政府", "市政府各部门、各直属机构")
_ADDRESSEES: dict[str, tuple[str, ...]] = {
    UnitLevel.COUNTY: ("各乡镇人民政府、街道办事处", "县（区）政府各部门、各直属机构")
}


def _start(request: HttpRequest, campaign: Campaign) -> str:
    count = looking.start(campaign, user=viewer(request))
    return f"检查已开始，{count} 个对象排队。"


def _pause(request: HttpRequest, campaign: Campaign) -> str:
    looking.pause(campaign, user=viewer(request))
    return "检查已暂停，做完的保留，点“继续检查”接着做。"


def _lend(request: HttpRequest, campaign: Campaign) -> str:
    count = lending.ask_to_lend(campaign, user=viewer(request))
    return f"正在采用 {count} 个网站最近一次巡查的结果，正式检查之后会更新。"


def _close_point(request: HttpRequest, campaign: Campaign) -> str:
    if campaign.point_closed_at:
        raise OfficeError("监测时间点的结果已经定稿。")
    unjudged = service.without_verdict(campaign).count()
    if unjudged:
        raise OfficeError(f"还有 {unjudged} 个对象没有结论，不能定稿；请先完成检查。")
    if slicing.under_way(campaign):
        raise OfficeError("检查还在进行，请等它完成再定稿。")
    service.close_point(campaign, user=viewer(request))
    return "监测时间点的结果已定稿，以后的认定、申诉和复查计入通报截止日的结论。"


def _release(request: HttpRequest, campaign: Campaign) -> str:
    if not campaign.point_closed_at:
        raise OfficeError("请先定稿，再公布结果。")
    service.release(campaign, user=viewer(request))
    return "结果已公布，各单位可以查看自己的部分。"


def _issue(request: HttpRequest, campaign: Campaign) -> str:
    tickets = issue(
        campaign,
        user=viewer(request),
        days=number(request, "days", "整改期限"),
        first_day_counts=bool(written(request, "first_day_counts")),
        demand=written(request, "demand"),
        advice=bool(written(request, "advice")),
    )
    if not tickets:
        raise OfficeError("没有需要下发的单位：没有认定的问题，或都已下发过。")
    return f"已向 {len(tickets)} 个单位下发整改通知，截止日 {tickets[0].due_on}。"


def _circular(request: HttpRequest, campaign: Campaign) -> str:
    layout = written(request, "layout") or "standard"
    draft = msgspec.structs.replace(_draft(request), filled=_filled(request, layout))
    if not campaign.point_closed_at:
        raise OfficeError("请先定稿，再起草通报。")
    version = issuing.draft(
        campaign,
        header_of(campaign, draft),
        user=viewer(request),
        layout=layout,
        confirmed=bool(written(request, "confirmed")),
    )
    publish_reports(campaign, user=viewer(request))
    count = version.files.count() - 1
    kept = sum(one.changed for one in issuing.wording_of(version))
    told = f"上一版改过的 {kept} 段文字已沿用。" if kept else ""
    return f"通报第 {version.number} 版和 {count} 个附件已生成，数字已自动核对一致。{told}"


def _draft(request: HttpRequest) -> Draft:
    needed = {"issuer": "发文机关", "region": "地区", "period": "期次", "addressees": "主送单位"}
    for name, label in needed.items():
        if not written(request, name):
            raise OfficeError(f"请填写“{label}”。")
    return Draft(
        issuer=written(request, "issuer"),
        region=written(request, "region"),
        period=written(request, "period"),
        addressees=_listed(request, "addressees"),
        issued=day(request, "issued", "成文日期"),
        deadline=optional_day(request, "deadline", "整改截止日"),
        report_to=written(request, "report_to") or None,
        number=written(request, "number") or None,
        contact=written(request, "contact") or None,
        copied_to=_listed(request, "copied_to"),
        highlights=lines(request, "highlights"),
    )


def _listed(request: HttpRequest, name: str) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in re.split("[，,；;]", written(request, name)))))


def _filled(request: HttpRequest, key: str) -> dict[str, str]:
    """What people entered for the fields of a form layout. Raises OfficeError."""
    fields = {field.slot: field for field in load_layout(key).fields} if key in layouts() else {}
    given = {slot: written(request, f"filled_{slot}") for slot in fields}
    for slot, text in given.items():
        if text and fields[slot].whole:
            given[slot] = str(number(request, f"filled_{slot}", fields[slot].label))
    return {slot: text[:60] for slot, text in given.items() if text}


_ACTS: dict[str, tuple[Action, Act]] = {
    "start": (Action.CHANGE, _start),
    "pause": (Action.CHANGE, _pause),
    "lend": (Action.CHANGE, _lend),
    "close": (Action.RELEASE, _close_point),
    "release": (Action.RELEASE, _release),
    "issue": (Action.CHANGE, _issue),
    "circular": (Action.CHANGE, _circular),
}


@require_POST
def drive(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    action, perform = _ACTS[act]
    campaign = actionable(CAMPAIGNS, request, key, action)
    try_to(request, lambda: perform(request, campaign))
    return redirect("campaign", campaign.pk)


@require_POST
def look_again(request: HttpRequest, key: int) -> HttpResponse:
    """One subject anew."""
    row = visible_or_404(CAMPAIGN_SUBJECTS, request, key)
    campaign = actionable(CAMPAIGNS, request, row.campaign_id, Action.CHANGE)

    def act() -> str:
        looking.look_again(row, user=viewer(request))
        when = "检查暂停中，点“继续检查”后才会开始。" if campaign.paused else ""
        return f"“{row.name}”已重新排队检查。{when}"

    try_to(request, act)
    return redirect("subject", campaign.pk, row.pk)


def progress(request: HttpRequest, key: int) -> HttpResponse:
    """How far the run is: a part of the campaign's page that renews itself."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    return render(
        request,
        "web/progress.html",
        {"campaign": campaign, "progress": progress_of(campaign), "polled": True},
    )


def progress_of(campaign: Campaign) -> dict[str, object]:
    """The counts of the run by state, the sites under way, and what went wrong."""
    states = dict(service.inspected(campaign).order_by().values_list("run_state").annotate(Count("pk")))
    running = slicing.under_way(campaign)
    rows = CampaignSubject.objects.filter(campaign=campaign)
    return {
        "total": sum(states.values()),
        "looked": states.get(RunState.LOOKED, 0),
        "waiting": states.get(RunState.WAITING, 0),
        "under_way": rows.filter(run_state=RunState.LOOKING),
        "failed": rows.filter(run_state=RunState.FAILED),
        "running": running,
        "problem": "" if running else slicing.last_problem(campaign),
        "untouched": states.get(RunState.NONE, 0),
    }


def draft_for(campaign: Campaign) -> Draft:
    """What the form proposes: what the newest version says, else what is usual."""
    newest = campaign.versions.first()
    if newest:
        return msgspec.convert(issuing.header_kept(newest), Draft, from_attributes=True)
    today = clock.today()
    office = _office_of(campaign.unit.name)
    due = campaign.tickets.aggregate(last=Max("due_on"))["last"]
    return Draft(
        issuer=office,
        region=seat(campaign.unit.name),
        period=quarter(campaign.as_of),
        addressees=_ADDRESSEES.get(campaign.unit.level, _OF_A_CITY),
        issued=today,
        deadline=due or calendar().next_working(today + dt.timedelta(days=10)),
        report_to=office,
    )


def _office_of(unit: str) -> str:
    """Who signs: the unit itself where it is called an office, else the office of the government of the place that it names."""
    if unit.endswith("人民政府"):
        return f"{unit}办公室"
    return f"{unit}人民政府办公室" if unit.endswith(_PLACES) else unit
