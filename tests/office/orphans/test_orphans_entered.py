"""What was decided to be ours enters the register, one by one or from a spreadsheet."""

import openpyxl
import pytest
from office_samples import JANUARY, POINT, model_key

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.errors import OfficeError
from xunwang.office.orphans import service
from xunwang.office.orphans.models import Answer, Orphan
from xunwang.office.registry import importing, life, undoing
from xunwang.office.registry.models import ImportBatch, Subject
from xunwang.office.registry.service import row_on


@pytest.fixture
def judged_ours(web):
    """An unregistered website and a cancelled one, both decided to be ours; the subjects that stand in the review."""
    boss = web.user(web.city, "supervisor")
    asked = [("edu.donghe.gov.cn", "unfiled", None), ("old.donghe.gov.cn", "cancelled", web.old)]
    for host, kind, subject in asked:
        seen = {"answer": Answer.LIVE, "url": f"http://{host}/", "first_on": JANUARY, "unit": web.county}
        orphan = Orphan.objects.create(host=host, kind=kind, subject=subject, **seen)
        service.ours(orphan, web.school, "电话核实", user=boss)
    return {one.host: one.subject for one in Orphan.objects.select_related("subject")}


def _entry(name, home):
    return {"name": name, "home": home, "address_key": model_key(home), "site_kind": "department"}


def test_what_was_decided_ours_is_entered_as_the_subject_that_it_is_already(web, judged_ours):
    subjects, day = Subject.objects.count(), life.Turn(clock.today())
    fields = _entry("教育局网站", "https://www.edu.donghe.gov.cn/index.html")
    made = life.open_new(SubjectKind.WEBSITE, web.park, day, user=None, **fields)

    assert (made, made.unit) == (judged_ours["edu.donghe.gov.cn"], web.park)
    assert FindingRow.objects.get(indicator="R-unfiled").subject.subject == made
    again = _entry("旅游网", "https://www.old.donghe.gov.cn/")
    with pytest.raises(OfficeError, match=f"到 {POINT} 才注销"):
        life.open_new(SubjectKind.WEBSITE, web.county, life.Turn(JANUARY), user=None, **again)
    assert life.open_new(SubjectKind.WEBSITE, web.county, day, user=None, **again) == web.old
    assert [one.name for one in web.old.versions.order_by("valid_from")] == ["东河旅游网", "旅游网"]
    assert Subject.objects.count() == subjects


def test_an_unregistered_address_may_turn_out_to_be_a_system_and_never_is_an_account(web, judged_ours):
    fields = _entry("教育局办事系统", "http://edu.donghe.gov.cn/")
    account = life.open_new(SubjectKind.ACCOUNT, web.school, life.Turn(JANUARY), user=None, **fields)
    system = life.open_new(SubjectKind.SYSTEM, web.school, life.Turn(JANUARY), user=None, **fields)

    assert account != system == judged_ours["edu.donghe.gov.cn"]
    assert system.kind == "system"


def test_a_spreadsheet_enters_it_once_and_takes_it_back(web, judged_ours, tmp_path):
    book = openpyxl.Workbook()
    for row in (["网站名称", "首页网址"], ["教育局网站", "http://www.edu.donghe.gov.cn/"],
                ["招生网", "http://edu.donghe.gov.cn/zs/"], ["旅游网", "https://www.old.donghe.gov.cn/"]):  # fmt: skip
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    school, subjects = judged_ours["edu.donghe.gov.cn"], Subject.objects.count()
    boss = web.user(web.city, "supervisor")
    report = importing.import_register(tmp_path / "a.xlsx", "website", web.city, boss, clock.today())

    assert (report.created, report.problems) == (3, ())
    assert Subject.objects.count() == subjects + 1  # 招生网
    assert [one.name for one in school.versions.all()] == ["教育局网站"]
    assert school.versions.get().unit == web.school  # as it was decided, since the sheet names no other
    assert row_on(web.old, clock.today()).name == "旅游网"

    undoing.undo(ImportBatch.objects.get(), user=boss)
    assert Subject.objects.count() == subjects
    assert not school.versions.exists()
    assert FindingRow.objects.get(indicator="R-unfiled").subject.subject == school

    elsewhere = importing.import_register(tmp_path / "a.xlsx", "website", web.park, boss, clock.today())
    assert elsewhere.created == 3
    assert school.versions.get().unit == web.park  # who enters it answers for it
    early = importing.import_register(tmp_path / "a.xlsx", "website", web.city, boss, JANUARY)
    assert "已有登记变动" in str(early.problems[-1])
