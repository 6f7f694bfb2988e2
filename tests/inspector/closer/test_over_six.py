"""A site over IPv6 on loopback: two servers, one for each network, and the states that come of them."""

import asyncio
import socket

import pytest
from loopback import EAGER, Loopback, answer, clock

from xunwang.inspector.closer.over_six import is_mapped_away, over_six
from xunwang.inspector.crawl.visit import Reading
from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.guard import ConnectTo, Guard
from xunwang.inspector.fetch.six import has_no_records, six_lookup, why_no_way
from xunwang.inspector.model import Reach, V6State

HOST = "www.liu.gov.cn"
HOME = f"http://{HOST}/"
LINES = "".join(
    f"<p>{word}工作有序推进</p>" for word in ("春耕", "河道", "校园", "道路", "文化", "就业", "环境")
)
PAGE = f'<html><head><meta charset="utf-8"><title>示例县人民政府</title></head><body>{LINES}</body></html>'
OTHER = "".join(f"<p>{word}欢迎选购</p>" for word in ("鞋帽", "箱包", "家电", "玩具", "文具", "百货", "家具"))


def has_six():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(not has_six(), reason="GATE SKIPPED: this machine has no IPv6 at all")


def state(four, six, *, links=(), mapped=None):
    """The state of a site whose home page is served by `four`, and over IPv6 by `six`."""

    async def run():
        settings = FetchSettings(timeout=20.0, manners=EAGER)
        plain = Guard(connect_to=[ConnectTo.parse(f"{HOST}:80:127.0.0.1:{four.port}")], closed=True)
        over = Guard(
            connect_to=[ConnectTo.parse(f"{HOST}:80:[::1]:{six.port}")] if six else (),
            closed=True,
            lookup=six_lookup,
        )
        async with Client(plain, clock, settings) as client, Client(over, clock, settings) as other:
            home = await client.fetch(HOME)
            reading = Reading(home=HOME, today=clock().date())

            async def ask(by, url):
                return await by.fetch(url)

            return await over_six(
                other,
                home,
                links,
                ask=ask,
                read=lambda exchange: reading.page(exchange.body, HOME, 200, exchange.headers),
                mapped=is_mapped_away(client, other, HOME) if mapped is None else mapped,
                pause=0.0,
            )

    return asyncio.run(run())


def both(four, six):
    return Loopback(four), Loopback(six, host="::1")


def test_the_same_page_and_its_links():
    pages = {"/": answer(PAGE), "/a.html": answer("<p>甲</p>"), "/b.html": answer("无", "503 Down")}
    one, other = both(pages, pages)
    with one as four, other as six:
        seen = state(four, six, links=[(2, f"{HOME}a.html"), (3, f"{HOME}b.html")])
        assert six.asked["/"] == 1
        assert (seen.addresses, seen.blocked, seen.unasked) == (("::1",), None, None)
        assert seen.likeness == 100
        assert [(link.level, link.attempt.reach, link.attempt.status) for link in seen.links] == [
            (2, Reach.OK, 200),
            (3, Reach.HTTP, 503),
        ]


def test_another_page_is_unlike():
    one, other = both({"/": answer(PAGE)}, {"/": answer(PAGE.replace(LINES, OTHER))})
    with one as four, other as six:
        assert state(four, six).likeness < 30


def test_a_clock_and_a_counter_change_nothing():
    moved = PAGE.replace("</body>", "<p>今天是2026年3月31日 访问量：8812</p></body>")
    one, other = both({"/": answer(PAGE)}, {"/": answer(moved)})
    with one as four, other as six:
        assert state(four, six).likeness >= 70


def test_a_page_that_fails_is_asked_for_twice_and_no_link_is_tried():
    one, other = both({"/": answer(PAGE)}, {"/": answer("维护", "503 Down")})
    with one as four, other as six:
        seen = state(four, six, links=[(2, f"{HOME}a.html")])
        assert [attempt.status for attempt in seen.home] == [503, 503]
        assert seen.links == ()
        assert six.asked["/a.html"] == 0


def test_a_second_visit_that_succeeds_is_the_one_that_counts():
    answers = iter([answer("维护", "503 Down"), answer(PAGE)])

    async def handler(request):
        await request.say(next(answers))

    with Loopback({"/": answer(PAGE)}) as four, Loopback(handler, host="::1") as six:
        seen = state(four, six)
        assert [attempt.reach for attempt in seen.home] == [Reach.HTTP, Reach.OK]
        assert seen.likeness == 100


def test_a_host_that_the_operator_sent_to_ipv4_is_not_asked_for_elsewhere():
    with Loopback({"/": answer(PAGE)}) as four:
        assert state(four, None).blocked == "到该网站的连接已改到指定的IPv4地址"


def test_a_closed_guard_is_no_want_of_records():
    with Loopback({"/": answer(PAGE)}) as four:
        seen = state(four, None, mapped=False)
        assert seen.addresses == ()
        assert "只允许连接指定的地址" in seen.unasked


def refusing(errno):
    async def lookup(host, port):
        raise socket.gaierror(errno, "told by the test")

    return lookup


@pytest.mark.parametrize(
    ("errno", "unasked"), [(socket.EAI_NONAME, None), (socket.EAI_AGAIN, "域名解析暂时失败")]
)
def test_no_answer_of_the_name_server_is_not_no_record(errno, unasked):
    async def run():
        settings = FetchSettings(timeout=20.0, manners=EAGER)
        async with Client(Guard(lookup=refusing(errno)), clock, settings) as client:
            home = await client.fetch("http://www.liu.gov.cn/")

            async def ask(by, url):
                return await by.fetch(url)

            return await over_six(client, home, (), ask=ask, read=lambda _: None, mapped=False, pause=0.0)

    seen = asyncio.run(run())
    assert seen.addresses == ()
    # Without a way to the public network nothing can be said of missing records either.
    assert (seen.unasked, seen.blocked) == (unasked, None if unasked else why_no_way())


def test_an_ipv4_address_has_no_ipv6_one():
    with pytest.raises(socket.gaierror) as caught:
        asyncio.run(six_lookup("127.0.0.1", 80))
    assert has_no_records(caught.value)
    assert asyncio.run(six_lookup("::1", 80)) == [("::1", 80)]


def test_loopback_is_always_a_way():
    assert why_no_way("::1") is None


def test_states_of_older_runs_are_empty():
    assert V6State() == V6State(addresses=(), home=(), links=())
