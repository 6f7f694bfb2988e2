"""The form for a new campaign."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.campaigns.creating import Plan, create, new_seed
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.registry.fields import LEVELS
from xunwang.office.registry.models import SITE_KIND_LABELS
from xunwang.office.web.acting import day, optional_day, written
from xunwang.office.web.viewing import viewer


def new_campaign(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not CAMPAIGNS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    if request.method == "POST":
        try:
            campaign = create(user.unit, _plan(request), user=user)
        except OfficeError as error:
            messages.error(request, str(error))
            return render(request, "web/new_campaign.html", _page(request.POST.dict()), status=400)
        messages.success(request, f"已建立“{campaign}”，共 {campaign.subjects.count()} 个网站。")
        return redirect("campaign", campaign.pk)
    return render(request, "web/new_campaign.html", _page(_proposed()))


def _page(given: dict[str, str]) -> dict[str, object]:
    return {
        "given": given,
        "norms": door.norms(),
        "levels": LEVELS,
        "kinds": [(kind.value, label) for kind, label in SITE_KIND_LABELS.items()],
    }


def _proposed() -> dict[str, str]:
    """The quarter that ended last, and a fresh seed."""
    today = clock.today()
    first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    end = today if today - first > dt.timedelta(days=60) else first - dt.timedelta(days=1)
    start = dt.date(end.year, 3 * ((end.month - 1) // 3) + 1, 1)
    words = "一二三四"[(end.month - 1) // 3]
    return {
        "name": f"{end.year}年第{words}季度政府网站检查",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "as_of": end.isoformat(),
        "norm": "cn-2019",
        "cover": "all",
        "percent": "30",
        "seed": new_seed(),
    }


def _plan(request: HttpRequest) -> Plan:
    name = written(request, "name")
    if not name:
        raise OfficeError("请填写检查的名称。")
    if written(request, "norm") not in {head.id for head in door.norms()}:
        raise OfficeError("请选择指标依据。")
    sampled = written(request, "cover") == "sample"
    seed = written(request, "seed")
    if sampled and not seed:
        raise OfficeError("抽样需要种子，任意写几个数字即可；同样的种子得到同样的样本。")
    return Plan(
        name=name[:200],
        start=day(request, "start", "起始日期"),
        end=day(request, "end", "截止日期"),
        as_of=day(request, "as_of", "监测时间点"),
        norm=written(request, "norm"),
        closing_on=optional_day(request, "closing_on", "通报截止日"),
        percent=_percent(written(request, "percent")) if sampled else None,
        seed=seed[:60] if sampled else "",
        levels=tuple(level for level in request.POST.getlist("levels") if level in LEVELS),
        kinds=tuple(kind.value for kind in SITE_KIND_LABELS if kind.value in request.POST.getlist("kinds")),
    )


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(0)
    if not (percent.is_finite() and 0 < percent <= 100):
        raise OfficeError(f"抽查比例应大于 0、不超过 100，实际为“{text}”。")
    return percent
