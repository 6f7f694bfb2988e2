"""The capture bookmarklet: its page, and where it sends what it captured."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from xunwang.office.accounts import capturing
from xunwang.office.accounts.policies import CAPTURE_KEYS
from xunwang.office.errors import OfficeError
from xunwang.office.limits.taking import TooOftenError, take, visitor
from xunwang.office.people.policy import Action
from xunwang.office.web.acting import try_to, written
from xunwang.office.web.viewing import viewer

_MOST, _EVERY = 120, dt.timedelta(minutes=10)
_FIELDS = ("url", "title", "text", "links", "at")


def bookmark(request: HttpRequest) -> HttpResponse:
    """The instructions, and the bookmark where a key was just made: it is shown once."""
    user = viewer(request)
    made: list[str] = []
    if request.method == "POST":

        def make() -> str:
            made.append(capturing.new_key(user))
            return "采集书签已生成，请按下面的步骤放到浏览器里；以前的书签不再有效。"

        if not try_to(request, make):
            return redirect("bookmark")
    place = request.build_absolute_uri(reverse("capture"))
    context = {
        "address": capturing.bookmarklet(made[0], place) if made else "",
        "key": CAPTURE_KEYS.visible(user).first(),
        "may_make": CAPTURE_KEYS.grants_to(user, Action.CHANGE),
    }
    answer = render(request, "web/bookmark.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@csrf_exempt  # it comes from another site's page, with a key of its own in place of the session
@login_not_required
@require_POST
def capture(request: HttpRequest) -> HttpResponse:
    """Takes a captured page; where it may belong to several accounts, asks which."""
    try:
        take("capture", visitor(request), _MOST, _EVERY)
        return _captured(request)
    except TooOftenError as error:
        return _answer(request, {"problem": f"采集太频繁，请 {error.wait} 秒后再试。"}, 429)
    except OfficeError as error:
        return _answer(request, {"problem": str(error)}, 400)


def _captured(request: HttpRequest) -> HttpResponse:
    key = written(request, "key")
    user = capturing.bearer(key)
    captured = capturing.Captured(**{name: request.POST.get(name, "") for name in _FIELDS})
    if picked := written(request, "subject"):
        row = capturing.chosen(picked, user)
    else:
        rows, named = capturing.candidates(captured, user)
        if len(rows) != 1 or not named:
            context = {"rows": rows, "named": named, "captured": captured, "key": key}
            return _answer(request, context, 200)
        row = rows[0]
    material, count = capturing.take(captured, row, user)
    return _answer(request, {"row": row, "material": material, "count": count}, 200)


def _answer(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    answer = render(request, "web/captured.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
