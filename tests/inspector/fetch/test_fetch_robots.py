"""robots.txt: obeyed or knowingly not, asked once, never a reason to fail."""

import asyncio

import pytest
from loopback import EAGER, Loopback, answer, clock, guard_for

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.robots import Robots

HOST = "www.shili.gov.cn"
RULES = answer("User-agent: *\nDisallow: /inner/\n", headers=("Content-Type: text/plain",))


def allowed(robots_txt, paths, policy="obey"):
    async def run(server):
        async with Client(
            guard_for(server, HOST), clock, FetchSettings(timeout=0.3, manners=EAGER)
        ) as client:
            robots = Robots(client, policy)
            answers = await asyncio.gather(*(robots.allows(f"http://{HOST}{path}") for path in paths))
            return answers, robots.take()

    with Loopback({"/robots.txt": robots_txt}) as server:
        answers, fetched = asyncio.run(run(server))
    assert server.asked == {"/robots.txt": 1}
    assert len(fetched) == 1
    return answers


def test_what_is_disallowed_is_left_alone():
    assert allowed(RULES, ["/", "/inner/a.html", "/zwgk/"]) == [True, False, True]


def test_an_authorised_inspection_may_ignore_it():
    assert allowed(RULES, ["/inner/a.html"], policy="ignore") == [True]


@pytest.mark.parametrize("robots_txt", [answer("", "404 Not Found"), answer("", "503 Unavailable"), None])
def test_a_robots_txt_that_cannot_be_had_forbids_nothing(robots_txt):
    assert allowed(robots_txt, ["/inner/a.html"]) == [True]
