"""Takes the national platform's list in, all or nothing of each row; a look at it beforehand writes nothing."""

import datetime as dt
from pathlib import Path

from django.db import transaction

from xunwang.inspector.door import host_of
from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.feedback.models import ErrorReport, Source, Step
from xunwang.office.feedback.service import keep_contact, note, set_deadlines
from xunwang.office.feedback.sheet import ReportRow, read_list
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.calendars import calendar
from xunwang.office.rectify.workdays import Calendar
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.sheet import Problem


class Intake(Record, frozen=True):
    """What a list brought. `updated` got their answer on the platform, reply or verdict; `known` were there and did not change."""

    read: int
    created: int = 0
    updated: int = 0
    known: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def rejected(self) -> int:
        return sum(one.severity == "error" for one in self.problems)

    def __str__(self) -> str:
        return f"读到 {self.read} 件，新增 {self.created} 件，补登答复 {self.updated} 件，未变 {self.known} 件，不能导入 {self.rejected} 件。"


def preview(path: Path, user: User) -> Intake:
    """The outcome the import would have; nothing is written. Raises OfficeError when the file is of no use."""
    with transaction.atomic():
        intake = import_list(path, user)
        transaction.set_rollback(True)
    return intake


@transaction.atomic
def import_list(path: Path, user: User, *, shown_as: str = "") -> Intake:
    """Takes in every usable row of the list. Raises OfficeError when the file is of no use."""
    listed = read_list(path)
    taking = _Taking(user, clock.now())
    for row in listed.rows:
        taking.take(row)
    counts = taking.counts
    intake = Intake(
        listed.read,
        counts["created"],
        counts["updated"],
        counts["known"],
        (*listed.problems, *taking.problems),
    )
    said = {"file": shown_as or path.name, "entries": intake.created + intake.updated}
    log_action("error_report.imported", user.unit, user=user, data=said)
    return intake


class _Taking:
    """One import under way: the register of the user's subtree, and what became of the rows."""

    def __init__(self, user: User, now: dt.datetime) -> None:
        self.user, self.now = user, now
        self.problems: list[Problem] = []
        self.counts = {"created": 0, "updated": 0, "known": 0}
        self.calendar: Calendar = calendar()
        rows = SubjectVersion.objects.below(user.unit).on(clock.today()).select_related("unit")
        self.by_code = {row.code: row for row in rows if row.code}
        self.by_host = {host_of(row.home): row for row in rows if row.home}
        self.units: dict[str, list[Unit]] = {}
        for unit in Unit.objects.filter(path__startswith=user.unit.path):
            self.units.setdefault(unit.name, []).append(unit)

    def take(self, row: ReportRow) -> None:
        late = next(
            (at for at in (row.received_at, row.answered_at) if at and at.date() > clock.today()), None
        )
        if late:
            return self.refuse(row, f"时间 {late:%Y-%m-%d %H:%M} 还没有到，请核对年份。")
        kept = (
            ErrorReport.objects.filter(source=Source.NATIONAL, number=row.number).first()
            if row.number
            else None
        )
        if kept is None:
            self.create(row)
        elif not self.user.unit.holds(kept.unit):
            self.refuse(row, f"编号 {row.number} 已由其他单位登记，请与上级单位核对。")
        else:
            self.counts["updated" if self.update(kept, row) else "known"] += 1
        return None

    def refuse(self, row: ReportRow, text: str) -> None:
        self.problems.append(Problem(text, row=row.row))

    def create(self, row: ReportRow) -> None:
        site = self.by_code.get(row.site_code) or self.by_host.get(
            host_of(row.page_url) if row.page_url else ""
        )
        if site is None and (row.site_code or row.page_url):
            text = "名录里没有这个网站，找错已登记，不与网站关联；请核对网站标识码和页面地址。"
            self.problems.append(Problem(text, "warning", row=row.row))
        report = _report(row, self.unit_of(row, site), site)
        set_deadlines(report, self.calendar)
        if report.closed_at is None:
            keep_contact(report, row.contact)
        report.save()
        note(report, Step.RECEIVED, "全国平台清单导入", user=self.user)
        self.counts["created"] += 1

    def unit_of(self, row: ReportRow, site: SubjectVersion | None) -> Unit:
        """Who has it: until somebody hands it over, the unit that took it in; what is answered, the unit that did so."""
        if row.answered_at is None:
            return self.user.unit
        named = self.units.get(row.unit, [])
        if len(named) == 1:
            return named[0]
        return site.unit if site else self.user.unit

    def update(self, kept: ErrorReport, row: ReportRow) -> bool:
        """Takes what is empty from the row: the platform's answer, and of an open report its verdict, which closes it."""
        answered = row.answered_at if kept.platform_answered_at is None else None
        said = row.reply if not kept.reply else ""
        if answered:
            kept.platform_answered_at = answered
            note(kept, Step.PLATFORM, clock.shown(answered), user=self.user)
        if said:
            kept.reply = said
            note(kept, Step.ANSWERED, said, user=self.user)
        kept.answered_at = kept.answered_at or kept.platform_answered_at
        kept.handed_over_at = kept.handed_over_at or kept.answered_at
        ruled = row.truth if kept.open and kept.answered_at else None
        if ruled:
            kept.truth, kept.closed_at = ruled, kept.platform_answered_at or kept.answered_at
            kept.contact = kept.contact_hint = ""
            note(kept, Step.CLOSED, ruled.label, user=self.user)
        kept.save()
        return bool(answered or said or ruled)


def _report(row: ReportRow, unit: Unit, site: SubjectVersion | None) -> ErrorReport:
    """With an answer and a verdict it comes in closed."""
    closed = row.answered_at if row.truth else None
    return ErrorReport(
        unit=unit,
        subject=site.subject if site else None,
        site_name=row.site_name or (site.name if site else ""),
        site_code=row.site_code or (site.code if site else ""),
        page_url=row.page_url,
        source=Source.NATIONAL,
        number=row.number,
        kind=row.kind,
        description=row.description,
        received_at=row.received_at,
        handed_over_at=row.answered_at,
        reply=row.reply,
        answered_at=row.answered_at,
        platform_answered_at=row.answered_at,
        truth=row.truth or "",
        closed_at=closed,
    )
