"""The ladder of consequences: every rung has its document, the ladder only rises, and the tolerance line names who comes next."""

import datetime as dt
import hashlib
import io
import re

import pytest
from django.urls import reverse
from docx import Document
from office_samples import finding, judgement
from rectify_samples import judged

from xunwang.inspector.model import Verdict
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.campaigns.service import close_point
from xunwang.office.circulars.data import chinese_date
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing, service, settling, tolerance
from xunwang.office.rectify.measures import Decision, take_measure
from xunwang.office.rectify.models import ItemState, Step, Ticket
from xunwang.office.uploads import place_of

DAY = dt.date(2026, 4, 20)
SAID = {
    Step.NOTICE: ("请专人负责", "现予书面督办"),
    Step.CRITICISM: ("全市", "予以通报批评（通报范围：全市）"),
    Step.INTERVIEW: ("分管负责人，4月28日9时，市政府三楼", "现决定约谈东河县"),
    Step.CLOSING: ("东河县招商网", "现责令最迟于2026年5月8日关停或注销：东河县招商网"),
    Step.ACCOUNTABILITY: ("市纪委监委机关", "移交你单位"),
}


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    judged(office, tmp_path)
    return office


@pytest.fixture
def ticket(city):
    (made,) = issuing.issue(city.checked, user=city.boss)
    made.issued_on = made.asked_on = DAY - dt.timedelta(days=14)
    made.save()
    return made


def decide(ticket, step, user, on=DAY, **more):
    given = {"reason": "逾期没有整改", "detail": SAID[step][0], "number": "示办〔2026〕1号"} | more
    return take_measure(ticket, Decision(step, on, **given), user=user)


def words_of(measure):
    body = place_of(measure.paper.path).read_bytes()
    assert hashlib.sha256(body).hexdigest() == measure.paper.sha256
    document = Document(io.BytesIO(body))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize("step", list(Step))
def test_each_rung_has_a_document_with_number_facts_basis_and_deadline(city, ticket, step):
    due = dt.date(2026, 5, 8)
    text = words_of(decide(ticket, step, city.boss, due_on=due))

    for said in ("示办〔2026〕1号", "发现东河县存在1个问题", "逾期没有整改", "W-V4.1", "通知公告栏目超过6个月未更新",
                 "最迟于2026年5月8日", SAID[step][0], SAID[step][1], "2026年4月20日"):  # fmt: skip
        assert said in text, said
    assert ("移交材料清单" in text) == (step is Step.ACCOUNTABILITY and "校验值" in text)
    assert AuditEntry.objects.filter(action="measure.taken").count() == 1


def test_what_was_lifted_on_appeal_is_held_against_nobody(city, ticket):
    lifted = FindingRow.objects.filter(subject__campaign=city.checked, ticket_items=None).first()
    ticket.items.create(finding=lifted, state=ItemState.LIFTED)

    assert "存在1个问题" in words_of(decide(ticket, Step.NOTICE, city.boss))


@pytest.mark.parametrize("step", list(Step))
def test_whoever_ends_a_field_with_a_full_stop_gets_one_in_the_document(city, ticket, step):
    written = {"reason": "逾期没有整改。", "detail": f"{SAID[step][0]}。", "basis": "《指标》第三条。"}
    text = words_of(decide(ticket, step, city.boss, **written))

    assert SAID[step][0] in text
    assert not re.search("。[。）：的]", text)


def test_a_notice_that_went_back_is_told_with_both_its_turns(city, ticket):
    service.answer(ticket, {ticket.items.get().pk: "已更新"}, "", user=city.clerk)
    Ticket.objects.update(
        issued_on=dt.date(2026, 1, 5), asked_on=dt.date(2026, 1, 5), due_on=dt.date(2026, 1, 19)
    )
    ticket.refresh_from_db()
    settling.keep_check(ticket, {ticket.items.get().pk: ItemState.STILL})
    text = words_of(decide(ticket, Step.INTERVIEW, city.boss))

    sent_back = chinese_date(clock.today())
    assert "于2026年1月5日下发整改通知，东河县已于" in text
    assert f"；{sent_back}退回整改，要求最迟于{chinese_date(ticket.due_on)}完成整改，现有1个问题" in text


def test_the_ladder_only_rises_and_says_what_a_rung_needs(city, ticket):
    decide(ticket, Step.CRITICISM, city.boss)
    with pytest.raises(OfficeError, match="不能再退回"):
        decide(ticket, Step.NOTICE, city.boss)
    with pytest.raises(OfficeError, match="约谈对象"):
        decide(ticket, Step.INTERVIEW, city.boss, detail=" ")
    with pytest.raises(OfficeError, match="早于决定日期"):
        decide(ticket, Step.INTERVIEW, city.boss, due_on=dt.date(2026, 4, 1))
    with pytest.raises(OfficeError, match="早于下发整改通知"):
        decide(ticket, Step.INTERVIEW, city.boss, on=ticket.issued_on - dt.timedelta(days=1))
    with pytest.raises(OfficeError, match="在今天之后"):
        decide(ticket, Step.INTERVIEW, city.boss, on=clock.today() + dt.timedelta(days=1))
    decide(ticket, Step.INTERVIEW, city.boss)

    assert [one.step for one in ticket.measures.all()] == ["criticism", "interview"]


def test_the_pages_write_the_document_and_the_unit_reads_it(client, city, ticket):
    client.force_login(city.boss)
    form = {
        "step": "interview",
        "on": "2026-04-20",
        "reason": "仍不整改",
        "detail": "分管负责人",
        "due_on": "2026-05-08",
    }
    page = client.post(reverse("ticket_act", args=[ticket.pk, "measure"]), form, follow=True).content.decode()
    assert "约谈通知书-东河县.docx" in page
    made = ticket.measures.get()
    assert "〔　　　〕　　号" in words_of(made)
    assert "东河县" in client.get(reverse("measures")).content.decode()
    client.force_login(city.clerk)
    body = b"".join(client.get(reverse("attachment", args=[made.paper_id])).streaming_content)
    assert hashlib.sha256(body).hexdigest() == made.paper.sha256
    client.force_login(city.user(city.park, "unit_clerk"))
    assert client.get(reverse("attachment", args=[made.paper_id])).status_code == 404
    assert "约谈通知书" not in client.get(reverse("measures")).content.decode()


def test_who_is_over_the_tolerance_line_comes_to_the_next_rung(client, city, ticket):
    close_point(city.checked, user=city.boss)
    Ticket.objects.update(due_on=clock.today() - dt.timedelta(days=1))
    client.force_login(city.boss)
    assert "还没有设定容错预警线" in client.get(reverse("measures")).content.decode()
    form = {"months": "24", "failed": "0", "late": "1", "repeated": ""}
    page = client.post(reverse("tolerance_line"), form, follow=True).content.decode()
    assert "24 个月内不合格对象超过 0，逾期整改超过 1" in page
    (over,) = tolerance.over_line(city.city.tolerance, clock.today())
    assert (over.unit, over.failed, over.late, over.repeated) == (city.county, 1, 1, 0)
    assert over.crossed == ("不合格对象 1，超过 0",)
    assert over.next_step is Step.INTERVIEW
    assert "达到约谈条件 1 个单位" in client.get(reverse("home")).content.decode()
    decide(ticket, Step.INTERVIEW, city.boss)
    (over,) = tolerance.over_line(city.city.tolerance, clock.today())
    assert (over.taken, over.next_step) == ("约谈", Step.CLOSING)
    assert "达到约谈条件" not in client.get(reverse("home")).content.decode()
    client.force_login(city.clerk)
    assert "示例市的容错预警线" in client.get(reverse("measures")).content.decode()
    assert client.post(reverse("tolerance_line"), form).status_code == 403


def test_a_fault_that_comes_again_counts_for_the_line(city, ticket):
    later = city.campaign(city.city, [city.county_site], name="第二次检查")
    record_judgement(
        later, judgement(city.county_site, Verdict.FAIL, finding(city.county_site)), run_path=city.run
    )
    issuing.issue(later, user=city.boss)
    line = tolerance.set_line(city.city, 12, None, None, 0, user=city.boss)
    (over,) = tolerance.over_line(line, clock.today())
    assert (over.unit, over.repeated, over.crossed) == (city.county, 1, ("重复发生的问题 1，超过 0",))
    assert not tolerance.over_line(line, clock.today() + dt.timedelta(days=800))
