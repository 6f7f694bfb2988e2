"""The client against servers that do what they should not: each ends in its reach, within its time, with its evidence."""

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import zlib

import pytest
from loopback import Loopback, answer, clock, fetch, guard_for

from xunwang.inspector.fetch.client import FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"


def ask(handler, path="/", method="GET", **settings):
    with Loopback(handler) as server:
        exchange = fetch(guard_for(server, HOST), HOME.rstrip("/") + path, method, **settings)
    return exchange, server


def saying(data):
    async def handle(request):
        await request.say(data)

    return handle


def test_an_answer_is_kept_as_it_came():
    raw = answer("你好", headers=("Content-Type: text/html", "X-Odd:  Two  Spaces", "x-odd: again"))
    exchange, _ = ask({"/": raw})
    message = exchange.answer
    assert exchange.attempt.reach is Reach.OK
    assert exchange.attempt.status == 200
    assert exchange.attempt.at == clock()
    assert message.head.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd: ")
    assert message.body.decode() == exchange.body.decode() == "你好"
    assert message.request.startswith(b"GET / HTTP/1.1\r\nHost: www.shili.gov.cn\r\n")
    assert b"xunwang" in message.request
    assert message.ip == "127.0.0.1"
    assert exchange.headers["x-odd"].split() == ["Two", "Spaces"]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Error", "503 Unavailable"])
def test_an_error_status_is_a_word_of_the_site(status):
    exchange, _ = ask({"/": answer("sorry", status)})
    assert exchange.attempt.reach is Reach.HTTP
    assert exchange.attempt.status == int(status[:3])
    assert exchange.body == b"sorry"


def test_head_brings_no_body():
    exchange, server = ask({"/": answer("x" * 100)}, method="HEAD")
    assert exchange.attempt.reach is Reach.OK
    assert exchange.hops[0].body == b""
    assert server.requests == [("HEAD", "/")]


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", bytes),
        ("gzip", bytes),
    ],
)
def test_codings_are_undone_and_the_raw_bytes_stay(coding, pack):
    content = "政务公开".encode() * 50
    packed = pack(content)
    exchange, _ = ask(
        {"/": answer(packed, headers=("Content-Type: text/html", f"Content-Encoding: {coding}"))}
    )
    assert exchange.body == content
    assert exchange.answer.body == packed


def test_an_unknown_coding_could_not_be_checked():
    exchange, _ = ask({"/": answer(b"zzz", headers=("Content-Type: text/html", "Content-Encoding: br"))})
    assert exchange.attempt.reach is Reach.UNREADABLE
    assert exchange.hops[0].body == b"zzz"


def test_a_gzip_bomb_is_stopped():
    bomb = gzip.compress(bytes(30 << 20))
    exchange, _ = ask(
        {"/": answer(bomb, headers=("Content-Type: text/html", "Content-Encoding: gzip"))}, page_bytes=1 << 20
    )
    assert exchange.attempt.reach is Reach.TOO_LARGE
    assert len(exchange.body) == 1 << 20


def test_an_endless_stream_is_cut():
    async def handle(request):
        await request.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            await request.say(b"10000\r\n" + b"a" * 65536 + b"\r\n")

    exchange, _ = ask(handle, page_bytes=500_000)
    assert exchange.attempt.reach is Reach.TOO_LARGE
    assert exchange.answer.truncated == "length"
    assert len(exchange.answer.body) == 500_000


def test_what_is_no_page_is_not_read_to_its_end():
    exchange, _ = ask({"/": answer(b"%PDF" + b"x" * 500_000, headers=("Content-Type: application/pdf",))})
    assert exchange.attempt.reach is Reach.OK
    assert len(exchange.answer.body) == FetchSettings().probe_bytes
    assert exchange.truncated


def test_silence_ends_in_a_time_out():
    exchange, _ = ask({"/": None}, timeout=0.3)
    assert exchange.attempt.reach is Reach.TIMEOUT
    assert exchange.attempt.status is None
    assert exchange.attempt.milliseconds >= 300


def test_a_slow_drip_ends_in_a_time_out_too():
    async def handle(request):
        await request.say(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
        while True:
            await request.say(b".")
            await asyncio.sleep(0.05)

    exchange, _ = ask(handle, timeout=0.4)
    assert exchange.attempt.reach is Reach.TIMEOUT


def test_a_reset_is_a_reset():
    async def handle(request):
        request.reset()

    exchange, _ = ask(handle)
    assert exchange.attempt.reach is Reach.RESET


def test_a_closed_door_before_any_answer_is_a_reset():
    async def handle(request):
        return

    exchange, _ = ask(handle)
    assert exchange.attempt.reach is Reach.RESET


def test_a_reset_in_the_middle_of_the_body_is_no_good_answer():
    async def handle(request):
        await request.say(answer("half", length=4000))
        request.reset()

    exchange, _ = ask(handle)
    assert exchange.attempt.reach in {Reach.RESET, Reach.PROTOCOL}


@pytest.mark.parametrize(
    "data",
    [
        answer("short", length=4000),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk\r\n",
        b"this is no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
    ],
    ids=["wrong length", "broken chunks", "no http", "huge header", "no status"],
)
def test_broken_framing_is_a_fault_of_the_protocol(data):
    exchange, _ = ask(saying(data))
    assert exchange.attempt.reach is Reach.PROTOCOL


def test_nobody_listening_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    rule = ConnectTo(HOST, None, "127.0.0.1", port)
    exchange = fetch(Guard(connect_to=[rule]), HOME)
    assert exchange.attempt.reach is Reach.REFUSED


def test_an_unknown_name_is_a_fault_of_dns():
    exchange = fetch(Guard(), "http://no-such-host.invalid/")
    assert exchange.attempt.reach is Reach.DNS


def test_a_server_that_speaks_no_tls_is_a_fault_of_tls():
    with socket.create_server(("127.0.0.1", 0)) as sock:
        talk = threading.Thread(target=_say_at_once, args=(sock, b"220 mail ready\r\n"))
        talk.start()
        rule = ConnectTo(HOST, 443, "127.0.0.1", sock.getsockname()[1])
        exchange = fetch(Guard(connect_to=[rule]), f"https://{HOST}/")
        talk.join()
    assert exchange.attempt.reach is Reach.TLS


def _say_at_once(sock, data):
    connection, _ = sock.accept()
    with connection:
        connection.sendall(data)
        connection.recv(4096)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_nobody_vouches_for_is_a_fault_of_tls(tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Loopback({"/": answer("secret")}, tls=context) as server:
        rule = ConnectTo(HOST, 443, "127.0.0.1", server.port)
        exchange = fetch(Guard(connect_to=[rule]), f"https://{HOST}/")
    assert exchange.attempt.reach is Reach.TLS
    assert not server.requests


def redirect(to, *more):
    return answer(status="302 Found", headers=(f"Location: {to}", *more))


def test_redirects_are_followed_by_hand_and_every_hop_is_kept():
    exchange, _ = ask({"/": redirect("/a"), "/a": redirect("b/c"), "/b/c": answer("here")})
    assert exchange.body == b"here"
    assert [hop.status for hop in exchange.hops] == [302, 302, 200]
    assert exchange.attempt.final_url == HOME + "b/c"


def test_a_loop_of_redirects_is_a_fault_of_the_protocol():
    exchange, server = ask({"/": redirect("/a"), "/a": redirect("/")})
    assert exchange.attempt.reach is Reach.PROTOCOL
    assert exchange.attempt.status is None
    assert sum(server.asked.values()) == 2


def test_a_chain_of_redirects_has_an_end():
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    exchange, server = ask(pages, path="/0")
    assert exchange.attempt.reach is Reach.PROTOCOL
    assert sum(server.asked.values()) == FetchSettings().max_hops + 1


def test_a_redirect_that_waits_for_its_cookie_gets_it():
    async def handle(request):
        known = request.headers.get("cookie") == "seen=1"
        await request.say(answer("in") if known else redirect("/", "Set-Cookie: seen=1; path=/"))

    exchange, _ = ask(handle)
    assert exchange.body == b"in"


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/y"])
def test_a_redirect_to_what_is_no_web_address_leads_nowhere(target):
    exchange, _ = ask({"/": redirect(target)})
    assert exchange.attempt.reach is Reach.PROTOCOL


@pytest.mark.parametrize("status", ["521 Web Server Is Down", "412 Precondition Failed"])
def test_a_script_in_place_of_the_page_is_a_challenge(status):
    exchange, _ = ask({"/": answer("<script>document.cookie='k=1';location.reload()</script>", status)})
    assert exchange.attempt.reach is Reach.CHALLENGE


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    exchange, _ = ask({"/": answer("direct")})
    assert exchange.body == b"direct"
