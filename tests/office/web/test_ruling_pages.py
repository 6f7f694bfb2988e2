"""Ruling on candidates in the pages: the queue, excuses, a second reader, many at once. Real forms, real rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from rectify_samples import judged

from xunwang.office.campaigns import ruling
from xunwang.office.campaigns.models import Campaign, DecisionRow, FindingRow, FindingState, RunState, Word
from xunwang.office.campaigns.spotting import SPOT, spotted
from xunwang.office.jobs.models import Job

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
