"""Page rows and link facts of one run become the facts of its site; no page is parsed again."""

import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    ChannelFact,
    ColumnFact,
    LinkFact,
    Marks,
    PageFact,
    PageKind,
    PageRow,
    SafetyFact,
    SignFact,
    SiteFact,
    Subject,
)
from xunwang.inspector.survey import services
from xunwang.inspector.survey.cards import Deck
from xunwang.inspector.survey.channels import channel_facts
from xunwang.inspector.survey.columns import Columns
from xunwang.inspector.survey.digest import digest_of
from xunwang.inspector.survey.framed import Home, as_seen, home_of
from xunwang.inspector.survey.furniture import Furniture
from xunwang.inspector.survey.gathering import Gathered, Trails
from xunwang.inspector.survey.notes import (
    Basis,
    Lines,
    Note,
    Notes,
    Rows,
    StaleNotesError,
    encode,
)
from xunwang.inspector.survey.pages import completed
from xunwang.inspector.survey.pairing import Paired, Pairing
from xunwang.inspector.survey.places import redirects
from xunwang.inspector.survey.site import site_fact
from xunwang.inspector.survey.telling import Telling, Told

Surveyed = SiteFact | PageFact | ColumnFact | ChannelFact | services.Told | Paired | SignFact | SafetyFact
_HELD_IN_MEMORY = 16 << 20


def survey(
    subject: Subject,
    rows: Rows,
    links: Iterable[LinkFact],
    *,
    started: dt.datetime,
    browser: bool,
    complete: bool,
    incomplete_reason: str | None,
    notes: Lines | None = None,
    elsewhere: Sequence[PageRow] = (),
) -> Iterator[Surveyed]:
    """The site, page, column and channel facts of a run and what its pages show held against each other, in this order.

    `notes` are those that a `Noter` took of the rows, in their order; without them, or where they do not fit this home page, they
    are taken now from `rows`. Both can be walked again and again, and are never held whole. `links` are walked once; they say what became of pages that have no row.
    `elsewhere` are the pages of other systems that were read for columns which lie there; they tell of nothing else.
    A run cut short gives the facts of what it saw.
    """
    whole = home_of(subject, rows)
    home = whole.row if whole else None
    basis = Basis(subject, home)
    with tempfile.SpooledTemporaryFile(max_size=_HELD_IN_MEMORY) as spool:
        taken, gathered = _gathered(basis, rows, notes, spool)
        known = _Links(links, basis, gathered, key_of(subject.home))
        yield site_fact(
            subject,
            home,
            known.facts.get(key_of(subject.home)),
            basis.places,
            started=started,
            pages=gathered.told,
            browser=browser,
            complete=complete,
            incomplete_reason=incomplete_reason,
            ways_in=whole.ways_in if whole else (),
        )
        seen = _Seen(taken, basis, gathered, known, elsewhere=elsewhere, home=whole)
        yield from _facts_below(taken, gathered, known, seen)


def _facts_below(taken: Notes, gathered: Gathered, known: "_Links", seen: "_Seen") -> Iterator[Surveyed]:
    """What is known of single pages, columns and channels, and of what they say together."""
    furniture = seen.columns.furniture(gathered.bodies)
    documents = Pairing()
    told = Telling(seen.columns.asked())
    yield from _page_facts(taken, seen, furniture, documents, told)
    columns = list(seen.columns.facts(furniture, told))
    del told
    yield from columns
    yield from channel_facts(gathered.entrances, seen.cards, known.facts, known.moved)
    yield from documents.facts()
    yield from gathered.signs.facts(columns, seen.cards)
    yield from gathered.dangers.facts()


def _gathered(basis: Basis, rows: Rows, notes: Lines | None, spool: IO[bytes]) -> tuple[Notes, Gathered]:
    if notes is not None:
        try:
            return _walked(notes, basis)
        except StaleNotesError:
            pass
    for row in rows():
        spool.write(encode(basis.note(row)) + b"\n")

    def lines() -> IO[bytes]:
        spool.seek(0)
        return spool

    return _walked(lines, basis)


def _walked(lines: Lines, basis: Basis) -> tuple[Notes, Gathered]:
    notes, gathered = Notes(lines, basis), Gathered(basis)
    for note in notes:
        gathered.take(note)
    return notes, gathered


class _Links:
    """The link facts that are asked for: of the home page, of columns and entrances, and where places of them were moved."""

    def __init__(self, links: Iterable[LinkFact], basis: Basis, gathered: Gathered, home: str) -> None:
        keys = {home, *(key_of(url) for url in gathered.addresses())}
        self.facts: dict[str, LinkFact] = {}
        self.moved = redirects(self._kept(links, keys), basis.places, gathered.named())

    def _kept(self, links: Iterable[LinkFact], keys: set[str]) -> Iterator[LinkFact]:
        for link in links:
            if link.key in keys:
                self.facts[link.key] = link
            yield link


class _Seen:
    """The pages that matter, found again among all: possible columns and entrances, and the feet that stand in frames."""

    def __init__(
        self,
        notes: Notes,
        basis: Basis,
        gathered: Gathered,
        known: _Links,
        *,
        elsewhere: Sequence[PageRow],
        home: Home | None,
    ) -> None:
        behind = home.behind if home else ()
        self._home = home
        self._shown = {row.key for row in behind}
        self._in_edition = basis.in_edition
        led = [digest_of(row, basis.places) for row in elsewhere]
        wanted = gathered.wanted(known.moved.values()) | {digest.place for digest in led}
        deck, trails = Deck(wanted), Trails(wanted)
        self.feet: dict[str, Marks] = {}
        for note in notes:
            deck.take(note.digest)
            trails.take(note.digest)
            gathered.signs.compare(note)
            if note.fact and note.digest.key in gathered.frames:
                self.feet[note.digest.key] = note.fact.marks
        self.cards = list(deck.cards)
        for digest in led:
            deck.take(digest)
            trails.take(digest)
        shown = gathered.sitemaps | {basis.places.of(row.page.url) for row in behind}
        self.columns = Columns(
            deck.cards,
            gathered.mentions,
            trails=trails.all(),
            links=known.facts,
            moved=known.moved,
            places=basis.places,
            is_no_column=lambda place: place in shown or basis.in_edition(place),
            holders=deck.holders,
            elsewhere={digest.place for digest in led},
        )

    def as_seen(self, note: Note, fact: PageFact) -> PageFact:
        """The fact of a page as its visitors see it, with what its frames show."""
        for home in (self._home, self._home.inside) if self._home else ():
            if home is not None and home.at_once and note.digest.key == home.row.key:
                return as_seen(fact, home)
        return completed(fact, [self.feet[key] for key in note.frames if key in self.feet])

    def stands_alone(self, note: Note) -> bool:
        """Whether a page must carry what every page must: it is neither shown within another nor of another edition of the site."""
        digest = note.digest
        is_shown = digest.key in self._shown or (digest.kind is PageKind.COLUMN and digest.key in self.feet)
        return not is_shown and not self._in_edition(digest.place)


_ENTRIES = frozenset({PageKind.ARTICLE, PageKind.GUIDE})


def _day_shown(page: PageFact) -> int:
    """The day on which a page was published, where its readers can see that; 0 without one."""
    told = page.particulars
    return page.published.toordinal() if page.published and told and told.time_shown else 0


def _told_by(note: Note, page: PageFact, columns: Columns) -> Told:
    kind = note.digest.kind
    column = columns.column_of(note.digest) if kind in _ENTRIES else None
    return Told(_day_shown(page), kind is PageKind.ARTICLE, column, guide=kind is PageKind.GUIDE)


def _page_facts(
    notes: Notes,
    seen: _Seen,
    furniture: Furniture,
    documents: Pairing,
    told: Telling,
) -> Iterator[PageFact | services.Told]:
    """`told` is filled in with what the pages asked for say. Only what stands alone must carry what columns and articles must."""
    for note in notes:
        digest = note.digest
        if digest.kind is not PageKind.ARTICLE and digest.read:
            furniture.take(digest.shown, digest.lines, lists=bool(digest.entries))
        if note.fact is not None:
            if told.number(key := hash(digest.key)) is not None:
                told.hear(key, _told_by(note, note.fact, seen.columns))
            fact = seen.as_seen(note, note.fact)
            yield fact if seen.stands_alone(note) else structs.replace(fact, kind=PageKind.OTHER)
        yield from note.told
        if note.document is not None:
            documents.take(digest.key, digest.url, digest.title, note.document, digest.evidence)
