"""The machine's own patrol: every website once a day, only what is new or changed since the day before; new findings are told the same day."""

import datetime as dt
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby, islice
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from xunwang.inspector import door
from xunwang.inspector.model import Finding, Judgement, Record, SiteFact, SubjectKind
from xunwang.office import clock, periods
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Severity
from xunwang.office.duty.models import MachineLook
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.queue import LeaseLostError, Priority, PutBackError, Work, ask, handles
from xunwang.office.jobs.ticking import repeats
from xunwang.office.looking import inspect, left_over
from xunwang.office.people.models import Unit
from xunwang.office.places import noted, run_at
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject
from xunwang.office.retention.lots import names_runs

PATROL, NEW_FINDINGS = "patrol.sites", "patrol"
BATCH = 8
"""So many websites are one job, looked at side by side: jobs go to as many workers as there are."""
_TOLD = 5
_LONGEST_TOLD = 500
_TOLD_EVERY = 1.0  # seconds
_FAILURES = (door.RunError, door.SettingsError, door.NormError, OfficeError, OSError)


@repeats("patrol.daily", every=dt.timedelta(hours=1))
def ask_for_today(_work: Work) -> None:
    """Asks for every website that was not looked at today, once the hour has come; nothing while the patrol is off."""
    now = clock.local_now()
    if settings.PATROL_HOUR is None or now.hour < settings.PATROL_HOUR:
        return
    today = now.date()
    for batch in _batches(today):
        keys = [str(version.subject_id) for version in batch]
        hosts = [door.host_of(version.home) for version in batch]
        ask(PATROL, f"{today}:{keys[0]}", payload={"subjects": keys}, hosts=hosts)


def _batches(today: dt.date) -> Iterator[list[SubjectVersion]]:
    """A few websites with the same superior, whose tables of words hold for all of them; those that are asked for already are left out."""
    done = MachineLook.objects.filter(day=today).values("subject")
    waiting = Job.objects.filter(kind=PATROL, state__in=[JobState.QUEUED, JobState.RUNNING])
    given = {UUID(key) for job in waiting for key in job.payload["subjects"]}
    rows = SubjectVersion.objects.on(today).filter(kind=SubjectKind.WEBSITE).exclude(home="")
    left = rows.exclude(subject__in=done).exclude(subject__in=given).select_related("unit")
    for _, near in groupby(left.order_by("unit__path", "subject_id"), key=_superiors):
        while batch := list(islice(near, BATCH)):
            yield batch


def _superiors(version: SubjectVersion) -> list[str]:
    return version.unit.paths_above() or [version.unit.path]


class _Site(Record, frozen=True):
    """A website with its last look that read the home page."""

    version: SubjectVersion
    before: MachineLook | None

    @property
    def folder(self) -> Path:
        return Path(settings.RUNS_FOLDER) / "patrol" / str(self.version.subject_id)


@handles(PATROL, Priority.RECHECK)
def look(work: Work) -> None:
    """Each website from its last run on. What cannot be looked at says so in the row and is asked for again tomorrow."""
    today, keys = clock.today(), [UUID(key) for key in work.payload["subjects"]]
    done = set(MachineLook.objects.filter(subject__in=keys, day=today).values_list("subject", flat=True))
    versions = SubjectVersion.objects.on(today).filter(subject__in=keys).exclude(home="")
    sites = [
        _Site(version, _last_look(version))
        for version in versions.select_related("subject__unit").order_by("subject_id")
        if version.subject_id not in done
    ]
    fresh = [site for site in sites if not _taken_up(site, today)]
    if fresh:
        _look_at(fresh, today, work)


def _last_look(version: SubjectVersion) -> MachineLook | None:
    return MachineLook.objects.filter(subject=version.subject_id, problem="").first()


def _taken_up(site: _Site, today: dt.date) -> bool:
    """Whether a worker that was interrupted had finished today's run of it: that run is judged."""
    for place in sorted(site.folder.iterdir()) if site.folder.is_dir() else []:
        with suppress(door.RunError):
            if clock.local(door.Run.open(place).manifest.started).date() == today:
                _conclude(site, place, today)
                return True
    return False


def _look_at(sites: Sequence[_Site], today: dt.date, work: Work) -> None:
    try:
        runs = _runs(sites, work)
    except door.StoppedError:
        raise PutBackError from None
    except _FAILURES as error:
        if len(sites) == 1:
            _could_not(sites[0], today, error)
        for site in sites if len(sites) > 1 else ():
            if not _taken_up(site, today):
                _look_at([site], today, work)
        return
    for site, run in zip(sites, runs, strict=True):
        _conclude(site, run, today)


def _could_not(site: _Site, today: dt.date, error: Exception) -> None:
    MachineLook.objects.create(subject=site.version.subject, day=today, problem=f"{error}"[:500])


def _conclude(site: _Site, run: Path, today: dt.date) -> None:
    try:
        judgement, unread = _judged(run, today), _home_unread(run)
    except _FAILURES as error:
        _could_not(site, today, error)
        return
    _keep(site.version, run, judgement, unread)
    _drop_old(site.version, today)


def _runs(sites: Sequence[_Site], work: Work) -> list[Path]:
    inspections = [_inspection(site) for site in sites]
    above = Unit.objects.above(sites[0].version.unit).last() or sites[0].version.unit
    return inspect(inspections, sites[0].folder.parent, _Watch(work), unit=above)


def _inspection(site: _Site) -> door.Inspection:
    subject = inspector_subject(site.version)
    since = run_at(site.before.run_path) if site.before and site.before.run_path else None
    return door.Inspection(
        subject=subject,
        since=since if since is not None and since.is_dir() else None,
        resume=left_over(subject, site.folder),
        out=site.folder,
    )


class _Watch:
    """Tells where the work stands, and ends it when its slice of time is over or another worker has it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._told = 0.0

    def __call__(self, told: door.Told) -> None:
        if time.monotonic() - self._told < _TOLD_EVERY:
            return
        self._told = time.monotonic()
        try:
            self._work.tell(told.stage, told.done, told.total)
            over = self._work.is_over()
        except LeaseLostError:
            over = True
        except DatabaseError:
            connection.close()
            over = self._work.is_over()
        if over:
            self._work.interrupt()


def _judged(run: Path, today: dt.date) -> Judgement:
    (judged,) = door.judge([run], door.norm(settings.PATROL_NORM), as_of=today)
    return judged.judgement


def _home_unread(run: Path) -> str:
    """Why the home page could not be read; empty if it was."""
    facts = door.Run.open(run).each_fact()
    site = next((fact for fact in facts if isinstance(fact, SiteFact)), None)
    if site is not None and site.home_read:
        return ""
    return (site and site.home_unread_reason) or "首页未能读取"


def _known(version: SubjectVersion) -> set[str] | None:
    """What was found since the last look but one that read the home page, so that a day on which nothing was seen makes nothing new.

    None before the first look that did.
    """
    looks = MachineLook.objects.filter(subject=version.subject_id)
    whole = list(looks.filter(problem="").values_list("day", flat=True)[:2])
    if not whole:
        return None
    listed = looks.filter(day__gte=whole[-1]).values_list("findings", flat=True)
    return {one for findings in listed for one in findings}


@transaction.atomic
def _keep(version: SubjectVersion, run: Path, judgement: Judgement, unread: str) -> None:
    """The first look knows nothing of before: it tells nothing as new."""
    today, known = clock.today(), _known(version)
    unknown = [one for one in judgement.findings if one.id not in (known or ())]
    new = unknown if known is not None else []
    MachineLook.objects.create(
        subject=version.subject,
        day=today,
        run_path=noted(run),
        problem=unread[:500],
        findings=[one.id for one in judgement.findings],
        new=[{"indicator": one.indicator, "message": _words(one), "url": one.url} for one in new],
        told=[_told(one) for one in unknown],
        at=clock.now(),
    )
    if new:
        said = "；".join(f"{_words(one)}（{one.url}）" for one in new[:_TOLD])
        doubtful = sum(one.waits for one in new)
        title = title_of(version.name, len(new) - doubtful, doubtful)
        key = f"{NEW_FINDINGS}:{version.subject_id}:{today}"
        news = service.News(
            NEW_FINDINGS, key, version.unit, Severity.IMPORTANT, title, f"{said}。", version.subject
        )
        service.come_up(news, clock.now())


def _words(one: Finding) -> str:
    """What waits for a person's ruling says so."""
    return f"疑似：{one.message}" if one.waits else one.message


def _told(one: Finding) -> dict[str, str]:
    """As `feedback.looked.Told` reads it."""
    texts = {"url": one.url, "parent": one.parent, "locator": one.locator, "excerpt": one.excerpt}
    short = {name: (text or "")[:_LONGEST_TOLD] for name, text in texts.items()}
    return {"indicator": one.indicator, "message": _words(one)[:_LONGEST_TOLD]} | short


def title_of(name: str, sure: int, doubtful: int) -> str:
    told = [f"{sure}个新问题"] * bool(sure) + [f"{doubtful}个新的疑似问题"] * bool(doubtful)
    return f"{name}巡查发现{'、'.join(told)}"


@names_runs("patrol/*")
def _runs_kept() -> Iterable[str]:
    return MachineLook.objects.exclude(run_path="").values_list("run_path", flat=True)


def _drop_old(version: SubjectVersion, today: dt.date) -> None:
    """Older runs are no longer needed: each run holds what it took over from the one before."""
    kept = dt.timedelta(days=periods.kept(periods.PATROL))
    old = MachineLook.objects.filter(subject=version.subject, day__lt=today - kept).exclude(run_path="")
    for one in old:
        shutil.rmtree(run_at(one.run_path), ignore_errors=True)
    old.update(run_path="")
