"""What is looked at again and again."""

import datetime as dt

from xunwang.office import clock
from xunwang.office.alerts import browsers, clocks, machine, outages, silence, telling
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats


@repeats("alerts.look", every=dt.timedelta(minutes=1))
def look(_work: Work) -> None:
    """The watch is held against the alerts, and whoever is due is told."""
    now = clock.now()
    outages.look(now)
    silence.look(now)
    machine.look(now)
    clocks.look(now)
    browsers.look(now)
    telling.tell_due(now)
    telling.tell_digests(now)


@repeats("alerts.shares", every=dt.timedelta(hours=1))
def look_at_shares(_work: Work) -> None:
    outages.look_at_shares(clock.now())
