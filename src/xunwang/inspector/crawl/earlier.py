"""An earlier run of the same site: what has not changed since is neither fetched in full nor read again."""

import hashlib
import sqlite3

import msgspec
from msgspec import structs

from xunwang.inspector.crawl import leads
from xunwang.inspector.crawl.places import RowFinder, RowPlace
from xunwang.inspector.crawl.schema import columns_of, connect_to_read
from xunwang.inspector.crawl.targets import Content
from xunwang.inspector.crawl.visit import Carried, Visit
from xunwang.inspector.evidence import Run, RunError
from xunwang.inspector.evidence.archiving import SOFTWARE
from xunwang.inspector.evidence.run import FRONTIER
from xunwang.inspector.evidence.warc import Origin
from xunwang.inspector.fetch.client import Exchange, Validators
from xunwang.inspector.fetch.urls import without_fragment
from xunwang.inspector.model import Item, Link, Page, PageKind, Reach, Record

_FIND = """
SELECT digest, etag, modified, row, origin, {beside} FROM target
WHERE key = ? AND url = ? AND row IS NOT NULL AND origin IS NOT NULL
"""
_UNCHANGED = "服务器答复：自上次检查以来未修改"
_NEEDED = frozenset({"digest", "etag", "modified", "row", "origin"})


class Known(Record, frozen=True):
    """A page as the earlier run left it; an older run does not tell where its `leads` and its `note` stand."""

    url: str
    digest: bytes
    validators: Validators
    place: RowPlace
    origin: Origin
    leads: RowPlace | None = None
    note: RowPlace | None = None

    def still(self, exchange: Exchange) -> bool:
        """Whether an answer is the page that was read then: the server says so, or its bytes are the same."""
        if exchange.not_modified:
            return True
        attempt = exchange.attempt
        return (
            attempt.reach is Reach.OK
            and without_fragment(attempt.final_url or exchange.url) == self.url
            and hashlib.sha256(exchange.body).digest() == self.digest
        )


class _Sight(Record, frozen=True):
    """As much of a page as the crawl goes on from; the rest of the row is never taken apart."""

    url: str
    status: int | None = None
    kind: PageKind = PageKind.OTHER
    items: tuple[Item, ...] = ()
    next_pages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    text: str = ""


class _Seen(Record, frozen=True):
    page: _Sight


class _Whole(Record, frozen=True):
    page: Page


_decode_seen = msgspec.json.Decoder(_Seen).decode
_decode_whole = msgspec.json.Decoder(_Whole).decode
_decode_origin = msgspec.json.Decoder(Origin).decode


class Earlier:
    """What an earlier run knew of each page, looked up on the disk.

    A run of older software knows nothing that would help, nor does one whose pages another version has read: then every page is new.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self._rows = RowFinder(run.path)
        self._leads = RowFinder(run.path)
        self._notes = RowFinder(run.path)
        self._find = ""
        self._database = self._open()

    def _open(self) -> sqlite3.Connection | None:
        path = self.run.path / FRONTIER
        if self.run.manifest.software != SOFTWARE or not path.exists():
            return None
        try:
            database = connect_to_read(path, closed=True)
            columns = columns_of(database)
        except sqlite3.DatabaseError as error:
            raise RunError(
                f"检查记录“{self.run.path.name}/{FRONTIER}”已损坏，不能作为增量检查的依据"
            ) from error
        beside = (name if name in columns else "NULL" for name in ("leads", "note"))
        self._find = _FIND.format(beside=", ".join(beside))
        return database if columns >= _NEEDED else None

    def close(self) -> None:
        self._rows.close()
        self._leads.close()
        self._notes.close()
        if self._database:
            self._database.close()

    def find(self, key: str, url: str) -> Known | None:
        """The page as it was under the very same address; None when it has to be read."""
        found = self._database.execute(self._find, (key, url)).fetchone() if self._database else None
        if found is None:
            return None
        digest, etag, modified, place, origin, told, note = found
        return Known(
            url=url,
            digest=digest,
            validators=Validators(etag=etag, last_modified=modified),
            place=RowPlace.parse(place),
            origin=_decode_origin(origin),
            leads=RowPlace.parse(told) if told else None,
            note=RowPlace.parse(note) if note else None,
        )

    def carry(self, known: Known, exchange: Exchange, *, whole: bool) -> Visit:
        """The visit of a page that has not changed; its page has only what the crawl goes on from unless it is wanted `whole`."""
        line = self._leads.row(known.leads) if known.leads and not whole else b""
        told = leads.decode(line) if line else None
        page = told.page(known.url) if told else self._page(known.place, whole=whole)
        note = self._notes.row(known.note) if known.note else b""
        attempt = exchange.attempt
        if exchange.not_modified:
            attempt = structs.replace(attempt, status=page.status, detail=_UNCHANGED)
        return Visit(
            attempt=attempt,
            messages=exchange.hops,
            page=page,
            content=Content(digest=known.digest, validators=exchange.validators or known.validators),
            carried=Carried(place=known.place, origin=known.origin, leads=told, line=line, note=note),
        )

    def taken_apart(self, visit: Visit, carried: Carried) -> Visit:
        """The visit with the links and words of its page, in the place of its leads."""
        page = self._page(carried.place, whole=False)
        return structs.replace(visit, page=page, carried=structs.replace(carried, leads=None))

    def _page(self, place: RowPlace, *, whole: bool) -> Page:
        row = self._rows.row(place)
        return _decode_whole(row).page if whole else _seen(_decode_seen(row).page)


def _seen(sight: _Sight) -> Page:
    return Page(
        url=sight.url,
        status=sight.status,
        kind=sight.kind,
        items=sight.items,
        next_pages=sight.next_pages,
        links=sight.links,
        text=sight.text,
    )
