"""Which archives there are, lot by lot: those of one campaign, and those that belong to none. Looking changes nothing."""

import datetime as dt
import os
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from django.conf import settings

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office import clock, periods
from xunwang.office.campaigns.models import Campaign, CampaignSubject, FindingRow
from xunwang.office.people.models import Unit
from xunwang.office.places import noted, run_at
from xunwang.office.retention import holding
from xunwang.office.retention.models import RemovedRun

OTHERS = "others"
"""The lot of what lies among the runs of patrols and self-checks and nothing names."""
_RECHECK = re.compile(r"(\d+)-recheck-(\d+)")
Named = Callable[[], Iterable[str]]
_NAMED: dict[str, Named] = {}


class Archive(Record, frozen=True):
    """A run folder as the database names it, what it shows, the period it is under, the first day on which it may go, and what holds it."""

    path: str
    name: str
    period: str
    due: dt.date | None
    holds: tuple[str, ...]

    @property
    def free(self) -> bool:
        return not self.holds


class Lot(Record, frozen=True):
    """Archives that are looked at and removed together; without a campaign those of `OTHERS`."""

    unit: Unit
    campaign: Campaign | None = None

    @property
    def key(self) -> str:
        return str(self.campaign.pk) if self.campaign else OTHERS

    @property
    def name(self) -> str:
        return self.campaign.name if self.campaign else "巡查和自查中断后留下的归档"


def names_runs(folders: str) -> Callable[[Named], Named]:
    """Registers which of the runs in folders of that pattern are still named: those go by rules of their own, the others are leftovers."""

    def register(named: Named) -> Named:
        _NAMED[folders] = named
        return named

    return register


def standing_of(some: Iterable[Lot]) -> list[tuple[Lot, dt.date | None, tuple[str, ...]]]:
    """Each lot with the first day on which what its results rest on may go, and what holds all of that whatever the day."""
    given = list(some)
    stand = holding.holds_of(one.campaign for one in given if one.campaign)
    return [
        (one, _due(stand[one.campaign.pk]), stand[one.campaign.pk].holds) if one.campaign else (one, None, ())
        for one in given
    ]


def lots(below: Unit | None = None) -> Iterator[Lot]:
    """All lots, or those of the unit with what is below it; what belongs to no campaign is with the topmost unit."""
    campaigns = Campaign.objects.select_related("unit").defer("drawn", "registered").order_by("as_of", "pk")
    for campaign in campaigns.filter(unit__path__startswith=below.path) if below else campaigns:
        yield Lot(campaign.unit, campaign)
    top = Unit.objects.order_by("path").first()
    if top is not None and below in {None, top}:
        yield Lot(top)


def examine(lot: Lot) -> list[Archive]:
    """Every archive of the lot that lies on the disk, but for those that are on their way out already."""
    going = set(RemovedRun.objects.filter(gone_at=None).values_list("path", flat=True))
    there = _of_others() if lot.campaign is None else _of_campaign(lot.campaign)
    return [one for one in there if one.path not in going]


def size_of(paths: Iterable[str]) -> int:
    """The bytes that come free when these go: what other runs share stays."""
    return sum(_size(run_at(path)) for path in paths)


def _size(folder: Path) -> int:
    files = (Path(place, name).stat() for place, _, names in os.walk(folder) for name in names)
    return sum(one.st_size for one in files if one.st_nlink == 1)


def _of_campaign(campaign: Campaign) -> Iterator[Archive]:
    named, held = _named(campaign), holding.of_subjects(campaign)
    names = dict(campaign.subjects.values_list("pk", "name"))
    stand = holding.holds_of([campaign])[campaign.pk]
    whole, due = stand.holds, _due(stand)
    period = periods.CIRCULARS if stand.sealed else periods.RUNS
    there = sorted(path for path in {*named, *_lying(campaign)} if _is_here(path))
    elsewhere = _named_elsewhere(campaign, frozenset(there))
    for path in there:
        ticket = _RECHECK.match(path)
        rows = named.get(path, set())
        holds = [*dict.fromkeys(said for row in sorted(rows) for said in held.get(row, ()))]
        holds += [holding.TICKET] if ticket and holding.open_ticket(int(ticket[2])) else []
        holds += [f"检查“{other}”也以它为依据" for other in elsewhere.get(path, ())]
        shown = "、".join(names[row] for row in sorted(rows)) or whose(path)
        if rows or ticket:
            yield _archive(path, shown, period, due, [*whole, *holds])
        else:
            unsettled = [one for one in whole if one in {holding.UNSETTLED, holding.WORKING}]
            yield _leftover(path, shown, [*unsettled, *holds])


def _is_here(path: str) -> bool:
    """Whether it lies in the folder of runs; what lies elsewhere is never touched."""
    return not path.startswith("/") and run_at(path).is_dir()


def whose(path: str) -> str:
    """Whom the run itself says it looked at, where no result names it."""
    subject = door.subject_of(run_at(path))
    return subject.name if subject else "对象不详"


def _of_others() -> Iterator[Archive]:
    """What patrols and self-checks left behind when they broke off."""
    kept = {path for named in _NAMED.values() for path in named()}
    runs = Path(settings.RUNS_FOLDER)
    for folder in sorted(folder for pattern in _NAMED for folder in runs.glob(pattern)):
        for path in map(noted, _runs_below(folder)):
            if path not in kept:
                yield _leftover(path, whose(path), [])


def _leftover(path: str, name: str, holds: Collection[str]) -> Archive:
    written = max((one.stat().st_mtime for one in run_at(path).iterdir()), default=0.0)
    last = clock.local(dt.datetime.fromtimestamp(written, dt.UTC)).date()
    due = last + dt.timedelta(days=periods.kept(periods.LEFTOVERS))
    return _archive(path, name, periods.LEFTOVERS, due, holds)


def _archive(path: str, name: str, period: str, due: dt.date | None, holds: Collection[str]) -> Archive:
    young = [f"保留期到 {due}"] if due and due > clock.today() else []
    return Archive(path, name, period, due, (*young, *holds))


def _due(stand: holding.Hold) -> dt.date | None:
    """None while the end cannot be told: the point is open, or a circular keeps it for good."""
    years = periods.kept(periods.CIRCULARS)
    if stand.settled is None or (stand.sealed and years == periods.FOR_GOOD):
        return None
    due = stand.settled + dt.timedelta(days=periods.kept(periods.RUNS))
    return max(due, _years_after(stand.sealed, years)) if stand.sealed else due


def _years_after(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; what there is no day for in February counts from March on."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _named(campaign: Campaign) -> dict[str, set[int]]:
    """Every path that a result of the campaign rests on, with the rows that name it."""
    named = defaultdict[str, set[int]](set)
    for key, path, rechecks in campaign.subjects.values_list("pk", "run_path", "rechecks"):
        for one in (path, *rechecks):
            named[one].add(key)
    findings = FindingRow.objects.filter(subject__campaign=campaign).order_by()
    for key, path in findings.values_list("subject_id", "run_path").distinct():
        named[path].add(key)
    named.pop("", None)
    return named


def _named_elsewhere(campaign: Campaign, paths: frozenset[str]) -> dict[str, set[str]]:
    """The names of other campaigns by the paths that they rest on as well, which can only be inspections of the same subjects and what was asked again after them."""
    same = campaign.subjects.order_by().values("subject")
    others = CampaignSubject.objects.filter(subject__in=same).exclude(campaign=campaign)
    found = defaultdict[str, set[str]](set)
    for path, rechecks, name in others.values_list("run_path", "rechecks", "campaign__name").iterator():
        for one in paths & {path, *rechecks}:
            found[one].add(name)
    return found


def _lying(campaign: Campaign) -> Iterator[str]:
    """Run folders in the places of the campaign and of its tickets' re-checks."""
    runs = Path(settings.RUNS_FOLDER)
    for folder in (runs / str(campaign.pk), *runs.glob(f"{campaign.pk}-recheck-*")):
        yield from map(noted, _runs_below(folder))


def _runs_below(folder: Path) -> Iterator[Path]:
    for place, inside, _ in os.walk(folder):
        if door.is_run(Path(place)):
            inside.clear()
            yield Path(place)
