"""Looking at sites: subjects in, closed runs out."""

import asyncio
import datetime as dt
import shutil
import signal
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from xunwang.inspector.crawl import CrawlResult, CrawlSettings, Progress, crawl_site, recheck_links, reread
from xunwang.inspector.door.settings import InspectSettings, Telling
from xunwang.inspector.evidence import Manifest, Run, RunError, RunWriter, Stats
from xunwang.inspector.fetch.browser import Browser
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import Clock, Fact, LinkFact, ProbeFact, Record, SiteFact, Subject
from xunwang.inspector.survey import survey

Result = TypeVar("Result")


class StoppedError(Exception):
    """The user stopped the work; what was done is kept, and the message says how to go on.

    `unfinished`: runs that can be continued; sites that had not begun have none.
    """

    def __init__(self, *unfinished: Path) -> None:
        super().__init__(*unfinished)
        self.unfinished = unfinished

    def __str__(self) -> str:
        if not self.unfinished:
            return "已停止；已完成的保留，其余没有检查"
        options = " ".join(f"--resume {run}" for run in self.unfinished)
        return f"已停止；已完成的保留，未完成的可用 {options} 继续"


class Inspection(Record, frozen=True):
    """One site to be looked at, with its probe series; `resume` is an unfinished run that is to be continued."""

    subject: Subject
    probes: tuple[ProbeFact, ...] = ()
    resume: Path | None = None


@dataclass(frozen=True)
class _Tools:
    """What every site of one call shares."""

    client: Client
    browser: Browser | None
    settings: InspectSettings
    clock: Clock
    stop: asyncio.Event


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

    async def look(tools: _Tools) -> list[Path]:
        slots = asyncio.Semaphore(settings.concurrency)

        async def one(inspection: Inspection) -> Path:
            async with slots:
                return await _inspect(inspection, out, reading_day, tools, tell)

        return await _all([one(inspection) for inspection in inspections])

    homes = [inspection.subject.home for inspection in inspections]
    return asyncio.run(_with_tools(settings, homes, clock, look))


async def _inspect(
    inspection: Inspection, out: Path, reading_day: dt.date, tools: _Tools, tell: Telling
) -> Path:
    if tools.stop.is_set():
        raise StoppedError
    subject = inspection.subject
    writer = _writer(inspection, out, reading_day, tools)
    settings = _crawl_settings(writer.opening.settings)
    result = await crawl_site(
        subject,
        writer,
        tools.client,
        settings=settings,
        clock=tools.clock,
        progress=lambda progress: _tell(tell, subject, progress),
        stop=tools.stop,
        browser=tools.browser,
    )
    if result.stopped:
        writer.abandon()
        raise StoppedError(writer.path)
    _close(writer, subject, result, inspection.probes, tools)
    tell(subject.name, result.stats.pages, result.stats.pages)
    return writer.path


def _writer(inspection: Inspection, out: Path, reading_day: dt.date, tools: _Tools) -> RunWriter:
    if inspection.resume is not None:
        return RunWriter.resume(inspection.resume)
    kept: dict[str, Any] = msgspec.to_builtins(tools.settings)
    name = _free_name(out, f"{reading_day:%Y%m%d}-{host_of(inspection.subject.home)}")
    settings = {**kept, "reading_day": reading_day.isoformat()}
    return RunWriter.create(out, name, inspection.subject, settings, tools.clock())


def _free_name(out: Path, name: str) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, 100_000))
    return next(candidate for candidate in numbered if not (out / candidate).exists())


def _crawl_settings(kept: dict[str, Any]) -> CrawlSettings:
    """The crawl's share of the settings that the run was opened with: a continued run keeps its own."""
    names = ("max_pages", "include", "exclude", "robots", "browser")
    chosen = {name: kept[name] for name in names}
    return CrawlSettings(
        today=dt.date.fromisoformat(kept["reading_day"]),
        concurrency=max(4, int(kept["per_host"])),
        home_wait=float(kept["retry_wait"]),
        **chosen,
    )


def _tell(tell: Telling, subject: Subject, progress: Progress) -> None:
    """Nothing waiting is not the end yet: only a closed run is done."""
    total = progress.visited + progress.waiting if progress.waiting else None
    tell(subject.name, progress.visited, total)


def _close(
    writer: RunWriter, subject: Subject, result: CrawlResult, probes: tuple[ProbeFact, ...], tools: _Tools
) -> None:
    facts: list[Fact] = [
        *survey(
            subject,
            writer.rows,
            result.links,
            started=writer.opening.started,
            browser=tools.browser is not None,
            complete=result.complete,
            incomplete_reason=result.incomplete_reason,
        ),
        *result.links,
        *probes,
    ]
    writer.write_facts(facts)
    writer.close(
        tools.clock(),
        stats=result.stats,
        complete=result.complete,
        incomplete_reason=result.incomplete_reason,
    )


def recheck(
    runs: Sequence[Path],
    settings: InspectSettings,
    *,
    keys: Collection[str] | None,
    clock: Clock,
    tell: Telling,
) -> list[Path]:
    """Ask again for the links of `runs` that failed (or for those of `keys`), each into a run beside the one it follows.

    Raises RunError, SettingsError, StoppedError.
    """
    opened = [Run.open(run) for run in runs]

    async def look(tools: _Tools) -> list[Path]:
        written = []
        for done, run in enumerate(opened, start=1):
            written.append(await _recheck(run, keys, tools))
            tell("复查", done, len(opened))
        return written

    homes = [run.manifest.subject.home for run in opened]
    return asyncio.run(_with_tools(settings, homes, clock, look))


async def _recheck(run: Run, keys: Collection[str] | None, tools: _Tools) -> Path:
    if tools.stop.is_set():
        raise StoppedError
    with _following(run, "recheck", tools.clock()) as writer:
        links = await recheck_links(run, writer, tools.client, today=_reading_day(run.manifest), keys=keys)
        writer.write_facts(links)
        requests = sum(len(link.attempts) for link in links)
        writer.close(tools.clock(), stats=Stats(links=len(links), requests=requests))
    return writer.path


def reapply(run: Path, *, clock: Clock, tell: Telling) -> Path:
    """Read the archived pages of a run again with today's readers, into a run of its own beside it. Raises RunError."""
    source = Run.open(run)
    manifest = source.manifest
    with _following(source, "reapply", clock()) as writer:
        links = reread(source, writer, today=_reading_day(manifest))
        writer.write_facts(_reread_facts(source, writer, links))
        stats = Stats(pages=manifest.stats.pages, links=len(links))
        writer.close(
            clock(),
            stats=stats,
            complete=manifest.complete,
            incomplete_reason=manifest.incomplete_reason,
        )
    tell(manifest.subject.name, stats.pages, stats.pages)
    return writer.path


def _reread_facts(source: Run, writer: RunWriter, links: Sequence[LinkFact]) -> list[Fact]:
    """The facts of the rows read anew; what only the first looking could see (browser, probes) is taken over."""
    seen = next((fact for fact in source.facts() if isinstance(fact, SiteFact)), None)
    manifest = source.manifest
    facts = survey(
        manifest.subject,
        writer.rows,
        links,
        started=manifest.started,
        browser=seen is not None and seen.browser,
        complete=manifest.complete,
        incomplete_reason=manifest.incomplete_reason,
    )
    probes = [fact for fact in source.facts() if isinstance(fact, ProbeFact)]
    return [*facts, *links, *probes]


@contextmanager
def _following(run: Run, kind: Literal["recheck", "reapply"], started: dt.datetime) -> Iterator[RunWriter]:
    """A run that rests on another one, beside it, under the same settings; it cannot be resumed, so a failed one goes."""
    manifest = run.manifest
    name = _free_name(run.path.parent, f"{manifest.run}-{kind}")
    writer = RunWriter.create(
        run.path.parent, name, manifest.subject, manifest.settings, started, kind=kind, follows=run
    )
    try:
        yield writer
    except BaseException:
        shutil.rmtree(writer.path, ignore_errors=True)
        raise


def _reading_day(manifest: Manifest) -> dt.date:
    return dt.date.fromisoformat(str(manifest.settings["reading_day"]))


async def _with_tools(
    settings: InspectSettings,
    homes: Sequence[str],
    clock: Clock,
    work: Callable[[_Tools], Awaitable[Result]],
) -> Result:
    guard = settings.guard(homes)
    stop = asyncio.Event()
    async with AsyncExitStack() as held:
        client = await held.enter_async_context(Client(guard, clock, settings.fetching()))
        browser = None
        if settings.browser == "auto" and Browser.available() is None:
            browser = await held.enter_async_context(Browser(guard))
        held.enter_context(_interrupt_sets(stop))
        return await work(_Tools(client=client, browser=browser, settings=settings, clock=clock, stop=stop))


@contextmanager
def _interrupt_sets(stop: asyncio.Event) -> Iterator[None]:
    """The first Ctrl-C lets every site commit what it has; the second ends the process as usual."""
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    try:
        loop.add_signal_handler(signal.SIGINT, interrupt)
    except (
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):  # not the main thread: whoever runs us handles signals
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)


async def _all(works: Sequence[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Every result in order. After an error or a stop the others still come to their own end first."""
    ended = await asyncio.gather(*works, return_exceptions=True)
    worst = next(
        (one for one in ended if isinstance(one, BaseException) and not isinstance(one, StoppedError)), None
    )
    if worst is not None:
        raise worst
    stopped = [one for one in ended if isinstance(one, StoppedError)]
    if stopped:
        raise StoppedError(*(run for one in stopped for run in one.unfinished))
    return [one for one in ended if not isinstance(one, BaseException)]
