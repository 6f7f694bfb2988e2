"""One page: from its bytes to everything that is read off it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Page, PageKind, Zone
from xunwang.inspector.read.article import read_published
from xunwang.inspector.read.body import body_of, neat, page_text
from xunwang.inspector.read.crumbs import column_of, read_breadcrumb
from xunwang.inspector.read.decode import decode, is_text
from xunwang.inspector.read.dom import Dom, Node, shelf
from xunwang.inspector.read.fillings import script_filled
from xunwang.inspector.read.forms import read_forms
from xunwang.inspector.read.headline import article_title, headings_of, named_by_heading, page_title, words_of
from xunwang.inspector.read.kinds import Signs, kind_of
from xunwang.inspector.read.layout import infer_zones
from xunwang.inspector.read.links import base_of, read_links
from xunwang.inspector.read.lists import Group, items_of, main_groups, read_groups
from xunwang.inspector.read.marks import read_marks
from xunwang.inspector.read.menus import submenu_of
from xunwang.inspector.read.metas import generation_times, read_metas
from xunwang.inspector.read.pager import read_pager
from xunwang.inspector.read.records import items_in_scripts
from xunwang.inspector.read.services import read_services
from xunwang.inspector.read.source import read_source

_MASTHEAD = 300
_HARDLY = 20  # characters
_LIST_OF_LETTERS = 2
_NAMED = frozenset({PageKind.COLUMN, PageKind.OTHER})
_DETAILING = frozenset({PageKind.GUIDE, PageKind.MESSAGE, PageKind.COLUMN, PageKind.OTHER})
_LISTING = frozenset({PageKind.HOME, PageKind.COLUMN, PageKind.OTHER, PageKind.MESSAGE})


def read_page(
    body: bytes,
    url: str,
    *,
    status: int | None = 200,
    headers: Mapping[str, str] | None = None,
    home: str | None = None,
    today: dt.date | None = None,
) -> Page:
    """Everything that can be read off one page.

    `url` is the absolute address the bytes came from, `home` that of the site's home page. `today` is the monitoring day: it supplies
    the years of dates written without one; without it such dates are only read where the address of the entry tells the year.
    """
    if not is_text(body):
        return Page(url=url, status=status)
    text, charset = decode(body, headers)
    dom = Dom(text, shelf(), url[: url.find("/", len("https://"))])
    try:
        infer_zones(dom)
        return _read(dom, url, charset, status=status, home=home, today=today)
    finally:
        dom.release()


def _read(
    dom: Dom, url: str, charset: str, *, status: int | None, home: str | None, today: dt.date | None
) -> Page:
    base = base_of(dom, url)
    found, metas, forms = read_links(dom, base), read_metas(dom), read_forms(dom, base)
    crumbs = read_breadcrumb(dom, found)
    pager, next_pages = read_pager(dom, found, base, url)
    title = article_title(dom, metas, crumbs)
    heading, text_node = _heading(dom, title), body_of(dom)
    published = read_published(
        dom, metas, url, title=heading, body=text_node, today=today, generated=generation_times(dom)
    )
    is_home = home is not None and key_of(url) == key_of(home)
    lists = lru_cache(maxsize=1)(lambda: main_groups(dom, read_groups(dom, found, base), pager, home=is_home))
    listed = lru_cache(maxsize=1)(lambda: items_of(lists(), today))
    shown = page_title(dom)
    kind = kind_of(dom, Signs(
        url=url, status=status, home=home, title=shown or "", metas=metas, items=listed, forms=forms,
        last_crumb=crumbs[-1].text if crumbs else "", has_pager=bool(next_pages),
        labelled=published is not None and published.origin in {"label", "near_title", "made"},
        body_size=text_node.end - text_node.start if text_node else 0,
    ))  # fmt: skip
    marks = read_marks(dom, found, base, metas)
    article = kind is PageKind.ARTICLE
    items = [] if article else listed()
    unfilled = script_filled(
        dom,
        items,
        marks,
        listing=kind in _LISTING,
        detailing=kind in _DETAILING or (article and _says_hardly_anything(text_node)),
    )
    if "list" in unfilled and not items:
        items = items_in_scripts(dom.scripts, base)
    services = read_services(
        dom,
        found,
        kind=kind,
        title=title if article else shown,
        crumbs=crumbs,
        heading=heading,
        today=today,
        base=base,
    )
    if article and len(services.messages) >= _LIST_OF_LETTERS and not metas.get("ArticleTitle"):
        kind, article = PageKind.MESSAGE, False
    return Page(
        url=url,
        status=status,
        kind=kind,
        charset=charset,
        title=title if article else shown,
        published=published.moment if article and published else None,
        published_from=published.origin if article and published else None,
        published_precision=published.precision if article and published else None,
        source=read_source(dom, metas, title=heading, body=text_node) if article else None,
        column=column_of(crumbs, metas, title if article else None)
        or (named_by_heading(dom, shown) if kind in _NAMED else None),
        breadcrumb=crumbs,
        masthead=_masthead(dom, lists() if is_home else ()),
        items=tuple(items),
        newest=_newest((item.date for item in items if item.date), today),
        next_pages=next_pages,
        marks=marks,
        metas=metas,
        links=tuple(one.link for one in found),
        forms=forms,
        text=neat(dom.text[text_node.start : text_node.end]) if article and text_node else page_text(dom),
        script_filled=unfilled,
        messages=services.messages,
        mailbox_statistics=services.statistics,
        guide=services.guide,
        number=services.number,
        submenu=submenu_of(found, url) if kind is PageKind.HOME else (),
    )


def _says_hardly_anything(body: Node | None) -> bool:
    return body is None or body.end - body.start < _HARDLY


def _newest(days: Iterable[dt.date], today: dt.date | None) -> dt.date | None:
    """The newest day up to `today`; where all lie ahead, the last of them."""
    known = sorted(days)
    return next(
        (day for day in reversed(known) if today is None or day <= today), known[-1] if known else None
    )


def _heading(dom: Dom, title: str | None) -> Node | None:
    """The element in which the title is seen: a heading of that text, any element of the text itself, else the first heading."""
    if not title:
        return None
    headings = headings_of(dom)
    exact = next((node for node in headings if words_of(dom, node) == title), None)
    return exact or _holder_of(dom, title) or next(iter(headings), None)


def _holder_of(dom: Dom, words: str) -> Node | None:
    place = dom.text.find(words)
    while place >= 0 and dom.zone_at(place) is not Zone.MAIN and dom.zone_at(place) is not Zone.UNKNOWN:
        place = dom.text.find(words, place + 1)
    node = dom.node_at(place) if place >= 0 else None
    return node if node is not None and node.end - node.start <= len(words) * 2 else None


def _masthead(dom: Dom, lists: Iterable[Group]) -> str | None:
    """The visible text of the header with the alt texts of its images; without a header, the first lines of the page above its lists."""
    words = [dom.text[start:end] for start, end, zone in dom.stretches() if zone is Zone.HEADER]
    if not words:
        words = [
            dom.text[: min((one.entries[0].node.start for one in lists if one.dated), default=_MASTHEAD)]
        ]
    images = [node.get("alt") or node.get("title") for node in dom.all("img") if node.zone is Zone.HEADER]
    text = " ".join(" ".join((*images, *words)).split())
    return text[:_MASTHEAD] or None
