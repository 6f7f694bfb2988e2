"""A crawl in a process of its own, to be killed: `python killed_crawl.py RUN_FOLDER PORT`."""

import asyncio
import datetime as dt
import sys
from pathlib import Path

from xunwang.inspector.crawl import CrawlSettings, crawl_site
from xunwang.inspector.evidence import RunWriter, Stats
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.politeness import Manners
from xunwang.inspector.model import SHANGHAI, Subject

HOST = "www.shili.gov.cn"
SUBJECT = Subject(id="s-1", name="示例市人民政府", home=f"http://{HOST}/")


def clock():
    return dt.datetime.now(SHANGHAI)


async def main(folder, port):
    unfinished = (folder / "run.json").exists()
    writer = (
        RunWriter.resume(folder)
        if unfinished
        else RunWriter.create(folder.parent, folder.name, SUBJECT, {}, clock())
    )
    guard = Guard(connect_to=[ConnectTo.parse(f"{HOST}:80:127.0.0.1:{port}")], closed=True)
    settings = CrawlSettings(today=dt.date(2026, 3, 31), home_wait=0, unit_pages=7, concurrency=3)
    manners = Manners(per_host=3, delay=0)
    async with Client(guard, clock, FetchSettings(manners=manners)) as client:
        result = await crawl_site(SUBJECT, writer, client, settings=settings, clock=clock)
    writer.write_facts(result.links)
    writer.close(clock(), stats=result.stats or Stats())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
