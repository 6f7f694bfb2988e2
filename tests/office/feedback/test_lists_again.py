"""A platform's list taken in again: what it says otherwise, rows without numbers, verdicts that come with it, and the list back."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.styles import Font

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.duty.models import MachineLook
from xunwang.office.errors import OfficeError
from xunwang.office.feedback import looked, service
from xunwang.office.feedback.figures import figures
from xunwang.office.feedback.filling import fill_in
from xunwang.office.feedback.importing import import_list
from xunwang.office.feedback.models import Aside, ErrorReport, Machine, MissedCase, ReportEvent, Truth
from xunwang.office.feedback.moments import parse_moment
from xunwang.office.feedback.sheet import read_list
from xunwang.office.people.models import AuditEntry, UnitLevel, add_unit
from xunwang.office.people.roles import Role
from xunwang.office.registry.values import RowError

PAGE = "http://www.donghe.gov.cn/a"
HEADER = (
    "编号",
    "网站标识码",
    "页面地址",
    "问题类型",
    "问题描述",
    "提交时间",
    "答复内容",
    "答复时间",
    "核实结果",
    "承办单位",
)
REPLY = "经核实，已于3月23日更正并重新发布。"


@pytest.fixture
def city(office, settings):
    """The last day of March 2026, noon; the county's website is registered."""
    noon = dt.datetime(2026, 3, 31, 12, tzinfo=SHANGHAI)
    settings.CLOCK_SHIFT = noon - dt.datetime.now(dt.UTC)
    office.site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/", code="3300000001")
    return office


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def taken(city, tmp_path):
    def take(*rows, header=HEADER):
        return import_list(listed(tmp_path / "list.xlsx", *rows, header=header), city.boss)

    return take


def listed(path, *rows, header=HEADER):
    book = openpyxl.Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append([row.get(name) for name in header])
    book.save(path)
    return path


def row(number="1", **said):
    return {
        "编号": number, "网站标识码": "3300000001", "页面地址": PAGE, "问题类型": "错别字", "问题描述": "“登陆”错字", "提交时间": "2026-03-20 09:00",
    } | said  # fmt: skip


def told(intake):
    return [(one.severity, one.message) for one in intake.problems]


def test_what_a_second_list_says_otherwise_is_told_and_changes_nothing(taken):
    taken(row(), row("2", 答复时间="2026-03-23 10:00", 核实结果="属实", 答复内容=REPLY))
    early = taken(row(提交时间="2026-03-01 09:00", 答复时间="2026-03-02 10:00", 核实结果="属实"))
    assert told(early) == [
        ("error", "答复时间 2026-03-02 10:00 早于已登记的收到时间 2026-03-20 09:00，没有补登，请核对。")
    ]
    other = taken(
        row(
            "2",
            提交时间="2026-03-19 09:00",
            答复时间="2026-03-30 10:00",
            核实结果="不属实",
            答复内容="已改正。",
        )
    )
    assert (other.updated, other.known) == (0, 1)
    said = " ".join(text for severity, text in told(other) if severity == "warning")
    for word in (
        "提交时间已登记为 2026-03-20 09:00，清单写的是 2026-03-19 09:00",
        "全国平台答复时间已登记为 2026-03-23 10:00，清单写的是 2026-03-30 10:00",
        "核实结果已登记为“属实”，清单写的是“不属实”",
        "答复内容与已登记的不同",
    ):
        assert word in said
    first, second = ErrorReport.objects.order_by("number")
    assert (first.platform_answered_at, first.on_time, first.truth) == (None, None, "")
    assert (second.platform_answered_at, second.truth, second.reply) == (
        at("2026-03-23 10:00"),
        "true",
        REPLY,
    )
    bare = taken(row("2", 提交时间="2026-03-20", 答复时间="2026-03-23", 核实结果="属实", 答复内容=REPLY))
    assert (bare.known, told(bare)) == (1, [])


def test_a_verdict_counts_when_its_answer_has_come(taken):
    taken(row(核实结果="属实"))
    total = figures(ErrorReport.objects.all(), clock.today())
    assert (total.true, total.running + total.open_late) == (0, 1)
    answered = {name: text for name, text in row(答复时间="2026-03-23 10:00").items() if name != "核实结果"}
    assert taken(answered).updated == 1
    report = ErrorReport.objects.get()
    assert (report.open, report.truth, report.on_time) == (False, "true", True)


def test_rows_without_numbers_are_known_again_and_alike_ones_are_told(taken):
    header = tuple(name for name in HEADER if name != "编号")
    rows = [
        row(None, 问题描述=f"第{number}件错字", 答复时间="2026-03-23 10:00", 核实结果="属实")
        for number in (1, 2, 2)
    ]
    first = taken(*rows, header=header)
    assert (first.created, [one.row for one in first.problems]) == (3, [4])
    assert "与第 3 行的页面、内容和时间相同" in first.problems[0].message
    again = taken(*rows, header=header)
    assert (again.created, again.known, ErrorReport.objects.count()) == (0, 3, 3)
    numbered = taken(row("ZC1", 问题描述="第1件错字", 答复时间="2026-03-23 10:00", 核实结果="属实"))
    assert (numbered.created, numbered.updated) == (0, 1)
    assert ErrorReport.objects.get(number="ZC1").description == "第1件错字"


def test_a_double_is_set_aside_outside_all_counts_and_can_come_back(client, city, taken):
    taken(row(), row("2"), row("3", 答复时间="2026-03-23 10:00", 核实结果="属实"))
    double = ErrorReport.objects.get(number="2")
    client.force_login(city.user(city.city, Role.UNIT_CLERK))
    act = reverse("error_report_act", args=[double.pk, "aside"])
    assert client.post(act, {"aside": "duplicate", "why": "同 1"}).status_code == 403
    client.force_login(city.boss)
    assert "请写明与哪一件重复" in client.post(act, {"aside": "duplicate"}, follow=True).content.decode()
    client.post(act, {"aside": "duplicate", "why": "与编号 1 重复"})
    double.refresh_from_db()
    total = figures(ErrorReport.objects.all(), clock.today())
    assert (double.aside, double.open, total.received) == ("duplicate", False, 2)
    listed_as = {which: client.get(reverse("error_reports"), {"list": which}).context["page"].paginator.count for which in ("open", "closed", "aside", "all")}  # fmt: skip
    assert listed_as == {"open": 1, "closed": 1, "aside": 1, "all": 3}
    assert taken(row("2", 答复时间="2026-03-24 10:00", 核实结果="属实")).known == 1
    assert "重复，不计入统计" in client.get(reverse("error_report", args=[double.pk])).content.decode()
    client.post(reverse("error_report_act", args=[double.pk, "back"]))
    assert figures(ErrorReport.objects.all(), clock.today()).received == 3
    assert ErrorReport.objects.get(number="2").open
    ruled = ErrorReport.objects.get(number="3")
    service.set_aside(ruled, Aside.WITHDRAWN, "网民撤回", by=city.boss)
    assert figures(ErrorReport.objects.all(), clock.today()).true == 0
    service.take_back(ruled, by=city.boss)
    assert not ErrorReport.objects.get(number="3").open
    assert (
        AuditEntry.objects.filter(action__in=["error_report.set_aside", "error_report.taken_back"]).count()
        == 4
    )


def test_a_verdict_from_the_list_feeds_the_miss_rate_and_a_person_corrects_it(client, city, taken):
    MachineLook.objects.create(subject=city.site, day=dt.date(2026, 3, 1))
    taken(row(), row("2", 答复时间="2026-03-23 10:00", 核实结果="属实"))
    service.hand_over(ErrorReport.objects.get(number="1"), city.county, by=city.boss)
    taken(row(答复内容=REPLY, 答复时间="2026-03-23 09:00", 核实结果="属实"))
    total = figures(ErrorReport.objects.all(), clock.today())
    assert (total.checked, total.missed, total.unchecked) == (2, 2, 0)
    assert MissedCase.objects.count() == 2
    assert "按检查记录，机器检查此前没有发现" in ReportEvent.objects.filter(step="closed").first().text

    client.force_login(city.boss)
    report = ErrorReport.objects.get(number="1")
    act = reverse("error_report_act", args=[report.pk, "correct"])
    client.post(act, {"truth": "true", "machine": "found"})
    assert figures(ErrorReport.objects.all(), clock.today()).miss_rate == "50%"
    assert MissedCase.objects.get().report.number == "2"
    assert "改变核实结果要写明原因" in client.post(act, {"truth": "untrue"}, follow=True).content.decode()
    client.post(act, {"truth": "untrue", "why": "复核后页面无误"})
    total = figures(ErrorReport.objects.all(), clock.today())
    assert (total.true, total.untrue, total.checked) == (1, 1, 1)
    taken(row("4"))
    with pytest.raises(OfficeError, match="还没有办结"):
        service.correct(ErrorReport.objects.get(number="4"), Truth.UNTRUE, None, "", by=city.boss)


def test_what_the_patrol_had_told_counts_though_its_run_is_gone(city, taken):
    finding = {"indicator": "P-spelling", "message": "“登陆”应为“登录”", "url": PAGE}
    taken(
        row(),
        row("2", 问题描述="“按装”错字"),
        row("3", 提交时间="2026-03-18 09:00"),
        row("4", 提交时间="2026-03-19 01:00"),
    )
    look = MachineLook.objects.create(
        subject=city.site,
        day=dt.date(2026, 3, 19),
        at=at("2026-03-19 02:30"),
        run_path="gone",
        told=[finding],
    )
    MachineLook.objects.create(subject=city.site, day=dt.date(2026, 3, 10), problem="连不上")

    def before():
        return [looked.machine_before(one) for one in ErrorReport.objects.order_by("number")]

    expected = [Machine.FOUND, Machine.MISSED, Machine.NOT_LOOKED, Machine.NOT_LOOKED]
    assert before() == expected
    MachineLook.objects.filter(pk=look.pk).update(run_path="", told=[], new=[finding])
    assert before() == expected
    first = ErrorReport.objects.get(number="1")
    assert [(one.where, one.message) for one in looked.found_before(first)] == [
        ("每日巡查", "“登陆”应为“登录”")
    ]
    service.answer(first, REPLY, by=city.boss)
    service.close(first, Truth.TRUE, by=city.boss, machine=Machine.FOUND)


def test_what_a_person_found_on_a_round_is_no_look_of_the_machine(client, city, taken, office):
    taken(row())
    report = ErrorReport.objects.get()
    covered = office.campaign(office.city, [city.site]).subjects.get()
    seen = at("2026-03-19 09:00")
    FindingRow.objects.create(
        subject=covered, finding_id="p1", indicator="R-patrol", locator="x", url=PAGE, message="“登陆”写错", certainty="candidate",
        state="waits", first_seen=seen, last_seen=seen, source="巡查 2026-03-19 09:00 张三",
    )  # fmt: skip
    assert looked.machine_before(report) is Machine.NOT_LOOKED
    client.force_login(city.boss)
    shown = client.get(reverse("error_report", args=[report.pk])).content.decode()
    assert "收到之前机器没有检查过这个网站" in shown
    assert "另有 1 条记录，不算机器检查发现的" in shown
    assert "巡查 2026-03-19 09:00 张三" in shown
    assert "机器检查在收到之前已在这个页面发现" not in shown


def test_the_list_goes_back_without_inventing_answers_and_says_what_it_filled(client, city, taken, tmp_path):
    taken(row(), row("2"), row("3"))
    service.answer(ErrorReport.objects.get(number="1"), f"{REPLY}\x0b感谢监督。", by=city.boss)
    on_platform = ErrorReport.objects.get(number="2")
    service.answer(on_platform, REPLY, by=city.boss)
    service.answered_on_platform(on_platform, at("2026-03-24 15:30"), by=city.boss)
    path = listed(tmp_path / "back.xlsx", row(), row("2"), row("3"), row("9"))
    client.force_login(city.boss)
    fill = reverse("error_report_fill")
    shown = client.post(fill, {"file": SimpleUploadedFile("a.xlsx", path.read_bytes())})
    page = shown.content.decode()
    for said in (
        "已填入答复 2 件",
        "其中 1 件没有登记全国平台答复时间",
        "还没有答复的 1 件",
        "没有登记的编号 1 个",
    ):
        assert said in page
    filled = b"".join(client.post(fill, {"ticket": shown.context["ticket"]}).streaming_content)
    (tmp_path / "filled.xlsx").write_bytes(filled)
    sheet = openpyxl.load_workbook(tmp_path / "filled.xlsx").active
    assert [(one[6].value, one[7].value) for one in sheet.iter_rows(min_row=2)] == [
        (f"{REPLY}感谢监督。", None), (REPLY, "2026-03-24 15:30"), (None, None), (None, None),
    ]  # fmt: skip
    intake = import_list(tmp_path / "filled.xlsx", city.boss)
    assert (intake.updated, ErrorReport.objects.get(number="1").platform_answered_at) == (0, None)
    assert fill_in(path, tmp_path / "out.xlsx", ErrorReport.objects.none()).unknown == 4


def test_the_site_of_a_row_is_told_by_its_page_and_a_contradiction_is_said(city, taken):
    city.website(city.park, "南山园区", "http://www.nanshan.gov.cn/", code="3300000002")
    intake = taken(
        row(页面地址="http://nanshan.gov.cn/x"), row("2", 网站标识码="3300000009"), row("3", 页面地址="http://zt.donghe.gov.cn/"), row("4", 页面地址="http://other.example/"),
    )  # fmt: skip
    sites = {one.number: one.site_name for one in ErrorReport.objects.all()}
    assert sites == {"1": "南山园区", "2": "东河县政府", "3": "东河县政府", "4": "东河县政府"}
    assert [one.row for one in intake.problems] == [2, 3, 5]
    assert "是“东河县政府”的，页面却属于“南山园区”" in intake.problems[0].message


def test_units_of_one_name_are_told_apart_by_the_one_above(city, taken):
    for parent in (city.county, city.park):
        add_unit("财政局", UnitLevel.DEPARTMENT, parent=parent)
    done = {"答复时间": "2026-03-23 10:00", "核实结果": "属实"}
    intake = taken(row(承办单位="财政局", **done), row("2", 承办单位="南山园区财政局", **done))
    assert [one.unit.path for one in ErrorReport.objects.order_by("number")] == [
        city.county.path, city.park.path + ErrorReport.objects.get(number="2").unit.path.removeprefix(city.park.path),
    ]  # fmt: skip
    assert "有 2 个单位叫“财政局”" in intake.problems[0].message
    assert "东河县财政局、南山园区财政局" in intake.problems[0].message


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-20T16:30:00Z", "2026-03-21 00:30"), ("2026-03-20 16:30:00+08:00", "2026-03-20 16:30"), ("2026-03-20 5:00 PM", "2026-03-20 17:00"),
        ("2026/3/20 下午3:05", "2026-03-20 15:05"), ("2026-03-20 12:30 am", "2026-03-20 00:30"), ("2026年3月20日 星期五 晚上8点30分", "2026-03-20 20:30"),
        ("2026-03-20（周五）中午12:10", "2026-03-20 12:10"), ("20260320093015", "2026-03-20 09:30"), ("46101.5", "2026-03-20 12:00"),
        ("2026-03-20 9：05：59", "2026-03-20 09:05"), ("2026年3月20日9时5分", "2026-03-20 09:05"), ("46101", "2026-03-20 23:59"), ("2026.3.20", "2026-03-20 23:59"),
    ],
)  # fmt: skip
def test_moments_as_people_and_platforms_write_them(written, moment):
    assert parse_moment(written, "answered_at", dt.time(23, 59)) == at(moment)


@pytest.mark.parametrize(
    "written",
    ["2026-03-20 上午", "2026-03-20 9", "2026-03-20 25:00", "2026-02-30 09:00", "次日", "2026-03-20T9:99Z"],
)
def test_a_moment_that_is_not_wholly_understood_is_refused(written):
    with pytest.raises(RowError, match="应类似 2026-03-31"):
        parse_moment(written, "answered_at", dt.time())


def two_months(path, header):
    """A list of two sheets, one a month, in the platform's look."""
    book = openpyxl.Workbook()
    for sheet, number in ((book.active, "1"), (book.create_sheet("4月"), "2")):
        sheet.append(header)
        sheet.append([row(number)[name] for name in header])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.font = Font(name="仿宋", size=13)
    book.save(path)
    return path


def test_all_sheets_of_a_list_are_taken_in_and_filled_in_their_own_look(city, tmp_path):
    path = two_months(tmp_path / "two.xlsx", ("编号", "页面地址", "问题描述", "提交时间"))
    intake = import_list(path, city.boss)
    assert (intake.read, intake.created) == (2, 2)
    for report in ErrorReport.objects.all():
        service.answer(report, REPLY, by=city.boss)
    assert fill_in(path, tmp_path / "out.xlsx", ErrorReport.objects.all()).filled == 2
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for sheet in book:
        assert [cell.value for cell in sheet[1]][4:] == ["答复内容", "答复时间", "核实结果"]
        assert sheet["E2"].value == REPLY
        assert {cell.font.sz for cells in sheet.iter_rows() for cell in cells} == {13}
        assert set(sheet.column_dimensions) == {"E", "F", "G"}  # those of the platform keep their width


def test_a_number_that_stands_on_two_sheets_is_read_once_and_both_places_are_named(city, tmp_path):
    path = two_months(tmp_path / "two.xlsx", ("编号", "问题描述", "提交时间"))
    book = openpyxl.load_workbook(path)
    book["4月"]["A2"] = "1"
    book.save(path)
    intake = import_list(path, city.boss)
    (told,) = [one for one in intake.problems if one.severity == "error"]
    assert (intake.created, told.sheet, told.row) == (1, "4月", 2)
    assert "工作表“Sheet”第 2 行" in told.message


def test_a_hand_over_after_its_day_stays_to_be_seen(client, city, taken):
    taken(row("1", 提交时间="2026-03-25 09:00"), row("2", 提交时间="2026-03-30 09:00"))
    taken(row("3", 提交时间="2026-03-20 09:00", 答复内容=REPLY, 答复时间="2026-03-24 09:00", 核实结果="属实"))
    assert (
        figures(ErrorReport.objects.all(), clock.today()).handed_late == 1
    )  # not yet, and its day has passed
    for report in ErrorReport.objects.exclude(number="3"):
        service.hand_over(report, city.county, by=city.boss)
    assert [one.handed_late for one in ErrorReport.objects.order_by("number")] == [True, False, False]
    client.force_login(city.boss)
    period = {"first": "2026-03-01", "last": "2026-03-31"}
    assert (
        "1 件（收到次日起 1 个工作日内没有转办）"
        in client.get(reverse("error_report_figures"), period).content.decode()
    )
    book = b"".join(client.get(reverse("error_report_export"), period).streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(book))["办理情况"]
    assert [cell.value for cell in sheet[1]][:3] == ["单位", "收到", "超期转办"]
    assert {cell.alignment.horizontal for cell in sheet["H"][1:]} == {"right"}


def test_headers_of_a_county_ledger_are_known(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["找错办理台账"])
    book.active.append(["来信编号", "网民留言", "来信日期", "错误网址", "办结日期", "整改情况"])
    book.active.append(["1", "链接打不开", "2026-03-02", "http://www.dh.example/a", "2026-03-04", "已修复"])
    book.save(tmp_path / "台账.xlsx")
    (row,) = read_list(tmp_path / "台账.xlsx").rows
    assert (row.number, row.description, row.page_url, row.reply) == (
        "1",
        "链接打不开",
        "http://www.dh.example/a",
        "已修复",
    )
    assert row.answered_at is not None
