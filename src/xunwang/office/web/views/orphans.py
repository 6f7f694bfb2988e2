"""Websites outside the register: who links to them, whose they probably are, and what people decided."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask, open_job
from xunwang.office.orphans import probing, service
from xunwang.office.orphans.models import Orphan, OrphanKind, OrphanState, Trace
from xunwang.office.orphans.policies import ORPHANS
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.web.acting import actionable, back, chosen_unit, day, ticked, try_to, written
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import in_order_asked, page_of, viewer, visible, visible_or_404

_MOST_TRACES = 200
_OPEN_LISTS = ("open", "cancelled", "unplaced")
_LISTS = (
    ("open", "待核实", Q(state=OrphanState.OPEN, kind=OrphanKind.UNFILED, placed=True)),
    ("cancelled", "注销未下线", Q(state=OrphanState.OPEN, kind=OrphanKind.CANCELLED)),
    ("unplaced", "看不出归属", Q(state=OrphanState.OPEN, placed=False)),
    ("ours", "已列入审核", Q(state=OrphanState.OURS)),
    ("ignored", "暂不处理", Q(state=OrphanState.IGNORED)),
    ("foreign", "不归本地", Q(state=OrphanState.FOREIGN)),
    ("settled", "已了结", Q(state=OrphanState.SETTLED)),
)

_BY_UNIT = ("unit__path", "host", "pk")
_SORTED = {
    "host": ("host",),
    "unit": ("unit__path", "host"),
    "linking": ("linking",),
    "first": ("first_on",),
}


def orphans(request: HttpRequest) -> HttpResponse:
    with one_moment():
        rows = visible(ORPHANS, request)
        which = request.GET.get("list", "open")
        may_decide = ORPHANS.grants_to(viewer(request), Action.DECIDE)
        chosen = next((condition for name, _, condition in _LISTS if name == which), _LISTS[0][2])
        context = {
            "page": page_of(
                request, in_order_asked(request, _listed(rows.filter(chosen)), _SORTED, *_BY_UNIT)
            ),
            "which": which,
            "lists": [(name, label, rows.filter(condition).count()) for name, label, condition in _LISTS],
            "may_decide": may_decide,
            "may_compare": SUBJECTS.grants_to(viewer(request), Action.CHANGE),
            "many": may_decide and which in _OPEN_LISTS,
            "busy": open_job(probing.NOW, "all") is not None,
        }
        return render(request, "web/orphans.html", context)


def _listed(rows: QuerySet[Orphan]) -> QuerySet[Orphan]:
    linking = rows.annotate(linking=Count("traces__subject", distinct=True))
    return linking.select_related("unit")


def orphan(request: HttpRequest, key: int) -> HttpResponse:
    with one_moment():
        shown = visible_or_404(ORPHANS, request, key)
        user = viewer(request)
        context = {
            "orphan": shown,
            "traces": _named(shown),
            "may_decide": ORPHANS.may(user, Action.DECIDE, shown),
            "units": UNITS.visible(user).filter(valid_to=None).order_by("path"),
            "looking": open_job(probing.LOOK, shown.pk) is not None,
        }
        return render(request, "web/orphan.html", context)


def _named(shown: Orphan) -> list[tuple[Trace, str]]:
    """The evidence, each piece with what the website on whose page it stands is called."""
    traces = list(shown.traces.all()[:_MOST_TRACES])
    versions = SubjectVersion.objects.filter(subject__in=[one.subject_id for one in traces if one.subject_id])
    names = dict(versions.order_by("valid_from").values_list("subject_id", "name"))
    return [(one, names.get(one.subject_id, "") if one.subject_id else one.told_by) for one in traces]


@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """Goes through new runs, and looks at what is due, at once."""
    visible(ORPHANS, request)

    def act() -> str:
        if not ORPHANS.grants_to(viewer(request), Action.DECIDE):
            raise OfficeError("只有主管人员和检查人员可以发起核对。")
        ask(probing.NOW, "all")
        return "已开始核对：先看检查中发现的站外链接，再逐个打开。可以离开本页。"

    try_to(request, act)
    return redirect("orphans")


def _ours(request: HttpRequest, found: Orphan) -> str:
    service.ours(found, chosen_unit(request, "主办单位"), written(request, "reason"), user=viewer(request))
    return "已列入审核队列，认定属实后下发整改通知。"


def _foreign(request: HttpRequest, found: Orphan) -> str:
    service.not_ours(found, written(request, "reason"), user=viewer(request))
    return "已记为不归本地，不再提示。"


def _ignore(request: HttpRequest, found: Orphan) -> str:
    service.ignore(
        found, day(request, "until", "暂不处理至"), written(request, "reason"), user=viewer(request)
    )
    return "到期之前不再提示。"


def _reopen(request: HttpRequest, found: Orphan) -> str:
    service.reopen(found, user=viewer(request))
    return "已恢复为待核实。"


def _place(request: HttpRequest, found: Orphan) -> str:
    unit = chosen_unit(request, "主办单位")
    service.place(found, unit, written(request, "reason"), user=viewer(request))
    return f"主办单位已改为“{unit}”。"


def _look(_request: HttpRequest, found: Orphan) -> str:
    ask(probing.LOOK, found.pk, hosts=[found.host])
    return "正在打开这个地址，稍后刷新本页查看结果。"


_ACTS: dict[str, Callable[[HttpRequest, Orphan], str]] = {
    "ours": _ours,
    "foreign": _foreign,
    "ignore": _ignore,
    "place": _place,
    "reopen": _reopen,
    "look": _look,
}


_MANY = ("foreign", "ignore")
"""What can be said of several at once."""


@require_POST
def act_on_many(request: HttpRequest, act: str) -> HttpResponse:
    """The same decision on all that were ticked, or on none."""
    if act not in _MANY:
        raise Http404
    chosen = [actionable(ORPHANS, request, key, Action.DECIDE) for key in ticked(request, "orphans")]

    def decide() -> str:
        if not chosen:
            raise OfficeError("请先勾选要处理的地址。")
        with transaction.atomic():
            for found in chosen:
                _ACTS[act](request, found)
        return f"已处理 {len(chosen)} 个地址。"

    try_to(request, decide)
    return redirect(back(request, reverse("orphans")))


@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """An address that somebody heard of."""
    visible(ORPHANS, request)
    if not ORPHANS.grants_to(viewer(request), Action.DECIDE):
        raise PermissionDenied

    def act() -> str:
        made = service.tell(written(request, "address"), written(request, "told"), user=viewer(request))
        ask(probing.LOOK, made.pk, hosts=[made.host])
        return f"“{made.host}”列在“{made.get_state_display()}”，正在打开这个地址。"

    try_to(request, act)
    return redirect("orphans")


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    found = actionable(ORPHANS, request, key, Action.DECIDE)
    try_to(request, lambda: _ACTS[act](request, found))
    return redirect("orphan", found.pk)
