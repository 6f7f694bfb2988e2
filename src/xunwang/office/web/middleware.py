"""What stands before every page."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from xunwang.office.people.first_start import is_empty

Handler = Callable[[HttpRequest], HttpResponseBase]


def first_start(get_response: Handler) -> Handler:
    """While nobody has an account every page leads to the set-up page; afterwards that page leads home."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        setting_up = request.path == reverse("setup")
        if is_empty() == setting_up:
            return get_response(request)
        return redirect("home" if setting_up else "setup")

    return answer
