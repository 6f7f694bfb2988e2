"""Cross inspections: the host assigns, sees how far units agree and decides where they differ; the units rule, each for itself."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.campaigns.creating import new_seed
from xunwang.office.campaigns.inspection import exhibit_of, norm_words
from xunwang.office.campaigns.models import Campaign, Word, without_judgements
from xunwang.office.campaigns.policies import CAMPAIGNS
from xunwang.office.cross import service
from xunwang.office.cross.models import Assignment, CrossCheck, Opinion
from xunwang.office.cross.policies import ASSIGNMENTS, CROSS_CHECKS, RATINGS
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action
from xunwang.office.web.acting import actionable, day, number, ticked, try_to, written
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404
from xunwang.office.web.views.evidence import body_of

MOST_DISPUTES = 20
"""Shown at once; where one is decided the next comes up."""


def cross(request: HttpRequest, key: int) -> HttpResponse:
    """For those who run the campaign: the form at first, then progress, agreement and differences."""
    with one_moment():
        return render(request, "web/cross.html", _cross_page(request, key))


def _cross_page(request: HttpRequest, key: int) -> dict[str, Any]:
    campaign = _run_by_viewer(request, key)
    check = visible(CROSS_CHECKS, request).filter(campaign=campaign).first()
    context: dict[str, Any] = {"campaign": campaign, "check": check, "words": norm_words(campaign.norm)}
    if check is None:
        units, silent = service.units_to_ask(campaign)
        context |= {
            "units": [(one.pk, one.name, True) for one in units],
            "silent": silent,
            "seed": new_seed(),
            "today": clock.today(),
        }
        context["may_change"] = CAMPAIGNS.may(viewer(request), Action.CHANGE, campaign)
    else:
        context |= _standing(request, check)
    return context


def _run_by_viewer(request: HttpRequest, key: int) -> Campaign:
    campaign = visible_or_404(CAMPAIGNS, request, key)
    if not viewer(request).unit.holds(campaign.unit):
        raise Http404
    return campaign


def _standing(request: HttpRequest, check: CrossCheck) -> dict[str, Any]:
    told = service.verdicts(check)
    disputes = service.open_disputes(told)
    listed = without_judgements(check.assignments.select_related("row__unit", "unit"), "row__")
    return {
        "progress": service.progress_of(check),
        "agreement": service.agreement_of(told),
        "disputed": len(disputes),
        "disputes": disputes[:MOST_DISPUTES],
        "adoptable": len(service.to_adopt(told)),
        "may_decide": CROSS_CHECKS.may(viewer(request), Action.DECIDE, check),
        "page": page_of(request, listed),
        "notes": listed.exclude(note="").exclude(handed_in_at=None),
    }


# ── what the host does ───────────────────────────────────────────────────────────────────────────


@require_POST
def cross_act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    if act == "set_up":
        campaign = actionable(CAMPAIGNS, request, key, Action.CHANGE)
        try_to(request, lambda: _set_up(request, campaign))
    elif act in _ACTS:
        campaign = _run_by_viewer(request, key)
        found = visible(CROSS_CHECKS, request).filter(campaign=campaign).first()
        if found is None:
            raise Http404
        check = actionable(CROSS_CHECKS, request, found.pk, Action.DECIDE)
        try_to(request, lambda: _ACTS[act](request, check))
    else:
        raise Http404
    return redirect("cross", campaign.pk)


def _set_up(request: HttpRequest, campaign: Campaign) -> str:
    chosen = ticked(request, "units")
    units = [unit for unit in service.units_to_ask(campaign)[0] if unit.pk in chosen]
    if not written(request, "seed"):
        raise OfficeError("分配需要种子，任意写几个数字即可；同样的种子得到同样的分配。")
    made = service.set_up(
        campaign,
        units,
        seed=written(request, "seed")[:60],
        percent=_percent(written(request, "percent")),
        due_on=day(request, "due_on", "完成期限"),
        user=viewer(request),
    )
    return f"已布置交叉检查，{len(units)} 个单位共 {made.assignments.count()} 项任务。"


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise OfficeError(f"双查比例应为 0 到 100，实际为“{text}”。")
    return percent


def _adopt(request: HttpRequest, check: CrossCheck) -> str:
    return f"已采用 {service.adopt(check, user=viewer(request))} 条一致意见。"


def _adjudicate(request: HttpRequest, check: CrossCheck) -> str:
    if written(request, "ruling") not in {Word.CONFIRMED, Word.DISMISSED}:
        raise OfficeError("请选择裁定结果。")
    word = Word(written(request, "ruling"))
    finding = number(request, "finding", "问题")
    service.adjudicate(check, finding, word, written(request, "reason"), user=viewer(request))
    return f"已裁定：{Opinion(word.value).label}。"


_ACTS: dict[str, Callable[[HttpRequest, CrossCheck], str]] = {"adopt": _adopt, "adjudicate": _adjudicate}


# ── what the inspecting units do ─────────────────────────────────────────────────────────────────


def duties(request: HttpRequest) -> HttpResponse:
    """What this unit has to inspect."""
    user = viewer(request)
    rows = (
        visible(ASSIGNMENTS, request)
        .filter(unit=user.unit)
        .annotate(total=Count("ratings"), missing=Count("ratings", Q(ratings__opinion="")))
    )
    listed = without_judgements(rows.select_related("row", "check_of__campaign__unit"), "row__")
    ordered = listed.order_by("handed_in_at", "check_of__due_on", "row__name", "pk")
    return render(
        request, "web/cross_duties.html", {"page": page_of(request, ordered), "today": clock.today()}
    )


def duty(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(ASSIGNMENTS, request, key)
    user = viewer(request)
    if request.method == "POST":
        shown = actionable(ASSIGNMENTS, request, key, Action.ANSWER)
        if try_to(request, lambda: _rated(request, shown, user)):
            return redirect("duties" if written(request, "hand_in") else "duty", *_where(request, shown))
        return render(request, "web/cross_duty.html", _duty_page(request, shown, user), status=400)
    return render(request, "web/cross_duty.html", _duty_page(request, shown, user))


def _where(request: HttpRequest, shown: Assignment) -> list[int]:
    return [] if written(request, "hand_in") else [shown.pk]


def _duty_page(request: HttpRequest, shown: Assignment, user: User) -> dict[str, Any]:
    """The ratings with what the form said of them, where it was refused."""
    ratings = list(shown.ratings.select_related("finding"))
    if request.method == "POST":
        for rating in ratings:
            rating.opinion = written(request, f"opinion-{rating.pk}") or rating.opinion
            rating.reason = written(request, f"reason-{rating.pk}") or rating.reason
    campaign = shown.check_of.campaign
    return {
        "assignment": shown,
        "campaign": campaign,
        "words": norm_words(campaign.norm),
        "ratings": ratings,
        "opinions": Opinion.choices,
        "note": written(request, "note") or shown.note,
        "may_rate": ASSIGNMENTS.may(user, Action.ANSWER, shown) and not shown.handed_in_at,
    }


def _rated(request: HttpRequest, shown: Assignment, user: User) -> str:
    said = {
        rating.pk: service.Said(
            written(request, f"opinion-{rating.pk}"), written(request, f"reason-{rating.pk}")
        )
        for rating in shown.ratings.all()
    }
    missing = service.rate(shown, said, written(request, "note"), user=user)
    if not written(request, "hand_in"):
        return f"已保存，还有 {missing} 条没有意见。" if missing else "已保存，全部填完，可以提交。"
    service.hand_in(shown, user=user)
    return f"“{shown.row}”的检查意见已提交。"


@xframe_options_sameorigin
def rating_body(request: HttpRequest, key: int) -> HttpResponseBase:
    """The archived page behind a finding that the unit was asked about."""
    finding = visible_or_404(RATINGS, request, key).finding
    exhibit = exhibit_of(finding)
    if exhibit is None:
        raise Http404
    return body_of(request, exhibit)
