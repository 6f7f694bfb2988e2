"""A site in its quiet hours is left alone, and a walk that waits for their end can be stopped and gone on with."""

import asyncio
import datetime as dt

import msgspec
import steady
from loopback import EAGER, NOON, Loopback, guard_for
from walks import HOST, SETTINGS, SUBJECT, begin, close, paths, tree

from xunwang.inspector.crawl import crawl_site
from xunwang.inspector.evidence import RunWriter
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.manners import quiet_hours

QUIET = msgspec.structs.replace(EAGER, quiet=quiet_hours(["08:30-14:00"]))


def walk(server, writer, now, *, stop_after=None):
    async def run():
        stop = asyncio.Event()
        if stop_after is not None:
            asyncio.get_running_loop().call_later(stop_after, stop.set)
        settings = FetchSettings(manners=QUIET)
        async with Client(guard_for(server, HOST), lambda: now, settings) as client:
            told = client.politeness.quiet_until
            result = await crawl_site(
                SUBJECT, writer, client, settings=SETTINGS, clock=lambda: now, stop=stop
            )
            return result, told

    return asyncio.run(run())


def test_a_site_is_left_alone_in_its_quiet_hours_and_read_after_them(tmp_path):
    with Loopback(tree(5)) as server:
        writer = begin(tmp_path)
        stopped, told = walk(server, writer, NOON, stop_after=0.3)
        assert stopped.stopped
        assert told == NOON.replace(hour=14)
        assert not server.requests
        writer.abandon()

        again = RunWriter.resume(writer.path)
        result, told = walk(server, again, NOON + dt.timedelta(hours=2))
        assert told is None
        run = close(again, result)
    assert result.complete
    assert len(paths(run.pages())) == 6


def test_quiet_hours_do_not_use_up_the_time_that_a_site_is_given(tmp_path):
    async def run(server, writer):
        loop = asyncio.get_running_loop()
        began = loop.time()

        def now():
            return NOON.replace(hour=13, minute=59, second=58) + dt.timedelta(seconds=loop.time() - began)

        settings = msgspec.structs.replace(SETTINGS, max_seconds=1.5)
        async with Client(guard_for(server, HOST), now, FetchSettings(manners=QUIET)) as client:
            return await crawl_site(SUBJECT, writer, client, settings=settings, clock=now)

    with Loopback(tree(2)) as server:
        result = steady.run(run(server, begin(tmp_path)))
        assert server.requests
    assert result.stats.pages


def test_the_user_is_told_until_when_a_site_is_left_alone(tmp_path):
    heard = []

    async def run(server, writer):
        stop = asyncio.Event()
        async with Client(guard_for(server, HOST), lambda: NOON, FetchSettings(manners=QUIET)) as client:

            def tell(progress):
                heard.append(progress)
                stop.set()

            return await crawl_site(
                SUBJECT, writer, client, settings=SETTINGS, clock=lambda: NOON, progress=tell, stop=stop
            )

    with Loopback(tree(2)) as server:
        assert asyncio.run(run(server, begin(tmp_path))).stopped
        assert not server.requests
    assert [progress.quiet_until for progress in heard] == [NOON.replace(hour=14)]
