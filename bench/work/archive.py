"""Fetch and archive only: every address of a list through the client (guard, politeness, outcomes) into a run's archive.

Usage: python -m bench.work.archive LIST CONNECTIONS OUT
"""

import asyncio
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.work.full import clock, subject_of
from xunwang.inspector.door import InspectSettings
from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.fetch.client import Client

_UNIT = 50


async def keep_all(urls: list[str], connections: int, out: Path) -> None:
    settings = InspectSettings(delay=0.0, per_host=connections, concurrency=4, allow_private=True)
    writer = RunWriter.create(out, "archive", subject_of(urls[0], "floor"), {}, clock())
    waiting = enumerate(urls, start=1)
    async with Client(settings.guard(urls[:64]), clock, settings.fetching()) as client:
        await asyncio.gather(*(_worker(client, writer, waiting) for _ in range(connections)))
    writer.sync()
    writer.write_facts([])
    writer.close(dt.datetime.now(dt.UTC), stats=Stats(pages=len(urls)))


async def _worker(client: Client, writer: RunWriter, waiting: Iterator[tuple[int, str]]) -> None:
    for number, url in waiting:
        exchange = await client.fetch(url)
        writer.append_exchange(exchange.hops)
        if number % _UNIT == 0:
            writer.sync()


if __name__ == "__main__":
    addresses = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    asyncio.run(keep_all(addresses, int(sys.argv[2]), Path(sys.argv[3])))
