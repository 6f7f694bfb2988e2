"""Asking only for what has changed: validators go out once, 304 comes back as an answer without a body."""

import pytest
from loopback import Loopback, answer, fetch, guard_for

from xunwang.inspector.fetch.client import Validators
from xunwang.inspector.model import Reach

HOST = "www.shili.gov.cn"
HOME = f"http://{HOST}/"
DAY = "Fri, 20 Mar 2026 06:00:00 GMT"
KNOWN = Validators(etag='"v1"', last_modified=DAY)
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'


def ask(handler, validators=None, path=""):
    with Loopback(handler) as server:
        return fetch(guard_for(server, HOST), HOME + path, validators=validators)


async def conditional(request):
    """A server that knows one version of its page."""
    same = (
        request.headers.get("if-none-match") == '"v1"' and request.headers["if-modified-since"] == DAY.lower()
    )
    fresh = answer("正文", headers=("Content-Type: text/html", 'ETag: "v1"', f"Last-Modified: {DAY}"))
    await request.say(NOT_MODIFIED if same else fresh)


def test_validators_come_with_the_answer():
    assert ask(conditional).validators == KNOWN
    assert not ask({"/": answer("ohne")}).validators


def test_an_unchanged_page_is_one_small_answer():
    exchange = ask(conditional, KNOWN)
    assert exchange.attempt.reach is Reach.OK
    assert exchange.attempt.status == 304
    assert exchange.not_modified
    assert exchange.body == b""
    assert b'If-None-Match: "v1"\r\nIf-Modified-Since: ' + DAY.encode() in exchange.hops[0].request
    assert exchange.hops[0].head.startswith(b"HTTP/1.1 304 ")


def test_a_changed_page_comes_whole():
    exchange = ask(conditional, Validators(etag='"v0"', last_modified=DAY))
    assert not exchange.not_modified
    assert exchange.body.decode() == "正文"


def test_a_redirect_takes_no_validators_along():
    asked = []

    async def handle(request):
        asked.append(request.headers.get("if-none-match"))
        moved = answer(status="302 Found", headers=("Location: /new.html",))
        await request.say(moved if request.path == "/" else answer("neu"))

    assert ask(handle, KNOWN).body == b"neu"
    assert asked == ['"v1"', None]


@pytest.mark.parametrize("path", ["", "hop.html"])
def test_a_304_that_nobody_asked_for_is_a_fault_of_the_protocol(path):
    hop = answer(status="302 Found", headers=("Location: /",))
    exchange = ask({"/": NOT_MODIFIED, "/hop.html": hop}, KNOWN if path else None, path)
    assert exchange.attempt.reach is Reach.PROTOCOL
    assert exchange.attempt.status is None
    assert "304" in exchange.attempt.detail


@pytest.mark.parametrize("etag", ['"' + "a" * 3000 + '"', '"\x7f\x01"'])
def test_an_etag_that_could_break_the_next_request_is_left_out(etag):
    exchange = ask({"/": answer("x", headers=("Content-Type: text/html", f"ETag: {etag}"))})
    assert exchange.validators.etag is None
