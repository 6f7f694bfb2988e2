"""The sheet of a score with its comparisons, what people enter, what-if, the ranking and the commendations: in the pages."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from office_samples import closed_run, finding, judgement

from xunwang.inspector.model import Entered, Entry, Nearing, OutcomeKind, ScoreSheet, SheetRow, Verdict
from xunwang.office.campaigns import service
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import EntryRow
from xunwang.office.campaigns.standing import Change, ranking
from xunwang.office.jobs.models import Job
from xunwang.office.people.roles import Role
from xunwang.office.rectify import service as rectify


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
        service.record_judgement(
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
    service.record_judgement(
        office.checked,
        judgement(
            office.site, Verdict.FAIL, fault, score="88.2", sheet=sheet, warnings=(near,), entries=(refused,)
        ),
        run_path=office.run,
    )
    service.record_judgement(office.checked, judgement(office.other, score="88.2"), run_path=office.run)
    office.row = office.checked.subjects.get(subject=office.site)
    return office


@pytest.fixture
def as_(client, city):
    def enter(role, unit=None):
        client.force_login(city.user(unit or city.city, role))
        return client

    return enter


def words(answer):
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", answer.content.decode()))


def sheet_of(client, city, **asked):
    return client.get(reverse("score_sheet", args=[city.checked.pk, city.row.pk]), asked)


def test_the_sheet_says_how_the_score_came_about_and_what_it_stands_beside(as_, city):
    page = words(sheet_of(as_("reviewer"), city))

    assert "每处扣5分通知公告栏目超过6个月未更新" in page
    assert "扣11.8，得88.2" in page
    assert "上一检查周期（上期）不合格80+10.3%2→1（-50.0%）" in page
    assert "去年同期（去年）不合格60+47.0%" in page
    assert "同类平均（门户网站，2个有得分）—88.2" in page
    assert "首页已13天没有更新131493%2026-04-02" in page


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
    assert "得分排名" in words(as_("inspector").get(reverse("standing", args=[city.checked.pk])))


def test_the_ranking_shares_places_and_names_who_did_well(as_, city):
    ranked = ranking(city.checked, city.checked.subjects.all())
    assert [(one.place, one.row.name) for one in ranked] == [(1, "东河县政府"), (1, "南山园区网")]
    assert ranked[0].last_year.words == "+47.0%"
    assert ranked[1].before is None
    assert Change(Decimal(3), Decimal(0)).words == "—"

    service.close_point(city.checked, user=None)
    boss = city.user(city.city, Role.SUPERVISOR)
    (ticket,) = rectify.issue(city.checked, user=boss)
    ticket.closed_at = timezone.now()
    ticket.save()
    page = words(as_("supervisor").get(reverse("standing", args=[city.checked.pk])))
    assert "日常运维检查合格，没有发现扣分问题1南山园区网" in page
    assert "问题整改在期限内全部整改办结1东河县" in page
    service.release(city.checked, user=None)
    assert "拟表扬" not in words(
        as_("unit_clerk", city.county).get(reverse("standing", args=[city.checked.pk]))
    )
