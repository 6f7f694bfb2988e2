"""The page on which a draft is proofread before it is published."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.limits.taking import TooOftenError, take
from xunwang.office.people.policy import Action
from xunwang.office.proofing.policies import TERMS
from xunwang.office.proofing.service import MOST, MOST_A_MINUTE, Proofed, proofread
from xunwang.office.web.acting import optional_day
from xunwang.office.web.viewing import viewer


def proofing(request: HttpRequest) -> HttpResponse:
    """A form, and below it the draft with its marks; the draft lives only in this answer."""
    text = request.POST.get("text", "")
    context: dict[str, object] = {"most": MOST, "text": text, "published": request.POST.get("published", "")}
    context["may_keep_terms"] = TERMS.grants_to(viewer(request), Action.CHANGE)
    if request.method != "POST":
        return render(request, "web/proofing.html", context)
    try:
        answer: dict[str, Proofed | str] = {"proofed": _read(request, text)}
    except TooOftenError as error:
        answer = {"refusal": f"校对过于频繁，请 {error.wait} 秒后再试。"}
    except OfficeError as error:
        answer = {"refusal": str(error)}
    return render(request, "web/proofing.html", context | answer, status=400 if "refusal" in answer else 200)


def _read(request: HttpRequest, text: str) -> Proofed:
    user = viewer(request)
    take("proofread", user.pk, MOST_A_MINUTE, dt.timedelta(minutes=1))
    return proofread(text, user.unit, clock.today(), optional_day(request, "published", "发布日期"))
