"""What a page tells about the addresses on it: lane, rank, day and depth."""

import datetime as dt

from xunwang.inspector.crawl.discover import Carrier
from xunwang.inspector.crawl.neighbours import Neighbours
from xunwang.inspector.crawl.scope import Scope
from xunwang.inspector.crawl.targets import Lane, Rank
from xunwang.inspector.crawl.traps import Traps
from xunwang.inspector.model import Item, Link, LinkKind, Page, Zone

HOME = "http://www.shi.gov.cn/"
SCOPE = Scope(HOME, neighbours=Neighbours([HOME, "http://rsj.shi.gov.cn/"]))


def link(href, **more):
    return Link(url=href if "//" in href else HOME + href, href=href, text="条目", **more)


def carried(*links, depth=1, traps=None, **page):
    page = Page(url=HOME + "zwgk/", links=links, **page)
    return {found.url.removeprefix(HOME): found for found in Carrier(page, depth, SCOPE, traps).found()}


def test_items_are_articles_with_the_day_beside_them():
    day = dt.date(2026, 3, 10)
    found = carried(
        link("a.html"),
        link("t20250102_7.html"),
        link("2024-05/b.html"),
        link("c.html", zone=Zone.NAV),
        items=(Item("甲", HOME + "a.html", day),),
    )
    assert (found["a.html"].rank, found["a.html"].day) == (Rank.ARTICLE, day.toordinal())
    assert (found["2024-05/b.html"].rank, found["2024-05/b.html"].day) == (
        Rank.REST,
        dt.date(2024, 5, 1).toordinal(),
    )
    assert found["t20250102_7.html"].day == dt.date(2025, 1, 2).toordinal()
    assert (found["c.html"].rank, found["c.html"].day) == (Rank.COLUMN, 0)


def test_the_newest_entry_is_told_apart_from_an_older_one_without_a_link_of_its_own():
    items = tuple(Item(f"第{n}篇", f"{HOME}{n}.html", dt.date(2026, 3, n)) for n in (3, 9, 6))
    found = carried(items=items)
    assert [url for url, _ in sorted(found.items(), key=lambda item: -item[1].day)] == [
        "9.html",
        "6.html",
        "3.html",
    ]


def test_turning_the_leaf_leads_no_deeper():
    found = carried(
        link("zwgk/index_2.html"),
        link("zwgk/a.html"),
        depth=5,
        next_pages=(HOME + "zwgk/index_2.html", HOME + "zwgk/index_3.html"),
    )
    assert found["zwgk/index_2.html"].depth == 5
    assert not found["zwgk/index_2.html"].guessed
    assert (found["zwgk/index_3.html"].depth, found["zwgk/index_3.html"].guessed) == (5, True)
    assert found["zwgk/a.html"].depth == 6


def test_files_and_foreign_links_have_lanes_of_their_own_and_scripts_none():
    found = carried(
        link("f.pdf", kind=LinkKind.ATTACHMENT),
        link("i.png", kind=LinkKind.IMAGE),
        link("s.js", kind=LinkKind.SCRIPT),
        link("http://other.example.com/x", zone=Zone.NAV),
    )
    assert {url: (one.lane, one.rank, one.internal) for url, one in found.items()} == {
        "f.pdf": (Lane.FILES, Rank.REST, True),
        "i.png": (Lane.FILES, Rank.REST, True),
        "http://other.example.com/x": (Lane.OUTSIDE, Rank.REST, False),
    }


def test_a_sub_host_is_worth_asking_when_a_bar_or_the_home_page_leads_there():
    bar, body = "http://zwgk.shi.gov.cn/", "http://hd.shi.gov.cn/"
    office, picture = "http://rsj.shi.gov.cn/", "http://img.shi.gov.cn/a.png"
    links = (
        link(bar, zone=Zone.NAV),
        link(body),
        link(office, zone=Zone.NAV),
        link(picture, kind=LinkKind.IMAGE),
    )
    inner, home = carried(*links), carried(*links, depth=0)
    assert {url: one.rank for url, one in inner.items()} == {
        bar: Rank.NAVIGATION, body: Rank.REST, office: Rank.REST, picture: Rank.REST,
    }  # fmt: skip
    assert home[body].rank is Rank.NAVIGATION
    assert {one.lane for one in (*inner.values(), *home.values())} == {Lane.OUTSIDE}


def test_every_address_comes_once_and_fragments_are_one_address():
    found = carried(link("a.html#x"), link("a.html"), link("a.html;jsessionid=9F"), link("#top"))
    assert list(found) == ["a.html", ""]


def test_what_an_address_alone_gives_away_is_counted():
    traps = Traps(dt.date(2026, 3, 31))
    assert carried(link("a/b/a/b/a/b/x.html"), link("y" * 1001), traps=traps) == {}
    assert sum(trap.left_out for trap in traps.told()) == 2
