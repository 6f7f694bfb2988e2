"""So much of something in a stretch of time, counted for all processes of the office together."""

import datetime as dt
import math

from django.conf import settings
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.limits.models import Tally


class TooOftenError(Exception):
    """`wait` is the number of seconds until it may be tried again."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def take(what: str, who: object, most: int, every: dt.timedelta) -> None:
    """Counts one more; the one beyond `most` in a window of `every` is refused. Raises TooOftenError."""
    now = timezone.now()
    key = _key(what, who)
    over = Q(ends_at__lte=now) | Q(ends_at__gt=now + every)  # by a clock that has been set back since
    Tally.objects.filter(over, key=key).delete()
    Tally.objects.get_or_create(key=key, defaults={"ends_at": now + every})
    if Tally.objects.filter(key=key, count__lt=most).update(count=F("count") + 1):
        return
    ends_at = Tally.objects.filter(key=key).values_list("ends_at", flat=True).first() or now
    raise TooOftenError(_seconds(ends_at - now))


def spent(what: str, who: object, most: int, every: dt.timedelta) -> int:
    """The seconds to wait while nothing is left to take, else 0; counts nothing."""
    now = timezone.now()
    open_ones = Tally.objects.filter(key=_key(what, who), ends_at__gt=now, ends_at__lte=now + every)
    row = open_ones.filter(count__gte=most).first()
    return _seconds(row.ends_at - now) if row else 0


def _key(what: str, who: object) -> str:
    return salted_hmac("xunwang.limits", f"{what}:{who}", algorithm="sha256").hexdigest()


def _seconds(left: dt.timedelta) -> int:
    return max(1, math.ceil(left.total_seconds()))


def visitor(request: HttpRequest) -> str:
    """The address that a request comes from; behind a proxy (`XUNWANG_HTTPS`) the one which the proxy adds last."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.HTTPS else ""
    return told or request.META.get("REMOTE_ADDR", "")


@repeats("limits", dt.timedelta(hours=6))
def _forget(work: Work) -> None:
    del work
    Tally.objects.filter(ends_at__lte=timezone.now()).delete()
