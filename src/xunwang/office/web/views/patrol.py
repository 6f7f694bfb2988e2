"""The patrol log, and a round guided from website to website."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from xunwang.office import clock
from xunwang.office.duty import service
from xunwang.office.duty.missing import gaps_between
from xunwang.office.duty.models import PatrolRound, PatrolShot
from xunwang.office.duty.picturing import ask_ahead
from xunwang.office.duty.planning import plan_of
from xunwang.office.duty.policies import ROUNDS, SHOTS
from xunwang.office.duty.rules import DAY, missed_and_late, rules
from xunwang.office.errors import OfficeError
from xunwang.office.people.policy import Action
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import place_of
from xunwang.office.web.acting import try_to, written
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404

_SHOWN_DAYS = 7


def patrols(request: HttpRequest) -> HttpResponse:
    """The rounds of one's own unit, and where the last days miss one."""
    user, today = viewer(request), clock.today()
    rounds = visible(ROUNDS, request).filter(unit=user.unit).exclude(ended_at=None)
    missed, plan = gaps_between(user.unit, today - (_SHOWN_DAYS - 1) * DAY, today), plan_of(user.unit)
    shown = [gap for day in sorted(missed, reverse=True) for gap in missed[day]]
    context = {
        "page": page_of(request, rounds.select_related("user").prefetch_related("looks")),
        "gaps": shown,
        "missed_and_late": missed_and_late(shown),
        "rule": rules()[plan.rule],
        "whole": plan.whole,
        "may_patrol": ROUNDS.grants_to(user, Action.ANSWER),
        "sites": len(service.sites_of(user.unit)),
    }
    return render(request, "web/patrols.html", context)


@require_POST
def begin_patrol(request: HttpRequest) -> HttpResponse:
    user = viewer(request)
    if not ROUNDS.grants_to(user, Action.ANSWER):
        raise PermissionDenied
    begun: list[PatrolRound] = []

    def begin() -> str:
        begun.append(service.round_under_way(user))
        return "逐个打开网站查看，按 Y 记为正常，按 N 记问题。"

    return redirect("patrol", begun[0].pk) if try_to(request, begin) else redirect("patrols")


def patrol(request: HttpRequest, key: int) -> HttpResponse:
    """One round: the next website, and what was seen so far."""
    found = visible_or_404(ROUNDS, request, key)
    if request.method == "POST":
        if not ROUNDS.grants_to(viewer(request), Action.ANSWER):
            raise PermissionDenied
        try_to(request, lambda: _act(request, found))
        return redirect("patrols") if found.ended_at else redirect("patrol", key)
    site = None if found.ended_at else service.next_site(found)
    if found.user_id == viewer(request).pk:
        ask_ahead(found)
    context: dict[str, Any] = {
        "round": found,
        "looks": found.looks.select_related("finding__subject"),
        "site": site,
        "shot": _shot(found, site),
        "total": len(service.sites_of(found.unit)),
        "mine": found.user_id == viewer(request).pk,
    }
    return render(request, "web/patrol.html", context)


def _shot(found: PatrolRound, site: SubjectVersion | None) -> PatrolShot | None:
    return found.shots.filter(subject=site.subject_id).first() if site else None


def patrol_shot(request: HttpRequest, key: int) -> HttpResponse:
    """The picture of the round's next website, or that it is not there yet: a part of the page, asked for again until it is."""
    found = visible_or_404(ROUNDS, request, key)
    site = None if found.ended_at else service.next_site(found)
    context = {"round": found, "site": site, "shot": _shot(found, site)}
    return render(request, "web/patrol_shot.html", context)


def patrol_picture(request: HttpRequest, key: int) -> HttpResponseBase:
    shot = visible_or_404(SHOTS, request, key)
    place = place_of(shot.path) if shot.path else None
    if place is None:
        raise Http404
    return FileResponse(place.open("rb"), content_type="image/png")


def _act(request: HttpRequest, found: PatrolRound) -> str:
    act, user = written(request, "act"), viewer(request)
    if act == "end":
        service.end_round(found, written(request, "note"), by=user)
        return "这一轮巡查已记入巡网台账。"
    site = next(
        (one for one in service.sites_of(found.unit) if str(one.subject_id) == written(request, "site")), None
    )
    if site is None or act not in {"ok", "bad"}:
        raise OfficeError("这个网站不在本单位的名录中，请刷新页面。")
    service.looked(found, site, written(request, "note") if act == "bad" else "", by=user, ok=act == "ok")
    return f"“{site.name}”已记为{'正常' if act == 'ok' else '有问题，已列入待审核的问题'}。"
