"""The probe engine against servers that answer late, half, over IPv6 only, or not at all."""

import asyncio
import datetime as dt
import socket
import threading
import time
from collections import Counter
from decimal import Decimal

import pytest
import steady
from loopback import NOON, Loopback, answer

from xunwang.inspector import door
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.kinds.availability import Params, examine
from xunwang.inspector.model import SHANGHAI, OutcomeKind, Reach
from xunwang.inspector.watch.agreeing import Closure, Visit, agree, called_down, probe_facts
from xunwang.inspector.watch.model import Look, Probe, State, Target, Timing
from xunwang.inspector.watch.prober import Prober, ProbeSettings
from xunwang.inspector.watch.rounds import ASKED_VISITS, Timeline, caught_up, plan, slot_at
from xunwang.inspector.watch.witness import Witness, lacks_witnesses

PAGE = answer("<title>示例市人民政府</title><p>欢迎</p>")


def probe(url, *targets, limit=20.0, six=True, closed=True, seen=None):
    """One visit of `url`; `targets` are HOST:PORT:HOST2:PORT2."""
    guard = Guard(connect_to=[ConnectTo.parse(text) for text in targets], closed=closed)
    made = Prober(
        guard, lambda: NOON, point="甲", settings=ProbeSettings(limit=limit, together=8, six=six), seen=seen
    )

    async def run():
        return await made.probe(Target("a", url))

    return asyncio.run(run())


def free_port(host="127.0.0.1"):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as taken:
        taken.bind((host, 0))
        return taken.getsockname()[1]


def at(server, host="a.gov.cn"):
    return f"{host}:80:127.0.0.1:{server.port}"


def test_a_site_that_opens_is_timed_part_by_part():
    async def slow_body(request):
        head, _, body = PAGE.partition(b"\r\n\r\n")
        await asyncio.sleep(0.1)
        await request.say(head + b"\r\n\r\n")
        await asyncio.sleep(0.1)
        await request.say(body)

    with Loopback(slow_body) as server:
        found = probe("http://a.gov.cn/", at(server))
    timing = found.look.timing
    assert (found.state, found.error, found.six) == (State.OPEN, None, None)
    assert timing.first_byte >= 45
    assert timing.body >= 45
    assert timing.tls == 0
    assert found.milliseconds == timing.total
    assert found.look.address == "127.0.0.1"


@pytest.mark.parametrize(
    ("data", "state", "error"),
    [
        (answer("出错了", "502 Bad Gateway"), State.DOWN, "http 502"),
        (answer("没有", "404 Not Found"), State.DOWN, "http 404"),
        (answer("不许", "403 Forbidden"), State.UNCLEAR, "http 403"),
        (answer("<script>document.cookie='a=1'</script>", "412 Precondition Failed"), State.UNCLEAR, "challenge"),
        (answer(b"half of it", length=1000), State.DOWN, "protocol"),
        (b"SSH-2.0-OpenSSH_9.9\r\n", State.DOWN, "protocol"),
        (b"", State.DOWN, "reset"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n", State.OPEN, None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nabcd", State.DOWN, "protocol"),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", State.OPEN, None),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + PAGE, State.OPEN, None),
    ],
)  # fmt: skip
def test_what_comes_back_says_whether_it_is_open(data, state, error):
    with Loopback({"/": data}) as server:
        found = probe("http://a.gov.cn/", at(server))
    assert (found.state, found.error) == (state, error)


def test_an_answer_that_stops_half_way_is_late():
    async def half(request):
        await request.say(PAGE[:-10])
        await asyncio.sleep(60)

    with Loopback(half) as server:
        found = probe("http://a.gov.cn/", at(server), limit=0.3)
    assert (found.state, found.error) == (State.DOWN, "timeout")
    assert found.look.timing.total >= 290


def test_redirects_keep_their_cookie_and_end():
    async def doorman(request):
        if request.path == "/round":
            return await request.say(answer(status="302 Found", headers=("Location: /round",)))
        if "cookie" in request.headers:
            return await request.say(PAGE)
        return await request.say(
            answer(status="302 Found", headers=("Location: /in", "Set-Cookie: pass=1; Path=/"))
        )

    with Loopback(doorman) as server:
        assert probe("http://a.gov.cn/", at(server)).look.final_url == "http://a.gov.cn/in"
        assert probe("http://a.gov.cn/round", at(server)).error == "protocol"


def test_a_site_over_six_only_is_open_and_told_apart():
    with Loopback({"/": PAGE}, host="::1") as server:
        target = f"a.gov.cn:80:[::1]:{server.port}"
        found = probe("http://a.gov.cn/", target)
        blind = probe("http://a.gov.cn/", target, six=False)
    assert found.four is None
    assert (found.state, found.six.state) == (State.OPEN, State.OPEN)
    assert blind.state is State.UNCLEAR  # a machine without IPv6 cannot say that it is down


def test_nobody_there_and_no_such_name():
    refused = probe("http://a.gov.cn/", f"a.gov.cn:80:127.0.0.1:{free_port()}")
    unknown = probe("http://no-such-name.invalid/", closed=False)
    own = probe("http://127.0.0.1/", closed=False)
    assert (refused.state, refused.error) == (State.DOWN, "refused")
    assert (unknown.state, unknown.error) == (State.DOWN, "dns")
    assert (own.state, own.look.reach) == (State.UNCLEAR, Reach.FORBIDDEN)


class Site:
    """Opens or not as the plan of the test says for each moment of the played time."""

    def __init__(self, clock, fails):
        self.clock, self.fails, self.asked = clock, fails, []

    async def __call__(self, request):
        self.asked.append(self.clock())
        await request.say(answer("坏了", "502 Bad Gateway") if self.fails(len(self.asked)) else PAGE)


def played(servers, *, days, minutes=72, anchors=()):
    """Every probe of `days` days of the servers (host -> server), with time moved instead of waited for."""
    clock = servers.pop("clock")
    connect = tuple(
        f"{host}:80:127.0.0.1:{server.port if hasattr(server, 'port') else server}"
        for host, server in servers.items()
    )
    inspecting = door.InspectSettings(connect_to=connect, closed=True)
    settings = door.WatchSettings(
        minutes=minutes, limit=5, six=False, anchors=tuple(f"http://{one}/" for one in anchors)
    )
    targets = [
        door.Target(id=host, url=f"http://{host}/", name=host) for host in servers if host not in anchors
    ]
    with door.Watch(inspecting, settings, clock) as watch:
        watch.follow(targets)
        return [*watch.advance(dt.timedelta(days=days)).probes, *watch.finish().probes]


def visits(probes, host):
    return [
        Visit(one.at, one.point, one.state, one.milliseconds, one.error)
        for one in probes
        if one.target == host
    ]


@pytest.mark.parametrize(
    ("failures", "kind", "share"),
    [(7, OutcomeKind.FOUND, "5.00%"), (6, OutcomeKind.MET, "4.29%")],
)
def test_seven_of_140_is_a_veto_and_six_is_not(failures, kind, share):
    clock = Timeline(dt.datetime(2026, 3, 25, tzinfo=SHANGHAI))
    site = Site(clock, lambda number: number in range(20, 20 + failures))
    with Loopback(site) as server, Loopback({"/": PAGE}) as other:
        probes = played({"clock": clock, "a.gov.cn": server, "b.gov.cn": other}, days=7)
    mine = visits(probes, "a.gov.cn")
    tally = agree(mine, minutes=72)
    assert (tally.counted, tally.failed, tally.untold) == (140, failures, 0)
    assert set(Counter(visit.at.astimezone(SHANGHAI).date() for visit in mine).values()) == {20}
    params = Params(limit_ms=15000, share_percent=Decimal(5), min_days=7, min_per_day=20)
    book = FactBook.of(probe_facts(tally, "http://a.gov.cn/"))
    outcome = examine(params, book, dt.date(2026, 3, 31))
    assert (outcome.outcome, outcome.value) == (kind, share)


def shares(probes, host):
    """What a judgement says of the host's week."""
    params = Params(limit_ms=15000, share_percent=Decimal(5), min_days=7, min_per_day=20)
    tally = agree(visits(probes, host), minutes=72)
    outcome = examine(params, FactBook.of(probe_facts(tally, f"http://{host}/")), dt.date(2026, 3, 31))
    return (tally.failed, tally.counted, outcome.value, outcome.outcome)


def test_a_week_of_late_half_missing_and_six_only_answers_counts_to_the_visit(monkeypatch):
    """Of 140 visits one gets no answer in time, two half of one, two are broken off, two are error pages: a veto."""
    begin = dt.datetime(2026, 3, 25, tzinfo=SHANGHAI)
    clock = Timeline(begin)
    monkeypatch.setattr("xunwang.inspector.door.watching.new_loop", steady.SteadyLoop)

    async def troubled(request):
        number = (clock() - begin) // dt.timedelta(minutes=72)
        if number == 20:
            return await asyncio.sleep(60)
        if number in {60, 61}:
            return await request.say(answer(b"half of it", length=1000))
        if number in {80, 81}:
            return request.reset()
        return await request.say(answer("坏了", "502 Bad Gateway") if number in {50, 100} else PAGE)

    with Loopback(troubled) as four, Loopback({"/": PAGE}, host="::1") as six:
        connect = (at(four), f"b.gov.cn:80:[::1]:{six.port}", f"c.gov.cn:80:127.0.0.1:{free_port()}")
        inspecting = door.InspectSettings(connect_to=connect, closed=True)
        with door.Watch(inspecting, door.WatchSettings(minutes=72, limit=3, six=True), clock) as watch:
            watch.follow(
                [door.Target(host, f"http://{host}/") for host in ("a.gov.cn", "b.gov.cn", "c.gov.cn")]
            )
            probes = [*watch.advance(dt.timedelta(days=7)).probes, *watch.finish().probes]
    assert shares(probes, "a.gov.cn") == (7, 140, "5.00%", OutcomeKind.FOUND)
    assert shares(probes, "b.gov.cn") == (0, 140, "0.00%", OutcomeKind.MET)
    assert shares(probes, "c.gov.cn") == (140, 140, "100.00%", OutcomeKind.FOUND)
    failed = Counter(one.error for one in probes if one.target == "a.gov.cn" and one.error)
    assert failed == {"timeout": 1, "protocol": 2, "reset": 2, "http 502": 2}
    assert {one.four is None for one in probes if one.target == "b.gov.cn"} == {True}


def test_our_own_network_down_is_nobodys_fault():
    """For a time nothing opens, the anchor neither: those visits say nothing. A site that fails alone does count."""
    clock = Timeline(dt.datetime(2026, 3, 25, tzinfo=SHANGHAI))
    gone = dt.datetime(2026, 3, 25, 6, tzinfo=SHANGHAI), dt.datetime(2026, 3, 25, 9, tzinfo=SHANGHAI)

    async def site(request):
        alone = request.headers["host"] == "a.gov.cn" and clock().hour == 20
        if alone or gone[0] <= clock() < gone[1]:
            return request.reset()
        return await request.say(PAGE)

    with Loopback(site) as one:
        hosts = dict.fromkeys(("a.gov.cn", "b.gov.cn", "anchor.cn"), one)
        probes = played({"clock": clock, **hosts}, days=1, minutes=60, anchors=("anchor.cn",))
    lost = [one for one in probes if one.own_fault]
    assert {one.at.hour for one in lost} == {6, 7, 8}
    assert len(lost) == 6
    a, b = agree(visits(probes, "a.gov.cn"), minutes=60), agree(visits(probes, "b.gov.cn"), minutes=60)
    assert (a.counted, a.failed, a.untold) == (21, 1, 3)
    assert (b.counted, b.failed, b.untold) == (21, 0, 3)


@pytest.mark.parametrize(
    ("reach", "detail", "state"),
    [
        (Reach.REFUSED, None, State.DOWN), (Reach.RESET, None, State.DOWN), (Reach.PROTOCOL, None, State.DOWN),
        (Reach.REFUSED, Detail.NO_ROUTE, State.UNCLEAR), (Reach.TIMEOUT, None, State.UNCLEAR),
        (Reach.DNS, Detail.NO_SUCH_NAME, State.UNCLEAR),
    ],
)  # fmt: skip
def test_with_nobody_to_ask_only_what_the_other_side_answered_counts(reach, detail, state):
    """Sites of one registered domain cannot vouch for each other, and silence may be our own."""
    targets = [Target("a", "http://a.gov.cn/"), Target("b", "http://www.a.gov.cn/")]
    prober = Prober(Guard(closed=True), lambda: NOON, point="甲", settings=ProbeSettings(six=False))
    failed = Probe("a", targets[0].url, NOON, "甲", Look(reach, Timing(), detail=detail), None)
    told = asyncio.run(Witness(prober, (), targets).heard(failed))
    assert (told.state, told.own_fault, told.unwitnessed) == (state, False, state is State.UNCLEAR)
    assert lacks_witnesses(one.url for one in targets)
    assert not lacks_witnesses([*(one.url for one in targets), "http://b.example/"])


def moment(hour, minute=0, day=25):
    return dt.datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_vantage_points_must_agree_and_closures_do_not_count():
    def seen(hour, point, state):
        return Visit(moment(hour, 10), point, state, 80.0 if state is State.OPEN else None, "timeout")

    series = [
        seen(0, "电信", State.DOWN), seen(0, "联通", State.OPEN),   # one sees it: open
        seen(1, "电信", State.DOWN), seen(1, "联通", State.DOWN),   # all agree: down
        seen(2, "电信", State.DOWN), seen(2, "联通", State.UNCLEAR),  # the other could not tell
        seen(3, "电信", State.UNCLEAR),
        seen(4, "电信", State.DOWN), seen(4, "联通", State.DOWN),   # announced maintenance
    ]  # fmt: skip
    tally = agree(series, [Closure(moment(4), moment(5))], minutes=60)
    assert [visit.state for visit in tally.visits] == [State.OPEN, State.DOWN, State.DOWN]
    assert (tally.counted, tally.failed, tally.untold, tally.closed) == (3, 2, 1, 2)
    assert called_down(series[:2], minutes=60) is None
    assert called_down(series[:6], minutes=60) == moment(1, 10)
    assert called_down([*series[:6], seen(3, "联通", State.OPEN)], minutes=60) is None


@pytest.mark.parametrize("minutes", [5, 7, 60, 72])
def test_a_day_has_at_least_its_twenty_visits_and_slots_are_the_same_everywhere(minutes):
    midnight = moment(0)
    day = {slot_at(midnight + dt.timedelta(minutes=past), minutes).start for past in range(24 * 60)}
    assert len(day) >= ASKED_VISITS
    slot = slot_at(moment(23, 59), minutes)
    assert slot.end == moment(0, day=26)
    targets = [Target(f"t{number}", "http://a.gov.cn/") for number in range(200)]
    planned = plan(targets, slot, "甲")
    assert {target.id for _, target in planned} == {target.id for target in targets}
    assert all(slot.start <= when < slot.end for when, _ in planned)
    assert planned == plan(targets, slot, "甲")
    assert planned != plan(targets, slot, "乙")


def test_a_page_turned_foreign_is_told_once_with_the_probe_that_saw_it():
    clock = Timeline(moment(0))
    good = "<html><head><title>示例市人民政府</title></head><body><h1>示例市人民政府</h1><p>政务公开</p></body></html>"
    bad = good.replace(
        "</body>",
        '<div style="display:none"><a href="http://www.bocai-vip888.com/">澳门博彩官网 真人娱乐</a></div></body>',
    )

    async def site(request):
        await request.say(answer(bad if moment(3) <= clock() else good))

    with Loopback(site) as server:
        inspecting = door.InspectSettings(connect_to=(at(server),), closed=True)
        with door.Watch(inspecting, door.WatchSettings(minutes=60, six=False), clock) as watch:
            watch.follow([door.Target("a", "http://a.gov.cn/", "示例市人民政府")])
            before = watch.advance(dt.timedelta(hours=3))
            after = watch.advance(dt.timedelta(hours=3))
    assert before.intrusions == ()
    (told,) = after.intrusions
    assert told.target.id == "a"
    assert {sign.target for sign in told.signs} == {"http://www.bocai-vip888.com/"}
    assert not any("vip888" in str(one) for one in before.intrusions)


def test_who_begins_in_the_middle_of_a_slot_catches_up_one_after_the_other():
    """What is past is not visited all at once; what is to come keeps its place; slots that were slept through are not made up for."""
    targets = [Target(f"t{number}", "http://a.gov.cn/") for number in range(300)]
    slot = slot_at(moment(8), 60)
    planned = plan(targets, slot, "甲")
    done = caught_up(planned, moment(8, 30), slot.end)
    late = [when for when, target in done if (when, target) not in planned]
    assert {target.id for _, target in done} == {target.id for target in targets}
    assert 100 < len(late) < 200
    assert late == [moment(8, 30) + number * dt.timedelta(seconds=0.2) for number in range(len(late))]
    assert (
        max(when for when, _ in caught_up(planned, slot.end - dt.timedelta(seconds=3), slot.end)) < slot.end
    )

    clock = Timeline(moment(1))
    site = Site(clock, lambda _number: False)
    with Loopback(site) as server:
        inspecting = door.InspectSettings(connect_to=(at(server),), closed=True)
        with door.Watch(inspecting, door.WatchSettings(minutes=60, six=False), clock) as watch:
            watch.follow([door.Target("a", "http://a.gov.cn/", "示例市人民政府")])
            assert len(watch.advance(dt.timedelta(hours=1)).probes) == 1
            clock.at = moment(9, 59)  # the machine slept
            assert len(watch.advance(dt.timedelta(minutes=1)).probes) == 1
            watch.stop()
            assert watch.advance(dt.timedelta(hours=5)).probes == ()


class Wall:
    """A clock that goes on by itself and is set by somebody."""

    def __init__(self, at):
        self.at, self._begun = at, time.monotonic()

    def __call__(self):
        return self.at + dt.timedelta(seconds=time.monotonic() - self._begun)


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_a_clock_that_is_set_meanwhile_holds_no_visit_back_and_overruns_nobody(days):
    """In the middle of a slot: those whose place is past come one after the other, as after any beginning."""
    clock = Wall(moment(8) + dt.timedelta(seconds=30))
    targets = [door.Target(f"t{number}", f"http://{number}.gov.cn/", "示例市") for number in range(60)]
    inspecting = door.InspectSettings(connect_to=(f"*:80:127.0.0.1:{free_port()}",), closed=True)
    after, seen = (moment(8) + dt.timedelta(days=days)).date(), []
    with door.Watch(inspecting, door.WatchSettings(minutes=1, six=False), clock) as watch:
        watch.follow(targets)
        watch.advance(dt.timedelta(seconds=0.5))
        threading.Timer(0.1, lambda: setattr(clock, "at", clock.at + dt.timedelta(days=days))).start()
        for _ in range(20):
            seen += watch.advance(dt.timedelta(seconds=0.5)).probes
            if [one.at.date() for one in seen].count(after) > 2:
                break
        seen += watch.finish().probes

    assert [one.at.date() for one in seen].count(after) > 2
    assert len(seen) < 30
