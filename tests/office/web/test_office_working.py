"""What people do in the pages: import, create, close, export, and what their home page asks of them. Real forms, real rows."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY
from openpyxl import Workbook
from rectify_samples import judged
from selectolax.lexbor import LexborHTMLParser

from xunwang.office import clock
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.campaigns.models import Campaign
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.registry.models import SubjectVersion


@pytest.fixture
def city(office, tmp_path, settings):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return judged(office, tmp_path)


@pytest.fixture
def ticket(city):
    (made,) = issuing.issue(city.checked, user=city.user(city.city, "supervisor"))
    return made


def register_file():
    book = Workbook()
    book.active.append(["网站名称", "首页地址", "主办单位"])
    book.active.append(["西河网", "http://www.xihe.gov.cn/", "西河局"])
    book.active.append(["坏行", "不是网址", "西河局"])
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("名录.xlsx", kept.getvalue())


def test_a_register_is_previewed_by_row_before_anything_is_written(as_, city):
    boss = as_("supervisor")
    form = {"kind": "website", "on": JANUARY.isoformat(), "create": "1", "file": register_file()}
    before = SubjectVersion.objects.count()
    page = boss.post(reverse("import"), form)

    assert SubjectVersion.objects.count() == before
    assert not AuditEntry.objects.filter(action="register.imported").exists()
    assert (page.context["report"].created, page.context["report"].rejected) == (1, 1)
    assert "第 3 行" in page.content.decode()
    boss.post(reverse("import"), {"ticket": page.context["ticket"]})
    assert SubjectVersion.objects.get(name="西河网").unit.name == "西河局"


def test_a_forged_or_foreign_preview_is_refused(as_, city):
    form = {"kind": "website", "on": JANUARY.isoformat(), "file": register_file()}
    sealed = as_("supervisor").post(reverse("import"), form).context["ticket"]

    forged = as_("supervisor").post(reverse("import"), {"ticket": f"{sealed}x"})
    foreign = as_("supervisor", city.county).post(reverse("import"), {"ticket": sealed})

    assert (forged.status_code, foreign.status_code) == (400, 400)
    assert not SubjectVersion.objects.filter(name="西河网").exists()


@pytest.mark.parametrize("role", list(Role))
def test_who_may_create_and_import(as_, city, role):
    new = as_(role).get(reverse("new_campaign")).status_code
    take = as_(role).get(reverse("import")).status_code

    assert (new == 200) == (role in {Role.SUPERVISOR, Role.INSPECTOR})
    assert (take == 200) == (role in {Role.SUPERVISOR, Role.ADMINISTRATOR})


def test_a_campaign_is_created_and_a_wrong_form_keeps_its_words(as_, city):
    boss = as_("supervisor")
    form = {
        "name": "抽查",
        "start": "2026-01-01",
        "end": "2026-03-31",
        "as_of": "2026-03-31",
        "norm": "cn-2019",
        "take-website": "1",
        "cover-website": "sample",
        "percent-website": "400",
        "seed": "9",
    }
    refused = boss.post(reverse("new_campaign"), form)
    boss.post(reverse("new_campaign"), form | {"percent-website": "50"})

    assert refused.status_code == 400
    assert "网站的抽查比例应" in refused.content.decode()
    assert 'value="抽查"' in refused.content.decode()
    made = Campaign.objects.get(name="抽查")
    record = boss.get(reverse("draw", args=[made.pk])).content.decode()
    assert "从 2 个中抽 50%，抽到 1 个" in record
    assert "完全一致" in record
    assert as_("unit_clerk", city.county).get(reverse("draw", args=[made.pk])).status_code == 404
    bare = as_("inspector").post(reverse("new_campaign"), {**form, "take-website": ""})
    assert "请至少选择一类检查对象" in bare.content.decode()


@pytest.mark.parametrize("name", ["campaign", "campaigns"])
def test_the_parts_of_a_line_add_up_to_its_total_before_all_are_judged(as_, city, name):
    portal = city.website(city.city, "某市政府", "http://www.moushi.gov.cn/", site_kind="special")
    other = city.campaign(city.city, [city.county_site, portal], name="未完")
    page = as_("supervisor").get(reverse(name, args=[other.pk] if name == "campaign" else []))
    tables = [table for table in LexborHTMLParser(page.content).css("table") if "尚未评定" in table.text()]
    heads = [cell.text() for cell in tables[0].css("thead th")]
    lines = [[cell.text() for cell in line.css("th, td")] for line in tables[0].css("tbody tr, tfoot tr")]

    assert lines
    for line in lines:
        told = dict(zip(heads, line, strict=True))
        parts = ("合格", "不合格", "暂不作结论", "尚未评定")
        assert sum(int(told[part]) for part in parts) == int(told.get("总数") or told["对象"])


def test_a_point_is_closed_once_and_only_when_all_are_judged(as_, city):
    boss = as_("supervisor")
    other = city.campaign(city.city, [city.county_site], name="未完")
    early = boss.post(reverse("drive", args=[other.pk, "close"]), follow=True).content.decode()
    boss.post(reverse("drive", args=[city.checked.pk, "close"]))
    twice = boss.post(reverse("drive", args=[city.checked.pk, "close"]), follow=True).content.decode()
    inspector = as_("inspector").post(reverse("drive", args=[other.pk, "close"])).status_code

    assert "还有 1 个对象没有结论" in early
    assert "已经定稿" in twice
    assert inspector == 403
    city.checked.refresh_from_db()
    assert city.checked.point_closed_at


def test_the_trail_is_exported_whole_and_without_formulas(as_, city):
    AuditEntry.objects.filter(action="campaign.created").update(target_label="=1+1")
    answer = as_("auditor").post(reverse("audit_export"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert len(rows) == AuditEntry.objects.exclude(action="trail.exported").count() + 1
    assert any("'=1+1" in row for row in rows)
    assert as_("supervisor").post(reverse("audit_export")).status_code == 403


def test_an_alarm_that_nobody_sees_to_stands_on_the_home_page(as_, city):
    alarm = Alert.objects.create(
        unit=city.county, kind="down", key="k", severity=Severity.URGENT, title="县政府网站打不开", text="…", begun_at=clock.now()
    )  # fmt: skip

    def told(role, unit):
        return [one for one in as_(role, unit).get("/").context["tasks"] if "报警" in one.title]

    for role in (Role.SUPERVISOR, Role.UNIT_CLERK):
        (task,) = told(role, city.county)
        assert (task.title, task.tone) == ("报警没有人确认 1 条", "urgent")
        assert "县政府网站打不开" in task.text
    assert told(Role.SUPERVISOR, city.stranger) == told(Role.AUDITOR, city.city) == []
    Alert.objects.filter(pk=alarm.pk).update(acked_at=clock.now())
    assert told(Role.SUPERVISOR, city.county) == []


@pytest.mark.parametrize("role", list(Role))
def test_the_home_page_of_every_role_says_what_to_do_or_that_there_is_nothing(as_, city, ticket, role):
    for unit in (city.city, city.county, city.stranger):
        page = as_(role, unit).get(reverse("home"))
        assert page.status_code == 200
        assert page.context["tasks"] or "现在没有等您办理的事" in page.content.decode()
    assert any(
        "整改通知" in task.title for task in as_(Role.UNIT_CLERK, city.county).get("/").context["tasks"]
    )
