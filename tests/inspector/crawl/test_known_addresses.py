"""What a page would tell a crawl that has seen its neighbours, in marks that mean the same in every process."""

import subprocess
import sys

import pytest

from xunwang.inspector.crawl import leads
from xunwang.inspector.crawl.known import KnownAddresses, KnownMarks
from xunwang.inspector.crawl.leads import Leads
from xunwang.inspector.model import Item, Link, LinkKind, Page, PageKind, Zone

HOME = "http://www.shi.gov.cn/"


def link(path, zone=Zone.MAIN, text="条目", **more):
    return Link(url=path if "://" in path else HOME + path, href=path, text=text, zone=zone, **more)


def page(*links, items=(), pager=(), kind=PageKind.OTHER):
    found = tuple(Item(title="条目", url=HOME + path) for path in items)
    following = tuple(HOME + path for path in pager)
    return Page(url=HOME, kind=kind, links=links, items=found, next_pages=following)


def marks(one, home=False):
    return KnownAddresses(HOME).news(one, home=home).marks


def knowing(*pages):
    known = KnownMarks()
    for one in pages:
        known.learn(marks(one))
    return known


@pytest.mark.parametrize(
    ("seen", "one"),
    [
        (page(link("a"), link("b")), page(link("b"))),
        (page(link("a", Zone.NAV)), page(link("a", Zone.FOOTER))),
        (page(link("a"), items=["a"]), page(link("a"))),
        (page(items=["a"]), page(link("a"))),
        (page(link("a")), page(pager=["a"])),
        (page(link("a")), page(link("a", text="别的文字"))),
    ],
)
def test_a_page_whose_addresses_are_all_known_holds_no_news(seen, one):
    assert knowing(seen).cover(marks(one))


@pytest.mark.parametrize(
    ("seen", "one"),
    [
        (page(link("a")), page(link("a"), link("b"))),
        (page(link("a", Zone.FOOTER)), page(link("a", Zone.NAV))),
        (page(link("a")), page(link("a"), items=["a"])),
        (page(link("a")), page(items=["b"])),
        (page(link("a")), page(pager=["b"])),
        (page(pager=["a"]), page(link("a"))),
        (page(link("a", kind=LinkKind.SCRIPT)), page(link("a"))),
        (page(link("http://x.com/")), page(link("http://x.com/", text="别的文字"))),
        (page(link("http://x.com/", visible=False)), page(link("http://x.com/"))),
    ],
)
def test_an_address_an_earlier_turn_or_another_name_of_a_stranger_is_news(seen, one):
    assert not knowing(seen).cover(marks(one))


def test_marks_do_not_hang_on_what_their_own_run_knew():
    """The second of two pages tells by itself what both of them show."""
    known = KnownAddresses(HOME)
    first, second = page(link("a"), items=["b"]), page(link("a"), items=["b"], pager=["c"])
    known.news(first, home=False)
    assert knowing(second).cover(known.news(second, home=False).marks)
    assert set(marks(second)) == set(known.news(second, home=False).marks)


def test_marks_mean_the_same_in_another_process():
    code = (
        "from xunwang.inspector.crawl.known import KnownAddresses as K\n"
        "from xunwang.inspector.model import Link, Page\n"
        f"page = Page(url={HOME!r}, links=(Link(url={HOME + 'a'!r}, href='a', text=''),))\n"
        f"print(list(K({HOME!r}).news(page, home=False).marks))"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert told.strip() == str(list(marks(page(link("a")))))


@pytest.mark.parametrize("with_links", [False, True])
def test_leads_are_read_as_they_were_written(with_links):
    one = page(link("a"), items=["b"], kind=PageKind.COLUMN)
    written = Leads.of(one, new=True, marks=marks(one), with_links=with_links)
    read = leads.decode(leads.encode(written))
    assert read == written
    assert list(read.marks) == list(marks(one))
    assert read.page(one.url) == (one if with_links else Page(url=one.url, kind=PageKind.COLUMN))
