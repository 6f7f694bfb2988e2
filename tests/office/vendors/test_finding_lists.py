"""Another vendor's table: understood by its own headers, shown by row before anything is written, reviewed like any candidate, taken back."""

import datetime as dt
import html
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import SEEN, finding, judgement

from xunwang.inspector import model
from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.office.campaigns import recording, ruling
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import FindingRow, FindingState
from xunwang.office.jobs import queue
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing, settling
from xunwang.office.rectify import service as rectify
from xunwang.office.rectify.models import ItemState, Ticket
from xunwang.office.vendors.models import FindingList

_HOME = "http://www.donghe.gov.cn/"
_ROWS = [
    ["某公司网站监测月报"],
    ["被测站点", "分类", "说明", "问题地址", "出错文字", "推荐修改", "检测时间"],
    ["东河县政府", "错别字", "疑似错别字", f"{_HOME}a.html", "布署", "部署", "2026-03-02"],
    ["东河县政府", "个人信息", "页面公开了身份证号码 {number}", f"{_HOME}b.html", "", "", "2026-03-02"],
    ["", "设计陈旧", "首页布局陈旧", "www.nanshan.gov.cn/", "", "", ""],
    ["某外地网站", "死链", "打不开", "http://www.else.gov.cn/x", "", "", ""],
    ["东河县政府", "", "", f"{_HOME}c.html", "", "", ""],
    ["东河县政府", "栏目更新不及时", "通知公告栏目长期未更新", f"{_HOME}tzgg/", "", "", "2099-01-01"],
    ["东河县政府", "错别字", "疑似错别字", f"{_HOME}a.html", "布署", "部署", "2026-03-02"],
    ["合　计", "7处", "", "", "", "", ""],
]
_NAMED = {"site": "被测站点", "kind": "分类", "url": "问题地址", "excerpt": "出错文字"}


def _identity_number():
    """A number of the right form and check digit, made here: none stands in the repository."""
    digits = "11010119900307" + "123"
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return digits + "10X98765432"[rest]


@pytest.fixture
def city(office, settings, tmp_path, client):
    settings.UPLOADS_FOLDER, settings.RUNS_FOLDER = tmp_path / "uploads", tmp_path / "runs"
    office.county_site = office.website(office.county, "东河县政府", _HOME)
    office.park_site = office.website(office.park, "南山园区", "http://nanshan.gov.cn/")
    office.checked = office.campaign(office.city, [office.county_site, office.park_site])
    subject = model.Subject(id=str(office.county_site.pk), name="东河县政府", home=_HOME)
    writer = RunWriter.create(tmp_path / "runs", "run-1", subject, {}, SEEN)
    attempt = model.Attempt(SEEN, model.Reach.OK, 200)
    site = model.SiteFact(subject, _HOME, (attempt,), home_read=True, first_seen=SEEN, pages=3)
    writer.write_facts([site])
    writer.close(SEEN, stats=Stats())
    stale = finding(office.county_site)
    recording.record_judgement(
        office.checked, judgement(office.county_site, model.Verdict.FAIL, stale), run_path=writer.path
    )
    office.row = office.checked.subjects.get(name="东河县政府")
    client.force_login(office.boss)
    return office


def _table(rows=_ROWS):
    book, number = openpyxl.Workbook(), _identity_number()
    for row in rows:
        book.active.append([cell.replace("{number}", number) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("监测月报.xlsx", out.getvalue())


def _preview(client, city, table=None, **named):
    said = {f"named-{field}": header for field, header in (named or _NAMED).items()}
    address = reverse("finding_lists", args=[city.checked.pk])
    return client.post(address, {"vendor": "某公司", "file": table or _table(), **said})


def _again(client, city, page, act, **said):
    text = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', text))
    for number in (name.removeprefix("kind-") for name in list(fields) if name.startswith("kind-")):
        select = re.search(rf'name="indicator-{number}".*?value="([^"]*)" selected', text, re.DOTALL)
        fields[f"indicator-{number}"] = said.get(fields[f"kind-{number}"]) or select[1]
    return client.post(reverse("finding_lists", args=[city.checked.pk]), fields | {"act": act}, follow=True)


def test_every_row_is_shown_before_anything_is_written(city, client):
    before = FindingRow.objects.count()
    page = _preview(client, city)
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page.content.decode()))

    assert "读到7列入审核3审核中已有2不能列入2" in text
    assert "“某外地网站”不在这次检查的对象里" in text
    assert "是合计行，没有当作数据读入" in text
    assert "没有写明是什么问题" in text
    assert _identity_number() not in text
    assert (FindingRow.objects.count(), FindingList.objects.count()) == (before, 0)

    page = _again(client, city, page, "preview", 设计陈旧="L-2")
    assert "L-2" in re.search(r'<tr><td class="nowrap">5</td>.*?</tr>', page.content.decode())[0]
    assert (FindingRow.objects.count(), FindingList.objects.count()) == (before, 0)


def test_headers_that_nobody_knows_are_asked_for(city, client):
    strange = _table([["序号", "谁家", "毛病"], ["1", "东河县政府", "打不开"]])
    page = _preview(client, city, strange, vendor="x")
    assert page.status_code == 400
    assert "“Sheet”第 1 行（序号、谁家、毛病）" in html.unescape(page.content.decode())
    assert "列名对应" in page.content.decode()
    strange = _table([["序号", "谁家", "毛病"], ["1", "东河县政府", "打不开"]])
    assert _preview(client, city, strange, site="谁家", message="毛病").context["intake"].table.read == 1
    wrong = _preview(client, city, **_NAMED, home="没有的列")
    assert "没有“没有的列”这一列" in wrong.content.decode()


def _book(sheets):
    """A workbook of sheets by name; "^" is merged with the cell above, "<" with the one before."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, 1):
            sheet.append([None if cell in {"^", "<"} else cell for cell in row])
            for place, cell in enumerate(row, 1):
                if cell == "^":
                    sheet.merge_cells(
                        start_row=number - 1, end_row=number, start_column=place, end_column=place
                    )
                elif cell == "<" and (place == len(row) or row[place] != "<"):
                    first = max(left for left in range(1, place) if row[left - 1] != "<")
                    sheet.merge_cells(start_row=number, end_row=number, start_column=first, end_column=place)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("报告.xlsx", out.getvalue())


def _seen(page):
    """Of each row that can be taken: sheet, line, website, indicator."""
    intake = page.context["intake"]
    return [(one.row.sheet, one.row.row, one.subject.name, one.indicator) for one in intake.seen]


_MONTH = {
    "封面": [["某公司监测报告"]],
    "汇总": [["站点名称", "问题类型", "数量"], ["东河县政府", "错别字", "2"]],
    "错别字明细": [
        ["错别字明细表", "<", "<", "<"],
        ["站点名称", "疑似错误词", "建议修改为", "所在网页链接"],
        ["东河县政府", "按排", "安排", f"{_HOME}a.html"],
        ["^", "布署", "部署", f"{_HOME}a.html"],
    ],
    "死链明细": [
        ["站点名称", "坏链地址", "父页面"],
        ["南山园区", "http://nanshan.gov.cn/x", "http://nanshan.gov.cn/"],
    ],
}


def test_all_sheets_that_tell_faults_are_read_and_those_that_only_count_are_named(city, client):
    page = _preview(client, city, _book(_MONTH), vendor="x")
    assert _seen(page) == [
        ("错别字明细", 3, "东河县政府", "P-spelling"),
        ("错别字明细", 4, "东河县政府", "P-spelling"),
        ("死链明细", 2, "南山园区", "D-4.3"),
    ]
    told = {sheet.name: sheet.aside for sheet in page.context["intake"].table.sheets}
    assert (told["封面"], told["错别字明细"]) == ("没有找到表头", "")
    assert "看作汇总" in told["汇总"]
    text = re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", html.unescape(page.content.decode())))
    assert "错别字明细2站点名称（网站名称）" in text
    assert "疑似错误词（错误内容）" in text

    _again(client, city, page, "take")
    rows = FindingRow.objects.filter(indicator="P-spelling").exclude(source="").order_by("pk")
    assert [one.excerpt for one in rows] == ["按排", "布署"]
    assert rows[0].source == "某公司：报告.xlsx “错别字明细”第3行"
    page = client.get(reverse("finding_list", args=[FindingList.objects.get().pk])).content.decode()
    assert '<td class="nowrap">死链明细 2</td>' in page


def test_a_list_of_counts_alone_is_read_as_it_is(city, client):
    page = _preview(client, city, _book({"汇总": _MONTH["汇总"]}), vendor="x")
    assert _seen(page) == [("汇总", 2, "东河县政府", "P-spelling")]


_OTHERS = {
    "two lines of headers": (
        [
            ["网站信息", "<", "问题信息", "<", "<", "备注"],
            ["网站名称", "标识码", "问题类别", "问题具体情况", "问题URL", "^"],
            ["东河县政府", "", "栏目超过6个月未更新", "通知公告最后更新2025-08-01", f"{_HOME}tz/", ""],
        ],
        ("W-V4.1", "通知公告最后更新2025-08-01", f"{_HOME}tz/"),
    ),
    "of a security scan": (
        [
            ["No.", "被测系统", "风险名称", "风险等级", "受影响地址", "风险描述", "整改建议"],
            ["1", "东河县政府", "存在暗链", "高", f"{_HOME}i.html", "页面底部有隐藏链接", "删除"],
        ],
        ("S-hidden", "页面底部有隐藏链接（建议：删除）", f"{_HOME}i.html"),
    ),
    "two classes of fault": (
        [
            ["单位", "网址(URL)", "问题大类", "问题小类", "问题描述", "检测时间"],
            ["东河县政府", f"{_HOME}x.html", "基本信息", "链接不可用", "页面返回404", "2026/3/2 10:11:12"],
        ],
        ("D-4.3", "页面返回404", f"{_HOME}x.html"),
    ),
}


@pytest.mark.parametrize("rows", _OTHERS.values(), ids=_OTHERS)
def test_headers_of_other_words_are_understood(city, client, rows):
    table, told = rows
    page = _preview(client, city, _book({"Sheet1": table}), vendor="x")
    (one,) = page.context["intake"].seen
    assert (one.indicator, one.row.message, one.row.url) == told


def test_a_csv_of_an_older_program_without_kinds_is_filed_under_one(city, client):
    rows = [
        "网站名称,问题描述,问题页面",
        f"东河县政府,首页有错别字,{_HOME}a",
        f"东河县政府,附件打不开,{_HOME}b",
    ]
    file = SimpleUploadedFile("导出.csv", "\r\n".join(rows).encode("gbk"))
    page = _preview(client, city, file, vendor="x")
    assert page.context["intake"].indicators == {"没有写明类型": ""}
    assert [one.indicator for one in page.context["intake"].seen] == ["P-spelling", "D-4.3"]
    rows = ["单位,对象,疑似错词,所在页面", f"某局,东河县政府,按排,{_HOME}c"]
    file = SimpleUploadedFile("导出.csv", "\n".join(rows).encode())
    (one,) = _preview(client, city, file, vendor="x").context["intake"].seen
    assert (one.row.site, one.row.message) == ("东河县政府", "按排")
    page = _again(client, city, page, "preview", 没有写明类型="R-other")
    assert {one.indicator for one in page.context["intake"].seen} == {"R-other"}


def test_a_forged_or_foreign_ticket_is_refused(city, client):
    address = reverse("finding_lists", args=[city.checked.pk])
    page = _preview(client, city)
    ticket = re.search(r'name="ticket" value="([^"]+)"', page.content.decode())[1]
    assert client.post(address, {"ticket": ticket[:-2] + "xx", "act": "take"}).status_code == 400
    client.force_login(city.user(city.city, "inspector"))
    assert client.post(address, {"ticket": ticket, "act": "take"}).status_code == 400
    client.force_login(city.user(city.county, "supervisor"))
    assert client.post(address, {"ticket": ticket, "act": "take"}).status_code == 404
    assert not FindingList.objects.exists()


def test_what_came_in_is_a_candidate_until_somebody_rules_and_then_counts(city, client):
    _again(client, city, _preview(client, city), "take")
    taken = FindingList.objects.get()
    assert (taken.read, taken.taken, taken.vendor) == (7, 3, "某公司")
    rows = {one.indicator: one for one in FindingRow.objects.exclude(source="")}
    assert set(rows) == {"P-spelling", "L-16", "R-other"}
    assert {one.state for one in rows.values()} == {FindingState.WAITS}
    typo = rows["P-spelling"]
    assert (typo.source, typo.excerpt) == ("某公司：监测月报.xlsx 第3行", "布署")
    assert typo.first_seen.date() <= dt.date(2026, 3, 2)
    assert typo.listed.said["推荐修改"] == "部署"
    assert _identity_number() not in rows["L-16"].message + str(rows["L-16"].listed.said)
    assert rows["R-other"].subject.name == "南山园区"
    review = client.get(reverse("review", args=[city.checked.pk]) + f"?f={typo.pk}").content.decode()
    assert "某公司：监测月报.xlsx 第3行" in review

    judge_again(city.row)
    typo.refresh_from_db()
    assert typo.state == FindingState.WAITS  # a judgement of ours neither drops nor confirms it
    client.post(reverse("decide", args=[typo.pk]), {"ruling": "confirmed", "scope": "one"})
    queue.work_off()
    typo.refresh_from_db()
    city.row.refresh_from_db()
    assert typo.state == FindingState.CONFIRMED
    kept = [one for one in city.row.judgement_at_point["findings"] if one["id"] == typo.finding_id]
    assert [one["ruling"] for one in kept] == ["confirmed"]
    assert city.row.findings.filter(indicator="P-spelling").count() == 1


def test_a_ticket_with_it_is_settled_by_people_where_no_machine_can_look(city, client):
    _again(client, city, _preview(client, city), "take")
    other = FindingRow.objects.get(indicator="R-other")
    client.post(reverse("decide", args=[other.pk]), {"ruling": "confirmed", "scope": "one"})
    issuing.issue(city.checked, user=city.boss)
    ticket = Ticket.objects.get(unit=city.park)
    item = ticket.items.get()
    rectify.answer(ticket, {item.pk: "已改版"}, "完成", user=city.user(city.park, "unit_clerk"))
    queue.work_off()
    item.refresh_from_db()
    ticket.refresh_from_db()
    assert (item.state, ticket.state) == (ItemState.UNSEEN, "answered")
    settling.accept(item, "看过首页", user=city.boss)
    other.refresh_from_db()
    ticket.refresh_from_db()
    assert (other.state, ticket.state) == (FindingState.MENDED, "closed")
    settling.send_back(ticket, "又改回去了", user=city.boss)
    other.refresh_from_db()
    assert other.state == FindingState.CONFIRMED


def test_taken_back_until_somebody_ruled(city, client):
    _again(client, city, _preview(client, city), "take")
    made = FindingList.objects.get()
    client.post(reverse("finding_list_undo", args=[made.pk]))
    assert not FindingRow.objects.exclude(source="").exists()
    assert "已撤销" in client.get(reverse("finding_list", args=[made.pk])).content.decode()

    _again(client, city, _preview(client, city), "take")
    second = FindingList.objects.filter(undone_at=None).get()
    ruling.decide(
        FindingRow.objects.get(indicator="R-other"),
        city.boss,
        model.Ruling.DISMISSED,
        at=SEEN,
        reason="不是问题",
    )
    answer = client.post(reverse("finding_list_undo", args=[second.pk]), follow=True)
    assert "1 条已经有人认定" in answer.content.decode()
    assert FindingRow.objects.exclude(source="").count() == 3
    assert b"".join(client.get(reverse("finding_list_file", args=[second.pk])).streaming_content).startswith(
        b"PK"
    )
    acts = (
        AuditEntry.objects.filter(action__startswith="findings.")
        .order_by("pk")
        .values_list("action", flat=True)
    )
    assert list(acts) == ["findings.taken_in", "findings.list_undone", "findings.taken_in"]


def test_a_look_at_a_long_list_asks_the_database_no_more_than_at_a_short_one(
    city, client, django_assert_max_num_queries
):
    def rows(count):
        told = (["东河县政府", "错别字", "疑似错别字", f"{_HOME}{n}.html", "布署"] for n in range(count))
        return [["网站名称", "问题类型", "问题描述", "问题网址", "错误词语"], *told]

    where = reverse("finding_lists", args=[city.checked.pk])
    with django_assert_max_num_queries(30):
        shown = client.post(where, {"vendor": "某公司", "file": _table(rows(300))}).content.decode()
    assert "只是线索" in shown
    assert FindingRow.objects.filter(source__startswith="某公司").count() == 0
    ticket = re.search(r'name="ticket" value="([^"]+)"', shown)[1]
    with django_assert_max_num_queries(60):
        client.post(where, {"ticket": html.unescape(ticket), "act": "take"})
    assert FindingList.objects.get().taken == 300
