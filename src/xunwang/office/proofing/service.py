"""Drafts proofread before they are published. Nothing of a draft is kept."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby

from xunwang.inspector.door import proofreading as proof
from xunwang.inspector.model import Record
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import Unit
from xunwang.office.proofing.terms import terms_for

MOST = 100_000
"""Characters of a draft that are read at once: a report of a hundred pages, some seconds."""
MOST_A_MINUTE = 30
"""Drafts that one account has read within a minute."""

_NO_WORDING = frozenset({proof.Kind.PRIVACY.value, proof.Kind.SPAM.value, proof.Kind.SECRECY.value})


class Piece(Record, frozen=True):
    """A stretch of a line; `number` is the first mark that covers it, 0 for none."""

    text: str
    number: int = 0
    sure: bool = False


class Mark(Record, frozen=True):
    """A suspicion with its number in the list. `place` counts characters from 1; personal data in `found` is masked."""

    number: int
    line: int
    place: int
    length: int
    found: str
    suggest: tuple[str, ...]
    kind: str
    kind_label: str
    sure: bool
    rule: str
    why: str

    @property
    def can_be_kept(self) -> bool:
        """Whether somebody may decide that the wording is right: personal data, advertising and marks of secrecy are no matter of wording."""
        return self.kind not in _NO_WORDING and self.found != ""

    @property
    def advice(self) -> str:
        return " 或 ".join(one or "删去" for one in self.suggest)


class Proofed(Record, frozen=True):
    """A draft with its marks; `lines` is the text cut where marks begin and end, personal data masked."""

    marks: tuple[Mark, ...]
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def sure(self) -> int:
        return sum(mark.sure for mark in self.marks)

    @property
    def suspected(self) -> int:
        return len(self.marks) - self.sure


def proofread(text: str, unit: Unit, day: dt.date, published: dt.date | None = None) -> Proofed:
    """A draft that somebody hands in; see `marked`. Raises OfficeError."""
    kept = one_break(text).rstrip("\n")  # lines are counted from the first that was given
    if not kept.strip():
        raise OfficeError("还没有文字，请把文稿粘贴到“文稿”里再校对。")
    if len(kept) > MOST:
        raise OfficeError(f"文稿有 {len(kept)} 字，一次最多校对 {MOST} 字，请分几次粘贴。")
    return marked(kept, unit, day, published)


def one_break(text: str) -> str:
    """Browsers send two signs for the end of a line; a limit of characters counts it as people do, once."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def marked(kept: str, unit: Unit, day: dt.date, published: dt.date | None = None) -> Proofed:
    """Read with the tables that hold for the unit.

    `published` is the day of the text; where none is told that of its signing line, or of reading (`day`): a draft is
    about to be published.
    """
    published = published or proof.signed_on(kept, day) or day
    found = proof.proofread(proof.Proofreader(terms_for(unit)), kept, day=day, published=published)
    marks = [_mark(number, one) for number, one in enumerate(found, 1)]
    on = {number: list(group) for number, group in groupby(marks, key=lambda mark: mark.line)}
    lines = [
        tuple(_pieces(line, on.get(number, ()))) for number, line in enumerate(proof.masked_lines(kept), 1)
    ]
    return Proofed(tuple(marks), tuple(lines))


def _mark(number: int, one: proof.Suspicion) -> Mark:
    return Mark(
        number=number,
        line=one.line,
        place=one.start + 1,
        length=one.end - one.start,
        found=one.found,
        suggest=one.suggest,
        kind=one.kind.value,
        kind_label=proof.KIND_LABELS[one.kind],
        sure=one.tier is proof.Tier.SURE,
        rule=one.rule,
        why=one.why,
    )


def _pieces(line: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    covering: list[Mark | None] = [None] * len(line)
    for mark in reversed(marks):
        start = mark.place - 1
        covering[start : start + mark.length] = [mark] * len(covering[start : start + mark.length])
    for mark, places in groupby(range(len(line)), key=lambda place: covering[place]):
        text = "".join(line[place] for place in places)
        yield Piece(text, mark.number, mark.sure) if mark else Piece(text)
