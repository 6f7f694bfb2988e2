"""Vantage points on other networks: each has a pass word, and hands in the table that `xunwang watch` writes there."""

import datetime as dt
import hashlib
import secrets
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import F

from xunwang.inspector import door
from xunwang.inspector.model import ProbeFact, Record
from xunwang.office import clock, periods
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.uploads import scratch
from xunwang.office.watch import series
from xunwang.office.watch.models import VantagePoint, WatchedAddress

MOST_BYTES = 20_000_000
_LIMIT = 15_000.0  # milliseconds: a visit that took so long counts as failed


class Handed(Record, frozen=True):
    """What a table brought: visits taken in, and addresses in it that are not watched here."""

    visits: int
    unknown: tuple[str, ...]


@transaction.atomic
def add_point(unit: Unit, name: str, *, by: User) -> tuple[VantagePoint, str]:
    """A new point and its pass word, which is shown this once. Raises OfficeError."""
    name = name.strip()
    if not name or len(name) > 60:
        raise OfficeError("请填写监测点的名称，例如“电信线路”，不超过 60 个字。")
    if VantagePoint.objects.filter(name=name).exists():
        raise OfficeError(f"已有名为“{name}”的监测点，请换一个名称。")
    password = secrets.token_urlsafe(24)
    point = VantagePoint.objects.create(unit=unit, name=name, hash=_hash(password), added_at=clock.now())
    log_action("point.added", point, user=by, unit=unit)
    return point, password


@transaction.atomic
def stop_point(point: VantagePoint, *, by: User) -> None:
    """Its pass word opens nothing any more; what it handed in stays."""
    point.active = False
    point.save(update_fields=["active"])
    log_action("point.stopped", point, user=by, unit=point.unit)


def point_of(password: str) -> VantagePoint | None:
    """The active point with this pass word."""
    return VantagePoint.objects.filter(hash=_hash(password), active=True).select_related("unit").first()


def _hash(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def hand_in(point: VantagePoint, table: bytes) -> Handed:
    """Takes visits in, all or none; a visit that was handed in before is no second one. Raises OfficeError."""
    if len(table) > MOST_BYTES:
        raise OfficeError(f"探测数据超过 {MOST_BYTES // 1_000_000} MB，请分几次交来。")
    with scratch() as folder:
        file = folder / "探测数据.csv"
        file.write_bytes(table)
        found = _read(file)
    known = _known(point.unit)
    visits = [
        _visited(point, *known[key], fact) for key, facts in found.items() if key in known for fact in facts
    ]
    now = clock.now()
    ahead = next((one.visit.at for one in visits if one.visit.at > now), None)
    if ahead is not None:
        raise OfficeError(f"探测数据里有还没有到的时间 {clock.shown(ahead)}，请校准监测点的时钟。")
    kept = dt.timedelta(days=periods.kept(periods.VISITS))
    gone = next((one.visit.at for one in visits if now - one.visit.at > kept), None)
    if gone is not None:
        raise OfficeError(
            f"探测数据里有 {clock.shown(gone)} 的访问：逐次记录只保留 {kept.days} 天，请去掉更早的行。"
        )
    with transaction.atomic():
        series.keep(visits)
        before = VantagePoint.objects.select_for_update().get(pk=point.pk).handed_at
        VantagePoint.objects.filter(pk=point.pk).update(
            handed_at=now, rhythm=now - before if before else None, visits=F("visits") + len(visits)
        )
    return Handed(len(visits), tuple(facts[0].home for key, facts in found.items() if key not in known))


def _read(file: Path) -> dict[str, tuple[ProbeFact, ...]]:
    try:
        return door.read_probes(file)
    except door.ProbeError as error:
        raise OfficeError(f"{error}。") from error


def _known(unit: Unit) -> dict[str, tuple[UUID, str]]:
    """The watched addresses below the unit, by their key."""
    rows = SubjectVersion.objects.on(clock.today()).below(unit).exclude(home="")
    homes = dict(rows.values_list("subject_id", "home"))
    more = WatchedAddress.objects.filter(active=True, subject__in=list(homes))
    pairs = [*homes.items(), *more.values_list("subject_id", "url")]
    return {door.key_of(url): (subject, url) for subject, url in pairs}


def _visited(point: VantagePoint, subject: UUID, url: str, fact: ProbeFact) -> series.Visited:
    late = fact.milliseconds is not None and fact.milliseconds >= _LIMIT
    error = "timeout" if late else fact.error
    state = door.State.DOWN if error else door.State.OPEN
    milliseconds = None if error else fact.milliseconds
    return series.Visited(subject, url, door.Visit(fact.at, point.name, state, milliseconds, error))
