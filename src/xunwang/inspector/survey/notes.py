"""Notes: what the survey keeps of each page, taken while the page is at hand so that no row is read back for it.

A note is one line of JSON; in front of one that was carried from an earlier run stands, up to a tab, what is new about its page. It holds for the home page that it was taken under: `basis` names that page with its navigation and
site map, and notes of another basis are never used.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator

import msgspec
from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    SLIPS,
    Attempt,
    Evidence,
    MailboxFact,
    Page,
    PageFact,
    PageKind,
    PageRow,
    Reach,
    Record,
    SafetySign,
    Subject,
)
from xunwang.inspector.survey.channels import Entrance, entrances_of
from xunwang.inspector.survey.digest import Digest, digest_of
from xunwang.inspector.survey.mentions import (
    Mention,
    Source,
    editions_of,
    is_sitemap,
    mentions_of_home,
    mentions_of_landing,
    mentions_of_sitemap,
)
from xunwang.inspector.survey.pages import frames_of, page_fact
from xunwang.inspector.survey.places import Places, holds
from xunwang.inspector.survey.services import Document, Told, document_of, told_by
from xunwang.inspector.survey.troubles import page_trouble

FORM = 4
_BEHIND = b"\t"
_FEW = 6_000
_log = logging.getLogger(__name__)

Rows = Callable[[], Iterable[PageRow]]
Lines = Callable[[], Iterable[bytes]]


class Note(Record, frozen=True, omit_defaults=True):
    """One page. `frames`: the keys of the frames it shows; `landing` and `sitemap`: the columns it names as a page of the navigation or as the site map."""

    basis: str
    digest: Digest
    frames: tuple[str, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    landing: tuple[Mention, ...] = ()
    is_sitemap: bool = False
    sitemap: tuple[Mention, ...] = ()
    fact: PageFact | None = None
    told: tuple[Told, ...] = ()
    document: Document | None = None
    signs: tuple[SafetySign, ...] = ()


class _Named(Record, frozen=True):
    key: str
    kind: PageKind
    title: str | None = None
    column: str | None = None


class _Dated(Record, frozen=True):
    published: dt.datetime | None = None


class Glance(Record, frozen=True):
    """A note of which only this is taken out."""

    digest: _Named
    fact: _Dated | None = None
    told: tuple[msgspec.Raw, ...] = ()


class StaleNotesError(Exception):
    """The notes were taken under another home page or by other software."""


class Basis:
    """What notes rest on: the places of the site and what its home page says of the others."""

    def __init__(self, subject: Subject, home: PageRow | None) -> None:
        page = home.page if home else None
        self.places = Places(subject.home, page.url) if page else Places(subject.home)
        self.home = page
        readable = home and not page_trouble(home.page, home.attempt, rendered=home.rendered)
        self.mentions = mentions_of_home(home.page, self.places) if home and readable else []
        self.editions = editions_of(home.page, self.places) if home and readable else frozenset()
        self.bar = frozenset(
            mention.place for mention in self.mentions if mention.source is Source.NAVIGATION
        )
        self.name = self._name(subject)

    def _name(self, subject: Subject) -> str:
        sitemap = self.home.marks.sitemap if self.home else None
        parts = (
            str(FORM),
            subject.home,
            self.places.home,
            self.places.of(sitemap) if sitemap else "",
            *sorted(self.bar),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def in_edition(self, place: str) -> bool:
        """Whether a place belongs to another edition of the site, which shows once more what the site itself shows."""
        return any(place == edition or holds(edition, place) for edition in self.editions)

    def note(self, row: PageRow) -> Note:
        """What a page says; one that breaks what makes it out could not be read, and costs the others nothing."""
        try:
            return self._noted(row)
        except SLIPS:
            _log.exception("cannot make out %s", row.page.url)
            attempt = structs.replace(row.attempt, reach=Reach.UNREADABLE)
            return self._noted(structs.replace(row, page=Page(url=row.page.url), attempt=attempt))

    def _noted(self, row: PageRow) -> Note:
        page, places = row.page, self.places
        fact = page_fact(row)
        digest = digest_of(row, places)
        note = Note(
            basis=self.name,
            digest=digest,
            frames=frames_of(page) if fact else (),
            fact=fact,
            told=told_by(row) if digest.read else (),
            document=document_of(page) if digest.read else None,
            signs=page.signs,
        )
        return self._with_names(note, row) if digest.read else note

    def _with_names(self, note: Note, row: PageRow) -> Note:
        page, places = row.page, self.places
        in_bar = note.digest.place in self.bar
        maps = self.home is not None and is_sitemap(page, self.home, places)
        is_article = page.kind is PageKind.ARTICLE
        if is_article and not in_bar and not maps:
            return note
        return structs.replace(
            note,
            entrances=() if is_article else tuple(entrances_of(page, places)),
            landing=tuple(mentions_of_landing(page, places)) if in_bar else (),
            is_sitemap=maps,
            sitemap=tuple(mentions_of_sitemap(page, places)) if maps else (),
        )


class Noter:
    """Takes the notes of one run as its pages come in. `rows` are those the run holds already: one that is continued has its home page there."""

    def __init__(self, subject: Subject, rows: Rows) -> None:
        self._subject = subject
        self._rows = rows
        self._home = key_of(subject.home)
        self._basis: Basis | None = None

    def __call__(self, row: PageRow) -> bytes:
        return encode((self._basis or self._found(row)).note(row))

    def _found(self, row: PageRow) -> Basis:
        home = row if row.key == self._home else home_row(self._subject, self._rows())
        basis = Basis(self._subject, home)
        if home is not None:
            self._basis = basis
        return basis


class Moved(Record, frozen=True, array_like=True):
    """What is new about a page that did not change since an earlier run: it stands in front of the note that run took."""

    depth: int
    parent: str | None
    attempt: Attempt
    evidence: Evidence | None

    def note(self, taken: Note) -> Note:
        """The note as it would be taken now."""
        digest = structs.replace(taken.digest, depth=self.depth, parent=self.parent, evidence=self.evidence)
        fact = taken.fact and structs.replace(
            taken.fact, depth=self.depth, attempt=self.attempt, evidence=self.evidence
        )
        told = tuple(self._told(one, taken.digest.parent) for one in taken.told)
        return structs.replace(taken, digest=digest, fact=fact, told=told)

    def _told(self, one: Told, parent: str | None) -> Told:
        """What a page tells under the page that led to it then is told under the one that leads to it now."""
        if not isinstance(one, MailboxFact) and one.parent == parent:
            return structs.replace(one, parent=self.parent, evidence=self.evidence)
        return structs.replace(one, evidence=self.evidence)


def carried(line: bytes, moved: Moved) -> bytes:
    """The line of a page that did not change since an earlier run, of which `line` is the one: it is not taken apart."""
    return encode(moved) + _BEHIND + _taken(line)


def _taken(line: bytes) -> bytes:
    """The note in a line, without what was put in front of it; no line of JSON holds a tab."""
    return line if line.startswith(b"{") else line.partition(_BEHIND)[2]


def home_row(subject: Subject, rows: Iterable[PageRow]) -> PageRow | None:
    """The row of the home page: asked for under the subject's address, else the first page that is one."""
    key = key_of(subject.home)
    second: PageRow | None = None
    for row in rows:
        if row.key == key:
            return row
        if second is None and row.page.kind is PageKind.HOME:
            second = row
    return second


encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Note).decode
_decode_moved = msgspec.json.Decoder(Moved).decode
_decode_glance = msgspec.json.Decoder(Glance).decode


def decode(line: bytes) -> Note:
    """The note of a line. `msgspec.DecodeError` when it holds none."""
    if line.startswith(b"{"):
        return _decode(line)
    moved, _, taken = line.partition(_BEHIND)
    return _decode_moved(moved).note(_decode(taken))


def glance(line: bytes) -> Glance:
    """The little that must be known of a note that is carried; errors as in `decode`."""
    return _decode_glance(_taken(line))


class Notes:
    """The notes of all pages, to be walked again and again: held where they are few, else read anew each time."""

    def __init__(self, lines: Lines, basis: Basis) -> None:
        self._lines = lines
        self._basis = basis.name
        self._held: list[Note] | None = None
        self._are_many = False

    def __iter__(self) -> Iterator[Note]:
        """Raises StaleNotesError when one was taken on another basis."""
        return self._read() if self._held is None else iter(self._held)

    def _read(self) -> Iterator[Note]:
        held: list[Note] = []
        for line in self._lines():
            note = self._note(line)
            self._are_many = self._are_many or len(held) == _FEW
            if self._are_many:
                held.clear()
            else:
                held.append(note)
            yield note
        if not self._are_many:
            self._held = held

    def _note(self, line: bytes) -> Note:
        try:
            note = decode(line)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise StaleNotesError from error
        if note.basis != self._basis:
            raise StaleNotesError
        return note
