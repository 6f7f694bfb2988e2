"""The sheet of a score with its comparisons, what people enter, what-if, the ranking and the commendations: in the pages."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from office_samples import closed_run, finding, judgement, words

from xunwang.inspector.model import (
    Certainty,
    Entered,
    Entry,
    Nearing,
    OutcomeKind,
    ScoreSheet,
    SheetRow,
    Verdict,
)
from xunwang.office.campaigns import recording, service
from xunwang.office.campaigns.earlier import other_campaign
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import CampaignSubject, EntryRow, When
from xunwang.office.campaigns.ranking import Change, beside, commended, ranking
from xunwang.office.campaigns.review import Precision
from xunwang.office.campaigns.weighing import broken
from xunwang.office.campaigns.yearly import tables_of_year
from xunwang.office.jobs.models import Job
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.rectify.models import TicketItem


def period(office, sites, name, as_of, **changed):
    said = {"period": (as_of.replace(day=1), as_of), "norm": "cn-2019", "as_of": as_of}
    return service.create_campaign(office.city, name, subjects=sites, user=None, **said | changed)


@pytest.fixture
def city(office, tmp_path, settings):
    """Three periods over the county's and the park's site; the last one is open."""
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    office.site = office.website(
        office.county, "东河县政府", "http://www.donghe.gov.cn/", on=dt.date(2025, 1, 1)
    )
    office.run, _ = closed_run(tmp_path, key=str(office.site.pk))
    office.other = office.website(
        office.park, "南山园区网", "http://www.nanshan.gov.cn/", on=dt.date(2025, 1, 1)
    )
    sites = [office.site, office.other]
    for name, as_of, score in (("去年", dt.date(2025, 3, 31), "60"), ("上期", dt.date(2025, 12, 31), "80")):
        earlier = period(office, sites, name, as_of)
        faults = [finding(office.site, locator=f"/{n}") for n in range(2)]
        recording.record_judgement(
            earlier, judgement(office.site, Verdict.FAIL, *faults, score=score), run_path=office.run
        )
        service.close_point(earlier, user=None)
    office.checked = period(office, sites, "本期", dt.date(2026, 3, 31))
    fault = finding(office.site)
    sheet = ScoreSheet(
        (
            SheetRow(
                "W-V4.1",
                "栏目不更新",
                "veto",
                OutcomeKind.FOUND,
                "每处扣5分",
                None,
                None,
                Decimal(5),
                (fault.id,),
            ),
        ),
        ("基础分 100", "扣 11.8，得 88.2"),
    )
    near = Nearing("W-V3", "首页已13天没有更新", 93, 13, 14, None, dt.date(2026, 4, 2))
    refused = Entered(
        Entry(str(office.site.pk), "W-V3", OutcomeKind.MET, "某", dt.date(2026, 4, 1)), False, "机器已查"
    )
    recording.record_judgement(
        office.checked,
        judgement(
            office.site, Verdict.FAIL, fault, score="88.2", sheet=sheet, warnings=(near,), entries=(refused,)
        ),
        run_path=office.run,
    )
    recording.record_judgement(office.checked, judgement(office.other, score="88.2"), run_path=office.run)
    CampaignSubject.objects.update(score_complete=True)
    office.row = office.checked.subjects.get(subject=office.site)
    return office


def sheet_of(client, city, **asked):
    return client.get(reverse("score_sheet", args=[city.checked.pk, city.row.pk]), asked)


def test_the_sheet_says_how_the_score_came_about_and_what_it_stands_beside(as_, city):
    page = words(sheet_of(as_("reviewer"), city))

    assert "每处扣5分通知公告栏目超过6个月未更新" in page
    assert "扣11.8，得88.2" in page
    assert "上一检查周期（上期）不合格80+10.3%2→1（-50.0%）" in page
    assert "去年同期（去年）不合格60+47.0%" in page
    assert "同类平均（门户网站，2个得分完整）—88.2" in page
    assert "首页已13天没有更新131493%2026-04-02" in page


def test_a_website_without_a_sheet_is_told_why_and_what_is_open(as_, city):
    row = city.checked.subjects.get(subject=city.other)
    where = reverse("score_sheet", args=[city.checked.pk, row.pk])
    said = words(as_("reviewer").get(where))
    assert "没有得分表：所依据的规则集不对这类对象计扣分和加分，只看单项否决。" in said
    assert "暂不作结论" not in said

    recording.record_judgement(
        city.checked, judgement(city.other, Verdict.UNDECIDED, score=None), run_path=city.run
    )
    assert "单项否决还有没查清的，所以暂不作结论" in words(as_("reviewer").get(where))


def test_what_is_not_whole_is_marked_and_stays_out_of_the_average_as_in_the_ranking(as_, city):
    city.checked.subjects.filter(subject=city.other).update(score_at_point="50", score_complete=False)
    client = as_("reviewer")
    ranked = words(client.get(reverse("ranking", args=[city.checked.pk])))
    assert "得分完整的1个，平均88.2分" in ranked
    assert "1个得分完整）—88.2" in words(sheet_of(client, city))
    other = city.checked.subjects.get(subject=city.other)
    assert "50*" in words(client.get(reverse("score_sheet", args=[city.checked.pk, other.pk])))


def test_what_a_person_enters_counts_when_the_subject_is_judged_again(as_, city):
    reviewer = as_("reviewer")
    address = reverse("enter", args=[city.row.pk])
    said = {"indicator": "D-2.1", "outcome": "found", "points": "2", "reason": "三个链接打不开"}
    proof = {"proof": SimpleUploadedFile("图.pdf", b"%PDF-1.7 x")}
    for wrong, why in (("reason", "请写明依据"), ("indicator", "请选择指标"), ("points", "实际为“很多”")):
        refused = reviewer.post(address, {**said, wrong: "很多" if wrong == "points" else ""}, follow=True)
        assert why in words(refused)
    assert "已录入" in words(reviewer.post(address, {**said, **proof}, follow=True))
    assert Job.objects.filter(kind="rejudge", key=str(city.row.pk)).exists()

    row = judge_again(city.row)
    (told,) = row.judgement_at_point["entries"]
    assert (told["entry"]["indicator"], told["entry"]["by"]) == ("D-2.1", "示例市某")
    entry = EntryRow.objects.get()
    file = reviewer.get(reverse("entry_proof", args=[entry.pk]))
    assert b"".join(file.streaming_content) == b"%PDF-1.7 x"
    assert "已撤回" in words(reviewer.post(reverse("withdraw_entry", args=[entry.pk]), follow=True))
    assert not judge_again(row).judgement_at_point["entries"]


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_run_the_campaign_enter(as_, city, role):
    said = {"indicator": "D-2.1", "outcome": "found", "reason": "看到"}
    inside = as_(role).post(reverse("enter", args=[city.row.pk]), said).status_code
    service.release(city.checked, user=None)
    below = as_(role, city.county).post(reverse("enter", args=[city.row.pk]), said).status_code

    runs = role in {Role.SUPERVISOR, Role.REVIEWER}
    assert inside == (302 if runs else 404 if role in {Role.UNIT_CLERK, Role.UNIT_LEADER} else 403)
    assert below == 403


def test_another_norm_is_tried_and_nothing_kept(as_, city):
    page = sheet_of(as_("inspector"), city, norm="jilin")

    assert (page.context["other"].norm, page.context["other"].verdict) == ("jilin", Verdict.UNDECIDED)
    assert "暂不作结论得分—。试算不保存。结果没有不同" in words(page)
    city.row.refresh_from_db()
    assert city.row.score_at_point == Decimal("88.2")
    assert "得分排名" in words(as_("inspector").get(reverse("ranking", args=[city.checked.pk])))


def test_a_website_is_not_tried_under_what_speaks_of_accounts_only(as_, city):
    offered = {head.id for head in sheet_of(as_("inspector"), city).context["norms"]}
    assert {"jilin", "chongqing"} <= offered
    assert not offered & {"cn-2019", "deqin", "anhui-2016", "xiayi"}
    assert "other" not in sheet_of(as_("inspector"), city, norm="deqin").context


def test_the_ranking_shares_places_and_names_who_did_well(as_, city):
    rows = city.checked.subjects.all()
    rows.update(score_complete=False)
    assert {one.place for one in ranking(city.checked, rows)} == {None}  # their scores are not whole
    rows.update(score_complete=True)
    ranked = ranking(city.checked, rows)
    assert [(one.place, one.row.name) for one in ranked] == [(1, "东河县政府"), (1, "南山园区网")]
    assert ranked[0].last_year.words == "+47.0%"
    assert ranked[1].before is None
    rows.filter(name="东河县政府").update(score_complete=False)
    assert [(one.place, one.row.name) for one in ranking(city.checked, rows)] == [
        (1, "南山园区网"),
        (None, "东河县政府"),
    ]
    assert Change(Decimal(3), Decimal(0)).words == "—"

    service.close_point(city.checked, user=None)
    boss = city.user(city.city, Role.SUPERVISOR)
    (ticket,) = issuing.issue(city.checked, user=boss)
    ticket.state, ticket.closed_at = "closed", timezone.now()
    ticket.save()
    page = words(as_("supervisor").get(reverse("ranking", args=[city.checked.pk])))
    assert "日常运维检查合格，没有扣分和待认定的问题1南山园区网" in page
    assert "问题整改在期限内回复，全部整改办结1东河县" in page
    service.release(city.checked, user=None)
    assert "拟表扬" not in words(
        as_("unit_clerk", city.county).get(reverse("ranking", args=[city.checked.pk]))
    )


def test_the_same_period_of_last_year_is_the_nearest_one(city):
    for name, as_of in (("去年五月", dt.date(2025, 5, 10)), ("去年四月", dt.date(2025, 4, 20))):
        other = period(city, [city.site], name, as_of)
        recording.record_judgement(other, judgement(city.site, score="70"), run_path=city.run)
        service.close_point(other, user=None)
    assert other_campaign(city.checked, "last_year").name == "去年"


def test_nothing_is_compared_with_what_inspected_nothing_of_the_kind(city):
    brought = period(city, [city.site], "名录核对", dt.date(2026, 2, 1))
    service.close_point(brought, user=None)
    assert other_campaign(city.checked, "before").name == "上期"
    assert other_campaign(city.checked, "before", "account") is None
    (line,) = [row for row in tables_of_year(later(city)) if row.key == "inspections"]
    assert [row[0] for row in line.rows] == ["后来"]
    assert line.rows[0][2:] == (1, 0, 1, 0)


def later(city):
    """An inspection after the closing of the one at hand."""
    made = period(city, [city.site, city.other], "后来", dt.date(2026, 6, 30))
    recording.record_judgement(made, judgement(city.site, Verdict.FAIL), run_path=city.run)
    service.close_point(made, user=None)
    return made


def test_what_was_mended_since_still_was_a_fault_at_the_point(as_, city):
    service.close_point(city.checked, user=None)
    city.other.inspections.filter(campaign=city.checked).update(verdict_at_point="")
    now = judgement(city.site, score="100")
    recording.record_judgement(city.checked, now, run_path=city.run, when=When.CLOSING)
    city.site.inspections.filter(campaign=city.checked).update(verdict_at_point=Verdict.PASS.value)

    assert "日常运维" not in {one.task for one in commended(city.checked)}
    boss = city.user(city.city, Role.SUPERVISOR)
    assert [(one.indicator, one.places) for one in broken(boss, city.checked)] == [("W-V4.1", 1)]
    then = later(city).subjects.get(subject=city.site)
    assert beside(then)[0].findings.then == 1


def test_nobody_is_praised_while_a_finding_waits_for_a_ruling(city):
    names = {one.task: one.names for one in commended(city.checked)}
    assert names["日常运维"] == ("南山园区网",)
    now = judgement(city.other, Verdict.PASS, finding(city.other, certainty=Certainty.CANDIDATE))
    recording.record_judgement(city.checked, now, run_path=city.run)

    assert city.checked.subjects.get(subject=city.other).verdict_at_point == Verdict.PASS
    assert "日常运维" not in {one.task for one in commended(city.checked)}


@pytest.mark.parametrize(
    ("changes", "praised"),
    [
        ({}, True),
        ({"closed_at": None, "state": "reopened"}, False),
        ({"was_late": True}, False),
        ({"answered_at": dt.datetime(2026, 4, 10, 23, tzinfo=dt.UTC)}, False),
        ({"closed_at": dt.datetime(2026, 4, 30, tzinfo=dt.UTC)}, True),
    ],
    ids=["in time", "open again", "was late", "seven in the morning after", "checking took long"],
)
def test_who_answered_in_time_and_mended_all_is_praised(city, changes, praised):
    service.close_point(city.checked, user=None)
    for days in (10, 20):
        issuing.issue(city.checked, user=city.user(city.city, Role.SUPERVISOR), days=days)
        TicketItem.objects.update(state="lifted")
    in_time = dt.datetime(2026, 4, 8, tzinfo=dt.UTC)
    tickets = city.checked.tickets.order_by("pk")
    assert tickets.count() == 2
    tickets.update(state="closed", answered_at=in_time, closed_at=in_time, due_on=dt.date(2026, 4, 10))
    tickets.filter(pk=tickets.last().pk).update(**changes)
    told = {one.task: one.names for one in commended(city.checked)}
    assert told.get("问题整改") == (("东河县",) if praised else None)


def test_precision_is_rounded_half_up():
    assert Precision("W-V3", confirmed=1, dismissed=7, waiting=0).percent == 13
