"""Whether a later run saw the places of earlier faults again."""

import datetime as dt
from pathlib import Path

import pytest

from xunwang.inspector import norms
from xunwang.inspector.door import Spot, unseen
from xunwang.inspector.evidence import Run, RunWriter
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    ChannelFact,
    ChannelPurpose,
    ColumnFact,
    ColumnType,
    Fact,
    LinkFact,
    LinkKind,
    OtherSystemFact,
    PageFact,
    PageKind,
    Reach,
    SiteKind,
    Subject,
)

NOON = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
HOST = "www.pear.gov.cn"
HOME = f"http://{HOST}/"
SUBJECT = Subject(id="pear", name="梨县", home=HOME, site_kind=SiteKind.PORTAL)
NORM = norms.load("cn-2019")
CAME = Attempt(NOON, Reach.OK, 200)


def answer(status: int) -> Attempt:
    return Attempt(NOON, Reach.HTTP, status)


def page(path: str, attempt: Attempt = CAME) -> PageFact:
    return PageFact(
        url=HOME + path,
        key=f"{HOST}/{path}",
        kind=PageKind.ARTICLE,
        depth=1,
        title=None,
        attempt=attempt,
        evidence=None,
    )


def link(path: str, *attempts: Attempt) -> LinkFact:
    return LinkFact(
        key=f"{HOST}/{path}",
        url=HOME + path,
        parent=HOME,
        text="公告",
        kind=LinkKind.PAGE,
        on_home=True,
        internal=True,
        attempts=attempts,
    )


def run_of(folder: Path, *facts: Fact, complete: bool = True, follows: Path | None = None) -> Path:
    writer = RunWriter.create(
        folder,
        f"run{len(list(folder.iterdir()))}",
        SUBJECT,
        {},
        NOON,
        kind="recheck" if follows else "inspection",
        follows=Run.open(follows) if follows else None,
    )
    writer.write_facts(facts)
    writer.close(
        NOON, stats=Stats(), complete=complete, incomplete_reason=None if complete else "页数已到上限"
    )
    return writer.path


def nobody_asked(url: str) -> Attempt:
    raise AssertionError(url)


WORD = Spot("word", "P-word", f"{HOME}1.html", HOME)
DEAD = Spot("dead", "D-4.3", f"{HOME}1.html", HOME)
BOTH = (WORD, DEAD)


@pytest.mark.parametrize(
    ("facts", "hidden"),
    [
        ([page(""), page("1.html")], set()),
        ([page(""), page("1.html", answer(503))], {"word", "dead"}),
        ([page(""), page("1.html", Attempt(NOON, Reach.TIMEOUT))], {"word", "dead"}),
        ([page(""), page("1.html", Attempt(NOON, Reach.CHALLENGE, 200))], {"word", "dead"}),
        ([page(""), page("1.html", answer(404))], {"dead"}),
        ([page(""), link("1.html", answer(404), CAME)], set()),
        ([page(""), link("1.html", CAME, Attempt(NOON, Reach.DNS))], {"word", "dead"}),
    ],
    ids=[
        "read",
        "503",
        "timeout",
        "challenge",
        "deleted",
        "opens again",
        "fails now",
    ],
)
def test_a_place_is_seen_when_it_answered_or_nothing_leads_there(
    tmp_path: Path, facts: list[Fact], hidden: set[str]
) -> None:
    assert unseen([run_of(tmp_path, *facts)], NORM, BOTH, nobody_asked) == hidden


@pytest.mark.parametrize(
    ("parent", "asked", "hidden"),
    [
        (CAME, answer(404), set()),
        (CAME, CAME, {"word"}),
        (CAME, answer(503), {"word"}),
        (answer(502), answer(404), {"dead"}),
        (answer(404), answer(404), set()),
    ],
    ids=["deleted", "only the link is gone", "out of order", "parent shut", "parent deleted"],
)
def test_a_page_that_nothing_leads_to_any_more_is_asked_for_once(
    tmp_path: Path, parent: Attempt, asked: Attempt, hidden: set[str]
) -> None:
    assert unseen([run_of(tmp_path, page("", parent))], NORM, BOTH, lambda _: asked) == hidden


@pytest.mark.parametrize(("opens", "hidden"), [(True, set()), (False, {"word"}), (None, {"word"})])
def test_an_entrance_of_another_system_was_seen_when_it_opened(
    tmp_path: Path, opens: bool | None, hidden: set[str]
) -> None:
    entrance = ChannelFact(
        key="banshi", purpose=ChannelPurpose.SERVICE, name="在线办事", url=WORD.url, parent=HOME, opens=opens
    )
    assert unseen([run_of(tmp_path, page(""), entrance)], NORM, [WORD], lambda _: CAME) == hidden


@pytest.mark.parametrize(
    ("unread", "hidden"),
    [(None, set()), ("列表由脚本生成，未经浏览器渲染", {"stale"})],
    ids=["read", "unread"],
)
def test_a_list_was_seen_only_where_it_was_read(tmp_path: Path, unread: str | None, hidden: set[str]) -> None:
    column = ColumnFact(
        key="xw/",
        name="工作动态",
        type=ColumnType.NEWS,
        type_reason="",
        first_level=True,
        url=f"{HOME}xw/",
        unread=unread,
    )
    spots = [Spot("stale", "D-1.4", f"{HOME}xw/", HOME), Spot("word", "P-word", f"{HOME}xw/", HOME)]
    run = run_of(tmp_path, page(""), page("xw/"), column)
    assert unseen([run], NORM, spots, nobody_asked) == hidden


def test_a_page_of_another_system_was_seen_when_its_list_came(tmp_path: Path) -> None:
    """The link opened at a light try; what was read in full did not come."""
    came = link("xw/", CAME)
    read = OtherSystemFact(
        key=f"{HOST}/xw/", url=f"{HOME}xw/", parent=HOME, attempt=Attempt(NOON, Reach.TIMEOUT)
    )
    spot = Spot("stale", "D-1.4", f"{HOME}xw/", HOME)
    assert unseen([run_of(tmp_path, page(""), came, read)], NORM, [spot], nobody_asked) == {"stale"}


def test_a_run_that_was_cut_short_says_nothing_of_what_it_did_not_ask_for(tmp_path: Path) -> None:
    run = run_of(tmp_path, page(""), complete=False)
    assert unseen([run], NORM, BOTH, lambda _: CAME) == {"word", "dead"}


def test_the_recheck_of_links_has_the_last_word(tmp_path: Path) -> None:
    run = run_of(tmp_path, page(""), link("1.html", Attempt(NOON, Reach.TIMEOUT)))
    later = run_of(tmp_path, link("1.html", CAME), follows=run)

    assert unseen([run], NORM, [DEAD], nobody_asked) == {"dead"}
    assert unseen([run, later], NORM, [DEAD], nobody_asked) == set()
