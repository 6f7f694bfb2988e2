"""The gate at connect time: what is refused, what the operator opens, and that redirects do not slip through."""

import asyncio

import pytest
from loopback import EAGER, Loopback, answer, clock, fetch, guard_for
from rebinding import REBOUND, leading_to

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.connections import Way
from xunwang.inspector.fetch.guard import ConnectTo, Guard, GuardRefusedError
from xunwang.inspector.model import Reach

INNER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "192.88.99.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001::1", "3fff::1", "::ffff:127.0.0.1", "::127.0.0.1", "0.1.2.3", "240.0.0.1", "239.255.255.250",
    "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "100.127.255.255", "192.88.99.255",
    "64:ff9b::808:808", "64:ff9b:1::1", "::ffff:0:127.0.0.1", "::ffff:169.254.169.254", "2001:10::1", "2001:20::1",
    "2001:db8::1", "100::1", "fec0::1", "5f00::1", "fe80::1%eth0", "ff0e::1", "2002:808:808::1", "2001:0:4136:e378::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INNER)
def test_inner_and_special_addresses_are_refused(address):
    with pytest.raises(GuardRefusedError):
        Guard().check_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "::ffff:8.8.8.8"])
def test_public_addresses_pass(address):
    Guard().check_address(address)


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 9200])
def test_ports_of_other_services_are_refused_unless_named(port):
    with pytest.raises(GuardRefusedError):
        Guard().check_port(port)
    Guard(ports=[port]).check_port(port)


def test_a_network_can_be_allowed_and_nothing_beside_it():
    guard = Guard(allow=["10.20.0.0/16"])
    guard.check_address("10.20.3.4")
    with pytest.raises(GuardRefusedError):
        guard.check_address("10.21.0.1")


@pytest.mark.parametrize(
    "form",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "0x7f.1",
        "0X7F000001",
        "0177.0.0.1",
        "017700000001",
        "2130706433",
        "127.1",
        "127.0.1",
        "localhost",
        "localhost.",
        "LOCALHOST",
        "%6cocalhost",
        "１２７.0.0.1",
        "127。0。0。1",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_loopback_is_refused_in_every_spelling_and_nothing_arrives(form):
    with Loopback({"/": answer("inside")}) as server:
        guard = Guard(ports=[server.port])
        exchange = fetch(guard, f"http://{form}:{server.port}/")
    assert exchange.attempt.reach in {Reach.FORBIDDEN, Reach.PROTOCOL}
    assert not server.requests
    assert not exchange.hops


def test_the_same_spellings_are_refused_after_a_redirect():
    forms = ["127.0.0.1", "0x7f.1", "localhost.", "[::1]", "[::ffff:7f00:1]", "2130706433"]

    async def handle(request):
        place = forms[int(request.path[1:])]
        await request.say(answer(status="302 Found", headers=(f"Location: http://{place}:{inner.port}/",)))

    with Loopback({"/": answer("inside")}) as inner, Loopback(handle) as server:
        guard = Guard(connect_to=server.connect_to("www.shili.gov.cn"), ports=[inner.port])
        ends = [fetch(guard, f"http://www.shili.gov.cn/{n}").attempt.reach for n in range(len(forms))]
        assert not inner.requests
    assert set(ends) <= {Reach.FORBIDDEN, Reach.PROTOCOL}


@pytest.mark.parametrize("host", ["www.inner.gov.cn", "zwfw.inner.gov.cn", "WWW.INNER.gov.cn."])
def test_a_private_address_is_open_to_the_site_it_was_allowed_for(host):
    guard = Guard(private_sites=["http://www.inner.gov.cn/"], lookup=leading_to("10.1.2.3"))
    assert asyncio.run(guard.addresses(host, 80)) == [("10.1.2.3", 80)]


@pytest.mark.parametrize("host", ["www.other.gov.cn", "inner.gov.cn.evil.example.com", "10.1.2.3", "gov.cn"])
def test_and_closed_to_everybody_else(host):
    guard = Guard(private_sites=["http://www.inner.gov.cn/"], lookup=leading_to("10.1.2.3"))
    with pytest.raises(GuardRefusedError):
        asyncio.run(guard.addresses(host, 80))


def test_a_private_site_named_by_its_address_is_only_that_address():
    with Loopback({"/": answer("inside")}) as server:
        home = f"http://127.0.0.1:{server.port}/"
        guard = Guard(private_sites=[home], ports=[server.port])
        assert fetch(guard, home).body == b"inside"
        assert fetch(guard, f"http://localhost:{server.port}/").attempt.reach is Reach.FORBIDDEN
        assert len(server.requests) == 1


def test_the_client_connects_only_where_the_guard_has_looked():
    """The first answer of the name server is allowed, every later one leads to a port of this machine that is not."""

    async def run(port):
        lookup = leading_to("127.0.0.2", then=["127.0.0.1"])
        guard = Guard(allow=["127.0.0.2"], ports=[port], lookup=lookup)
        url = f"http://{REBOUND}:{port}/"
        async with Client(guard, clock, FetchSettings(manners=EAGER)) as client:
            first = await client.fetch(url)
            client.connections._resolver._known.clear()  # as if half a minute had gone by
            second = await client.fetch(url)
        return first, second, lookup.asked

    with Loopback(lambda request: request.say(answer("served")), host="127.0.0.2") as outer:
        with Loopback({"/": answer("inside")}, port=outer.port) as inner:
            first, second, asked = asyncio.run(run(outer.port))
        assert not inner.requests
    assert first.hops[0].ip == "127.0.0.2"
    assert first.body == b"served"
    assert second.attempt.reach is Reach.FORBIDDEN
    assert asked == [REBOUND, REBOUND]


def test_one_question_serves_both_the_check_and_the_connection():
    lookup = leading_to("127.0.0.2", then=["127.0.0.1"])
    with Loopback(lambda request: request.say(answer("served")), host="127.0.0.2") as server:
        guard = Guard(allow=["127.0.0.2"], ports=[server.port], lookup=lookup)
        assert fetch(guard, f"http://{REBOUND}:{server.port}/").hops[0].ip == "127.0.0.2"
    assert lookup.asked == [REBOUND]


def test_of_several_addresses_only_the_public_ones_are_tried():
    lookup = leading_to("127.0.0.1", "10.0.0.1", "127.0.0.2", "::1")
    with Loopback({"/": answer("inside")}) as inner:
        guard = Guard(allow=["127.0.0.2"], lookup=lookup)
        assert asyncio.run(guard.addresses(REBOUND, 80)) == [("127.0.0.2", 80)]
        assert fetch(guard, f"http://{REBOUND}/").attempt.reach is Reach.REFUSED
        assert not inner.requests


def test_a_literal_loopback_address_is_named_in_the_detail():
    exchange = fetch(Guard(), "http://127.0.0.1/")
    assert exchange.attempt.reach is Reach.FORBIDDEN
    assert exchange.attempt.detail == "127.0.0.1不是公网地址"


def test_allow_private_opens_loopback():
    with Loopback({"/": answer("inside")}) as server:
        exchange = fetch(Guard(allow_private=True, ports=[server.port]), f"http://127.0.0.1:{server.port}/")
    assert exchange.body == b"inside"


def test_connect_to_leads_its_host_to_loopback_under_its_own_name():
    with Loopback({"/": answer("city")}) as server:
        exchange = fetch(Guard(connect_to=server.connect_to("www.shili.gov.cn")), "http://www.shili.gov.cn/")
    assert exchange.body == b"city"
    assert b"Host: www.shili.gov.cn\r\n" in exchange.hops[0].request


def test_a_redirect_to_the_mapped_server_by_its_address_is_refused():
    def to_self(port):
        return answer(status="302 Found", headers=(f"Location: http://127.0.0.1:{port}/inner",))

    async def handle(request):
        await request.say(to_self(server.port) if request.path == "/" else answer("inner"))

    with Loopback(handle) as server:
        guard = Guard(connect_to=server.connect_to("www.shili.gov.cn"), ports=[server.port])
        exchange = fetch(guard, "http://www.shili.gov.cn/")
    assert exchange.attempt.reach is Reach.FORBIDDEN
    assert [path for _, path in server.requests] == ["/"]
    assert [hop.status for hop in exchange.hops] == [302]


def test_a_closed_guard_reaches_nothing_but_its_targets():
    with Loopback({"/": answer("city")}) as server:
        guard = guard_for(server, "www.shili.gov.cn")
        assert fetch(guard, "http://www.shili.gov.cn/").attempt.reach is Reach.OK
        assert fetch(guard, "http://elsewhere.example/").attempt.reach is Reach.FORBIDDEN
        assert fetch(guard, "http://8.8.8.8/").attempt.reach is Reach.FORBIDDEN


def test_a_name_that_resolves_inside_is_refused():
    with pytest.raises(GuardRefusedError, match="localhost"):
        asyncio.run(Guard().addresses("localhost", 80))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.gov.cn:80:127.0.0.1:8001", ConnectTo("a.gov.cn", 80, "127.0.0.1", 8001)),
        ("A.GOV.CN::b.gov.cn:", ConnectTo("a.gov.cn", None, "b.gov.cn", None)),
        ("::127.0.0.1:9000", ConnectTo(None, None, "127.0.0.1", 9000)),
        ("a.gov.cn:443:[::1]:8443", ConnectTo("a.gov.cn", 443, "::1", 8443)),
        ("203.0.113.7:80:127.0.0.1:8001", ConnectTo("203.0.113.7", 80, "127.0.0.1", 8001)),
    ],
)
def test_connect_to_is_read_as_curl_reads_it(text, expected):
    assert ConnectTo.parse(text) == expected


@pytest.mark.parametrize("text", ["", "a.gov.cn:80", "a:b:c:d", "a:0:b:1", "a:1:b:65536"])
def test_a_wrong_connect_to_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="--connect-to"):
        ConnectTo.parse(text)


def test_empty_parts_of_connect_to_match_anything():
    guard = Guard(connect_to=[ConnectTo.parse("::10.0.0.1:9000")])
    assert guard.mapped("any.gov.cn", 443) == ("10.0.0.1", 9000)
    assert guard.mapped("8.8.8.8", 80) == ("10.0.0.1", 9000)


@pytest.mark.parametrize("site", ["203.0.113.7", "[2001:db8::7]"])
def test_a_website_without_a_name_is_reached_where_it_is_sent(site):
    with Loopback({"/": answer("city")}) as server:
        guard = Guard(closed=True, connect_to=[ConnectTo.parse(f"{site}:80:127.0.0.1:{server.port}")])
        assert fetch(guard, f"http://{site}/").body == b"city"
        assert guard.mapped("127.0.0.1", server.port) is None


def test_the_dot_of_the_root_leads_no_request_past_its_mapping():
    with Loopback({"/": answer("city")}) as server:
        assert fetch(guard_for(server, "www.shili.gov.cn"), "http://www.shili.gov.cn./").body == b"city"


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://a.gov.cn", "a.gov.cn", 80),
        ("http://a.gov.cn/", "a.gov.cn", 80),
        ("http://a.gov.cn?u=http://b.gov.cn/", "a.gov.cn", 80),
        ("http://a.gov.cn./x", "a.gov.cn", 80),
        ("https://a.gov.cn/x/y?z=http://b.gov.cn:81/", "a.gov.cn", 443),
        ("http://a.gov.cn:8080/x", "a.gov.cn", 8080),
        ("http://u:p@a.gov.cn:81/", "a.gov.cn", 81),
        ("http://b.gov.cn@a.gov.cn/", "a.gov.cn", 80),
        ("https://[::1]:9443/", "::1", 9443),
    ],
)
def test_the_guard_is_asked_about_the_host_that_is_connected_to(url, host, port):
    way = Way(url, Guard())
    assert (way.host, way.port) == (host, port)
