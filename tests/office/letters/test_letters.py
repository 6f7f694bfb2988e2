"""Letters of the public: an inspection's pages, classes of working days, doubts, test questions, the circular."""

import datetime as dt
from random import Random

import pytest
from django.urls import reverse
from office_samples import SEEN, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.office import clock
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.deadlines.workdays import Calendar
from xunwang.office.letters import service
from xunwang.office.letters.contradictions import contradictory
from xunwang.office.letters.figures import CLASSES, Figures, Rules, figures, grouped
from xunwang.office.letters.matching import counted_once
from xunwang.office.letters.models import Letter
from xunwang.office.letters.quality import doubts
from xunwang.office.people.roles import Role
from xunwang_demo.oddities import citizen_number

GOOD = "经核实，损坏的路灯已于当日全部修复。"

SECRET = citizen_number(Random(5))
POINT = dt.date(2026, 3, 31)


def letter(unit, asked="2026-03-02", answered=None, **fields):
    said = {"box": "市长信箱", "key": str(Letter.objects.count()), "source": "table", "title": "路灯不亮"}
    days = {
        "asked_on": dt.date.fromisoformat(asked),
        "answered_on": answered and dt.date.fromisoformat(answered),
    }
    return Letter.objects.create(unit=unit, **{"replied": answered is not None, **said, **days, **fields})


def rules(limit=7):
    off = {dt.date(2026, 3, 9): False}
    return Rules(Calendar(off, frozenset({2026})), POINT, limit)


def test_letters_are_counted_by_classes_of_working_days(office):
    days = ["2026-03-02", "2026-03-03", "2026-03-10", "2026-03-11", "2026-03-12", None]
    rows = [letter(office.county, answered=day) for day in days]
    rows.append(letter(office.county, replied=True))
    rows.append(letter(office.county, answered="2026-03-01"))  # before it was asked
    total = figures(rows, lambda unit: rules(), CLASSES)

    assert total.within == (2, 3, 5, 5)  # 2 March is a Monday, 9 March is off
    assert (total.received, total.answered, total.undated, total.late) == (8, 7, 2, 1)
    assert figures(rows, lambda unit: rules(limit=1), CLASSES).late == 4
    assert Figures("", 83, 80, 0, (), 3, 0).told() == "收到网民留言83条，答复80条，答复率96.4%。"


def test_units_are_ranked_and_boxes_stand_side_by_side(office):
    letter(office.county, answered="2026-03-03")
    letter(office.county, box="网络问政")
    letter(office.park, answered="2026-03-03")
    rows = list(Letter.objects.select_related("unit"))
    ranked = grouped(rows, lambda unit: rules(), CLASSES, lambda one: one.unit.name)
    assert [(one.name, one.rate) for one in ranked] == [("南山园区", "100%"), ("东河县", "50%")]
    boxes = grouped(rows, lambda unit: rules(), CLASSES, lambda one: f"{one.unit.name}{one.box}")
    assert [one.name for one in boxes] == ["东河县市长信箱", "南山园区市长信箱", "东河县网络问政"]


def test_the_nearest_superior_that_set_limits_is_followed(office):
    boss = office.user(office.city, Role.SUPERVISOR)
    service.set_limits(office.city, 5, [5, 1, 5], by=boss)
    of = service.rules_for(POINT)
    assert (of(office.county).limit, of(office.county).classes) == (5, (1, 5))
    assert of(office.stranger).limit == 7
    service.set_limits(office.county, 3, [3], by=office.user(office.county, Role.SUPERVISOR))
    assert service.rules_for(POINT)(office.county).limit == 3


def test_doubts_are_told_and_answers_that_differ_found(office):
    good = letter(office.county, answered="2026-03-03", answerer="住建局", reply=GOOD)
    assert doubts(good, POINT) == []
    bad = letter(office.county, answered="2026-03-01", reply="您好，我们高度重视，将尽快处理，感谢您的监督。")
    told = "".join(doubts(bad, POINT))
    assert "早于留言日期" in told
    assert "没有写明答复单位" in told
    assert "表态" in told
    same = letter(office.park, answered="2026-03-03", title="路灯，不亮？", reply="经核实，不归本单位管理。")
    found = contradictory([good, same, letter(office.park, title="别的", reply=GOOD)])
    assert [(one.about, one.first, one.second) for one in found] == [("责任单位", good, same)]


def test_an_answer_that_has_not_come_yet_is_neither_late_nor_in_time(office):
    row = letter(office.county, answered="2062-03-04")
    total = figures([row], lambda unit: rules(), CLASSES)
    assert (total.answered, total.undated, total.late, total.within) == (1, 1, 0, (0, 0, 0, 0))
    assert "答复日期 2062-03-04 还没有到。" in doubts(row, POINT)


def test_one_letter_in_the_list_and_on_the_website_counts_once(client, office):
    letter(office.county, box="东河县政府", source="site", answered="2026-03-04")
    letter(office.county, source="table")
    letter(office.county, box="12345", source="table", answered="2026-03-05")  # of two lists: two letters
    letter(office.park, box="南山园区", source="site")
    letter(office.county, source="site", box="东河县政府", title="别的事")
    once = counted_once(Letter.objects.select_related("unit"))
    assert [(one.unit.name, one.box) for one in sorted(once, key=lambda one: one.pk)] == [
        ("东河县", "东河县政府"), ("东河县", "12345"), ("南山园区", "南山园区"), ("东河县", "东河县政府"),
    ]  # fmt: skip
    client.force_login(office.user(office.city, Role.INSPECTOR))
    shown = client.get(reverse("letter_figures"), {"first": "2026-03-01", "last": "2026-03-31"})
    assert (shown.context["total"].received, shown.context["doubled"]) == (4, 1)
    assert sum(one.received for one in shown.context["boxes"]) == 5
    (table,) = tables_of(office.campaign(office.city, []))
    assert sum(row[1] for row in table.rows) == 4


@pytest.fixture
def inspected(office, settings, tmp_path):
    """The county's website shows two letters, one of them also on a page of its own, and one without a day."""
    settings.RUNS_FOLDER = tmp_path / "runs"
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    home = "www.donghe.gov.cn"
    asked, answered = dt.date(2026, 3, 2), dt.date(2026, 3, 4)
    facts = [
        model.MessageFact(f"{home}/1", "路灯不亮", f"http://{home}/1", None, asked=asked, replied=True),
        model.MessageFact(
            f"{home}/1",
            "路灯不亮",
            f"http://{home}/1",
            None,
            asked=asked,
            answered=answered,
            unit="住建局",
            own_page=True,
            question=f"我的身份证号码{SECRET}，门口的路灯不亮。",
            reply=f"您好，{GOOD}XX年X月X日",
        ),
        model.MessageFact(f"{home}/2", "停水", f"http://{home}/2", None, asked=asked, replied=False),
        model.MessageFact(f"{home}/3", "没有日期", f"http://{home}/3", None),
    ]
    writer = RunWriter.create(
        tmp_path / "runs", "run-1", model.Subject("any", "东河县政府", f"http://{home}/"), {}, SEEN
    )
    writer.write_facts(facts)
    writer.close(SEEN, stats=Stats())
    checked = office.campaign(office.city, [site])
    record_judgement(checked, judgement(site), run_path=writer.path)
    office.row = checked.subjects.get()
    return office


def test_letters_that_a_website_shows_are_read_from_its_inspection(client, inspected):
    client.force_login(inspected.user(inspected.city, Role.INSPECTOR))
    for said in ("新增 2 条", "新增 0 条，更新 2 条"):
        answer = client.post(reverse("letters_act", args=["run"]), {"row": inspected.row.pk}, follow=True)
        assert said in answer.content.decode()
    one, other = Letter.objects.order_by("key")
    assert (one.answered_on, one.answerer, one.replied) == (dt.date(2026, 3, 4), "住建局", True)
    assert one.question.startswith("我的身份证号码")
    assert SECRET not in one.question
    assert one.reply.startswith("您好")
    assert one.doubts == ["“XX年”疑为没有填写的模板内容。"]
    assert (other.replied, other.unit) == (False, inspected.county)
    (table,) = tables_of(inspected.row.campaign)
    assert (table.key, table.rows) == ("letters", (("东河县", 2, 1, None, 0, 1, 1, 1, 1),))
    client.force_login(inspected.user(inspected.stranger, Role.INSPECTOR))
    refused = client.post(reverse("letters_act", args=["run"]), {"row": inspected.row.pk}, follow=True)
    assert "请选择一个检查过的网站" in refused.content.decode()


def test_a_test_question_is_timed_and_counted_apart(client, office):
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    register = reverse("letters_act", args=["test"])
    asked = {"unit": office.county.pk, "box": "县长信箱", "title": "怎样办理落户", "asked_on": "2026-03-02"}
    assert (
        "还没有到"
        in client.post(
            register, asked | {"asked_on": f"{clock.today() + dt.timedelta(days=9)}"}, follow=True
        ).content.decode()
    )
    client.post(register, asked)
    made = Letter.objects.get()
    note = reverse("letter_answered", args=[made.pk])
    assert "之间" in client.post(note, {"answered_on": "2026-03-01"}, follow=True).content.decode()
    client.post(note, {"answered_on": "2026-03-03", "reply": GOOD})

    letter(office.county)
    period = {"first": "2026-03-01", "last": "2026-03-31"}
    page = client.get(reverse("letter_figures"), period)
    assert (page.context["total"].received, page.context["tests"][0].within[0]) == (1, 1)
    assert "收到网民留言1条，答复0条，答复率0%。" in page.content.decode()
    assert "有疑点 0" in client.get(reverse("letters")).content.decode()
    assert (
        client.post(reverse("letters_act", args=["limits"]), {"limit": "5", "classes": "1"}).status_code
        == 403
    )
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    wrong = client.post(reverse("letters_act", args=["limits"]), {"limit": "5", "classes": "a"}, follow=True)
    assert "统计档次" in wrong.content.decode()


def test_units_of_one_rate_share_a_place_and_a_lone_one_has_none(office):
    for unit in (office.county, office.park, office.city):
        letter(unit, answered="2026-03-03")
    letter(office.city)

    def placed(rows):
        return [
            (one.name, one.rank)
            for one in grouped(rows, lambda unit: rules(), CLASSES, lambda one: one.unit.name)
        ]

    rows = list(Letter.objects.select_related("unit"))
    assert placed(rows) == [("东河县", 1), ("南山园区", 1), ("示例市", 3)]
    assert placed([one for one in rows if one.unit == office.city]) == [("示例市", None)]


def test_boxes_of_a_unit_stand_side_by_side_and_late_letters_left_out_are_told(client, office, monkeypatch):
    letter(office.county, answered="2026-03-03")
    letter(office.park, answered="2026-03-03")
    for _ in range(3):
        letter(office.county, box="网络问政")
    monkeypatch.setattr("xunwang.office.web.views.letters._SHOWN", 2)
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    page = client.get(reverse("letter_figures"), {"first": "2026-01-01", "last": "2026-03-31"})
    assert [one.name for one in page.context["boxes"]] == [
        "东河县　市长信箱",
        "东河县　网络问政",
        "南山园区　市长信箱",
    ]
    assert "另有 1 条，没有列出" in page.content.decode()
