"""Error reports of the public: taken in, handed over, answered, closed. Every act leaves its trail in the same transaction."""

import datetime as dt
import re

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.deadlines.workdays import Calendar, deadline
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.looked import looked_before, machine_before
from xunwang.office.feedback.models import Aside, ErrorReport, Machine, ReportEvent, Step, Truth
from xunwang.office.messages.service import send, with_link
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.sealing import seal

HAND_OVER_DAYS = 1
CLOSE_DAYS = 3
"""Working days after the day of receipt (辽宁省 rules; circulars name those over 3 working days)."""
SHORTEST_REPLY = 10
report_ruled = Signal()
"""Sent with `report` in the transaction that says whether one is true and what the machine had made of it."""


def set_deadlines(report: ErrorReport, known: Calendar) -> None:
    """Both deadlines by the calendar, from the day of receipt, which does not count. Does not save."""
    start = timezone.localdate(report.received_at)
    report.hand_over_due_on = deadline(start, HAND_OVER_DAYS, known, first_day_counts=False)
    report.due_on = deadline(start, CLOSE_DAYS, known, first_day_counts=False)
    report.due_provisional = not known.sure(start, report.due_on)


def count_again(**_: object) -> None:
    """The deadlines of open reports after a year of the calendar was confirmed."""
    known = calendar()
    rows = list(ErrorReport.objects.open())
    for report in rows:
        set_deadlines(report, known)
    ErrorReport.objects.bulk_update(rows, ["hand_over_due_on", "due_on", "due_provisional"], batch_size=200)


def keep_contact(report: ErrorReport, contact: str) -> None:
    """Seals how the reporter can be reached; lists see the hint only. Does not save."""
    report.contact, report.contact_hint = seal(contact), masked(contact)


def masked(contact: str) -> str:
    """Enough to tell two reporters apart, too little to reach either."""
    name, at, host = contact.partition("@")
    if at:
        return f"{name[:1]}***@{host}"[:60]
    if re.fullmatch(r"[\d\s+-]{7,}", contact):
        return f"{contact[:3]}****{contact[-2:]}"
    return f"{contact[:1]}**" if contact else ""


def note(report: ErrorReport, step: Step, text: str = "", *, user: User | None) -> None:
    ReportEvent.objects.create(report=report, step=step, user=user, at=clock.now(), text=text)


@transaction.atomic
def hand_over(report: ErrorReport, unit: Unit, *, by: User, text: str = "") -> None:
    """The unit has to deal with it from now on; to stay with one's own unit counts as taking it on. Raises OfficeError."""
    report = _locked(report)
    if not by.unit.holds(unit):
        raise OfficeError("只能转给本单位或下级单位。")
    if report.handed_over_at is None:
        report.handed_over_at = clock.now()
    report.unit = unit
    report.save(update_fields=["unit", "handed_over_at"])
    note(report, Step.HANDED_OVER, f"转{unit}办理。{text}".strip(), user=by)
    if unit != by.unit:
        send(
            unit,
            topic="error_report",
            key=f"error_report:{report.pk}:{unit.pk}",
            title="有网民找错需要办理",
            text=with_link(_told(report), "error_report", report.pk),
        )
    log_action("error_report.handed_over", report, user=by, unit=unit, data={"unit": unit.name})


def _told(report: ErrorReport) -> str:
    """No word of what the citizen wrote: a message channel is no place for it."""
    name = report.site_name or report.site_code or "未知网站"
    return f"{name}：{report.get_kind_display()}，办结期限 {report.due_on}。请在“网民找错”中办理。"


@transaction.atomic
def answer(report: ErrorReport, text: str, *, by: User) -> None:
    """Keeps the reply; a later one replaces it. Raises OfficeError."""
    report = _locked(report)
    if len(text.strip()) < SHORTEST_REPLY:
        raise OfficeError(f"答复内容太短，应写明核实和处理情况（不少于 {SHORTEST_REPLY} 个字）。")
    report.reply, report.answered_at = text.strip(), clock.now()
    report.handed_over_at = report.handed_over_at or report.answered_at
    report.save(update_fields=["reply", "answered_at", "handed_over_at"])
    note(report, Step.ANSWERED, report.reply, user=by)
    log_action("error_report.answered", report, user=by, unit=report.unit)


@transaction.atomic
def answered_on_platform(report: ErrorReport, at: dt.datetime, *, by: User) -> None:
    """Notes when the reply went out on the national platform; may be done after closing. Raises OfficeError."""
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    refuse_order(report.received_at, at, "全国平台答复时间")
    report.platform_answered_at = at
    report.save(update_fields=["platform_answered_at"])
    note(report, Step.PLATFORM, clock.shown(at), user=by)
    log_action(
        "error_report.platform_answered", report, user=by, unit=report.unit, data={"on": clock.shown(at)}
    )


@transaction.atomic
def close(report: ErrorReport, truth: Truth, *, by: User, machine: Machine | None = None) -> None:
    """Closed as true or untrue; the reporter's contact is forgotten. Raises OfficeError.

    A true one needs `machine`: it makes the miss rate of the inspections.
    """
    report = _locked(report)
    if not report.answered_at:
        raise OfficeError("还没有答复，请先填写答复内容，再办结。")
    if truth is Truth.TRUE:
        _refuse_machine(report, machine)
    report.truth, report.closed_at = truth, clock.now()
    report.machine = machine if machine and truth is Truth.TRUE else ""
    report.contact = report.contact_hint = ""
    report.save(update_fields=["truth", "closed_at", "machine", "contact", "contact_hint"])
    note(report, Step.CLOSED, truth.label, user=by)
    report_ruled.send(ErrorReport, report=report)
    log_action("error_report.closed", report, user=by, unit=report.unit, data={"result": truth.label})


def ruled_by_list(report: ErrorReport, *, by: User) -> None:
    """A report that a list closed: what the machine had made of it is told by the records, and may be corrected."""
    said = report.get_truth_display()
    if report.truth == Truth.TRUE:
        report.machine = machine_before(report)
        report.save(update_fields=["machine"])
        said = f"{said}；按检查记录，机器检查此前{report.get_machine_display()}，可以更正"
    note(report, Step.CLOSED, said, user=by)
    report_ruled.send(ErrorReport, report=report)


@transaction.atomic
def correct(report: ErrorReport, truth: Truth, machine: Machine | None, why: str, *, by: User) -> None:
    """Another verdict on a closed report, or what the machine had made of it. Raises OfficeError."""
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if report.open or report.aside:
        raise OfficeError("这件找错还没有办结，请在“办结”中选择核实结果。")
    if truth is Truth.TRUE:
        _refuse_machine(report, machine)
    if truth != report.truth and not why.strip():
        raise OfficeError("改变核实结果要写明原因。")
    report.truth, report.machine = truth, machine if machine and truth is Truth.TRUE else ""
    report.save(update_fields=["truth", "machine"])
    said = f"{truth.label}；机器检查此前{report.get_machine_display()}" if report.machine else truth.label
    note(report, Step.CORRECTED, f"{said}。{why.strip()[:500]}", user=by)
    report_ruled.send(ErrorReport, report=report)
    log_action("error_report.corrected", report, user=by, unit=report.unit, data={"result": said})


@transaction.atomic
def set_aside(report: ErrorReport, aside: Aside, why: str, *, by: User) -> None:
    """A report that came twice or was withdrawn ends here and counts nowhere; the contact is forgotten. Raises OfficeError."""
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if report.aside:
        raise OfficeError(f"这件找错已按“{report.get_aside_display()}”移出统计。")
    if not why.strip():
        raise OfficeError("请写明与哪一件重复，或者撤回的原因。")
    report.aside, report.closed_at = aside, report.closed_at or clock.now()
    report.contact = report.contact_hint = ""
    report.save(update_fields=["aside", "closed_at", "contact", "contact_hint"])
    note(report, Step.ASIDE, f"{aside.label}：{why.strip()[:500]}", user=by)
    log_action("error_report.set_aside", report, user=by, unit=report.unit, data={"result": aside.label})


@transaction.atomic
def take_back(report: ErrorReport, *, by: User) -> None:
    """One that was set aside counts again; without a verdict it is open again. Raises OfficeError."""
    report = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if not report.aside:
        raise OfficeError("这件找错没有移出统计。")
    report.aside, report.closed_at = "", report.closed_at if report.truth else None
    report.save(update_fields=["aside", "closed_at"])
    note(report, Step.BACK, user=by)
    log_action("error_report.taken_back", report, user=by, unit=report.unit)


def _refuse_machine(report: ErrorReport, machine: Machine | None) -> None:
    if machine is None:
        raise OfficeError("请选择机器检查此前是否已经发现这个问题。")
    if machine is not Machine.NOT_LOOKED and not looked_before(report):
        raise OfficeError("收到之前没有检查过这个网站，请选择“没有检查过”。")


def refuse_order(received: dt.datetime, later: dt.datetime, label: str) -> None:
    """Raises OfficeError when what follows the receipt lies before it or has not come yet."""
    if later < received:
        raise OfficeError(f"{label} {clock.shown(later)} 早于收到时间 {clock.shown(received)}，请核对。")
    if later > clock.now():
        raise OfficeError(f"{label} {clock.shown(later)} 还没有到，请核对。")


def _locked(report: ErrorReport) -> ErrorReport:
    fresh = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if not fresh.open:
        raise OfficeError("这件找错已经办结，不能再改。")
    return fresh
