"""The columns that people enter: kept over time, seen beside what the machine read, and gone by in the next inspection."""

import datetime as dt

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import POINT, judgement

from page_server import serving
from xunwang.inspector import door
from xunwang.inspector.door.tables import columns_of_run
from xunwang.inspector.model import ColumnType
from xunwang.office import clock, looking
from xunwang.office.campaigns import recording
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry
from xunwang.office.registry import columns
from xunwang.office.registry.columns import Told
from xunwang.office.registry.models import Column
from xunwang.office.registry.service import inspector_subject, row_on

_PAGE = """<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav"><a href="/">首页</a>
<a href="/td/">东河天地</a> <a href="/tzgg/">通知公告</a></div><h1>{title}</h1>{body}</body></html>"""


def _page(_host, path):
    """A home page, two columns, and pages of articles."""
    title = {"/": "东河县政府", "/td/": "东河天地", "/tzgg/": "通知公告"}.get(path, "一篇文章的标题")
    rows = "".join(
        f'<li><a href="{path}t{n}.html">关于做好第{n}项工作的通知</a><span>2026-03-{n:02}</span></li>'
        for n in range(1, 9)
    )
    body = f"<ul>{rows}</ul>" if path.endswith("/") else "<p>正文。</p>"
    return 200, _PAGE.format(title=title, body=body)


@pytest.fixture
def site(office, settings, tmp_path):
    with serving(_page) as port:
        said = door.InspectSettings(
            connect_to=(f"::127.0.0.1:{port}",), closed=True, delay=0.0, browser="never", proof=False, max_pages=8,
        )  # fmt: skip
        (tmp_path / "inspect.json").write_bytes(msgspec.json.encode(said))
        settings.INSPECT, settings.RUNS_FOLDER = str(tmp_path / "inspect.json"), tmp_path / "runs"
        yield office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")


@pytest.fixture
def boss(office):
    return office.user(office.city, "supervisor")


def inspected(site, office, folder):
    subject = inspector_subject(row_on(site, clock.today()))
    (run,) = looking.inspect([door.Inspection(subject=subject)], folder, lambda _: None, unit=office.city)
    return run, {one.name: one for one in columns_of_run(run)}


def test_an_inspection_goes_by_the_columns_that_people_entered(site, office, boss, tmp_path, client):
    run, read = inspected(site, office, tmp_path / "before")
    assert read["东河天地"].type is not ColumnType.POLICY
    assert "通知公告" in read
    recording.record_judgement(office.campaign(office.city, [site]), judgement(site), run_path=run)
    client.force_login(boss)
    where = reverse("register_columns", args=[site.pk])
    page = client.get(where).content.decode()
    assert page.count("东河天地") > 1
    assert str(POINT) in page
    assert "6个月" in page  # how long notices may stay as they are

    def enter(**said):
        return client.post(reverse("column_enter", args=[site.pk]), said, follow=True).content.decode()

    assert "已登记为政策文件" in enter(
        address=read["东河天地"].url, type="policy", name="东河天地", reason="只发文件"
    )
    assert "已登记为不是栏目" in enter(address=read["通知公告"].url, type="none")
    _, after = inspected(site, office, tmp_path / "after")

    assert after["东河天地"].type is ColumnType.POLICY
    assert f"人工指定（示例市某，{clock.today()}：只发文件）" in after["东河天地"].type_reason
    assert "通知公告" not in after
    page = client.get(where).content.decode()
    assert "登记：只发文件" in page
    assert '<option value="policy" selected>' in page
    said = (
        AuditEntry.objects.filter(action="column.entered").order_by("pk").values_list("data__kind", flat=True)
    )
    assert list(said) == ["政策文件", "不是栏目"]

    client.force_login(office.user(office.county, "unit_clerk"))
    assert "登记栏目" not in client.get(where).content.decode()
    assert client.post(
        reverse("column_enter", args=[site.pk]), {"address": "a", "type": "news"}
    ).status_code in {403, 404}
    client.force_login(office.user(office.stranger, "supervisor"))
    assert client.get(where).status_code == 404
    one = Column.objects.first()
    assert client.post(reverse("column_withdraw", args=[one.pk])).status_code == 404


def test_what_is_said_of_a_column_holds_from_its_day_until_something_else_is_said(office, boss, settings):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    first = columns.enter(site, Told("www.donghe.gov.cn/a/", "news"), user=boss)
    day, later = clock.today(), dt.timedelta(days=2)
    columns.enter(site, Told("http://www.donghe.gov.cn/a/", "notice"), user=boss)
    assert Column.objects.get().type == "notice"  # nobody went by the first word yet
    assert first.url == "http://www.donghe.gov.cn/a/"
    settings.CLOCK_SHIFT = later
    newest = columns.enter(site, Told("http://www.donghe.gov.cn/a/", "plan", "规划"), user=boss)
    asked = inspector_subject(row_on(site, clock.today()))

    assert [one.type for one in columns.pins_for(asked, day)] == [ColumnType.NOTICE]
    assert [(one.type, one.name) for one in columns.pins_for(asked, day + later)] == [
        (ColumnType.PLAN, "规划")
    ]
    columns.withdraw(newest, user=boss)
    assert columns.pins_for(asked, day + later) == ()
    assert [one.type for one in columns.pins_for(asked, day)] == [ColumnType.NOTICE]
    for wrong, why in (
        (Told("东河", "news"), "不是完整的网址"),
        (Told("www.donghe.gov.cn/b/", "x"), "请选择栏目类型"),
    ):
        with pytest.raises(OfficeError, match=why):
            columns.enter(site, wrong, user=boss)


def test_a_table_is_entered_as_a_whole_or_not_at_all(office, boss, client):
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    client.force_login(boss)
    head = "栏目地址,栏目名称,类型,是否栏目,条目选择器,更正人,更正日期\n"
    good = "http://www.donghe.gov.cn/a/,动态,动态要闻,,,李,2026-03-01\nhttp://www.donghe.gov.cn/b/,,,否,,李,2026-03-01\n"

    def hand_in(rows):
        upload = SimpleUploadedFile("栏目.csv", (head + rows).encode())
        return client.post(
            reverse("column_enter", args=[site.pk]), {"file": upload}, follow=True
        ).content.decode()

    for row, why in (
        ("http://other.gov.cn/a/,x,通知公告,,,李,2026-03-01", "不属于本网站"),
        ("http://www.donghe.gov.cn/c/,x,,,,李,2026-03-01", "没有填类型"),
        ("http://www.donghe.gov.cn/c/,x,通知公告,,li.a,李,2026-03-01", "不能登记"),
        ("http://www.donghe.gov.cn/c/,x,天气,,,李,2026-03-01", "天气"),
    ):
        assert why in hand_in(good + row)
        assert not Column.objects.exists()
    assert "已登记 2 个栏目" in hand_in(good)
    assert sorted(Column.objects.values_list("type", "is_column")) == [("", False), ("news", True)]
    page = client.get(reverse("register_subject", args=[site.pk])).content.decode()
    assert "人工登记了 2 个栏目的类型" in page
