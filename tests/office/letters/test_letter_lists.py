"""Lists of letters of any make: columns, numbers, units, sheets, and the same letter come again."""

import datetime as dt

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.letters import service
from xunwang.office.letters.models import Letter
from xunwang.office.letters.table import listed, rows_of
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.office.people.roles import Role

GOOD = "经核实，损坏的路灯已于当日全部修复。"


def spreadsheet(*rows):
    book = openpyxl.Workbook()
    book.active.append(("市长信箱来信一览",))
    for row in rows:
        book.active.append(row)
    return book


def test_any_list_is_taken_in_once_its_columns_are_named(client, office, tmp_path):
    path = tmp_path / "letters.xlsx"
    spreadsheet(
        ("诉求", "留言日期", "答复时间", "办理状态", "承办单位"),
        ("路灯不亮", "2026-03-02", "2026年3月4日", "已办结", "东河县"),
        ("道路坑洼", "2026-03-03", None, "正在办理", "东河县"),
        ("停水", "2026-03-03", None, "已答复", "不认识的单位"),
        ("没有日期", "上周", None, None, None),
        ("将来", "2099-01-01", None, None, None),
    ).save(path)
    client.force_login(office.user(office.city, Role.INSPECTOR))
    page = reverse("import_letters")
    looked = client.post(page, {"file": SimpleUploadedFile("a.xlsx", path.read_bytes())})
    fields = {name: place for name, _, _, place in looked.context["fields"]}
    assert (fields["title"], fields["asked_on"], fields["status"]) == (None, 1, 3)
    assert not Letter.objects.exists()

    chosen = {f"column_{name}": "" if place is None else place for name, place in fields.items()}
    ticket = {"ticket": looked.context["ticket"], "box": "市长信箱"}
    assert "请选择哪一列是“标题”" in client.post(page, ticket | chosen).content.decode()
    said = client.post(page, ticket | chosen | {"column_title": "0"}, follow=True).content.decode()
    assert "新增 3 条" in said
    assert "“上周”不是真实的日期" in said
    assert "2099-01-01 还没有到" in said
    assert list(Letter.objects.order_by("pk").values_list("unit__name", "replied", "box")) == [
        ("东河县", True, "市长信箱"), ("东河县", False, "市长信箱"), ("示例市", True, "市长信箱"),
    ]  # fmt: skip
    again = client.post(page, ticket | chosen | {"column_title": "0"}, follow=True).content.decode()
    assert "新增 0 条，更新 3 条" in again
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    assert client.get(page).status_code == 403


def imported(office, tmp_path, *rows, by=None):
    spreadsheet(*rows).save(tmp_path / "l.xlsx")
    found = listed(tmp_path / "l.xlsx")
    return service.take_list(
        found, found.places, "市长信箱", by=by or office.user(office.city, Role.INSPECTOR)
    )


def test_bureaus_of_one_name_keep_their_letters_apart_and_strange_units_are_told(office, tmp_path):
    for parent in (office.county, office.park):
        add_unit("财政局", UnitLevel.DEPARTMENT, parent=parent)
    full = ("标题", "留言时间", "承办单位")
    taken = imported(
        office, tmp_path, full, ("甲", "2026-03-02", "东河县财政局"), ("乙", "2026-03-02", "南山园区财政局"), ("丙", "2026-03-02", "财政局"),
        ("丁", "2026-03-02", "海事处"), ("戊", "2026-03-02", "海事处"),
    )  # fmt: skip
    kept = {one.title: one.unit.path for one in Letter.objects.select_related("unit")}
    assert kept["甲"].startswith(office.county.path)
    assert kept["乙"].startswith(office.park.path)
    assert (kept["丁"], "丙" in kept) == (office.city.path, False)
    assert [(one.severity, one.row) for one in taken.problems] == [("error", 5), ("warning", None)]
    assert "东河县财政局、南山园区财政局" in taken.problems[0].message
    assert "“海事处”不在本单位和下级单位的名称里，2 条留言记在“示例市”名下" in taken.problems[1].message
    (table,) = tables_of(office.campaign(office.city, []))
    assert {row[0] for row in table.rows} == {"东河县财政局", "南山园区财政局", "示例市"}


def test_letters_without_numbers_are_told_apart_by_their_words_and_lose_nothing(office, tmp_path):
    full = ("标题", "留言时间", "问题内容", "答复时间", "答复内容", "办理状态")
    rows = [
        ("咨询", "2026-03-02", "怎样落户？", "2026-03-04", GOOD, "已答"),
        ("咨询", "2026-03-02", "公交几点收车？", None, GOOD, "已完成"),
        ("咨询", "2026-03-02", "何时供暖？", None, GOOD, "绿色"),
        ("停水", "2026-03-02", "停水了", None, None, "绿色"),
        ("停电", "2026-03-02", "停电了", None, None, "结案"),
        ("停电", "2026-03-02", "停电了", None, None, "结案"),
    ]
    took = imported(office, tmp_path, full, *rows)
    assert (took.created, took.known, len(took.problems)) == (4, 1, 1)
    assert "办理状态“绿色”不认识" in str(took.problems[0])
    assert set(Letter.objects.values_list("replied", flat=True)) == {True}

    again = imported(office, tmp_path, ("标题", "留言时间"), *[row[:2] for row in rows])
    assert again.created == 1  # the one that was not read before
    first = Letter.objects.get(question="怎样落户？")
    assert (first.answered_on, first.reply, first.replied) == (dt.date(2026, 3, 4), GOOD, True)
    assert imported(office, tmp_path, full, *rows).created == 0


def test_a_number_that_lost_its_last_digits_is_no_number(office, tmp_path):
    row = (1234567890123456789, "路灯不亮", "2026-03-02")
    (problem,) = imported(office, tmp_path, ("编号", "标题", "留言时间"), row).problems
    assert "末尾几位已丢失" in str(problem)
    assert not Letter.objects.exists()


def test_a_number_is_one_letter_below_the_unit_that_imports(office, tmp_path):
    named = ("编号", "标题", "留言时间", "承办单位", "办理状态")
    row = ("A1", "路灯不亮", "2026-03-02", "东河县", "未答复")
    imported(office, tmp_path, named, row)
    imported(
        office,
        tmp_path,
        ("编号", "标题", "留言时间", "答复时间"),
        ("A1", "路灯不亮", "2026-03-02", "2026-03-03"),
    )
    one = Letter.objects.get()
    assert (one.unit, one.answerer, one.answered_on) == (office.county, "东河县", dt.date(2026, 3, 3))

    imported(office, tmp_path, ("编号", "标题", "留言时间"), ("A2", "停水", "2026-03-02"))
    imported(office, tmp_path, named, ("A2", "停水", "2026-03-02", "南山园区", "受理中"))
    assert Letter.objects.get(key="A2").unit == office.park
    imported(office, tmp_path, named, ("A1", "道路坑洼", "2026-03-09", "南山园区", ""))
    assert Letter.objects.filter(key="A1").count() == 2  # a serial number of another unit


def brought(path, *sheets):
    """A list of letters: name of the sheet, header, rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, *lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return listed(path)


HEAD = ("标题", "留言时间", "答复时间", "答复内容")
FIRST = ("路灯不亮", "2026-03-02", "2026-03-04", "已安排人员维修，预计三日内修复。")
ANEW = ("路灯不亮", "2026-03-02", "2026-03-09", GOOD)


def test_an_answer_that_was_written_anew_is_the_same_letter_where_no_other_is_called_so(office, tmp_path):
    boss = office.user(office.city, Role.SUPERVISOR)

    def take(*rows):
        found = brought(tmp_path / "l.xlsx", ("Sheet", HEAD, *rows))
        return service.take_list(found, found.places, "市长信箱", by=boss)

    take(FIRST)
    again = take(ANEW)
    assert (again.created, again.known) == (0, 1)
    (told,) = again.problems
    assert (told.severity, "2026-03-04" in told.message, "2026-03-09" in told.message) == (
        "warning",
        True,
        True,
    )
    (kept,) = Letter.objects.all()
    assert (kept.answered_on, kept.reply) == (dt.date(2026, 3, 9), GOOD)
    assert take(ANEW).problems == ()

    two = take(FIRST, ANEW)  # a list with two of that title knows two letters
    assert (two.created, two.known) == (1, 1)
    third = ("路灯不亮", "2026-03-02", "2026-03-10", "路灯杆已更换，今天起恢复照明。")
    assert take(third).created == 1  # of two kept ones it could be either


def test_every_sheet_of_a_list_is_read_and_what_cannot_be_is_named(office, tmp_path):
    found = brought(
        tmp_path / "l.xlsx",
        ("市长信箱", HEAD, FIRST),
        ("网络问政", HEAD, ("停水", "2026-03-03", "不详", "")),
        ("热线", ("标题", "处理人", "留言时间"), ("噪声", "张某", "2026-03-05")),
        ("说明", ("本表由平台导出",)),
    )
    intake = service.take_list(found, found.places, "", by=office.user(office.city, Role.SUPERVISOR))
    assert intake.created == 1
    assert {one.sheet for one in intake.problems} == {"网络问政", "热线"}
    assert intake.rejected == 2


@pytest.mark.parametrize(("sign", "replied"), [("√", True), ("×", False), ("Y", True), ("N", False)])
def test_a_tick_and_a_cross_tell_whether_a_letter_was_answered(office, tmp_path, sign, replied):
    found = brought(
        tmp_path / "l.xlsx", ("Sheet", ("标题", "留言时间", "是否答复"), ("停水", "2026-03-03", sign))
    )
    service.take_list(found, found.places, "", by=office.user(office.city, Role.SUPERVISOR))
    assert Letter.objects.get().replied is replied


@pytest.mark.parametrize(
    "header",
    [["诉求编号", "来信标题", "来信日期", "办结日期"], ["工单号", "诉求标题", "受理日期", "办结时间"], ["来信编号", "来电内容", "来电时间", "答复日期"]],
)  # fmt: skip
def test_headers_of_letter_boxes_and_telephone_logs_are_known(tmp_path, header):
    book = openpyxl.Workbook()
    book.active.append(["办理台账"])
    book.active.append(header)
    book.active.append(["1", "路灯不亮", "2026年3月2日上午9时", "2026-03-04"])
    book.save(tmp_path / "台账.xlsx")
    found = listed(tmp_path / "台账.xlsx")
    (row,), problems = rows_of(found, found.places)
    assert (row.number, row.title, row.asked_on, row.answered_on) == (
        "1",
        "路灯不亮",
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 4),
    )
    assert problems == []
