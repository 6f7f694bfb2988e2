"""The frontier: units that become true at once, a lease that one process holds, order by rank."""

import sqlite3

import pytest
from loopback import NOON

from xunwang.inspector.crawl.frontier import LeaseLostError, SqliteFrontier
from xunwang.inspector.crawl.targets import Found, Lane, Rank, Settled, Unit
from xunwang.inspector.evidence import RunError, Stats
from xunwang.inspector.model import Attempt, LinkKind, Reach

OK = Attempt(at=NOON, reach=Reach.OK, status=200)
GONE = Attempt(at=NOON, reach=Reach.HTTP, status=404)


def found(path, rank=Rank.REST, lane=Lane.PAGES, **more):
    return Found(
        key=f"h{path}", url=f"http://h{path}", lane=lane, rank=rank, depth=1, parent="http://h/", **more
    )


def unit(*targets, settled=(), stats=None):
    made = Unit(stats or Stats())
    for target in targets:
        made.add(target)
    made.settled.extend(settled)
    return made


@pytest.fixture
def path(tmp_path):
    return tmp_path / "frontier.sqlite"


@pytest.fixture
def frontier(path):
    opened = SqliteFrontier(path)
    yield opened
    opened.close()


def settle(target, *attempts, again=False):
    return Settled(number=target.number, attempts=attempts, evidence=None, again=again, page=not again)


def test_targets_come_by_rank_and_then_in_the_order_they_were_found(frontier):
    frontier.commit(
        unit(found("/c"), found("/a", Rank.ARTICLE), found("/n", Rank.NAVIGATION), found("/b", Rank.ARTICLE)),
        {},
    )
    assert [frontier.claim(Lane.PAGES).found.key for _ in range(4)] == ["h/n", "h/a", "h/b", "h/c"]
    assert frontier.claim(Lane.PAGES) is None


def test_lanes_are_apart(frontier):
    frontier.commit(unit(found("/a"), found("/f", lane=Lane.FILES), found("/x", lane=Lane.OUTSIDE)), {})
    assert frontier.claim(Lane.OUTSIDE).found.key == "h/x"
    assert frontier.claim(Lane.FILES).found.key == "h/f"


def test_what_failed_waits_apart_until_it_is_asked_for(frontier):
    frontier.commit(unit(found("/a")), {})
    frontier.commit(unit(settled=[settle(frontier.claim(Lane.PAGES), GONE, again=True)]), {})
    assert not frontier.waits(Lane.PAGES)
    assert frontier.waits(Lane.PAGES, again=True)
    again = frontier.claim(Lane.PAGES, again=True)
    assert again.attempts == (GONE,)
    frontier.commit(unit(settled=[settle(again, GONE, OK)]), {})
    assert not frontier.waits(Lane.PAGES, again=True)
    assert [fact.attempts for fact in frontier.links()] == [(GONE, OK)]


def test_the_same_address_is_kept_once_with_its_first_parent(frontier):
    frontier.commit(unit(found("/a", Rank.REST, text="first")), {})
    frontier.commit(unit(found("/a", Rank.NAVIGATION, text="second")), {})
    target = frontier.claim(Lane.PAGES)
    assert (target.found.rank, target.found.text) == (Rank.NAVIGATION, "first")
    assert frontier.size() == 1


def test_a_guess_becomes_a_link_when_a_page_really_carries_it(frontier):
    frontier.commit(unit(found("/a", guessed=True)), {})
    frontier.commit(unit(found("/a", text="written")), {})
    target = frontier.claim(Lane.PAGES)
    assert (target.found.guessed, target.found.text) == (False, "written")


def test_a_guess_that_fails_is_no_link(frontier):
    frontier.commit(unit(found("/a", guessed=True), found("/b", guessed=True)), {})
    first, second = frontier.claim(Lane.PAGES), frontier.claim(Lane.PAGES)
    frontier.commit(unit(settled=[settle(first, GONE, GONE), settle(second, OK)]), {})
    assert [fact.key for fact in frontier.links()] == ["h/b"]


def test_what_was_not_committed_is_handed_out_again_after_a_restart(path):
    first = SqliteFrontier(path)
    first.commit(unit(found("/a"), found("/b")), {"archive": 10})
    done = first.claim(Lane.PAGES)
    first.claim(Lane.PAGES)
    first.commit(unit(settled=[settle(done, OK)], stats=Stats(pages=1)), {"archive": 20})
    first.close()
    second = SqliteFrontier(path)
    assert [second.claim(Lane.PAGES).found.key, second.claim(Lane.PAGES)] == ["h/b", None]
    assert second.marks() == {"archive": 20}
    assert second.stats().pages == 1
    assert (second.counts().waiting, second.counts().done, second.counts().pages) == (1, 1, 1)
    second.close()


def test_a_released_target_is_handed_out_again(frontier):
    frontier.commit(unit(found("/a")), {})
    frontier.release(frontier.claim(Lane.PAGES))
    assert frontier.claim(Lane.PAGES).found.key == "h/a"


def test_two_processes_do_not_work_on_one_run(path):
    first = SqliteFrontier(path)
    with pytest.raises(RunError, match="另一个进程"):
        SqliteFrontier(path)
    first.close()
    SqliteFrontier(path).close()


def test_a_process_that_slept_past_its_lease_gives_up(path):
    sleeper = SqliteFrontier(path)
    sleeper.commit(unit(found("/a")), {})
    with sqlite3.connect(path) as other:
        other.execute("UPDATE lease SET until = 0")
    heir = SqliteFrontier(path)
    with pytest.raises(LeaseLostError, match="接手"):
        sleeper.commit(unit(settled=[settle(sleeper.claim(Lane.PAGES), OK)]), {"archive": 99})
    assert heir.marks() == {}
    assert heir.counts().done == 0
    heir.commit(unit(found("/b")), {})
    heir.close()
    sleeper.close()


def test_a_spoilt_frontier_is_one_sentence(path):
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(RunError, match=r"frontier\.sqlite"):
        SqliteFrontier(path)


def test_kinds_and_flags_survive_the_database(frontier):
    frontier.commit(
        unit(found("/a.pdf", lane=Lane.FILES, kind=LinkKind.ATTACHMENT, on_home=True, internal=False)), {}
    )
    target = frontier.claim(Lane.FILES)
    assert (target.found.kind, target.found.on_home, target.found.internal) == (
        LinkKind.ATTACHMENT,
        True,
        False,
    )
