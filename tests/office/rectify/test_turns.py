"""Turns of a ticket that are nobody's fault, or that somebody would slip through: later rulings, returns, moves, appeals."""

import datetime as dt
import re

import msgspec
import openpyxl
import pytest
from django.urls import reverse
from office_samples import SEEN, finding, judgement
from rectify_samples import judged

from xunwang.inspector.evidence.manifest import Stats
from xunwang.inspector.evidence.run import RunWriter
from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import (
    Attempt,
    Judgement,
    LinkFact,
    LinkKind,
    Outcome,
    OutcomeKind,
    PageFact,
    PageKind,
    Reach,
    Ruling,
    SiteFact,
    Subject,
    Verdict,
)
from xunwang.office import clock
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import Campaign, FindingRow, FindingState, When, Word
from xunwang.office.campaigns.recording import record_judgement
from xunwang.office.campaigns.ruling import decide
from xunwang.office.campaigns.service import close_point
from xunwang.office.errors import OfficeError
from xunwang.office.people import invitations
from xunwang.office.people.models import User
from xunwang.office.rectify import appealing, issuing, notice, service, settling, tolerance
from xunwang.office.rectify.checking import state_of, words_now
from xunwang.office.rectify.models import ItemState, Ticket, TicketItem, TicketState, ToleranceLine
from xunwang.office.registry import life


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    (office.ticket,) = issuing.issue(office.checked, user=office.boss)
    office.item = office.ticket.items.get()
    return office


def answered(city, seen=None):
    service.answer(city.ticket, {city.item.pk: "已更新"}, "", user=city.clerk)
    if seen:
        settling.keep_check(city.ticket, {city.item.pk: seen})
    city.ticket.refresh_from_db()


def test_what_is_confirmed_after_the_ticket_comes_on_a_further_one(city):
    waits = city.rows["东河县政府"].findings.get(indicator="S-hidden")
    assert issuing.owing(city.checked, advice=True) == {}

    decide(waits, city.boss, Ruling.CONFIRMED, at=SEEN)
    (further,) = issuing.issue(city.checked, user=city.boss, advice=True)

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

    (again,) = issuing.issue(city.checked, user=city.boss)

    assert again.items.get().finding == city.item.finding
    assert not again.items.get().repeated


def test_time_that_checking_took_is_not_the_unit_s(city, monkeypatch):
    answered(city)
    late = city.ticket.due_on + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: late)

    settling.keep_check(city.ticket, {city.item.pk: ItemState.STILL})

    city.ticket.refresh_from_db()
    assert city.ticket.state == TicketState.REOPENED
    assert not city.ticket.overdue(late)
    assert city.ticket.due_on > late
    assert f"最迟 {city.ticket.due_on} 再次回复" in city.ticket.events.last().text


def test_an_answer_after_any_of_its_deadlines_was_late(city, monkeypatch):
    line = ToleranceLine.objects.create(unit=city.city, months=12, late=0)
    answered(city, ItemState.STILL)
    assert not city.ticket.was_late

    monkeypatch.setattr(clock, "today", lambda: city.ticket.due_on + dt.timedelta(days=40))
    answered(city, ItemState.MENDED)

    (told,) = tolerance.over_line(line, clock.today())
    assert (told.unit, told.late) == (city.county, 1)


def test_only_who_owes_an_answer_gets_more_time(city):
    answered(city)
    with pytest.raises(OfficeError, match="已经回复或办结"):
        service.extend(city.ticket, 20, "忙", user=city.boss)


def test_an_appeal_is_decided_before_anything_is_closed(city):
    made = appealing.appeal(city.item, "栏目已合并", user=city.clerk)
    answered(city, ItemState.MENDED)
    assert city.ticket.state == TicketState.ANSWERED

    appealing.decide_appeal(made, accepted=False, reason="原来确实停更", user=city.boss)

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

    (second,) = issuing.issue(later, user=city.boss)

    item = second.items.get()
    assert (second.unit, item.repeated, item.told_unit) == (city.park, True, city.county)
    assert tolerance.over_line(line, clock.today()) == []


def test_what_a_re_check_could_not_see_stays_what_it_was(city):
    close_point(city.checked, user=city.boss)
    record_judgement(
        city.checked,
        judgement(city.county_site),
        run_path=city.run,
        when=When.CLOSING,
        unseen={city.item.finding.finding_id},
    )

    city.item.finding.refresh_from_db()
    assert city.item.finding.state == FindingState.COUNTS


@pytest.fixture
def dead_link(office, tmp_path, settings):
    """A campaign whose website had a dead link at the point, closed, with its ticket, before the closing date; `again` looks at the link once more."""
    settings.CLOCK_SHIFT = SEEN.date() - clock.today()
    settings.RUNS_FOLDER = tmp_path
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    checked = office.campaign(office.city, [site], norm="example-points")
    row = checked.subjects.get()
    subject = msgspec.convert(row.row, Subject)

    def run(name, *answers):
        writer = RunWriter.create(tmp_path, name, subject, {}, SEEN)
        came = Attempt(SEEN, Reach.OK, 200)
        home = PageFact(subject.home, key_of(subject.home), PageKind.HOME, 0, None, came, None)
        site = SiteFact(subject, subject.home, (came,), home_read=True, first_seen=SEEN, pages=2)
        url = f"{subject.home}1.html"
        link = LinkFact(key_of(url), url, subject.home, "公告", LinkKind.PAGE, True, True, attempts=answers)
        writer.write_facts([site, home, link])
        writer.close(SEEN, stats=Stats())
        return writer.path

    gone = [Attempt(SEEN + minutes * dt.timedelta(minutes=1), Reach.HTTP, 404) for minutes in (0, 1)]
    row = judge_again(row, run=run("point", *gone))
    close_point(checked, user=None)
    (ticket,) = issuing.issue(checked, user=office.boss)
    office.row, office.run = row, run
    office.item = ticket.items.get(finding__indicator="D-4.3")
    return office


def lost(row, when="closing"):
    told = row.outcomes.get(when=when, indicator="D-4.3")
    return told.outcome, told.points


def test_what_could_not_be_seen_again_still_counts_in_the_second_score(dead_link):
    office, before = dead_link, lost(dead_link.row, "point")
    timeout = office.run("later", Attempt(SEEN, Reach.TIMEOUT))
    hidden = frozenset({office.item.finding.finding_id})
    assert before[0] == "found"
    assert before[1]

    row = judge_again(office.row, run=timeout, as_of=SEEN.date(), unseen=hidden)

    judged_now = msgspec.convert(row.judgement_at_closing, Judgement)
    assert (lost(row), judged_now.carried) == (before, tuple(hidden))
    assert state_of(office.item, judged_now, hidden) == ItemState.UNSEEN
    assert lost(judge_again(row)) == before

    office.item = TicketItem.objects.get(pk=office.item.pk)
    settling.accept(office.item, "打开看过", user=office.boss)
    assert lost(judge_again(row))[0] != "found"
    ticket = Ticket.objects.get()
    settling.keep_check(ticket, dict.fromkeys(ticket.items.values_list("pk", flat=True), ItemState.MENDED))
    settling.send_back(Ticket.objects.get(), "又打不开了", user=office.boss)
    assert lost(judge_again(row)) == before


def test_what_opens_again_counts_no_more(dead_link):
    opens = dead_link.run("later", Attempt(SEEN, Reach.OK, 200))
    row = judge_again(dead_link.row, run=opens, as_of=SEEN.date())
    assert lost(row)[0] == "met"
    assert FindingRow.objects.get(pk=dead_link.item.finding_id).state == FindingState.MENDED


def test_a_reply_on_paper_is_in_time_on_the_day_it_came(city, monkeypatch):
    came = city.ticket.due_on
    monkeypatch.setattr(clock, "today", lambda: came + dt.timedelta(days=3))
    for wrong in (city.ticket.asked_on - dt.timedelta(days=1), came + dt.timedelta(days=4)):
        with pytest.raises(OfficeError, match="收到日期"):
            service.answer(city.ticket, {city.item.pk: "已更新"}, "", user=city.boss, on=wrong)

    service.answer(city.ticket, {city.item.pk: "已更新"}, "", user=city.boss, on=came)

    city.ticket.refresh_from_db()
    assert not city.ticket.was_late
    assert clock.local(city.ticket.answered_at).date() == came


def test_a_unit_that_answers_on_paper_can_do_so_again(city, client):
    client.force_login(city.boss)

    def offered():
        page = client.get(reverse("ticket", args=[city.ticket.pk])).content.decode()
        return "录入单位寄回的回复表" in page

    assert offered()
    answered(city)
    assert not offered()
    settling.keep_check(city.ticket, {city.item.pk: ItemState.STILL})
    assert offered()


def test_a_notice_with_nothing_left_to_mend_is_not_offered_for_sending(city, client):
    client.force_login(city.boss)
    where = reverse("ticket", args=[city.ticket.pk])
    assert "下载通知" in client.get(where).content.decode()
    answered(city, ItemState.MENDED)
    assert "下载通知" not in client.get(where).content.decode()


def test_what_a_re_check_saw_is_told_where_it_is_something_else(city):
    same = judgement(city.county_site, Verdict.FAIL, finding(city.county_site))
    other = judgement(city.county_site, Verdict.FAIL, finding(city.county_site, message="最新信息2025-09-29"))
    assert words_now([city.item], same) == {}
    assert words_now([city.item], judgement(city.county_site)) == {}
    told = words_now([city.item], other)
    answered(city)
    settling.keep_check(city.ticket, {city.item.pk: ItemState.STILL}, told)

    said = city.ticket.events.get(kind="checked").text
    assert "最新信息2025-09-29" in said
    assert city.item.finding.message == "通知公告栏目超过6个月未更新"


def test_places_that_are_left_below_the_limit_are_told_when_the_indicator_is_mended(city):
    few = msgspec.structs.replace(
        judgement(city.county_site), outcomes=(Outcome("W-V4.1", OutcomeKind.MET, value=3, threshold=5),)
    )
    assert state_of(city.item, few) is ItemState.BELOW
    answered(city)
    settling.keep_check(city.ticket, {city.item.pk: ItemState.BELOW}, words_now([city.item], few))

    told = {event.kind: event.text for event in city.ticket.events.all()}
    assert "W-V4.1仍有3处，已低于5处的标准" in told["checked"]
    assert "已整改 " not in told["checked"]
    assert told["closed"] == "所属指标余下处数低于标准、按已整改计 1 个。"
    assert city.ticket.state == TicketState.CLOSED


def test_a_form_under_a_title_is_read_and_another_sheet_is_not(city, tmp_path):
    filled = tmp_path / "form.xlsx"
    filled.write_bytes(notice.form(city.ticket))
    book = openpyxl.load_workbook(filled)
    book.active.cell(3, 6, "已更新")
    book.active.insert_rows(1)
    book.active.cell(1, 1, "东河县报送")
    book.save(filled)
    assert notice.read_form(city.ticket, filled) == {city.item.pk: "已更新"}

    book.active.delete_rows(2)
    book.save(filled)
    with pytest.raises(OfficeError, match="不是整改回复表"):
        notice.read_form(city.ticket, filled)


def test_who_read_a_notice_and_left_the_post_stays_in_its_history_under_their_own_name(client, city):
    User.objects.filter(pk=city.clerk.pk).update(full_name="前任填报员")
    service.read(city.ticket, User.objects.get(pk=city.clerk.pk))
    after, _ = invitations.hand_over(city.clerk, "继任填报员", by=city.boss)

    client.force_login(city.boss)
    page = client.get(reverse("ticket", args=[city.ticket.pk])).content.decode()
    receipts, history = page.split("<h2>经过")
    assert "前任填报员" in receipts
    assert "继任填报员" in receipts  # who has the post now has not looked
    assert "前任填报员" in history
    assert "继任填报员" not in history
    client.force_login(after)
    assert client.get(reverse("ticket", args=[city.ticket.pk])).status_code == 200


def test_what_two_do_at_once_is_done_once(city):
    """Both had the page before them; the second act meets a notice that has moved on."""
    other = Ticket.objects.get(pk=city.ticket.pk)
    made, same = (
        appealing.appeal(city.item, "误判", user=city.clerk),
        TicketItem.objects.get().appeals.get(),
    )
    appealing.decide_appeal(made, accepted=False, reason="属实", user=city.boss)
    with pytest.raises(OfficeError, match="已经处理过"):
        appealing.decide_appeal(same, accepted=True, reason="误判", user=city.boss)

    answered(city)
    with pytest.raises(OfficeError, match="已经回复或办结"):
        service.answer(other, {city.item.pk: "没有改"}, "", user=city.clerk)
    assert TicketItem.objects.get().answer == "已更新"

    other, item = Ticket.objects.get(pk=city.ticket.pk), TicketItem.objects.get()
    settling.accept(TicketItem.objects.get(), "看过", user=city.boss)
    with pytest.raises(OfficeError, match="已经办结"):
        settling.accept(item, "看过", user=city.boss)
    with pytest.raises(OfficeError, match="不需要延长"):
        service.extend(other, 20, "再看看", user=city.boss)


def test_an_extension_that_ends_in_the_past_is_none(city, settings):
    settings.CLOCK_SHIFT = dt.timedelta(days=60)
    with pytest.raises(OfficeError, match="已经过去") as refused:
        service.extend(city.ticket, 20, "设备更换", user=city.boss)
    enough = int(re.search(r"请填多于 (\d+) 的数", str(refused.value))[1]) + 1
    service.extend(city.ticket, enough, "设备更换", user=city.boss)
    assert Ticket.objects.get().due_on > clock.today()


@pytest.mark.parametrize(("late", "state"), [(0, FindingState.MENDED), (1, FindingState.COUNTS)])
def test_what_a_person_saw_mended_after_the_closing_date_was_not_mended_at_the_closing(city, late, state):
    Campaign.objects.update(closing_on=clock.today() - dt.timedelta(days=late))
    close_point(city.checked, user=city.boss)
    settling.accept(TicketItem.objects.get(), "看过现在的页面", user=city.boss)

    assert TicketItem.objects.get().state == ItemState.ACCEPTED
    assert FindingRow.objects.get(pk=city.item.finding_id).state == state
