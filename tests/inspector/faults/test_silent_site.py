"""A site that stops answering in the middle of a walk: the rest of it could not be checked, and is not asked on and on."""

import asyncio

import pytest
from loopback import Loopback, answer
from walks import inspect, tree

from xunwang.inspector.model import Reach

PAGES = tree(60)
REASON = "网站在检查途中不再应答(连续20次请求没有应答或只答复服务器故障、访问过多)，尚有地址未访问"


def silent_after(count, *, but=(), saying=None):
    """A server of the tree that answers `count` requests, and afterwards those for the paths in `but` only; `saying`: the status of the others."""
    told = iter(range(count))

    async def handle(request):
        if request.path in but or next(told, None) is not None:
            await request.say(PAGES.get(request.path, answer("没有这一页", "404 Not Found")))
        elif saying:
            await request.say(answer("系统维护中", saying))
        else:
            await asyncio.sleep(60)

    return handle


def test_a_site_that_goes_silent_is_left_with_what_was_seen(tmp_path):
    with Loopback(silent_after(30)) as server:
        result, run = inspect(server, tmp_path, timeout=0.3)
        asked = sum(server.asked.values())
    assert (result.complete, result.incomplete_reason) == (False, REASON)
    assert 20 <= len(list(run.pages())) <= 30
    assert asked < 30 + 20 + 2 * 8 + 2
    unanswered = [fact for fact in result.links if fact.attempts[-1].reach is not Reach.OK]
    assert {fact.attempts[-1].reach for fact in unanswered} <= {Reach.TIMEOUT, Reach.HTTP}
    assert not any(fact.attempts[-1].status == 404 and fact.key.endswith(".html") for fact in result.links)


@pytest.mark.parametrize("saying", ["503 Service Unavailable", "502 Bad Gateway", "429 Too Many Requests"])
def test_a_site_that_turns_to_its_own_failure_is_left_with_what_was_seen(tmp_path, saying):
    with Loopback(silent_after(30, saying=saying)) as server:
        result, run = inspect(server, tmp_path)
        asked = sum(server.asked.values())
    assert (result.complete, result.incomplete_reason) == (False, REASON)
    assert 20 <= len([row for row in run.pages() if row.attempt.status == 200]) <= 30
    assert asked < 30 + 20 + 2 * 8 + 2


def test_a_site_whose_home_page_still_answers_is_walked_to_its_end(tmp_path):
    with Loopback(silent_after(30, but={"/"})) as server:
        result, _ = inspect(server, tmp_path, timeout=0.3)
        asked = server.asked["/"]
    assert result.complete
    assert asked > 1
