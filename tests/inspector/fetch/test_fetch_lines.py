"""Connections that carry several requests: what is kept open, what is asked again, and what never mixes."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from loopback import EAGER, clock

from xunwang.inspector.fetch.answer import Answer
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.faults import ExchangeError, HungUpError, MalformedError
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = HEAD + b"Content-Length: 4\r\n\r\npage"


class Keeping:
    """A server that keeps its connections open; `talk(number, asked)` gives the bytes for request `asked` of connection `number`, None to hang up."""

    def __init__(self, talk):
        self._talk = talk
        self.heads = []
        self.connections = 0

    async def serve(self, reader, writer):
        number, asked = self.connections, 0
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                self.heads.append(head)
                said = self._talk(number, asked)
                if said is None:
                    break
                writer.write(said)
                asked += 1
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass  # the client has gone, or the test is over
        finally:
            writer.close()


@asynccontextmanager
async def client_of(talk, **settings):
    keeping = Keeping(talk)
    server = await asyncio.start_server(keeping.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    guard = Guard(connect_to=[ConnectTo(None, None, "127.0.0.1", port)], closed=True)
    async with server, Client(guard, clock, FetchSettings(manners=EAGER, **settings)) as client:
        yield client, keeping


def fetch_all(talk, *asks, **settings):
    """The exchanges of requests made one after the other (method, path), and what the server saw."""

    async def run():
        async with client_of(talk, **settings) as (client, keeping):
            return [await client.fetch(HOME + path, method) for method, path in asks], keeping

    return asyncio.run(run())


GETS = [("GET", "a"), ("GET", "b"), ("GET", "c")]


@pytest.mark.parametrize(
    "said",
    [
        PAGE,
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + PAGE,
        b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage",
    ],
    ids=["length", "chunks", "after a hint", "old but willing"],
)
def test_a_connection_carries_one_request_after_the_other(said):
    exchanges, server = fetch_all(lambda *_: said, *GETS)
    assert [one.body for one in exchanges] == [b"page"] * 3
    assert server.connections == 1
    assert [one.hops[0].request for one in exchanges] == server.heads
    assert not any("link" in one.headers for one in exchanges)


@pytest.mark.parametrize(
    "said",
    [
        HEAD + b"Connection: close\r\nContent-Length: 4\r\n\r\npage",
        b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage",
        PAGE + PAGE,
        PAGE + b"more than was announced",
        PAGE + b"\0",
    ],
    ids=["said so", "old", "a second answer", "more", "a byte more"],
)
def test_a_connection_that_is_to_end_or_that_says_too_much_carries_nothing_more(said):
    exchanges, server = fetch_all(lambda *_: said, *GETS)
    assert [one.body for one in exchanges] == [b"page"] * 3
    assert server.connections == 3


def test_the_body_of_an_answer_to_head_is_not_waited_for():
    asks = [("HEAD", "a"), ("GET", "b"), ("HEAD", "c")]
    head = HEAD + b"Content-Length: 4\r\n\r\n"
    exchanges, server = fetch_all(lambda _, asked: PAGE if asked == 1 else head, *asks)
    assert [one.attempt.status for one in exchanges] == [200, 200, 200]
    assert [one.body for one in exchanges] == [b"", b"page", b""]
    assert server.connections == 1


def test_a_body_that_comes_with_the_answer_to_head_never_becomes_the_next_answer():
    exchanges, server = fetch_all(lambda *_: PAGE, ("HEAD", "a"), ("GET", "b"))
    assert exchanges[1].body == b"page"
    assert server.connections == 2


def test_a_server_that_has_just_hung_up_is_asked_again_once():
    exchanges, server = fetch_all(lambda number, asked: PAGE if asked == 0 or number else None, *GETS)
    assert [one.attempt.reach for one in exchanges] == [Reach.OK] * 3
    assert [head.split()[1] for head in server.heads] == [b"/a", b"/b", b"/b", b"/c"]


def test_a_server_that_hangs_up_on_a_new_connection_is_not_asked_again():
    (exchange,), server = fetch_all(lambda *_: None, ("GET", "a"))
    assert exchange.attempt.reach is Reach.RESET
    assert len(server.heads) == 1


def test_what_may_not_be_sent_twice_goes_on_a_connection_of_its_own():
    asks = [("GET", "a"), ("POST", "b")]
    exchanges, server = fetch_all(lambda number, asked: PAGE if asked == 0 else None, *asks)
    assert [one.attempt.reach for one in exchanges] == [Reach.OK, Reach.OK]
    assert server.connections == 2


def test_a_body_that_is_cut_ends_its_connection():
    long = HEAD + b"Content-Length: 9000000\r\n\r\n" + b"x" * 90_000
    exchanges, server = fetch_all(lambda *_: long, *GETS[:2], page_bytes=1000)
    assert [one.hops[0].truncated for one in exchanges] == ["length", "length"]
    assert [len(one.hops[0].body) for one in exchanges] == [1000, 1000]
    assert server.connections == 2


def test_no_more_connections_wait_than_may_be_open():
    async def run():
        async with client_of(lambda *_: PAGE, connections=1) as (client, server):
            for host in (HOST, "zwfw.shili.gov.cn", "zwfw.shili.gov.cn", HOST):
                await client.fetch(f"http://{host}/")
            return server

    server = asyncio.run(run())
    assert len(server.heads) == 4
    assert server.connections == 3  # the one that waited first went on waiting


def test_an_answer_that_switches_to_another_protocol_is_no_answer():
    switching = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"
    (exchange,), _ = fetch_all(lambda *_: switching, ("GET", "a"))
    assert (exchange.attempt.reach, exchange.attempt.detail) == (Reach.PROTOCOL, Detail.MALFORMED)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0b"])
def test_a_header_that_would_break_the_request_is_never_sent(value):
    async def run():
        async with client_of(lambda *_: PAGE) as (client, server):
            return await client.fetch(HOME, headers={"Referer": value}), server

    exchange, server = asyncio.run(run())
    assert exchange.attempt.reach is Reach.PROTOCOL
    assert server.heads == []


def test_headers_of_a_request_stand_in_the_place_of_our_own_and_names_in_the_address_are_sent():
    async def run():
        async with client_of(lambda *_: PAGE) as (client, server):
            await client.fetch(f"http://u:p%40@{HOST}?q=1#here", headers={"user-agent": "other"})
            return server.heads[0]

    head = asyncio.run(run()).decode().split("\r\n")
    assert head[:2] == ["GET /?q=1 HTTP/1.1", f"Host: {HOST}"]
    assert [line for line in head if line.lower().startswith("user-agent")] == ["user-agent: other"]
    assert "Authorization: Basic dTpwQA==" in head


# ── one answer, however it is cut into pieces ────────────────────────────────────────────────────

CHUNKED = (
    b"HTTP/1.1 100 Continue\r\n\r\n" + HEAD + b"X-Odd:   two  words \r\nTransfer-Encoding: chunked\r\n\r\n"
    b"3;ext=1\r\npag\r\n1\r\ne\r\n0\r\nX-Trailer: 1\r\n\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
@pytest.mark.parametrize("said", [PAGE, CHUNKED], ids=["length", "chunks"])
def test_an_answer_is_the_same_in_pieces_of_any_size(said, size):
    whole, pieces = Answer(lambda _: 1000), Answer(lambda _: 1000)
    assert whole.take(said)
    ends = [pieces.take(said[start : start + size]) for start in range(0, len(said), size)]
    assert ends == [False] * (len(ends) - 1) + [True]
    assert (pieces.status, pieces.reason, pieces.body) == (200, b"OK", b"page")
    assert pieces.fields == whole.fields
    assert pieces.first == whole.first
    assert "x-trailer" not in pieces.first
    assert pieces.reusable


IN_CHUNKS = b"\r\n4\r\npage\r\n0\r\n\r\n"


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize(
    "said",
    [
        HEAD + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\npage",
        HEAD + b"Content-Length: 4, 4\r\n\r\npage",
        HEAD + b"Content-Length: 99\r\nTransfer-Encoding: chunked\r\n" + IN_CHUNKS,
        HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n" + IN_CHUNKS,
        HEAD + b"Transfer-Encoding: identity\r\nContent-Length: 4\r\n\r\npage",
        HEAD + b"Content-Length: -1\r\n\r\npage",
        HEAD + b"Content-Length: ten\r\n\r\npage",
        HEAD + b"Content-Length: 99999999999999999999\r\n\r\npage",
        HEAD + b"Server\r\nContent-Length: 4\r\n\r\npage",
        HEAD + b": nobody\r\nX[0](a)=: b\r\nX A B: c\r\nContent-Length : 4\r\n\r\npage",
        HEAD.replace(b"\r\n", b"\n") + b"X-Odd : 1\n and more\nContent-Length: 4\n\npage",
        PAGE.replace(b"HTTP/1.1 ", b"http/1.1  "),
        PAGE.replace(b"HTTP/1.1 ", b"HTTP/1.2 "),
        b"HTTP/1.1 103 Early Hints\r\nLink : </a.css>\r\n\r\n" + PAGE,
        b"\r\n\r\n" + HEAD + b"Server\r\nContent-Length: 4\r\n\r\npage",
    ],
    ids=["length twice", "length as list", "length before chunks", "length behind chunks", "no coding", "negative", "no number", "no end",
         "no colon", "no names", "a blank", "small letters", "version", "odd hint", "blank lines"],
)  # fmt: skip
def test_a_head_that_browsers_forgive_is_read_and_its_connection_ended(said, size):
    taken = Answer(lambda _: 1000)
    if not any(taken.take(said[start : start + size]) for start in range(0, len(said), size)):
        taken.end(None)
    assert (taken.status, taken.body) == (200, b"page")
    assert taken.first["content-type"] == "text/html"
    assert "link" not in taken.first
    assert not taken.reusable


@pytest.mark.parametrize("version", [b"1." + b"1" * 5000, b"1" * 5000 + b".1"])
def test_a_version_beyond_all_numbers_is_no_http(version):
    with pytest.raises(MalformedError):
        Answer(lambda _: 1000).take(PAGE.replace(b"HTTP/1.1", b"HTTP/" + version))


@pytest.mark.parametrize("end", range(1, len(CHUNKED)))
def test_an_answer_that_ends_anywhere_before_its_end_is_broken_off(end):
    torn = Answer(lambda _: 1000)
    assert not torn.take(CHUNKED[:end])
    with pytest.raises(ExchangeError) as caught:
        torn.end(None)
    assert isinstance(caught.value, HungUpError) == (end < CHUNKED.index(b"3;ext"))


def test_an_answer_without_a_length_ends_with_its_connection():
    said = Answer(lambda _: 1000)
    assert not said.take(HEAD + b"\r\npage")
    said.end(None)
    assert said.body == b"page"
    assert not said.reusable
    with pytest.raises(ExchangeError):
        said.end(ConnectionResetError())


def test_what_the_head_said_is_put_down_but_for_the_chunks_that_were_joined():
    (exchange,), _ = fetch_all(lambda *_: CHUNKED, ("GET", "a"))
    assert exchange.hops[0].head == (
        HEAD + b"X-Odd: two  words\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n\r\n"
    )
