"""A ticket from issue to closing, on the service itself."""

import datetime as dt

import pytest
from django.urls import reverse
from office_samples import SEEN, finding, judgement
from rectify_samples import judged

from xunwang.inspector.model import Ruling, Verdict
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingState
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.campaigns.ruling import decide
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job
from xunwang.office.people.audit import broken_entries
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import appealing, issuing, service, settling
from xunwang.office.rectify.lists import lists
from xunwang.office.rectify.models import EventKind, ItemState, Ticket, TicketState
from xunwang.office.registry.service import close_subject


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    return office


@pytest.fixture
def ticket(city):
    (made,) = issuing.issue(city.checked, user=city.boss)
    return made


def kinds(ticket):
    return list(ticket.events.values_list("kind", flat=True))


def test_a_unit_is_told_what_counts_and_not_what_waits(city, ticket):
    assert ticket.unit == city.county
    assert [item.finding.indicator for item in ticket.items.all()] == ["W-V4.1"]
    assert city.checked.subjects.get(name="东河县政府").notified


def test_nobody_is_told_twice(city, ticket):
    assert issuing.issue(city.checked, user=city.boss) == []


def test_who_opened_and_who_never_did(city, ticket):
    unread = Ticket.objects.filter(lists(clock.today())["unread"])
    assert list(unread) == [ticket]
    service.read(ticket, city.boss)
    assert list(unread.all()) == [ticket]

    service.read(ticket, city.clerk)
    service.read(ticket, city.clerk)

    assert list(unread.all()) == []
    assert kinds(ticket).count("opened") == 1


def test_a_ticket_says_which_of_its_subjects_have_left_the_register(city, ticket, client):
    client.force_login(city.clerk)
    page = reverse("ticket", args=[ticket.pk])
    assert "现不在册" not in client.get(page).content.decode()
    close_subject(city.county_site, clock.today(), user=None)
    assert client.get(page).content.decode().count("现不在册") == 1


def test_what_was_answered_on_paper_waits_for_no_reader(city, ticket):
    answers = {item.pk: "已更新栏目" for item in ticket.items.all()}
    service.answer(ticket, answers, "书面回复", user=city.boss, on=clock.today())

    on = lists(clock.today())
    assert not Ticket.objects.filter(on["unread"])
    assert Ticket.objects.get(on["answered"] & on["open"]) == ticket


def test_an_answer_needs_every_item_and_asks_for_a_check(city, ticket):
    item = ticket.items.get()
    with pytest.raises(OfficeError, match="还有 1 个问题没有填写"):
        service.answer(ticket, {item.pk: "  "}, "", user=city.clerk)

    service.answer(ticket, {item.pk: "已更新栏目"}, "报告", user=city.clerk)

    ticket.refresh_from_db()
    assert ticket.state == TicketState.ANSWERED
    assert Job.objects.get(kind="check").key == str(ticket.pk)
    with pytest.raises(OfficeError, match="不需要回复"):
        service.answer(ticket, {item.pk: "再说"}, "", user=city.clerk)


def test_all_mended_closes_the_ticket(city, ticket):
    item = ticket.items.get()
    service.answer(ticket, {item.pk: "已更新"}, "", user=city.clerk)

    settling.keep_check(ticket, {item.pk: ItemState.MENDED})

    ticket.refresh_from_db()
    assert (ticket.state, ticket.closed_at is not None) == (TicketState.CLOSED, True)
    assert kinds(ticket)[-2:] == ["checked", "closed"]
    assert broken_entries() == []


def test_what_is_still_there_goes_back_to_the_unit(city, ticket):
    item = ticket.items.get()
    service.answer(ticket, {item.pk: "已更新"}, "", user=city.clerk)

    settling.keep_check(ticket, {item.pk: ItemState.STILL})

    ticket.refresh_from_db()
    assert ticket.state == TicketState.REOPENED
    service.answer(ticket, {item.pk: "这次真的更新了"}, "", user=city.clerk)


def test_what_could_not_be_looked_at_is_no_fault_of_the_unit(city, ticket):
    item = ticket.items.get()
    service.answer(ticket, {item.pk: "已更新"}, "", user=city.clerk)

    settling.keep_check(ticket, {item.pk: ItemState.UNSEEN})

    ticket.refresh_from_db()
    assert ticket.state == TicketState.ANSWERED
    settling.accept(ticket.items.get(), "打电话核实并看过页面", user=city.boss)
    ticket.refresh_from_db()
    assert ticket.state == TicketState.CLOSED


def test_an_accepted_appeal_lifts_the_finding_and_closes(city, ticket):
    item = ticket.items.get()
    made = appealing.appeal(item, "栏目已合并", user=city.clerk)
    with pytest.raises(OfficeError, match="正在处理"):
        appealing.appeal(item, "又一次", user=city.clerk)

    appealing.decide_appeal(made, accepted=True, reason="属实", user=city.boss)

    item.refresh_from_db()
    ticket.refresh_from_db()
    assert (item.state, ticket.state) == (ItemState.LIFTED, TicketState.CLOSED)
    assert item.finding.state == FindingState.DISMISSED
    assert Job.objects.filter(kind="rejudge", key=str(item.finding.subject_id)).exists()
    with pytest.raises(OfficeError, match="已经处理过"):
        appealing.decide_appeal(made, accepted=False, reason="反悔", user=city.boss)


def test_a_refused_appeal_leaves_the_item_open(city, ticket):
    made = appealing.appeal(ticket.items.get(), "不同意", user=city.clerk)

    appealing.decide_appeal(made, accepted=False, reason="页面仍是旧的", user=city.boss)

    assert ticket.items.get().state == ItemState.OPEN
    assert "申诉不成立" in ticket.events.last().text


def test_a_closed_ticket_can_be_sent_back(city, ticket):
    item = ticket.items.get()
    service.answer(ticket, {item.pk: "已更新"}, "", user=city.clerk)
    settling.keep_check(ticket, {item.pk: ItemState.MENDED})
    ticket.refresh_from_db()

    settling.send_back(ticket, "栏目又停更了", user=city.boss)

    assert ticket.state == TicketState.REOPENED
    assert ticket.items.get().state == ItemState.OPEN
    with pytest.raises(OfficeError, match="还在等单位回复"):
        settling.send_back(ticket, "再退", user=city.boss)


def test_the_same_fault_in_the_next_campaign_is_repeated(city, ticket, tmp_path):
    later = city.campaign(city.city, [city.county_site], name="第二次检查")
    record_judgement(
        later, judgement(city.county_site, Verdict.FAIL, finding(city.county_site)), run_path=city.run
    )

    (second,) = issuing.issue(later, user=city.boss)

    assert second.items.get().repeated
    assert not ticket.items.get().repeated


def test_extending_moves_the_deadline_by_working_days(city, ticket):
    before = ticket.due_on
    service.extend(ticket, 20, "线路检修", user=city.boss)
    assert ticket.due_on > before
    with pytest.raises(OfficeError, match="应多于现在的 20"):
        service.extend(ticket, 5, "算错了", user=city.boss)


def test_a_call_of_another_day_says_which(city, ticket):
    yesterday = clock.today() - dt.timedelta(days=1)
    with pytest.raises(OfficeError, match=f"发生日期 {yesterday} 应不早于下发日期"):
        service.note(ticket, EventKind.PHONE, "与张某通话", yesterday, user=city.boss)
    Ticket.objects.filter(pk=ticket.pk).update(issued_on=yesterday)
    ticket.refresh_from_db()
    for day in (yesterday, clock.today()):
        service.note(ticket, EventKind.PHONE, "与张某通话", day, user=city.boss)
    told = [event.told for event in ticket.events.filter(kind=EventKind.PHONE)]
    assert told == [f"（{yesterday}）与张某通话", "与张某通话"]


def test_every_act_stands_in_the_trail(city, ticket):
    service.note(ticket, EventKind.PHONE, "与张某通话", clock.today(), user=city.boss)
    with pytest.raises(OfficeError, match="只能登记"):
        service.note(ticket, EventKind.CLOSED, "蒙混", clock.today(), user=city.boss)

    assert list(AuditEntry.objects.values_list("action", flat=True)[:2]) == ["ticket.noted", "ticket.issued"]


def test_a_confirmed_candidate_can_be_told_too(city):
    waits = city.rows["东河县政府"].findings.get(indicator="S-hidden")
    decide(waits, city.boss, Ruling.CONFIRMED, at=SEEN)

    (made,) = issuing.issue(city.checked, user=city.boss, advice=True)

    assert made.items.count() == 2
    assert Ticket.objects.count() == 1
