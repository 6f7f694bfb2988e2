"""The page for everybody: no log-in, nothing of who looks, made at most once a minute."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from xunwang.office import clock
from xunwang.office.people.models import Unit
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.models import StatusPage
from xunwang.office.watch.status import SHOWN_DAYS, is_public, shown_of, websites
from xunwang.office.watch.weeks import Sum, added, days_of

_KEPT = 60  # seconds


@login_not_required
@require_safe
def statuses(request: HttpRequest) -> HttpResponse:
    """Leads to the one page there is, or lists them."""
    del request
    units = [one.unit for one in StatusPage.objects.filter(public=True).select_related("unit")]
    if not units:
        raise Http404
    if len(units) == 1:
        return redirect("status", units[0].pk)
    return _page("web/statuses.html", {"units": sorted(units, key=lambda unit: unit.path)})


@login_not_required
@require_safe
def status(request: HttpRequest, key: int) -> HttpResponse:
    """The websites of a unit that shows them."""
    del request
    unit = _shown(key)

    def made() -> str:
        context = {"unit": unit, "sites": websites(unit), "at": timezone.localtime(clock.now())}
        return render_to_string("web/status.html", context)

    return _answer(cache.get_or_set(f"status/{unit.pk}", made, _KEPT))


@login_not_required
@require_safe
def site_status(request: HttpRequest, key: int, subject: UUID) -> HttpResponse:
    """One website of a unit that shows them, day by day."""
    del request
    unit = _shown(key)
    row = (
        SubjectVersion.objects.on(clock.today()).below(unit).filter(subject=subject).exclude(home="").first()
    )
    if row is None:
        raise Http404
    today = clock.today()
    first = today - dt.timedelta(days=SHOWN_DAYS - 1)
    days = days_of([subject], first, today).get((subject, row.home), [])
    shown: list[tuple[object, Sum]] = [(day.day, added([day])) for day in reversed(days)]
    context = {"unit": unit, "site": shown_of([row])[0], "days": shown, "at": timezone.localtime(clock.now())}
    return _page("web/site_status.html", context)


def _shown(key: int) -> Unit:
    unit = Unit.objects.filter(pk=key).first()
    if unit is None or not is_public(unit):
        raise Http404
    return unit


def _page(template: str, context: dict[str, Any]) -> HttpResponse:
    return _answer(render_to_string(template, context))


def _answer(html: str | None) -> HttpResponse:
    response = HttpResponse(html)
    response["Cache-Control"] = f"private, max-age={_KEPT}"
    return response
