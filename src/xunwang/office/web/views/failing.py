"""What a visitor gets when something goes wrong on our side."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

_AGAIN = 30
"""Seconds after which a database that was restarted answers, as a rule."""


def failed(request: HttpRequest) -> HttpResponse:
    """Django calls it while it handles the error: a database that does not answer is worth another try, a fault of ours is not."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(_AGAIN)})
    return defaults.server_error(request)
