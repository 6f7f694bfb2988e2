"""The floor: fetch every address of a list with nothing but aiohttp and uvloop, and throw the bytes away.

Usage: python -m bench.work.floor LIST CONNECTIONS
"""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import uvloop


async def fetch_all(urls: list[str], connections: int) -> None:
    waiting = iter(urls)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        await asyncio.gather(*(_worker(session, waiting) for _ in range(connections)))


async def _worker(session: aiohttp.ClientSession, waiting: Iterator[str]) -> None:
    for url in waiting:
        async with session.get(url, raise_for_status=True) as response:
            await response.read()


if __name__ == "__main__":
    addresses = Path(sys.argv[1]).read_text(encoding="utf-8").split()
    uvloop.run(fetch_all(addresses, int(sys.argv[2])))
