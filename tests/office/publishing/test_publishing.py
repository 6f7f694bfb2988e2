"""How much websites published: from a run's columns to figures, the workbook and a catalogue held against them."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import SEEN, judgement
from published import FIRST, LAST, column, days

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.model import ColumnType
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.models import Campaign
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.jobs.queue import claim, perform
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.publishing.catalogue import Mention, State, coverage, read_catalogue
from xunwang.office.publishing.counting import ask_to_count
from xunwang.office.publishing.figures import Column, Place, by_named_unit
from xunwang.office.publishing.models import Catalogue, StatedTotal
from xunwang.office.publishing.service import state
from xunwang.office.publishing.stated import COLUMNS, Stated, compared


def test_columns_that_carry_a_units_name_are_counted_for_it():
    levels = {"东河县": "县级", "东河县财政局": "部门", "河口镇": "乡镇街道", "北岸村": "村社区"}
    columns = [
        column("东河县财政局公开", days=days(2)), column("东河县", items=5), column("河口镇", unread="超时"), column("要闻", days=days(9)),
    ]  # fmt: skip
    counted = by_named_unit(columns, [Place(*one) for one in levels.items()], FIRST, LAST)
    assert [(one.unit, one.columns, one.items, one.in_period, one.unread) for one in counted] == [
        ("东河县", 1, 5, 0, 0), ("东河县财政局", 1, 2, 2, 0), ("河口镇", 1, 0, 0, 1),
    ]  # fmt: skip


def test_villages_of_one_name_are_told_apart_and_the_one_with_nothing_is_told():
    def village(town, name="红旗村"):
        return Place(name, "村社区", f"{town}{name}", ("东河县", town))

    places = [
        village("河口镇"),
        village("新安镇"),
        Place("北岸村", "村社区", "", ("东河县", "河口镇")),
        Place("河口镇", "乡镇街道"),
    ]

    def counted(*columns):
        return [(one.unit, one.columns, one.in_period) for one in by_named_unit(columns, places, FIRST, LAST)]

    both = counted(column("红旗村（河口镇）", days=days(2)), column("河口镇红旗村公开", days=days(1)))
    assert both == [("北岸村", 0, 0), ("新安镇红旗村", 0, 0), ("河口镇红旗村", 2, 3)]
    of_town = Column("新安镇网站", "新安镇", "红旗村", ColumnType.DISCLOSURE, 1, days=days(1))
    assert ("新安镇红旗村", 1, 1) in counted(of_town)
    assert counted(column("红旗村", days=days(4))) == [("北岸村", 0, 0), ("红旗村（有同名，未能区分）", 1, 4)]


def test_stated_numbers_of_websites_of_one_name_need_more_than_the_name(office):
    first = office.website(office.county, "政务服务网", "http://zw.donghe.gov.cn/", code="3700000001")
    office.website(office.park, "政务服务网", "http://zw.nanshan.gov.cn/")
    boss = office.user(office.city, Role.SUPERVISOR)
    rows = [Stated(site, 5, FIRST, LAST, kind, row=2) for site, kind in (("政务服务网", ""), ("3700000001", "动态要闻"), ("http://www.zw.donghe.gov.cn", COLUMNS))]  # fmt: skip
    kept, problems = state(rows, by=boss)
    assert (kept, set(StatedTotal.objects.values_list("subject", "kind"))) == (
        2,
        {(first.pk, "动态要闻"), (first.pk, COLUMNS)},
    )
    assert "有 2 个网站叫“政务服务网”" in problems[0].message


def catalogue_file(path):
    book = openpyxl.Workbook()
    for row in (
        ("基层政务公开标准目录",), ("栏目", "事项", "截止日期", "更新周期（天）"), ("财政预算", "部门预算", "2026-02-20", None),
        ("义务教育", "招生", None, 30), ("救灾", None, None, None), ("养老", None, None, 365), ("就业", None, None, "每 7 天"), (None, "空行", None, None),
    ):  # fmt: skip
        book.active.append(row)
    book.save(path)
    return path


def test_a_catalogue_tells_published_late_missing_and_unread(tmp_path):
    read = read_catalogue(catalogue_file(tmp_path / "a.xlsx"))
    entries = read.entries
    (left_out,) = read.problems
    assert (left_out.row, "这一行没有存入" in left_out.message) == (8, True)
    columns = [
        column("财政 预算", days=(dt.date(2026, 2, 21),)), column("义务教育", days=days(1)),
        column("养老", unread="超时"), column("就业", items=0),
    ]  # fmt: skip
    told = [[], [Mention("2026年招生公告", "", LAST)], [], [], []]
    found = coverage(entries, columns, LAST, told)
    assert [one.state for one in found] == [
        State.LATE,
        State.PUBLISHED,
        State.MISSING,
        State.UNREAD,
        State.EMPTY,
    ]
    standing = [[Mention("部门预算", "")], *told[1:]]
    columns = [column("义务教育", days=days(1)), column("财政预算", static=True)]
    later = coverage(entries, columns, LAST + dt.timedelta(31), standing)
    assert [one.state for one in later[:2]] == [State.UNREAD, State.LATE]  # a page without a day


def asked(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in (("栏目", "事项", "公开期限", "更新周期"), *rows):
        book.active.append(row)
    book.save(tmp_path / "asked.xlsx")
    return read_catalogue(tmp_path / "asked.xlsx").entries


def test_the_standard_form_with_its_merged_cells_keeps_every_item(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ("财政预决算领域基层政务公开标准目录",), ("序号", "公开事项", None, "公开时限", "公开渠道和载体"), (None, "一级事项", "二级事项"),
        (1, "财政预算", "收支总体情况表", "2026-02-20", "■政府网站"), (2, None, "一般公共预算表", None, "■政府网站"), (3, None, "政府性基金表", None, "■政府网站"),
    ):  # fmt: skip
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "B4:B6", "D4:D6"):
        sheet.merge_cells(area)
    book.save(tmp_path / "standard.xlsx")
    read = read_catalogue(tmp_path / "standard.xlsx")
    assert [(one.row, one.column, one.item, one.deadline) for one in read.entries] == [
        (row, "财政预算", item, dt.date(2026, 2, 20))
        for row, item in ((4, "收支总体情况表"), (5, "一般公共预算表"), (6, "政府性基金表"))
    ]
    assert not read.problems


def test_cycles_are_read_as_people_write_them_and_others_mark_their_row_only(tmp_path):
    written = (
        "每月",
        "每月1次",
        "1个季度",
        "每季度至少更新一次",
        "1年",
        "每年2次",
        "每周",
        30,
        "每 7 天",
        "两周",
        "长期公开",
        "及时",
    )
    entries = asked(tmp_path, *[("预算", None, None, one) for one in written])
    assert [one.every for one in entries] == [31, 31, 92, 92, 366, 183, 7, 30, 7, 14, None, None]
    assert [one.unclear for one in entries[-2:]] == ["", "更新周期“及时”不认识"]
    (limit,) = asked(tmp_path, ("预算", None, "信息形成或变更之日起20个工作日内", None))
    assert limit.unclear == "期限“信息形成或变更之日起20个工作日内”没有写明日期"
    assert [one.state for one in coverage([limit], [column("预算", days=days(1))], LAST)] == [State.UNREAD]


def test_only_what_lies_in_its_period_meets_a_deadline(tmp_path):
    (entry,) = asked(tmp_path, ("预算", None, "2026-02-20", None))

    def state_of(*columns, as_of=LAST):
        return coverage([entry], columns, as_of)[0].state

    old, good = column("预算", days=(dt.date(2025, 2, 10),)), column("预算", days=(dt.date(2026, 2, 10),))
    assert state_of(old) == State.LATE
    assert state_of(old, good) == State.PUBLISHED  # two columns of one name
    assert state_of(old, column("预算", items=3)) == State.UNREAD
    assert state_of(old, as_of=entry.deadline) == state_of(as_of=entry.deadline) == State.NOT_DUE
    assert state_of(column("预算", days=(LAST + dt.timedelta(1),))) == State.EMPTY
    assert state_of(column("预算", unread="超时")) == State.UNREAD
    (cycle,) = asked(tmp_path, ("预算", None, None, "每月"))
    assert coverage([cycle], [column("预算", items=3)], LAST)[0].state == State.UNREAD
    (plain,) = asked(tmp_path, ("预算", None, None, None))
    assert coverage([plain], [column("预算", items=3)], LAST)[0].state == State.PUBLISHED


@pytest.fixture
def inspected(office, settings, tmp_path):
    settings.RUNS_FOLDER = tmp_path / "runs"
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    facts = [
        model.ColumnFact("k1", "要闻", ColumnType.NEWS, "", True, "http://www.donghe.gov.cn/yw/", items=4, dates=days(4)),
        model.ColumnFact("k2", "南山园区", ColumnType.DISCLOSURE, "", False, "http://www.donghe.gov.cn/ns/", items=1, dates=days(1)),
    ]  # fmt: skip
    writer = RunWriter.create(
        tmp_path / "runs", "run-1", model.Subject("any", "任一", "http://www.donghe.gov.cn/"), {}, SEEN
    )
    writer.write_facts(facts)
    writer.close(SEEN, stats=Stats())
    office.checked = office.campaign(office.city, [site])
    record_judgement(office.checked, judgement(site), run_path=writer.path)
    return office


def test_an_inspection_is_counted_shown_and_exported(client, inspected, tmp_path):
    client.force_login(inspected.user(inspected.city, Role.INSPECTOR))
    page, key = reverse("publishing"), inspected.checked.pk
    assert "1 个检查过的网站还没有统计" in client.get(page).content.decode()
    client.post(reverse("publishing_count", args=[key]))
    while (work := claim()) is not None:
        perform(work)
    period = {"first": "2026-01-01", "last": "2026-05-20", "campaign": key}
    shown = client.get(page, period)
    assert "还没有统计" not in shown.content.decode()
    assert [(one.site, one.total) for one in shown.context["sites"]] == [("东河县政府", 5)]
    assert [(one.unit, one.in_period) for one in shown.context["named"]] == [("南山园区", 1)]
    assert [one.name for one in shown.context["single"]] == ["南山园区"]

    (openness, table) = tables_of(inspected.checked)
    assert table.rows == (("东河县政府", "东河县", 0, 2, 0),)  # its period ends in March
    assert (openness.key, openness.rows) == ("openness_columns", (("园区", "南山园区", 1, 1, 0, 0),))

    sent = client.get(reverse("publishing_export", args=[key]), period)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    assert [cell.value for cell in book["各网站"][2]][:3] == ["东河县政府", "东河县", 5]
    assert book["各栏目"].max_row == 3

    client.force_login(inspected.user(inspected.stranger, Role.SUPERVISOR))
    assert client.get(reverse("publishing_export", args=[key])).status_code == 404


@pytest.fixture
def counted(inspected):
    """As `inspected`, with the columns taken out of the run and a period that holds their days."""
    Campaign.objects.filter(pk=inspected.checked.pk).update(period_end=LAST)
    inspected.checked.refresh_from_db()
    ask_to_count(inspected.checked)
    while (work := claim()) is not None:
        perform(work)
    return inspected


def uploaded(path, name="a.xlsx"):
    return SimpleUploadedFile(name, path.read_bytes())


def test_a_kept_catalogue_is_shown_and_handed_to_the_circular(client, counted, tmp_path):
    key, row = counted.checked.pk, counted.checked.subjects.get()
    address = reverse("publishing_catalogue", args=[key])
    client.force_login(counted.user(counted.county, Role.UNIT_CLERK))
    assert client.post(address, {"site": row.pk}).status_code == 404  # not released yet
    client.force_login(counted.user(counted.city, Role.SUPERVISOR))
    held = client.post(
        address, {"file": uploaded(catalogue_file(tmp_path / "a.xlsx")), "site": row.pk}, follow=True
    )
    assert dict(held.context["counts"])["没有这个栏目"] == 5
    assert "a.xlsx" in client.get(reverse("publishing"), {"campaign": key}).content.decode()
    table = next(one for one in tables_of(counted.checked) if one.key == "catalogue")
    assert table.rows == (("东河县政府", "东河县", 5, 0, 0, 5, 0, 0, 0, 0, 5, None),)
    counted.checked.subjects.get().published_columns.update(name="就业", unread="超时")
    table = next(one for one in tables_of(counted.checked) if one.key == "catalogue")
    assert table.rows == (("东河县政府", "东河县", 5, 0, 0, 4, 0, 1, 0, 0, 4, None),)
    assert table.rates == (("公开率", "已公开", "查清事项"),)
    assert AuditEntry.objects.filter(action="catalogue.kept").count() == 1

    wrong = client.post(
        address, {"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2".encode()), "site": row.pk}, follow=True
    )
    assert "没有找到目录的表头" in wrong.content.decode()
    assert Catalogue.objects.get().name == "a.xlsx"
    client.force_login(counted.user(counted.city, Role.AUDITOR))
    assert client.post(address, {"site": row.pk}).status_code == 403


def stated_file(path):
    book = openpyxl.Workbook()
    for row in (
        ("网站名称", "信息类别", "发布条数", "来源"), ("东河县政府", "", "7条", "2026年工作年度报表"),
        ("东河县政府", "动态要闻", 4, None), ("某市政府", "合计", 3, None), ("东河县政府", "好消息", 1, None), ("东河县政府", "合计", "很多", None),
    ):  # fmt: skip
        book.active.append(row)
    book.save(path)
    return path


def test_stated_numbers_are_held_against_what_was_counted_and_explained(client, counted, tmp_path):
    key = counted.checked.pk
    client.force_login(counted.user(counted.city, Role.INSPECTOR))
    address = reverse("publishing_stated", args=[key])
    page = client.post(
        address, {"file": uploaded(stated_file(tmp_path / "s.xlsx"))}, follow=True
    ).content.decode()
    assert "已登记上报数 2 条，不能登记 3 条" in page
    for said in (
        "第 4 行：名录里没有名为“某市政府”的网站",
        "第 5 行：类别“好消息”不认识",
        "第 6 行：条数“很多”不是整数",
    ):
        assert said in page
    assert "请核对上报数" in page

    total = StatedTotal.objects.get(kind="")
    client.post(reverse("publishing_explain", args=[total.pk]), {"reason": "含已下线的专题 2 条"})
    table = next(one for one in tables_of(counted.checked) if one.key == "stated")
    assert table.rows == (
        ("东河县政府", "合计", 7, 5, 2, "含已下线的专题 2 条"), ("东河县政府", "动态要闻", 4, 4, 0, None),
    )  # fmt: skip

    by_hand = {"site": counted.checked.subjects.get().pk, "kind": "", "number": "5", "source": "更正"}
    client.post(address, by_hand)
    assert (StatedTotal.objects.get(kind="").number, StatedTotal.objects.get(kind="").reason) == (5, "")
    client.post(address, by_hand | {"number": "五"}, follow=True)
    assert StatedTotal.objects.count() == 2


def test_what_was_not_read_may_explain_a_difference():
    stated = [
        Stated("门户", 9, FIRST, LAST),
        Stated("丙", 1, FIRST, LAST),
        Stated("门户", 1, FIRST, LAST, COLUMNS),
    ]
    found = compared(stated, [column(days=days(3), undated=2), column("公告", unread="超时")])
    assert [one.difference for one in found] == [6, None, -1]
    assert [one.hint for one in found] == [
        "1个栏目未能读取、2条信息没有日期，没有计入。", "这个网站还没有统计。", "统计多于上报，请核对上报的时段和口径。",
    ]  # fmt: skip
