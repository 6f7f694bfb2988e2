"""The form for a new campaign, and how a campaign came by its subjects."""

import datetime as dt
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.creating import create, drawn_again, drawn_of, new_seed
from xunwang.office.campaigns.planning import PLANNABLE, Plan, Share, type_of
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.registry.fields import LEVELS
from xunwang.office.registry.models import KIND_LABELS, SubjectVersion
from xunwang.office.web.acting import day, optional_day, refuse, written
from xunwang.office.web.viewing import viewer, visible_or_404

_SHARES = {SubjectKind.ACCOUNT: "10", SubjectKind.APP: "100"}
"""What the form proposes to draw of a kind, in per cent; 30 of all others."""


class Line(Record, frozen=True):
    """One kind of subject in the form; `types` are (name, how many the register has, chosen)."""

    kind: SubjectKind
    label: str
    total: int
    taken: bool
    sampled: bool
    percent: str
    types: tuple[tuple[str, int, bool], ...]


def new_campaign(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not CAMPAIGNS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    if request.method == "POST":
        try:
            campaign = create(user.unit, _plan(request), user=user)
        except OfficeError as error:
            refuse(request, error)
            return render(request, "web/new_campaign.html", _page(user, request.POST), status=400)
        messages.success(request, f"已建立“{campaign}”，共 {campaign.subjects.count()} 个对象。")
        return redirect("campaign", campaign.pk)
    return render(request, "web/new_campaign.html", _page(user, None))


def draw(request: HttpRequest, key: int) -> HttpResponse:
    """The record of the draw: its seed, every stratum, who was left out and why, and whether it can be repeated."""
    campaign = visible_or_404(CAMPAIGNS, request, key)
    drawn = drawn_of(campaign)
    if drawn is None or not viewer(request).unit.holds(campaign.unit):
        raise Http404
    context = {"campaign": campaign, "drawn": drawn, "same": drawn_again(campaign)}
    return render(request, "web/draw.html", context)


def _page(user: User, sent: Any) -> dict[str, object]:
    """`sent` is the form as it came, None for a fresh one."""
    return {
        "given": _proposed() if sent is None else sent.dict(),
        "norms": door.norms(),
        "levels": [(level, sent is not None and level in sent.getlist("levels")) for level in LEVELS],
        "lines": _lines(user, sent),
    }


def _lines(user: User, sent: Any) -> list[Line]:
    rows = SubjectVersion.objects.on(clock.today()).below(user.unit).filter(kind__in=PLANNABLE)
    counted: dict[str, Counter[str]] = {kind: Counter() for kind in PLANNABLE}
    for row in rows.select_related("subject"):
        counted[row.subject.kind][type_of(row)] += 1
    return [_line(kind, counted[kind], sent) for kind in PLANNABLE]


def _line(kind: SubjectKind, types: Counter[str], sent: Any) -> Line:
    chosen = sent.getlist(f"types-{kind}") if sent is not None else []
    return Line(
        kind,
        KIND_LABELS[kind],
        types.total(),
        f"take-{kind}" in sent if sent is not None else kind is SubjectKind.WEBSITE,
        sent is not None and sent.get(f"cover-{kind}") == "sample",
        sent.get(f"percent-{kind}", "") if sent is not None else _SHARES.get(kind, "30"),
        tuple((name, count, name in chosen) for name, count in sorted(types.items())),
    )


def _proposed() -> dict[str, str]:
    """The quarter that ended last, and a fresh seed."""
    today = clock.today()
    first = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    end = today if today - first > dt.timedelta(days=60) else first - dt.timedelta(days=1)
    start = dt.date(end.year, 3 * ((end.month - 1) // 3) + 1, 1)
    words = "一二三四"[(end.month - 1) // 3]
    return {
        "name": f"{end.year}年第{words}季度检查",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "as_of": end.isoformat(),
        "norm": "cn-2019",
        "seed": new_seed(),
    }


def _plan(request: HttpRequest) -> Plan:
    name = written(request, "name")
    if not name:
        raise OfficeError("请填写检查的名称。")
    if written(request, "norm") not in {head.id for head in door.norms()}:
        raise OfficeError("请选择指标依据。")
    shares = tuple(_share(request, kind) for kind in PLANNABLE if written(request, f"take-{kind}"))
    if not shares:
        raise OfficeError("请至少选择一类检查对象。")
    sampled = any(share.percent is not None for share in shares)
    seed = written(request, "seed")
    if sampled and not seed:
        raise OfficeError("抽样需要种子，任意写几个数字即可；同样的种子得到同样的样本。")
    return Plan(
        name=name[:200],
        start=day(request, "start", "起始日期"),
        end=day(request, "end", "截止日期"),
        as_of=day(request, "as_of", "监测时间点"),
        norm=written(request, "norm"),
        shares=shares,
        closing_on=optional_day(request, "closing_on", "通报截止日"),
        seed=seed[:60] if sampled else "",
        levels=tuple(level for level in request.POST.getlist("levels") if level in LEVELS),
    )


def _share(request: HttpRequest, kind: SubjectKind) -> Share:
    sampled = written(request, f"cover-{kind}") == "sample"
    return Share(
        kind,
        _percent(written(request, f"percent-{kind}"), KIND_LABELS[kind]) if sampled else None,
        tuple(name[:50] for name in request.POST.getlist(f"types-{kind}")[:50]),
    )


def _percent(text: str, kind: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(0)
    if not (percent.is_finite() and 0 < percent <= 100):
        raise OfficeError(f"{kind}的抽查比例应大于 0、不超过 100，实际为“{text}”。")
    return percent
