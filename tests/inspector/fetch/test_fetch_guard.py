"""The gate at connect time: what is refused, what the operator opens, and that redirects do not slip through."""

import asyncio

import pytest
from loopback import Loopback, answer, fetch, guard_for

from xunwang.inspector.fetch.guard import ConnectTo, Guard, GuardRefusedError
from xunwang.inspector.model import Reach

INNER = [
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "192.88.99.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "2001::1", "3fff::1", "::ffff:127.0.0.1", "::127.0.0.1",
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
    "form", ["127.0.0.1", "0x7f.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"]
)
def test_loopback_is_refused_in_every_spelling_and_nothing_arrives(form):
    with Loopback({"/": answer("inside")}) as server:
        guard = Guard(ports=[server.port])
        exchange = fetch(guard, f"http://{form}:{server.port}/")
    assert exchange.attempt.reach in {Reach.FORBIDDEN, Reach.REFUSED, Reach.PROTOCOL}
    assert not server.requests
    assert not exchange.hops


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
    ],
)
def test_connect_to_is_read_as_curl_reads_it(text, expected):
    assert ConnectTo.parse(text) == expected


@pytest.mark.parametrize(
    "text", ["", "a.gov.cn:80", "a:b:c:d", "a:0:b:1", "a:1:b:65536", "127.0.0.1:80:b:80"]
)
def test_a_wrong_connect_to_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="--connect-to"):
        ConnectTo.parse(text)


def test_empty_parts_of_connect_to_match_anything():
    guard = Guard(connect_to=[ConnectTo.parse("::10.0.0.1:9000")])
    assert guard.mapped("any.gov.cn", 443) == ("10.0.0.1", 9000)
    assert guard.mapped("8.8.8.8", 80) is None
