"""The watching process: follows the websites of the register and writes down every visit. `xunwang serve` keeps one beside its web processes."""

import datetime as dt
import logging
import time
from collections.abc import Callable
from itertools import chain

from django.conf import settings
from django.db import DatabaseError, connections

from xunwang.inspector import door
from xunwang.inspector.model import Clock, SubjectKind
from xunwang.office import clock
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch import hearing, series
from xunwang.office.watch.models import WatchedAddress

_STEP = dt.timedelta(minutes=1)
_PAUSE = 5.0  # seconds before the database is asked again
_WATCHED = (SubjectKind.WEBSITE, SubjectKind.SYSTEM)
_logger = logging.getLogger(__name__)


def targets() -> list[door.Target]:
    """The websites and business systems that stand in the register today, and what is watched beside their home pages."""
    rows = SubjectVersion.objects.on(clock.today()).filter(kind__in=_WATCHED)
    homes = rows.exclude(home="").order_by("subject_id").values_list("subject_id", "home", "name")
    listed = [door.Target(str(subject), home, name) for subject, home, name in homes]
    names = {target.id: target.name for target in listed}
    more = WatchedAddress.objects.filter(active=True).order_by("subject_id", "pk")
    return listed + [
        door.Target(
            f"{one.subject_id}{series.OF_SUBJECT}{one.pk}", one.url, f"{names[str(one.subject_id)]}{one.name}"
        )
        for one in more
        if str(one.subject_id) in names
    ]


def lacks_anchors() -> bool:
    """Whether nothing that is watched can tell that our own network works, so that anchors are needed."""
    if settings.WATCH_ANCHORS:
        return False
    homes = SubjectVersion.objects.on(clock.today()).filter(kind__in=_WATCHED).exclude(home="")
    more = WatchedAddress.objects.filter(active=True)
    found = (
        rows.iterator(100)
        for rows in (homes.values_list("home", flat=True), more.values_list("url", flat=True))
    )
    return door.lacks_witnesses(chain.from_iterable(found))


def follow(
    looking: door.InspectSettings, now: Clock, ended: Callable[[], bool], *, step: dt.timedelta = _STEP
) -> None:
    """Watches until `ended`; what the database does not take for a while is kept and written later. Raises SettingsError."""
    anchors = tuple(settings.WATCH_ANCHORS)
    watching = door.WatchSettings(settings.WATCH_POINT, settings.WATCH_MINUTES, anchors)
    waiting: list[door.Probe] = []
    news: list[door.Intrusion] = []
    with door.Watch(looking, watching, now) as watch:
        try:
            while not ended():
                try:
                    waiting += watch.follow(targets()).probes
                except DatabaseError:
                    connections.close_all()
                    time.sleep(_PAUSE)
                    continue
                seen = watch.advance(step)
                waiting += seen.probes
                news += seen.intrusions
                _write(waiting, news, now)
        except KeyboardInterrupt:
            _logger.info("stopping: visits under way are waited for")
        seen = watch.finish()
        waiting += seen.probes
        news += seen.intrusions
        _write(waiting, news, now)


def _write(waiting: list[door.Probe], news: list[door.Intrusion], now: Clock) -> None:
    try:
        series.keep(map(series.visited, waiting))
        hearing.tell_visits(waiting, now())
        waiting.clear()
        while news:
            hearing.tell_intrusion(news[-1], now())
            news.pop()
    except DatabaseError:
        connections.close_all()
        _logger.warning("%d visits wait for the database", len(waiting))
