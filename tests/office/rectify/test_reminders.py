"""Units are reminded before and after a deadline and while nobody looks; each occasion once, on working days, all of it recorded."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rectify_samples import judged

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.deadlines.reminders import ReminderKind, Rhythm, due_reminders
from xunwang.office.deadlines.rhythms import rhythms, set_rhythm
from xunwang.office.deadlines.workdays import Calendar, deadline
from xunwang.office.errors import OfficeError
from xunwang.office.messages import service as messages
from xunwang.office.messages.models import ChannelKind, Message, Occasion
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing, reminding, service
from xunwang.office.rectify.models import EventKind, Reminder, Ticket

PLAIN = Calendar({}, frozenset())
MONDAY = dt.date(2026, 3, 2)


def at(day, hour=10):
    return dt.datetime(day.year, day.month, day.day, hour, 5, tzinfo=SHANGHAI)


def kinds(days_after_issue, *, read=False):
    """What is due so many days after a Monday, of a ticket with 10 working days (until Monday the 16th)."""
    today = MONDAY + dt.timedelta(days=days_after_issue)
    due_on = deadline(MONDAY, 10, PLAIN, first_day_counts=False)
    found = due_reminders(MONDAY, due_on, today, read=read, calendar=PLAIN)
    return [(one.kind.value, one.step, one.days) for one in found]


@pytest.mark.parametrize(
    ("days", "read", "due"),
    [
        (0, False, []),
        (2, False, [("unread", 1, 8)]),
        (2, True, []),
        (9, True, [("near", 3, 3)]),
        (11, True, [("near", 1, 1)]),
        (14, True, [("near", 0, 0)]),
        (15, True, [("late", 1, 1)]),
        (17, True, [("escalated", 1, 3), ("late", 1, 3)]),
        (18, True, [("escalated", 1, 4), ("late", 2, 4)]),
    ],
)
def test_what_is_due_on_which_day(days, read, due):
    assert kinds(days, read=read) == due


@pytest.mark.parametrize(
    ("issued", "due", "rhythm", "told"),
    [
        (2, 5, Rhythm(), {0: "near:3", 2: "near:1", 3: "near:0"}),
        (2, 9, Rhythm(before=(5,)), {0: "near:5", 2: "unread:1"}),
        (2, 13, Rhythm(), {2: "unread:1", 8: "near:3", 10: "near:1", 11: "near:0"}),
        (2, 3, Rhythm(escalated_after=4), {0: "near:1", 1: "near:0", 2: "late:1", 7: "escalated:1", 10: "late:3"}),
    ],
)  # fmt: skip
def test_who_never_looks_hears_of_it_once_a_day_at_most_and_of_both_in_one_sentence(
    issued, due, rhythm, told
):
    known, heard = set(), {}
    first, last = dt.date(2026, 3, issued), dt.date(2026, 3, due)
    for after in range(max(told) + 1):
        found = due_reminders(
            first, last, first + dt.timedelta(days=after), read=False, calendar=PLAIN, rhythm=rhythm
        )
        new = [one.key for one in found if one.key not in known]
        known |= set(new)
        if new:
            (heard[after],) = new

    assert heard == told


@pytest.mark.parametrize("due_on", [dt.date(2026, 3, 6), dt.date(2026, 3, 8)])
def test_on_the_last_working_day_the_reminder_says_so_though_the_deadline_be_a_sunday(due_on):
    (found,) = due_reminders(MONDAY, due_on, dt.date(2026, 3, 6), read=True, calendar=PLAIN)

    assert found.words(due_on, act="报送") == f"最迟 {due_on} 报送，今天是最后一个工作日。"


@given(st.integers(0, 400), st.integers(1, 60), st.booleans())
def test_no_day_has_two_of_a_kind_and_only_late_ones_after_the_deadline(after, days, read):
    due_on = deadline(MONDAY, days, PLAIN, first_day_counts=False)
    today = MONDAY + dt.timedelta(days=after)
    found = [one.kind for one in due_reminders(MONDAY, due_on, today, read=read, calendar=PLAIN)]

    assert len(found) <= (2 if today > due_on else 1)
    assert len(found) == len(set(found))
    assert (today > due_on) == bool({ReminderKind.LATE, ReminderKind.ESCALATED} & set(found))


@pytest.fixture
def ticket(office, tmp_path):
    judged(office, tmp_path)
    (made,) = issuing.issue(office.checked, user=office.user(office.city, "supervisor"))
    due_on = deadline(MONDAY, 10, PLAIN, first_day_counts=False)
    Ticket.objects.filter(pk=made.pk).update(issued_on=MONDAY, due_on=due_on)
    made.refresh_from_db()
    made.boss = office.user(office.city, "supervisor")
    return made


def channel(unit, by):
    return messages.add_channel(unit, ChannelKind.JSON, "督办群", "http://hook.example.gov.cn/", by=by)


def test_an_occasion_is_told_once_over_the_channels_and_written_down(ticket, office, settings):
    settings.ADDRESS = "https://xunwang.example.gov.cn"
    channel(office.county, ticket.boss)
    friday = MONDAY + dt.timedelta(days=11)

    assert [reminding.remind_all(at(friday)) for _ in range(3)] == [1, 0, 0]
    near = Message.objects.get(topic="ticket.near")
    assert "下发后还没有人查看，最迟 2026-03-16 回复，还剩 1 个工作日" in near.text
    assert near.text.endswith(f"登录巡网后打开：https://xunwang.example.gov.cn/tickets/{ticket.pk}/")
    assert ticket.events.filter(kind=EventKind.REMINDED, text__contains="已发往 1 个渠道").count() == 1
    assert AuditEntry.objects.filter(action="ticket.reminded").count() == 1
    assert reminding.remind_all(at(friday, hour=7)) == 0


def test_a_clock_that_is_set_forth_and_back_reminds_nobody_twice(ticket, office):
    """A day ahead, back again, and the day comes."""
    channel(office.county, ticket.boss)
    days = [at(MONDAY + dt.timedelta(days=day)) for day in (10, 11, 10, 11, 15, 11, 15)]

    assert [reminding.remind_all(day) for day in days] == [1, 1, 0, 0, 1, 0, 0]
    assert Message.objects.count() == 3


def test_a_unit_hears_at_once_of_what_is_done_to_its_ticket(ticket, office):
    service.extend(ticket, 30, "线路检修", user=ticket.boss)
    told = Occasion.objects.filter(unit=office.county).values_list("topic", "title")
    assert [topic for topic, _ in told.order_by("pk")] == ["ticket.issued", "ticket.extended"]
    assert told.order_by("pk")[0][1] == f"整改通知下发：{office.checked}"


def test_a_reminder_by_hand_names_no_day_that_is_over(ticket):
    assert reminding.asked_again(ticket) == f"截止日 {ticket.due_on} 已过，请尽快整改并回复。"
    ticket.due_on = clock.today()
    assert reminding.asked_again(ticket) == f"请最迟 {ticket.due_on} 整改并回复。"


@pytest.mark.parametrize(("day", "hour"), [(12, 10), (13, 10), (14, 8), (14, 18), (14, 23)])
def test_nobody_is_reminded_on_a_day_off_or_at_night(ticket, day, hour):
    assert reminding.remind_all(at(MONDAY + dt.timedelta(days=day), hour)) == 0
    assert not Reminder.objects.exists()


def test_a_late_ticket_goes_to_the_leader_and_to_those_who_issued_it(ticket, office, client):
    channel(office.county, ticket.boss)
    channel(office.city, ticket.boss)
    reminding.remind_all(at(MONDAY + dt.timedelta(days=17)))
    told = dict(Message.objects.filter(topic="ticket.escalated").values_list("unit__name", "text"))

    assert set(told) == {"东河县", "示例市"}
    assert "请单位负责人督办" in told["东河县"]
    assert "已提请该单位负责人督办" in told["示例市"]
    assert ticket.events.filter(kind=EventKind.ESCALATED).count() == 1
    assert AuditEntry.objects.get(action="ticket.escalated").unit == office.city
    client.force_login(office.user(office.county, "unit_leader"))
    assert "请督办" in client.get("/").content.decode()
    client.force_login(office.user(office.county, "unit_clerk"))
    assert "请督办" not in client.get("/").content.decode()


def test_an_answered_ticket_is_left_in_peace_and_an_extension_begins_anew(ticket, office):
    late = at(MONDAY + dt.timedelta(days=15))
    reminding.remind_all(late)
    ticket.due_on += dt.timedelta(days=1)
    ticket.save()
    assert reminding.remind_all(late) == 1  # near the new deadline, and still unread
    item = ticket.items.get()
    service.answer(ticket, {item.pk: "已整改"}, "", user=office.user(office.county, "unit_clerk"))
    assert reminding.remind_all(at(MONDAY + dt.timedelta(days=30))) == 0


def test_without_a_channel_the_record_says_to_telephone(ticket):
    reminding.remind_all(at(MONDAY + dt.timedelta(days=15)))

    assert "没有消息渠道，没有发出，请电话联系" in ticket.events.get(kind=EventKind.REMINDED).text
    with pytest.raises(OfficeError, match="没有消息渠道"):
        reminding.remind_now(ticket, "", user=ticket.boss)


def test_an_office_that_was_off_asks_the_leader_first_and_reminds_on_the_next_day(ticket, office, settings):
    """Whoever comes back to it hears one thing a day of one matter, however much was slept over."""
    channel(office.county, ticket.boss)
    told = []
    for after in (28, 28, 29, 29, 30):
        settings.CLOCK_SHIFT = at(MONDAY + dt.timedelta(days=after)) - timezone.now()
        reminding.remind_all(clock.now())
        told.append(list(ticket.reminders.values_list("kind", flat=True)))

    assert told == [["escalated"], ["escalated"], *[["escalated", "late"]] * 3]


def test_what_a_person_says_on_the_last_day_takes_the_place_of_no_reminder(ticket, office, settings):
    channel(office.county, ticket.boss)
    settings.CLOCK_SHIFT = at(ticket.due_on) - timezone.now()
    reminding.remind_now(ticket, "请今天回电", user=ticket.boss)
    reminding.remind_all(clock.now())

    assert list(ticket.reminders.values_list("kind", flat=True)) == ["by_hand", "near"]
    assert "今天是最后一个工作日" in Message.objects.get(topic="ticket.near").text


def test_people_remind_in_their_own_words_and_not_without_end(ticket, office, client):
    channel(office.county, ticket.boss)
    client.force_login(ticket.boss)
    for _ in range(reminding.MOST_BY_HAND + 1):
        client.post(f"/tickets/{ticket.pk}/do/remind/", {"text": "请今天回电"})

    assert (
        Message.objects.filter(topic="ticket.by_hand", text__contains="请今天回电").count()
        == reminding.MOST_BY_HAND
    )
    assert "请改用电话联系" in client.get(f"/tickets/{ticket.pk}/").content.decode()
    client.force_login(office.user(office.county, "unit_clerk"))
    assert client.post(f"/tickets/{ticket.pk}/do/remind/", {}).status_code == 403


def test_a_rhythm_of_its_own_moves_every_reminder(office):
    boss = office.user(office.city, "supervisor")
    days = set_rhythm(office.city, [5, 2], 1, 1, 2, user=boss)
    due_on = deadline(MONDAY, 10, PLAIN, first_day_counts=False)

    def kinds_on(after, rhythm):
        today = MONDAY + dt.timedelta(days=after)
        found = due_reminders(MONDAY, due_on, today, read=False, calendar=PLAIN, rhythm=rhythm)
        return [(one.kind.value, one.step) for one in found]

    of = rhythms()
    assert of(office.county) == of(office.city) == days
    assert of(office.stranger) == Rhythm()
    assert kinds_on(1, of(office.county)) == [("unread", 1)]
    assert ("near", 5) in kinds_on(7, of(office.county))
    assert ("near", 5) not in kinds_on(7, of(office.stranger))
    assert kinds_on(16, of(office.county)) == [("escalated", 1)]
    assert kinds_on(17, of(office.county)) == [("escalated", 1), ("late", 3)]
    assert kinds_on(16, of(office.stranger)) == [("late", 1)]


def test_the_page_sets_the_days_of_its_unit_and_names_what_is_wrong(client, office):
    client.force_login(office.user(office.city, "supervisor"))
    form = {"before": "5、 3,1", "unread": "2", "every": "2", "escalated": "4"}

    def answer(**changed):
        return client.post(reverse("reminder_days"), form | changed, follow=True).content.decode()

    assert "到期前 5、3、1 个工作日和当天各提醒一次" in answer()
    assert "“到期前”应填天数" in answer(before="三天")
    assert "“逾期后每隔”应为 1 至 30" in answer(every="0")
    assert "1 至 5 个不同的天数" in answer(before=" ")
    client.force_login(office.user(office.county, "unit_clerk"))
    assert client.post(reverse("reminder_days"), form).status_code == 403
    assert "到期前 5、3、1 个工作日" in client.get(reverse("calendar")).content.decode()
