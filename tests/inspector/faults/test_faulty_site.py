"""One site on which everything is wrong somewhere: every fault ends in its reason, none of them keeps the good pages unread."""

import asyncio
import gzip
import zlib

import pytest
from loopback import Loopback, answer
from prose import prose
from walks import HOST, inspect, paths

from xunwang.inspector.evidence import verify
from xunwang.inspector.fetch.reasons import Counts, Detail, reason_of
from xunwang.inspector.model import Reach

HTML = "Content-Type: text/html; charset=utf-8"
OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OPEN + b"Transfer-Encoding: chunked\r\n\r\n"
ARTICLES = [f"/art/{n}.html" for n in range(12)]
LOGIN = "<form action='/do'><input name=u><input type='password' name=p></form>"
MOST = 40 << 20  # far beyond what is read of a page


def page(*links, title="示例页", body=None):
    items = "".join(f'<li><a href="{href}">条目 {href}</a></li>' for href in links)
    return f"<html><head><title>{title}</title></head><body><div class='content'><p>{body or prose(title)}</p></div><ul>{items}</ul></body></html>"


def says(data):
    async def behave(request):
        await request.say(data)

    return behave


def goes_on(first, again, pause=0.0):
    async def behave(request):
        await request.say(first)
        while True:
            await request.say(again)
            await asyncio.sleep(pause)

    return behave


def redirect(to):
    return says(answer(status="302 Found", headers=(f"Location: {to}",)))


async def hangs(request):
    await asyncio.sleep(60)


async def resets(request):
    request.reset()


async def resets_half_way(request):
    await request.say(answer("half", length=4000))
    await asyncio.sleep(0.02)
    request.reset()


async def chain(request):
    number = int(request.path.rpartition("/")[2] or 0)
    await request.say(answer(status="302 Found", headers=(f"Location: /chain/{number + 1}",)))


def packed(data, coding):
    return answer(data, headers=(HTML, f"Content-Encoding: {coding}"))


# Path: what the server does there, and the reach, status and detail that the address ends with.
FAULTS = {
    "/hang.html": (hangs, Reach.TIMEOUT, None, None),
    "/drip.html": (goes_on(OPEN + b"Content-Length: 9999\r\n\r\n", b".", 0.05), Reach.TIMEOUT, None, None),
    "/drip-head.html": (goes_on(OPEN, b"X-More: 1\r\n", 0.05), Reach.TIMEOUT, None, None),
    "/reset.html": (resets, Reach.RESET, None, None),
    "/reset-half.html": (resets_half_way, {Reach.RESET, Reach.PROTOCOL}, None, ...),
    "/short.html": (says(answer("short", length=4000)), Reach.PROTOCOL, None, Detail.BROKEN_OFF),
    "/chunks.html": (says(CHUNKED + b"zz\r\nno size\r\n"), Reach.PROTOCOL, None, ...),
    "/no-last-chunk.html": (says(CHUNKED + b"5\r\nshort\r\n"), Reach.PROTOCOL, None, Detail.BROKEN_OFF),
    "/no-http.html": (says(b"220 mail ready\r\n\r\n"), Reach.PROTOCOL, None, Detail.MALFORMED),
    "/many-headers.html": (
        says(answer("x", headers=(HTML, *(f"X-{n}: {n}" for n in range(2000))))),
        Reach.PROTOCOL, None, Detail.HEAD_TOO_LARGE,
    ),
    "/long-header.html": (
        says(answer("x", headers=(HTML, "X-Long: " + "a" * 300_000))), Reach.PROTOCOL, None, Detail.HEAD_TOO_LARGE,
    ),
    "/endless.html": (goes_on(CHUNKED, b"10000\r\n" + b"a" * 65536 + b"\r\n"), Reach.TOO_LARGE, 200, Detail.TOO_LARGE),
    "/bomb.html": (says(packed(gzip.compress(bytes(MOST), 1), "gzip")), Reach.TOO_LARGE, 200, Detail.TOO_LARGE),
    "/bomb-deflate.html": (says(packed(zlib.compress(bytes(MOST), 1), "deflate")), Reach.TOO_LARGE, 200, Detail.TOO_LARGE),
    "/brotli.html": (says(packed(b"\x0b\x02\x80page\x03", "br")), Reach.UNREADABLE, 200, Detail.CODING),
    "/bad-gzip.html": (says(packed(b"\x1f\x8b" + bytes(40), "gzip")), Reach.UNREADABLE, 200, Detail.CODING),
    "/loop.html": (redirect("/loop.html"), Reach.PROTOCOL, None, Detail.LOOP),
    "/chain/0": (chain, Reach.PROTOCOL, None, Detail.TOO_MANY_HOPS),
    "/to-mail.html": (redirect("mailto:a@b"), Reach.PROTOCOL, None, Detail.NOWHERE),
    "/to-inside.html": (redirect("http://169.254.169.254/latest/meta-data/"), Reach.FORBIDDEN, None, ...),
    "/stray.html": (says(b"HTTP/1.1 304 Not Modified\r\n\r\n"), Reach.PROTOCOL, None, Detail.STRAY_304),
    "/wall.html": (
        says(answer("<script>document.cookie='k='+6*7;location.reload()</script>", "521 Down", (HTML,))),
        Reach.CHALLENGE, 521, None,
    ),
    "/members/": (redirect("/sso/login"), Reach.CHALLENGE, 200, Detail.LOGIN),
    "/401.html": (says(answer(page(), "401 Unauthorized")), Reach.HTTP, 401, None),
    "/403.html": (says(answer(page(), "403 Forbidden")), Reach.HTTP, 403, None),
    "/404.html": (says(answer(page(), "404 Not Found")), Reach.HTTP, 404, None),
    "/429.html": (says(answer("", "429 Too Many", (HTML, "Retry-After: 3600"))), Reach.HTTP, 429, None),
    "/500.html": (says(answer("", "500 Error")), Reach.HTTP, 500, None),
    "/503.html": (says(answer("", "503 Busy", (HTML, "Retry-After: 3600"))), Reach.HTTP, 503, None),
}  # fmt: skip
NEVER = {
    "/endless.html", "/bomb.html", "/brotli.html", "/bad-gzip.html", "/bomb-deflate.html", "/to-inside.html", "/wall.html", "/members/", "/401.html",
    "/403.html", "/429.html",
}  # fmt: skip


@pytest.fixture(scope="module")
def looked(tmp_path_factory):
    """The walk over the whole site, once: its result, its run and what the server was asked."""

    async def handle(request):
        if request.path == "/":
            await request.say(answer(page(*ARTICLES, *FAULTS, title="首页")))
        elif request.path in ARTICLES:
            await request.say(answer(page("/", title=f"第{request.path}篇")))
        elif request.path.startswith("/chain/"):
            await chain(request)
        elif request.path in FAULTS:
            await FAULTS[request.path][0](request)
        else:
            await request.say(answer(LOGIN) if request.path == "/sso/login" else answer("", "404 Not Found"))

    folder = tmp_path_factory.mktemp("faults")
    with Loopback(handle) as server:
        result, run = inspect(server, folder, timeout=1.5, concurrency=8)
        yield result, run, server.asked


def attempts(looked, path):
    (fact,) = [fact for fact in looked[0].links if fact.key == HOST + path]
    return fact.attempts


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_ends_in_its_reason(looked, path):
    _, reached, status, detail = FAULTS[path]
    last = attempts(looked, path)[-1]
    assert last.reach in (reached if isinstance(reached, set) else {reached})
    assert last.status == status
    assert detail is ... or (last.detail or "").partition("：")[0] == (detail or "")
    assert reason_of(last) is not None


@pytest.mark.parametrize("path", FAULTS)
def test_what_is_no_fault_of_the_site_cannot_count(looked, path):
    assert (reason_of(attempts(looked, path)[-1]).counts is Counts.NEVER) == (path in NEVER)


@pytest.mark.parametrize("path", FAULTS)
def test_a_fault_is_tried_again_but_not_for_ever(looked, path):
    assert 1 <= len(attempts(looked, path)) <= 3
    assert looked[2][path] <= 6


def test_every_good_page_was_read_all_the_same(looked):
    result, run, _ = looked
    read = {row.key.removeprefix(HOST) for row in run.pages() if row.attempt.reach is Reach.OK}
    assert read >= {"/", *ARTICLES}
    assert result.complete


def test_pages_that_were_not_read_stand_in_the_table_with_their_reason(looked):
    _, run, _ = looked
    rows = {row.key.removeprefix(HOST): row for row in run.pages()}
    assert set(FAULTS) <= set(rows)
    unanswered = [row for row in rows.values() if row.attempt.status is None]
    assert len(unanswered) > 10
    assert not any(row.page.text or row.page.links for row in unanswered)


def test_what_came_of_a_page_that_is_too_large_is_not_taken_apart(looked):
    _, run, _ = looked
    too_large = [row for row in run.pages() if row.attempt.reach is Reach.TOO_LARGE]
    assert too_large
    assert not any(row.page.text or row.page.links for row in too_large)


def test_the_figures_say_how_many_and_why(looked):
    unreachable = looked[0].stats.unreachable
    expected = [reached for _, reached, _, _ in FAULTS.values() if not isinstance(reached, set)]
    for reached in (Reach.TIMEOUT, Reach.CHALLENGE, Reach.FORBIDDEN, Reach.TOO_LARGE):
        assert unreachable[reached.value] == expected.count(reached)


def test_what_was_received_is_kept_and_whole(looked):
    _, run, _ = looked
    assert verify(run.path) == []
    rows = {row.key.removeprefix(HOST): row for row in run.pages()}
    assert run.response(rows["/wall.html"].evidence).status == 521
    assert b"page" in run.response(rows["/brotli.html"].evidence).body


def test_no_page_was_visited_twice_under_one_address(looked):
    _, run, _ = looked
    assert len(paths(run.pages())) == len(set(paths(run.pages())))
