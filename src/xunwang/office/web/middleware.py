"""What stands before every page."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import is_valid_path
from django.utils.cache import patch_vary_headers

from xunwang.office.interface.problems import PREFIX
from xunwang.office.people.entering import password_due as due
from xunwang.office.people.first_start import is_empty
from xunwang.office.people.models import User
from xunwang.office.web.links import address_of
from xunwang.office.web.reading import WroteError, one_moment

Handler = Callable[[HttpRequest], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def first_start(get_response: Handler) -> Handler:
    """While nobody has an account every page leads to the set-up page; afterwards that page leads home."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        setting_up = request.path == address_of("setup")
        empty = not isinstance(request.user, User) and is_empty()
        if empty == setting_up:
            return get_response(request)
        return redirect("home" if setting_up else "setup")

    return answer


def own_session(get_response: Handler) -> Handler:
    """An account is used in one session at a time: one that was begun before the last log-in ends."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if isinstance(user, User) and user.session_key and user.session_key != request.session.session_key:
            logout(request)
            return redirect("login")
        return get_response(request)

    return answer


def kept_nowhere(get_response: Handler) -> Handler:
    """What somebody sees who is logged in stays in no browser and no cache on the way: after the log-out nobody can go back to it.

    Pictures of evidence that never change are no exception: what a browser shows without asking, it shows after the log-out, too.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        made = get_response(request)
        if isinstance(request.user, User):
            made.headers.setdefault("Cache-Control", "private, no-store")
        return made

    return answer


class OneMoment:
    """A page that is asked for sees the database as it stood at one moment; it stands last, so that it calls the view.

    A view that writes when it is looked at (a receipt, a download in the trail) is begun anew without that, before it wrote; one that
    may run only once (`reading.once`) goes without from the start.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        if request.method not in {"GET", "HEAD"} or hasattr(view, "runs_once"):
            return None
        try:
            with one_moment():
                return view(request, *args, **kwargs)
        except WroteError:
            return view(request, *args, **kwargs)


def in_parts(get_response: Handler) -> Handler:
    """A list is answered alone to a page that shows it already: what was kept of one answer must not be shown for the other."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        made = get_response(request)
        patch_vary_headers(made, ["HX-Target"])
        return made

    return answer


def up_from_acts(get_response: Handler) -> Handler:
    """Whoever opens an address that only takes forms (a reload, a log-in on the way) comes to the page above it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        made = get_response(request)
        refused = made.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET"
        return redirect(_above(request.path)) if refused and not request.path.startswith(PREFIX) else made

    return answer


def _above(path: str) -> str:
    """The address above, as far as there is one; it may itself lead further up."""
    parts = path.strip("/").split("/")[:-1]
    while parts:
        address = f"/{'/'.join(parts)}/"
        if is_valid_path(address):
            return address
        parts.pop()
    return address_of("home")


def password_due(get_response: Handler) -> Handler:
    """Whoever has to change the password comes to nothing else before."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        free = {address_of("password"), address_of("logout")}
        user = request.user
        if isinstance(user, User) and request.path not in free and due(user):
            return redirect("password")
        return get_response(request)

    return answer
