import datetime as dt

import openpyxl
import pytest
from office_samples import JANUARY, MARCH

from xunwang.inspector.model import SubjectKind
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry, Unit, UnitLevel, add_unit
from xunwang.office.registry import life
from xunwang.office.registry.exporting import export
from xunwang.office.registry.history import Flows, counts, flows
from xunwang.office.registry.importing import import_register
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import close_subject, row_on
from xunwang.office.registry.sheet import read_register
from xunwang.office.registry.workbooks import write_rows, write_template


@pytest.fixture
def take(office, tmp_path):
    """Imports rows written as dictionaries: `take({"name": ..., "home": ...}, on=MARCH)`."""

    def run(*rows, kind="website", on=JANUARY, unit=None, **options):
        path = tmp_path / "import.xlsx"
        write_rows(kind, path, rows)
        return import_register(
            path, kind, unit or office.city, office.user(office.city, "supervisor"), on, **options
        )

    return run


EAST = {
    "name": "东河县政府",
    "home": "http://www.donghe.gov.cn/",
    "code": "1304000009",
    "phone": "0310-1234567",
}
PARK = {"name": "南山园区", "home": "http://www.nanshan.gov.cn/", "type_name": "部门网站"}


def tally(report):
    return report.created, report.changed, report.unchanged, report.rejected


def test_the_same_file_twice_changes_nothing(take):
    assert tally(take(EAST, PARK)) == (2, 0, 0, 0)
    assert tally(take(EAST, PARK, on=MARCH)) == (0, 0, 2, 0)
    assert SubjectVersion.objects.count() == 2


def test_a_changed_name_is_a_new_version_of_the_same_subject(take, office):
    take(EAST)
    assert tally(take(EAST | {"name": "东河县人民政府"}, on=MARCH)) == (0, 1, 0, 0)

    subject = Subject.objects.get()
    assert row_on(subject, MARCH - dt.timedelta(days=1)).name == "东河县政府"
    assert row_on(subject, MARCH).name == "东河县人民政府"
    assert flows(office.city, MARCH, MARCH) == Flows(renamed=1)


def test_the_code_finds_a_subject_that_moved_to_another_address(take):
    take(EAST)
    take(EAST | {"home": "http://dh.example.gov.cn/"}, on=MARCH)
    assert tally(take(EAST | {"home": "http://dh.example.gov.cn/"}, on=MARCH)) == (0, 0, 1, 0)

    assert Subject.objects.count() == 1
    assert row_on(Subject.objects.get(), MARCH).address_key == "dh.example.gov.cn/"


def test_what_a_row_leaves_empty_stays(take):
    take(EAST)
    assert tally(take(EAST | {"phone": "", "code": ""}, on=MARCH)) == (0, 0, 1, 0)

    assert row_on(Subject.objects.get(), MARCH).phone == "0310-1234567"


def test_a_day_of_filing_that_cannot_be_read_leaves_the_known_one(take, office):
    account = {"name": "示例发布", "platform": "微博", "filed_on": "2024-02-29"}
    take(account, kind="account")
    report = take(account | {"filed_on": "去年二月底"}, kind="account", on=MARCH)

    assert tally(report) == (0, 0, 1, 0)
    assert ["这一格没有读入" in item.message for item in report.problems] == [True]
    assert row_on(Subject.objects.get(), MARCH).filed_on == dt.date(2024, 2, 29)


def test_a_closed_subject_opens_again_as_itself(take, office):
    take(EAST)
    close_subject(Subject.objects.get(), dt.date(2026, 2, 1), user=None)
    take(EAST, on=MARCH)

    assert Subject.objects.count() == 1
    assert flows(office.city, dt.date(2026, 2, 1), MARCH) == Flows(opened=1, closed=1)


def test_a_row_goes_to_the_unit_that_its_organiser_names(take, office):
    take(
        EAST | {"organiser": "东河县"}, PARK | {"organiser": "新区管委会", "level": "园区"}, create_units=True
    )

    assert Subject.objects.get(versions__name="东河县政府").unit == office.county
    new = Unit.objects.get(name="新区管委会")
    assert (new.level, office.city.holds(new)) == ("park", True)
    assert counts(office.county, JANUARY).total == 1


def test_what_was_handed_to_another_unit_stays_there_when_the_register_comes_back(take, office, tmp_path):
    take(EAST | {"organiser": "东河县"})
    boss = office.user(office.city, "supervisor")
    life.move(Subject.objects.get(), office.park, life.Turn(MARCH), user=boss)
    path = tmp_path / "register.xlsx"
    export("website", path, on=MARCH)

    assert tally(import_register(path, "website", office.city, boss, MARCH)) == (0, 0, 1, 0)
    assert Subject.objects.get().unit == office.park


def test_a_name_that_several_units_have_moves_nothing_to_the_wrong_one(take, office):
    here, there = (
        add_unit("财政局", UnitLevel.DEPARTMENT, parent=parent) for parent in (office.county, office.park)
    )
    take(EAST | {"organiser": "财政局"}, unit=office.park)
    report = take(
        EAST | {"organiser": "财政局", "phone": "1"},
        PARK | {"organiser": "财政局"},
        on=MARCH,
        create_units=True,
    )

    assert Subject.objects.get(versions__name="南山园区").unit == office.city
    assert Subject.objects.get(versions__phone="1").unit == there
    assert not here.subjects.exists()
    (told,) = report.problems
    assert (told.severity, told.row) == ("warning", 3)
    assert "有 2 个同名单位" in str(told)


def test_a_unit_that_was_dissolved_gets_nothing(take, office):
    old = add_unit("文化局", UnitLevel.DEPARTMENT, parent=office.city)
    old.valid_to = JANUARY
    old.save(update_fields=["valid_to"])
    take(EAST | {"organiser": "文化局"}, on=MARCH, create_units=True)

    assert Subject.objects.get().unit == Unit.objects.exclude(pk=old.pk).get(name="文化局")


def test_another_organiser_moves_the_subject(take, office):
    take(EAST | {"organiser": "东河县"})
    take(EAST | {"organiser": "南山园区"}, on=MARCH)

    assert Subject.objects.get().unit == office.park
    assert flows(office.county, MARCH, MARCH) == Flows(moved_out=1)


def test_an_account_number_that_lost_its_last_digits_is_nobodys(office, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["账号名称", "平台", "账号标识"],
        ["东河发布", "抖音", 1234567890123456789],
        ["东河文旅", "抖音", "1234567890123456789"],
    ):
        book.active.append(row)
    book.save(tmp_path / "accounts.xlsx")
    report = import_register(tmp_path / "accounts.xlsx", "account", office.city, None, JANUARY)

    assert tally(report) == (1, 0, 0, 1)
    assert SubjectVersion.objects.get().name == "东河文旅"
    assert "第 2 行 “账号标识”列：编号 1234567890123457024 的末尾几位已丢失" in str(report.problems[0])


def test_nobody_imports_over_what_others_registered(take, office):
    take(EAST, unit=office.county)
    report = take(EAST | {"name": "抢注"}, unit=office.park, on=MARCH)

    assert tally(report) == (0, 0, 0, 1)
    assert "范围之外登记" in str(report.problems[0])
    assert row_on(Subject.objects.get(), MARCH).name == "东河县政府"


def test_a_row_that_looks_like_two_subjects_is_refused(take):
    take(EAST, PARK)
    report = take(PARK | {"code": EAST["code"]}, on=MARCH)

    assert tally(report) == (0, 0, 0, 1)
    assert "同时像是" in str(report.problems[0])


def test_an_import_dated_before_the_last_change_is_refused(take):
    take(EAST, on=MARCH)
    report = take(EAST | {"name": "旧名"}, on=JANUARY)

    assert tally(report) == (0, 0, 0, 1)
    assert "2026-03-01" in str(report.problems[0])


def test_an_import_is_not_dated_years_ahead(take):
    with pytest.raises(OfficeError, match="太晚"):
        take(EAST, on=JANUARY.replace(year=2062))
    assert not Subject.objects.exists()


def test_columns_that_the_register_does_not_know_are_named(office, tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text("序号,网站名称,首页地址,责任人\n1,东河县政府,http://www.donghe.gov.cn/,张某\n", "utf-8")
    report = import_register(path, "website", office.city, None, JANUARY)
    assert (report.created, report.aside) == (1, ("责任人",))


def test_an_unusable_file_writes_nothing(office, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no table at all")
    report = import_register(path, "website", office.city, None, JANUARY)

    assert report.unusable is not None
    assert Subject.objects.count() == 0
    assert AuditEntry.objects.count() == 0


def test_the_import_stands_in_the_trail_once(take):
    take(EAST, PARK)

    entry = AuditEntry.objects.get()
    assert entry.action == "register.imported"
    assert "新增 2" in entry.data["result"]


def test_accounts_meet_by_platform_and_handle(take):
    weibo = {"name": "东河发布", "platform": "微博", "handle": "dhfb"}
    take(weibo, weibo | {"platform": "抖音"}, kind="account")
    assert tally(take(weibo | {"name": "东河之声"}, kind="account", on=MARCH)) == (0, 1, 0, 0)

    assert Subject.objects.filter(kind=SubjectKind.ACCOUNT).count() == 2


def test_an_export_imports_again_without_a_change(take, office, tmp_path):
    take(EAST | {"organiser": "东河县"}, PARK | {"name": "=南山&园区", "remark": "+1"})
    out = tmp_path / "out.xlsx"
    assert export("website", out, on=MARCH, unit=office.city) == 2

    report = import_register(out, "website", office.city, None, MARCH)

    assert tally(report) == (0, 0, 2, 0)
    assert report.problems == ()
    assert "=南山&园区" in {row.name for row in read_register(out).rows}


def test_an_export_shows_the_day_that_was_asked(take, office, tmp_path):
    take(EAST)
    take(EAST | {"name": "东河县人民政府"}, on=MARCH)
    export("website", tmp_path / "old.xlsx", on=JANUARY)

    assert [row.name for row in read_register(tmp_path / "old.xlsx").rows] == ["东河县政府"]
    assert export("website", tmp_path / "other.xlsx", on=MARCH, unit=office.stranger) == 0


@pytest.mark.parametrize("kind", ["website", "account"])
def test_the_empty_form_reads_back_empty_and_without_complaint(tmp_path, kind):
    write_template(kind, tmp_path / "form.xlsx")

    register = read_register(tmp_path / "form.xlsx", kind=kind)

    assert (register.read, register.problems) == (0, ())


def test_every_county_portal_is_imported_or_named(office, county_portals):
    first = import_register(county_portals, "website", office.province, None, JANUARY)
    again = import_register(county_portals, "website", office.province, None, MARCH)

    assert tally(first) == (3170, 0, 0, 4)
    assert tally(again) == (0, 0, 3170, 4)
    assert len({item.row for item in first.problems if item.severity == "error"}) == 4
    assert counts(office.province, JANUARY).total == 3170


def test_each_version_says_what_kind_its_subject_is(take):
    take(EAST, PARK)
    take({"name": "东河发布", "platform": "微信", "handle": "donghe"}, kind="account")
    take(EAST | {"name": "东河县人民政府"}, on=MARCH)
    told = SubjectVersion.objects.values_list("kind", "subject__kind")
    assert sorted(told) == [("account", "account"), *[("website", "website")] * 3]
