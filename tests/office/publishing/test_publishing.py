"""How much websites published: from a run's columns to figures, the workbook and a catalogue held against them."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.model import ColumnType
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.service import record_judgement
from xunwang.office.jobs.queue import claim, perform
from xunwang.office.people.roles import Role
from xunwang.office.publishing.catalogue import State, coverage, read_catalogue
from xunwang.office.publishing.figures import Column, by_named_unit, by_site, one_item

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 5, 20)


def days(count, last=LAST):
    return tuple(last - dt.timedelta(days=one) for one in range(count))


def column(name="要闻", type_=ColumnType.NEWS, items=0, site="门户", **fields):
    return Column(site, "示例市", name, type_, items or len(fields.get("days", ())), **fields)


def test_items_are_counted_by_kind_as_circulars_say_them():
    columns = [
        column(days=(*days(100), dt.date(2026, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 5, 21))),
        column("公告", ColumnType.NOTICE, days=days(3)),
        column("机构", ColumnType.ORGANISATION, static=True, items=1),
        column("信箱", ColumnType.MESSAGES, days=days(9)),
        column("专栏", "a kind of tomorrow", days=days(2), undated=4),
    ]
    (portal,) = by_site(columns, FIRST, LAST)
    assert portal.sentence == "门户发布信息106条，其中动态要闻101条、通知公告3条、其他2条。"
    assert (portal.columns, portal.undated, portal.silent) == (3, 4, False)


def test_what_could_not_be_read_is_no_silence():
    rows = by_site(
        [column(site="甲"), column(site="乙", unread="需要浏览器"), column(site="丙", days=days(1))],
        FIRST,
        LAST,
    )
    assert [(one.site, one.silent) for one in rows] == [("丙", False), ("乙", False), ("甲", True)]
    assert [
        one.site for one in one_item([column(items=1), column(items=1, unread="超时"), column(items=2)])
    ] == ["门户"]


def test_columns_that_carry_a_units_name_are_counted_for_it():
    levels = {"东河县": "县级", "东河县财政局": "部门", "河口镇": "乡镇街道", "北岸村": "村社区"}
    columns = [
        column("东河县财政局公开", days=days(2)), column("东河县", items=5), column("河口镇", unread="超时"), column("要闻", days=days(9)),
    ]  # fmt: skip
    counted = by_named_unit(columns, levels, FIRST, LAST)
    assert [(one.unit, one.columns, one.items, one.in_period, one.unread) for one in counted] == [
        ("东河县", 1, 5, 0, 0), ("东河县财政局", 1, 2, 2, 0), ("河口镇", 1, 0, 0, 1),
    ]  # fmt: skip


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
    entries = read_catalogue(catalogue_file(tmp_path / "a.xlsx"))
    columns = [
        column("财政 预算", days=(dt.date(2026, 2, 21),)), column("义务教育", days=days(1)),
        column("养老", unread="超时"), column("就业", items=0),
    ]  # fmt: skip
    found = coverage(entries, columns, LAST)
    assert [one.state for one in found] == [
        State.LATE,
        State.PUBLISHED,
        State.MISSING,
        State.UNREAD,
        State.EMPTY,
    ]
    later = coverage(
        entries, [column("义务教育", days=days(1)), column("财政预算", static=True)], LAST + dt.timedelta(31)
    )
    assert [one.state for one in later[:2]] == [State.PUBLISHED, State.LATE]


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

    (table,) = tables_of(inspected.checked)
    assert table.rows == (("东河县政府", "东河县", 0, 2, 0),)  # its period ends in March

    sent = client.get(reverse("publishing_export", args=[key]), period)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sent.streaming_content)))
    assert [cell.value for cell in book["各网站"][2]][:3] == ["东河县政府", "东河县", 5]
    assert book["各栏目"].max_row == 3

    upload = SimpleUploadedFile("a.xlsx", catalogue_file(tmp_path / "a.xlsx").read_bytes())
    held = client.post(reverse("publishing_catalogue", args=[key]), {"file": upload, "site": "东河县政府"})
    assert dict(held.context["counts"])["没有这个栏目"] == 5
    wrong = client.post(
        reverse("publishing_catalogue", args=[key]), {"file": SimpleUploadedFile("a.csv", "甲,乙\n1,2".encode()), "site": "东河县政府"}, follow=True
    )  # fmt: skip
    assert "没有找到目录的表头" in wrong.content.decode()
    client.force_login(inspected.user(inspected.stranger, Role.SUPERVISOR))
    assert client.get(reverse("publishing_export", args=[key])).status_code == 404
