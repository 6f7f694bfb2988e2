"""Facts of several runs put together, page by page and link by link, without holding them."""

import datetime as dt

import pytest
from indicator_situations import HOME, READ, START, facts

from xunwang.inspector.indicators import FactBook
from xunwang.inspector.indicators import facts as book_of_facts
from xunwang.inspector.model import Attempt, LinkFact, LinkKind, PageFact, PageKind, Reach

LATER = START + dt.timedelta(days=1)


def link(name, *attempts, parent=HOME):
    return LinkFact(name, f"{HOME}{name}", parent, None, LinkKind.PAGE, False, True, attempts)


def page(name, kind=PageKind.ARTICLE, *, depth=1, title=None):
    return PageFact(f"{HOME}{name}", name, kind, depth, title, READ, None)


GONE, BACK = Attempt(LATER, Reach.HTTP, 404), Attempt(START, Reach.OK, 200)
MANY = [
    *facts({"site": {}, "columns": [{"type": "news"}]}),
    link("a", READ),
    page("p", title="早"),
    link("b", GONE),
    page("q"),
    link("a", GONE, parent=None),
    page("p", title="晚"),
    link("b", BACK, GONE),
    link("c"),
    link("c"),
]


@pytest.fixture(params=["few bits", "many bits"])
def _memory(request, monkeypatch):
    """With so few bits every key seems to have come by before."""
    if request.param == "few bits":
        monkeypatch.setattr(book_of_facts, "_BITS", 8)


@pytest.mark.usefixtures("_memory")
def test_each_link_comes_once_with_all_its_attempts_in_order_of_time():
    links = [fact for fact in FactBook.of(MANY).walk() if isinstance(fact, LinkFact)]
    assert [(one.key, one.parent) for one in links] == [("a", HOME), ("b", HOME), ("c", HOME)]
    assert [one.attempts for one in links] == [(READ, GONE), (BACK, GONE), ()]


@pytest.mark.usefixtures("_memory")
def test_each_page_comes_once_as_it_was_seen_last():
    pages = [fact for fact in FactBook.of(MANY).walk() if isinstance(fact, PageFact)]
    assert [(one.key, one.title) for one in pages[1:]] == [("p", "晚"), ("q", None)]


def test_a_book_can_be_walked_again_though_its_facts_came_only_once():
    book = FactBook.of(iter(MANY))
    assert list(book.walk()) == list(book.walk()) == list(FactBook.of(MANY).walk())


def test_facts_that_can_be_walked_again_are_not_kept():
    class Facts:
        walked = 0

        def __iter__(self):
            self.walked += 1
            return iter(MANY)

    source = Facts()
    book = FactBook.of(source)
    list(book.walk())
    assert source.walked == 2
    assert book.source is source


def test_the_home_page_is_the_one_nearest_to_the_start():
    book = FactBook.of(
        [
            page("x", PageKind.HOME, depth=2),
            page("y", PageKind.HOME, depth=0),
            page("z", PageKind.HOME, depth=0),
        ]
    )
    assert book.home is not None
    assert book.home.key == "y"


def test_two_attempts_of_one_run_are_two_even_at_one_instant():
    book = FactBook.of([*facts({"site": {}}), link("gone", GONE, GONE)])
    (told,) = (fact for fact in book.walk() if isinstance(fact, LinkFact) and fact.key == "gone")
    assert told.attempts == (GONE, GONE)
