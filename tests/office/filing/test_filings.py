"""A county files what it opens, changes, closes for a while and cancels; city and province decide; the register follows."""

import datetime as dt
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY, words

from xunwang.office import clock
from xunwang.office.deadlines.calendars import confirm_year
from xunwang.office.errors import OfficeError
from xunwang.office.filing import service
from xunwang.office.filing.models import Filing
from xunwang.office.messages.models import Occasion
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.registry.life import suspended
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import change_subject

SITE = {"name": "东河县人民政府", "home": "http://www.donghe.gov.cn/", "code": "1304000009", "level": "县级"}
MONDAY = dt.date(2026, 4, 20)


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    settings.CLOCK_SHIFT = dt.timedelta(days=(MONDAY - clock.today()).days)
    office.site = office.website(office.county, "东河县政府", SITE["home"], code=SITE["code"], level="县级")
    return office


def send(client, matter, **said):
    form = {"matter": matter, "on": "2026-04-20", "reason": "机构改革", **said}
    return client.post(reverse("new_filing"), form, follow=True)


def do(client, filing, act, text=""):
    return client.post(reverse("filing_act", args=[filing.pk, act]), {"text": text}, follow=True)


def test_a_change_goes_up_two_levels_and_the_register_follows(as_, city):
    clerk = as_("unit_clerk", city.county)
    said = {
        **SITE,
        "subject": city.site.pk,
        "on": "2026-04-10",
        "proof": SimpleUploadedFile("文.pdf", b"%PDF-1.7 x"),
    }
    page = send(clerk, "change", **said)
    filing = Filing.objects.get()
    assert "待示例市审核迟报" in words(page)
    assert (filing.due_on, filing.filed_on, filing.late) == (dt.date(2026, 4, 17), MONDAY, True)
    assert "名称东河县政府东河县人民政府" in words(page)
    assert do(clerk, filing, "approve").status_code == 403

    boss = as_("supervisor")
    home = words(boss.get(reverse("home")))
    assert "报备待审核1件" in home
    assert "东河县2026-04-20申报的“东河县政府”变更" in home
    assert filing.name in boss.get(reverse("filings")).content.decode()
    assert "已上报“示例省”" in words(do(boss, filing, "pass", "属实"))
    assert do(boss, filing, "approve").status_code == 403
    top = as_("supervisor", city.province)
    assert "名录已更新" in words(do(top, filing, "approve", "同意"))

    version = SubjectVersion.objects.get(subject=city.site, valid_to=None)
    assert (version.name, version.valid_from) == (SITE["name"], dt.date(2026, 4, 10))
    event = city.site.events.get()
    assert (event.kind, event.filed_on) == ("renamed", MONDAY)
    body = top.get(reverse("filing_paper", args=[filing.pk]))
    table = docx.Document(io.BytesIO(b"".join(body.streaming_content))).tables[0]
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert ["网站名称", "东河县政府 → 东河县人民政府"] in cells
    assert any(label == "示例省意见" and "同意并办结。同意" in text for label, text in cells)
    acts = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"filing.filed", "filing.passed", "filing.approved"} <= acts
    assert b"".join(top.get(reverse("filing_proof", args=[filing.pk])).streaming_content) == b"%PDF-1.7 x"


def test_a_change_alters_only_what_was_filed(as_, city):
    send(as_("unit_clerk", city.county), "change", **SITE, subject=city.site.pk)
    boss = as_("supervisor")
    change_subject(city.site, MONDAY, user=city.user(city.city, "supervisor"), phone="0310-7654321")
    do(boss, Filing.objects.get(), "approve")

    version = SubjectVersion.objects.get(subject=city.site, valid_to=None)
    assert (version.name, version.phone) == (SITE["name"], "0310-7654321")


def test_an_opening_is_sent_back_corrected_and_entered(as_, city):
    clerk = as_("unit_leader", city.county)
    new = {"kind": "website", "name": "东河县教育局", "home": "http://jyj.donghe.gov.cn/"}
    assert "已有“东河县政府”" in words(send(clerk, "opening", **{**new, "home": SITE["home"]}))
    assert "“首页地址”不对" in words(send(clerk, "opening", **{**new, "home": "无"}))
    send(clerk, "opening", **new)
    filing = Filing.objects.get()
    boss = as_("supervisor")
    assert "写明要补正什么" in words(do(boss, filing, "return"))
    do(boss, filing, "return", "请补网站标识码")
    assert "报备待审核" not in words(boss.get(reverse("home")))
    for role in ("unit_leader", "unit_clerk"):
        assert "报备退回补正：东河县教育局" in words(as_(role, city.county).get(reverse("home")))
    boss = as_("supervisor")

    clerk = as_("unit_leader", city.county)
    form = clerk.get(reverse("new_filing"), {"again": filing.pk}).content.decode()
    assert 'value="http://jyj.donghe.gov.cn/"' in form
    send(clerk, "opening", **new, code="1304000010", again=filing.pk)
    do(as_("supervisor"), filing, "approve")
    opened = Subject.objects.get(versions__name="东河县教育局")
    assert opened.versions.get().code == "1304000010"
    assert opened.unit == city.county
    filing.refresh_from_db()
    assert filing.subject == opened


def test_an_urgent_closing_and_a_cancellation(as_, city):
    clerk = as_("unit_clerk", city.county)
    key = city.site.pk
    assert "请填写关停至哪一天" in words(send(clerk, "urgent", subject=key, until="2026-04-01"))
    send(clerk, "urgent", subject=key, until="2026-04-30")
    assert "正在办理，请不要重复申报" in words(send(clerk, "urgent", subject=key, until="2026-04-30"))
    send(clerk, "cancelling", subject=key, on="2026-05-06")
    urgent, cancelling = Filing.objects.order_by("pk")
    do(as_("supervisor"), urgent, "approve")
    assert suspended(MONDAY) == {key}
    do(as_("supervisor"), cancelling, "approve")
    assert city.site.versions.get().valid_to == dt.date(2026, 5, 6)
    assert "已经注销" in words(
        send(as_("unit_clerk", city.county), "cancelling", subject=key, on="2026-05-07")
    )


def test_a_withdrawn_filing_is_over_and_a_confirmed_year_moves_the_days(as_, city):
    clerk = as_("unit_clerk", city.county)
    send(clerk, "cancelling", subject=city.site.pk)
    filing = Filing.objects.get()
    assert (filing.due_on, filing.due_provisional) == (dt.date(2026, 4, 27), False)
    off = {dt.date(2026, 4, 27), dt.date(2026, 4, 28)}
    confirm_year(2026, off, set(), source="通知", user=city.user(city.city, Role.ADMINISTRATOR))
    filing.refresh_from_db()
    assert filing.due_on == dt.date(2026, 4, 29)
    assert "已撤回" in words(do(clerk, filing, "withdraw"))
    assert do(clerk, filing, "withdraw").status_code == 403


def later(settings, day):
    settings.CLOCK_SHIFT += day - clock.today()


def test_what_is_sent_back_has_days_of_its_own_that_both_sides_see(as_, city, settings):
    send(as_("unit_clerk", city.county), "cancelling", subject=city.site.pk)
    filing = Filing.objects.get()
    later(settings, dt.date(2026, 4, 22))
    do(as_("supervisor"), filing, "return", "请补公告截图")
    step = filing.steps.get(kind="returned")
    assert step.due_on == dt.date(2026, 4, 29)
    assert Occasion.objects.get(unit=city.county).title == "报备退回补正：东河县政府"
    clerk = as_("unit_clerk", city.county)
    assert "补正后重新申报，最迟2026-04-29。" in words(clerk.get(reverse("home")))
    assert "迟报" not in words(clerk.get(reverse("filing", args=[filing.pk])))

    later(settings, dt.date(2026, 4, 30))
    assert "最迟2026-04-29，已超过" in words(clerk.get(reverse("home")))
    boss = as_("supervisor")
    assert "报备逾期未补正1件退回后没有按时重新申报：东河县" in words(boss.get(reverse("home")))
    assert "东河县政府" in words(boss.get(reverse("filings"), {"list": "late"}))

    again = {"subject": city.site.pk, "again": filing.pk, "on": "2026-04-29"}
    page = words(send(as_("unit_clerk", city.county), "cancelling", **again))
    assert "最迟2026-04-29重新申报，实际2026-04-30，迟报" in page
    assert "注销日期由2026-04-20改为2026-04-29。机构改革" in page
    filing.refresh_from_db()
    assert (filing.filed_on, filing.late) == (MONDAY, True)
    assert "报备逾期未补正" not in words(as_("supervisor").get(reverse("home")))


def test_the_days_of_a_return_follow_the_calendar(as_, city):
    send(as_("unit_clerk", city.county), "cancelling", subject=city.site.pk)
    filing = Filing.objects.get()
    do(as_("supervisor"), filing, "return", "请补公告截图")
    off = {dt.date(2026, 4, 27), dt.date(2026, 4, 28)}
    confirm_year(2026, off, set(), source="通知", user=city.user(city.city, Role.ADMINISTRATOR))
    assert filing.steps.get(kind="returned").due_on == dt.date(2026, 4, 29)


@pytest.mark.parametrize("second", [service.approve, service.pass_on, service.send_back])
def test_the_second_of_two_who_decide_at_once_is_told(as_, city, second):
    send(as_("unit_clerk", city.county), "cancelling", subject=city.site.pk)
    boss, seen = city.user(city.city, "supervisor"), Filing.objects.get()
    service.pass_on(Filing.objects.get(), "", user=boss)
    with pytest.raises(OfficeError, match="已经有人办理，现在是“待示例省审核”"):
        second(seen, "属实", user=boss)
    assert [step.kind for step in seen.steps.all()] == ["filed", "passed"]


def test_what_was_decided_meanwhile_is_not_withdrawn(as_, city):
    send(as_("unit_clerk", city.county), "cancelling", subject=city.site.pk)
    seen = Filing.objects.get()
    service.approve(Filing.objects.get(), "", user=city.user(city.city, "supervisor"))
    with pytest.raises(OfficeError, match="现在是“已办结”，不能撤回"):
        service.withdraw(seen, "", user=city.user(city.county, "unit_clerk"))


def test_an_opening_is_filed_once(as_, city):
    clerk = as_("unit_clerk", city.county)
    new = {"kind": "website", "name": "东河县教育局", "home": "http://jyj.donghe.gov.cn/"}
    send(clerk, "opening", **new)
    assert "开办报备正在办理" in words(send(clerk, "opening", **{**new, "name": "县教育局"}))
    assert Filing.objects.count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_only_the_unit_files_and_only_for_its_own(as_, city, role):
    form = {"matter": "change", "subject": city.site.pk}
    own = as_(role, city.county).get(reverse("new_filing"), form).status_code
    foreign = as_(role, city.park).get(reverse("new_filing"), form).status_code
    files = role in {Role.SUPERVISOR, Role.UNIT_CLERK, Role.UNIT_LEADER}
    assert own == (200 if files else 403)
    assert foreign == (404 if files else 403)
    shown = as_(role, city.county).get(reverse("register_subject", args=[city.site.pk])).content.decode()
    assert ("报备注销" in shown) == files


def test_a_name_with_control_signs_makes_a_readable_paper(as_, city):
    city.website(city.county, "甲网", "http://jia.gov.cn/", on=JANUARY)
    clerk = as_("unit_clerk", city.county)
    send(clerk, "cancelling", subject=city.site.pk, reason="停办\x0b了")
    body = clerk.get(reverse("filing_paper", args=[Filing.objects.get().pk]))
    table = docx.Document(io.BytesIO(b"".join(body.streaming_content))).tables[0]
    assert "停办 了" in [row.cells[1].text for row in table.rows]
