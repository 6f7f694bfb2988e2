"""Turns at hosts and addresses: who waits for whom, and what is learnt from answers. Starts are counted and ordered, never timed."""

import asyncio
import datetime as dt
import itertools

import msgspec
import pytest
import steady
from loopback import EAGER, NOON, Loopback, answer, clock, guard_for

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.manners import Agreement, Manners, Pace, quiet_hours
from xunwang.inspector.fetch.politeness import Politeness
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
FIRST, SECOND = "a.gov.cn", "b.gov.cn"
SHARED = "203.0.113.1"


def manners(**changes):
    return msgspec.structs.replace(EAGER, **changes)


class Crowd:
    """Counts who is inside at the same time."""

    def __init__(self):
        self.inside = self.most = 0

    async def visit(self, politeness, host):
        async with politeness.turn(host):
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(0.001)
            self.inside -= 1


def most_inside(hosts, settings):
    async def run():
        politeness = Politeness(settings, clock)
        for host in hosts:
            politeness.seen_at(host, SHARED)
        crowd = Crowd()
        await asyncio.gather(*(crowd.visit(politeness, host) for host in hosts for _ in range(6)))
        return crowd.most

    return asyncio.run(run())


def test_a_host_is_visited_by_no_more_at_once_than_allowed():
    assert most_inside([FIRST], manners(per_host=2)) == 2


def test_neighbours_on_one_address_share_its_slots():
    assert most_inside([FIRST, SECOND], manners(per_host=5, per_address=3)) == 3


def test_an_agreement_stands_in_the_place_of_the_defaults_of_its_host():
    agreed = Agreement(FIRST, rate=100_000, connections=4, agreed="平台运维，2026-03-01")
    assert most_inside([FIRST], manners(per_host=1, per_address=1, agreements=(agreed,))) == 4


def test_an_agreement_for_an_address_holds_for_all_it_carries():
    agreed = Agreement(SHARED, rate=100_000, connections=4, agreed="平台运维，2026-03-01")
    hosts = [f"s{n}.gov.cn" for n in range(8)]
    assert most_inside(hosts, manners(per_host=1, per_address=1, agreements=(agreed,))) == 4


def delays(settings, *events):
    """The delays of both hosts at one address after these events."""

    async def run():
        politeness = Politeness(settings, clock)
        for host in (FIRST, SECOND):
            politeness.seen_at(host, SHARED)
        for event in events:
            event(politeness)
        return politeness.delay_of(FIRST), politeness.delay_of(SECOND)

    return asyncio.run(run())


PATIENT = Manners(delay=1.0, per_address_delay=0.5)


def test_neighbours_keep_the_distance_of_their_address():
    assert delays(Manners(delay=0, per_address_delay=0.5)) == (0.5, 0.5)


def test_503_slows_its_host_and_429_the_whole_address():
    assert delays(PATIENT, lambda p: p.answered(FIRST, 503)) == (2.0, 1.0)
    twice = [lambda p: p.answered(FIRST, 429)] * 2
    assert delays(PATIENT, *twice) == (4.0, 2.0)


def test_429_of_a_host_of_others_is_its_own():
    assert delays(PATIENT, lambda p: p.answered(FIRST, 429, of_others=True)) == (2.0, 1.0)


def test_a_host_that_does_not_answer_in_time_is_slowed_and_a_refusal_is_not():
    assert delays(PATIENT, lambda p: p.failed(FIRST, Reach.TIMEOUT)) == (2.0, 1.0)
    assert delays(PATIENT, lambda p: p.failed(FIRST, Reach.REFUSED)) == (1.0, 1.0)


def test_good_answers_bring_the_pace_back():
    good = [lambda p: p.answered(FIRST, 200)] * 50
    assert delays(PATIENT, lambda p: p.answered(FIRST, 429), *good) == (1.0, 1.0)


def test_a_crawl_delay_binds_whatever_was_agreed():
    agreed = Agreement(FIRST, rate=10, connections=4, agreed="平台运维，2026-03-01")
    settings = msgspec.structs.replace(PATIENT, agreements=(agreed,))
    assert delays(settings) == (0.1, 1.0)
    assert delays(settings, lambda p: p.keep_apart(FIRST, 5)) == (5, 1.0)


def starts(settings, hosts, count):
    """The instants of `count` starts at each host, taken together and in order."""

    async def run():
        politeness = Politeness(settings, clock)
        for host in hosts:
            politeness.seen_at(host, SHARED)
        begun = []

        async def visit(host):
            async with politeness.turn(host):
                begun.append((asyncio.get_running_loop().time(), host))

        await asyncio.gather(*(visit(host) for host in hosts for _ in range(count)))
        return begun

    return asyncio.run(run())


def gaps(instants):
    return [later - earlier for earlier, later in itertools.pairwise(instants)]


def test_no_two_starts_on_one_address_are_nearer_than_its_delay():
    begun = starts(manners(per_address_delay=0.02), [FIRST, SECOND], 5)
    assert min(gaps([instant for instant, _ in begun])) >= 0.02


def test_no_two_starts_on_one_host_are_nearer_than_its_delay_and_neighbours_go_in_between():
    begun = starts(manners(delay=0.03), [FIRST, SECOND], 4)
    for host in (FIRST, SECOND):
        assert min(gaps([instant for instant, name in begun if name == host])) >= 0.03
    assert {name for _, name in begun[:2]} == {FIRST, SECOND}


def test_a_slow_host_does_not_keep_its_neighbours_waiting():
    async def run():
        politeness = Politeness(manners(per_address=1, longest_retry_after=30), clock)
        for host in (FIRST, SECOND):
            politeness.seen_at(host, SHARED)
        politeness.answered(FIRST, 503, "30")
        crowd = Crowd()
        slow = [asyncio.create_task(crowd.visit(politeness, FIRST)) for _ in range(3)]
        await asyncio.gather(*(crowd.visit(politeness, SECOND) for _ in range(5)))
        waiting = sum(not task.done() for task in slow)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        await crowd.visit(politeness, SECOND)
        return waiting

    assert asyncio.run(run()) == 3


def test_until_when_an_overburdened_host_is_left_alone_can_be_told():
    async def run():
        politeness = Politeness(manners(longest_retry_after=300), clock)
        politeness.keep_apart(SECOND, 5.0)
        async with politeness.turn(SECOND):
            pass
        politeness.answered(FIRST, 503, "120")
        return politeness.held_until(FIRST), politeness.held_until(SECOND)

    held, at_its_own_pace = steady.run(run())
    assert dt.timedelta(seconds=119) < held - clock() <= dt.timedelta(seconds=120)
    assert at_its_own_pace is None


def test_a_turn_given_up_leaves_its_place_to_the_next():
    async def run():
        politeness = Politeness(manners(per_host=1, delay=0.05), clock)
        crowd = Crowd()
        await crowd.visit(politeness, FIRST)
        waiting = asyncio.create_task(crowd.visit(politeness, FIRST))
        await asyncio.sleep(0)
        waiting.cancel()
        await crowd.visit(politeness, FIRST)
        return crowd.inside

    assert asyncio.run(run()) == 0


class Day:
    """A clock that moves on by `step` with every look at it."""

    def __init__(self, begin, step):
        self.now = begin
        self.step = step

    def __call__(self):
        self.now += self.step
        return self.now


def test_nothing_starts_in_quiet_hours_and_the_wait_can_be_told():
    async def run():
        day = Day(NOON - dt.timedelta(milliseconds=40), dt.timedelta(milliseconds=10))
        politeness = Politeness(manners(quiet=quiet_hours(["08:30-12:00"])), day)
        told = politeness.quiet_until
        async with politeness.turn(FIRST):
            begun = day.now
        return told, begun, politeness.quiet_until

    told, begun, after = asyncio.run(run())
    assert told == NOON
    assert begun >= NOON
    assert after is None


def test_a_crawl_that_waits_for_the_morning_can_be_stopped():
    async def run():
        politeness = Politeness(manners(quiet=quiet_hours(["08:30-13:00"])), clock)
        crowd = Crowd()
        waiting = asyncio.create_task(crowd.visit(politeness, FIRST))
        await asyncio.wait({waiting}, timeout=0.05)
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return crowd.most

    assert asyncio.run(run()) == 0


def test_hosts_that_nothing_was_learnt_of_are_forgotten():
    async def run():
        politeness = Politeness(EAGER, clock)
        politeness.keep_apart("slow.gov.cn", 0.1)
        for n in range(12_000):
            politeness.answered(f"h{n}.example.com", 200)
        return len(politeness._hosts), politeness.delay_of("slow.gov.cn")

    remembered, delay = asyncio.run(run())
    assert remembered <= 5_001
    assert delay == 0.1


# ── with a real client and a real server ─────────────────────────────────────────────────────────


def test_the_client_asks_a_host_no_more_at_once_than_allowed():
    together = {"now": 0, "most": 0}

    async def handle(request):
        together["now"] += 1
        together["most"] = max(together["most"], together["now"])
        await asyncio.sleep(0.02)
        together["now"] -= 1
        await request.say(answer("ok"))

    async def run(server):
        settings = FetchSettings(manners=manners(per_host=2, per_address=9))
        async with Client(guard_for(server, HOST), clock, settings) as client:
            return await asyncio.gather(*(client.fetch(f"{HOME}{n}") for n in range(12)))

    with Loopback(handle) as server:
        exchanges = asyncio.run(run(server))
    assert all(exchange.attempt.reach is Reach.OK for exchange in exchanges)
    assert together["most"] == 2


def looked_up(server):
    async def lookup(host, port):
        return [("127.0.0.1", server.port)]

    return Guard(allow=["127.0.0.1"], ports=[server.port], lookup=lookup)


def sent_there(server, *, closed=False):
    return Guard(connect_to=[ConnectTo(None, None, "127.0.0.1", server.port)], closed=closed)


async def homes_of_ten(server, guard, settings):
    async with Client(guard, clock, settings) as client:
        homes = [f"http://site{n}.gov.cn:{server.port}/" for n in range(10)]
        return await asyncio.gather(*map(client.fetch, homes))


@pytest.mark.parametrize("guard_of", [looked_up, sent_there])
def test_sites_of_one_address_share_it_from_their_first_request_on(guard_of):
    together = {"now": 0, "most": 0}

    async def handle(request):
        together["now"] += 1
        together["most"] = max(together["most"], together["now"])
        await asyncio.sleep(0.02)
        together["now"] -= 1
        await request.say(answer("ok"))

    with Loopback(handle) as server:
        settings = FetchSettings(manners=manners(per_address=2))
        exchanges = asyncio.run(homes_of_ten(server, guard_of(server), settings))
    assert [exchange.attempt.status for exchange in exchanges] == [200] * 10
    assert together["most"] == 2


def test_in_a_closed_world_one_loopback_address_plays_many_servers():
    all_are_here = asyncio.Barrier(10)

    async def handle(request):
        await all_are_here.wait()
        await request.say(answer("ok"))

    with Loopback(handle) as server:
        settings = FetchSettings(manners=manners(per_address=2))
        exchanges = asyncio.run(homes_of_ten(server, sent_there(server, closed=True), settings))
    assert [exchange.attempt.status for exchange in exchanges] == [200] * 10


@pytest.mark.parametrize(
    ("status", "retry_after"),
    [("429 Too Many Requests", "100"), ("503 Unavailable", "Tue, 31 Mar 2026 04:01:40 GMT")],
)
def test_retry_after_keeps_the_next_request_waiting(status, retry_after):
    async def run(server):
        loop = asyncio.get_running_loop()
        settings = FetchSettings(manners=manners(longest_retry_after=30))
        async with Client(guard_for(server, HOST), clock, settings) as client:
            await client.fetch(HOME)
            return client.politeness._host(HOST).pace.wait(loop.time())

    later = answer("later", status, (f"Retry-After: {retry_after}", "Content-Type: text/html"))
    with Loopback({"/": later}) as server:
        assert 25 < steady.run(run(server)) <= 30


def test_who_is_in_a_hurry_leaves_alone_whoever_asks_for_longer():
    async def run(server):
        settings = FetchSettings(manners=manners(longest_retry_after=300))
        async with Client(guard_for(server, FIRST, SECOND), clock, settings) as client:
            hurried = client.hurried(lambda host: 10.0)
            before = await hurried.fetch(f"http://{FIRST}/")
            again = await hurried.fetch(f"http://{FIRST}/")
            other = await hurried.fetch(f"http://{SECOND}/fine.html")
            patient = client.hurried(lambda host: 400.0)
            return [before, again, other], patient.spares(FIRST), client.spares(FIRST)

    later = answer("later", "503 Unavailable", ("Retry-After: 200", "Content-Type: text/html"))
    with Loopback({"/": later, "/fine.html": answer("fine")}) as server:
        exchanges, *waits = steady.run(run(server))
        assert server.asked == {"/": 1, "/fine.html": 1}
    assert [(one.attempt.reach, one.attempt.status) for one in exchanges] == [
        (Reach.HTTP, 503),
        (Reach.FORBIDDEN, None),
        (Reach.OK, 200),
    ]
    assert exchanges[1].attempt.detail == Detail.LEFT_ALONE
    assert waits == [False, False]


def test_a_pause_that_was_asked_for_is_told_from_the_usual_one():
    slow = Pace(3600.0, 60.0)
    slow.started(0.0)
    assert slow.held(1.0) == 0.0
    slow.slow_down(1.0)  # it cannot be asked more slowly, and said nothing
    assert slow.held(1.0) == 0.0
    slow.slow_down(2.0, 600.0)
    assert slow.held(2.0) == 600.0
    assert slow.held(700.0) == 0.0


def test_a_time_out_gives_the_host_more_time():
    async def run(server):
        settings = FetchSettings(timeout=0.1, manners=manners(longest_pause=60))
        async with Client(guard_for(server, HOST), clock, settings) as client:
            await client.fetch(HOME)
            return client.politeness.delay_of(HOST)

    with Loopback({"/": None}) as server:
        assert steady.run(run(server)) == 0.5
