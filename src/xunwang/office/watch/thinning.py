"""What series keep in the long run: visits in full, later only how each of them went, in the end the counts of the day alone (`AgreedDay`)."""

import datetime as dt

from django.db import transaction

from xunwang.office import clock, periods
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.turns import in_turn
from xunwang.office.watch import series
from xunwang.office.watch.models import WatchedDay

_AT_ONCE = 2_000
"""So many rows a turn, so that visits of now do not wait long for theirs."""


@repeats("watch.thin", every=dt.timedelta(hours=1))
def thin(_work: Work) -> None:
    thin_out(clock.today())


@transaction.atomic
def thin_out(today: dt.date) -> None:
    """Thins some of the rows that are due, and drops some of those past keeping."""
    in_turn("watched days")
    whole, kept = (dt.timedelta(days=periods.kept(key)) for key in (periods.VISIT_PARTS, periods.VISITS))
    due = list(WatchedDay.objects.filter(day__lt=today - whole, thin=False).order_by("day", "pk")[:_AT_ONCE])
    for row in due:
        row.visits, row.thin = series.thinned(bytes(row.visits)), True
    WatchedDay.objects.bulk_update(due, ["visits", "thin"], batch_size=500)
    over = WatchedDay.objects.filter(day__lt=today - kept).order_by("day", "pk")
    WatchedDay.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:500])).delete()
