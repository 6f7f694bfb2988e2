"""Hosts of others that ask for long pauses hold nothing up: what they were not asked is unknown, and asked another day."""

import asyncio

import msgspec
import pytest
import steady
from loopback import EAGER, NOON, Loopback, answer, clock, guard_for
from walks import HOME, HOST, SETTINGS, SUBJECT, begin, html

from xunwang.inspector.crawl import crawl_site, visiting
from xunwang.inspector.crawl.recheck import recheck_links
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.evidence import Run, Stats
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.indicators.kinds.dead_links import Fate, Params, fate_of
from xunwang.inspector.model import Reach

BELOW = f"news.{HOST.removeprefix('www.')}"
BUSY = ("www.busy.example", "www.full.example", "www.later.example")
LEFT = (Reach.FORBIDDEN, Detail.LEFT_ALONE)
# One at a time: those behind the first wait their turn when the host asks to be left alone.
MANNERS = msgspec.structs.replace(EAGER, per_host=1, longest_retry_after=86_400.0)
LATER = answer("later", "503 Busy", ("Retry-After: 86400", "Content-Type: text/html"))


class Hosts:
    """The site at HOST, with `pages`, and busy hosts beside it; `asked` are the hosts that were asked, in their order."""

    def __init__(self, pages, busy=LATER, *, cured=False, first=None):
        self.asked = []
        self._pages, self._busy, self.cured = pages, busy, cured
        self._firsts = [first] if first else []

    async def __call__(self, request):
        host = request.headers["host"]
        if host != HOST:
            self.asked.append(host)
            data = self._firsts.pop() if self._firsts else html() if self.cured else self._busy
        else:
            data = self._pages.get(request.path, answer("没有这一页", "404 Not Found"))
        await request.say(data.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if request.method == "HEAD" else data)


def with_client(server, work, manners=MANNERS):
    async def run():
        settings = FetchSettings(timeout=60.0, manners=manners)
        async with (
            Client(guard_for(server, HOST, BELOW, *BUSY), clock, settings) as client,
            asyncio.timeout(600),
        ):
            return await work(client)

    return steady.run(run())


def walked(server, writer, manners=MANNERS):
    """The links of the site, after a walk that may not last as long as what the busy hosts ask for."""

    async def work(client):
        return await crawl_site(
            SUBJECT, writer, client, settings=msgspec.structs.replace(SETTINGS, max_seconds=600), clock=clock
        )

    result = with_client(server, work, manners)
    assert result.complete
    return list(result.links)


def of(host, links):
    return [link for link in links if host in link.url]


def last(link):
    return link.attempts[-1].reach, link.attempts[-1].detail


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many Requests"])
def test_hosts_of_others_that_want_to_be_left_alone_are_left(status, tmp_path):
    far = [f"http://{host}/{number}.html" for number in range(17) for host in BUSY]
    site = Hosts(
        {"/": html(*far[:20], "/a.html"), "/a.html": html("/", *far[20:])},
        busy=answer("later", status, ("Retry-After: 86400", "Content-Type: text/html")),
    )
    with Loopback(site) as server:
        links = walked(server, begin(tmp_path))

    outside = [link for link in links if link.url in far]
    assert len(outside) == len(far)
    assert {last(link) for link in outside} == {LEFT}
    assert sorted(site.asked) == sorted(BUSY)  # once each, and never again within the pause
    once = Params(confirmations=1, retest_hours=0)
    assert {fate_of(link.attempts, once) for link in outside} == {Fate.ALIVE}


def test_what_was_left_is_asked_in_a_recheck(tmp_path):
    site = Hosts(
        {"/": html(f"http://{BUSY[0]}/1.html", f"http://{BUSY[0]}/2.html", "/a.html"), "/a.html": html("/")}
    )
    with Loopback(site) as server:
        first = begin(tmp_path)
        first.write_facts(walked(server, first))
        first.close(NOON, stats=Stats())
        run = Run.open(first.path)

        def again(name):
            return with_client(
                server, lambda client: recheck_links(run, begin(tmp_path, name), client, today=SETTINGS.today)
            )

        still = of(BUSY[0], again("r2"))
        site.cured = True
        now = of(BUSY[0], again("r3"))

    assert [last(link) for link in still] == [LEFT, LEFT]
    assert [last(link)[0] for link in now] == [Reach.OK, Reach.OK]


def test_the_site_itself_is_waited_for(tmp_path):
    site = Hosts(
        {"/": html("/a.html", "/b.html", "/c.html"), "/a.html": LATER, "/b.html": LATER, "/c.html": LATER}
    )

    async def work(client):
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def tell(progress):
            if progress.held_until:
                loop.call_later(1.0, stop.set)  # time enough to leave what is not waited for

        return await crawl_site(
            SUBJECT, begin(tmp_path), client, settings=SETTINGS, clock=clock, progress=tell, stop=stop
        )

    with Loopback(site) as server:
        result = with_client(server, work)
        pages = [path for _, path in server.requests if path in {"/a.html", "/b.html", "/c.html"}]
    assert result.stopped
    assert len(pages) == 1
    assert LEFT not in {last(link) for link in result.links}


def test_where_the_home_page_leads_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(visiting, "OTHERS_PATIENCE", 0.0)
    moved = answer("", "302 Found", (f"Location: http://{BUSY[0]}/",))
    site = Hosts({"/": moved}, cured=True, first=LATER)
    with Loopback(site) as server:
        links = walked(server, begin(tmp_path), msgspec.structs.replace(MANNERS, longest_retry_after=0.3))
    assert last(links[0]) == (Reach.OK, None)
    assert len(site.asked) > 1


def test_a_host_that_may_belong_to_the_site_is_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(visiting, "OTHERS_PATIENCE", 0.0)
    site = Hosts({"/": html(f"http://{BELOW}/1.html")}, cured=True, first=LATER)
    with Loopback(site) as server:
        links = walked(server, begin(tmp_path), msgspec.structs.replace(MANNERS, longest_retry_after=0.3))
    assert [last(link) for link in of(BELOW, links)] == [(Reach.OK, None)]


def test_a_page_of_the_site_that_leads_to_a_busy_host_is_none_of_its_unread_pages(tmp_path):
    moved = answer("", "302 Found", (f"Location: http://{BUSY[0]}/1.html",))
    site = Hosts(
        {"/": html("/a.html", "/b.html", "/c.html"), "/a.html": moved, "/b.html": moved, "/c.html": html("/")}
    )
    with Loopback(site) as server:
        writer = begin(tmp_path)
        links = walked(server, writer)
    ends = {link.url: last(link) for link in links}
    assert LEFT in {ends[f"{HOME}a.html"], ends[f"{HOME}b.html"]}
    assert site.asked.count(BUSY[0]) == 1
    left = {url for url, end in ends.items() if end == LEFT}
    assert not left & {row.page.url for row in writer.rows()}


def test_the_hosts_of_a_site():
    scope = Scope(
        "http://www.shili.gov.cn/", also=("[2001:db8::1]:8080", "192.0.2.1:81", "zwgk.shili.gov.cn")
    )
    held = ("www.shili.gov.cn", "shili.gov.cn", "2001:db8::1", "192.0.2.1", "zwgk.shili.gov.cn")
    assert [host for host in held if not scope.holds(host)] == []
    others = ("rsj.shili.gov.cn", "busy.example", "ww.shili.gov.cn", "192.0.2.2", "2001:db8::2", "")
    assert [host for host in others if scope.holds(host)] == []


def test_a_busy_host_of_others_at_the_sites_own_address_does_not_hold_the_site_up(tmp_path):
    busy = answer("later", "429 Too Many Requests", ("Retry-After: 86400", "Content-Type: text/html"))
    pages = {f"/{name}.html": html("/") for name in "abcde"}
    site = Hosts({"/": html(f"http://{BUSY[0]}/1.html", *pages)} | pages, busy=busy)

    async def run(server):
        guard = Guard(connect_to=server.connect_to(HOST, BUSY[0]))
        manners = msgspec.structs.replace(MANNERS, per_address=2)
        async with Client(guard, clock, FetchSettings(timeout=60.0, manners=manners)) as client:
            assert not guard.stands_in(HOST, 80)
            settings = msgspec.structs.replace(SETTINGS, max_seconds=60)
            return await crawl_site(SUBJECT, begin(tmp_path), client, settings=settings, clock=clock)

    with Loopback(site) as server:
        result = steady.run(run(server))
    assert result.complete
    ends = {link.url: last(link)[0] for link in result.links}
    assert {ends[f"{HOME}{name}.html"] for name in "abcde"} == {Reach.OK}
    assert site.asked == [BUSY[0]]
