"""Fetch and archive only: every address of a list through the client (guard, politeness, outcomes) into a run's archive.

Nothing else of the inspector is loaded.

Usage: python -m bench.work.archive LIST CONNECTIONS OUT
"""

import asyncio
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.manners import Manners
from xunwang.inspector.model import SHANGHAI, Subject

_UNIT = 50


async def keep_all(urls: list[str], connections: int, out: Path) -> None:
    manners = Manners(per_host=connections, per_address=connections, delay=0.0, per_address_delay=0.0)
    guard = Guard(allow_private=True, ports={port for url in urls if (port := urlsplit(url).port)})
    writer = RunWriter.create(out, "archive", Subject(id="archive", name="archive", home=urls[0]), {}, _now())
    waiting = enumerate(urls, start=1)
    async with Client(guard, _now, FetchSettings(manners=manners)) as client:
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


def _now() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)


if __name__ == "__main__":
    addresses = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    asyncio.run(keep_all(addresses, int(sys.argv[2]), Path(sys.argv[3])))
