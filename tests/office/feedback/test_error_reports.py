"""Error reports of the public: the clock, intake by spreadsheet, rights, the way to closing, figures and export."""

import datetime as dt

import openpyxl
import pytest
from django.urls import reverse

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.deadlines.calendars import calendar, confirm_year
from xunwang.office.deadlines.models import CalendarDay, CalendarYear
from xunwang.office.deadlines.workdays import Calendar
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import service
from xunwang.office.feedback.exporting import export
from xunwang.office.feedback.figures import by_unit, figures, given_table
from xunwang.office.feedback.importing import import_list, preview
from xunwang.office.feedback.models import ErrorKind, ErrorReport, Source, Truth
from xunwang.office.feedback.policies import ERROR_REPORTS
from xunwang.office.feedback.sheet import read_list
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.policy import Action
from xunwang.office.people.roles import Role

HEADER = (
    "留言ID",
    "被纠错网站",
    "标识码",
    "问题页面",
    "错误类型",
    "留言内容",
    "邮箱",
    "留言时间",
    "回复时间",
    "是否属实",
)
REPLY = "经核实，页面中的错别字已于当日更正。"


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def report(unit, received="2026-03-30 09:00", **fields):
    made = ErrorReport(
        unit=unit,
        source=Source.NATIONAL,
        site_name="东河县政府",
        kind=ErrorKind.TYPO,
        description="标题有错别字",
        received_at=at(received),
    )
    for name, value in fields.items():
        setattr(made, name, value)
    service.set_deadlines(made, calendar())
    made.save()
    return made


def listed(tmp_path, *rows, header=HEADER):
    book = openpyxl.Workbook()
    book.active.append(("“我为政府网站找错”留言清单",))
    book.active.append(header)
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def row(number="ZC001", header=HEADER, **fields):
    said = {
        "留言ID": number, "被纠错网站": "东河县政府", "标识码": "3700000001", "问题页面": "http://www.donghe.gov.cn/a.html",
        "错误类型": "错别字", "留言内容": "标题有错别字", "邮箱": "someone@example.com", "留言时间": "2026-03-30 09:00",
    } | fields  # fmt: skip
    return tuple(said.get(name) for name in header)


# ── the clock ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("received", "hand_over", "close"),
    [
        ("2026-03-30 09:00", "2026-03-31", "2026-04-02"),
        ("2026-03-30 23:59", "2026-03-31", "2026-04-02"),
        ("2026-03-27 17:00", "2026-03-30", "2026-04-01"),  # a Friday
        ("2026-03-28 10:00", "2026-03-30", "2026-04-01"),  # a Saturday
        ("2026-09-18 10:00", "2026-09-20", "2026-09-22"),  # the Sunday is made up
        ("2026-09-30 10:00", "2026-10-08", "2026-10-10"),  # a week off, the Saturday after it is worked
    ],
)
def test_deadlines_count_working_days_after_the_receipt(received, hand_over, close):
    off = {dt.date(2026, 10, day): False for day in range(1, 8)}
    made_up = {dt.date(2026, 9, 20): True, dt.date(2026, 10, 10): True}
    made = ErrorReport(received_at=at(received))
    service.set_deadlines(made, Calendar(off | made_up, frozenset({2026})))

    assert (made.hand_over_due_on.isoformat(), made.due_on.isoformat()) == (hand_over, close)
    assert not made.due_provisional


@pytest.mark.parametrize(("settled", "on_time"), [("2026-04-02 23:59", True), ("2026-04-03 00:00", False)])
def test_the_last_minute_of_the_last_day_is_on_time(office, settled, on_time):
    assert report(office.county, closed_at=at(settled)).on_time is on_time
    answered = report(office.county, closed_at=at("2026-04-09 09:00"), platform_answered_at=at(settled))
    assert answered.on_time is on_time


def test_an_answer_on_the_platform_settles_the_clock_and_leaves_the_verdict_open(office):
    answered = report(office.county, platform_answered_at=at("2026-03-30 10:00"))
    open_one = report(office.county)
    rows = ErrorReport.objects.all()
    total = figures(rows, dt.date(2026, 4, 13))
    assert (answered.on_time, answered.open, open_one.on_time) == (True, True, None)
    assert (total.on_time, total.open_late, total.ended) == (1, 1, 2)
    assert list(rows.late(dt.date(2026, 4, 13))) == [open_one]


def test_deadlines_of_open_reports_follow_the_calendar(office):
    CalendarDay.objects.all().delete()
    CalendarYear.objects.all().delete()
    open_one = report(office.county)
    closed = report(office.county, closed_at=at("2026-03-31 10:00"))
    assert open_one.due_provisional
    confirm_year(
        2026, {dt.date(2026, 4, 1)}, set(), source="通知", user=office.user(office.city, Role.SUPERVISOR)
    )
    open_one.refresh_from_db()
    closed.refresh_from_db()

    assert (open_one.due_on, open_one.due_provisional) == (dt.date(2026, 4, 3), False)
    assert closed.due_on == dt.date(2026, 4, 2)


# ── intake ───────────────────────────────────────────────────────────────────────────────────────


def test_a_list_under_other_headers_is_read_with_problems_by_row(tmp_path):
    path = listed(
        tmp_path,
        row(留言时间=dt.datetime(2026, 3, 30, 9, 5)),  # noqa: DTZ001  # as spreadsheets keep moments
        row("ZC002", 留言内容=None),
        row("ZC003", 留言时间="上周"),
        row("ZC004", 回复时间="2026-03-29 08:00"),
        row("ZC001"),
        row("ZC006", 错误类型="排版", 留言时间="2026年3月30日", 回复时间="2026/4/1", 是否属实="不属实"),
    )
    read = read_list(path)

    assert read.read == 6
    assert [(one.number, one.received_at, one.kind) for one in read.rows] == [
        ("ZC001", at("2026-03-30 09:05"), ErrorKind.TYPO),
        ("ZC006", at("2026-03-30 00:00"), ErrorKind.OTHER),
    ]
    assert (read.rows[1].answered_at, read.rows[1].truth) == (at("2026-04-01 23:59"), Truth.UNTRUE)
    told = [str(one) for one in read.problems]
    assert [one.row for one in read.problems] == [4, 5, 6, 7, 8]
    assert "“留言内容”列：问题描述是空的" in told[0]
    assert "“上周”不是真实的日期" in told[1]
    assert "早于提交时间" in told[2]
    assert "与第 3 行相同" in told[3]
    assert "不认识问题类型“排版”" in told[4]


def test_a_file_without_the_header_is_refused_in_words(tmp_path):
    with pytest.raises(OfficeError, match="没有找到找错清单的表头"):
        read_list(listed(tmp_path, ("a", "b"), header=("甲", "乙")))


def test_a_list_is_previewed_then_taken_in_and_a_second_time_only_completed(office, tmp_path):
    user = office.user(office.city, Role.INSPECTOR)
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/", code="3700000001")
    first = listed(
        tmp_path,
        row(),
        row("ZC002", 标识码=None, 回复时间="2026-03-31 10:00", 是否属实="属实"),
        row("ZC003", 留言时间="2099-01-01 08:00"),
    )
    seen = preview(first, user)
    assert not ErrorReport.objects.exists()
    assert not AuditEntry.objects.filter(action="error_report.imported").exists()

    taken = import_list(first, user)
    assert (taken.created, taken.rejected) == (seen.created, seen.rejected) == (2, 1)
    open_one, closed = ErrorReport.objects.order_by("number")
    assert (open_one.subject, open_one.unit, open_one.contact_hint) == (site, office.city, "s***@example.com")
    assert "someone" not in open_one.contact
    assert (closed.subject, closed.unit, closed.truth, closed.contact) == (site, office.county, "true", "")
    assert (closed.on_time, closed.machine) == (True, "not_looked")

    again = import_list(listed(tmp_path, row(回复时间="2026-04-01 10:00"), row("ZC002")), user)
    open_one.refresh_from_db()
    assert (again.created, again.updated, again.known) == (0, 1, 1)
    assert open_one.platform_answered_at == at("2026-04-01 10:00")
    full = row(回复时间="2026-04-01 10:00", 是否属实="属实", 答复内容=REPLY, header=(*HEADER, "答复内容"))
    later = import_list(listed(tmp_path, full, row("ZC002"), header=(*HEADER, "答复内容")), user)
    open_one.refresh_from_db()
    assert (later.updated, later.known) == (1, 1)
    assert (open_one.reply, open_one.truth, open_one.contact) == (REPLY, "true", "")
    assert open_one.closed_at == at("2026-04-01 10:00")
    foreign = import_list(listed(tmp_path, row()), office.user(office.stranger, Role.INSPECTOR))
    assert "已由其他单位登记" in str(foreign.problems[0])


# ── rights ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_with_a_report(office, role):
    own, other = report(office.county), report(office.park)
    leads = role in {Role.SUPERVISOR, Role.INSPECTOR, Role.UNIT_LEADER}
    for unit in (office.county, office.city, office.province):
        user = office.user(unit, role)
        assert ERROR_REPORTS.may(user, Action.VIEW, own)
        assert ERROR_REPORTS.may(user, Action.CHANGE, own) is leads
        assert ERROR_REPORTS.may(user, Action.DECIDE, own) is leads
        assert ERROR_REPORTS.may(user, Action.ANSWER, own) is (leads or role is Role.UNIT_CLERK)
    assert list(ERROR_REPORTS.visible(office.user(office.county, role))) == [own]
    assert not any(ERROR_REPORTS.may(office.user(office.county, role), action, other) for action in Action)
    assert not ERROR_REPORTS.visible(office.user(office.stranger, role)).exists()


# ── the way to closing ───────────────────────────────────────────────────────────────────────────


def test_a_report_is_handed_over_answered_and_closed_with_its_trail(client, office):
    received = (clock.now() - dt.timedelta(minutes=5)).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    made = report(office.city, received)
    service.keep_contact(made, "13800000000")
    made.save()
    page, act = (
        reverse("error_report", args=[made.pk]),
        lambda name: reverse("error_report_act", args=[made.pk, name]),
    )
    client.force_login(office.user(office.city, Role.INSPECTOR))
    assert "没有答复" in client.post(act("close"), {"truth": "untrue"}, follow=True).content.decode()
    client.post(act("hand-over"), {"unit": office.county.pk, "text": "请当日办结"})

    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    assert "13800000000" in client.get(page).content.decode()
    assert "138****00" in client.get(reverse("error_reports")).content.decode()
    assert "请选择承办单位" not in client.post(act("answer"), {"reply": REPLY}, follow=True).content.decode()
    assert client.post(act("close"), {"truth": "true"}).status_code == 403

    client.force_login(office.user(office.county, Role.UNIT_LEADER))
    assert "机器检查此前是否" in client.post(act("close"), {"truth": "true"}, follow=True).content.decode()
    client.post(act("close"), {"truth": "true", "machine": "missed"})
    assert "没有检查过这个网站" in client.get(page).content.decode()
    client.post(act("close"), {"truth": "true", "machine": "not_looked"})
    assert "已经办结" in client.post(act("answer"), {"reply": REPLY}, follow=True).content.decode()
    assert (
        "早于收到时间"
        in client.post(act("platform"), {"at": "2020-01-01T08:00"}, follow=True).content.decode()
    )
    made.refresh_from_db()
    assert (made.unit, made.truth, made.machine, made.contact) == (office.county, "true", "not_looked", "")
    assert made.on_time
    assert list(AuditEntry.objects.filter(action__startswith="error_report").order_by("pk").values_list("action", flat=True)) == [
        "error_report.handed_over", "error_report.answered", "error_report.closed",
    ]  # fmt: skip


def test_nobody_hands_over_to_units_of_others(client, office):
    made = report(office.county)
    client.force_login(office.user(office.county, Role.INSPECTOR))
    said = client.post(
        reverse("error_report_act", args=[made.pk, "hand-over"]), {"unit": office.park.pk}, follow=True
    )

    assert "请选择承办单位" in said.content.decode()
    with pytest.raises(OfficeError, match="下级单位"):
        service.hand_over(made, office.park, by=office.user(office.county, Role.INSPECTOR))


# ── figures and export ──────────────────────────────────────────────────────────────────────────────


def test_figures_count_true_late_and_missed_reports(office):
    late, good = at("2026-04-09 10:00"), at("2026-04-01 10:00")
    report(office.county, closed_at=good, truth="true", machine="missed")
    report(office.county, closed_at=late, truth="true", machine="found")
    report(office.county, closed_at=good, truth="true")
    report(office.park, closed_at=good, truth="untrue")
    report(office.park, "2026-03-20 10:00")
    report(office.park, "2026-04-10 10:00")
    rows = ErrorReport.objects.received_between(dt.date(2026, 3, 1), dt.date(2026, 4, 10))
    total = figures(rows, dt.date(2026, 4, 13))

    assert (total.received, total.on_time, total.closed_late, total.open_late, total.running) == (
        6,
        3,
        1,
        1,
        1,
    )
    assert (total.true, total.untrue, total.miss_rate, total.unchecked) == (3, 1, "50%", 1)
    assert (total.rate, total.oldest_open) == ("60%", dt.date(2026, 3, 20))
    table = given_table(by_unit(rows, dt.date(2026, 4, 13)))
    assert table.rows == (("东河县", 3, 0, 3, 2, None, 3, 0), ("南山园区", 3, 1, 2, 1, None, 0, 1))
    assert ErrorReport.objects.received_between(dt.date(2026, 3, 31), dt.date(2026, 4, 9)).count() == 0


def test_nothing_the_public_wrote_becomes_a_formula_and_no_contact_leaves(office, tmp_path):
    evil = '=HYPERLINK("http://x.invalid/","点我")'
    made = report(
        office.county,
        description=evil,
        site_name="+1",
        reply="@SUM(1)",
        closed_at=at("2026-04-01 10:00"),
        truth="true",
        machine="missed",
    )
    service.keep_contact(made, "someone@example.com")
    export(tmp_path / "out.xlsx", [made], by_unit(ErrorReport.objects.all(), dt.date(2026, 4, 2)))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]

    assert evil in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any("example.com" in str(cell.value) for cell in cells)
    assert book["机器未发现"].max_row == 2


def test_the_pages_show_late_ones_first_and_take_a_list(client, office, tmp_path):
    client.force_login(office.user(office.city, Role.INSPECTOR))
    assert "从“我为政府网站找错”平台导出清单" in client.get(reverse("error_reports")).content.decode()
    report(office.county, number="NEW", received=clock.now().astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"))
    report(office.county, number="OLD")
    report(
        office.county,
        number="DONE",
        received="2026-03-02 09:00",
        closed_at=at("2026-03-03 10:00"),
        truth="true",
    )
    everything = client.get(reverse("error_reports"), {"list": "all"}).content.decode()
    assert everything.index("OLD") < everything.index("NEW") < everything.index("DONE")

    upload = listed(tmp_path, row("ZC009"), row("ZC010", 留言内容=""))
    with upload.open("rb") as file:
        looked = client.post(reverse("error_report_import"), {"file": file})
    assert "问题描述是空的" in looked.content.decode()
    assert not ErrorReport.objects.filter(number="ZC009").exists()
    client.post(reverse("error_report_import"), {"ticket": looked.context["ticket"]})
    assert ErrorReport.objects.filter(number="ZC009", unit=office.city).exists()

    period = {"first": "2026-03-01", "last": "2026-03-31"}
    assert "3件，按时办结1件" in client.get(reverse("error_report_figures"), period).content.decode()
    assert client.get(reverse("error_report_export"), period).status_code == 200
    assert (
        "早于开始日期"
        in client.get(
            reverse("error_report_figures"), {"first": "2026-03-02", "last": "2026-03-01"}
        ).content.decode()
    )
    client.force_login(office.user(office.city, Role.AUDITOR))
    assert client.get(reverse("error_report_import")).status_code == 403
