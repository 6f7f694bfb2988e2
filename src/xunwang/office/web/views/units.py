"""The unit tree: what each branch holds on a day, one unit with its part of the register, and changes of the tree."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people import tree
from xunwang.office.people.models import Unit, UnitLevel, User
from xunwang.office.people.past import tree_on
from xunwang.office.people.policy import UNITS, USERS, Action
from xunwang.office.registry.history import counts, flows
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.web.acting import actionable, chosen_unit, day, try_to, written
from xunwang.office.web.viewing import day_asked, page_of, viewer, visible, visible_or_404


class Branch(Record, frozen=True):
    """A unit with what it and all below it had on the day; `indent` counts from the top of what is shown, `then` was its superior on the day if another is now."""

    unit: Unit
    level: str
    indent: int
    websites: int
    accounts: int
    then: str


def units(request: HttpRequest) -> HttpResponse:
    day_, wrong = day_asked(request)
    user = viewer(request)
    page = page_of(request, visible(UNITS, request).order_by("path"))
    below, top, levels = _Below(user, day_), user.unit.depth, dict(UnitLevel.choices)
    page.object_list = [
        Branch(unit, str(levels[unit.level]), unit.depth - top, *below.of(unit), then=below.superior(unit))
        for unit in page.object_list
    ]
    may_found = UNITS.grants_to(user, Action.CHANGE)
    context = {"page": page, "on": day_, "wrong": wrong, "may_found": may_found}
    return render(request, "web/units.html", context)


_COUNTED = (SubjectKind.WEBSITE, SubjectKind.ACCOUNT)


class _Below:
    """How many websites and accounts stood at and below any unit on the day: paths of then in order, and sums up to each."""

    def __init__(self, user: User, on: dt.date) -> None:
        tree = tree_on(on)
        self._then = tree.paths()
        above = {key for path in self._then.values() for key in _superior(path)}
        self._names = dict(Unit.objects.filter(pk__in=above).values_list("pk", "name"))
        shown = Q(unit__path__startswith=user.unit.path) | tree.below(user.unit)
        rows = SubjectVersion.objects.on(on).filter(shown, kind__in=_COUNTED).order_by()
        websites, accounts = (Count("pk", filter=Q(kind=kind)) for kind in _COUNTED)
        named = rows.values_list("unit", "unit__path").annotate(websites=websites, accounts=accounts)
        counted = sorted((self._then.get(unit, path), *numbers) for unit, path, *numbers in named)
        self._paths = [path for path, *_ in counted]
        self._sums = [[0, *accumulate(row[place] for row in counted)] for place in (1, 2)]

    def superior(self, unit: Unit) -> str:
        """Below whom it stood, where that was not its superior of now."""
        then, now = _superior(self._then.get(unit.pk, unit.path)), _superior(unit.path)
        return "" if then == now else "、".join(self._names[key] for key in then) or "没有上级"

    def of(self, unit: Unit) -> tuple[int, int]:
        top = self._then.get(unit.pk, unit.path)
        first, end = (bisect_left(self._paths, path) for path in (top, f"{top}\uffff"))
        websites, accounts = (sums[end] - sums[first] for sums in self._sums)
        return websites, accounts


def _superior(path: str) -> list[int]:
    """The key of the unit next above, if there is any."""
    return [int(key) for key in path.split("/")[-3:-2]]


def unit(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(UNITS, request, key)
    user = viewer(request)
    on, wrong = day_asked(request)
    own = SubjectVersion.objects.on(on).filter(unit=shown).select_related("subject")
    below = Unit.objects.subtree(shown).exclude(pk=shown.pk)
    may_change = UNITS.may(user, Action.CHANGE, shown) and shown.valid_to is None
    context = {
        "unit": shown,
        "on": on,
        "wrong": wrong,
        "above": Unit.objects.above(shown).filter(path__startswith=user.unit.path),
        "counts": counts(shown, on),
        "flows": flows(shown, on.replace(month=1, day=1), on),
        "children": [one for one in below.order_by("path") if one.depth == shown.depth + 1],
        "page": page_of(request, own.order_by("kind", "name", "pk")),
        "people": shown.users.filter(is_active=True, token=None).count(),
        "may_see_people": USERS.grants_to(user, Action.VIEW),
        "may_change": may_change,
        "is_own": shown.pk == user.unit_id,
        "levels": UnitLevel.choices,
        "new_parents": UNITS.visible(user)
        .filter(valid_to=None)
        .exclude(path__startswith=shown.path)
        .order_by("path"),
        "today": clock.today(),
    }
    return render(request, "web/unit.html", context)


Act = Callable[[HttpRequest, User, Unit], str]


def _found(request: HttpRequest, user: User, above: Unit) -> str:
    on = day(request, "on", "成立日期")
    made = tree.found(above, written(request, "name"), written(request, "level"), on, user=user)
    return f"已建立“{made}”。"


def _rename(request: HttpRequest, user: User, shown: Unit) -> str:
    tree.rename(shown, written(request, "name"), written(request, "level"), user=user)
    return f"已登记为“{shown}”。"


def _move(request: HttpRequest, user: User, shown: Unit) -> str:
    parent = chosen_unit(request, "新的上级单位", name="parent")
    _refuse_own(user, shown)
    tree.move(shown, parent, user=user)
    return f"“{shown}”已划归“{parent}”。"


def _close(request: HttpRequest, user: User, shown: Unit) -> str:
    _refuse_own(user, shown)
    tree.close(shown, day(request, "on", "撤销日期"), user=user)
    return f"“{shown}”已撤销。"


def _refuse_own(user: User, shown: Unit) -> None:
    if shown.pk == user.unit_id:
        raise OfficeError("不能划转或撤销自己所在的单位，应由上级办理。")


_ACTS: dict[str, Act] = {"found": _found, "rename": _rename, "move": _move, "close": _close}


@require_POST
def act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    shown = actionable(UNITS, request, key, Action.CHANGE)
    try_to(request, lambda: _ACTS[act](request, viewer(request), shown))
    return redirect("unit", shown.pk)
