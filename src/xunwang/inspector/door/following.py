"""Runs that rest on another run: asked again, or read again."""

import datetime as dt
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from xunwang.inspector.closer import read_again
from xunwang.inspector.crawl import recheck_links, reread
from xunwang.inspector.door import pinning
from xunwang.inspector.door.elsewhere import archived_elsewhere
from xunwang.inspector.door.naming import free_name
from xunwang.inspector.door.proofing import proof_of
from xunwang.inspector.door.settings import InspectSettings, Telling, Told
from xunwang.inspector.door.tools import StoppedError, Tools, with_tools
from xunwang.inspector.evidence import Manifest, Run, RunError, RunWriter, Stats
from xunwang.inspector.model import Clock, Fact, LinkFact, NetworkFact, ProbeFact, SampleFact, SiteFact
from xunwang.inspector.pins import Pin
from xunwang.inspector.survey import survey
from xunwang.inspector.survey.pinning import with_pins

_TOLD_EVERY = 100  # pages


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

    async def look(tools: Tools) -> list[Path]:
        written = []
        for done, run in enumerate(opened, start=1):
            written.append(await _recheck(run, keys, tools))
            tell(Told(stage="复查", done=done, total=len(opened), finished=done == len(opened)))
        return written

    return with_tools(settings, [place for run in opened for place in _places_of(run)], clock, look)


def _places_of(run: Run) -> list[str]:
    """The home page of a run's site, and its further hosts as addresses."""
    also = run.manifest.settings.get("also")
    hosts = also if isinstance(also, list) else []
    return [run.manifest.subject.home, *(f"http://{host}/" for host in hosts)]


async def _recheck(run: Run, keys: Collection[str] | None, tools: Tools) -> Path:
    if tools.stop.is_set():
        raise StoppedError
    with _following(run, "recheck", tools.clock()) as writer:
        links = await recheck_links(run, writer, tools.client, today=reading_day(run.manifest), keys=keys)
        writer.write_facts(links)
        requests = sum(len(link.attempts) for link in links)
        writer.close(tools.clock(), stats=Stats(links=len(links), requests=requests))
    return writer.path


def reapply(run: Path, *, clock: Clock, tell: Telling, pins: Sequence[Pin] | None = None) -> Path:
    """Read the archived pages of a run again with today's readers, into a run of its own beside it. Raises RunError.

    `pins` are corrections of columns in the place of those that the run was made under; None: the same.
    """
    source = Run.open(run)
    manifest = source.manifest
    corrections = (
        pinning.pins_of(manifest.settings.get(pinning.SETTING))
        if pins is None
        else pinning.of_site(pins, manifest.subject)
    )
    name, pages = manifest.subject.name, manifest.stats.pages

    def progress(done: int) -> None:
        if done % _TOLD_EVERY == 0:
            tell(Told(stage=name, done=done, total=max(done, pages)))

    with _following(source, "reapply", clock(), pins=corrections) as writer:
        links = reread(source, writer, today=reading_day(manifest), progress=progress)
        writer.write_facts(_reread_facts(source, writer, links, corrections))
        writer.close(
            clock(),
            stats=Stats(pages=pages, links=manifest.stats.links),
            complete=manifest.complete,
            incomplete_reason=manifest.incomplete_reason,
        )
    tell(Told(stage=name, done=pages, total=pages, finished=True))
    return writer.path


def _reread_facts(
    source: Run, writer: RunWriter, links: Iterable[LinkFact], pins: Sequence[Pin]
) -> Iterator[Fact]:
    """The facts of the rows read anew; what only the first looking could see (browser, probes, the host) is taken over."""
    seen = next((fact for fact in source.each_fact() if isinstance(fact, SiteFact)), None)
    manifest = source.manifest
    day = reading_day(manifest)
    elsewhere = archived_elsewhere(source, day)
    surveyed = survey(
        manifest.subject,
        writer.rows,
        links,
        started=manifest.started,
        browser=seen is not None and seen.browser,
        complete=manifest.complete,
        incomplete_reason=manifest.incomplete_reason,
        elsewhere=[one.row for one in elsewhere],
    )
    pages = pinning.archived_pages(source, pins)
    yield from with_pins(surveyed, pins, pages, home=manifest.subject.home, today=day)
    yield from links
    yield from (one.fact for one in elsewhere)
    yield from _taken_over(source)
    yield from proof_of(writer.rows, manifest.settings, day=day)


def _taken_over(source: Run) -> Iterator[Fact]:
    """What only the first looking could see; of sampled pages all but their layout is read again."""
    for fact in source.each_fact():
        if isinstance(fact, ProbeFact | NetworkFact):
            yield fact
        elif isinstance(fact, SampleFact):
            yield read_again(fact, source)


@contextmanager
def _following(
    run: Run, kind: Literal["recheck", "reapply"], started: dt.datetime, *, pins: Sequence[Pin] = ()
) -> Iterator[RunWriter]:
    """A run that rests on another one, beside it, under the same settings; it cannot be resumed, so a failed one goes."""
    manifest = run.manifest
    name = free_name(run.path.parent, f"{manifest.run}-{kind}")
    settings = {**manifest.settings, pinning.SETTING: pinning.kept(pins)}
    writer = RunWriter.create(
        run.path.parent, name, manifest.subject, settings, started, kind=kind, follows=run
    )
    try:
        yield writer
    except BaseException:
        shutil.rmtree(writer.path, ignore_errors=True)
        raise


def reading_day(manifest: Manifest) -> dt.date:
    """Raises RunError where the run does not tell, or not in the way of a day."""
    try:
        return dt.date.fromisoformat(str(manifest.settings["reading_day"]))
    except (KeyError, ValueError):
        raise RunError(f"检查记录“{manifest.run}”没有写明读取日期，不能重新读取") from None
