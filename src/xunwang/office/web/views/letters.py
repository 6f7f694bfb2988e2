"""Letters of the public: the list, intake by any spreadsheet or from an inspection, figures, test questions, limits."""

import datetime as dt
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.campaigns.models import RunState
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.errors import OfficeError
from xunwang.office.letters import service
from xunwang.office.letters.contradictions import contradictory
from xunwang.office.letters.figures import RulesOf, figures, grouped
from xunwang.office.letters.matching import counted_once
from xunwang.office.letters.models import Letter, Source
from xunwang.office.letters.policies import LETTER_LIMITS, LETTERS
from xunwang.office.letters.table import COLUMNS, listed
from xunwang.office.people.naming import labels
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.uploads import keep_table, place_of
from xunwang.office.web.acting import actionable, day, number, refuse, try_to, written
from xunwang.office.web.periods import decimals_of, period_of
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible

_SALT = "xunwang.letters"
_SHOWN, _TOLD = 200, 50
_LISTS = (("all", "全部"), ("open", "未答复"), ("doubtful", "有疑点"), ("test", "测试留言"))


def letters(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    rows, which = visible(LETTERS, request), request.GET.get("list", "all")
    asked = request.GET.get("q", "").strip()
    listed_rows = _of_list(rows, which).select_related("unit")
    context = {
        "page": page_of(request, listed_rows.filter(title__icontains=asked) if asked else listed_rows),
        "which": which,
        "lists": [(name, label, _of_list(rows, name).count()) for name, label in _LISTS],
        "q": asked,
        "today": clock.today(),
        "may_import": LETTERS.grants_to(user, Action.CHANGE),
        "may_note": LETTERS.grants_to(user, Action.ANSWER),
        "units": UNITS.visible(user).order_by("path"),
    }
    return render(request, "web/letters.html", context)


def _of_list(rows: "QuerySet[Letter]", which: str) -> "QuerySet[Letter]":
    if which == "test":
        return rows.filter(source=Source.TEST)
    public = rows.exclude(source=Source.TEST)
    if which == "open":
        return public.filter(replied=False)
    return public.exclude(doubts=[]) if which == "doubtful" else public


# ── intake ───────────────────────────────────────────────────────────────────────────────────────


def import_letters(request: HttpRequest) -> HttpResponse:
    """First the file, then which column is what; only then anything is written."""
    if not LETTERS.grants_to(viewer(request), Action.CHANGE):
        raise PermissionDenied
    context: dict[str, Any] = {"runs": _runs(request)}
    if request.method == "POST":
        try:
            if written(request, "ticket"):
                return _take(request)
            context |= _opened(request)
        except OfficeError as error:
            refuse(request, error)
    return render(request, "web/import_letters.html", context)


def _runs(request: HttpRequest) -> Any:
    rows = CAMPAIGN_SUBJECTS.visible(viewer(request)).filter(run_state=RunState.LOOKED)
    return rows.exclude(run_path="").select_related("campaign").order_by("-judged_as_of", "name")[:200]


def _opened(request: HttpRequest) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is None:
        raise OfficeError("请选择留言清单。")
    kept = keep_table(upload, f"import/{viewer(request).pk}")
    place = place_of(kept.path)
    assert place is not None
    found = listed(place)
    return {
        "ticket": signing.dumps([viewer(request).pk, kept.path], salt=_SALT),
        "name": kept.name,
        "columns": list(enumerate(found.columns)),
        "fields": [
            (field.name, field.header, field.required, found.places.get(field.name)) for field in COLUMNS
        ],
    }


def _take(request: HttpRequest) -> HttpResponse:
    try:
        owner, path = signing.loads(written(request, "ticket"), salt=_SALT, max_age=7200)
    except signing.BadSignature:
        raise OfficeError("页面已过期，请重新选择清单。") from None
    place = place_of(path)
    if owner != viewer(request).pk or place is None:
        raise OfficeError("页面已过期，请重新选择清单。")
    chosen = {field.name: written(request, f"column_{field.name}") for field in COLUMNS}
    places = {name: int(text) for name, text in chosen.items() if re.fullmatch(r"[0-9]{1,3}", text)}
    intake = service.take_list(listed(place), places, written(request, "box")[:100], by=viewer(request))
    messages.success(request, f"已读入：{intake}。")
    for problem in intake.problems[:_TOLD]:
        tell = messages.error if problem.severity == "error" else messages.warning
        tell(request, str(problem))
    if len(intake.problems) > _TOLD:
        messages.error(request, f"另有 {len(intake.problems) - _TOLD} 处提示，没有逐行列出。")
    return redirect("letters")


# ── acts ─────────────────────────────────────────────────────────────────────────────────────────


def _from_run(request: HttpRequest) -> str:
    key = number(request, "row", "检查结果")
    row = CAMPAIGN_SUBJECTS.visible(viewer(request)).filter(pk=key).exclude(run_path="").first()
    if row is None:
        raise OfficeError("请选择一个检查过的网站。")
    return f"“{row.name}”公开的留言已读入：{service.take_run(row, by=viewer(request))}。"


def _test(request: HttpRequest) -> str:
    unit = UNITS.visible(viewer(request)).filter(pk=number(request, "unit", "单位")).first()
    if unit is None:
        raise OfficeError("请选择单位。")
    asked = day(request, "asked_on", "提交日期")
    service.register_test(unit, written(request, "box"), written(request, "title"), asked, by=viewer(request))
    return "测试留言已登记，收到答复后请在列表里登记答复日期。"


def _limits(request: HttpRequest) -> str:
    words = re.split(r"[,，、\s]+", written(request, "classes"))
    if not all(re.fullmatch(r"[0-9]{1,2}", word) for word in words):
        raise OfficeError("“统计档次”应为用逗号分开的整数，例如 1,5,7,15。")
    service.set_limits(
        viewer(request).unit,
        number(request, "limit", "答复期限"),
        [int(word) for word in words],
        by=viewer(request),
    )
    return "留言期限已保存。"


_ACTS: dict[str, tuple[Callable[[HttpRequest], bool], Callable[[HttpRequest], str], str]] = {
    "run": (lambda request: LETTERS.grants_to(viewer(request), Action.CHANGE), _from_run, "letters"),
    "test": (lambda request: LETTERS.grants_to(viewer(request), Action.ANSWER), _test, "letters"),
    "limits": (
        lambda request: LETTER_LIMITS.grants_to(viewer(request), Action.CHANGE),
        _limits,
        "letter_figures",
    ),
}


@require_POST
def act(request: HttpRequest, act: str) -> HttpResponse:
    if act not in _ACTS:
        raise Http404
    granted, perform, page = _ACTS[act]
    if not granted(request):
        raise PermissionDenied
    try_to(request, partial(perform, request))
    return redirect(page)


@require_POST
def answered(request: HttpRequest, key: int) -> HttpResponse:
    letter = actionable(LETTERS, request, key, Action.ANSWER)

    def perform() -> str:
        on = day(request, "answered_on", "答复日期")
        service.test_answered(letter, on, written(request, "reply"), by=viewer(request))
        return "答复已登记。"

    try_to(request, perform)
    return redirect("letters")


# ── figures ──────────────────────────────────────────────────────────────────────────────────────


def figures_page(request: HttpRequest) -> HttpResponse:
    user, today = viewer(request), clock.today()
    first, last, wrong = period_of(request)
    with one_moment():
        everything = list(
            visible(LETTERS, request).filter(asked_on__range=(first, last)).select_related("unit")
        )
        rules_of = service.rules_for(today)
    own = rules_of(user.unit)
    tests = [one for one in everything if one.source == Source.TEST]
    rows = [one for one in everything if one.source != Source.TEST]
    once = counted_once(rows)
    names = labels({one.unit for one in everything})
    total, decimals = figures(once, rules_of, own.classes), decimals_of(request)
    late = _late(once, rules_of)
    context = {
        "first": first,
        "last": last,
        "wrong": wrong,
        "total": total,
        "told": total.told(decimals),
        "decimals": decimals,
        "classes": own.classes,
        "doubled": len(rows) - len(once),
        "units": grouped(once, rules_of, own.classes, lambda one: names[one.unit_id]),
        "boxes": sorted(
            grouped(rows, rules_of, own.classes, lambda one: f"{names[one.unit_id]}　{one.box}"),
            key=lambda row: row.name,
        ),
        "tests": grouped(tests, rules_of, own.classes, lambda one: names[one.unit_id]),
        "late": late[:_SHOWN],
        "late_more": len(late[_SHOWN:]),
        "contradictory": contradictory(rows),
        "limit": own.limit,
        "own_classes": "，".join(map(str, own.classes)),
        "may_set": LETTER_LIMITS.grants_to(user, Action.CHANGE),
    }
    return render(request, "web/letter_figures.html", context)


def _late(rows: list[Letter], rules_of: RulesOf) -> list[tuple[Letter, dt.date]]:
    """The late ones with the day on which they were due, oldest first."""
    late = [
        (one, rules_of(one.unit).due(one, rules_of(one.unit).limit))
        for one in rows
        if rules_of(one.unit).late(one)
    ]
    return sorted(late, key=lambda pair: pair[1])
