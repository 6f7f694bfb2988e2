"""The register beside an export of the national system: missing here, missing there, different; with foreign headers."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY, POINT, words

from xunwang.inspector.model import SubjectKind
from xunwang.office.people.roles import Role
from xunwang.office.registry.diffing import compare
from xunwang.office.registry.service import open_subject

HEADERS = ("网站名称", "首页网址", "网站标识码", "主办单位", "备注")


def table(path, *rows):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    office.website(
        office.county, "东河县政府", "http://www.donghe.gov.cn/", code="1304000009", organiser="东河县"
    )
    office.website(office.county, "东河教育", "http://jyj.donghe.gov.cn/")
    office.website(office.park, "南山园区网", "http://www.nanshan.gov.cn/")
    office.website(office.stranger, "邻省某网", "http://www.mou.gov.cn/")
    return office


def test_each_entry_is_the_same_different_or_missing_on_one_side(city, tmp_path):
    path = table(
        tmp_path / "全国.csv",
        HEADERS,
        ("东河县人民政府", "https://www.donghe.gov.cn/index.html", "1304000009", "东河县", "他们的备注"),
        ("南山园区网", "http://www.nanshan.gov.cn", "", "", ""),
        ("西河网", "http://www.xihe.gov.cn/", "1304000077", "", ""),
        ("", "http://noname.gov.cn/", "", "", ""),
    )
    found = compare(path, "website", city.city, POINT)

    assert [one.name for one in found.here] == ["东河教育"]
    assert [one.name for one in found.there] == ["西河网"]
    (pair,) = found.different
    assert pair.differences[0].label == "网站名称"
    assert "备注" not in {one.label for one in pair.differences}
    assert (found.same, len(found.problems)) == (1, 1)


def test_a_home_page_with_its_file_name_is_the_same_website(city, tmp_path):
    path = table(
        tmp_path / "全国.csv",
        HEADERS,
        ("东河县政府", "http://www.donghe.gov.cn/index.html", "1304000033", "东河县", ""),
        ("南山园区网", "http://www.nanshan.gov.cn/default.aspx", "", "", ""),
    )
    found = compare(path, "website", city.city, POINT)

    assert [one.name for one in found.here] == ["东河教育"]
    assert found.there == ()
    (pair,) = found.different
    assert [(one.before, one.after) for one in pair.differences] == [("1304000009", "1304000033")]
    assert found.same == 1


def test_accounts_meet_by_platform_whatever_it_is_called(city, tmp_path):
    for name, platform, handle in (
        ("东河发布", "微信公众号", "dhfb"),
        ("东河发布", "微博", ""),
        ("旧号", "抖音", "x"),
    ):
        open_subject(
            SubjectKind.ACCOUNT, city.county, JANUARY, user=None, name=name, platform=platform, handle=handle
        )
    path = table(
        tmp_path / "全国.csv",
        ("名称", "平台", "账号标识"),
        ("东河发布厅", "微信", "dhfb"),
        ("东河发布", "新浪微博", ""),
        ("新号", "抖音", "y"),
    )
    found = compare(path, "account", city.city, POINT)

    assert [one.name for one in found.here] == ["旧号"]
    assert [one.name for one in found.there] == ["新号"]
    ((pair,), same) = (found.different, found.same)
    assert [(one.before, one.after) for one in pair.differences] == [("东河发布", "东河发布厅")]
    assert same == 1


def upload(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("导出.csv", text.getvalue().encode("utf-8-sig"))


def test_a_table_with_words_of_its_own_is_mapped_in_the_page(city, client):
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    address = reverse("compare_register")
    rows = (("站名", "网站入口"), ("东河县政府", "http://www.donghe.gov.cn/"))
    refused = client.post(address, {"kind": "website", "on": "2026-03-31", "file": upload(*rows)})
    assert refused.status_code == 400
    assert "请展开“列名对应”" in words(refused)

    named = {"named-name": "站名", "named-home": "网站入口"}
    page = client.post(address, {"kind": "website", "on": "2026-03-31", "file": upload(*rows), **named})
    assert "两边一致1" in words(page)
    assert "只在本名录、全国系统没有2个" in words(page)
    assert "邻省某网" not in words(page)
    assert not (city.county.subjects.model.objects.filter(versions__name="站名"))


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_keep_the_register_compare(city, client, role):
    client.force_login(city.user(city.city, role))
    status = client.get(reverse("compare_register")).status_code
    assert (status == 200) == (role in {Role.SUPERVISOR, Role.ADMINISTRATOR})
