"""One page: from its bytes to everything that is read off it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import structs

from xunwang.inspector.fetch.forwarding import sends_on, stays_public
from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import PICTURE, Flaw, FlawKind, Item, Marks, Message, Page, PageKind, Zone
from xunwang.inspector.read.bare import is_bare, said_twice
from xunwang.inspector.read.body import neat, page_text
from xunwang.inspector.read.crumbs import column_of
from xunwang.inspector.read.decode import decode, is_text, shown_as
from xunwang.inspector.read.dom import Dom, Node, shelf
from xunwang.inspector.read.empty_links import empty_links
from xunwang.inspector.read.fillings import script_filled
from xunwang.inspector.read.flaws import flaws_in
from xunwang.inspector.read.force import force_of
from xunwang.inspector.read.going import gone_links
from xunwang.inspector.read.groups import Group
from xunwang.inspector.read.headline import named_by_heading
from xunwang.inspector.read.instead import alerted
from xunwang.inspector.read.islands import items_in_islands
from xunwang.inspector.read.kinds import Signs, kind_of
from xunwang.inspector.read.layout import infer_zones
from xunwang.inspector.read.leading import Onward, led_on
from xunwang.inspector.read.links import refreshed_to
from xunwang.inspector.read.marks import read_marks
from xunwang.inspector.read.menus import submenu_of
from xunwang.inspector.read.metas import tagged_twice
from xunwang.inspector.read.pager import turned_by_script
from xunwang.inspector.read.parts import Asked, Lists, Parts, parts_of
from xunwang.inspector.read.playing import plays
from xunwang.inspector.read.records import items_in_scripts
from xunwang.inspector.read.services import Services, read_services
from xunwang.inspector.read.source import read_source
from xunwang.inspector.read.trees import tree_links
from xunwang.inspector.read.unread_parts import unread_parts

_MASTHEAD = 300
_HARDLY = 20  # characters
_LIST_OF_LETTERS = 2
_NAMED = frozenset({PageKind.COLUMN, PageKind.OTHER})
_DETAILING = frozenset({PageKind.GUIDE, PageKind.MESSAGE, PageKind.COLUMN, PageKind.OTHER})
_SHOWN_DAY = frozenset({"label", "near_title", "made"})
_FEW_FILMS = 5
_FEW_MISSING = 3  # of the eight classes of a guide
_FEWEST_DAYS = 3
_ELSEWHERE = ("elsewhere", "footer")
_UNFILLED = frozenset({"body", "values", "frame", "elsewhere"})
_WALLS = frozenset({PageKind.CHALLENGE, PageKind.ERROR})
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
        infer_zones(dom, url, home)
        page = _read(dom, Asked(url, status, home, today), charset)
    finally:
        dom.release()
    if declared := shown_as(body, headers, charset):
        page = structs.replace(page, flaws=(*page.flaws, Flaw(FlawKind.CHARSET, declared)))
    return (
        structs.replace(page, script_filled=_ELSEWHERE) if not page.items and _leads_away(body, url) else page
    )


def _leads_away(body: bytes, url: str) -> bool:
    """Whether the page only sends its visitors to a stranger, where nobody followed; what stays at home is followed when it is fetched."""
    written = sends_on(body)
    target = resolve(written, url) if written else None
    return target is not None and not stays_public(url, target)


def _read(dom: Dom, asked: Asked, charset: str) -> Page:
    parts = parts_of(dom, asked)
    lists = Lists(dom, parts, asked)
    kind = _kind(dom, asked, parts, lists)
    marks = read_marks(dom, parts.found, parts.base, parts.metas)
    items, unfilled = _items(dom, kind, parts, lists, marks)
    if kind is PageKind.OTHER and items:
        kind = PageKind.COLUMN  # the rows lie in a script
    services = _services(dom, kind, parts, asked)
    if _shows_letters(kind, items, services.messages, parts):
        kind = PageKind.MESSAGE
    if (kind is PageKind.ARTICLE or (kind in _NAMED and not items)) and _is_whole_guide(services, parts):
        kind = PageKind.GUIDE
    gone = gone_links(dom, parts.base) if "list" in unfilled and not asked.is_home else ()
    others = (*refreshed_to(dom, parts.base), *tree_links(dom.scripts, parts.base), *gone)
    onward = Onward() if items or kind in _WALLS else led_on(dom, parts, asked.url, others)
    if asked.is_home and onward.unknown and not unfilled:
        unfilled = ("onward",)
    page = Page(
        url=asked.url,
        status=asked.status,
        kind=kind,
        charset=charset,
        column=_column(dom, kind, parts),
        breadcrumb=parts.crumbs,
        masthead=_masthead(dom, lists.groups if asked.is_home else ()),
        items=tuple(items),
        newest=_newest((item.date for item in items if item.date), asked.today),
        marks=marks,
        metas=parts.metas,
        links=(*(one.link for one in parts.found), *others, *onward.links),
        forms=parts.forms,
        script_filled=unfilled,
        messages=services.messages,
        mailbox_statistics=services.statistics,
        guide=services.guide,
        number=services.number,
        submenu=submenu_of(parts.found, asked.url) if kind is PageKind.HOME else (),
        empty_links=empty_links(dom, parts.found.nowhere, known=_own_names(parts))
        if parts.found.nowhere
        else (),
    )
    return _article(page, dom, parts) if kind is PageKind.ARTICLE else _other(page, dom, parts, lists)


def _own_names(parts: Parts) -> set[str | None]:
    return {parts.name, parts.title, *(crumb.text for crumb in parts.crumbs)}


def _article(page: Page, dom: Dom, parts: Parts) -> Page:
    published, body = parts.published, parts.body
    text = neat(dom.text[body.start : body.end]) if body else _whole_text(dom)
    return structs.replace(
        page,
        title=parts.title,
        published=published.moment if published else None,
        published_from=published.origin if published else None,
        published_precision=published.precision if published else None,
        source=read_source(dom, parts.metas, title=parts.heading, body=body),
        next_pages=parts.next_pages,
        text=text,
        force=force_of(dom),
        flaws=tuple(_flaws_of_article(page, dom, parts, text)),
    )


def _flaws_of_article(page: Page, dom: Dom, parts: Parts, text: str) -> Iterator[Flaw]:
    yield from flaws_in(dom, page.kind, title=parts.title, body=text)
    if not _UNFILLED.intersection(page.script_filled) and is_bare(
        dom, parts.heading, parts.body, parts.title
    ):
        yield Flaw(FlawKind.BARE, parts.title or "")
    elif again := said_twice(text):
        yield Flaw(FlawKind.TWICE, again[:_HARDLY])
    yield from _beside_words(dom, parts)


def _beside_words(dom: Dom, parts: Parts) -> Iterator[Flaw]:
    """What is wrong with a page beside what its words show."""
    yield from (Flaw(FlawKind.PLAYS, address[:200]) for address in islice(plays(dom), _FEW_FILMS))
    yield from tagged_twice(dom, parts.metas)


def _other(page: Page, dom: Dom, parts: Parts, lists: Lists) -> Page:
    return structs.replace(
        page,
        title=parts.name,
        next_pages=lists.next_pages,
        text=_whole_text(dom),
        unread_parts=unread_parts(dom, parts.base),
        flaws=()
        if page.kind in _WALLS
        else (*flaws_in(dom, page.kind, title=None, body=""), *_beside_words(dom, parts)),
    )


def _whole_text(dom: Dom) -> str:
    return page_text(dom) or alerted(dom)


def _kind(dom: Dom, asked: Asked, parts: Parts, lists: Lists) -> PageKind:
    published, body = parts.published, parts.body
    return kind_of(dom, Signs(
        url=asked.url, status=asked.status, home=asked.home, title=parts.name or "", metas=parts.metas,
        items=lambda: lists.items, forms=parts.forms, last_crumb=parts.crumbs[-1].text if parts.crumbs else "",
        has_pager=bool(parts.next_pages),
        labelled=published is not None and published.origin in _SHOWN_DAY,
        body_size=body.end - body.start if body else 0,
    ))  # fmt: skip


def _items(
    dom: Dom, kind: PageKind, parts: Parts, lists: Lists, marks: Marks
) -> tuple[list[Item], tuple[str, ...]]:
    """The entries of a page that is no article, and what of the page a script fills; entries may stand in that script."""
    article = kind is PageKind.ARTICLE
    items = [] if article else lists.items
    detailing = kind in _DETAILING or (article and _says_hardly_anything(parts.body))
    unfilled = script_filled(
        dom, items, marks, listing=kind in _LISTING, several=kind is PageKind.HOME, detailing=detailing
    )
    if "list" in unfilled and not items:
        items = items_in_scripts(dom.scripts, parts.base) or items_in_islands(dom, parts.base)
    is_list = not article and kind is not PageKind.HOME and not lists.next_pages
    if is_list and _goes_up(items) and turned_by_script(dom, parts.found):
        unfilled = (*unfilled, "beyond")
    return items, unfilled


def _goes_up(items: Sequence[Item]) -> bool:
    """Whether a list begins with its oldest item, so that the newest stands on its last page."""
    days = [item.date for item in items if item.date]
    return len(days) >= _FEWEST_DAYS and days[0] < days[-1] and days == sorted(days)


def _services(dom: Dom, kind: PageKind, parts: Parts, asked: Asked) -> Services:
    return read_services(
        dom, parts.found, kind=kind, title=parts.title if kind is PageKind.ARTICLE else parts.name, crumbs=parts.crumbs,
        heading=parts.heading, today=asked.today, base=parts.base,
    )  # fmt: skip


def _is_whole_guide(services: Services, parts: Parts) -> bool:
    """Whether what looks like an article is the guide of one item, by whatever words; an article says when it was published."""
    guide, published = services.guide, parts.published
    is_dated = published is not None and published.origin in _SHOWN_DAY
    return guide is not None and len(guide.missing) <= _FEW_MISSING and not is_dated


def _shows_letters(kind: PageKind, items: Sequence[Item], letters: Sequence[Message], parts: Parts) -> bool:
    """Whether what looks like an article shows letters, or an empty list the one letter that the page is there for.

    A page that tells its column is that of a letter only if it is called by it: a column may show one letter for all.
    """
    if kind is PageKind.ARTICLE:
        return _is_letters(letters) and not parts.metas.get("ArticleTitle")
    is_own = len(letters) == 1 and letters[0].url is None and _is_letters(letters)
    is_called = is_own and letters[0].title in (parts.name or "")
    return (
        kind is PageKind.COLUMN and not items and is_own and (is_called or not parts.metas.get("ColumnName"))
    )


def _is_letters(letters: Sequence[Message]) -> bool:
    """Whether a page shows letters: several, or one with its day and its words under their labels."""
    first = letters[0] if letters else None
    return len(letters) >= _LIST_OF_LETTERS or bool(first and first.asked and first.question)


def _column(dom: Dom, kind: PageKind, parts: Parts) -> str | None:
    told = column_of(parts.crumbs, parts.metas, parts.title if kind is PageKind.ARTICLE else None)
    return told or (named_by_heading(dom, parts.name) if kind in _NAMED else None)


def _says_hardly_anything(body: Node | None) -> bool:
    return body is None or body.end - body.start < _HARDLY


def _newest(days: Iterable[dt.date], today: dt.date | None) -> dt.date | None:
    """The newest day up to `today`; where all lie ahead, the last of them."""
    known = sorted(days)
    return next(
        (day for day in reversed(known) if today is None or day <= today), known[-1] if known else None
    )


def _masthead(dom: Dom, lists: Iterable[Group]) -> str | None:
    """The visible text of the header with the alt texts of its images, or a sign for one without; without a header, the first lines of the page above its lists."""
    words = [dom.text[start:end] for start, end, zone in dom.stretches() if zone is Zone.HEADER]
    pictures = [node for node in dom.all("img") if node.zone is Zone.HEADER and node.visible]
    images = [node.get("alt") or node.get("title") or PICTURE for node in pictures]
    if not words and not any(image != PICTURE for image in images):
        words = [
            dom.text[: min((one.entries[0].node.start for one in lists if one.dated), default=_MASTHEAD)]
        ]
    text = " ".join(" ".join((*images, *words)).split())
    return text[:_MASTHEAD] or None
