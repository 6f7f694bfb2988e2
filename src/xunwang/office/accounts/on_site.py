"""Whether accounts are named on their unit's website, and which named there are in no register: by links and by codes to scan."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from xunwang.inspector import door
from xunwang.inspector.model import OnSite, Record, ShownAccount, ShownAccountsFact, Subject
from xunwang.office import clock
from xunwang.office.accounts.models import ShownBySite
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.people.models import Unit
from xunwang.office.places import run_at
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject


class Stranger(Record, frozen=True):
    """Something on a website that no registered account answers to. `sure`: none of the unit's accounts is on that platform."""

    site: str
    platform: str
    shown: ShownAccount
    sure: bool


@repeats("accounts.on_site", every=dt.timedelta(hours=1))
def _read_new_runs(_work: Work) -> None:
    read_new_runs()


def read_new_runs() -> int:
    """Keeps what the newest run of each website shows of accounts; the number of websites read."""
    looked = CampaignSubject.objects.filter(subject__kind="website").exclude(run_path="").order_by("pk")
    newest = dict(looked.values_list("subject_id", "run_path"))
    known = dict(ShownBySite.objects.values_list("subject_id", "run_path"))
    fresh = {subject: path for subject, path in newest.items() if known.get(subject) != path}
    for subject, path in fresh.items():
        try:
            shown = door.shown_accounts_of_run(run_at(path))
        except door.RunError:
            continue
        said = {
            "run_path": path,
            "read_at": clock.now(),
            "shown": msgspec.to_builtins(shown) if shown else None,
        }
        ShownBySite.objects.update_or_create(subject_id=subject, defaults=said)
    return len(fresh)


def entries_of(versions: Sequence[SubjectVersion], day: dt.date) -> dict[Any, OnSite]:
    """Subject id -> where a website of the account's unit, else of one above it, leads to it."""
    units = {version.unit_id for version in versions}
    sites = _sites(Unit.objects.filter(pk__in=units), day)
    alone = _alone(units, day)
    return {version.subject_id: _entry(version, sites, alone) for version in versions}


def _entry(version: SubjectVersion, sites: dict[str, list["_Site"]], alone: set[str]) -> OnSite:
    """Silence counts on the unit's own websites only."""
    subject, path = inspector_subject(version), version.unit.path
    own = door.entry_of(subject, sites.get(path, []), alone=subject.id in alone)
    if own.url is not None:
        return own
    above = [site for of, some in sites.items() if of != path and path.startswith(of) for site in some]
    elsewhere = door.entry_of(subject, above, alone=False)
    return elsewhere if elsewhere.url is not None else own


_Site = tuple[str, ShownAccountsFact | None]


def _sites(units: Any, day: dt.date) -> dict[str, list[_Site]]:
    """Path of a unit -> its inspected websites and what they show; of these units and those above them."""
    paths = {unit.path for unit in units}
    found: dict[str, list[_Site]] = defaultdict(list)
    rows = ShownBySite.objects.select_related("subject__unit")
    names = _names([row.subject_id for row in rows], day)
    for row in rows:
        of = row.subject.unit.path
        if any(path.startswith(of) for path in paths):
            found[of].append((names.get(row.subject_id, "本单位网站"), _shown(row)))
    return found


def _names(subjects: Sequence[Any], day: dt.date) -> dict[Any, str]:
    return dict(SubjectVersion.objects.on(day).filter(subject__in=subjects).values_list("subject_id", "name"))


def _shown(row: ShownBySite) -> ShownAccountsFact | None:
    return None if row.shown is None else msgspec.convert(row.shown, ShownAccountsFact)


def _alone(units: set[int], day: dt.date) -> set[str]:
    by_unit: dict[int, list[Subject]] = defaultdict(list)
    rows = SubjectVersion.objects.on(day).filter(kind="account", unit__in=units)
    for version in rows.select_related("subject"):
        by_unit[version.unit_id].append(inspector_subject(version))
    return set().union(*(door.alone_on_platform(own) for own in by_unit.values()))


def strangers_below(rows: Any, day: dt.date) -> Iterator[Stranger]:
    """What these websites (`ShownBySite`) show that is no registered account of their unit or of one below it."""
    names = _names([row.subject_id for row in rows], day)
    for row in rows:
        fact, unit = _shown(row), row.subject.unit
        if fact is None or not fact.accounts:
            continue
        below = SubjectVersion.objects.on(day).below(unit).filter(kind__in=["account", "app"])
        subjects = [inspector_subject(version) for version in below.select_related("subject")]
        for shown, sure in door.strangers(fact.accounts, subjects):
            platform = door.account_platform(shown.platform)
            name = platform.name if platform else shown.platform
            yield Stranger(names.get(row.subject_id, ""), name, shown, sure)
