"""The pages for everybody: report an error of a website, look up what became of it.

No log-in and no session: there is nothing that a foreign page could ride on, so these forms carry no CSRF token but a
sealed question that is good for one answer. No other page may frame them.
"""

from collections.abc import Callable

from csp.constants import NONE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from xunwang.office import periods
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import captcha, public
from xunwang.office.feedback.flooding import Doing, count, household
from xunwang.office.feedback.models import ErrorKind
from xunwang.office.feedback.pictures import MOST_BYTES, MOST_PICTURES, painted_anew
from xunwang.office.web.acting import written

_MOST_BODY = MOST_PICTURES * MOST_BYTES + 1_000_000
_FIELDS = ("site_code", "page_url", "kind", "description", "contact")
View = Callable[[HttpRequest], HttpResponse]


def for_everybody(view: View) -> Callable[[HttpRequest], HttpResponseBase]:
    """Open while any unit takes reports; not to be framed, not to be kept."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not public.is_open():
            raise Http404
        return view(request)

    guarded = csp_replace({"frame-ancestors": [NONE]})(xframe_options_deny(never_cache(answer)))
    opened: Callable[[HttpRequest], HttpResponseBase] = csrf_exempt(login_not_required(guarded))
    return opened


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest) -> HttpResponse:
    """`?site_code=&url=`, as websites link to the national platform; `words=1` asks the question in words, and keeps what was written."""
    if request.method != "POST":
        said = {
            "site_code": request.GET.get("site_code", "")[:20],
            "page_url": request.GET.get("url", "")[:2000],
        }
        return _form(request, said)
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BODY:
        return _form(
            request,
            {},
            f"提交的内容太大：图片最多 {MOST_PICTURES} 张，每张不超过 {MOST_BYTES // 1_000_000} MB。",
            413,
        )
    said = {name: written(request, name) for name in _FIELDS}
    if written(request, "words"):
        return _form(request, said, in_words=True)
    try:
        return render(request, "web/public_thanks.html", {"told": _taken(request, said)})
    except OfficeError as error:
        return _form(request, said, str(error), 400, in_words=bool(written(request, "in_words")))


def _taken(request: HttpRequest, said: dict[str, str]) -> public.Told:
    place = household(request)
    ticket = public.answered(written(request, "ticket"), written(request, "answer"), place)
    files = request.FILES.getlist("pictures")[: MOST_PICTURES + 1]
    report = public.take(public.Handed(**said, pictures=tuple(map(painted_anew, files))), ticket, place)
    return public.told(report.number)


def _form(
    request: HttpRequest,
    said: dict[str, str],
    problem: str = "",
    status: int = 200,
    *,
    in_words: bool = False,
) -> HttpResponse:
    """Does not read what was sent: that may be too much."""
    changed = in_words and not problem
    in_words = in_words or bool(request.GET.get("words"))
    ticket = captcha.new_ticket(in_words=in_words)
    context = {
        "said": said,
        "problem": problem,
        "changed": changed,
        "kinds": ErrorKind.choices,
        "ticket": ticket,
        "question": captcha.opened(ticket).words if in_words else "",
        "most_pictures": MOST_PICTURES,
        "most_megabytes": MOST_BYTES // 1_000_000,
        "longest": public.LONGEST,
        "picture_days": periods.kept(periods.PICTURES),
    }
    return render(request, "web/public_report.html", context, status=status)


@for_everybody
@require_safe
def question(request: HttpRequest) -> HttpResponse:
    """The question of a ticket as a picture."""
    try:
        ticket = captcha.opened(request.GET.get("ticket", ""))
    except OfficeError:
        raise Http404 from None
    return HttpResponse(captcha.picture(ticket), content_type="image/png")


@for_everybody
@require_http_methods(["GET", "HEAD", "POST"])
def report_state(request: HttpRequest) -> HttpResponse:
    """What became of a report, by its number; asked by POST so that no log keeps the number."""
    if request.method != "POST":
        return render(request, "web/public_state.html")
    number = written(request, "number")[:40]
    try:
        count(household(request), Doing.LOOKED)
        found = public.told(number)
    except OfficeError as error:
        return render(request, "web/public_state.html", {"number": number, "problem": str(error)}, status=400)
    return render(request, "web/public_state.html", {"number": number, "told": found})
