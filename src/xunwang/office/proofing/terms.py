"""A unit's tables for the proofreader: lines added by hand or by table, and what holds for a text."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path

from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.proofing.models import Term, TermKind

MOST = 3_000
"""Lines of one kind that a unit keeps."""
SHORTEST = 2
"""Characters of a word; a single one would silence whatever is suspected of it anywhere."""
_LONGEST = 100


class Line(Record, frozen=True):
    """A line as somebody gives it; which fields it has depends on its kind (see `Term`)."""

    text: str
    title: str = ""
    right: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    reason: str = ""
    person: str = ""

    @property
    def key(self) -> tuple[str, str, str, dt.date | None]:
        return self.text, self.title, self.right, self.since


class Added(Record, frozen=True):
    """How many lines were new, and how many the unit had already."""

    new: int
    known: int


def terms_for(unit: Unit) -> proof.Terms:
    """What holds for a text of the unit: its own tables and those of everybody above it."""
    rows = Term.objects.filter(unit__path__in=[unit.path, *unit.paths_above()]).order_by("kind", "text", "pk")
    of = {kind: [row for row in rows if row.kind == kind] for kind in TermKind}
    return proof.Terms(
        offices=tuple(proof.Office(one.text, one.title, one.since, one.until) for one in of[TermKind.OFFICE]),
        words=tuple(dict.fromkeys(one.text for one in of[TermKind.WORD])),
        ignored=tuple(
            proof.Ignored(one.text, one.reason, one.person, one.until, one.right or None)
            for one in of[TermKind.IGNORED]
            if one.until is not None
        ),
    )


def lost_domains_for(unit: Unit) -> tuple[str, ...]:
    """The domains that the unit or somebody above it lists as expired or in other hands."""
    rows = Term.objects.filter(unit__path__in=[unit.path, *unit.paths_above()], kind=TermKind.LOST)
    return tuple(rows.order_by("text").values_list("text", flat=True).distinct())


@transaction.atomic
def add(kind: TermKind, lines: Iterable[Line], *, user: User) -> Added:
    """Lines into the tables of the user's unit; one that is there already is left alone. Raises OfficeError, and then nothing was added."""
    given = list({line.key: _checked(kind, line) for line in lines}.values())
    if not given:
        raise OfficeError("没有可登记的内容，请至少填写一行。")
    own = Term.objects.filter(unit=user.unit, kind=kind)
    known = {(row.text, row.title, row.right, row.since) for row in own}
    new = [line for line in given if line.key not in known]
    if len(known) + len(new) > MOST:
        raise OfficeError(f"一个单位的“{kind.label}”最多登记 {MOST} 行，现在有 {len(known)} 行。")
    for line in new:
        row = Term(unit=user.unit, kind=kind, user=user, at=clock.now(), **_fields(line))
        row.save(force_insert=True)
    if new:
        said = {"kind": kind.label, "entries": len(new), "text": "、".join(line.text for line in new[:20])}
        log_action("terms.added", user.unit, user=user, data=said)
    return Added(len(new), len(given) - len(new))


@transaction.atomic
def remove(term: Term, *, user: User) -> None:
    """The line holds no more; the trail keeps what it said."""
    log_action(
        "terms.removed",
        term.unit,
        user=user,
        data={"kind": TermKind(term.kind).label, "text": str(term)},
    )
    term.delete()


def read_table(kind: TermKind, path: Path) -> list[Line]:
    """The lines of a table as the command line takes it. Raises OfficeError."""
    try:
        return _READERS[kind](path)
    except proof.TermsError as error:
        raise OfficeError(f"{str(error).replace(f'{path.parent}/', '')}。") from error


def words_of(text: str) -> list[Line]:
    """One word a line, as people paste them."""
    return [Line(word) for line in text.splitlines() if (word := line.strip())]


def _fields(line: Line) -> dict[str, str | dt.date | None]:
    return {name: getattr(line, name) for name in line.__struct_fields__}


def _checked(kind: TermKind, line: Line) -> Line:
    longest = max(len(line.text), len(line.title), len(line.right), len(line.person))
    if not line.text or longest > _LONGEST or "\x00" in line.text:
        raise OfficeError(f"“{line.text[:20]}”不能登记：每一项都要填写，不超过 {_LONGEST} 个字。")
    if kind is TermKind.WORD and len(line.text) < SHORTEST:
        raise OfficeError(f"“{line.text}”太短，专名和用语至少 {SHORTEST} 个字，否则许多错误都不再提示。")
    if kind is TermKind.LOST and not door.is_domain(line.text):
        raise OfficeError(f"“{line.text}”不是域名，应写作 example.com 这样的形式，每行一个。")
    if kind is TermKind.OFFICE and not line.title:
        raise OfficeError(f"请填写“{line.text}”的职务。")
    if kind is TermKind.OFFICE and line.since and line.until and line.until < line.since:
        raise OfficeError(f"“{line.text}”的离任日期 {line.until} 早于任职日期 {line.since}。")
    if kind is TermKind.IGNORED and not (line.reason and line.person and line.until):
        raise OfficeError(f"请填写不再提示“{line.text}”的理由和有效期。")
    return line


def _words(path: Path) -> list[Line]:
    return [Line(word) for word in proof.read_words(path)]


def _offices(path: Path) -> list[Line]:
    return [
        Line(one.name, title=one.title, since=one.since, until=one.until) for one in proof.read_offices(path)
    ]


def _ignored(path: Path) -> list[Line]:
    return [
        Line(one.found, right=one.right or "", until=one.until, reason=one.reason[:300], person=one.person)
        for one in proof.read_ignored(path)
    ]


_READERS: dict[TermKind, Callable[[Path], list[Line]]] = {
    TermKind.WORD: _words,
    TermKind.OFFICE: _offices,
    TermKind.IGNORED: _ignored,
    TermKind.LOST: _words,
}
