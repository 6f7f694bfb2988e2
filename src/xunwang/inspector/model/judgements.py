"""What is said about a subject: findings, outcomes, entries, the score sheet, the judgement."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from xunwang.inspector.model.answers import Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.subjects import Subject


class OutcomeKind(StrEnum):
    MET = "met"
    FOUND = "found"
    UNCHECKED = "unchecked"
    NOT_APPLICABLE = "not_applicable"


class Certainty(StrEnum):
    AUTOMATIC = "automatic"
    CANDIDATE = "candidate"


class Ruling(StrEnum):
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class Decision(Record, frozen=True):
    """What a person ruled about one finding; `reason` stands in the record with the name."""

    finding: str
    ruling: Ruling
    by: str
    at: dt.datetime
    reason: str | None = None


class Finding(Record, frozen=True):
    """One fault at one place. Excerpts are masked when they are made.

    `id` is `finding_id(subject, indicator, locator)`: it survives a new run, a moved domain and a re-typed column.
    """

    id: str
    indicator: str
    subject: str
    locator: str
    url: str
    message: str
    certainty: Certainty
    first_seen: dt.datetime
    parent: str | None = None
    excerpt: str | None = None
    value: str | None = None
    threshold: str | None = None
    evidence: Evidence | None = None
    ruling: Ruling | None = None
    waived: str | None = None  # the indicator under which the same fault is punished already (§P9)
    short: bool = False  # proven, at fewer places than it takes to break the indicator

    @property
    def counts(self) -> bool:
        """Whether it weighs against the subject: proven, not punished elsewhere, and with enough others to break its indicator."""
        return self.proven and not self.waived and not self.short

    @property
    def proven(self) -> bool:
        """Seen by the machine beyond doubt and not dismissed, or confirmed by a person."""
        if self.ruling is None:
            return self.certainty is Certainty.AUTOMATIC
        return self.ruling is Ruling.CONFIRMED

    @property
    def waits(self) -> bool:
        return self.certainty is Certainty.CANDIDATE and self.ruling is None and not self.waived


class Outcome(Record, frozen=True):
    """One indicator's end on one subject. `points` are the points lost (or earned), None while unknown."""

    indicator: str
    outcome: OutcomeKind
    reason: str | None = None
    value: int | str | None = None
    threshold: int | str | None = None
    points: Decimal | None = None


class Entry(Record, frozen=True):
    """What a person entered for an indicator on a subject: its end, the points lost (or earned), on whose word, with what proof."""

    subject: str
    indicator: str
    outcome: OutcomeKind
    by: str
    at: dt.date
    points: Decimal | None = None
    reason: str | None = None
    proof: str | None = None


class Entered(Record, frozen=True):
    """An entry and what became of it; `remark` says why it was not taken, or what it stands beside."""

    entry: Entry
    taken: bool
    remark: str | None = None


class Nearing(Record, frozen=True):
    """A line of the norm that is near and not crossed: `percent` of the way to it is gone, `due` is the day on which time alone crosses it."""

    indicator: str
    message: str
    percent: int
    value: int | str | None = None
    threshold: int | str | None = None
    url: str | None = None
    due: dt.date | None = None


class SheetRow(Record, frozen=True):
    """One indicator on the score sheet.

    `points` are what it takes (or gives), None while nobody knows; `formula` says in words how they come about. `findings` are
    the ids of those that count, `waived` of those punished elsewhere, `waiting` of those a person has yet to rule on.
    """

    indicator: str
    name: str
    kind: str
    outcome: OutcomeKind
    formula: str
    level1: str | None = None
    cap: Decimal | None = None
    points: Decimal | None = None
    findings: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


class ScoreSheet(Record, frozen=True):
    """How the score comes about: a row for each indicator that takes or gives points, then the steps in words.

    `deducted` is the score before any bonus, `bonus` what counts of it; None where they cannot be told. `unscored`: the
    indicators whose points nobody has confirmed.
    """

    rows: tuple[SheetRow, ...]
    steps: tuple[str, ...]
    deducted: Decimal | None = None
    bonus: Decimal | None = None
    unscored: tuple[str, ...] = ()


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105  # a verdict, not a password
    FAIL = "fail"
    UNDECIDED = "undecided"


class Judgement(Record, frozen=True):
    """Facts + norm + monitoring point + people's decisions, for one subject. Pure and repeatable to the letter.

    `carried` are the findings of an earlier judgement that stay, since these facts could not show their places.
    """

    subject: Subject
    norm: str
    as_of: dt.date
    verdict: Verdict
    score: Decimal | None
    score_complete: bool
    verdict_notes: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    sample_points: bool = False
    warnings: tuple[Nearing, ...] = ()
    sheet: ScoreSheet | None = None
    entries: tuple[Entered, ...] = ()
    carried: tuple[str, ...] = ()


def finding_id(subject: str, indicator: str, locator: str) -> str:
    """The identity of a finding: 20 hexadecimal digits of SHA-256 over the three parts."""
    joined = f"{subject}\x1f{indicator}\x1f{locator}"
    return hashlib.sha256(joined.encode()).hexdigest()[:20]


def entry_locator(reason: str | None, proof: str | None) -> str:
    """What tells a fault that a person entered from others of the indicator, for the identity of its finding."""
    return f"entry:{reason or ''}:{proof or ''}"


def newest_until(dates: Iterable[dt.date], day: dt.date) -> dt.date | None:
    """The newest of `dates` that is not after `day`: what lies in the future is no update."""
    return max((date for date in dates if date <= day), default=None)
