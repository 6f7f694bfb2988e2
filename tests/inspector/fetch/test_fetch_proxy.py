"""The browser's only way out asks the same gate as the client."""

import asyncio
from contextlib import suppress

import pytest
from loopback import Loopback, answer, guard_for
from rebinding import REBOUND, leading_to

from xunwang.inspector.fetch.guard import Guard
from xunwang.inspector.fetch.proxy import GuardProxy


async def through(proxy_port, request):
    """What the proxy answers to the bytes of a browser, up to the end of the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy_port)
    writer.write(request)
    await writer.drain()
    data = await reader.read()
    writer.close()
    return data


def ask_proxy(guard, *requests):
    async def run():
        proxy = GuardProxy(guard)
        port = await proxy.start()
        try:
            return [await through(port, request) for request in requests], proxy.refused
        finally:
            await proxy.stop()

    return asyncio.run(run())


def test_the_proxy_stops_in_silence_while_a_server_keeps_its_connection_open():
    async def handle(request):
        await request.say(answer("served"))
        await asyncio.sleep(60)

    async def run(server):
        said = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: said.append(context["message"]))
        proxy = GuardProxy(guard_for(server, REBOUND))
        reader, writer = await asyncio.open_connection("127.0.0.1", await proxy.start())
        writer.write(f"GET http://{REBOUND}/ HTTP/1.1\r\n\r\n".encode())
        await reader.readuntil(b"served")
        await proxy.stop()
        await asyncio.sleep(0)
        writer.close()
        return said

    with Loopback(handle) as server:
        assert asyncio.run(run(server)) == []


@pytest.mark.parametrize("tunnel", [False, True])
def test_the_proxy_connects_only_where_the_guard_has_looked(tunnel):
    with Loopback(lambda request: request.say(answer("served")), host="127.0.0.2") as outer:
        get = f"GET http://{REBOUND}:{outer.port}/ HTTP/1.1\r\nHost: {REBOUND}\r\n\r\n"
        inside = f"CONNECT {REBOUND}:{outer.port} HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nHost: {REBOUND}\r\n\r\n"
        request = (inside if tunnel else get).encode()
        lookup = leading_to("127.0.0.2", then=["127.0.0.1"])
        guard = Guard(allow=["127.0.0.2"], ports=[outer.port], lookup=lookup)
        with Loopback({"/": answer("inside")}, port=outer.port) as inner:
            (first, second), refused = ask_proxy(guard, request, request)
        assert not inner.requests
    assert b"served" in first
    assert second.startswith(b"HTTP/1.1 403 ")
    assert len(refused) == 1
    assert lookup.asked == [REBOUND, REBOUND]


@pytest.mark.parametrize(
    "place",
    [
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "localhost",
        "localhost.",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "127.0.0.1.",
    ],
)
@pytest.mark.parametrize("tunnel", [False, True])
def test_the_proxy_refuses_loopback_in_every_spelling(place, tunnel):
    with Loopback({"/": answer("inside")}) as inner:
        get = f"GET http://{place}:{inner.port}/ HTTP/1.1\r\nHost: x\r\n\r\n"
        connect = f"CONNECT {place}:{inner.port} HTTP/1.1\r\n\r\n"
        (answered,), _ = ask_proxy(Guard(ports=[inner.port]), (connect if tunnel else get).encode())
        assert not inner.requests
    assert answered.startswith((b"HTTP/1.1 403 ", b"HTTP/1.1 502 "))


@pytest.mark.parametrize("port", [22, 25, 3306, 6379])
def test_the_proxy_opens_no_ports_of_other_services(port):
    (answered,), refused = ask_proxy(
        Guard(allow=["127.0.0.1"]), f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode()
    )
    assert answered.startswith(b"HTTP/1.1 403 ")
    assert f"端口{port}" in refused[0]


def test_a_browser_that_hangs_up_while_a_page_comes_is_no_trouble_to_tell():
    """On uvloop, which refuses to write to whoever is gone with what is no OSError."""
    uvloop = pytest.importorskip("uvloop")
    troubles = []

    async def endless(reader, writer):
        with suppress(OSError):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not writer.is_closing():
                writer.write(b"x" * 65_536)
                await writer.drain()

    async def hang_up():
        asyncio.get_running_loop().set_exception_handler(lambda _, told: troubles.append(told["message"]))
        site = await asyncio.start_server(endless, "127.0.0.1", 0)
        at = site.sockets[0].getsockname()[1]
        proxy = GuardProxy(Guard(allow=["127.0.0.1"], ports=(at,)))
        reader, writer = await asyncio.open_connection("127.0.0.1", await proxy.start())
        writer.write(f"GET http://127.0.0.1:{at}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        writer.transport.abort()
        for _ in range(6_000):
            if not proxy._open:
                break
            await asyncio.sleep(0.01)
        await proxy.stop()
        site.close()

    loop = uvloop.new_event_loop()
    loop.run_until_complete(hang_up())
    loop.close()
    assert troubles == []
