"""A search form that is sent by POST: asked once, as a form sends it, and only where it can do nothing but search."""

import asyncio
import datetime as dt
from urllib.parse import parse_qs

import pytest
from loopback import EAGER, Loopback, answer, clock, guard_for

from xunwang.inspector.closer.sampling import listed_day
from xunwang.inspector.closer.searching import KnownItem, should_be_found, tried
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.model import SHANGHAI, Guide, Message, Page
from xunwang.inspector.read import read_page
from xunwang.inspector.read.search_form import SearchForm, search_form

HOST = "www.heping.gov.cn"
HOME = f"http://{HOST}/"
AS_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FORM = '<form method="post" action="/search.do"><input name="keyword"><input type="hidden" name="site" value="3"><button>搜索</button></form>'
ITEM = KnownItem(title="关于道路养护的通知", url=f"{HOME}a/3.html")


def form_of(body):
    return search_form(f"<html><body>{body}</body></html>".encode(), HOME, {})


def searched(result):
    """The fact of one search whose server answers with `result`, and the requests that came."""
    came = []

    async def say(request):
        came.append(
            (
                request.method,
                request.path,
                parse_qs(request.body.decode()) if request.method == "POST" else {},
            )
        )
        await request.say(result(request))

    async def ask_all(guard):
        async with Client(guard, clock, FetchSettings(timeout=20.0, manners=EAGER)) as client:

            async def ask(url, body):
                exchange = await client.fetch(url, "POST", body=body, headers=AS_FORM)
                return exchange, read_page(exchange.body, url), None

            return await tried(form_of(FORM), [ITEM], ask)

    with Loopback(say) as server:
        fact = asyncio.run(ask_all(guard_for(server, HOST)))
    return fact, came


def test_a_known_item_is_found_by_one_request():
    fact, came = searched(lambda _: answer(f"<ul><li><a href='/a/3.html'>{ITEM.title}</a></li></ul>"))
    assert [one.found for one in fact.tries] == [True]
    assert came == [("POST", "/search.do", {"site": ["3"], "keyword": [ITEM.title]})]


def test_an_answer_that_leads_elsewhere_is_fetched_by_get():
    def result(request):
        if request.method == "POST":
            return answer(status="302 Found", headers=("Location: /result?k=1",))
        return answer(f"<a href='/a/3.html'>{ITEM.title}</a>")

    fact, came = searched(result)
    assert [one.found for one in fact.tries] == [True]
    assert [(method, path.partition("?")[0]) for method, path, _ in came] == [
        ("POST", "/search.do"),
        ("GET", "/result"),
    ]


def test_nothing_found_counts_only_where_the_page_says_so():
    said, _ = searched(lambda _: answer("<p>很抱歉，没有找到相关信息。</p>"))
    silent, came = searched(lambda _: answer("<p>检索结果</p>"))
    assert [one.found for one in (*said.tries, *silent.tries)] == [False, None]
    assert len(came) == 1


def test_guides_and_letters_need_not_be_found():
    def found(page, today=dt.date(2026, 3, 31)):
        return should_be_found(page.title, listed_day(page), today)

    told = {"url": ITEM.url, "title": ITEM.title, "published": dt.datetime(2026, 3, 1, tzinfo=SHANGHAI)}
    guide = Guide(title=ITEM.title, elements={}, missing=())
    assert found(Page(**told))
    assert not found(Page(**told, guide=guide))
    assert not found(Page(**told, messages=(Message(title=ITEM.title),)))
    assert not found(Page(**told), dt.date(2026, 3, 5))


@pytest.mark.parametrize(
    "body",
    [
        FORM.replace("post", "get"),
        FORM.replace("<button>", '<input name="yzm" placeholder="验证码"><button>'),
        FORM.replace('name="site" value="3"', 'name="__VIEWSTATE" value="x"'),
        FORM.replace("/search.do", "http://search.example.com/q"),
        '<form method="post" action="/message/save.do"><input name="keyword"><button>查询留言</button></form>',
        '<form method="post" action="/login.do"><input name="q"><button>登录后搜索</button></form>',
    ],
)
def test_what_could_do_more_than_search_is_not_sent(body):
    form = form_of(body)
    assert not (isinstance(form, SearchForm) and form.postable)


@pytest.mark.parametrize(("method", "status", "found"), [("get", "500 Internal Server Error", False), ("get", "502 Bad Gateway", None), ("get", "404 Not Found", False), ("post", "404 Not Found", None), ("post", "500 Internal Server Error", None)])  # fmt: skip
def test_a_search_by_get_that_answers_with_an_error_of_its_own_does_not_work(method, status, found):
    async def say(request):
        await request.say(answer("<h1>Fatal error</h1>", status))

    async def ask_all(guard):
        async with Client(guard, clock, FetchSettings(timeout=20.0, manners=EAGER)) as client:

            async def ask(url, body):
                exchange = await client.fetch(url, "GET" if body is None else "POST", body=body)
                return exchange, read_page(exchange.body, url, status=exchange.attempt.status), None

            return await tried(form_of(FORM.replace("post", method)), [ITEM], ask)

    with Loopback(say) as server:
        fact = asyncio.run(ask_all(guard_for(server, HOST)))
    assert {one.found for one in fact.tries} == {found}
