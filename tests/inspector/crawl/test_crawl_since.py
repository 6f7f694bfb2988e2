"""A site looked at again: what has not changed is asked for, not read; what has is; what is gone is gone."""

import asyncio
import sqlite3

import msgspec
import pytest
from loopback import EAGER, NOON, Loopback, answer, clock, guard_for
from walks import HOST, LIST, SETTINGS, SUBJECT, close, html, paths, tree

from xunwang.inspector.crawl import crawl_site
from xunwang.inspector.crawl import visit as visiting
from xunwang.inspector.evidence import Run, RunWriter, verify
from xunwang.inspector.evidence.coding import lines_of
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.model import LinkFact


def tagged(data, tag):
    """The answer with an ETag."""
    return data.replace(b"\r\n", b'\r\nETag: "%s"\r\n' % tag.encode(), 1)


class Site:
    """Pages by path, with ETags or without; it remembers what it answered with 304."""

    def __init__(self, pages, *, tags):
        self.pages = pages
        self.tags = tags
        self.unmodified = []

    async def __call__(self, request):
        data = self.pages.get(request.path)
        if data is None:
            return await request.say(answer("没有这一页", "404 Not Found"))
        tag = f"{hash(data) & 0xFFFFFFFF:x}"
        if self.tags and request.headers.get("if-none-match") == f'"{tag}"':
            self.unmodified.append(request.path)
            return await request.say(answer("", "304 Not Modified", headers=(f'ETag: "{tag}"',)))
        return await request.say(tagged(data, tag) if self.tags else data)


@pytest.fixture
def readings(monkeypatch):
    """The addresses whose bytes were taken apart."""
    seen = []
    read_page = visiting.read_page

    def counting(body, url, **more):
        seen.append(url.removeprefix(f"http://{HOST}"))
        return read_page(body, url, **more)

    monkeypatch.setattr(visiting, "read_page", counting)
    return seen


def inspect(server, tmp_path, name, *, since=None, stop_after=None, resume=False):
    writer = (
        RunWriter.resume(tmp_path / name)
        if resume
        else RunWriter.create(tmp_path, name, SUBJECT, {}, NOON, previous=since)
    )

    async def run():
        stop = asyncio.Event()

        def tell(progress):
            if stop_after is not None and progress.visited >= stop_after:
                stop.set()

        async with Client(guard_for(server, HOST), clock, FetchSettings(manners=EAGER)) as client:
            return await crawl_site(
                SUBJECT, writer, client, settings=SETTINGS, clock=clock,
                stop=stop, since=since, progress=tell,
            )  # fmt: skip

    result = asyncio.run(run())
    if result.stopped:
        writer.abandon()
        return result, None
    return result, close(writer, result)


@pytest.mark.parametrize("tags", [True, False])
def test_only_what_changed_is_read_again(tmp_path, readings, tags):
    site = Site(tree(40), tags=tags)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        readings.clear()
        site.pages["/a/7.html"] = html("/a/15.html", "/a/16.html", "/", title="第七篇，改过")
        result, second = inspect(server, tmp_path, "r2", since=first)
    assert [path for path in readings if path in site.pages] == ["/a/7.html"]
    assert result.stats.not_modified == 40
    assert bool(site.unmodified) is tags
    before = {row.key: row for row in first.pages()}
    after = {row.key: row for row in second.pages()}
    assert after.keys() == before.keys()
    changed = {key for key in after if after[key].page != before[key].page}
    assert changed == {f"{HOST}/a/7.html"}
    assert after[f"{HOST}/a/7.html"].page.title == "第七篇，改过"
    assert all(row.attempt.status == 200 for row in after.values())


def test_the_bytes_of_an_unchanged_page_are_found_in_the_new_run_alone(tmp_path):
    site = Site(tree(20), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        _, second = inspect(server, tmp_path, "r2", since=first)
        _, third = inspect(server, tmp_path, "r3", since=second)
    for run in (second, third):
        assert verify(run.path) == []
        for row in run.pages():
            assert row.page.title.encode() in run.response(row.evidence).body
    rows = {row.key: row.page for row in first.pages()}
    for path in (first.path, second.path):
        for file in path.iterdir():
            file.unlink()
    assert {row.key: row.page for row in third.pages()} == rows
    assert all(third.response(row.evidence).status == 200 for row in third.pages())


def test_what_nobody_links_to_any_more_is_not_carried_over(tmp_path):
    site = Site(tree(20), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        site.pages["/a/3.html"] = html("/", title="第三篇，链接已撤")
        _, second = inspect(server, tmp_path, "r2", since=first)
    gone = {"/a/7.html", "/a/8.html", "/a/15.html", "/a/16.html", "/a/17.html", "/a/18.html"}
    assert set(paths(first.pages())) - set(paths(second.pages())) == gone
    keys = {fact.key.removeprefix(HOST) for fact in second.facts() if isinstance(fact, LinkFact)}
    assert not keys & gone


def test_a_page_that_vanished_is_a_dead_link_and_no_page(tmp_path):
    site = Site(tree(20), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        del site.pages["/a/19.html"]
        _, second = inspect(server, tmp_path, "r2", since=first)
    row = next(row for row in second.pages() if row.key.endswith("/a/19.html"))
    assert row.attempt.status == 404
    (fact,) = (one for one in second.facts() if isinstance(one, LinkFact) and one.key == row.key)
    assert [attempt.status for attempt in fact.attempts] == [404, 404]


def test_a_page_that_a_script_fills_is_read_again_although_its_bytes_are_the_same(tmp_path, readings):
    site = Site({"/": html("/tzgg/", title="首页"), "/tzgg/": answer(LIST)}, tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        assert any(row.page.script_filled for row in first.pages())
        readings.clear()
        inspect(server, tmp_path, "r2", since=first)
    assert [path for path in readings if path in site.pages] == ["/tzgg/"]


def test_a_stopped_second_look_is_continued(tmp_path):
    site = Site(tree(40), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        site.pages["/a/30.html"] = html("/", title="第三十篇，改过")
        stopped, _ = inspect(server, tmp_path, "r2", since=first, stop_after=12)
        assert stopped.stopped
        result, second = inspect(server, tmp_path, "r2", since=first, resume=True)
    assert result.complete
    assert sorted(paths(second.pages())) == sorted(paths(first.pages()))
    assert result.stats.not_modified == 40
    assert verify(second.path) == []
    leads = sorted(second.path.glob("leads-*"))
    assert len(leads) == 2, "of the stopped process and of the one that went on"
    assert list(map(lines_in, leads)) == list(map(lines_in, second.tables()))


def test_where_pages_lead_goes_over_from_run_to_run(tmp_path):
    site = Site(tree(20), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        _, second = inspect(server, tmp_path, "r2", since=first)
        _, third = inspect(server, tmp_path, "r3", since=second)
    kept = [
        sorted(line for path in run.path.glob("leads-*") for line in lines(path))
        for run in (first, second, third)
    ]
    assert len(kept[0]) == 21
    assert kept[0] == kept[1] == kept[2]


def lines_in(path):
    return len(lines(path))


def lines(path):
    with path.open("rb") as stream:
        return list(lines_of(stream))


def test_a_run_of_older_software_only_costs_more(tmp_path, readings):
    site = Site(tree(10), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        older = Run(first.path, msgspec.structs.replace(first.manifest, software="xunwang/0.0.1"))
        readings.clear()
        result, second = inspect(server, tmp_path, "r2", since=older)
    assert result.stats.not_modified == 0
    assert set(site.pages) <= set(readings)
    assert sorted(paths(second.pages())) == sorted(paths(first.pages()))


def test_error_pages_and_addresses_that_redirect_are_asked_for_anew(tmp_path, readings):
    pages = {"/": html("/old.html", "/gone.html", "/new.html"), "/new.html": html(title="新")}
    pages["/old.html"] = answer(status="302 Found", headers=("Location: /new.html",))
    pages["/gone.html"] = answer("<html><title>404</title><h1>404</h1></html>", "404 Not Found")
    site = Site(pages, tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        readings.clear()
        asked = len(server.requests)
        result, second = inspect(server, tmp_path, "r2", since=first)
    assert result.stats.not_modified == 2
    assert "/gone.html" in readings
    assert ("GET", "/old.html") in server.requests[asked:]
    rows = {row.key.removeprefix(HOST): row.attempt.status for row in second.pages()}
    assert rows == {"/": 200, "/new.html": 200, "/gone.html": 404}


def test_an_unchanged_page_brings_a_link_that_another_one_showed_first(tmp_path):
    shared = "/shared.html"
    site = Site({"/": html("/first.html"), shared: html(title="共有")}, tags=True)
    # One behind the other, so that it is known which of them the crawl comes to first.
    site.pages |= {
        "/first.html": html(shared, "/second.html"),
        "/second.html": html(shared, "/third.html"),
        "/third.html": html(title="第三页"),
    }
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        site.pages["/first.html"] = html("/second.html", title="改过，不再链接")
        _, second = inspect(server, tmp_path, "r2", since=first)
        _, third = inspect(server, tmp_path, "r3", since=second)
    for run in (second, third):
        assert set(paths(run.pages())) == set(paths(first.pages()))
        (fact,) = (one for one in run.facts() if isinstance(one, LinkFact) and one.url.endswith(shared))
        assert fact.parent == f"http://{HOST}/second.html"
        assert fact.text == f"条目 {shared}"


def test_a_trap_closes_over_unchanged_pages_as_it_did_over_new_ones(tmp_path):
    """Hundreds of days of which none says or leads to anything: their words are not looked at again, but what was said of them."""
    days = [f"/day?d={number}" for number in range(240)]
    site = Site({"/": html(*days, title="首页")} | dict.fromkeys(days, html(title="日历")), tags=True)
    with Loopback(site) as server:
        once, first = inspect(server, tmp_path, "r1")
        again, second = inspect(server, tmp_path, "r2", since=first)
    assert [(trap.snag, trap.branch) for trap in again.traps] == [
        (trap.snag, trap.branch) for trap in once.traps
    ]
    assert once.traps
    assert len(list(second.pages())) < len(days)


def test_a_run_without_leads_is_taken_apart_page_by_page(tmp_path):
    site = Site(tree(20), tags=True)
    with Loopback(site) as server:
        _, first = inspect(server, tmp_path, "r1")
        with sqlite3.connect(first.path / "frontier.sqlite") as frontier:
            frontier.execute("ALTER TABLE target DROP COLUMN leads")
        result, second = inspect(server, tmp_path, "r2", since=first)
    assert result.stats.not_modified == 21
    assert sorted(paths(second.pages())) == sorted(paths(first.pages()))
