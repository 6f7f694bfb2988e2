"""Looking at sites: subjects in, closed runs out."""

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from xunwang.inspector.closer import Elsewhere
from xunwang.inspector.closer.fragments import FragmentCheck
from xunwang.inspector.crawl import CrawlResult, CrawlSettings, Progress, crawl_site
from xunwang.inspector.crawl.neighbours import Neighbours
from xunwang.inspector.crawl.traps import WORDS
from xunwang.inspector.door import pinning
from xunwang.inspector.door.access import settings_for, settings_for_all
from xunwang.inspector.door.beside import Beside
from xunwang.inspector.door.closer import CloserLook, look_closer
from xunwang.inspector.door.column_pictures import ColumnPictures
from xunwang.inspector.door.elsewhere import read_elsewhere
from xunwang.inspector.door.naming import free_name
from xunwang.inspector.door.proofing import proofread_between
from xunwang.inspector.door.safety import Rulings, look_again, opinions_on
from xunwang.inspector.door.settings import InspectSettings, Telling, Told
from xunwang.inspector.door.shown_accounts import AccountsShown
from xunwang.inspector.door.since import earlier_run
from xunwang.inspector.door.sweeping import seldom_swept
from xunwang.inspector.door.tools import StoppedError, Tools, all_of, with_tools
from xunwang.inspector.evidence import Run, RunError, RunWriter, Stats
from xunwang.inspector.fetch.robots import RobotsStance
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import (
    SLIPS,
    Clock,
    FragmentFact,
    ProbeFact,
    Record,
    SafetyFact,
    SiteFact,
    Subject,
    TrapFact,
)
from xunwang.inspector.pins import Pin
from xunwang.inspector.survey import NotedRun, Surveyed, survey
from xunwang.inspector.survey.pinning import with_pins

_SINCE = "since"
_UNAUTHORISED = "未注明授权"
_log = logging.getLogger(__name__)


class Inspection(Record, frozen=True):
    """One site to be looked at, with its probe series; `resume` is an unfinished run that is to be continued.

    `since` is a finished run of the same site: what has not changed since is taken over from it. `pins` are corrections of its
    columns; a continued run keeps its own. `out`: the folder in which its run is made, where that is not the one of the others.
    """

    subject: Subject
    probes: tuple[ProbeFact, ...] = ()
    resume: Path | None = None
    since: Path | None = None
    pins: tuple[Pin, ...] = ()
    out: Path | None = None


def unfinished(run: Path) -> Subject:
    """The subject of an unfinished run. Raises RunError when it is finished or no run at all."""
    opening = RunWriter.resume(run).opening
    if opening.kind != "inspection":
        raise RunError(f"“{run.name}”不是一次检查，不能继续；请重新运行 xunwang {opening.kind}")
    return opening.subject


def inspect_sites(
    inspections: Sequence[Inspection],
    out: Path,
    settings: InspectSettings,
    *,
    reading_day: dt.date,
    clock: Clock,
    tell: Telling,
) -> list[Path]:
    """Look at every site, `settings.concurrency` at a time, each into a run folder of its own under `out`.

    `reading_day` supplies the years that lists leave out; it is kept in the manifest. Raises RunError, SettingsError, and StoppedError
    after an interrupt: unfinished runs can be continued, finished ones stay.
    """
    subjects = [inspection.subject for inspection in inspections]
    shared = settings_for_all(with_kept_manners(settings, inspections), subjects)
    sinces = [earlier_run(one.since, one.subject) if one.since else None for one in inspections]
    homes = [subject.home for subject in subjects]
    neighbours = Neighbours(homes)

    async def look(tools: Tools) -> list[Path]:
        slots = asyncio.Semaphore(settings.concurrency)

        async def one(inspection: Inspection, since: Run | None) -> Path:
            async with slots:
                if tools.stop.is_set():
                    raise StoppedError
                own = settings_for(settings, inspection.subject.access)
                place = inspection.out or out
                writer = _writer(inspection, place, reading_day, since=since, settings=own, now=tools.clock())
                return await _Look(inspection, writer, tools, tell, since=since, neighbours=neighbours).run()

        return await all_of([one(*pair) for pair in zip(inspections, sinces, strict=True)])

    with seldom_swept():
        return with_tools(shared, homes, clock, look)


class _Look:
    """The look at one site."""

    def __init__(
        self,
        inspection: Inspection,
        writer: NotedRun,
        tools: Tools,
        tell: Telling,
        *,
        since: Run | None,
        neighbours: Neighbours,
    ) -> None:
        self._subject = inspection.subject
        self._probes = inspection.probes
        self._pins = pinning.pins_of(writer.opening.settings.get(pinning.SETTING))
        self._writer = writer
        self._since = since or _kept_since(writer)
        self._neighbours = neighbours
        self._tools = tools
        self._tell = tell
        self._progress = Progress(pages=0, visited=0, waiting=0, requests=0)

    async def run(self) -> Path:
        try:
            return await self._whole()
        except SLIPS as slip:
            return self._undecided(slip)

    def _undecided(self, slip: Exception) -> Path:
        """Closes the run with why nothing is known: a mistake of the program at one website is no finding, and costs the others nothing."""
        writer, kind = self._writer, type(slip).__name__
        reason = f"检查程序出错（{kind}），该网站未能检查"
        _log.error(
            "检查“%s”时程序出错（%s），该网站未能检查，其他网站不受影响；请将运行文件夹 %s 和以下内容交给维护人员",
            self._subject.name, kind, writer.path, exc_info=slip,
        )  # fmt: skip
        unread = SiteFact(
            subject=self._subject,
            home_url=self._subject.home,
            home_attempts=(),
            home_read=False,
            first_seen=writer.opening.started,
            home_unread_reason=reason,
            complete=False,
            incomplete_reason=reason,
        )
        writer.write_facts((unread, *self._probes))
        pages = self._progress.pages
        writer.close(
            self._tools.clock(),
            stats=Stats(pages=pages),
            complete=False,
            incomplete_reason=reason,
        )
        self._tell(
            Told(stage=self._subject.name, done=pages, total=pages, finished=True, crawl=self._progress)
        )
        return writer.path

    async def _whole(self) -> Path:
        writer, tools = self._writer, self._tools
        settings = _crawl_settings(writer.opening.settings)
        limit = settings.max_seconds
        until = None if limit is None else asyncio.get_running_loop().time() + limit
        result = await crawl_site(
            self._subject,
            writer,
            tools.client,
            settings=settings,
            clock=tools.clock,
            progress=self._go_on,
            stop=tools.stop,
            browser=tools.browser,
            since=self._since,
            neighbours=self._neighbours,
        )
        if result.stopped:
            writer.abandon()
            raise StoppedError(writer.path)
        beside = Beside(writer, tools, until)
        again = await beside.unless_held(look_again(writer, result.links, beside.tools, self._since), [])
        rulings = await opinions_on(writer, again)
        elsewhere = await beside.unless_held(
            read_elsewhere(writer, result.links, beside.tools, self._day), []
        )
        closer = await self._closer_look(beside)
        await self._close(result, closer, again, rulings, elsewhere, beside=beside)
        pages = result.stats.pages
        self._tell(
            Told(stage=self._subject.name, done=pages, total=pages, finished=True, crawl=self._progress)
        )
        return writer.path

    def _go_on(self, progress: Progress) -> None:
        """Nothing waiting is not the end yet: only a closed run is done."""
        self._progress = progress
        total = progress.visited + progress.waiting if progress.waiting else None
        self._tell(Told(stage=self._subject.name, done=progress.visited, total=total, crawl=progress))

    async def _closer_look(self, beside: Beside) -> CloserLook:
        """What the crawl does not see: the host beside its pages, a sample of them, and their language; stopped with the rest."""
        writer, tools = self._writer, self._tools
        look = await beside.unless_held(
            look_closer(writer, beside.tools, self._pins, self._since), CloserLook()
        )
        facts = await proofread_between(writer, day=self._day, since=self._since, stopped=tools.stop.is_set)
        if tools.stop.is_set():
            writer.abandon()
            raise StoppedError(writer.path)
        return structs.replace(look, facts=(*look.facts, *facts, *await self._fragments()))

    async def _fragments(self) -> list[FragmentFact]:
        """Places that links ask for in vain, looked for between the work on other sites."""
        writer, stop = self._writer, self._tools.stop
        found: list[FragmentFact] = []
        if not writer.opening.settings.get("fragments"):
            return found
        for fact in FragmentCheck(writer, stop.is_set).facts():
            if fact is None:
                await asyncio.sleep(0)
            else:
                found.append(fact)
        return found

    @property
    def _day(self) -> dt.date:
        return dt.date.fromisoformat(str(self._writer.opening.settings["reading_day"]))

    async def _close(
        self,
        result: CrawlResult,
        closer: CloserLook,
        again: Iterable[SafetyFact],
        rulings: Rulings,
        elsewhere: Sequence[Elsewhere],
        *,
        beside: Beside,
    ) -> None:
        traps = (
            TrapFact(
                branch=trap.branch, reason=WORDS[trap.snag], left_out=trap.left_out, example=trap.example
            )
            for trap in result.traps
        )
        surveyed = with_pins(
            self._survey(result, elsewhere),
            self._pins,
            closer.pinned,
            home=self._subject.home,
            today=self._day,
        )
        shown = AccountsShown(closer.codes)
        links = shown.among(result.links)
        others = (one.fact for one in elsewhere)
        facts = chain(surveyed, links, others, traps, self._probes, closer.facts, again, shown.facts())
        pictures = ColumnPictures(self._day)
        self._writer.write_facts(rulings.applied(pictures.among(facts)))
        await beside.unless_held(pictures.take(self._writer, beside.tools), None)
        self._writer.close(
            self._tools.clock(),
            stats=result.stats,
            complete=result.complete,
            incomplete_reason=result.incomplete_reason,
        )

    def _survey(self, result: CrawlResult, elsewhere: Sequence[Elsewhere]) -> Iterator[Surveyed]:
        return survey(
            self._subject,
            self._writer.rows,
            result.links,
            notes=self._writer.notes(),
            started=self._writer.opening.started,
            browser=self._tools.browser is not None,
            complete=result.complete,
            incomplete_reason=result.incomplete_reason,
            elsewhere=[one.row for one in elsewhere],
        )


def _writer(
    inspection: Inspection,
    out: Path,
    reading_day: dt.date,
    *,
    since: Run | None,
    settings: InspectSettings,
    now: dt.datetime,
) -> NotedRun:
    if inspection.resume is not None:
        return NotedRun.resume(inspection.resume)
    kept: dict[str, Any] = msgspec.to_builtins(settings)
    name = free_name(out, f"{reading_day:%Y%m%d}-{host_of(inspection.subject.home)}")
    if settings.robots == "ignore" and settings.robots_authorised is None:
        kept["robots_authorised"] = _UNAUTHORISED
    opening = {
        **kept,
        "reading_day": reading_day.isoformat(),
        _SINCE: os.path.relpath(since.path, out / name) if since else None,
        pinning.SETTING: pinning.kept(inspection.pins),
    }
    return NotedRun.create(out, name, inspection.subject, opening, now, previous=since)


def _kept_since(writer: RunWriter) -> Run | None:
    """The earlier run that a continued one rests on; without it the rest of the site is simply read."""
    opening = writer.opening
    place = opening.settings.get(_SINCE)
    if not isinstance(place, str):
        return None
    try:
        run = Run.open(writer.path / place)
    except RunError:
        return None
    return run if run.manifest_hash == opening.previous else None


def with_kept_manners(settings: InspectSettings, inspections: Iterable[Inspection]) -> InspectSettings:
    """The settings with what continued runs were begun under: their quiet hours and agreements hold on beside new ones.

    So does where they may connect to, without which all that was left of them would be found out of reach; of two paces the gentler is kept.
    """
    kept: list[dict[str, Any]] = [
        RunWriter.resume(one.resume).opening.settings for one in inspections if one.resume
    ]

    def together(name: str) -> tuple[str, ...]:
        # An agreement later in the list stands in the place of an earlier one.
        lists = [getattr(settings, name), *(one.get(name) or [] for one in kept)]
        return tuple(dict.fromkeys(chain.from_iterable(lists)))

    return structs.replace(
        settings,
        contact=settings.contact or next((str(one["contact"]) for one in kept if one.get("contact")), None),
        quiet_hours=together("quiet_hours"),
        agreements=together("agreements"),
        also=together("also"),
        connect_to=together("connect_to"),
        closed=settings.closed or any(one.get("closed") for one in kept),
        allow_private=settings.allow_private or any(one.get("allow_private") for one in kept),
        delay=max([settings.delay, *(one.get("delay", settings.delay) for one in kept)]),
        per_host=min([settings.per_host, *(one.get("per_host", settings.per_host) for one in kept)]),
    )


def _crawl_settings(kept: dict[str, Any]) -> CrawlSettings:
    """The crawl's share of the settings that the run was opened with: a continued run keeps its own."""
    names = ("max_pages", "max_seconds", "include", "exclude", "browser")
    chosen = {name: kept[name] for name in names if name in kept}
    return CrawlSettings(
        also=tuple(kept.get("also", ())),
        robots=RobotsStance(policy=kept.get("robots", "obey"), authorised=kept.get("robots_authorised")),
        today=dt.date.fromisoformat(kept["reading_day"]),
        concurrency=max(4, int(kept["per_host"])),
        home_wait=float(kept["retry_wait"]),
        **chosen,
    )
