"""Turns of a ticket that are nobody's fault, or that somebody would slip through: later rulings, returns, moves, appeals."""

import datetime as dt

import pytest
from office_samples import SEEN, finding, judgement
from rectify_samples import judged

from xunwang.inspector.model import Ruling, Verdict
from xunwang.office import clock
from xunwang.office.campaigns.models import FindingState, Word
from xunwang.office.campaigns.service import close_point, decide, record_judgement
from xunwang.office.errors import OfficeError
from xunwang.office.rectify import service, tolerance
from xunwang.office.rectify.models import ItemState, TicketState, ToleranceLine
from xunwang.office.registry import life


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    office.boss = office.user(office.city, "supervisor")
    office.clerk = office.user(office.county, "unit_clerk")
    (office.ticket,) = service.issue(office.checked, user=office.boss)
    office.item = office.ticket.items.get()
    return office


def answered(city, seen=None):
    service.answer(city.ticket, {city.item.pk: "已更新"}, "", user=city.clerk)
    if seen:
        service.keep_check(city.ticket, {city.item.pk: seen})
    city.ticket.refresh_from_db()


def test_what_is_confirmed_after_the_ticket_comes_on_a_further_one(city):
    waits = city.rows["东河县政府"].findings.get(indicator="S-hidden")
    assert service.owing(city.checked, advice=True) == {}

    decide(waits, city.boss, Ruling.CONFIRMED, at=SEEN)
    (further,) = service.issue(city.checked, user=city.boss, advice=True)

    assert [item.finding for item in further.items.all()] == [waits]
    assert further.unit == city.ticket.unit
    assert not further.items.get().repeated


@pytest.mark.parametrize("word", [Word.DISMISSED, Word.EXCUSED])
def test_what_is_ruled_away_in_the_queue_nobody_has_to_mend(city, word):
    until = dt.date(2027, 1, 1) if word is Word.EXCUSED else None
    decide(city.item.finding, city.boss, word, at=SEEN, reason="系统升级", excused_until=until)

    city.ticket.refresh_from_db()
    assert city.ticket.items.get().state == ItemState.LIFTED
    assert city.ticket.state == TicketState.CLOSED
    assert city.ticket.events.last().text == "全部问题已撤销。"


def test_what_was_lifted_and_is_confirmed_after_all_is_told_again(city):
    decide(city.item.finding, city.boss, Ruling.DISMISSED, at=SEEN, reason="看错了")
    decide(city.item.finding, city.boss, Ruling.CONFIRMED, at=SEEN)

    (again,) = service.issue(city.checked, user=city.boss)

    assert again.items.get().finding == city.item.finding
    assert not again.items.get().repeated


def test_time_that_checking_took_is_not_the_unit_s(city, monkeypatch):
    answered(city)
    late = city.ticket.due_on + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: late)

    service.keep_check(city.ticket, {city.item.pk: ItemState.STILL})

    city.ticket.refresh_from_db()
    assert city.ticket.state == TicketState.REOPENED
    assert not city.ticket.overdue(late)
    assert city.ticket.due_on > late
    assert f"限 {city.ticket.due_on} 前再次回复" in city.ticket.events.last().text


def test_an_answer_after_any_of_its_deadlines_was_late(city, monkeypatch):
    line = ToleranceLine.objects.create(unit=city.city, months=12, late=0)
    answered(city, ItemState.STILL)
    assert not city.ticket.was_late

    monkeypatch.setattr(clock, "today", lambda: city.ticket.due_on + dt.timedelta(days=40))
    answered(city, ItemState.MENDED)

    (told,) = tolerance.standings(line, clock.today())
    assert (told.unit, told.late) == (city.county, 1)


def test_only_who_owes_an_answer_gets_more_time(city):
    answered(city)
    with pytest.raises(OfficeError, match="已经回复或办结"):
        service.extend(city.ticket, 20, "忙", user=city.boss)


def test_an_appeal_is_decided_before_anything_is_closed(city):
    made = service.appeal(city.item, "栏目已合并", user=city.clerk)
    answered(city, ItemState.MENDED)
    assert city.ticket.state == TicketState.ANSWERED

    service.decide_appeal(made, accepted=False, reason="原来确实停更", user=city.boss)

    city.ticket.refresh_from_db()
    assert city.ticket.state == TicketState.CLOSED
    assert city.ticket.events.last().text == "全部问题已整改。"


def test_a_fault_that_came_with_the_website_is_repeated_but_not_the_new_unit_s(city):
    line = ToleranceLine.objects.create(unit=city.city, months=12, repeated=0)
    life.move(city.county_site, city.park, life.Turn(city.checked.as_of), user=city.boss)
    later = city.campaign(city.city, [city.county_site], name="第二次检查")
    record_judgement(
        later, judgement(city.county_site, Verdict.FAIL, finding(city.county_site)), run_path=city.run
    )

    (second,) = service.issue(later, user=city.boss)

    item = second.items.get()
    assert (second.unit, item.repeated, item.told_unit) == (city.park, True, city.county)
    assert tolerance.standings(line, clock.today()) == []


def test_what_a_re_check_could_not_see_stays_what_it_was(city):
    close_point(city.checked, user=city.boss)
    record_judgement(
        city.checked,
        judgement(city.county_site),
        run_path=city.run,
        when="closing",
        unseen={city.item.finding.finding_id},
    )

    city.item.finding.refresh_from_db()
    assert city.item.finding.state == FindingState.COUNTS
