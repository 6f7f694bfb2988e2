"""The pages of a site held against each other, while its notes are walked: what does not fit together is a sign for people.

Nothing here grows with the site: articles are sampled by the hash of their key, repeats are counted in a table of fixed size.
"""

import datetime as dt
import heapq
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator

from xunwang.inspector.fetch.urls import key_of, locator_of
from xunwang.inspector.model import (
    SHANGHAI,
    ColumnFact,
    Evidence,
    Link,
    LinkKind,
    PageKind,
    Record,
    SignFact,
    SiteSign,
)
from xunwang.inspector.survey.alien import Aliens
from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.digest import Digest, Entry
from xunwang.inspector.survey.naming import clean, names_column
from xunwang.inspector.survey.notes import Basis, Note
from xunwang.inspector.survey.overlaps import overlaps
from xunwang.inspector.survey.repeals import Repeals

_SAMPLE = 2_000
_TABLE = 1 << 22
_REPEATS = 2_000
_SHOWN = 20
_FEWEST_COMPARED = 10
_NOT_THE_READER = 0.2  # from this share on it is our reading of the site that differs, not the site
_DAYS_APART = 3
_HABIT = 1 / 3
_TITLE_LETTERS = 6
_LONG_TITLE = 10
_IN_ONE_COLUMN, _IN_THE_SITE = 2, 4
_LETTERS = re.compile(r"[^\w]+|置顶|图文|视频|最新")
_UNLIKE = 0.1
_COMMON = 1 / 20  # of the titles: what as many hold is the place, or a kind of document
_FEWEST_COMMON = 3
_FEWEST_TOLD = 5  # pairs of letters beside those that many titles hold


class _Article(Record, frozen=True):
    title: str
    day: int
    url: str
    evidence: Evidence | None


class Signs:
    """One object for a survey: `meet` sees every note first, `compare` sees them all again, `facts` says what was found."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._articles: list[tuple[int, str, _Article]] = []
        self._table = bytearray(_TABLE)
        self._known: dict[str, _Article] = {}
        self._titles: Counter[str] = Counter()
        self._common: frozenset[str] = frozenset()
        self._compared = 0
        self._dated: dict[str, list[int]] = {}
        self._retitled: list[SignFact] = []
        self._redated: list[SignFact] = []
        self._repeats: dict[tuple[str, int], list[Digest]] = {}
        self._leads = list(_named_links(basis))
        self._names: dict[str, set[str]] = {place: set() for _, _, place in self._leads}
        self._owners: dict[str, set[str]] = {text: set() for _, text, _ in self._leads}
        self._evidence: dict[str, Evidence | None] = {}
        self._aliens = Aliens()
        self._repeals = Repeals(basis.places)

    # ── the walks ──

    def meet(self, note: Note) -> None:
        self._repeals.meet(note)
        digest = note.digest
        if digest.kind is not PageKind.ARTICLE or not digest.title or not digest.read:
            return
        day = _day(note)
        place = _slot(digest.title, day)
        self._table[place] = min(self._table[place] + 1, 255)
        rank = -zlib.crc32(digest.key.encode())
        if len(self._articles) == _SAMPLE and rank < self._articles[0][0]:
            return
        one = rank, digest.key, _Article(digest.title, day, digest.url, digest.evidence)
        keep = heapq.heappush if len(self._articles) < _SAMPLE else heapq.heappushpop
        keep(self._articles, one)

    def compare(self, note: Note) -> None:
        digest = note.digest
        if not self._known and self._articles:
            self._known = {key: article for _, key, article in self._articles}
            self._titles = Counter(article.title for article in self._known.values())
            self._common = _common_pairs(self._titles)
        if digest.kind is PageKind.ARTICLE:
            self._repeals.compare(note)
            self._take_repeat(digest, _day(note))
        elif digest.read:
            self._aliens.take(digest)
            self._take_names(digest)
            for entry in digest.entries:
                if article := self._known.get(entry.key):
                    self._hold(entry, article, digest)

    def facts(self, columns: Iterable[ColumnFact], cards: Iterable[Card]) -> Iterator[SignFact]:
        known = list(columns)
        yield from self._wrong_names()
        self._hold_home()
        if len(self._retitled) <= _NOT_THE_READER * max(self._compared, _FEWEST_COMPARED):
            yield from self._retitled[:_SHOWN]
        yield from [sign for sign in self._redated if self._is_odd(sign)][:_SHOWN]
        yield from self._repeated()
        yield from self._repeals.facts()
        yield from self._aliens.signs(known)
        yield from overlaps(known, cards)

    # ── lists against pages ──

    def _hold(self, entry: Entry, article: _Article, shown_on: Digest) -> None:
        """One entry of a list against the page that it leads to."""
        day = entry.date.toordinal() if entry.date else 0
        if day and article.day:
            apart = abs(day - article.day) >= _DAYS_APART and not _is_year_alone(entry.date, article.day)
            dated = self._dated.setdefault(shown_on.place, [0, 0])
            dated[0] += 1
            dated[1] += apart
            if apart:
                self._note(self._redated, article.title, article, shown_on.url, day=entry.date)
        if self._titles[article.title] > 1:  # the title of a template, or of several parts of one thing
            return
        self._compared += 1
        if are_unlike(entry.title, article.title, self._common):
            self._note(self._retitled, entry.title, article, shown_on.url)

    def _hold_home(self) -> None:
        """Single links of the home page that bear a title, beside its lists."""
        home = self._basis.home
        if home is None:
            return
        for link in home.links:
            article = self._known.get(key_of(link.url))
            is_title = link.kind is LinkKind.PAGE and link.visible and len(link.text) >= _LONG_TITLE
            if article is None or not is_title or self._titles[article.title] > 1:
                continue
            self._compared += 1
            if are_unlike(link.text, article.title, self._common):
                self._note(self._retitled, link.text, article, home.url)

    def _is_odd(self, sign: SignFact) -> bool:
        """Whether other days in the same list agree with their pages: else the list means another day than that of publishing."""
        compared, apart = self._dated[self._basis.places.of(sign.parent or "")]
        return apart <= _HABIT * compared

    def _note(
        self,
        found: list[SignFact],
        name: str,
        article: _Article,
        shown_on: str,
        *,
        day: dt.date | None = None,
    ) -> None:
        """`day`: the one that the list tells, where that is what differs."""
        if any(known.url == article.url for known in found[-_SHOWN:]):
            return
        found.append(
            SignFact(
                sign=SiteSign.DATE_DIFFERS if day else SiteSign.TITLE_DIFFERS,
                key=locator_of(article.url, self._basis.places.home),
                url=article.url,
                parent=shown_on,
                name=name,
                other=str(day) if day else article.title,
                value=abs(day.toordinal() - article.day) if day else 0,
                evidence=article.evidence,
            )
        )

    # ── repeats ──

    def _take_repeat(self, digest: Digest, day: int) -> None:
        title = digest.title
        if (
            not title
            or len(title) < _LONG_TITLE
            or not day
            or self._table[_slot(title, day)] < _IN_ONE_COLUMN
        ):
            return
        same = self._repeats.get((title, day))
        if same is None:
            if len(self._repeats) >= _REPEATS:
                return
            same = self._repeats[title, day] = []
        if len(same) < _SHOWN:
            same.append(digest)

    def _repeated(self) -> Iterator[SignFact]:
        """The same title on the same day: twice in one column, or at four addresses."""
        shown = 0
        for (title, _), digests in self._repeats.items():
            columns = Counter(_column_of(digest) for digest in digests)
            inside = max((count for name, count in columns.items() if name), default=0)
            if (len(digests) < _IN_THE_SITE and inside < _IN_ONE_COLUMN) or shown >= _SHOWN:
                continue
            shown += 1
            first, *others = sorted(digests, key=lambda digest: digest.key)
            yield SignFact(
                sign=SiteSign.REPEATED,
                key=locator_of(first.url, self._basis.places.home),
                url=others[0].url,
                parent=others[0].parent,
                name=title,
                other_url=first.url,
                value=len(digests),
                examples=tuple(digest.url for digest in (first, *others))[:5],
                evidence=others[0].evidence,
            )

    # ── names of links ──

    def _take_names(self, digest: Digest) -> None:
        last = digest.path[-1].name if digest.path else None
        said = (clean(name) for name in (last, digest.column, digest.column_meta))
        own = {name for name in said if name}
        if not own or (digest.kind is not PageKind.COLUMN and not digest.column_meta):
            return
        if digest.place in self._names:
            self._names[digest.place].update(own)
            self._evidence.setdefault(digest.place, digest.evidence)
        for name in own & self._owners.keys():
            self._owners[name].add(digest.place)

    def _wrong_names(self) -> Iterator[SignFact]:
        """Links of the home page that bear the name of one column and open another."""
        told = set()
        for link, text, place in self._leads:
            own, right = self._names[place], self._owners[text]
            if not own or not right or place in right or (text, place) in told:
                continue
            if not _has_to_do_with(text, own, place, right):
                told.add((text, place))
                yield SignFact(
                    sign=SiteSign.WRONG_NAME,
                    key=f"{text}>{place}",
                    url=link.url,
                    parent=self._basis.home.url if self._basis.home else None,
                    name=text,
                    other=min(own),
                    evidence=self._evidence.get(place),
                )


def _named_links(basis: Basis) -> Iterator[tuple[Link, str, str]]:
    """The links of the home page that bear the name of a column, each with that name and the place it opens: only what these say is held of other pages."""
    for link in basis.home.links if basis.home else ():
        text = clean(link.text)
        if link.kind is LinkKind.PAGE and text and names_column(text) and link.visible:
            yield link, text, basis.places.of(link.url)


def _has_to_do_with(text: str, names: set[str], place: str, right: set[str]) -> bool:
    """Whether a link and the page behind it share words, or one of the columns stands inside the other."""
    pairs = _pairs(text)
    inside = any(place.startswith(one) or one.startswith(place) for one in right)
    return inside or any(pairs & _pairs(name) for name in names)


def _column_of(digest: Digest) -> str | None:
    """The column an article stands in: the last linked step above it."""
    return next((step.name for step in reversed(digest.path) if step.place), digest.column)


def _day(note: Note) -> int:
    published = note.fact.published if note.fact else None
    return published.astimezone(SHANGHAI).toordinal() if published else 0


def _slot(title: str, day: int) -> int:
    return zlib.crc32(f"{title}{day}".encode()) % _TABLE


def _common_pairs(titles: Iterable[str]) -> frozenset[str]:
    """The pairs of letters that so many titles of a site hold that they tell nothing: its place, 通知, 公告."""
    told = [_pairs(_LETTERS.sub("", title)) for title in titles]
    fewest = max(_FEWEST_COMMON, _COMMON * len(told))
    counts = Counter(pair for pairs in told for pair in pairs)
    return frozenset(pair for pair, count in counts.items() if count >= fewest)


def are_unlike(one: str, other: str, common: frozenset[str] = frozenset()) -> bool:
    """Whether two titles have next to nothing in common but what is `common` on their site; one that a list cuts short is like the whole one."""
    if one == other:
        return False
    plain = [_LETTERS.sub("", title) for title in (one, other)]
    if min(map(len, plain)) < _TITLE_LETTERS:
        return False
    first, second = _pairs(plain[0]), _pairs(plain[1])
    if min(len(first - common), len(second - common)) >= _FEWEST_TOLD:
        first, second = first - common, second - common
    return len(first & second) < _UNLIKE * min(len(first), len(second))


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _is_year_alone(shown: dt.date | None, day: int) -> bool:
    """Whether two days differ in the year alone: most lists that show a month and a day leave the year to be guessed."""
    own = dt.date.fromordinal(day)
    return shown is not None and (shown.month, shown.day) == (own.month, own.day)
