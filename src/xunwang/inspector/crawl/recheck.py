"""复查: addresses of a run asked again, into a run of its own that follows it."""

import asyncio
import datetime as dt
from collections.abc import Collection, Iterable

import msgspec

from xunwang.inspector.crawl.reread import LinksOf, reading_of
from xunwang.inspector.crawl.shapes import template_of
from xunwang.inspector.crawl.visit import OTHERS_PATIENCE, Reading, Visit, check_link, read
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.fetch.client import Client
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Attempt, LinkFact, LinkKind, PageRow, Reach

_NO_NEWS = frozenset({Reach.OK, Reach.ROBOTS, Reach.FORBIDDEN})
_AT_ONCE = 8


async def recheck_links(
    run: Run,
    writer: RunWriter,
    client: Client,
    *,
    today: dt.date,
    keys: Collection[str] | None = None,
) -> list[LinkFact]:
    """Asks again for links of `run`: those named by `keys`, else all whose last attempt failed. The home page comes along.

    Each fact carries only its new attempt and the key of the old one, so that both runs together tell the whole story.
    Pages of the site are read again and their rows written. 404 and 410 are asked twice, as in an inspection.
    """
    reading = reading_of(run, today)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(fact: LinkFact) -> LinkFact:
        async with gate:
            visits = await _visits(fact, client, reading)
        return _keep(fact, visits, writer)

    facts = _wanted(run, keys)
    return list(await asyncio.gather(*(one(fact) for fact in facts)))


def _wanted(run: Run, keys: Collection[str] | None) -> list[LinkFact]:
    home = key_of(run.manifest.subject.home)
    links = LinksOf(run)
    if keys is not None:
        return [fact for fact in links if fact.key in keys or fact.key == home]
    return [fact for fact in links if fact.key == home or _may_be_news(fact.attempts[-1])]


def _may_be_news(last: Attempt) -> bool:
    return last.reach not in _NO_NEWS or last.detail == Detail.LEFT_ALONE


async def _visits(fact: LinkFact, client: Client, reading: Reading) -> list[Visit]:
    visits = [await _visit(fact, client, reading)]
    if visits[-1].attempt.status in {404, 410}:
        visits.append(await _visit(fact, client, reading))
    return visits


async def _visit(fact: LinkFact, client: Client, reading: Reading) -> Visit:
    if fact.internal and fact.kind in {LinkKind.PAGE, LinkKind.FRAME}:
        return read(await client.fetch(fact.url), reading)
    others = client.hurried(lambda host: OTHERS_PATIENCE)  # noqa: ARG005  # it is the same for all
    return await check_link(client if fact.internal else others, fact.url)


def _keep(fact: LinkFact, visits: Iterable[Visit], writer: RunWriter) -> LinkFact:
    attempts = []
    for visit in visits:
        evidence = writer.append_exchange(visit.messages)
        attempts.append(visit.attempt)
    if visit.page:
        row = PageRow(
            page=visit.page,
            key=fact.key,
            depth=0 if fact.parent is None else 1,
            parent=fact.parent,
            attempt=visit.attempt,
            evidence=evidence,
            template=template_of(fact.url),
        )
        writer.append_page(row)
    return msgspec.structs.replace(fact, attempts=tuple(attempts), evidence=evidence)
