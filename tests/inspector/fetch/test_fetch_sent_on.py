"""Redirects without an end, cookies that are wanted back, log-in pages and pages that send on: what the page itself is."""

import pytest
from hostile import HOME, HTML, ask, end, redirect
from loopback import answer

from xunwang.inspector.fetch.client import FetchSettings
from xunwang.inspector.fetch.reasons import Detail
from xunwang.inspector.model import Reach

# ── round and round ──────────────────────────────────────────────────────────────────────────────


def test_redirects_without_an_end_are_told_apart():
    assert end(ask({"/": redirect("/a"), "/a": redirect("/")})) == (Reach.PROTOCOL, Detail.LOOP)
    assert end(ask({"/": redirect("/")})) == (Reach.PROTOCOL, Detail.LOOP)
    chain = {f"/{n or ''}": redirect(f"/{n + 1}") for n in range(20)}
    assert end(ask(chain)) == (Reach.PROTOCOL, f"{Detail.TOO_MANY_HOPS}：5次以上")
    assert end(ask({"/": redirect("mailto:a@b")})) == (Reach.PROTOCOL, f"{Detail.NOWHERE}：mailto:a@b")


def test_a_redirect_that_grows_with_every_hop_has_an_end():
    async def handle(request):
        await request.say(redirect(request.path + "x/"))

    assert ask(handle).attempt.detail.startswith(Detail.TOO_MANY_HOPS)


def test_a_redirect_with_a_new_cookie_every_time_has_an_end():
    asked = []

    async def handle(request):
        asked.append(request.path)
        await request.say(redirect("/", f"Set-Cookie: n={len(asked)}"))

    assert ask(handle).attempt.detail.startswith(Detail.TOO_MANY_HOPS)
    assert len(asked) == FetchSettings().max_hops + 1


# ── walls ────────────────────────────────────────────────────────────────────────────────────────


def wanting_its_cookie(status, page):
    async def handle(request):
        known = "pass=7" in request.headers.get("cookie", "")
        wall = answer(page, status, (HTML, "Set-Cookie: pass=7; path=/; HttpOnly"))
        await request.say(answer("<h1>市政府门户网站</h1>", headers=(HTML,)) if known else wall)

    return handle


@pytest.mark.parametrize(
    ("status", "page"),
    [
        ("200 OK", "<html><meta http-equiv='refresh' content='0'></html>"),
        ("200 OK", "<script>setTimeout(function(){ window.location.reload(); }, 10)</script>"),
        ("521 Down", "<script>location.href=location.href</script>"),
        ("403 Forbidden", '<META HTTP-EQUIV="Refresh" CONTENT="1; url=/">'),
    ],
)
def test_a_page_that_only_wants_its_cookie_back_gets_it(status, page):
    exchange = ask(wanting_its_cookie(status, page))
    assert exchange.attempt.reach is Reach.OK
    assert "门户网站" in exchange.body.decode()
    assert len(exchange.hops) == 2


def test_a_wall_that_is_never_content_is_asked_only_twice():
    asked = []

    async def handle(request):
        asked.append(request.headers.get("cookie"))
        page = "<script>location.reload()</script>"
        await request.say(answer(page, "521 Down", (HTML, f"Set-Cookie: n={len(asked)}")))

    assert end(ask(handle)) == (Reach.CHALLENGE, None)
    assert asked == [None, "n=1"]


def test_a_cookie_that_a_script_must_make_is_a_challenge():
    asked = []

    async def handle(request):
        asked.append(request.path)
        page = "<script>document.cookie='k='+(6*7);location.reload()</script>"
        await request.say(answer(page, "521 Down", (HTML, "Set-Cookie: a=1")))

    assert end(ask(handle)) == (Reach.CHALLENGE, None)
    assert len(asked) == 1


def test_an_ordinary_page_with_a_cookie_is_asked_once():
    asked = []

    async def handle(request):
        asked.append(request.path)
        await request.say(answer("<h1>首页</h1>" * 50, headers=(HTML, "Set-Cookie: JSESSIONID=1F2E")))

    assert ask(handle).attempt.reach is Reach.OK
    assert len(asked) == 1


LOGIN = "<form action='/do'><input name=u><input type='password' name=p></form>"


@pytest.mark.parametrize(
    "place", ["/login", "/sso/login.html", "/cas?service=x", "/user/signin.jsp", "/sys/Login.aspx"]
)
def test_a_redirect_to_a_log_in_page_is_a_wall_and_not_a_page(place):
    pages = {"/": redirect(place), place: answer(LOGIN)}
    exchange = ask(pages)
    assert end(exchange) == (Reach.CHALLENGE, Detail.LOGIN)
    assert exchange.attempt.status == 200


@pytest.mark.parametrize("place", ["/index.html", "/zwgk/", "/cassette/1.html", "/blogin/1.html"])
def test_a_page_with_a_field_for_members_is_a_page(place):
    assert ask({"/": redirect(place), place: answer(f"<h1>首页</h1>{LOGIN}")}).attempt.reach is Reach.OK


def test_a_log_in_page_that_was_asked_for_is_a_page():
    assert ask({"/login": answer(LOGIN)}, "login").attempt.reach is Reach.OK


def test_401_is_a_word_of_the_site():
    exchange = ask(answer("log in", "401 Unauthorized", (HTML, 'WWW-Authenticate: Basic realm="x"')))
    assert end(exchange) == (Reach.HTTP, None)
    assert exchange.attempt.status == 401


# ── pages that only send on ──────────────────────────────────────────────────────────────────────


def sending(page):
    """A site whose first address shows `page`; the real home page lies in a folder."""
    return {"/": answer(page, headers=(HTML,)), "/web/": answer("<h1>市政府门户网站</h1>", headers=(HTML,))}


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>欢迎</title><meta http-equiv='refresh' content='0;url=/web/'></head><body></body></html>",
        "<META CONTENT=\"2; URL='/web/'\" HTTP-EQUIV=Refresh>正在跳转，请稍候…",
        "<META HTTP-EQUIV=Refresh CONTENT=0;URL=/web/>",
        "<meta http-equiv=refresh content='0,web/'>",
        '<meta http-equiv="refresh" content="0.1 url = /web/">',
        '<meta http-equiv="refresh" content="1;URL=&#39;/web/&#39;">',
        "<script>window.location.href='/web/';</script>",
        '<html><body><script type="text/javascript">\n<!--\ntop.location.replace("web/")\n//-->\n</script></body></html>',
    ],
)
def test_a_page_that_only_sends_on_is_a_redirect(page):
    exchange = ask(sending(page))
    assert (exchange.attempt.reach, exchange.attempt.final_url) == (Reach.OK, HOME + "web/")
    assert "门户网站" in exchange.body.decode()
    assert [hop.url for hop in exchange.hops] == [HOME, HOME + "web/"]


@pytest.mark.parametrize(
    "page",
    [
        "<meta http-equiv='refresh' content='0;url=/web/'><h1>停水通告</h1><p>因管网检修，城区东部停水两天，请提前储水。</p>",
        "<meta http-equiv='refresh' content='300;url=/web/'>",
        "<meta http-equiv='refresh' content='3'>",
        "<meta http-equiv='refresh' content='0;url='>",
        "<meta http-equiv='refresh' content='0;url=/'>",
        "<noscript><meta http-equiv='refresh' content='0;url=/web/'></noscript>",
        "<!-- <meta http-equiv='refresh' content='0;url=/web/'> -->",
        "<script>if(/mobile/i.test(navigator.userAgent)){location.href='/web/'}</script>",
        "<script src='/jump.js'></script>",
        "<meta http-equiv='refresh' content='0;url=javascript:void(0)'>",
        "<meta http-equiv='refresh' content='0;url=http://www.bie.example/'>",
    ],
    ids=["shows something", "later", "again", "to no address", "itself", "without scripts", "commented out", "for some", "a file", "nowhere", "to a stranger"],
)  # fmt: skip
def test_what_shows_something_or_chooses_its_visitors_is_the_page(page):
    exchange = ask(sending(page))
    assert (exchange.attempt.final_url, len(exchange.hops)) == (HOME, 1)


def test_pages_that_send_one_another_on_come_to_an_end():
    pages = {"/": answer("<script>location='/b'</script>"), "/b": answer("<script>location='/'</script>")}
    assert ask(pages).attempt.detail == Detail.LOOP
