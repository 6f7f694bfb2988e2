"""Channels, apps and systems come in and go out as spreadsheets like websites: a preview by row, an import, undo, an export that imports again."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY, MARCH

from xunwang.office.registry.exporting import export
from xunwang.office.registry.importing import import_register, preview
from xunwang.office.registry.models import ImportBatch, Subject, SubjectVersion
from xunwang.office.registry.undoing import undo
from xunwang.office.registry.workbooks import write_rows, write_template

NEWS = {
    "name": "招商频道",
    "home": "http://www.donghe.gov.cn/zs/",
    "organiser": "南山园区",
    "parent": "东河县政府",
}
APP = {"name": "东河办事", "platform": "小程序", "handle": "gh_donghe", "organiser": "东河县"}
SYSTEM = {"name": "政务服务网", "home": "http://zwfw.donghe.gov.cn/", "organiser": "东河县"}


@pytest.fixture
def city(office, tmp_path):
    office.site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/", on=JANUARY)

    def written(kind, *rows):
        write_rows(kind, tmp_path / "import.xlsx", rows)
        return tmp_path / "import.xlsx"

    office.written = written
    office.take = lambda kind, *rows, on=JANUARY: import_register(
        written(kind, *rows), kind, office.city, office.boss, on
    )
    return office


@pytest.mark.parametrize(("kind", "row"), [("channel", NEWS), ("app", APP), ("system", SYSTEM)])
def test_a_register_of_its_own_comes_in_goes_out_and_is_taken_back(city, tmp_path, kind, row):
    report = city.take(kind, row)
    assert (report.created, report.problems) == (1, ())
    one = Subject.objects.get(kind=kind)
    assert one.unit.name == row["organiser"]
    assert one.parent == (city.site if kind == "channel" else None)

    assert export(kind, tmp_path / "out.xlsx", on=MARCH, unit=city.city) == 1
    again = import_register(tmp_path / "out.xlsx", kind, city.city, city.boss, MARCH)
    assert (again.unchanged, again.problems) == (1, ())

    changed = city.take(kind, row | {"phone": "0700-1234567"}, on=MARCH)
    assert changed.changed == 1
    for batch in ImportBatch.objects.filter(kind=kind, pieces__isnull=False):
        undo(batch, user=city.boss)
    assert not Subject.objects.filter(kind=kind).exists()
    assert Subject.objects.filter(pk=city.site.pk).exists()


@pytest.mark.parametrize("called", ["东河县政府", "1304000009", "www.donghe.gov.cn"])
def test_the_website_of_a_channel_is_known_by_name_code_or_address(city, called):
    SubjectVersion.objects.filter(subject=city.site).update(code="1304000009")
    city.take("channel", NEWS | {"parent": called})

    assert Subject.objects.get(kind="channel").parent == city.site


def test_what_is_wrong_with_a_channel_is_told_by_row_and_nothing_is_written(city):
    city.website(city.park, "同名网站", "http://a.gov.cn/", on=JANUARY)
    city.website(city.park, "同名网站", "http://b.gov.cn/", on=JANUARY)
    rows = [
        NEWS | {"parent": "无此网站"},
        NEWS | {"home": "http://a.gov.cn/x/", "parent": "同名网站"},
        NEWS | {"home": "http://c.gov.cn/", "parent": ""},
    ]
    report = preview(city.written("channel", *rows), "channel", city.city, JANUARY, create_units=False)

    said = {problem.row: problem.message for problem in report.problems}
    assert "在名录中没有" in said[2]
    assert "不止一个" in said[3]
    assert "所属网站是空的" in said[4]
    assert report.rejected == 3
    assert not Subject.objects.filter(kind="channel").exists()


def test_a_channel_stays_with_its_website_and_a_sheet_that_says_otherwise_is_told(city):
    other = city.website(city.park, "南山园区网", "http://www.nanshan.gov.cn/", on=JANUARY)
    city.take("channel", NEWS)
    report = city.take("channel", NEWS | {"parent": "南山园区网"}, on=MARCH)

    assert "所属网站没有改" in report.problems[0].message
    assert Subject.objects.get(kind="channel").parent != other


def test_the_pages_offer_the_empty_form_the_preview_and_the_export(city, client, tmp_path):
    client.force_login(city.boss)
    page = client.get(f"{reverse('others')}?kind=app").content.decode()
    assert f"{reverse('import')}?kind=app" in page
    empty = client.get(reverse("register_form", args=["channel"]))
    (tmp_path / "form.xlsx").write_bytes(b"".join(empty.streaming_content))
    heads = [cell.value for cell in openpyxl.load_workbook(tmp_path / "form.xlsx").active[1]]
    assert {"频道名称", "频道地址", "所属网站"} <= set(heads)

    file = SimpleUploadedFile("频道.xlsx", city.written("channel", NEWS).read_bytes())
    form = {"kind": "channel", "on": JANUARY.isoformat(), "file": file}
    previewed = client.post(reverse("import"), form)
    assert previewed.context["report"].created == 1
    assert not Subject.objects.filter(kind="channel").exists()
    taken = client.post(reverse("import"), {"ticket": previewed.context["ticket"]}, follow=True)
    assert "招商频道" in taken.content.decode()
    assert "频道" in client.get(reverse("imports")).content.decode()
    out = client.get(reverse("register_export", args=["channel"]))
    assert "频道名录" in out["Content-Disposition"] or "utf-8''" in out["Content-Disposition"]


@pytest.mark.parametrize("kind", ["channel", "app", "system"])
def test_the_empty_form_reads_back_as_a_table_without_rows(city, tmp_path, kind):
    write_template(kind, tmp_path / "form.xlsx")
    report = preview(tmp_path / "form.xlsx", kind, city.city, JANUARY, create_units=False)

    assert (report.read, report.problems) == (0, ())
