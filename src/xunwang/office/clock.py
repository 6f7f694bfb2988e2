"""The office's clock. `XUNWANG_TODAY` moves it by whole days, for trying out 示例市; nothing else may."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now() + settings.CLOCK_SHIFT


def local_now() -> dt.datetime:
    """Now, as the clocks of Asia/Shanghai show it."""
    return local(now())


def today() -> dt.date:
    """The day in Asia/Shanghai."""
    return timezone.localdate(now())


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as the clocks of Asia/Shanghai show it."""
    return timezone.localtime(moment)


def runs(until: dt.datetime, longest: dt.timedelta) -> bool:
    """Whether a time limit that lasts `longest` at most still holds, by the real clock.

    One that ends later was written by a clock that has been set back since, and holds no more.
    """
    return dt.timedelta() < until - timezone.now() <= longest


def noon(day: dt.date) -> dt.datetime:
    """For what is known by its day only."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def shown(moment: dt.datetime) -> str:
    """A moment as the pages write it."""
    return local(moment).strftime("%Y-%m-%d %H:%M")
