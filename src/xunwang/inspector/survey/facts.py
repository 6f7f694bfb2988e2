"""Page rows and link facts of one run become the facts of its site; no page is parsed again."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    ChannelFact,
    ChannelPurpose,
    ColumnFact,
    LinkFact,
    PageFact,
    PageKind,
    PageRow,
    SiteFact,
    Subject,
)
from xunwang.inspector.survey.channels import Entrance, channel_facts, entrances_of
from xunwang.inspector.survey.columns import Columns
from xunwang.inspector.survey.digest import Digest, digest_of
from xunwang.inspector.survey.mentions import (
    Mention,
    Source,
    is_sitemap,
    mentions_of_home,
    mentions_of_landing,
    mentions_of_sitemap,
)
from xunwang.inspector.survey.pages import Frames, page_fact
from xunwang.inspector.survey.places import Places
from xunwang.inspector.survey.site import site_fact
from xunwang.inspector.survey.troubles import page_trouble

Rows = Callable[[], Iterator[PageRow]]


def survey(
    subject: Subject,
    rows: Rows,
    links: Sequence[LinkFact],
    *,
    started: dt.datetime,
    browser: bool,
    complete: bool,
    incomplete_reason: str | None,
) -> list[SiteFact | PageFact | ColumnFact | ChannelFact]:
    """The site, page, column and channel facts of a run, in this order.

    `rows` is called twice and streamed both times; of each page only a digest stays in memory. A run cut short gives
    the facts of what it saw. `links` are the run's link facts: they say what became of pages that have no row.
    """
    home = _home_row(subject, rows())
    link_of = {link.key: link for link in links}
    notes = _Notes(Places(subject.home, home.page.url) if home else Places(subject.home), home)
    for row in rows():
        notes.take(row)
    site = site_fact(
        subject,
        home,
        link_of.get(key_of(subject.home)),
        notes.places,
        started=started,
        pages=len(notes.pages),
        browser=browser,
        complete=complete,
        incomplete_reason=incomplete_reason,
    )
    columns = Columns(notes.digests, notes.mentions, link_of, notes.places, frozenset(notes.sitemaps)).facts()
    return [
        site,
        *notes.frames.completed(notes.pages),
        *columns,
        *channel_facts(notes.entrances, notes.digests, link_of, notes.places),
    ]


class _Notes:
    """What one pass over the rows leaves behind."""

    def __init__(self, places: Places, home: PageRow | None) -> None:
        self.places = places
        self.pages: list[PageFact] = []
        self.frames = Frames()
        self.digests: list[Digest] = []
        self.mentions: list[Mention] = []
        self.sitemaps: set[str] = set()
        self._home = home.page if home else None
        self._entrances: dict[tuple[ChannelPurpose, str, bool], Entrance] = {}
        if home and not page_trouble(home.page, home.attempt, rendered=home.rendered):
            self.mentions.extend(mentions_of_home(home.page, places))
        self._bar = {mention.place for mention in self.mentions if mention.source is Source.NAVIGATION}

    def take(self, row: PageRow) -> None:
        if fact := page_fact(row):
            self.pages.append(fact)
            self.frames.take(row)
        digest = digest_of(row, self.places)
        self.digests.append(digest)
        if not digest.read:
            return
        self._take_sitemap(row)
        if digest.place in self._bar:
            self.mentions.extend(mentions_of_landing(row.page, self.places))
        if row.page.kind is not PageKind.ARTICLE:
            self._take_entrances(row)

    def _take_sitemap(self, row: PageRow) -> None:
        if self._home and is_sitemap(row.page, self._home, self.places):
            self.sitemaps.add(self.places.of(row.page.url))
            self.mentions.extend(mentions_of_sitemap(row.page, self.places))

    def _take_entrances(self, row: PageRow) -> None:
        for entrance in entrances_of(row.page, self.places):
            self._entrances.setdefault((entrance.purpose, entrance.place, entrance.in_bar), entrance)

    @property
    def entrances(self) -> list[Entrance]:
        return list(self._entrances.values())


def _home_row(subject: Subject, rows: Iterator[PageRow]) -> PageRow | None:
    """The row of the home page: asked for under the subject's address, else the first page that is one."""
    key = key_of(subject.home)
    second: PageRow | None = None
    for row in rows:
        if row.key == key:
            return row
        if second is None and row.page.kind is PageKind.HOME:
            second = row
    return second
