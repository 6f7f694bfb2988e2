"""The register in the pages: a subject's page and its turns, changes over a period, units, imports taken back."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from office_samples import JANUARY, MARCH, words
from openpyxl import load_workbook

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.people.models import Unit, UnitLevel, add_unit
from xunwang.office.people.roles import Role
from xunwang.office.registry.life import Turn, open_new, suspend
from xunwang.office.registry.models import ImportBatch, LifeEvent, Subject, SubjectVersion

CHANGERS = {Role.SUPERVISOR, Role.ADMINISTRATOR}
SITE = {
    "name": "东河县人民政府",
    "home": "http://www.donghe.gov.cn/",
    "code": "1304000009",
    "on": "2026-03-01",
}


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    office.site = office.website(office.county, "东河县政府", SITE["home"], code=SITE["code"], level="县级")
    office.park_site = office.website(office.park, "南山园区网", "http://www.nanshan.gov.cn/")
    return office


def turn(client, subject, act, **said):
    return client.post(
        reverse("register_act", args=[subject.pk, act]), {"on": "2026-03-01", **said}, follow=True
    )


def test_a_rename_is_entered_and_every_day_shows_what_held_then(as_, city):
    supervisor = as_("supervisor")
    page = turn(supervisor, city.site, "change", **SITE, filed_on="2026-03-03", note="机构改革")

    assert "已登记：更名" in words(page)
    assert "名称：东河县政府→东河县人民政府" in words(page)
    assert "2026-03-03按时截止2026-03-06" in words(page)
    address = reverse("register_subject", args=[city.site.pk])
    assert "<h1>东河县政府 " in supervisor.get(address, {"on": "2026-02-28"}).content.decode()
    assert "内容没有变化" in words(turn(supervisor, city.site, "change", **SITE))


def test_a_whole_life_in_the_pages(as_, city):
    supervisor = as_("supervisor")
    turn(supervisor, city.site, "move", unit=f" {city.park.name}")
    page = turn(supervisor, city.site, "suspend", on="2026-03-02", until="2026-04-30")
    assert "这次60天" in words(page)
    assert "待核对" in words(page)
    turn(supervisor, city.site, "resume", on="2026-03-09")
    page = turn(supervisor, city.site, "merge", on="2026-03-10", into=city.park_site.versions.get().home)
    assert "已并入“南山园区网”" in words(page)
    assert "办理" not in words(page)
    told = words(supervisor.get(reverse("register_changes"), {"start": "2026-03-01", "end": "2026-03-31"}))
    assert "关停注销东河县政府并入“南山园区网”" in told
    turn(supervisor, city.park_site, "close", on="2026-03-11")

    assert list(city.site.events.values_list("kind", flat=True)) == [
        "moved",
        "suspended",
        "resumed",
        "merged",
    ]
    assert not SubjectVersion.objects.filter(valid_to=None).exists()


def test_of_units_of_one_name_the_superior_tells_which(as_, city):
    supervisor = as_("supervisor")
    one, other = (
        add_unit("财政局", UnitLevel.DEPARTMENT, parent=above) for above in (city.county, city.park)
    )
    assert f"请连同上级一起写，例如：{city.county}/财政局、{city.park}/财政局" in words(
        turn(supervisor, city.site, "move", unit="财政局")
    )
    turn(supervisor, city.site, "move", unit=f"{city.park} ／ 财政局")

    assert one.pk != other.pk
    assert city.site.versions.get(valid_to=None).unit == other


def test_a_filing_is_entered_later_but_not_in_advance(as_, city):
    supervisor = as_("supervisor")
    turn(supervisor, city.site, "change", **SITE)
    event = LifeEvent.objects.get()
    entered = reverse("event_filed", args=[event.pk])

    tomorrow = clock.today() + dt.timedelta(days=1)
    assert "在今天之后" in words(supervisor.post(entered, {"filed_on": tomorrow}, follow=True))
    assert "迟报" in words(supervisor.post(entered, {"filed_on": "2026-05-06"}, follow=True))


def test_the_filing_of_a_closure_is_entered_when_the_subject_has_left_the_register(as_, city):
    supervisor = as_("supervisor")
    page = turn(supervisor, city.park_site, "close")
    entered = reverse("event_filed", args=[city.park_site.events.get().pk])
    assert f'action="{entered}"' in page.content.decode()
    assert "2026-03-03按时" in words(supervisor.post(entered, {"filed_on": "2026-03-03"}, follow=True))


def test_what_is_wrong_in_a_form_is_named_and_nothing_is_written(as_, city):
    supervisor = as_("supervisor")
    assert "“首页地址”不对" in words(turn(supervisor, city.site, "change", **SITE | {"home": "x y"}))
    assert "“变更日期”应填日期" in words(turn(supervisor, city.site, "change", **SITE | {"on": "昨天"}))
    assert "没有名为" in words(turn(supervisor, city.site, "move", unit=city.stranger.name))
    assert f"是不是：{city.city}/{city.park}" in words(
        turn(supervisor, city.site, "move", unit=city.park.name[:2])
    )
    assert "名录中没有“不是”" in words(turn(supervisor, city.site, "merge", into="不是"))
    new = supervisor.post(reverse("new_subject"), {"kind": "website", **SITE, "unit": city.county.pk})
    assert (new.status_code, "同一对象" in words(new)) == (400, True)
    assert not LifeEvent.objects.exists()


def test_a_new_account_and_a_channel_of_another_unit(as_, city):
    supervisor = as_("supervisor")
    said = {"unit": city.county.pk, "on": "2026-03-01", "name": "东河发布", "platform": "微博"}
    page = supervisor.post(reverse("new_subject"), {"kind": "account", **said}, follow=True)
    assert "已登记“东河发布”" in words(page)
    channel = {
        "unit": city.park.pk,
        "on": "2026-03-01",
        "name": "招商频道",
        "home": "http://www.donghe.gov.cn/zs/",
    }
    parent = {"kind": "channel", "parent": str(city.site.pk)}
    supervisor.post(reverse("new_subject"), parent | channel, follow=True)

    made = Subject.objects.get(kind="channel")
    assert (made.parent, made.unit) == (city.site, city.park)
    assert "招商频道" in words(supervisor.get(reverse("register_subject", args=[city.site.pk])))
    assert "招商频道东河县政府" in words(supervisor.get(reverse("others")))
    foreign = as_("supervisor", city.park).post(reverse("new_subject"), parent | channel)
    assert foreign.status_code == 404


def test_changes_of_a_period_and_their_drill_down(as_, city):
    supervisor = as_("supervisor")
    turn(supervisor, city.site, "change", **SITE | {"home": "http://dh.gov.cn/"})
    period = {"start": "2026-03-01", "end": "2026-12-31"}
    page = words(supervisor.get(reverse("register_changes"), period))

    assert "域名（原有2个）－1，＋1" in page
    assert "更名1换址1" in page
    only = words(supervisor.get(reverse("register_changes"), period | {"what": "closed"}))
    assert "没有这类变动" in only
    wrong = words(supervisor.get(reverse("register_changes"), {"start": "3月"}))
    assert "日期“3月”不对" in wrong
    assert supervisor.get(reverse("register_changes"), {"unit": city.stranger.pk}).status_code == 404


def test_units_are_founded_renamed_moved_and_closed(as_, city):
    supervisor = as_("supervisor")

    def act(unit, what, **said):
        return words(supervisor.post(reverse("unit_act", args=[unit.pk, what]), said, follow=True))

    new = {"name": "东河县水务局", "level": "department", "on": "2026-03-01"}
    assert "已建立“东河县水务局”" in act(city.county, "found", **new)
    made = Unit.objects.get(name="东河县水务局")
    assert "已登记为“东河县水利局”" in act(made, "rename", name="东河县水利局", level="department")
    assert "已划归“南山园区”" in act(made, "move", parent=city.park.pk)
    assert "已撤销" in act(made, "close", on="2026-04-01")
    assert "不能划转或撤销自己所在的单位" in act(city.city, "close", on="2026-04-01")
    assert "请选择新的上级单位" in act(city.park, "move", parent=city.stranger.pk)


def test_an_import_is_taken_back_in_the_pages(as_, city):
    supervisor = as_("supervisor")
    table = SimpleUploadedFile("名录.csv", "网站名称,首页地址\n新站,http://new.gov.cn/\n".encode())
    said = {"kind": "website", "on": "2026-03-01", "file": table}
    ticket = re.search(
        r'name="ticket" value="([^"]+)"', supervisor.post(reverse("import"), said).content.decode()
    )
    supervisor.post(reverse("import"), {"ticket": ticket[1]})
    batch = ImportBatch.objects.get()
    assert "名录.csv2026-03-01" in words(supervisor.get(reverse("imports")))

    page = supervisor.post(reverse("undo_import", args=[batch.pk]), follow=True)

    assert "已撤销“名录.csv”的导入" in words(page)
    assert Subject.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "表头下面没有内容。"),
        ("坏行,不是网址\n", "没有可以导入的行，请按上面的说明改正。"),
        ("东河县政府,http://www.donghe.gov.cn/\n", "名录中已经是这些内容。"),
    ],
    ids=["empty", "bad rows only", "known already"],
)
def test_a_table_with_nothing_to_write_is_not_offered_for_import(as_, city, line, why):
    table = SimpleUploadedFile("名录.csv", f"网站名称,首页地址\n{line}".encode())
    said = {"kind": "website", "on": "2026-03-01", "file": table}
    page = words(as_("supervisor").post(reverse("import"), said))

    assert f"{why}不需要导入。" in page
    assert "确认导入" not in page


def test_pages_say_that_a_register_is_half_in(as_, city):
    said = {"unit": city.city, "kind": "website", "on": JANUARY, "file": "名录.xlsx", "at": timezone.now()}
    batch = ImportBatch.objects.create(**said, underway="writing", heard_at=timezone.now())
    supervisor = as_("supervisor")

    assert "正在导入一份名录，此刻名录里只有一部分" in words(supervisor.get(reverse("websites")))
    assert "正在导入" in words(supervisor.get(reverse("imports")))
    page = words(supervisor.post(reverse("undo_import", args=[batch.pk]), follow=True))
    assert "正在导入“名录.xlsx”，名录此刻只有一部分，请几分钟后再试" in page


def test_the_parts_of_a_register_add_up_to_its_total(as_, city):
    city.website(city.county, "东河县经济开发区", "http://kfq.donghe.gov.cn/", site_kind="", level="园区")
    shown = words(as_("supervisor").get(reverse("websites")))
    assert "共有3" in shown
    assert "门户网站2其他网站1" in shown
    assert "按层级：县级1，园区1，层级未登记1。" in shown


def test_the_register_goes_out_as_a_table_of_the_day(as_, city):
    answer = as_("supervisor").get(reverse("register_export", args=["website"]), {"on": "2026-03-01"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    assert {row[0].value for row in book.worksheets[0].iter_rows(min_row=2)} == {"东河县政府", "南山园区网"}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_look_and_who_may_act(as_, city, role):
    own, foreign = as_(role), city.stranger
    subject, unit = reverse("register_subject", args=[city.site.pk]), reverse("unit", args=[city.county.pk])
    assert [own.get(one).status_code for one in (subject, unit, reverse("register_changes"))] == [200] * 3
    may = role in CHANGERS
    assert ("登记变更" in words(own.get(subject))) == may
    acts = [
        (reverse("register_act", args=[city.site.pk, "close"]), {"on": "2026-03-01"}),
        (reverse("unit_act", args=[city.county.pk, "rename"]), {"name": "x", "level": "county"}),
    ]
    assert [own.post(address, said).status_code for address, said in acts] == [302 if may else 403] * 2
    assert own.get(reverse("new_subject")).status_code == (200 if may else 403)
    assert own.get(reverse("imports")).status_code == (200 if may or role is Role.AUDITOR else 403)
    stranger = as_(role, foreign)
    assert [stranger.get(one).status_code for one in (subject, unit)] == [404, 404]
    assert [stranger.post(address, said).status_code for address, said in acts] == [404, 404]


def test_a_temporary_closure_is_marked_in_the_list(as_, city):
    person = city.user(city.city, "supervisor")
    suspend(city.site, dt.date(2026, 3, 20), Turn(MARCH), user=person)
    fields = {"name": "东河发布", "platform": "微博"}
    open_new(SubjectKind.ACCOUNT, city.county, Turn(JANUARY), user=person, **fields)

    assert "东河县政府临时关停" in words(as_("supervisor").get(reverse("websites"), {"on": "2026-03-20"}))
    assert "临时关停" not in words(as_("supervisor").get(reverse("websites"), {"on": "2026-03-21"}))
    assert "东河发布" in words(as_("supervisor").get(reverse("accounts")))
