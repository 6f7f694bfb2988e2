"""Letters of the public: any list, an inspection's pages, classes of working days, doubts, test questions, the circular."""

import datetime as dt
from random import Random

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from xunwang.office.letters.table import listed, rows_of
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.office.people.roles import Role
from xunwang_demo.oddities import citizen_number

SECRET = citizen_number(Random(5))
POINT = dt.date(2026, 3, 31)
GOOD = "经核实，损坏的路灯已于当日全部修复。"


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


def spreadsheet(*rows):
    book = openpyxl.Workbook()
    book.active.append(("市长信箱来信一览",))
    for row in rows:
        book.active.append(row)
    return book


def test_any_list_is_taken_in_once_its_columns_are_named(client, office, tmp_path):
    path = tmp_path / "letters.xlsx"
    spreadsheet(
        ("诉求", "留言日期", "答复时间", "办理状态", "承办单位"),
        ("路灯不亮", "2026-03-02", "2026年3月4日", "已办结", "东河县"),
        ("道路坑洼", "2026-03-03", None, "正在办理", "东河县"),
        ("停水", "2026-03-03", None, "已答复", "不认识的单位"),
        ("没有日期", "上周", None, None, None),
        ("将来", "2099-01-01", None, None, None),
    ).save(path)
    client.force_login(office.user(office.city, Role.INSPECTOR))
    page = reverse("import_letters")
    looked = client.post(page, {"file": SimpleUploadedFile("a.xlsx", path.read_bytes())})
    fields = {name: place for name, _, _, place in looked.context["fields"]}
    assert (fields["title"], fields["asked_on"], fields["status"]) == (None, 1, 3)
    assert not Letter.objects.exists()

    chosen = {f"column_{name}": "" if place is None else place for name, place in fields.items()}
    ticket = {"ticket": looked.context["ticket"], "box": "市长信箱"}
    assert "请选择哪一列是“标题”" in client.post(page, ticket | chosen).content.decode()
    said = client.post(page, ticket | chosen | {"column_title": "0"}, follow=True).content.decode()
    assert "新增 3 条" in said
    assert "“上周”不是真实的日期" in said
    assert "2099-01-01 还没有到" in said
    assert list(Letter.objects.order_by("pk").values_list("unit__name", "replied", "box")) == [
        ("东河县", True, "市长信箱"), ("东河县", False, "市长信箱"), ("示例市", True, "市长信箱"),
    ]  # fmt: skip
    again = client.post(page, ticket | chosen | {"column_title": "0"}, follow=True).content.decode()
    assert "新增 0 条，更新 3 条" in again
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    assert client.get(page).status_code == 403


def imported(office, tmp_path, *rows, by=None):
    spreadsheet(*rows).save(tmp_path / "l.xlsx")
    found = listed(tmp_path / "l.xlsx")
    return service.take_list(
        found, found.places, "市长信箱", by=by or office.user(office.city, Role.INSPECTOR)
    )


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


def test_bureaus_of_one_name_keep_their_letters_apart_and_strange_units_are_told(office, tmp_path):
    for parent in (office.county, office.park):
        add_unit("财政局", UnitLevel.DEPARTMENT, parent=parent)
    full = ("标题", "留言时间", "承办单位")
    taken = imported(
        office, tmp_path, full, ("甲", "2026-03-02", "东河县财政局"), ("乙", "2026-03-02", "南山园区财政局"), ("丙", "2026-03-02", "财政局"),
        ("丁", "2026-03-02", "海事处"), ("戊", "2026-03-02", "海事处"),
    )  # fmt: skip
    kept = {one.title: one.unit.path for one in Letter.objects.select_related("unit")}
    assert kept["甲"].startswith(office.county.path)
    assert kept["乙"].startswith(office.park.path)
    assert (kept["丁"], "丙" in kept) == (office.city.path, False)
    assert [(one.severity, one.row) for one in taken.problems] == [("error", 5), ("warning", None)]
    assert "东河县财政局、南山园区财政局" in taken.problems[0].message
    assert "“海事处”不在本单位和下级单位的名称里，2 条留言记在“示例市”名下" in taken.problems[1].message
    (table,) = tables_of(office.campaign(office.city, []))
    assert {row[0] for row in table.rows} == {"东河县财政局", "南山园区财政局", "示例市"}


def test_letters_without_numbers_are_told_apart_by_their_words_and_lose_nothing(office, tmp_path):
    full = ("标题", "留言时间", "问题内容", "答复时间", "答复内容", "办理状态")
    rows = [
        ("咨询", "2026-03-02", "怎样落户？", "2026-03-04", GOOD, "已答"),
        ("咨询", "2026-03-02", "公交几点收车？", None, GOOD, "已完成"),
        ("咨询", "2026-03-02", "何时供暖？", None, GOOD, "绿色"),
        ("停水", "2026-03-02", "停水了", None, None, "绿色"),
        ("停电", "2026-03-02", "停电了", None, None, "结案"),
        ("停电", "2026-03-02", "停电了", None, None, "结案"),
    ]
    took = imported(office, tmp_path, full, *rows)
    assert (took.created, took.known, len(took.problems)) == (4, 1, 1)
    assert "办理状态“绿色”不认识" in str(took.problems[0])
    assert set(Letter.objects.values_list("replied", flat=True)) == {True}

    again = imported(office, tmp_path, ("标题", "留言时间"), *[row[:2] for row in rows])
    assert again.created == 1  # the one that was not read before
    first = Letter.objects.get(question="怎样落户？")
    assert (first.answered_on, first.reply, first.replied) == (dt.date(2026, 3, 4), GOOD, True)
    assert imported(office, tmp_path, full, *rows).created == 0


def test_a_number_that_lost_its_last_digits_is_no_number(office, tmp_path):
    row = (1234567890123456789, "路灯不亮", "2026-03-02")
    (problem,) = imported(office, tmp_path, ("编号", "标题", "留言时间"), row).problems
    assert "末尾几位已丢失" in str(problem)
    assert not Letter.objects.exists()


def test_a_number_is_one_letter_below_the_unit_that_imports(office, tmp_path):
    named = ("编号", "标题", "留言时间", "承办单位", "办理状态")
    row = ("A1", "路灯不亮", "2026-03-02", "东河县", "未答复")
    imported(office, tmp_path, named, row)
    imported(
        office,
        tmp_path,
        ("编号", "标题", "留言时间", "答复时间"),
        ("A1", "路灯不亮", "2026-03-02", "2026-03-03"),
    )
    one = Letter.objects.get()
    assert (one.unit, one.answerer, one.answered_on) == (office.county, "东河县", dt.date(2026, 3, 3))

    imported(office, tmp_path, ("编号", "标题", "留言时间"), ("A2", "停水", "2026-03-02"))
    imported(office, tmp_path, named, ("A2", "停水", "2026-03-02", "南山园区", "受理中"))
    assert Letter.objects.get(key="A2").unit == office.park
    imported(office, tmp_path, named, ("A1", "道路坑洼", "2026-03-09", "南山园区", ""))
    assert Letter.objects.filter(key="A1").count() == 2  # a serial number of another unit


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


def brought(path, *sheets):
    """A list of letters: name of the sheet, header, rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, *lines in sheets:
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return listed(path)


HEAD = ("标题", "留言时间", "答复时间", "答复内容")
FIRST = ("路灯不亮", "2026-03-02", "2026-03-04", "已安排人员维修，预计三日内修复。")
ANEW = ("路灯不亮", "2026-03-02", "2026-03-09", GOOD)


def test_an_answer_that_was_written_anew_is_the_same_letter_where_no_other_is_called_so(office, tmp_path):
    boss = office.user(office.city, Role.SUPERVISOR)

    def take(*rows):
        found = brought(tmp_path / "l.xlsx", ("Sheet", HEAD, *rows))
        return service.take_list(found, found.places, "市长信箱", by=boss)

    take(FIRST)
    again = take(ANEW)
    assert (again.created, again.known) == (0, 1)
    (told,) = again.problems
    assert (told.severity, "2026-03-04" in told.message, "2026-03-09" in told.message) == (
        "warning",
        True,
        True,
    )
    (kept,) = Letter.objects.all()
    assert (kept.answered_on, kept.reply) == (dt.date(2026, 3, 9), GOOD)
    assert take(ANEW).problems == ()

    two = take(FIRST, ANEW)  # a list with two of that title knows two letters
    assert (two.created, two.known) == (1, 1)
    third = ("路灯不亮", "2026-03-02", "2026-03-10", "路灯杆已更换，今天起恢复照明。")
    assert take(third).created == 1  # of two kept ones it could be either


def test_every_sheet_of_a_list_is_read_and_what_cannot_be_is_named(office, tmp_path):
    found = brought(
        tmp_path / "l.xlsx",
        ("市长信箱", HEAD, FIRST),
        ("网络问政", HEAD, ("停水", "2026-03-03", "不详", "")),
        ("热线", ("标题", "处理人", "留言时间"), ("噪声", "张某", "2026-03-05")),
        ("说明", ("本表由平台导出",)),
    )
    intake = service.take_list(found, found.places, "", by=office.user(office.city, Role.SUPERVISOR))
    assert intake.created == 1
    assert {one.sheet for one in intake.problems} == {"网络问政", "热线"}
    assert intake.rejected == 2


@pytest.mark.parametrize(("sign", "replied"), [("√", True), ("×", False), ("Y", True), ("N", False)])
def test_a_tick_and_a_cross_tell_whether_a_letter_was_answered(office, tmp_path, sign, replied):
    found = brought(
        tmp_path / "l.xlsx", ("Sheet", ("标题", "留言时间", "是否答复"), ("停水", "2026-03-03", sign))
    )
    service.take_list(found, found.places, "", by=office.user(office.city, Role.SUPERVISOR))
    assert Letter.objects.get().replied is replied


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


@pytest.mark.parametrize(
    "header",
    [["诉求编号", "来信标题", "来信日期", "办结日期"], ["工单号", "诉求标题", "受理日期", "办结时间"], ["来信编号", "来电内容", "来电时间", "答复日期"]],
)  # fmt: skip
def test_headers_of_letter_boxes_and_telephone_logs_are_known(tmp_path, header):
    book = openpyxl.Workbook()
    book.active.append(["办理台账"])
    book.active.append(header)
    book.active.append(["1", "路灯不亮", "2026年3月2日上午9时", "2026-03-04"])
    book.save(tmp_path / "台账.xlsx")
    found = listed(tmp_path / "台账.xlsx")
    (row,), problems = rows_of(found, found.places)
    assert (row.number, row.title, row.asked_on, row.answered_on) == (
        "1",
        "路灯不亮",
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 4),
    )
    assert problems == []
