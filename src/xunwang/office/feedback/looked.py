"""What inspections, campaigns' and the machine's own, had made of a reported fault before the report came."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office.campaigns.models import CampaignSubject, FindingRow
from xunwang.office.duty.models import MachineLook
from xunwang.office.feedback.models import ErrorKind, ErrorReport, Machine
from xunwang.office.places import run_at

INDICATORS = {
    ErrorKind.TYPO: "P-spelling",
    ErrorKind.UNREACHABLE: "D-4.3 W-V2",
    ErrorKind.STALE: "W-V3 W-V4 D-1 D-2.3",
    ErrorKind.UNANSWERED: "W-V5 D-3",
    ErrorKind.FALSE: "S W-V1",
}
"""Which indicators tell a fault of the kind; of the others a person has to say."""
_LANGUAGE = "P"
MOST = 20
_PATROL = "每日巡查"
_KEPT = ("indicator", "message", "url", "excerpt", "locator")
_QUOTED = re.compile(r"[“「\"]([^”」\"]{1,40})[”」\"]")
_WRITTEN = re.compile(rf"(?<![应当该须])(?:[写错打印弄]成|[写误]作|[写误]为)了?\s*{_QUOTED.pattern}")
"""“把A写成了B”: what stands there is B, though A is quoted first; “A应写作B” says the contrary."""
_ADDRESS = re.compile(r"https?://[^\s，。；、“”（）<>\"']+")


class Looked(Record, frozen=True):
    """A run of the site, with the norm that it was judged under."""

    run: Path
    norm: str
    day: dt.date


class Told(Record, frozen=True):
    """What an inspection had found; with a `source` the machine did not find it."""

    indicator: str
    message: str
    url: str
    day: dt.date
    where: str
    excerpt: str = ""
    locator: str = ""
    source: str = ""


def runs_before(report: ErrorReport) -> Iterator[Looked]:
    """The runs of the site up to the day of receipt, newest first; whether they are still there is not said."""
    yield from sorted(_runs(report), key=lambda one: one.day, reverse=True)


def _runs(report: ErrorReport) -> Iterator[Looked]:
    for row in _judged(report).select_related("campaign"):
        assert row.judged_as_of is not None
        yield Looked(run_at(row.run_path), row.campaign.norm, row.judged_as_of)
    for look in _patrolled(report).exclude(run_path=""):
        yield Looked(run_at(look.run_path), settings.PATROL_NORM, look.day)


def _judged(report: ErrorReport) -> QuerySet[CampaignSubject]:
    day = timezone.localdate(report.received_at)
    rows = CampaignSubject.objects.filter(subject=report.subject_id, judged_as_of__lte=day)
    return rows.exclude(run_path="")


def _patrolled(report: ErrorReport) -> QuerySet[MachineLook]:
    """Looks that read the home page before the report came, whether their run is still there or not."""
    day = timezone.localdate(report.received_at)
    rows = MachineLook.objects.filter(subject=report.subject_id, day__lte=day, problem="")
    return rows.exclude(at__gt=report.received_at)


def looked_before(report: ErrorReport) -> bool:
    """Whether the site was inspected, or patrolled by the machine, not later than the day of receipt."""
    if report.subject_id is None:
        return False
    if _judged(report).exists() or _patrolled(report).exists():
        return True
    return any(not one.source for one in found_before(report))


def machine_before(report: ErrorReport) -> Machine:
    """What the records say; the person who closes the report may know better."""
    if any(_is_it(report, one) for one in found_before(report)):
        return Machine.FOUND
    return Machine.MISSED if looked_before(report) else Machine.NOT_LOOKED


def _is_it(report: ErrorReport, told: Told) -> bool:
    """Another fault on the same page, or one that others brought in, is not the one that was reported."""
    if told.source or not _of_kind(report, told.indicator):
        return False
    wanted = expected_of(report)
    return not wanted or any(wanted in text for text in (told.message, told.excerpt, told.url, told.locator))


def expected_of(report: ErrorReport) -> str:
    """The wrong wording that a report quotes, or the link that it names beside the page."""
    if report.kind == ErrorKind.TYPO:
        quoted = _WRITTEN.search(report.description) or _QUOTED.search(report.description)
        return quoted[1] if quoted else ""
    if report.kind == ErrorKind.UNREACHABLE:
        named = (one[0] for one in _ADDRESS.finditer(report.description))
        return next((url for url in named if url != report.page_url), "")[:200]
    return ""


def _of_kind(report: ErrorReport, indicator: str) -> bool:
    if report.kind == ErrorKind.TYPO:
        return door.told_by(indicator, (_LANGUAGE,))
    names = INDICATORS.get(ErrorKind(report.kind))
    return names is None or door.told_by(indicator, door.names_in(names))


def found_before(report: ErrorReport) -> list[Told]:
    """What inspections and the machine's patrol had found on the reported page before the report came, newest first."""
    if report.subject_id is None or not report.page_url:
        return []
    rows = FindingRow.objects.filter(
        Q(url=report.page_url) | Q(parent=report.page_url),
        subject__subject=report.subject_id,
        first_seen__lte=report.received_at,
    )
    campaigns = [
        _of_row(row) for row in rows.select_related("subject__campaign").order_by("-first_seen")[:MOST]
    ]
    found = [*campaigns, *_told_by_patrol(report)]
    return sorted(found, key=lambda one: one.day, reverse=True)[:MOST]


def _of_row(row: FindingRow) -> Told:
    return Told(
        indicator=row.indicator,
        message=row.message,
        url=row.url,
        excerpt=row.excerpt,
        locator=row.locator,
        day=timezone.localdate(row.first_seen),
        where=row.subject.campaign.name,
        source=row.source,
    )


def _told_by_patrol(report: ErrorReport) -> Iterator[Told]:
    for look in _patrolled(report):
        for one in look.told or look.new:
            if report.page_url in (one["url"], one.get("parent")):
                yield Told(**{name: one.get(name, "") for name in _KEPT}, day=look.day, where=_PATROL)
