"""The moments at which the demo plays: the office's clock is set to each."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Act = tuple[dt.datetime, Callable[[], object]]
"""What somebody does, and when."""


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """The office's clock shows the moment."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    usual = settings.CLOCK_SHIFT
    settings.CLOCK_SHIFT = moment - timezone.now()
    try:
        yield
    finally:
        settings.CLOCK_SHIFT = usual


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """The office lives on another day."""
    from django.conf import settings  # noqa: PLC0415  # Django must be set up first

    from xunwang.office import clock  # noqa: PLC0415

    usual = settings.CLOCK_SHIFT
    settings.CLOCK_SHIFT = usual + (day - clock.today())
    try:
        yield
    finally:
        settings.CLOCK_SHIFT = usual
