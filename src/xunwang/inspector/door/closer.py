"""The closer look at a site, once its crawl is over and before its run is closed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import structs

from xunwang.inspector.closer import Closer, Sample, Sampler, Sources, sample_of
from xunwang.inspector.door.searching import search_facts
from xunwang.inspector.door.tools import Tools
from xunwang.inspector.evidence import Run
from xunwang.inspector.fetch.robots import RobotsStance
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Fact, PageKind, Record, SampleFact, SearchFact, ShownAccountsFact
from xunwang.inspector.pins import Pin
from xunwang.inspector.read.selecting import pick
from xunwang.inspector.survey import NotedRun
from xunwang.inspector.survey.framed import home_of
from xunwang.inspector.survey.pinning import PinnedPage


class CloserLook(Record, frozen=True):
    """What the closer look brought: facts, the pages that people pinned by the key of their address, and the accounts behind codes to scan."""

    facts: tuple[Fact, ...] = ()
    codes: ShownAccountsFact | None = None
    pinned: Mapping[str, PinnedPage] = msgspec.field(default_factory=dict)


async def look_closer(
    writer: NotedRun, tools: Tools, pins: Sequence[Pin], since: Run | None = None
) -> CloserLook:
    """The facts of the host and of the sampled pages, and the pinned pages; nothing of a site whose home page was not read."""
    sampler = _sampler(writer)
    home = next(iter(sampler.pages(PageKind.HOME, 1)), None)
    if home is None or tools.stop.is_set():
        return CloserLook()
    closer = _closer(writer, tools, home.url)
    network = await closer.network(sampler)
    samples = await closer.samples(sampler, _sampled(since) if since else {}, _behind(writer))
    searches = await _search(writer, tools, sampler, home)
    codes = await closer.codes(sampler, tools.read_document)
    pinned = {key_of(pin.url): page for pin in pins if pin.items and (page := await _pinned(closer, pin))}
    return CloserLook(
        facts=(*([network] if network else ()), *samples, *searches), pinned=pinned, codes=codes
    )


def _sampled(since: Run) -> dict[str, SampleFact]:
    """What an earlier run told of its samples; nothing where its facts are no more those which it was closed with."""
    return {fact.key: fact for fact in since.facts_of(SampleFact)} if since.facts_hold else {}


def _behind(writer: NotedRun) -> list[Sample]:
    """The pages that visitors see for the home page or behind it, as further home pages."""
    whole = home_of(writer.opening.subject, writer.rows)
    shown = [sample_of(row) for row in whole.behind if row.key != whole.row.key] if whole else []
    return [structs.replace(sample, kind=PageKind.HOME) for sample in shown if sample is not None]


async def _search(writer: NotedRun, tools: Tools, sampler: Sampler, home: Sample) -> tuple[SearchFact, ...]:
    """The search of the site, tried unless the run is being stopped."""
    if tools.stop.is_set():
        return ()
    kept = writer.opening.settings
    today = dt.date.fromisoformat(str(kept["reading_day"]))
    return await search_facts(writer, tools, sampler, home, today=today, robots=_stance(kept))


async def _pinned(closer: Closer, pin: Pin) -> PinnedPage | None:
    """The pinned page as it came, or as a browser fills it where the selectors find nothing in what came."""
    came = await closer.page(pin.url, in_browser=False)
    if came is None or pin.items is None:
        return None
    if not pick(came.body, pin.url, items=pin.items, headers=came.headers).items:
        came = await closer.page(pin.url, in_browser=True) or came
    return PinnedPage(body=came.body, headers=came.headers, evidence=came.evidence)


def _closer(writer: NotedRun, tools: Tools, home: str) -> Closer:
    kept: dict[str, Any] = dict(writer.opening.settings)
    return Closer(
        Sources(
            home=home,
            today=dt.date.fromisoformat(kept["reading_day"]),
            robots=_stance(kept),
            pause=float(kept["retry_wait"]),
        ),
        writer,
        client=tools.client,
        six=tools.six,
        clock=tools.clock,
        browser=tools.browser,
        stopped=tools.stop.is_set,
        home=next(writer.rows(), None),
    )


def _stance(kept: Mapping[str, Any]) -> RobotsStance:
    return RobotsStance(policy=kept.get("robots", "obey"), authorised=kept.get("robots_authorised"))


def _sampler(writer: NotedRun) -> Sampler:
    """What was met while this process walked the site; of a continued run that met nothing more, all of it again."""
    if next(iter(writer.sampler.pages(PageKind.HOME, 1)), None):
        return writer.sampler
    sampler = Sampler()
    for row in writer.rows():
        sampler.take(row)
    return sampler
