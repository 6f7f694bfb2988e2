"""Websites that do not open become alerts: one for each, or one for all that share a server or fall together."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.alerts import service, telling
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.people.models import Unit
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import AgreedDay, WatchedAddress, WatchedDay
from xunwang.office.watch.weeks import Key, Week, days_of, down_since, week, weeks_of

OUTAGE, SHARE = "outage", "share"
_TOGETHER = 3
"""So many sites of one server that are down at the same time are one alert."""
_STORM = 6
"""So many sites that go down in the same look are one alert, whatever they share."""
_NAMED = 20
_RECENT = dt.timedelta(days=2)


class Down(Record, frozen=True):
    """An address that is down, seen so by `points` points. `server` is the network address it answered from last."""

    key: Key
    name: str
    unit: Unit
    since: dt.datetime
    server: str
    points: int = 1


class Group(Record, frozen=True):
    """What becomes one alert."""

    key: str
    members: tuple[Down, ...]


def look(now: dt.datetime) -> None:
    """Holds the watch against the open alerts: what went down comes up, what opens again ends.

    While nobody sees how a website is, its alert stays; a website that is closed by plan or registered no more has not recovered,
    and its alert ends without a word.
    """
    known = {alert.key: alert for alert in Alert.objects.filter(kind=OUTAGE, ended_at=None)}
    down = _down(now, min((alert.begun_at for alert in known.values()), default=now))
    groups = grouped(down, _servers(now) if down else {}, set(known))
    with transaction.atomic():
        for group in groups:
            service.come_up(_news(group), now)
        keys = {group.key for group in groups}
        over = [alert for key, alert in known.items() if key not in keys]
        for alert in over:
            service.end(alert, now)
        joined = {_single(one.key) for group in groups if len(group.members) > 1 for one in group.members}
        left = joined | _closed_or_gone(over, now)
        telling.tell_ended(alert for alert in over if alert.key not in left)


def grouped(down: Sequence[Down], servers: Mapping[str, int], known: set[str]) -> list[Group]:
    """The alerts that the addresses make. `servers`: how many addresses each server carries; `known`: the keys of open alerts."""
    by_server: dict[str, list[Down]] = defaultdict(list)
    for one in down:
        by_server[one.server].append(one)
    groups, single = [], []
    for server, members in by_server.items():
        together = len(members) >= _TOGETHER and 2 * len(members) >= servers.get(server, 0)
        if server and (together or f"server:{server}" in known):
            groups.append(Group(f"server:{server}", tuple(members)))
        else:
            single += members
    fresh = [one for one in single if _single(one.key) not in known]
    if len(fresh) >= _STORM or "storm" in known:
        groups.append(Group("storm", tuple(fresh)))
        single = [one for one in single if _single(one.key) in known]
    return [group for group in groups if group.members] + [Group(_single(one.key), (one,)) for one in single]


def _single(key: Key) -> str:
    subject, url = key
    return f"down:{subject}:{url}"[:200]


def _closed_or_gone(alerts: Sequence[Alert], now: dt.datetime) -> set[str]:
    """The keys of alerts of one address each that is closed by plan now, or is watched no more."""
    subjects = {alert.key: UUID(alert.key.split(":")[1]) for alert in alerts if alert.key.startswith("down:")}
    closed = closures_of(subjects.values())
    watched = {_single(key) for key in _words(set(subjects.values()), now)}
    return {
        key
        for key, subject in subjects.items()
        if key not in watched or any(one.start <= now < one.end for one in closed.get(subject, ()))
    }


def _down(now: dt.datetime, alerted: dt.datetime) -> list[Down]:
    """What is called down, closures left out. `alerted`: since when there are alerts; what was not seen since then stays down.

    No second voice is waited for: points that visited the address in these slots agreed before it was counted as failed,
    and of those that do not watch it none can say anything.
    """
    first = clock.local(min(now, alerted) - _RECENT).date()
    suspects = set(
        AgreedDay.objects.filter(day__gte=first, tail__gt=0).order_by().values_list("subject_id", flat=True)
    )
    days = days_of(suspects, first, clock.local(now).date())
    closed = closures_of(suspects)
    words = _words(suspects, now)
    servers = _last_servers(suspects, now)
    found = []
    for key, mine in days.items():
        since = down_since(mine)
        shut = any(one.start <= now < one.end for one in closed.get(key[0], ()))
        if since is None or shut or key not in words:
            continue
        name, unit = words[key]
        points = max(day.tail_points for day in mine[-2:])
        found.append(Down(key, name, unit, since, servers.get(key, ""), points))
    return sorted(found, key=lambda one: (one.since, one.name))


def _words(subjects: set[UUID], now: dt.datetime) -> dict[Key, tuple[str, Unit]]:
    """What the watched addresses are called, and who answers for them."""
    rows = (
        SubjectVersion.objects.on(clock.local(now).date()).filter(subject__in=subjects).select_related("unit")
    )
    found = {(row.subject_id, row.home): (row.name, row.unit) for row in rows}
    units = {row.subject_id: row for row in rows}
    for one in WatchedAddress.objects.filter(subject__in=list(units), active=True):
        row = units[one.subject_id]
        found[one.subject_id, one.url] = (f"{row.name}{one.name}", row.unit)
    return found


def _last_servers(subjects: set[UUID], now: dt.datetime) -> dict[Key, str]:
    first = week(clock.local(now).date())[0]
    rows = WatchedDay.objects.filter(subject__in=subjects, day__gte=first).exclude(address="")
    return {
        (subject, home): address
        for subject, home, address in rows.order_by("day").values_list("subject_id", "home", "address")
    }


def _servers(now: dt.datetime) -> Mapping[str, int]:
    """How many watched addresses each server carries."""
    rows = WatchedDay.objects.filter(day__gte=week(clock.local(now).date())[0]).exclude(address="").order_by()
    return Counter(address for _, _, address in rows.values_list("subject_id", "home", "address").distinct())


def _news(group: Group) -> service.News:
    first = group.members[0]
    unit = common([one.unit for one in group.members])
    if len(group.members) == 1 and group.key.startswith("down:"):
        title = f"{first.name}打不开"
        seen = f"，{first.points}个监测点都打不开" if first.points > 1 else ""
        text = f"{first.key[1]} 连续打不开{seen}。"
        return service.News(OUTAGE, group.key, unit, Severity.URGENT, title, text)
    names = "、".join(one.name for one in group.members[:_NAMED])
    more = f"等{len(group.members)}个" if len(group.members) > _NAMED else ""
    what = f"同一平台（{group.key.partition(':')[2]}）上的" if group.key != "storm" else ""
    return service.News(
        OUTAGE,
        group.key,
        unit,
        Severity.URGENT,
        f"{what}{len(group.members)}个网站同时打不开",
        f"{names}{more}。",
    )


def common(units: Sequence[Unit]) -> Unit:
    """The lowest unit that all of them belong to; of units without a common one the first's topmost."""
    shared = [
        path
        for path in [*units[0].paths_above(), units[0].path]
        if all(one.path.startswith(path) for one in units)
    ]
    return Unit.objects.get(path=shared[-1] if shared else [*units[0].paths_above(), units[0].path][0])


def look_at_shares(now: dt.datetime) -> None:
    """Websites whose week is near the veto are told in the digest, those over it at once."""
    rows = (
        SubjectVersion.objects.on(clock.local(now).date()).exclude(home="").select_related("unit", "subject")
    )
    weeks = weeks_of([row.subject_id for row in rows], clock.local(now).date())
    news = {}
    for row in rows:
        total = weeks.get((row.subject_id, row.home), Week())
        if total.tone not in {"bad", "open"}:
            continue
        severity = Severity.IMPORTANT if total.tone == "bad" else Severity.NOTICE
        text = f"{total.first}至{total.last}访问{total.counted}次，{total.failed}次打不开，占{total.share:.2f}%（达到5%即单项否决）。"
        key = f"share:{total.tone}:{row.subject_id}"
        title = f"{row.name}打不开的比例{total.words if total.tone == 'bad' else '接近否决线'}"
        news[key] = service.News(SHARE, key, row.unit, severity, title, text, row.subject)
    for one in news.values():
        service.come_up(one, now)
    for alert in Alert.objects.filter(kind=SHARE, ended_at=None).exclude(key__in=list(news)):
        service.end(alert, now)
