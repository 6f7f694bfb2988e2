"""Duty: the rules of places to the minute, roster and handing over, a guided round, drills, and the month's papers."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import PNG, POINT

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.deadlines.workdays import Calendar
from xunwang.office.duty import exporting, planning, roster, service
from xunwang.office.duty.missing import gaps_between
from xunwang.office.duty.models import ALWAYS, DutyPlan, PatrolRound, Shift, Training, TrainingPaper
from xunwang.office.duty.rules import DAY, gaps, missed_and_late, rules
from xunwang.office.errors import OfficeError
from xunwang.office.people.roles import Role

CALENDAR = Calendar({dt.date(2026, 4, 6): False}, frozenset({2026}))
MONDAY, HOLIDAY = dt.date(2026, 3, 30), dt.date(2026, 4, 6)
NEVER = dt.datetime(2027, 1, 1, tzinfo=SHANGHAI)


def times(day, *written):
    return [dt.datetime.combine(day, dt.time.fromisoformat(one), SHANGHAI) for one in written]


def missed(rule, day, rounds, until=NEVER):
    found = gaps(rules()[rule], rounds, day, until, CALENDAR)
    return [f"{clock.local(gap.start):%H:%M}-{clock.local(gap.end):%H:%M}" for gap in found]


def test_two_hours_are_kept_at_two_hours_and_missed_a_minute_later():
    every = [
        *times(MONDAY - dt.timedelta(days=1), "22:30"),
        *times(MONDAY, *(f"{h:02}:00" for h in range(0, 24, 2))),
    ]
    assert missed("every-2h", MONDAY, every) == []
    assert missed("every-2h", MONDAY, [one for one in every if one.hour != 8]) == ["06:00-10:00"]
    late = [one + dt.timedelta(minutes=1) if one.hour == 8 else one for one in every]
    assert missed("every-2h", MONDAY, late) == ["06:00-08:01"]
    assert missed("every-2h", MONDAY, [], times(MONDAY, "02:00")[0]) == []
    assert missed("every-2h", MONDAY, [], times(MONDAY, "02:01")[0]) == ["00:00-02:01"]


def counted(rounds, begins=dt.time()):
    return missed_and_late(gaps(rules()["every-2h"], rounds, MONDAY, NEVER, CALENDAR, begins=begins))


def test_a_day_without_rounds_weighs_more_than_a_day_of_late_ones():
    """As many rounds are missed as stretches went by without one; who came late came all the same."""
    assert counted([]) == (12, 0)
    assert counted(times(MONDAY - DAY, "21:00")) == (12, 0)
    slow = [times(MONDAY - DAY, "23:00")[0] + number * dt.timedelta(minutes=121) for number in range(14)]
    assert counted(slow) == (0, 12)
    every = times(MONDAY, *(f"{h:02}:30" for h in range(24)))
    assert counted([one for one in every if not 5 <= one.hour < 11]) == (2, 0)
    assert counted([one for one in every if one.hour >= 11]) == (5, 0)
    assert counted(every[:9], dt.time(8, 30)) == (11, 0)


@pytest.mark.parametrize(
    ("day", "rounds", "expected"),
    [
        (MONDAY, ("09:00", "16:00"), []),
        (MONDAY, ("09:00", "11:00"), ["14:00-17:30"]),
        (MONDAY, ("12:00", "13:59"), ["08:30-12:00", "14:00-17:30"]),
        (HOLIDAY, ("12:30",), []),
        (HOLIDAY, (), ["08:30-17:30"]),
    ],
)
def test_twice_a_working_day_and_once_on_a_holiday(day, rounds, expected):
    assert missed("twice-working-day", day, times(day, *rounds)) == expected


def test_what_is_not_over_is_not_missed():
    assert missed("twice-working-day", MONDAY, [], times(MONDAY, "12:00")[0]) == ["08:30-12:00"]
    assert missed("twice-working-day", MONDAY, [], times(MONDAY, "11:59")[0]) == []


@pytest.fixture
def kept(office, monkeypatch, settings, tmp_path):
    """A county with two websites at ten in the morning; `office.at` moves the time."""
    settings.UPLOADS_FOLDER = tmp_path
    office.moment = dt.datetime(2026, 3, 31, 10, tzinfo=SHANGHAI)
    monkeypatch.setattr(clock, "now", lambda: office.moment)
    monkeypatch.setattr(clock, "today", lambda: clock.local(office.moment).date())
    office.sites = [
        office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/"),
        office.website(office.county, "东河县教育局", "http://jy.donghe.gov.cn/"),
    ]
    return office


def act(client, name, said):
    return client.post(reverse("duty_act", args=[name]), said, follow=True).content.decode()


def test_a_roster_is_filled_swapped_and_handed_over(kept, client):
    client.force_login(kept.user(kept.county, Role.UNIT_LEADER))
    days = {"first": "2026-03-30", "last": "2026-04-02", "phone": "0000"}
    assert "看不出" in act(client, "roster", days | {"teams": "甲、乙"})
    assert "已排 4 天" in act(client, "roster", days | {"teams": "甲、乙 带班领导：丙\n丁 带班 戊"})
    assert [(one.people, one.leader) for one in Shift.objects.all()] == [("甲、乙", "丙"), ("丁", "戊")] * 2
    assert "没有排班" in act(client, "swap", {"one": "2026-03-30", "other": "2026-05-01", "reason": "出差"})
    act(client, "swap", {"one": "2026-03-31", "other": "2026-04-01", "reason": "出差"})
    assert [one.people for one in Shift.objects.all()] == ["甲、乙", "甲、乙", "丁", "丁"]

    assert "填“无”" in act(client, "hand", {"day": "2026-03-31", "handover": " "})
    act(client, "hand", {"day": "2026-03-31", "handover": "教育局网站首页图片不显示，已通知"})
    assert "不能是同一个账号" in act(client, "take", {"day": "2026-03-31"})
    client.force_login(kept.user(kept.county, Role.UNIT_CLERK))
    assert client.post(reverse("duty_act", args=["roster"]), days).status_code == 403
    assert "已接班" in act(client, "take", {"day": "2026-03-31"})
    assert "不能再改" in act(client, "hand", {"day": "2026-03-31", "handover": "无"})
    shift = Shift.objects.get(day=POINT)
    assert shift.taken_at == kept.moment
    assert "已交班" in act(client, "hand", {"day": "2026-03-30", "handover": "无"})
    assert "不能再调班" in act_as_leader(kept, client)


def act_as_leader(kept, client):
    client.force_login(kept.user(kept.county, Role.UNIT_LEADER))
    return act(client, "swap", {"one": "2026-03-30", "other": "2026-04-01", "reason": "出差"})


def patrol(client, *answers):
    """A guided round: each answer is what was found, or nothing."""
    page = client.post(reverse("begin_patrol"), follow=True)
    address = page.redirect_chain[-1][0]
    for note in answers:
        site = client.get(address).context["site"]
        said = {"site": site.subject_id, "act": "bad" if note else "ok", "note": note}
        client.post(address, said)
    return client.post(address, {"act": "end", "note": "夜间"}, follow=True).content.decode()


def test_a_guided_round_goes_from_site_to_site_and_ends_in_the_log(kept, client):
    client.force_login(kept.user(kept.county, Role.UNIT_CLERK))
    assert "还没有查看任何网站" in patrol(client)
    log = patrol(client, "", "首页图片不显示")
    assert "首页图片不显示" in log
    assert "夜间" in log
    only = PatrolRound.objects.get()
    looks = [(look.name, look.ok) for look in only.looks.all()]
    assert looks == [("东河县政府", True), ("东河县教育局", False)]
    page = client.post(reverse("patrol", args=[only.pk]), {"act": "end"}, follow=True).content.decode()
    assert "已经结束" in page
    client.force_login(kept.user(kept.park, Role.UNIT_CLERK))
    assert client.get(reverse("patrol", args=[only.pk])).status_code == 404
    assert "先导入名录" in patrol_page(client)


def patrol_page(client):
    return client.post(reverse("begin_patrol"), follow=True).content.decode()


def test_drills_are_recorded_with_their_papers(kept, client):
    client.force_login(kept.user(kept.county, Role.UNIT_CLERK))
    said = {"kind": "drill", "on": "2026-03-30", "title": "篡改演练", "people": "12", "text": "顺利"}
    form = said | {"papers": SimpleUploadedFile("签到.png", PNG)}
    assert "篡改演练" in client.post(reverse("trainings"), form, follow=True).content.decode()
    wrong = client.post(reverse("trainings"), said | {"on": "2026-04-01"}, follow=True).content.decode()
    assert "还没有到" in wrong
    assert Training.objects.count() == 1
    paper = client.get(reverse("training_paper", args=[TrainingPaper.objects.get().pk]))
    assert b"".join(paper.streaming_content) == PNG


def test_what_is_signed_stands_and_what_lies_ahead_is_not_handed_over(kept):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    days = (MONDAY, MONDAY + 3 * DAY)
    roster.put_on_duty(kept.county, days, [("甲", "乙"), ("丙", "丁")], "", by=leader)
    monday, today, *ahead = Shift.objects.all()
    for early, moment in ((ahead[0], kept.moment), (today, dt.datetime(2026, 3, 31, 8, 29, tzinfo=SHANGHAI))):
        kept.moment, usual = moment, kept.moment
        with pytest.raises(OfficeError, match="还没有开始（08:30 接班）"):
            roster.hand_over(early, "无", by=leader)
        kept.moment = usual
    roster.swap(today, ahead[0], "出差", by=leader)
    roster.hand_over(monday, "无", by=leader)
    with pytest.raises(OfficeError, match="03-30 的班已经交班"):
        roster.put_on_duty(kept.county, days, [("戊", "己")], "", by=leader)
    assert [one.people for one in Shift.objects.all()] == ["甲", "甲", "丙", "丙"]
    ahead[0].refresh_from_db()
    roster.swap(ahead[0], ahead[1], "生病", by=leader)
    after = (today.day, days[1])
    with pytest.raises(OfficeError, match="03-31 的班已经开始，改动请填写“更正原因”"):
        roster.put_on_duty(kept.county, after, [("戊", "己")], "", by=leader)
    roster.put_on_duty(kept.county, after, [("戊", "己")], "", by=leader, reason="记错了")
    assert [(one.people, one.leader, one.changed) for one in Shift.objects.all()] == [
        ("甲", "乙", "03-31补登"),
        ("戊", "己", "与04-01调班：出差；03-31更正（原为甲，带班领导丁）：记错了"),
        ("戊", "己", "与03-31调班：出差；与04-02调班：生病；03-31重新排班"),
        ("戊", "己", "与04-01调班：生病；03-31重新排班"),
    ]
    kept.moment += DAY
    with pytest.raises(OfficeError, match="03-31 的班已经结束，不能再调班"):
        roster.swap(Shift.objects.get(day=today.day), Shift.objects.get(day=days[1]), "出差", by=leader)


def round_of(kept, begun, ended, *, seen=2):
    """A round of the county that looked at so many of its two websites."""
    made = PatrolRound.objects.create(
        unit=kept.county, user=kept.user(kept.county, Role.UNIT_LEADER), begun_at=begun, ended_at=ended, due=2
    )
    for site in kept.sites[:seen]:
        made.looks.create(subject=site, name=site.versions.get().name, at=ended, ok=True)
    return made


def sheet(kept, month, name):
    book = openpyxl.load_workbook(io.BytesIO(exporting.write(kept.county, month)))
    return [[cell.value for cell in row] for row in book[name].iter_rows(min_row=3)]


def test_papers_begin_with_the_duty_and_end_with_today_and_a_round_stands_on_the_day_it_began(kept):
    """The first shift begins on the 30th at 08:30; nobody kept watch before it, and April's shifts have not come."""
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    kept.moment = dt.datetime(2026, 3, 30, 8, tzinfo=SHANGHAI)
    roster.put_on_duty(kept.county, (MONDAY, MONDAY + 3 * DAY), [("甲", "乙")], "", by=leader)
    first, night = times(MONDAY, "09:00", "23:50")
    round_of(kept, first, first + dt.timedelta(minutes=10))
    round_of(kept, night, night + dt.timedelta(minutes=20))
    kept.moment = times(POINT, "01:00")[0]
    log = [row[:2] + row[4:5] for row in sheet(kept, MONDAY, "巡网台账")]
    assert log == [
        ["2026-03-30", "09:00—09:10", "未发现问题"],
        ["2026-03-30", "09:10—24:00", "漏查7次（要求：每2小时一次）"],
        ["2026-03-30", "23:50—次日00:10", "未发现问题"],
    ]
    table = exporting.summary([kept.county], MONDAY.replace(day=1), POINT)
    assert table.rows[0] == ("东河县", 2, 2, 0, 7, 0, 0)
    assert sheet(kept, POINT + DAY, "巡网台账") == []
    kept.moment = times(POINT, "23:00")[0]
    april = [row[3] for row in sheet(kept, POINT + DAY, "值守日志")]
    assert april == ["未到", "未到"]


def test_a_changed_rule_leaves_earlier_days_as_they_were_and_a_partial_round_counts_where_the_place_says_so(
    kept, client
):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    planning.plan(kept.county, "twice-working-day", dt.time(8, 30), by=leader)
    roster.put_on_duty(kept.county, (MONDAY, POINT + DAY), [("甲", "乙")], "", by=leader)
    for begun in times(MONDAY, "09:00", "15:00"):
        round_of(kept, begun, begun + dt.timedelta(minutes=10), seen=1)
    kept.moment = times(POINT + DAY, "10:00")[0]
    assert missed_and_late(gaps_between(kept.county, MONDAY, MONDAY)[MONDAY]) == (2, 0)
    notes = [row[5] for row in sheet(kept, MONDAY, "巡网台账") if row[2]]
    assert notes == ["未查完，不算一次巡查"] * 2

    client.force_login(leader)
    said = {"rule": "every-2h", "begins": "09:00", "whole": "0"}
    assert "不能早于今天" in act(client, "plan", said | {"since": "2026-03-31"})
    assert "从 2026-04-02 的班起" in act(client, "plan", said)
    assert missed_and_late(gaps_between(kept.county, MONDAY, MONDAY)[MONDAY]) == (2, 0)
    plans = planning.plans_of(kept.county)
    assert [str(plans.begin(POINT + number * DAY).timetz()) for number in (1, 2)] == [
        "08:30:00",
        "09:00:00",
    ]

    DutyPlan.objects.filter(since=ALWAYS).update(whole=False)
    assert missed_and_late(gaps_between(kept.county, MONDAY, MONDAY)[MONDAY]) == (0, 0)
    thursday = POINT + 2 * DAY
    assert gaps_between(kept.county, thursday, thursday) == {thursday: []}
    kept.moment = times(thursday + DAY, "00:00")[0]
    assert missed_and_late(gaps_between(kept.county, thursday, thursday)[thursday]) == (12, 0)


def test_a_round_that_was_forgotten_ends_when_it_was_left(kept):
    clerk = kept.user(kept.county, Role.UNIT_CLERK)
    site = kept.sites[0].versions.get()
    left = service.round_under_way(clerk)
    service.looked(left, site, "", by=clerk, ok=True)
    seen = kept.moment
    kept.moment += dt.timedelta(hours=3)
    assert service.round_under_way(clerk) == left
    kept.moment = seen + DAY
    with pytest.raises(OfficeError, match="上一个班"):
        service.looked(left, site, "", by=clerk, ok=True)
    again = service.round_under_way(clerk)
    left.refresh_from_db()
    assert (left.ended_at, left.coverage, left.partial) == (seen, "1/2", True)
    kept.moment += DAY
    assert service.round_under_way(clerk) != again
    assert PatrolRound.objects.count() == 2
    service.looked(service.round_under_way(clerk), site, "", by=clerk, ok=True)
    seen, kept.moment = kept.moment, kept.moment + DAY
    ended = PatrolRound.objects.get(ended_at=None)
    service.end_round(ended, "", by=clerk)
    assert ended.ended_at == seen


def test_a_round_after_midnight_belongs_to_the_shift_that_ran(kept):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    planning.plan(kept.county, "every-2h", dt.time(8, 30), by=leader)
    roster.put_on_duty(kept.county, (MONDAY, POINT), [("甲", "乙")], "", by=leader)
    kept.moment = dt.datetime(2026, 3, 31, 2, tzinfo=SHANGHAI)
    patrol = service.round_under_way(leader)
    service.looked(patrol, kept.sites[0].versions.get(), "", by=leader, ok=True)
    service.end_round(patrol, "", by=leader)
    kept.moment = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
    book = openpyxl.load_workbook(io.BytesIO(exporting.write(kept.county, MONDAY)))
    log = [row[3].value for row in book["值守日志"].iter_rows(min_row=3)]
    assert [said.partition("，")[0] for said in log] == ["巡查1次（1次未查完）", "巡查0次"]
    assert "漏查12次" in log[0]
    assert "1/2" in {row[3].value for row in book["巡网台账"].iter_rows(min_row=3)}
    assert "漏查" not in log[1]


def test_the_month_leaves_in_the_usual_forms(kept, client):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    planning.plan(kept.county, "twice-working-day", dt.time(8, 30), by=leader)
    days = (dt.date(2026, 3, 30), POINT)
    kept.moment = dt.datetime(2026, 3, 30, 8, tzinfo=SHANGHAI)
    roster.put_on_duty(kept.county, days, [("甲", "乙"), ("丙", "丁")], "0000", by=leader)
    client.force_login(leader)
    kept.moment = dt.datetime(2026, 3, 30, 9, tzinfo=SHANGHAI)
    patrol(client, "首页打不开", "")
    kept.moment = dt.datetime(2026, 3, 31, 23, tzinfo=SHANGHAI)
    answer = client.get(reverse("duty_export"), {"month": "2026-03"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))

    assert book.sheetnames == ["值班表", "值守日志", "巡网台账"]
    assert book["值班表"]["A1"].value == "东河县2026年3月值班表"
    rows = [[cell.value for cell in row] for row in book["值班表"].iter_rows(min_row=3)]
    assert rows == [
        ["2026-03-30", "一", "甲", "乙", "0000", ""],
        ["2026-03-31", "二", "丙", "丁", "0000", ""],
    ]
    log = [row[3].value for row in book["值守日志"].iter_rows(min_row=3)]
    assert log == ["巡查1次，发现问题1个，漏查1次。", "巡查0次，发现问题0个，漏查2次。"]
    patrols = [[cell.value for cell in row] for row in book["巡网台账"].iter_rows(min_row=3)]
    done = [row for row in patrols if row[2]]
    assert len(done) == 1
    assert "打不开" in done[0][4]
    assert sum("漏查" in row[4] for row in patrols) == len(patrols) - 1
    assert {row[0] for row in patrols} == {"2026-03-30", "2026-03-31"}

    table = exporting.summary([kept.county, kept.park], *days)
    assert table.rows[0] == ("东河县", 2, 1, 0, 3, 0, 1)
    assert table.rows[1][:3] == ("南山园区", 0, 0)
    assert all(isinstance(value, int | str | Decimal) for row in table.rows for value in row)


def test_the_shift_that_ends_is_proposed_for_handing_over(kept, client):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    roster.put_on_duty(kept.county, (MONDAY, MONDAY + 3 * DAY), [("甲", "乙")], "", by=leader)
    client.force_login(leader)

    def proposed(day, hour, minute):
        kept.moment = dt.datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)
        return client.get(reverse("duty")).context["hand"].day

    assert [proposed(31, 8, 20), proposed(31, 8, 40)] == [30, 30]  # Monday's ends at half past eight
    roster.hand_over(Shift.objects.get(day=MONDAY), "无", by=leader)
    assert proposed(31, 8, 45) == 31
    assert roster.to_hand_over(kept.county) == POINT


def test_long_words_and_signatures_are_read_on_paper(kept):
    leader = kept.user(kept.county, Role.UNIT_LEADER)
    roster.put_on_duty(kept.county, (MONDAY, MONDAY), [("甲", "乙")], "", by=leader)
    roster.hand_over(Shift.objects.get(), "首页图片不显示，已通知。" * 20, by=leader)
    sheet = openpyxl.load_workbook(io.BytesIO(exporting.write(kept.county, MONDAY)))["值守日志"]
    text, width = sheet["E3"].value, sheet.column_dimensions["E"].width
    assert sheet.row_dimensions[3].height >= 14 * 2 * len(text) / width
    assert sheet.column_dimensions["F"].width >= len("03-31 08:30") + 2 * len("演示账号")
