"""Servers that waste time, memory or trust: each does exactly one thing, and each ends in its outcome with its reason."""

import asyncio
import gc
import gzip
import socket
import zlib

import pytest
import steady
from hostile import HEAD, HOME, HOST, HTML, LIMIT, ask, end, redirect
from loopback import EAGER, Loopback, answer, clock, fetch, guard_for

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach

# ── too much ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("x-gzip", gzip.compress),
    ],
    ids=["gzip", "zlib", "raw deflate", "x-gzip"],
)
def test_a_bomb_is_stopped_before_it_unfolds(coding, pack):
    exchange = ask(answer(pack(bytes(60 * LIMIT)), headers=(HTML, f"Content-Encoding: {coding}")))
    assert end(exchange) == (Reach.TOO_LARGE, Detail.TOO_LARGE)
    assert len(exchange.body) == LIMIT


@pytest.mark.parametrize("said", ["gzip, gzip", "deflate, gzip", "gzip, identity, x-gzip"])
def test_what_was_packed_twice_is_unpacked_twice(said):
    inner = zlib.compress if said.startswith("deflate") else gzip.compress
    exchange = ask(answer(gzip.compress(inner(b"page")), headers=(HTML, f"Content-Encoding: {said}")))
    assert (exchange.attempt.reach, exchange.body) == (Reach.OK, b"page")


def test_what_was_packed_once_and_is_said_to_be_twice_is_read_as_browsers_read_it():
    exchange = ask(answer(gzip.compress(b"page"), headers=(HTML, "Content-Encoding: gzip, gzip")))
    assert (exchange.attempt.reach, exchange.body) == (Reach.OK, b"page")


def test_a_bomb_within_a_bomb_is_stopped_as_well():
    nested = gzip.compress(gzip.compress(bytes(60 * LIMIT)))
    exchange = ask(answer(nested, headers=(HTML, "Content-Encoding: gzip, gzip")))
    assert end(exchange) == (Reach.TOO_LARGE, Detail.TOO_LARGE)
    deep = ask(answer(nested, headers=(HTML, "Content-Encoding: gzip, gzip, gzip, gzip")))
    assert end(deep) == (Reach.UNREADABLE, Detail.CODING)
    said_once = ask(answer(nested, headers=(HTML, "Content-Encoding: gzip")))
    assert said_once.attempt.reach is Reach.OK
    assert len(said_once.body) < LIMIT


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "x-unheard-of"])
def test_a_coding_nobody_asked_for_is_not_undone(coding):
    exchange = ask(answer(b"\x0b\x02\x80page\x03", headers=(HTML, f"Content-Encoding: {coding}")))
    assert end(exchange) == (Reach.UNREADABLE, Detail.CODING)
    assert exchange.hops[0].body == b"\x0b\x02\x80page\x03"


@pytest.mark.parametrize("coding", ["utf-8", "UTF-8, gb2312", "binary", "x-unheard-of", "identity", "none,"])
def test_text_under_a_coding_that_is_none_is_read_as_browsers_read_it(coding):
    exchange = ask(answer("<h1>通知公告</h1>", headers=(HTML, f"Content-Encoding: {coding}")))
    assert (exchange.attempt.reach, exchange.body.decode()) == (Reach.OK, "<h1>通知公告</h1>")


def test_what_is_said_to_be_left_as_it_is_hides_no_coding():
    exchange = ask(answer(gzip.compress(b"page"), headers=(HTML, "Content-Encoding: identity, gzip")))
    assert (exchange.attempt.reach, exchange.body) == (Reach.OK, b"page")


def test_damaged_gzip_is_named():
    packed = bytearray(gzip.compress(b"page" * 5000))
    packed[20:40] = bytes(20)
    assert end(ask(answer(bytes(packed), headers=(HTML, "Content-Encoding: gzip")))) == (
        Reach.UNREADABLE,
        Detail.CODING,
    )


def endless(first, again):
    async def handle(request):
        await request.say(first)
        while True:
            await request.say(again)

    return handle


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"a" * 0x8000 + b"\r\n"),
        (HEAD + b"Connection: close\r\n\r\n", b"a" * 0x8000),
        (HEAD + b"Content-Length: 99999999999\r\n\r\n", b"a" * 0x8000),
    ],
    ids=["chunks", "until closed", "huge length"],
)
def test_an_endless_stream_is_cut(first, again):
    exchange = ask(endless(first, again))
    assert end(exchange) == (Reach.TOO_LARGE, Detail.TOO_LARGE)
    assert exchange.answer.truncated == "length"
    assert len(exchange.answer.body) == LIMIT


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 4096),
        (b"HTTP/1.1 ", b"2" * 4096),
        (b"", b"a" * 4096),
    ],
    ids=["headers", "one header", "status line", "nothing like HTTP"],
)
def test_an_endless_head_is_cut(first, again):
    assert ask(endless(first, again)).attempt.reach is Reach.PROTOCOL


def test_an_endless_row_of_interim_answers_ends_with_the_time():
    interim = endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 50)
    assert ask(interim, timeout=0.5).attempt.reach in {Reach.TIMEOUT, Reach.PROTOCOL}


@pytest.mark.parametrize(
    "headers",
    [[f"X-{n}: {n}" for n in range(2000)], ["X-Long: " + "a" * 300_000], ["Set-Cookie: a=" + "b" * 270_000]],
    ids=["many", "long", "long cookie"],
)
def test_a_head_beyond_all_measure_is_named(headers):
    assert end(ask(answer("page", headers=(HTML, *headers)))) == (Reach.PROTOCOL, Detail.HEAD_TOO_LARGE)


def test_a_head_that_is_only_rich_is_read():
    exchange = ask(answer("page", headers=(HTML, *(f"X-{n}: {'a' * 80}" for n in range(100)))))
    assert exchange.body == b"page"
    assert exchange.headers["x-99"] == "a" * 80


def test_a_long_field_is_read_as_browsers_do():
    exchange = ask(
        answer("page", headers=(HTML, "X-Long: " + "a" * 100_000, "Set-Cookie: a=" + "b" * 70_000))
    )
    assert exchange.body == b"page"
    assert len(exchange.headers["x-long"]) == 100_000


# ── too slow ─────────────────────────────────────────────────────────────────────────────────────


def dripping(first, drop=b"."):
    async def handle(request):
        await request.say(first)
        while True:
            await asyncio.sleep(0.05)
            await request.say(drop)

    return handle


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (HEAD + b"Content-Length: 1000\r\n\r\n", b"."),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (HEAD, b"X-More: 1\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
        (b"HTTP/1.1 200 O", b"K"),
    ],
    ids=["body", "chunks", "headers", "one header", "first line"],
)
def test_a_drip_ends_with_the_time(first, drop):
    assert end(ask(dripping(first, drop), timeout=0.4)) == (Reach.TIMEOUT, None)


def test_all_hops_together_have_the_time_of_one():
    async def handle(request):
        await asyncio.sleep(0.3 if request.path == "/" else 60)
        await request.say(redirect("/second"))

    exchange = ask(handle, timeout=0.6)
    assert exchange.attempt.reach is Reach.TIMEOUT
    assert 600 <= exchange.attempt.milliseconds < 800


# ── broken on the way ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "data",
    [
        answer("short", length=4000),
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFF\r\nshort",
    ],
    ids=["length", "no last chunk", "chunk cut"],
)
def test_a_body_that_was_not_sent_to_its_end_is_no_page(data):
    exchange = ask(data)
    assert end(exchange) == (Reach.PROTOCOL, Detail.BROKEN_OFF)
    assert exchange.body == b""


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\nnot a size\r\n",
        b"-5\r\nminus\r\n0\r\n\r\n",
        b"5\r\nlonger than said\r\n0\r\n\r\n",
        b"FFFFFFFFFFFFFFFFF\r\nx",
    ],
    ids=["no number", "negative", "too short a size", "beyond all numbers"],
)
def test_broken_chunks_are_no_page(chunks):
    exchange = ask(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunks)
    assert exchange.attempt.reach is Reach.PROTOCOL
    assert exchange.attempt.detail in {Detail.BROKEN_OFF, Detail.MALFORMED}


@pytest.mark.parametrize(
    "data",
    [
        b"this is no HTTP at all\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        HEAD + b"Content-Length: 4\r\nContent-Length: 400\r\n\r\npage",
        HEAD + b"Content-Length: 4, 400\r\n\r\npage",
        HEAD + b"X-\0: no name\r\n\r\npage",
        b"HTTP/1.1 2000 OK\r\n\r\npage",
        b"220 mail.shili.gov.cn ESMTP\r\n",
    ],
)
def test_what_is_no_http_is_named(data):
    assert end(ask(data)) == (Reach.PROTOCOL, Detail.MALFORMED)


def test_a_head_that_breaks_off_behind_an_oddity_is_named():
    assert end(ask(HEAD + b"X-Odd : 1\r\nX-More: ")) == (Reach.PROTOCOL, Detail.MALFORMED)


def test_more_than_was_announced_spoils_no_later_answer():
    """What follows a body too short by its length must never be taken for the answer to the next request."""
    served = []

    async def handle(request):
        served.append(request.path)
        stray = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nforged"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n"
        await request.say(head + request.path[1:5].encode() + stray)
        await asyncio.sleep(0.1)

    async def run(server):
        async with Client(guard_for(server, HOST), clock, FetchSettings(manners=EAGER)) as client:
            return [await client.fetch(HOME + path) for path in ("aaaa", "bbbb", "cccc")]

    with Loopback(handle) as server:
        exchanges = asyncio.run(run(server))
    bodies = [exchange.body for exchange in exchanges if exchange.attempt.reach is Reach.OK]
    assert b"forged" not in bodies
    assert bodies[0] == b"aaaa"


def test_a_reset_before_the_head_and_one_within_the_body():
    async def at_once(request):
        request.reset()

    async def half_way(request):
        await request.say(answer("half", length=4000))
        await asyncio.sleep(0.05)
        request.reset()

    assert end(ask(at_once)) == (Reach.RESET, None)
    broken = ask(half_way)
    assert broken.attempt.reach in {Reach.RESET, Reach.PROTOCOL}
    assert broken.attempt.status is None
    assert broken.body == b""


@pytest.mark.parametrize(
    "data",
    [answer(b""), HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", HEAD + b"Connection: close\r\n\r\n",
     answer(b"", headers=(HTML, "Content-Encoding: gzip")), b"HTTP/1.1 204 No Content\r\n\r\n"],
    ids=["length 0", "no chunks", "closed", "empty gzip", "204"],
)  # fmt: skip
def test_a_page_of_no_bytes_is_an_answer_without_content(data):
    exchange = ask(data)
    assert exchange.attempt.reach is Reach.OK
    assert exchange.body == b""


# ── names ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".invalid", "xn--zz.invalid"])
def test_a_name_that_does_not_exist(host):
    exchange = fetch(Guard(), f"http://{host}/")
    assert exchange.attempt.reach is Reach.DNS
    assert exchange.attempt.detail in {Detail.NO_SUCH_NAME, Detail.NO_NAME_SERVER}


def test_a_name_server_that_never_answers_ends_with_the_time():
    async def lookup(host, port):
        await asyncio.sleep(30)

    assert end(fetch(Guard(lookup=lookup), HOME, timeout=0.2)) == (Reach.DNS, Detail.NO_NAME_SERVER)


def test_a_name_server_that_fails_when_nobody_waits_any_more_is_not_heard_of(caplog):
    async def run():
        over = asyncio.Event()

        async def lookup(host, port):
            await over.wait()
            raise socket.gaierror(socket.EAI_AGAIN, "too late")

        async with Client(Guard(lookup=lookup), clock, FetchSettings(timeout=0.1, manners=EAGER)) as client:
            await client.fetch(HOME)
            over.set()
            await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})

    steady.run(run())
    gc.collect()
    assert caplog.records == []


def test_a_name_server_in_trouble_is_not_the_name_s_fault():
    async def lookup(host, port):
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    assert end(fetch(Guard(lookup=lookup), HOME)) == (Reach.DNS, Detail.NO_NAME_SERVER)
