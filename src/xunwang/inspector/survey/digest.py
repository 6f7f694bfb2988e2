"""The little that is kept of each page while its neighbours are looked at."""

import datetime as dt
import re
from collections.abc import Iterable

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Evidence, LinkKind, Page, PageKind, PageRow, Record, Zone
from xunwang.inspector.survey.naming import clean
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.showing import shown_by, telling_lines
from xunwang.inspector.survey.troubles import list_trouble, page_trouble

_LETTERS_OF_A_TEXT = 80
_LETTERS_OF_A_NOTE = 30
_EXCUSE = re.compile("暂无|没有(?:相关)?(?:信息|内容|数据)|建设中|敬请期待|正在更新")
_BODY_ZONES = frozenset({Zone.MAIN, Zone.UNKNOWN})


class Entry(Record, frozen=True):
    """One item of a list, with the place it leads to."""

    key: str
    place: str
    title: str
    date: dt.date | None


class Step(Record, frozen=True):
    """One step of a breadcrumb; `place` is None where the step is not linked."""

    name: str
    place: str | None
    url: str | None


class Digest(Record, frozen=True):
    """One page, without its text and most of its links.

    `asked` is the place that was asked for, `place` the one that answered after redirects. `trouble` says why its content is not at hand, `list_trouble` why only its list is not. `path` are the steps of the
    breadcrumb below the home page; `pointers` the places its main part links to beside its items, pages
    and steps. `long_text`: a page of text; `some_text`: at least a note that says something. `shown` and `lines`: what its
    body shows (links, pictures, frames; lines that say something), to be held against the other pages of the site.
    """

    url: str
    key: str
    place: str
    asked: str
    kind: PageKind
    depth: int
    parent: str | None
    trouble: str | None = None
    list_trouble: str | None = None
    status: int | None = None
    title: str | None = None
    column: str | None = None
    column_meta: str | None = None
    type_meta: str | None = None
    path: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    next_places: tuple[str, ...] = ()
    pointers: frozenset[str] = frozenset()
    long_text: bool = False
    some_text: bool = False
    message_form: bool = False
    other_form: bool = False
    shown: frozenset[str] = frozenset()
    lines: frozenset[str] = frozenset()
    evidence: Evidence | None = None

    @property
    def read(self) -> bool:
        return self.trouble is None


def digest_of(row: PageRow, places: Places) -> Digest:
    page = row.page
    is_article = page.kind is PageKind.ARTICLE
    entries = () if is_article else entries_of(page, places)
    words = own_words(page)
    path = _path(page, places)
    next_places = tuple(dict.fromkeys(places.of(url) for url in page.next_pages))
    return Digest(
        url=page.url,
        key=row.key,
        place=places.of(row.attempt.final_url or page.url),
        asked=places.of(f"http://{row.key}"),
        kind=page.kind,
        depth=row.depth,
        parent=row.parent,
        trouble=page_trouble(page, row.attempt, rendered=row.rendered),
        list_trouble=list_trouble(page, rendered=row.rendered),
        status=row.attempt.status,
        title=page.title,
        column=clean(page.column),
        column_meta=None if page.metas.get("ArticleTitle") else clean(page.metas.get("ColumnName")),
        type_meta=page.metas.get("ColumnType"),
        path=path,
        entries=entries,
        next_places=next_places,
        pointers=frozenset() if is_article else _pointers(page, places, entries, path, next_places),
        long_text=is_long(words),
        some_text=is_long(words) or is_note(words),
        message_form=any(form.purpose == "message" for form in page.forms),
        other_form=any(form.purpose not in {"search", "login"} for form in page.forms),
        shown=frozenset() if is_article else shown_by(page, _BODY_ZONES),
        lines=frozenset() if is_article or is_long(words) else telling_lines(words),
        evidence=row.evidence,
    )


def own_words(page: Page) -> str:
    """The text of a page without its lines that are but links: a menu in the middle of a page says nothing by itself."""
    linked = {link.text.strip() for link in page.links}
    return "\n".join(line for line in page.text.splitlines() if line.strip() not in linked)


def is_long(text: str) -> bool:
    """Whether a page is a page of text."""
    return len("".join(text.split())) >= _LETTERS_OF_A_TEXT


def is_note(text: str) -> bool:
    """Whether a short text says something of its own: in sentences, and not to excuse that there is nothing."""
    letters = "".join(text.split())
    return len(letters) >= _LETTERS_OF_A_NOTE and "。" in letters and _EXCUSE.search(letters) is None


def days_of(dates: Iterable[dt.date | None]) -> tuple[dt.date, ...]:
    """The known days, newest first."""
    return tuple(sorted((date for date in dates if date is not None), reverse=True))


def entries_of(page: Page, places: Places) -> tuple[Entry, ...]:
    """The items of a page, each once; what leads to the home page or back to the page itself is none."""
    here = {places.root, places.of(page.url)}
    entries: dict[str, Entry] = {}
    for item in page.items:
        place = places.of(item.url)
        known = entries.get(key := key_of(item.url))
        if place not in here and (known is None or known.date is None):
            entries[key] = Entry(key=key, place=place, title=item.title, date=item.date)
    return tuple(entries.values())


def _path(page: Page, places: Places) -> tuple[Step, ...]:
    steps = (
        Step(name=clean(crumb.text) or "", place=places.of(crumb.url) if crumb.url else None, url=crumb.url)
        for crumb in page.breadcrumb
    )
    return tuple(step for step in steps if step.name and step.name != "首页" and step.place != places.root)


def _pointers(
    page: Page,
    places: Places,
    entries: tuple[Entry, ...],
    path: tuple[Step, ...],
    next_places: tuple[str, ...],
) -> frozenset[str]:
    linked = {
        places.of(link.url)
        for link in page.links
        if link.kind is LinkKind.PAGE
        and link.visible
        and link.zone in _BODY_ZONES
        and places.internal(link.url)
    }
    known = (
        {entry.place for entry in entries} | {step.place for step in path if step.place} | set(next_places)
    )
    return frozenset(linked - known - {places.root, places.of(page.url)})
