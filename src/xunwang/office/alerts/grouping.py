"""Which addresses that are down make one alert together. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xunwang.inspector.model import Record
from xunwang.office.people.models import Unit
from xunwang.office.watch.weeks import Key

SERVER, STORM = "server:", "storm:"
"""How keys of alerts of several addresses begin; behind the last `@` stands when the first of them fell."""
_FEW = 3
"""So many addresses of one server that fall together are one alert; one with fewer left is broken up."""
_STORM = 6
"""So many addresses that fall together are one alert, whatever they share."""
_SPREAD = 1.5  # of a slot
_MOMENT = "%Y%m%d%H%M%S"


class Down(Record, frozen=True):
    """An address that is down since a visit, seen so by `points` points. `server` is the network address it answered from last."""

    key: Key
    name: str
    unit: Unit
    since: dt.datetime
    server: str
    points: int = 1

    @property
    def label(self) -> str:
        """The address in keys and members of alerts."""
        subject, url = self.key
        return label(subject, url)


class Open(Record, frozen=True):
    """The alert of several addresses that is open, with the labels of its members."""

    key: str
    members: frozenset[str]

    @property
    def fell(self) -> dt.datetime:
        return dt.datetime.strptime(self.key.rpartition("@")[2], _MOMENT).replace(tzinfo=dt.UTC)


class Group(Record, frozen=True):
    """What becomes one alert."""

    key: str
    members: tuple[Down, ...]


def label(subject: object, url: str) -> str:
    return f"down:{subject}:{url}"[:200]


def server_of(key: str) -> str:
    """The server that the alert with this key is about; empty for any other."""
    return key.removeprefix(SERVER).rpartition("@")[0] if key.startswith(SERVER) else ""


def grouped(
    down: Sequence[Down], servers: Mapping[str, int], opened: Iterable[Open], slot: dt.timedelta
) -> list[Group]:
    """The alerts that the addresses make.

    `servers`: how many watched addresses each server carries. `slot`: the time in which every address is visited once, so that
    what falls at one moment is seen to within a slot and its jitter. An open alert keeps its members, and takes in what fell with
    them as long as enough are left; what falls later is news of its own.
    """
    groups, left = [], list(down)
    for one in opened:
        group = _goes_on(one, left, _SPREAD * slot)
        groups += group
        left = _without(left, group)
    for server, members in sorted(_by_server(left).items()):
        fell = _together(members, slot)
        if server and len(fell) >= _FEW and 2 * len(fell) >= servers.get(server, 0):
            groups.append(Group(f"{SERVER}{server}@{_moment(fell)}", fell))
    left = _without(left, groups)
    fell = _together(left, slot)
    if len(fell) >= _STORM:
        groups.append(Group(f"{STORM}@{_moment(fell)}", fell))
    return groups + [Group(one.label, (one,)) for one in _without(left, groups)]


def _goes_on(one: Open, down: Sequence[Down], spread: dt.timedelta) -> list[Group]:
    server = server_of(one.key)
    members = tuple(
        found
        for found in down
        if found.label in one.members
        or (abs(found.since - one.fell) <= spread and server in {"", found.server})
    )
    return [Group(one.key, members)] if len(members) >= _FEW else []


def _without(down: Sequence[Down], groups: Iterable[Group]) -> list[Down]:
    taken = {member.label for group in groups for member in group.members}
    return [one for one in down if one.label not in taken]


def _by_server(down: Iterable[Down]) -> dict[str, list[Down]]:
    found: dict[str, list[Down]] = defaultdict(list)
    for one in down:
        found[one.server].append(one)
    return found


def _together(down: Sequence[Down], slot: dt.timedelta) -> tuple[Down, ...]:
    """The most addresses whose first failed visits lie within a slot and a half; of as many the latest."""
    ordered = sorted(down, key=lambda one: one.since)
    best, first = 0, 0
    begin = 0
    for last, one in enumerate(ordered):
        while one.since - ordered[begin].since > _SPREAD * slot:
            begin += 1
        if last - begin + 1 >= best:
            best, first = last - begin + 1, begin
    return tuple(ordered[first : first + best])


def _moment(fell: Sequence[Down]) -> str:
    return fell[0].since.astimezone(dt.UTC).strftime(_MOMENT)
