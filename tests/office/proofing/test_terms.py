"""A unit's tables for the proofreader: what holds where, who keeps them, and what a wrong table is told."""

import datetime as dt

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xunwang.inspector.door.proofreading import Terms
from xunwang.office.errors import OfficeError
from xunwang.office.looking import settings_of
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.proofing.models import Term, TermKind
from xunwang.office.proofing.service import proofread
from xunwang.office.proofing.terms import Line, add, remove

DAY = dt.date(2026, 4, 1)
WRONG = "会议要求各单位认真贯彻落实会义精神。"


def _found(text, unit, day=DAY):
    return [one.found for one in proofread(text, unit, day).marks]


def test_own_tables_and_those_above_hold_and_nobody_elses(office):
    slip = _found(WRONG, office.county)
    assert slip
    above, below = office.user(office.city, Role.SUPERVISOR), office.user(office.county, Role.UNIT_CLERK)

    add(TermKind.WORD, [Line("会义精神")], user=below)
    assert _found(WRONG, office.county) == []
    assert _found(WRONG, office.city) == _found(WRONG, office.park) == slip
    assert settings_of(office.city).terms is None

    add(TermKind.WORD, [Line("会义精神")], user=above)
    assert _found(WRONG, office.park) == []
    assert msgspec.json.decode(settings_of(office.city).terms, type=Terms).words == ("会义精神",)
    remove(Term.objects.get(unit=office.city), user=above)
    assert _found(WRONG, office.park) == slip
    assert AuditEntry.objects.filter(action__startswith="terms.").count() == 3


def test_a_decision_holds_until_its_last_day_and_an_office_by_the_day_of_the_text(office):
    clerk = office.user(office.county, Role.UNIT_CLERK)
    slip = _found(WRONG, office.county)[0]
    decided = Line(slip, reason="活动名称", person="甲", until=DAY)
    add(TermKind.IGNORED, [decided], user=clerk)
    add(
        TermKind.OFFICE,
        [Line("钱某某", title="局长", until=dt.date(2026, 2, 1)), Line("钱某某", title="调研员")],
        user=clerk,
    )

    assert _found(WRONG, office.county) == []
    assert _found(WRONG, office.county, DAY + dt.timedelta(1)) == [slip]
    said = "钱某某局长参加会议。"
    (mark,) = proofread(said, office.county, DAY).marks
    assert (mark.found, mark.suggest) == ("局长", ("调研员",))
    assert proofread(said, office.county, DAY, dt.date(2026, 1, 5)).marks == ()


@pytest.mark.parametrize(
    ("kind", "line", "said"),
    [
        (TermKind.WORD, Line("会"), "至少 2 个字"),
        (TermKind.WORD, Line("长" * 101), "不超过 100 个字"),
        (TermKind.OFFICE, Line("钱某某"), "职务"),
        (TermKind.OFFICE, Line("钱某某", title="局长", since=DAY, until=DAY - dt.timedelta(1)), "早于"),
        (TermKind.IGNORED, Line("会义", reason="理由", person="甲"), "有效期"),
        (TermKind.LOST, Line("旧的合作网站"), "不是域名"),
    ],
)
def test_a_line_that_cannot_hold_is_refused_with_all_beside_it(office, kind, line, said):
    whole = Line("东河县人民政府", title="县长", until=DAY, reason="名称", person="甲")
    with pytest.raises(OfficeError, match=said):
        add(kind, [whole, line], user=office.user(office.county, Role.UNIT_CLERK))
    assert not Term.objects.exists()


def test_inspections_know_the_lost_domains_of_the_unit_and_those_above(office, settings, tmp_path):
    settings.INSPECT = str(tmp_path / "inspect.json")
    (tmp_path / "inspect.json").write_text('{"lost_domains": ["yi.example"]}')
    add(TermKind.LOST, [Line("http://www.jiu.example/")], user=office.user(office.city, Role.SUPERVISOR))
    add(TermKind.LOST, [Line("lao.example")], user=office.user(office.county, Role.UNIT_CLERK))

    everybodys = ("yi.example", "http://www.jiu.example/")
    assert settings_of(office.city).lost_domains == everybodys
    assert settings_of(office.county).lost_domains == (*everybodys, "lao.example")
    assert settings_of(office.city).terms is None


def _post(client, kind, **said):
    return client.post(reverse("terms_add", args=[kind]), said, follow=True).content.decode()


def test_the_page_takes_lines_and_tables_and_names_what_is_wrong_in_them(client, office):
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    table = SimpleUploadedFile(
        "职务.csv", "姓名,职务,任职日期,离任日期\n钱某某,局长,2026-01-01,\n".encode("gb18030")
    )
    bad = SimpleUploadedFile("表.csv", "姓名,职务,任职日期,离任日期\n钱某某,局长,昨天,\n".encode())

    assert "登记 2 行" in _post(client, "word", words="东河义渡\r\n<b>南山</b>\r\n\r\n东河义渡")
    assert "1 行原来就有" in _post(client, "word", words="东河义渡")
    assert "登记 1 行" in _post(client, "office", file=table)
    said = _post(client, "office", file=bad)
    assert "表.csv 第2行的日期“昨天”无效" in said
    assert "/xunwang-" not in said
    assert "“有效期至”应填日期" in _post(client, "ignored", text="会义", reason="名称")
    assert "登记 1 行" in _post(client, "ignored", text="会义", reason="名称", until="2026-12-31")
    assert "登记 2 行" in _post(client, "lost", words="lao.example\r\n http://www.jiu.example/a \r\n")
    assert "“旧网站”不是域名" in _post(client, "lost", words="旧网站")
    page = client.get(reverse("terms"), {"kind": "word"}).content.decode()
    assert "<b>南山" not in page
    assert "东河义渡" in page
    assert client.get(reverse("terms"), {"kind": "nonsense"}).status_code == 404


def test_a_unit_changes_its_own_lines_only_and_marks_lead_to_the_form(client, office):
    add(TermKind.WORD, [Line("上级用语")], user=office.user(office.city, Role.SUPERVISOR))
    add(TermKind.WORD, [Line("本级用语")], user=office.user(office.county, Role.UNIT_CLERK))
    theirs, own = Term.objects.get(unit=office.city), Term.objects.get(unit=office.county)
    for role, status in ((Role.AUDITOR, 403), (Role.UNIT_CLERK, 403)):
        client.force_login(office.user(office.county, role))
        assert client.post(reverse("term_remove", args=[theirs.pk])).status_code == status
    client.force_login(office.user(office.park, Role.UNIT_CLERK))
    assert client.post(reverse("term_remove", args=[own.pk])).status_code == 404
    page = client.post(reverse("proofing"), {"text": WRONG}).content.decode()
    assert f"{reverse('terms')}?kind=ignored&amp;text=" in page

    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    assert client.post(reverse("term_remove", args=[own.pk])).status_code == 302
    assert list(Term.objects.all()) == [theirs]
