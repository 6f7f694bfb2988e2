"""The office's clock. `XUNWANG_TODAY` moves it by whole days, for trying out 示例市; nothing else may."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def now() -> dt.datetime:
    return timezone.now() + settings.CLOCK_SHIFT


def today() -> dt.date:
    """The day in Asia/Shanghai."""
    return timezone.localdate(now())


def local(moment: dt.datetime) -> dt.datetime:
    """The moment as the clocks of Asia/Shanghai show it."""
    return timezone.localtime(moment)


def shown(moment: dt.datetime) -> str:
    """A moment as the pages write it."""
    return local(moment).strftime("%Y-%m-%d %H:%M")
