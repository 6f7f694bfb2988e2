"""Targets as rows of the frontier's table, and back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from xunwang.inspector.crawl.places import NOWHERE, RowPlaces
from xunwang.inspector.crawl.schema import connect_to_read
from xunwang.inspector.crawl.targets import Found, Lane, Rank, Settled, Target
from xunwang.inspector.evidence.errors import writing
from xunwang.inspector.model import Attempt, Evidence, LinkFact, LinkKind, Reach

WAITING, AGAIN, DONE = 0, 1, 2
COLUMNS = "id, key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed, day, attempts"
INSERT = """
INSERT INTO target (key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed, day)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
    rank = min(rank, excluded.rank),
    day = max(day, excluded.day),
    parent = CASE WHEN guessed > excluded.guessed THEN excluded.parent ELSE parent END,
    text = CASE WHEN guessed > excluded.guessed THEN excluded.text ELSE text END,
    depth = min(depth, excluded.depth),
    guessed = min(guessed, excluded.guessed)
WHERE excluded.rank < rank OR excluded.guessed < guessed OR (excluded.day > day AND state = 0)
"""
SETTLE = """
UPDATE target SET state = ?, attempts = ?, evidence = ?, page = ?, digest = ?, etag = ?, modified = ?, row = ?, origin = ?, leads = ?, note = ?
WHERE id = ?
"""
# A host that turned out to belong to the site: its addresses become pages and files that were never visited.
ADMIT = """
UPDATE target SET lane = CASE WHEN kind IN ('attachment', 'image') THEN 1 ELSE 0 END, internal = 1, state = 0,
    attempts = NULL, evidence = NULL
WHERE lane = 2 AND key >= ? AND key < ? AND state = ?
"""
_VISITED = f"SELECT {COLUMNS}, evidence FROM target WHERE attempts IS NOT NULL ORDER BY id"  # noqa: S608
_FEW = 8_000  # links of which some ten MB are held
_LANES, _RANKS, _KINDS = (
    {one.value: one for one in Lane},
    {one.value: one for one in Rank},
    {one.value: one for one in LinkKind},
)
_encode = msgspec.json.Encoder().encode
_decode_attempts = msgspec.json.Decoder(tuple[Attempt, ...]).decode
_decode_evidence = msgspec.json.Decoder(Evidence | None).decode


def found_row(found: Found) -> tuple[object, ...]:
    """The columns of a found address as the frontier's table keeps them, in the order of its statement."""
    return (
        found.key,
        found.url,
        found.lane.value,
        found.rank.value,
        found.depth,
        found.parent,
        found.kind.value,
        found.text,
        found.on_home,
        found.internal,
        found.guessed,
        found.day,
    )


def settled_row(settled: Settled, places: RowPlaces) -> tuple[object, ...]:
    """`places`: where the row of the page lies that this visit gave, and what stands beside it."""
    content = settled.content
    validators = content.validators if content else None
    lasting = places if content and content.row else NOWHERE
    return (
        AGAIN if settled.again else DONE,
        _encode(settled.attempts),
        _encode(settled.evidence),
        settled.page,
        content.digest if content else None,
        validators.etag if validators else None,
        validators.last_modified if validators else None,
        str(lasting.row) if lasting.row else None,
        _encode(settled.origin) if settled.origin else None,
        str(lasting.leads) if lasting.leads else None,
        str(lasting.note) if lasting.note else None,
        settled.number,
    )


def target_of(row: tuple[Any, ...]) -> Target:
    """The address that a row of the frontier's table keeps, with the attempts made so far."""
    number, key, url, lane, rank, depth, parent, kind, text, on_home, internal, guessed, day, attempts = row[
        :14
    ]
    found = Found(
        key=key,
        url=url,
        lane=_LANES[lane],
        rank=_RANKS[rank],
        depth=depth,
        parent=parent,
        kind=_KINDS[kind],
        text=text,
        on_home=bool(on_home),
        internal=bool(internal),
        guessed=bool(guessed),
        day=day,
    )
    return Target(number=number, found=found, attempts=_decode_attempts(attempts) if attempts else ())


class Links:
    """The link facts of a frontier that was closed, to be iterated again and again: held where they are few, else read anew each time.

    A guess that came to nothing is no link.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: list[LinkFact] | None = None
        self._are_many = False

    def __iter__(self) -> Iterator[LinkFact]:
        if self._held is not None:
            yield from self._held
            return
        held: list[LinkFact] = []
        for link in self._read():
            self._are_many = self._are_many or len(held) == _FEW
            if self._are_many:
                held.clear()
            else:
                held.append(link)
            yield link
        if not self._are_many:
            self._held = held

    def _read(self) -> Iterator[LinkFact]:
        with writing(self._path), closing(connect_to_read(self._path)) as database:
            for row in _visited(database):
                target = target_of(row)
                if target.attempts and not (
                    target.found.guessed and target.attempts[-1].reach is not Reach.OK
                ):
                    yield _link(target, _decode_evidence(row[-1]))


def _visited(database: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    yield from database.execute(_VISITED)


def _link(target: Target, evidence: Evidence | None) -> LinkFact:
    found = target.found
    return LinkFact(
        key=found.key,
        url=found.url,
        parent=found.parent,
        text=found.text,
        kind=found.kind,
        on_home=found.on_home,
        internal=found.internal,
        attempts=target.attempts,
        evidence=evidence,
    )
