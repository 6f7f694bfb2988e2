"""What a checking kind says: an outcome with its places, before ids and certainties are put on."""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable
from decimal import Decimal

import msgspec
from msgspec import structs

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.model import (
    Certainty,
    Entry,
    Evidence,
    Finding,
    LinkFact,
    MessageFact,
    Outcome,
    OutcomeKind,
    PageFact,
    Record,
    finding_id,
)
from xunwang.inspector.norms import Check, Rule
from xunwang.inspector.privacy import masked


class Place(Record, frozen=True):
    """One fault at one place. `locator` is the fault's own key: it must survive a new run and a moved domain.

    `message` is a statement of what was seen: once a person confirms it, it stands in notices and circulars, where no question and no request to check belongs.
    """

    locator: str
    url: str
    message: str
    parent: str | None = None
    excerpt: str | None = None
    value: str | None = None
    threshold: str | None = None
    evidence: Evidence | None = None
    seen: dt.datetime | None = None
    certain: bool = True


class NotYet(Record, frozen=True):
    """Something that waits since a day and is not over its time: `nearing` says when it soon will be."""

    since: dt.date
    name: str
    url: str


class Report(Record, frozen=True):
    """The end of one check. `needed`: from how many places that count on the rule is broken.

    `blocks` is False where what could not be checked was never asked for, so that no verdict waits for it.
    """

    outcome: OutcomeKind
    places: tuple[Place, ...] = ()
    reason: str | None = None
    value: int | str | None = None
    threshold: int | str | None = None
    needed: int = 1
    blocks: bool = True
    not_yet: tuple[NotYet, ...] = ()


class Tally(ABC):
    """A report in the making: it is shown all that it counts, then asked once. The site is walked once for all tallies."""

    @abstractmethod
    def report(self) -> Report: ...


class PageTally(Tally):
    @abstractmethod
    def see(self, page: PageFact) -> None:
        """Take one page into account; pages come in the order in which they were met."""


class ListedPages(PageTally):
    """The pages at fault: `most` of them are listed, those beyond are counted in the measure word `counted_in`."""

    def __init__(
        self, fault: Callable[[PageFact], Place | None], *, most: int, counted_in: str, gap: str | None
    ) -> None:
        self._fault = fault
        self._most = most
        self._counted_in = counted_in
        self._gap = gap
        self._places: list[Place] = []
        self._beyond = 0

    def see(self, page: PageFact) -> None:
        place = self._fault(page)
        if place is None:
            return
        if len(self._places) < self._most:
            self._places.append(place)
        else:
            self._beyond += 1

    def report(self) -> Report:
        reason = f"另有{self._beyond}{self._counted_in}如此，未逐一列出" if self._beyond else None
        return with_gap(counted(tuple(self._places), reason=reason), self._gap)


class LinkTally(Tally):
    @abstractmethod
    def see(self, link: LinkFact) -> None:
        """Take one link with all its attempts into account."""


class MessageTally(Tally):
    @abstractmethod
    def see(self, message: MessageFact) -> None:
        """Take one letter into account, as one page showed it; another page may show it again."""


class Result(Record, frozen=True):
    """One rule looked at on one subject. `needed` and `blocks` as in `Report`; of the unbuilt rules only automatic vetoes block.

    `entries` are those of people that were taken, `prices` the points they gave, by finding.
    """

    rule: Rule
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    needed: int = 1
    blocks: bool = True
    entries: tuple[Entry, ...] = ()
    prices: dict[str, Decimal] = msgspec.field(default_factory=dict)
    not_yet: tuple[NotYet, ...] = ()


def met(
    value: int | str | None = None, threshold: int | str | None = None, reason: str | None = None
) -> Report:
    return Report(OutcomeKind.MET, value=value, threshold=threshold, reason=reason)


def unchecked(reason: str, *, value: int | str | None = None, blocks: bool = True) -> Report:
    return Report(OutcomeKind.UNCHECKED, reason=reason, value=value, blocks=blocks)


def not_applicable(reason: str) -> Report:
    return Report(OutcomeKind.NOT_APPLICABLE, reason=reason)


def counted(
    places: tuple[Place, ...],
    *,
    limit: int | None = None,
    reason: str | None = None,
    unknown: str | None = None,
) -> Report:
    """Found from `limit` places on (one, if None); met below it, unless `unknown` says what could have added to them."""
    needed = limit or 1
    if len(places) >= needed:
        return Report(OutcomeKind.FOUND, places, reason, len(places), limit, needed)
    if unknown:
        return Report(OutcomeKind.UNCHECKED, reason=unknown, value=len(places), threshold=limit)
    return Report(OutcomeKind.MET, reason=reason, value=len(places), threshold=limit)


def result_of(rule: Rule, report: Report, book: FactBook) -> Result:
    outcome = Outcome(rule.id, report.outcome, report.reason, report.value, report.threshold)
    findings = {place.locator: _finding(rule, place, book) for place in report.places}
    return Result(
        rule, outcome, tuple(findings.values()), report.needed, report.blocks, not_yet=report.not_yet
    )


def _finding(rule: Rule, place: Place, book: FactBook) -> Finding:
    assert book.subject is not None
    seen = place.seen or book.first_seen
    assert seen is not None
    candidate = rule.check is not Check.AUTO or not place.certain
    return Finding(
        id=finding_id(book.subject.id, rule.id, place.locator),
        indicator=rule.id,
        subject=book.subject.id,
        locator=place.locator,
        url=place.url,
        message=masked(place.message),
        certainty=Certainty.CANDIDATE if candidate else Certainty.AUTOMATIC,
        first_seen=seen,
        parent=place.parent,
        excerpt=masked(place.excerpt) if place.excerpt else None,
        value=place.value,
        threshold=place.threshold,
        evidence=place.evidence,
    )


def with_gap(report: Report, gap: str | None) -> Report:
    """Say with a good outcome that only a part of the site was looked at."""
    if gap is None or report.outcome is not OutcomeKind.MET:
        return report
    return structs.replace(
        report, reason="；".join(filter(None, (report.reason, f"{gap}，只就已读部分判定")))
    )
