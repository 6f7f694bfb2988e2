"""What is read off every page before it is known what kind of page it is."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

import msgspec

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Crumb, Form, Item, Zone
from xunwang.inspector.read.article import Published, read_published
from xunwang.inspector.read.body import body_of
from xunwang.inspector.read.crumbs import read_breadcrumb
from xunwang.inspector.read.dom import Dom, Node
from xunwang.inspector.read.forms import read_forms
from xunwang.inspector.read.groups import Group
from xunwang.inspector.read.headline import article_title, headings_of, page_title, words_of
from xunwang.inspector.read.links import Links, base_of, read_links
from xunwang.inspector.read.lists import items_of, main_groups, read_groups, year_shown, years_of
from xunwang.inspector.read.metas import generation_times, read_metas
from xunwang.inspector.read.pager import read_pager


class Asked(msgspec.Struct, frozen=True):
    """Where the bytes of a page came from, its site's home page and the monitoring day."""

    url: str
    status: int | None
    home: str | None
    today: dt.date | None

    @property
    def is_home(self) -> bool:
        return self.home is not None and key_of(self.url) == key_of(self.home)


class Parts(msgspec.Struct, frozen=True):
    """The parts of a page. `name` is what the page calls itself; should it be an article, `title`, `heading` and `body` are its own."""

    base: str
    found: Links
    metas: dict[str, str]
    forms: tuple[Form, ...]
    crumbs: tuple[Crumb, ...]
    pager: Node | None
    next_pages: tuple[str, ...]
    name: str | None
    title: str | None
    heading: Node | None
    body: Node | None
    published: Published | None


def parts_of(dom: Dom, asked: Asked) -> Parts:
    """The parts of a page whose zones are told."""
    base = base_of(dom, asked.url)
    found, metas = read_links(dom, base), read_metas(dom)
    crumbs = read_breadcrumb(dom, found)
    pager, next_pages = read_pager(dom, found, base, asked.url)
    headings = headings_of(dom)
    title = article_title(dom, headings, metas, crumbs)
    heading = _heading(dom, headings, title)
    body = body_of(dom, heading)
    published = read_published(
        dom,
        metas,
        asked.url,
        title=heading,
        body=body,
        today=asked.today,
        generated=generation_times(dom),
    )
    return Parts(
        base=base,
        found=found,
        metas=metas,
        forms=read_forms(dom, base),
        crumbs=crumbs,
        pager=pager,
        next_pages=next_pages,
        name=page_title(dom),
        title=title,
        heading=heading,
        body=body,
        published=published,
    )


class Lists:
    """The lists of a page; most articles are told from their other parts, so that nothing asks for them."""

    def __init__(self, dom: Dom, parts: Parts, asked: Asked) -> None:
        self._dom = dom
        self._parts = parts
        self._asked = asked

    @cached_property
    def groups(self) -> list[Group]:
        """The lists that are the page's own."""
        parts = self._parts
        groups = read_groups(self._dom, parts.found, parts.base)
        return main_groups(
            self._dom, groups, parts.pager, found=parts.found, base=self._asked.url, home=self._asked.is_home
        )

    @cached_property
    def _years(self) -> dict[str, int]:
        return years_of(self._parts.found)

    @cached_property
    def _year(self) -> int | None:
        return year_shown(self._years, self._asked.url)

    @property
    def next_pages(self) -> tuple[str, ...]:
        """The further pages of the list; where it shows one year, those of the others, too."""
        others = [url for url in self._years if self._year is not None and self._years[url] != self._year]
        return tuple(dict.fromkeys([*self._parts.next_pages, *others]))

    @cached_property
    def items(self) -> list[Item]:
        """Their entries."""
        return items_of(self.groups, self._asked.today, year=self._year)


def _heading(dom: Dom, headings: Sequence[Node], title: str | None) -> Node | None:
    """The element in which the title is seen: a heading of that text, any element of the text itself, else the first heading."""
    if not title:
        return None
    exact = next((node for node in headings if words_of(dom, node) == title), None)
    return exact or _holder_of(dom, title) or next(iter(headings), None)


def _holder_of(dom: Dom, words: str) -> Node | None:
    place = dom.text.find(words)
    while place >= 0 and dom.zone_at(place) is not Zone.MAIN and dom.zone_at(place) is not Zone.UNKNOWN:
        place = dom.text.find(words, place + 1)
    node = dom.node_at(place) if place >= 0 else None
    return node if node is not None and node.end - node.start <= len(words) * 2 else None
