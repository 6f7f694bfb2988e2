"""A closed run looked at again: links re-tested later, archived pages read with today's readers."""

import asyncio
import datetime as dt

import msgspec
from loopback import EAGER, NOON, Loopback, answer, clock, guard_for
from walks import HOST, SUBJECT, html, inspect, tree

from xunwang.inspector.crawl import recheck_links, reread
from xunwang.inspector.evidence import Run, RunWriter, Stats, verify
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.model import Page, PageRow

TOMORROW = NOON + dt.timedelta(days=1)


def recheck(server, run, tmp_path, keys=None):
    writer = RunWriter.create(tmp_path, "r2", SUBJECT, {}, TOMORROW, kind="recheck", follows=run)

    async def ask():
        async with Client(guard_for(server, HOST), lambda: TOMORROW, FetchSettings(manners=EAGER)) as client:
            return await recheck_links(run, writer, client, today=dt.date(2026, 3, 31), keys=keys)

    facts = asyncio.run(ask())
    writer.write_facts(facts)
    writer.close(TOMORROW, stats=Stats())
    return {fact.key.removeprefix(HOST): fact for fact in facts}, Run.open(writer.path)


def test_what_failed_is_asked_again_a_day_later(tmp_path):
    pages = {"/": html("/back.html", "/still.html", "/fine.html"), "/fine.html": html(title="好")}
    pages["/back.html"] = pages["/still.html"] = answer("", "503 Unavailable")
    with Loopback(pages) as server:
        _, run = inspect(server, tmp_path)
        pages["/back.html"] = html(title="恢复")
        facts, second = recheck(server, run, tmp_path)
    assert set(facts) == {"/", "/back.html", "/still.html"}
    assert [(a.status, a.at) for a in facts["/back.html"].attempts] == [(200, TOMORROW)]
    assert [(a.status, a.at) for a in facts["/still.html"].attempts] == [(503, TOMORROW)]
    assert second.response(facts["/still.html"].evidence).status == 503
    assert second.manifest.follows == "r1"
    assert {row.page.title for row in second.pages()} >= {"恢复"}
    assert verify(second.path) == []


def test_named_links_are_asked_again_and_a_404_twice(tmp_path):
    with Loopback({"/": html("/dead.html", "/a.html"), "/a.html": html(title="甲")}) as server:
        _, run = inspect(server, tmp_path)
        facts, _ = recheck(server, run, tmp_path, keys=[f"{HOST}/dead.html"])
    assert set(facts) == {"/", "/dead.html"}
    assert [a.status for a in facts["/dead.html"].attempts] == [404, 404]


def test_archived_pages_are_read_again_without_the_network(tmp_path):
    with Loopback(tree(6)) as server:
        _, run = inspect(server, tmp_path)
    forgotten = _with_rows(
        run, tmp_path, lambda row: msgspec.structs.replace(row, page=Page(url=row.page.url, status=200))
    )
    writer = RunWriter.create(tmp_path, "r3", SUBJECT, {}, NOON, kind="reapply", follows=forgotten)
    links = reread(forgotten, writer, today=dt.date(2026, 3, 31))
    writer.write_facts(links)
    writer.close(clock(), stats=Stats())
    again = Run.open(writer.path)
    assert list(again.pages()) == list(run.pages())
    assert again.facts() == run.facts()
    assert verify(again.path) == []


def _with_rows(run, tmp_path, change):
    """The same run with a changed page table, as an older reader would have left it."""
    writer = RunWriter.create(tmp_path, "old", SUBJECT, {}, NOON)
    writer.adopt_archives(run)
    for row in run.pages():
        changed: PageRow = change(row)
        writer.append_page(changed)
    writer.write_facts(run.facts())
    writer.close(NOON, stats=Stats())
    return Run.open(writer.path)
