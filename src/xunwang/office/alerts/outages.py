"""Websites that do not open become alerts: one for each, or one for all that share a server or fall together."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from django.db import transaction

from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.grouping import Down, Group, Open, grouped, label, server_of
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.people.models import Unit
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.watch.closed import closures_of
from xunwang.office.watch.models import AgreedDay, WatchedAddress, WatchedDay
from xunwang.office.watch.series import slot_minutes
from xunwang.office.watch.weeks import Key, Week, days_of, down_since, week, weeks_of

OUTAGE, SHARE = "outage", "share"
_NAMED = 20
_RECENT = dt.timedelta(days=2)


def look(now: dt.datetime) -> None:
    """Holds the watch against the open alerts: what went down comes up, what opens again ends.

    While nobody sees how a website is, its alert stays; a website that is closed by plan or registered no more has not recovered,
    and its alert ends without a word.
    """
    known = list(Alert.objects.filter(kind=OUTAGE, ended_at=None).order_by("begun_at", "pk"))
    down = _down(now, min((alert.begun_at for alert in known), default=now))
    opened = [Open(alert.key, frozenset(alert.members)) for alert in known if alert.members]
    slot = dt.timedelta(minutes=slot_minutes())
    groups = grouped(down, _servers(now) if down else {}, opened, slot)
    with transaction.atomic():
        for group in groups:
            service.come_up(_news(group), now)
        keys = {group.key for group in groups}
        over = [alert for alert in known if alert.key not in keys]
        silent = _closed_or_gone(over, now)
        joined = {one.label for group in groups if len(group.members) > 1 for one in group.members}
        still = {one.label for one in down}
        for alert in over:
            service.end(alert, now, _ending(alert, still, joined, silent))


def _ending(alert: Alert, still: AbstractSet[str], joined: AbstractSet[str], silent: AbstractSet[str]) -> str:
    """What those who were told hear of the end; nothing when nobody recovered, or the address is told of with others from now on."""
    single = alert.key.startswith("down:")
    if alert.key in joined or not (single or alert.members):
        return ""
    members = {alert.key} if single else set(alert.members)
    lasting, left = members & still, (members & silent) - still
    recovered = members - lasting - left
    if not recovered:
        return ""
    if not lasting and not left:
        return service.RECOVERED
    told = [f"已恢复{len(recovered)}个"]
    told += [f"仍打不开{len(lasting)}个（另行报警）"] * bool(lasting)
    told += [f"计划关停或不再监测{len(left)}个（不作判断）"] * bool(left)
    return "，".join(told)


def _closed_or_gone(alerts: Sequence[Alert], now: dt.datetime) -> set[str]:
    """The labels in the alerts whose address is closed by plan now, or is watched no more."""
    labels = {one for alert in alerts for one in [*alert.members, alert.key] if one.startswith("down:")}
    subjects = {one: UUID(one.split(":")[1]) for one in labels}
    closed = closures_of(set(subjects.values()))
    watched = {label(*key) for key in _words(set(subjects.values()), now)}
    return {
        one
        for one, subject in subjects.items()
        if one not in watched or any(shut.start <= now < shut.end for shut in closed.get(subject, ()))
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
    if len(group.members) == 1:
        title = f"{first.name}打不开"
        seen = f"，{first.points}个监测点都打不开" if first.points > 1 else ""
        text = f"{first.key[1]} 连续打不开{seen}。"
        return service.News(OUTAGE, group.key, unit, Severity.URGENT, title, text)
    names = "、".join(one.name for one in group.members[:_NAMED])
    more = f"等{len(group.members)}个" if len(group.members) > _NAMED else ""
    server = server_of(group.key)
    what = f"同一平台（{server}）上的" if server else ""
    return service.News(
        OUTAGE,
        group.key,
        unit,
        Severity.URGENT,
        f"{what}{len(group.members)}个网站同时打不开",
        f"{names}{more}。",
        members=tuple(sorted(one.label for one in group.members)),
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
