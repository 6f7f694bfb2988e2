"""What people do in the pages: rule on candidates, issue, answer, decide, import, create, export. Real forms, real rows."""

import csv
import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import JANUARY
from openpyxl import Workbook, load_workbook
from rectify_samples import judged
from selectolax.lexbor import LexborHTMLParser

from xunwang.office import clock
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.campaigns import ruling
from xunwang.office.campaigns.models import Campaign, DecisionRow, FindingRow, FindingState, RunState, Word
from xunwang.office.campaigns.spotting import SPOT, spotted
from xunwang.office.jobs.models import Job
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.registry.models import SubjectVersion

PDF = b"%PDF-1.7 report"


@pytest.fixture
def city(office, tmp_path, settings):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    return judged(office, tmp_path)


@pytest.fixture
def waiting(city):
    return city.rows["东河县政府"].findings.get(indicator="S-hidden")


def rule(client, finding, ruling, **more):
    return client.post(reverse("decide", args=[finding.pk]), {"ruling": ruling, **more}, follow=True)


def test_the_queue_shows_the_candidate_with_its_evidence(as_, city, waiting):
    page = as_("reviewer").get(reverse("review", args=[city.checked.pk])).content.decode()

    assert "疑似隐藏链接" in page
    assert 'data-key="y"' in page
    assert "这一条没有存档的页面" in page
    counted = (
        as_("reviewer").get(reverse("review", args=[city.checked.pk]), {"state": "counts"}).content.decode()
    )
    assert "?spot=1" in counted
    assert "页面截图" in counted
    assert "text/html; charset=gbk" in counted


def test_a_ruling_is_kept_and_the_verdict_follows(as_, city, waiting):
    page = rule(as_("reviewer"), waiting, "confirmed").content.decode()

    waiting.refresh_from_db()
    assert waiting.state == FindingState.CONFIRMED
    assert "队列已清空" in page
    assert Job.objects.get(kind="rejudge").key == str(waiting.subject_id)


def test_dismissing_needs_a_reason(as_, waiting):
    page = rule(as_("reviewer"), waiting, "dismissed").content.decode()

    assert "需要写明理由" in page
    assert not DecisionRow.objects.exists()


def test_an_excuse_needs_proof_and_an_end(as_, city, waiting):
    reviewer = as_("reviewer")
    proof = SimpleUploadedFile("批文.pdf", PDF)
    assert (
        "上传证明"
        in rule(reviewer, waiting, "excused", reason="改版", excused_until="2026-06-30").content.decode()
    )
    assert "截止日期" in rule(reviewer, waiting, "excused", reason="改版", proof=proof).content.decode()
    proof.seek(0)
    over = rule(reviewer, waiting, "excused", reason="改版", excused_until="2026-03-30", proof=proof)
    assert "免予计算至 2026-03-30 早于监测时间点 2026-03-31" in over.content.decode()
    proof.seek(0)
    rule(reviewer, waiting, "excused", reason="改版", excused_until="2026-06-30", proof=proof)

    decision = DecisionRow.objects.get()
    assert (decision.ruling, str(decision.excused_until)) == ("excused", "2026-06-30")
    answer = reviewer.get(reverse("proof", args=[decision.pk]))
    assert b"".join(answer.streaming_content) == PDF
    subject = reviewer.get(reverse("subject", args=[city.checked.pk, waiting.subject_id])).content.decode()
    assert "免予计算" in subject
    assert "至 2026-06-30" in subject
    assert f'href="{reverse("proof", args=[decision.pk])}"' in subject
    assert as_("reviewer", city.stranger).get(reverse("proof", args=[decision.pk])).status_code == 404


def test_an_excuse_holds_in_the_next_campaign_until_it_ends(city, waiting):
    from_then = city.user(city.city, "reviewer")
    ruling.decide(
        waiting,
        from_then,
        Word.EXCUSED,
        at=waiting.first_seen,
        reason="改版",
        excused_until=city.checked.as_of.replace(month=6, day=30),
    )
    later = city.campaign(city.city, [city.county_site], name="第二次")
    Campaign.objects.filter(pk=later.pk).update(as_of="2026-06-30")
    later.refresh_from_db()
    after = city.campaign(city.city, [city.county_site], name="第三次")
    Campaign.objects.filter(pk=after.pk).update(as_of="2026-07-01")
    after.refresh_from_db()

    held = ruling.decisions_for(later, str(city.county_site.pk))
    assert [one.finding for one in held] == [waiting.finding_id]
    assert ruling.decisions_for(after, str(city.county_site.pk)) == []


def test_who_asks_for_a_second_reader_is_not_the_second_reader(as_, city, waiting):
    rule(as_("reviewer"), waiting, "second")
    assert "另一位" in rule(as_("reviewer"), waiting, "confirmed").content.decode()
    rule(as_("supervisor"), waiting, "confirmed")

    waiting.refresh_from_db()
    assert waiting.state == FindingState.CONFIRMED


def test_what_decides_a_verdict_comes_first_in_the_queue(as_, city, waiting):
    order = [
        "W-V6.1",
        "D-1.5",
        "D-2.3",
        "D-4.3",
        "B-1",
        "S-hidden",
    ]  # five points, two, unknown, a bonus, advice
    for indicator in sorted(order[:-1]):
        waiting.pk, waiting.finding_id, waiting.indicator = None, indicator, indicator
        waiting.save(force_insert=True)
    told = as_("reviewer").get(reverse("review", args=[city.checked.pk])).context

    assert [row.indicator for row in told["listed"]] == order
    assert told["current"].indicator == "W-V6.1"
    assert told["indicators"] == [(indicator, 1) for indicator in order]


def test_what_is_alike_is_ruled_at_once(as_, city, waiting):
    waiting.pk, waiting.finding_id, waiting.url = None, "twin", "http://www.donghe.gov.cn/b/x.html"
    waiting.save(force_insert=True)
    rule(as_("reviewer"), waiting, "dismissed", reason="正常链接", scope="alike")

    assert DecisionRow.objects.count() == 2
    assert Job.objects.filter(kind="rejudge").count() == 1


def test_of_words_only_the_same_wrong_and_right_one_is_alike(as_, city, waiting):
    """However sure the machine is of them, wherever they stand and on how many pages."""
    said = {
        "one": ("word:按装>安装", "“按装”疑应为“安装”", "继续【按装】设施"),
        "same": ("word:按装>安装", "“按装”疑应为“安装”（共3个页面）", "统一【按装】路灯"),
        "other": ("word:截止>截至", "“截止”疑应为“截至”", "【截止】2026年4月30日"),
    }
    waiting.indicator, waiting.value = "P-word", "把握较大"
    for name, (locator, message, excerpt) in said.items():
        waiting.pk, waiting.finding_id, waiting.locator = None, name, locator
        waiting.message, waiting.excerpt = message, excerpt
        waiting.save(force_insert=True)
    told = rule(as_("reviewer"), FindingRow.objects.get(finding_id="one"), "confirmed", scope="alike")

    assert "属实：2 条。" in told.content.decode()
    assert FindingRow.objects.get(finding_id="other").state == FindingState.WAITS


def test_what_was_ruled_at_once_is_taken_back_at_once(as_, city, waiting):
    """Of what is alike, only what was ruled the same: somebody looked at the other one by itself."""
    first = waiting.pk
    for name in ("twin", "looked at"):
        waiting.pk, waiting.finding_id, waiting.state = None, name, FindingState.WAITS
        waiting.save(force_insert=True)
    rule(as_("reviewer"), waiting, "confirmed")
    rule(as_("reviewer"), FindingRow.objects.get(pk=first), "dismissed", reason="正常链接", scope="alike")
    asked = {"state": "ruled", "f": first}
    page = as_("reviewer").get(reverse("review", args=[city.checked.pk]), asked).content.decode()
    told = rule(
        as_("reviewer"), FindingRow.objects.get(pk=first), "confirmed", scope="alike"
    ).content.decode()

    assert "同样的问题 2 条" in page
    assert "属实：2 条。" in told
    assert set(FindingRow.objects.filter(indicator="S-hidden").values_list("state", flat=True)) == {
        "confirmed"
    }
    assert DecisionRow.objects.count() == 5


def test_many_at_once_go_on_without_what_one_sent_to_a_second_reader(as_, city, waiting):
    rule(as_("reviewer"), waiting, "second")
    first = waiting.pk
    waiting.pk, waiting.finding_id, waiting.state = None, "twin", FindingState.WAITS
    waiting.save(force_insert=True)
    page = rule(as_("reviewer"), waiting, "confirmed", scope="alike").content.decode()

    assert "属实：1 条。您提请第二人复核的 1 条没有改，由另一位审核人员认定。" in page
    states = dict(type(waiting).objects.filter(indicator="S-hidden").values_list("pk", "state"))
    assert (states[first], states[waiting.pk]) == ("second", "confirmed")


def test_an_address_pattern_rules_only_what_it_fits(as_, city, waiting):
    first = waiting.pk
    waiting.pk, waiting.finding_id, waiting.url = None, "twin", "http://www.donghe.gov.cn/b/x.html"
    waiting.save(force_insert=True)
    asked = {"asked_q": "http://www.donghe.gov.cn/b/*.html"}
    rule(as_("reviewer"), waiting, "confirmed", scope="filter", **asked)

    assert list(DecisionRow.objects.values_list("finding", flat=True)) == [waiting.pk]
    assert first != waiting.pk
    refused = rule(as_("reviewer"), waiting, "confirmed", scope="filter").content.decode()
    assert "请先在上方填写地址" in refused


def test_precision_counts_last_rulings(as_, city, waiting):
    rule(as_("reviewer"), waiting, "confirmed")
    rule(as_("reviewer"), waiting, "dismissed", reason="看错了")
    page = as_("reviewer").get(reverse("queues"))

    (row,) = page.context["precision"]
    assert (row.indicator, row.confirmed, row.dismissed, row.percent) == ("S-hidden", 0, 1, 0)
    city.checked.released = True
    city.checked.save()
    below = as_("unit_clerk", city.county).get(reverse("queues"))
    assert below.context["precision"] == []


def test_one_subject_is_looked_at_anew_from_its_page(as_, city):
    row = city.rows["东河县政府"]
    page = reverse("subject", args=[city.checked.pk, row.pk])
    again = reverse("look_again", args=[row.pk])
    row.run_state, row.run_problem = RunState.FAILED, "名称不能解析。"
    row.save()
    shown = as_("inspector").get(page).content.decode()
    assert f'action="{again}"' in shown
    assert "没有查成：名称不能解析。" in shown
    assert again not in as_("reviewer").get(page).content.decode()

    waits = as_("inspector").post(again, follow=True).content.decode()
    assert "已重新排队检查" in waits
    assert f'action="{again}"' not in waits


@pytest.mark.parametrize(
    ("page", "excerpt", "url", "marked"),
    [
        ("<body><p>关于 试点的<b>通知</b></p>", "关于试点的", "", None),
        ("<body><p>关于  试点的通知</p>", "关于 试点的通知", "", f'<mark id="{SPOT}"'),
        ("<body><script>坏词</script><p>坏词</p>", "…坏词…", "", f'<p><mark id="{SPOT}"'),
        (
            "<body><a href='/a/b.html'>甲</a>",
            "",
            "http://x.gov.cn/a/b.html",
            f'<mark id="{SPOT}" style="scroll-margin:80px"></mark><a style',
        ),
        ("<body><p title='坏词'>好</p>", "坏词", "http://x.gov.cn/none", None),
    ],
)
def test_the_place_of_a_finding_is_marked(page, excerpt, url, marked):
    found = spotted(page, excerpt=excerpt, url=url)

    assert (found is None) if marked is None else (marked in found)


def test_issuing_answering_and_the_refused_answer_keeps_its_words(as_, city):
    as_("supervisor").post(reverse("drive", args=[city.checked.pk, "issue"]), {"days": "10"})
    ticket = city.checked.tickets.get()
    item = ticket.items.get()
    where = reverse("ticket_act", args=[ticket.pk, "answer"])
    clerk = as_("unit_clerk", city.county)
    home = clerk.get(reverse("home")).content.decode()
    bad = SimpleUploadedFile("报告.pdf", b"<script>")

    refused = clerk.post(where, {f"item-{item.pk}": "已更新栏目", "files": bad})
    done = clerk.post(where, {f"item-{item.pk}": "已更新栏目", "files": SimpleUploadedFile("报告.pdf", PDF)})

    assert "整改通知：2026年第一季度检查" in home
    assert refused.status_code == 400
    assert "已更新栏目" in refused.content.decode()
    assert done.status_code == 302
    attachment = ticket.attachments.get()
    download = clerk.get(reverse("attachment", args=[attachment.pk]))
    assert download["Content-Type"] == "application/octet-stream"
    assert download["Content-Disposition"].startswith("attachment")
    assert as_("unit_clerk", city.park).get(reverse("attachment", args=[attachment.pk])).status_code == 404


@pytest.fixture
def ticket(city):
    (made,) = issuing.issue(city.checked, user=city.user(city.city, "supervisor"))
    return made


ACTS = {
    **{
        name: {"supervisor", "inspector"} for name in ("check", "note", "measure", "extend", "back", "accept")
    },
    "decide": {"supervisor", "reviewer"},
    "answer": set(),
    "appeal": set(),
}


@pytest.mark.parametrize("act", ACTS)
def test_role_by_act_by_foreign_ticket(as_, city, ticket, act):
    where = reverse("ticket_act", args=[ticket.pk, act])
    form = {"item": ticket.items.get().pk}
    for role in Role:
        above = as_(role).post(where, form).status_code
        own = as_(role, city.county).post(where, form).status_code
        foreign = as_(role, city.stranger).post(where, form).status_code
        beside = as_(role, city.park).post(where, form).status_code

        assert (above != 403) == (role.value in ACTS[act]), role
        assert (own != 403) == (
            act in {"answer", "appeal"} and role in {Role.UNIT_CLERK, Role.UNIT_LEADER}
        ), role
        assert (foreign, beside) == (404, 404), role


@pytest.mark.parametrize(("state", "offered"), [("issued", True), ("answered", False), ("reopened", True)])
def test_more_time_is_offered_to_a_unit_that_owes_an_answer(as_, ticket, state, offered):
    ticket.state = state
    ticket.save()
    page = as_("supervisor").get(reverse("ticket", args=[ticket.pk])).content.decode()

    assert ("延长期限" in page) is offered


def test_the_notice_package_goes_out_and_comes_back(as_, city, ticket):
    boss = as_("supervisor")
    letter = boss.get(reverse("notice", args=[ticket.pk, "docx"]))
    form = boss.get(reverse("notice", args=[ticket.pk, "xlsx"]))
    words = docx.Document(io.BytesIO(b"".join(letter.streaming_content)))
    text = "\n".join(paragraph.text for paragraph in words.paragraphs)
    book = load_workbook(io.BytesIO(b"".join(form.streaming_content)))
    book.active.cell(3, 6).value = "栏目已恢复更新"
    filled = io.BytesIO()
    book.save(filled)

    boss.post(
        reverse("ticket_act", args=[ticket.pk, "form"]),
        {"files": SimpleUploadedFile("回复表.xlsx", filled.getvalue()), "on": str(ticket.asked_on)},
    )

    assert "东河县：" in text
    assert "W-V4.1" in words.tables[0].cell(1, 2).text
    assert len(words.inline_shapes) == 2  # of the home page and of the column
    assert "检查时的页面（http://www.donghe.gov.cn/tzgg/）" in text
    ticket.refresh_from_db()
    assert (ticket.state, ticket.items.get().answer) == ("answered", "栏目已恢复更新")


def test_what_the_queue_shows_is_what_a_ruling_on_all_of_it_rules(as_, city):
    waits = city.rows["东河县政府"].findings.get(indicator="S-hidden")
    asked = {"scope": "filter", "asked_q": "donghe", "asked_state": "second", "reason": "看过"}
    as_("reviewer").post(reverse("decide", args=[waits.pk]), {"ruling": "dismissed", **asked})
    waits.refresh_from_db()
    assert waits.state == "waits"
    as_("reviewer").post(
        reverse("decide", args=[waits.pk]), {"ruling": "dismissed", **asked, "asked_state": ""}
    )
    waits.refresh_from_db()
    assert waits.state == "dismissed"


def test_the_form_of_another_notice_is_refused(as_, city, ticket):
    book = Workbook()
    book.active.append(["整改通知编号", "00000000-0000-0000-0000-000000000000"])
    book.active.append(["编号"])
    kept = io.BytesIO()
    book.save(kept)
    page = as_("supervisor").post(
        reverse("ticket_act", args=[ticket.pk, "form"]),
        {"files": SimpleUploadedFile("x.xlsx", kept.getvalue())},
        follow=True,
    )

    assert "属于另一份整改通知" in page.content.decode()


def test_what_is_no_form_is_named_as_its_sender_called_it(as_, city, ticket):
    """Not by the name under which it was kept, which nobody knows."""
    place = reverse("ticket_act", args=[ticket.pk, "form"])
    sent = SimpleUploadedFile("东河回复.pdf", b"%PDF-1.4 x")
    page = as_("supervisor").post(place, {"files": sent, "on": clock.today().isoformat()}, follow=True)

    assert "文件“东河回复.pdf”是 PDF，里面的表格不能读入" in page.content.decode()


def test_a_formula_in_a_finding_stays_text_in_the_form(as_, city, ticket):
    finding = ticket.items.get().finding
    finding.message = '=HYPERLINK("http://x","y")'
    finding.save()
    form = as_("supervisor").get(reverse("notice", args=[ticket.pk, "xlsx"]))
    cell = load_workbook(io.BytesIO(b"".join(form.streaming_content))).active.cell(3, 4)

    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


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
