"""A unit's check of its own websites and accounts: the list, one result with what is behind its findings, and the button."""

import uuid
from collections import defaultdict
from itertools import groupby

import msgspec
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from xunwang.inspector.model import Finding, Judgement, OutcomeKind
from xunwang.office import clock
from xunwang.office.campaigns.inspection import Exhibit, norm_words
from xunwang.office.jobs.queue import open_job
from xunwang.office.people.policy import Action
from xunwang.office.registry.policies import SUBJECTS
from xunwang.office.selfcheck import service
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.selfcheck.policies import SELF_CHECKS
from xunwang.office.web.acting import back, try_to
from xunwang.office.web.viewing import page_of, viewer, visible, visible_or_404
from xunwang.office.web.views.evidence import body_of, shown_of


def self_checks(request: HttpRequest) -> HttpResponse:
    """The unit's own websites and accounts with a button each, and the checks so far."""
    listed = visible(SELF_CHECKS, request).select_related("user")
    user = viewer(request)
    sought = request.GET.get("q", "").strip()
    own = service.own_subjects(user.unit, clock.today())
    context = {
        "unit": user.unit,
        "q": sought,
        "has_own": own.exists(),
        "own": page_of(request, own.filter(Q(name__icontains=sought) | Q(home__icontains=sought)), "own"),
        "words": norm_words(service.norm_for(user.unit)),
        "page": page_of(request, listed),
        "a_site": service.A_SITE,
    }
    return render(request, "web/self_checks.html", context)


@require_POST
def ask_self_check(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    user = viewer(request)
    if not SELF_CHECKS.grants_to(user, Action.CHANGE):
        raise PermissionDenied
    subject = visible_or_404(SUBJECTS, request, key)

    def start() -> str:
        return f"“{service.ask_for(subject, user=user)}”的自查已排队，可以离开本页，完成后在这里看结果。"

    try_to(request, start)
    return redirect(back(request, reverse("self_checks")))


def self_check(request: HttpRequest, key: int) -> HttpResponse:
    shown = visible_or_404(SELF_CHECKS, request, key)
    judged = msgspec.convert(shown.judgement, Judgement) if shown.judgement else None
    unread = [one for one in judged.outcomes if one.outcome is OutcomeKind.UNCHECKED] if judged else []
    by_reason = defaultdict(list)
    for outcome in unread:
        by_reason[outcome.reason or ""].append(outcome)
    context = {
        "shown": shown,
        "judged": judged,
        "groups": _by_indicator(judged.findings) if judged else [],
        "unread": sorted(by_reason.items()),
        "words": norm_words(shown.norm),
        "job": open_job(service.SELF_CHECK, shown.pk),
    }
    return render(request, "web/self_check.html", context)


def archive(request: HttpRequest, key: int, finding: str) -> HttpResponse:
    """The frame around the archived page behind a finding."""
    shown, exhibit = _pointed(request, key, finding)
    context = {
        "shown": shown,
        "finding": next(one for one in service.findings_of(shown) if one.id == finding),
        "words": norm_words(shown.norm),
        "body": reverse("self_check_body", args=[key, finding]),
    }
    return render(request, "web/self_check_archive.html", context | shown_of(request, exhibit))


@xframe_options_sameorigin
def archive_body(request: HttpRequest, key: int, finding: str) -> HttpResponseBase:
    return body_of(request, _pointed(request, key, finding)[1])


def _pointed(request: HttpRequest, key: int, finding: str) -> tuple[SelfCheck, Exhibit]:
    shown = visible_or_404(SELF_CHECKS, request, key)
    exhibit = service.exhibit_of_check(shown, finding)
    if exhibit is None:
        raise Http404
    return shown, exhibit


def _by_indicator(findings: tuple[Finding, ...]) -> list[tuple[str, list[Finding]]]:
    ordered = sorted(findings, key=lambda one: one.indicator)
    return [(name, list(rows)) for name, rows in groupby(ordered, key=lambda one: one.indicator)]
