"""Takes the national platform's list in, all or nothing of each row; a look at it beforehand writes nothing."""

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.deadlines.workdays import Calendar
from xunwang.office.feedback.models import ErrorReport, Source, Step
from xunwang.office.feedback.service import keep_contact, note, ruled_by_list, set_deadlines
from xunwang.office.feedback.sheet import BARE, ReportRow, read_list
from xunwang.office.feedback.sites import Sites
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.naming import UnitNames, ambiguous
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.sheet import Problem, Severity


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
    taking = _Taking(user)
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

    def __init__(self, user: User) -> None:
        self.user = user
        self.problems: list[Problem] = []
        self.counts = {"created": 0, "updated": 0, "known": 0}
        self.calendar: Calendar = calendar()
        self.sites = Sites(SubjectVersion.objects.below(user.unit).on(clock.today()).select_related("unit"))
        self.units = UnitNames(Unit.objects.filter(path__startswith=user.unit.path))
        self.taken: set[int] = set()
        self.told: dict[tuple[object, ...], int] = {}

    def take(self, row: ReportRow) -> None:
        moments = (row.received_at, row.answered_at)
        late = next((at for at in moments if at and at.date() > clock.today()), None)
        if late:
            return self.warn(row, f"时间 {late:%Y-%m-%d %H:%M} 还没有到，请核对年份。", "error")
        kept = self.known(row)
        if kept is None:
            return self.create(row)
        if not self.user.unit.holds(kept.unit):
            text = f"编号 {row.number} 已由其他单位登记，请与上级单位核对。"
            return self.warn(row, text, "error")
        if row.answered_at and row.answered_at < kept.received_at:
            text = f"答复时间 {clock.shown(row.answered_at)} 早于已登记的收到时间 {clock.shown(kept.received_at)}，没有补登，请核对。"
            return self.warn(row, text, "error")
        if _is_another(kept, row):
            text = f"编号 {row.number} 已登记为另一件（内容和提交日期都不同），没有导入；如果“{row.number}”只是序号，请把这一列的列名改为“序号”。"
            return self.warn(row, text, "error")
        self.taken.add(kept.pk)
        for text in contradictions(kept, row):
            self.warn(row, text)
        self.counts["updated" if self.update(kept, row) else "known"] += 1
        return None

    def warn(self, row: ReportRow, text: str, severity: Severity = "warning") -> None:
        self.problems.append(Problem(text, severity, row.sheet, row.row))

    def known(self, row: ReportRow) -> ErrorReport | None:
        """The kept report of the row's number; without one that of its page, words and time, which a row speaks of once."""
        national = ErrorReport.objects.filter(source=Source.NATIONAL)
        if row.number and (kept := national.filter(number=row.number).first()):
            return kept
        alike = national.filter(
            unit__path__startswith=self.user.unit.path, received_at=row.received_at, page_url=row.page_url,
            description=row.description,
        )  # fmt: skip
        if row.number:
            alike = alike.filter(number="")
        return alike.exclude(pk__in=self.taken).order_by("pk").first()

    def create(self, row: ReportRow) -> None:
        found = self.sites.find(row.site_code, row.page_url)
        if found.doubt:
            self.warn(row, found.doubt)
        self.note_double(row)
        report = _report(row, self.unit_of(row, found.site), found.site)
        set_deadlines(report, self.calendar)
        if report.open:
            keep_contact(report, row.contact)
        report.save()
        self.taken.add(report.pk)
        note(report, Step.RECEIVED, f"全国平台清单导入。{found.doubt}", user=self.user)
        if not report.open:
            ruled_by_list(report, by=self.user)
        self.counts["created"] += 1

    def note_double(self, row: ReportRow) -> None:
        words = row.page_url, row.description, row.received_at
        if not row.number and words in self.told:
            text = f"与第 {self.told[words]} 行的页面、内容和时间相同，仍按两件登记；如果重复，请在这一件的页面移出统计。"
            self.warn(row, text)
        self.told.setdefault(words, row.row)

    def unit_of(self, row: ReportRow, site: SubjectVersion | None) -> Unit:
        """Who has it: until somebody hands it over, the unit that took it in; what is answered, the unit that did so."""
        if row.answered_at is None:
            return self.user.unit
        named = self.units.find(row.unit)
        if len(named) == 1:
            return named[0]
        if named:
            self.warn(row, ambiguous(row.unit, named, self.units))
        return site.unit if site else self.user.unit

    def update(self, kept: ErrorReport, row: ReportRow) -> bool:
        """Takes what is empty from the row; a verdict closes an open report once it is answered on the platform."""
        if kept.aside:
            return False
        numbered = row.number if not kept.number else ""
        kept.number = kept.number or row.number
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
        learned = row.truth if kept.open and not kept.truth else None
        kept.truth = learned or kept.truth
        closed = bool(kept.open and kept.truth and kept.platform_answered_at)
        if closed:
            kept.closed_at, kept.contact, kept.contact_hint = kept.platform_answered_at, "", ""
        kept.save()
        if closed:
            ruled_by_list(kept, by=self.user)
        return bool(numbered or answered or said or learned or closed)


def _is_another(kept: ErrorReport, row: ReportRow) -> bool:
    """Lists whose column of numbers only counts their rows give each month's first report the number 1."""
    return (
        _plain(kept.description) != _plain(row.description)
        and not (kept.page_url and kept.page_url == row.page_url)
        and timezone.localtime(kept.received_at).date() != row.received_at.date()
    )


def contradictions(kept: ErrorReport, row: ReportRow) -> list[str]:
    """What the list says otherwise than it is kept; nothing of it is taken over. None of it is told where the list says nothing."""
    if kept.aside:
        return []
    found = [
        f"{label}已登记为 {clock.shown(known)}，清单写的是 {clock.shown(told)}，没有改动；{way}"
        for label, known, told, bare, way in (
            ("提交时间", kept.received_at, row.received_at, BARE["received_at"], "请核对。"),
            ("全国平台答复时间", kept.platform_answered_at, row.answered_at, BARE["answered_at"], "要更正请在这一件的页面登记。"),
        )
        if known and told and not _same_moment(timezone.localtime(known), told, bare)
    ]  # fmt: skip
    if kept.truth and row.truth and kept.truth != row.truth:
        found.append(
            f"核实结果已登记为“{kept.get_truth_display()}”，清单写的是“{row.truth.label}”，没有改动；要更正请在这一件的页面更正。"
        )
    if kept.reply and row.reply and _plain(kept.reply) != _plain(row.reply):
        found.append("答复内容与已登记的不同，没有改动，请核对。")
    return found


def _same_moment(known: dt.datetime, told: dt.datetime, bare: dt.time) -> bool:
    """Lists leave seconds out, and some the time of the day."""
    return known.date() == told.date() and (
        told.time() == bare or known.replace(second=0, microsecond=0) == told
    )


def _plain(text: str) -> str:
    return "".join(text.split())


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
