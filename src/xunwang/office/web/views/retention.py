"""How long things are kept, which archives may go, what holds the others, and the act that removes those that may."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.periods import PERIODS
from xunwang.office.retention.lots import Archive, Lot, examine, lots, size_of, standing_of
from xunwang.office.retention.policies import REMOVED_RUNS
from xunwang.office.retention.removing import let_go, mark_of
from xunwang.office.web.acting import try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible

_LOTS = 20
"""On a page: of each some sums are looked up."""
_SHOWN = 200


class Group(Record, frozen=True):
    """Archives of a lot for which the same is to be said."""

    said: str
    archives: tuple[Archive, ...]

    @property
    def shown(self) -> tuple[Archive, ...]:
        return self.archives[:_SHOWN]


def kept(request: HttpRequest) -> HttpResponse:
    """The rules, every lot of the subtree with the day on which it may go, and what went."""
    removed, user = visible(REMOVED_RUNS, request).order_by("-pk"), viewer(request)
    page = Paginator(list(lots(user.unit)), _LOTS).get_page(request.GET.get("page"))
    context = {
        "periods": PERIODS.values(),
        "page": page,
        "lots": standing_of(page),
        "removed": page_of(request, removed, "removed"),
        "waiting": removed.filter(gone_at=None).count(),
    }
    return render(request, "web/retention.html", context)


def lot(request: HttpRequest, key: str) -> HttpResponse:
    """What of one lot may go, how big it is, and what holds the rest; the form that removes what may."""
    if not REMOVED_RUNS.grants_to(viewer(request), Action.VIEW):
        raise PermissionDenied
    found = next((one for one in lots(viewer(request).unit) if one.key == key), None)
    if found is None:
        raise Http404
    may_remove = REMOVED_RUNS.grants_to(viewer(request), Action.CHANGE)
    if request.method == "POST":
        if not may_remove:
            raise PermissionDenied
        try_to(request, lambda: _remove(request, found))
        return redirect("retention_lot", key)
    archives = examine(found)
    free = [one for one in archives if one.free]
    context = {
        "lot": found,
        "free": _grouped(free, lambda one: PERIODS[one.period].what),
        "count": len(free),
        "size": size_of(one.path for one in free),
        "held": _grouped([one for one in archives if not one.free], lambda one: "；".join(one.holds)),
        "mark": mark_of(free),
        "may_remove": may_remove,
    }
    return render(request, "web/retention_lot.html", context)


def _grouped(archives: Iterable[Archive], said_of: Callable[[Archive], str]) -> list[Group]:
    groups = defaultdict[str, list[Archive]](list)
    for one in archives:
        groups[said_of(one)].append(one)
    return [Group(said, tuple(same)) for said, same in groups.items()]


def _remove(request: HttpRequest, found: Lot) -> str:
    if written(request, "sure") != "yes":
        raise OfficeError("请先勾选“已经备份，知道删除后不能恢复”。")
    rows = let_go(found, written(request, "mark"), user=viewer(request))
    return f"已记入操作记录，{len(rows)} 份归档正在由后台删除；中断了会自动继续。"
