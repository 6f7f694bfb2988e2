"""robots.txt: obeyed or knowingly not, asked once, its pauses kept, never a reason to fail."""

import asyncio

import msgspec
import pytest
from loopback import EAGER, Loopback, answer, clock, guard_for

from xunwang.inspector.fetch.client import Client, FetchSettings
from xunwang.inspector.fetch.robots import Robots, RobotsStance

HOST = "www.shili.gov.cn"
PLAIN = ("Content-Type: text/plain",)
RULES = answer("User-agent: *\nDisallow: /inner/\n", headers=PLAIN)


def ask(robots_txt, paths, policy="obey"):
    """Whether each path is allowed, the robots, and the least pause that the host is given afterwards."""
    manners = msgspec.structs.replace(EAGER, longest_pause=60)

    async def run(server):
        # Long enough for a machine that stalls; the server that says nothing is the only one to wait for.
        settings = FetchSettings(timeout=1 if robots_txt is None else 10, manners=manners)
        async with Client(guard_for(server, HOST), clock, settings) as client:
            robots = Robots(client, policy)
            answers = await asyncio.gather(*(robots.allows(f"http://{HOST}{path}") for path in paths))
            return answers, robots, client.politeness.delay_of(HOST)

    with Loopback({"/robots.txt": robots_txt}) as server:
        answers, robots, delay = asyncio.run(run(server))
    assert server.asked == {"/robots.txt": 1}
    assert len(robots.take()) == 1
    return answers, robots, delay


def test_what_is_disallowed_is_left_alone():
    answers, robots, _ = ask(RULES, ["/", "/inner/a.html", "/zwgk/"])
    assert answers == [True, False, True]
    assert robots.overridden == 0


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16"])
def test_what_stands_behind_a_mark_of_its_encoding_is_obeyed(charset):
    written = "User-agent: *\r\nDisallow: /inner/\r\n".encode(charset)
    answers, _, _ = ask(answer(written, headers=PLAIN), ["/zwgk/", "/inner/a.html"])
    assert answers == [True, False]


def test_an_authorised_inspection_may_ignore_it_and_how_often_it_did_is_counted():
    stance = RobotsStance(policy="ignore", authorised="示例市政府办公室，2026-03-01 复函")
    answers, robots, _ = ask(RULES, ["/", "/inner/a.html", "/inner/b.html"], stance)
    assert answers == [True, True, True]
    assert robots.overridden == 2
    assert str(robots.stance) == "不遵守 robots.txt（示例市政府办公室，2026-03-01 复函）"


def test_ignoring_without_an_authorisation_says_so():
    answers, robots, _ = ask(RULES, ["/inner/a.html"], "ignore")
    assert answers == [True]
    assert str(robots.stance) == "不遵守 robots.txt（未注明授权）"


def test_an_authorisation_to_obey_makes_no_sense():
    with pytest.raises(ValueError, match="无须授权说明"):
        RobotsStance(policy="obey", authorised="某人")


@pytest.mark.parametrize("robots_txt", [answer("", "404 Not Found"), answer("", "410 Gone"), None])
def test_a_robots_txt_that_cannot_be_had_forbids_nothing(robots_txt):
    answers, _, _ = ask(robots_txt, ["/inner/a.html"])
    assert answers == [True]


@pytest.mark.parametrize(
    "junk",
    [
        b"\x00\xff\xfe" * 3000,
        b"<html>404</html>",
        b"Disallow: /\n" * 100_000,
        b"User-agent: *\nDisallow: /" + b"*a" * 9000,
    ],
)
def test_a_robots_txt_that_is_none_forbids_nothing_here(junk):
    answers, _, _ = ask(answer(junk, headers=PLAIN), ["/inner/b.html"])
    assert answers == [True]


@pytest.mark.parametrize("policy", ["obey", "ignore"])
@pytest.mark.parametrize(
    ("lines", "pause"),
    [
        ("Crawl-delay: 2.5", 2.5),
        ("Request-rate: 1/5", 5.0),
        ("Request-rate: 10/1m", 6.0),
        ("Crawl-delay: 1\nRequest-rate: 1/10 0600-0845", 10.0),
        ("Crawl-delay: 86400", 60.0),
        (f"Request-rate: 1/{'9' * 400}", 60.0),
        ("Crawl-delay: -3", 0),
        ("Crawl-delay: nan\nRequest-rate: 0/9", 0),
    ],
)
def test_the_pauses_it_asks_for_are_kept_under_any_policy(lines, pause, policy):
    body = f"User-agent: *\n{lines}\nDisallow: /inner/"
    assert ask(answer(body, headers=PLAIN), ["/"], policy)[2] == pause


def test_rules_for_us_by_name_come_before_those_for_all():
    rules = "User-agent: xunwang\nDisallow: /a/\nUser-agent: *\nDisallow: /b/"
    assert ask(answer(rules, headers=PLAIN), ["/a/1", "/b/1"])[0] == [False, True]
