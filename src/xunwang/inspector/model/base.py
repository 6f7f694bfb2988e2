"""What every word of the model is made of."""

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

SHANGHAI = ZoneInfo("Asia/Shanghai")


FACTS_FORMAT = 1


Clock = Callable[[], dt.datetime]  # returns an aware time; injected wherever the time is needed


class Record(msgspec.Struct, frozen=True, gc=False):
    """Base of every value: frozen, compared by value; unknown fields of newer formats are ignored when read."""
