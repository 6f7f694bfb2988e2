"""The frontier: units that become true at once, a lease that one process holds, order by rank."""

import sqlite3
from contextlib import closing

import pytest
from loopback import NOON

from xunwang.inspector.crawl import records
from xunwang.inspector.crawl.frontier import LeaseLostError, SqliteFrontier
from xunwang.inspector.crawl.targets import Found, Lane, Rank, Settled
from xunwang.inspector.crawl.unit import Unit
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


def test_of_one_rank_the_newest_day_comes_first(frontier):
    frontier.commit(
        unit(
            found("/old", Rank.ARTICLE, day=5),
            found("/new", Rank.ARTICLE, day=9),
            found("/undated", Rank.ARTICLE),
        ),
        {},
    )
    assert [frontier.claim(Lane.PAGES).found.key for _ in range(3)] == ["h/new", "h/old", "h/undated"]


def test_a_better_turn_is_taken_up_while_others_wait_to_be_handed_out(frontier):
    frontier.commit(unit(*(found(f"/{n}") for n in range(5))), {})
    frontier.claim(Lane.PAGES)
    frontier.commit(unit(found("/3", Rank.NAVIGATION), found("/new", Rank.COLUMN)), {})
    assert [frontier.claim(Lane.PAGES).found.key for _ in range(3)] == ["h/3", "h/new", "h/1"]


def test_a_host_that_moves_in_brings_all_its_addresses(frontier):
    frontier.commit(
        unit(
            found("/own"),
            Found(key="sub/a", url="http://sub/a", lane=Lane.OUTSIDE, rank=Rank.REST, depth=1, parent=None, internal=False),
            Found(key="sub/b", url="http://sub/b", lane=Lane.OUTSIDE, rank=Rank.REST, depth=1, parent=None, internal=False),
            Found(
                key="sub/c.pdf", url="http://sub/c.pdf", lane=Lane.OUTSIDE, rank=Rank.REST, depth=1, parent=None,
                internal=False, kind=LinkKind.ATTACHMENT,
            ),
            Found(key="subway/x", url="http://subway/x", lane=Lane.OUTSIDE, rank=Rank.REST, depth=1, parent=None, internal=False),
        ),
        {},
    )  # fmt: skip
    frontier.commit(unit(settled=[settle(frontier.claim(Lane.OUTSIDE), OK)], stats=Stats(links=1)), {})
    admission = Unit(frontier.stats())
    admission.admitted.append("sub")
    frontier.commit(admission, {})
    pages = [frontier.claim(Lane.PAGES).found for _ in range(3)]
    assert [one.key for one in pages] == ["h/own", "sub/a", "sub/b"]
    assert all(one.internal for one in pages)
    assert frontier.claim(Lane.FILES).found.key == "sub/c.pdf"
    assert frontier.claim(Lane.OUTSIDE).found.key == "subway/x"
    assert frontier.counts().done == 0
    assert frontier.stats().links == 0


def test_what_was_learnt_is_there_after_a_restart(path):
    first = SqliteFrontier(path)
    made = Unit(Stats())
    made.memory["traps"] = b"state"
    first.commit(made, {})
    first.close()
    second = SqliteFrontier(path)
    assert (second.memory("traps"), second.memory("scope")) == (b"state", None)
    second.close()


def test_links_can_be_read_again_and_after_the_end(path):
    frontier = SqliteFrontier(path)
    frontier.commit(unit(found("/a"), found("/b")), {})
    frontier.commit(unit(settled=[settle(frontier.claim(Lane.PAGES), OK)]), {})
    links = frontier.links()
    frontier.close()
    assert [fact.key for fact in links] == [fact.key for fact in links] == ["h/a"]
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


@pytest.mark.parametrize("few", [2, 3])
def test_links_are_the_same_each_time_whether_they_are_held_or_not(path, monkeypatch, few):
    monkeypatch.setattr(records, "_FEW", few)
    frontier = SqliteFrontier(path)
    frontier.commit(unit(*(found(f"/{number}") for number in range(3))), {})
    frontier.commit(unit(settled=[settle(frontier.claim(Lane.PAGES), OK) for _ in range(3)]), {})
    links = frontier.links()
    frontier.close()
    once = list(links)
    path.unlink()  # what is held is not read again
    if few == 2:
        with pytest.raises(RunError):
            list(links)
    else:
        assert list(links) == once
    assert [fact.key for fact in once] == ["h/0", "h/1", "h/2"]


OLD_TABLES = """
CREATE TABLE target (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT NOT NULL, lane INTEGER NOT NULL, rank INTEGER NOT NULL,
    depth INTEGER NOT NULL, parent TEXT, kind TEXT NOT NULL, text TEXT, on_home INTEGER NOT NULL,
    internal INTEGER NOT NULL, guessed INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, attempts BLOB, evidence BLOB,
    page INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX open_targets ON target (lane, state, rank, id) WHERE state < 2;
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), marks BLOB NOT NULL, stats BLOB NOT NULL);
CREATE TABLE lease (id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, until REAL NOT NULL, fence INTEGER NOT NULL);
INSERT INTO progress VALUES (1, '{"archive-00001.warc.gz":10}', '{"pages":1}');
INSERT INTO target (key, url, lane, rank, depth, kind, on_home, internal, guessed)
    VALUES ('h/a', 'http://h/a', 0, 3, 1, 'page', 0, 1, 0);
"""


def test_a_run_begun_by_older_software_is_continued(path):
    with closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA journal_mode=WAL")
        old.executescript(OLD_TABLES)
    frontier = SqliteFrontier(path)
    assert frontier.marks() == {"archive-00001.warc.gz": 10}
    target = frontier.claim(Lane.PAGES)
    assert target.found.key == "h/a"
    frontier.commit(unit(found("/b"), settled=[settle(target, OK)]), {})
    assert frontier.claim(Lane.PAGES).found.key == "h/b"
    frontier.close()
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_a_full_disk_in_the_middle_of_a_commit_takes_nothing_back(path):
    first = SqliteFrontier(path)
    first.commit(unit(found("/a")), {"archive": 1})
    pages = first._db.execute("PRAGMA page_count").fetchone()[0]
    first._db.execute(f"PRAGMA max_page_count={pages + 1}")
    with pytest.raises(RunError, match="磁盘空间不足"):
        first.commit(unit(*(found(f"/{n}") for n in range(2000))), {"archive": 2})
    first.close()
    second = SqliteFrontier(path)
    assert (second.marks(), second.size()) == ({"archive": 1}, 1)
    second.close()


def test_a_file_that_a_sleeper_holds_locked_is_taken(path, monkeypatch):
    SqliteFrontier(path).close()
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: connect(*args, **more | {"timeout": 0.1}))
    with closing(connect(path, isolation_level=None)) as sleeper:
        sleeper.execute("BEGIN EXCLUSIVE")
        with pytest.raises(RunError, match="正由另一个进程执行"):
            SqliteFrontier(path)
