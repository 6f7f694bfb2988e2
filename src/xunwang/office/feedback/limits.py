"""How much the pages for everybody take from one place. Places are kept as keyed hashes, for a day."""

import datetime as dt
import hashlib
import hmac
import ipaddress

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import PublicTry, TryKind

KEPT = dt.timedelta(days=1)
_HOUR = dt.timedelta(hours=1)
_MOST_AN_HOUR = {
    TryKind.SENT: 5,
    TryKind.SENT_IN_WORDS: 3,
    TryKind.WRONG: 20,
    TryKind.LOOKED: 60,
}
"""From one place."""
_MOST_OF_ALL = 200
"""Reports an hour from everywhere: what is more is no public but a flood."""


def place_of(request: HttpRequest) -> str:
    """Where the request comes from, unreadable. An IPv6 household is one place; behind a proxy what the proxy last said."""
    told = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:  # a proxy stands in front, see settings
        told = request.headers.get("X-Forwarded-For", told).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(told)
        wide = ipaddress.ip_network(f"{address}/{64 if address.version == 6 else 32}", strict=False)
    except ValueError:
        wide = told
    return hmac.new(settings.SECRET_KEY.encode(), f"public:{wide}".encode(), hashlib.sha256).hexdigest()[:32]


def refuse_too_many(place: str, kind: TryKind) -> None:
    """Raises OfficeError when the place did so too often within the hour, or the whole world reports too much."""
    within = PublicTry.objects.filter(at__gt=clock.now() - _HOUR)
    if within.filter(place=place, kind=kind).count() >= _MOST_AN_HOUR[kind]:
        raise OfficeError("操作过于频繁，请一小时后再试。")
    sending = kind in {TryKind.SENT, TryKind.SENT_IN_WORDS}
    if sending and within.filter(kind__in=[TryKind.SENT, TryKind.SENT_IN_WORDS]).count() >= _MOST_OF_ALL:
        raise OfficeError("当前提交的人太多，请一小时后再试。")


def note_try(place: str, kind: TryKind, ticket: str = "") -> bool:
    """Counts it; False when the ticket had its answer already."""
    try:
        with transaction.atomic():
            PublicTry.objects.create(place=place, kind=kind, ticket=ticket, at=clock.now())
    except IntegrityError:
        return False
    return True


def forget() -> int:
    """Drops what is older than a day; gives the number."""
    return PublicTry.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
