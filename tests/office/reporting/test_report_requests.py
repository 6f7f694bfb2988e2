"""Reports asked for: who may ask, what counts as in time, what is sent back, what circulars and ratios tell."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from office_samples import POINT, judgement

from xunwang.inspector.model import SHANGHAI, Verdict
from xunwang.office import clock
from xunwang.office.campaigns import recording
from xunwang.office.campaigns import service as campaigns
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.errors import OfficeError
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.service import set_deadlines
from xunwang.office.messages.models import ChannelKind, Message, Occasion
from xunwang.office.messages.service import add_channel
from xunwang.office.people.models import AuditEntry
from xunwang.office.reporting import reminding, service
from xunwang.office.reporting.assessment import assess
from xunwang.office.reporting.models import ReportForm, ReportRequest, SubmissionState
from xunwang.office.reporting.quarters import quarter_bounds
from xunwang.office.reporting.ratios import ratios

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER = tmp_path / "uploads"
    office.due = clock.today() + dt.timedelta(days=5)
    return office


def asked(city, form=ReportForm.RECTIFICATION, **more):
    return service.ask_for_reports(
        "整改报告", form, [city.county, city.park], city.due, user=city.boss, **more
    )


def hand_in(client, addressee, **more):
    data = {"file": SimpleUploadedFile("报告.pdf", PDF), "text": "已盖章", **more}
    return client.post(reverse("report_hand_in", args=[addressee.pk]), data, follow=True).content.decode()


def test_a_request_is_asked_for_answered_sent_back_and_answered_again(client, city):
    client.force_login(city.boss)
    form = {"title": "第一季度整改报告", "form": "rectification", "due_on": city.due.isoformat(),
            "units": [city.county.pk, city.park.pk, city.stranger.pk]}  # fmt: skip
    page = client.post(reverse("report_ask"), form, follow=True).content.decode()
    assert "已向 2 个单位下发" in page
    made = ReportRequest.objects.get()
    where = reverse("report", args=[made.pk])

    client.force_login(city.clerk)
    assert "报送材料：第一季度整改报告" in client.get(reverse("home")).content.decode()
    answer = client.get(where)
    assert answer.status_code == 200
    assert "南山园区" not in answer.content.decode()
    own = made.addressees.get(unit=city.county)
    assert own.seen_at is not None
    assert (
        "请选择一个盖章后的文件"
        in client.post(reverse("report_hand_in", args=[own.pk]), follow=True).content.decode()
    )
    assert "已报送，校验值" in hand_in(client, own)
    other = made.addressees.get(unit=city.park)
    assert client.post(reverse("report_hand_in", args=[other.pk])).status_code == 404
    sent = own.submissions.get()
    assert client.post(reverse("report_send_back", args=[sent.pk]), {"why": "x"}).status_code == 403

    client.force_login(city.boss)
    assert "按期报送" in client.get(where).content.decode()
    body = b"".join(client.get(reverse("report_file", args=[sent.pk])).streaming_content)
    assert body == PDF
    back = client.post(reverse("report_send_back", args=[sent.pk]), {"why": "没有盖章"}, follow=True)
    assert "退回重报" in back.content.decode()
    client.force_login(city.clerk)
    hand_in(client, own)
    own = made.addressees.get(unit=city.county)
    assert own.state(clock.today()) is SubmissionState.RECEIVED
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "report.asked", "report.handed_in", "report.returned",
    }  # fmt: skip
    client.force_login(city.user(city.stranger, "supervisor"))
    assert client.get(where).status_code == 404
    assert client.get(reverse("report_file", args=[sent.pk])).status_code == 404


def test_the_same_file_twice_and_the_same_sending_back_twice_are_done_once(client, city):
    own = asked(city).addressees.get(unit=city.county)
    client.force_login(city.clerk)
    assert "已报送，校验值" in hand_in(client, own)
    assert "不用再报" in hand_in(client, own)
    assert "已报送，校验值" in hand_in(client, own, text="改了说明")
    first, same = (own.submissions.first() for _ in range(2))
    service.send_back(first, "没有盖章", user=city.boss)
    with pytest.raises(OfficeError, match="已经退回，原因：没有盖章"):
        service.send_back(same, "看不清", user=city.boss)
    assert "已报送，校验值" in hand_in(client, own)


def test_what_is_sent_back_may_get_a_deadline_of_its_own(client, city):
    add_channel(city.county, ChannelKind.JSON, "群", "http://hook.example.gov.cn/", by=city.boss)
    made = asked(city)
    own = made.addressees.get(unit=city.county)
    client.force_login(city.clerk)
    hand_in(client, own)
    sent, until = own.submissions.get(), city.due + dt.timedelta(days=9)
    where = reverse("report_send_back", args=[sent.pk])

    def send_back(day):
        client.force_login(city.boss)
        return client.post(where, {"why": "没有盖章", "again_by": day}, follow=True).content.decode()

    assert f"应不早于 {city.due}" in send_back(clock.today().isoformat())
    assert f"最迟 {until} 重新报送" in send_back(until.isoformat())
    assert f"重报截止 {until}" in client.get(reverse("report", args=[made.pk])).content.decode()
    assert f"没有盖章。请最迟 {until}" in Message.objects.get(unit=city.county).text
    client.force_login(city.user(city.city, "auditor"))
    trail = client.get(reverse("audit")).content.decode()
    assert f"截止日：{until}" in trail
    assert "整改截止日" not in trail  # that is a ticket's
    client.force_login(city.clerk)
    assert f"最迟 {until} 上传盖章材料" in client.get(reverse("home")).content.decode()

    own = made.addressees.get(unit=city.county)
    late = until + dt.timedelta(days=1)
    assert (own.state(until), own.state(late)) == (SubmissionState.RETURNED, SubmissionState.MISSING)
    hand_in(client, own)
    own.submissions.exclude(pk=sent.pk).update(on=until)
    assert made.addressees.get(unit=city.county).state(late) is SubmissionState.RECEIVED
    assert made.addressees.get(unit=city.park).due_on == city.due


def test_in_time_late_and_missing(city):
    made = asked(city)
    own, other = made.addressees.get(unit=city.county), made.addressees.get(unit=city.park)
    file = service.Kept("a.pdf", "application/pdf", "a.pdf", 1, "0" * 64)
    service.hand_in(own, file, "", user=city.clerk)
    after = city.due + dt.timedelta(days=1)
    assert service.tally([own, other], city.due) == {SubmissionState.RECEIVED: 1, SubmissionState.WAITING: 1}
    assert service.tally([own, other], after) == {SubmissionState.RECEIVED: 1, SubmissionState.MISSING: 1}
    own.submissions.update(on=after)
    assert made.addressees.get(unit=city.county).state(after) is SubmissionState.LATE


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": " "}, "名称"),
        ({"title": "名" * 101}, "有 101 字，最多 100 字"),
        ({"units": []}, "至少选择一个"),
        ({"due_on": dt.date(2020, 1, 1)}, "应在今天"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(city, change, told):
    given = {"title": "甲", "form": ReportForm.OTHER, "units": [city.county], "due_on": city.due, **change}
    with pytest.raises(OfficeError, match=told):
        service.ask_for_reports(**given, user=city.boss)
    with pytest.raises(OfficeError, match="下级单位"):
        service.ask_for_reports("甲", ReportForm.OTHER, [city.stranger], city.due, user=city.boss)
    assert not ReportRequest.objects.exists()


def test_figures_are_asked_for_with_the_quarter_or_the_year_that_they_are_of(client, city):
    client.force_login(city.boss)
    form = {"title": "季度情况", "form": "quarter", "due_on": city.due.isoformat(), "units": [city.county.pk]}
    assert "请选择“所属季度”" in client.post(reverse("report_ask"), form, follow=True).content.decode()
    form |= {"quarter": "2025-08-20", "year": "2024-01-01"}
    assert (
        "季度检查情况（2025年第三季度）"
        in client.post(reverse("report_ask"), form, follow=True).content.decode()
    )
    later = form | {"quarter": f"{clock.today().year + 1}-01-01", "title": "明年"}
    assert "还没有到" in client.post(reverse("report_ask"), later, follow=True).content.decode()
    yearly = form | {"form": "supervision", "title": "年报"}
    page = client.post(reverse("report_ask"), yearly, follow=True).content.decode()
    assert "政府网站监管年度报表（2024年）" in page

    (own,) = ReportRequest.objects.get(title="年报").addressees.all()
    client.force_login(city.clerk)
    hand_in(client, own)
    told = {year: assess(city.county, year, clock.today()).items for year in (2024, 2025)}
    reports = {
        year: next(one.told for one in items if one.name == "监管年度报表") for year, items in told.items()
    }
    assert reports[2024].startswith(f"{clock.today()} 报送，晚于 2025-01-31")
    assert "报送" not in reports[2025]


def test_the_circular_names_those_who_did_not_report(city):
    site = city.website(city.county, "东河县政府", "http://www.donghe.gov.cn/")
    campaign = city.campaign(city.city, [site])
    made = asked(city, campaign=campaign)
    assert not [table for table in tables_of(campaign) if table.key == "reports_missing"]
    made.due_on = clock.today() - dt.timedelta(days=1)
    made.save()
    table = next(table for table in tables_of(campaign) if table.key == "reports_missing")
    assert [row[0] for row in table.rows] == ["东河县", "南山园区"]
    assert {row[3] for row in table.rows} == {"逾期未报"}


def test_ratios_of_a_quarter_are_counted_and_held_against_what_is_asked(client, city, tmp_path):
    sites = [
        city.website(city.county, f"东河{number}", f"http://d{number}.donghe.gov.cn/") for number in (1, 2)
    ]
    campaign = city.campaign(city.county, [sites[0]])
    recording.record_judgement(campaign, judgement(sites[0], Verdict.PASS), run_path=tmp_path)
    whole, county = ratios(city.city, POINT)
    assert (whole.unit, whole.sites.checked, whole.sites.whole) == (city.city, 1, 2)
    assert (county.sites.rate, county.sites.met, county.accounts.met) == (50, False, True)
    assert quarter_bounds(dt.date(2026, 12, 5)) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert quarter_bounds(dt.date(2026, 2, 5)) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))

    before = quarter_bounds(clock.today())[0] - dt.timedelta(days=1)
    made = asked(city, form=ReportForm.QUARTER, period=before)
    own = made.addressees.get(unit=city.county)
    client.force_login(city.clerk)
    counts = {"sites": "4", "sites_checked": "5", "accounts": "20", "accounts_checked": "1"}
    assert "多于网站总数" in hand_in(client, own, **counts)
    assert "已报送" in hand_in(client, own, **{**counts, "sites_checked": "4"})
    assert not ratios(city.city, clock.today())[
        1
    ].reported  # the quarter in which it was asked for is another
    _, county = ratios(city.city, before)
    assert (county.reported, county.sites.met, county.accounts.rate, county.accounts.met) == (
        True,
        True,
        5,
        False,
    )
    client.force_login(city.boss)
    page = client.get(f"{reverse('shares')}?on={before}").content.decode()
    assert "低于 10%" in page
    assert "还没有达到 100%" in client.get(reverse("shares")).content.decode()  # this quarter has days left
    assert "单位报送" in page
    for day in ("9999-12-31", "2026-13-01"):
        assert "下面是今天的情况" in client.get(f"{reverse('shares')}?on={day}").content.decode()
    assert client.get(f"{reverse('assessment')}?year=020269").status_code == 200
    client.force_login(city.clerk)
    assert client.get(reverse("shares")).status_code == 404


def test_the_annual_assessment_follows_the_records_and_keeps_unconfirmed_points_open(client, city, tmp_path):
    site = city.website(city.county, "东河县政府", "http://www.donghe.gov.cn/")
    above = city.campaign(city.city, [site])
    recording.record_judgement(above, judgement(site, Verdict.FAIL), run_path=tmp_path)
    campaigns.close_point(above, user=None)
    campaigns.release(above, user=None)
    received = dt.datetime(2026, 1, 8, 9, tzinfo=SHANGHAI)
    for number, (came, closed) in enumerate(
        (
            (received, None),
            (received, dt.datetime(2026, 2, 20, tzinfo=SHANGHAI)),
            (received, dt.datetime(2026, 1, 9, tzinfo=SHANGHAI)),
            (dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI), None),  # not due yet at the monitoring point
        )
    ):
        report = ErrorReport(
            unit=city.county, source="national", number=f"{number}", kind="typo",
            received_at=came, closed_at=closed,
        )  # fmt: skip
        set_deadlines(report, calendar())
        report.save()
    sheet = assess(city.county, 2026, POINT)
    points = {item.id: item.points for item in sheet.items if item.points is not None}
    assert points == {"A-D1": -3, "A-D2": -2}
    assert (sheet.score, sheet.complete, sheet.fails) == (95, False, False)
    told = {item.name: item.told for item in sheet.items}
    assert told["找错留言未办结"] == "4 件中到期未办结 1 件，另有 1 件还在办理期限内"
    assert told["抽查不合格比例"] == "上级检查 1 次，1 个对象，不合格 1 个"
    assert told["第一季度抽查比例"].startswith("网站0.00%，")  # may still grow until its last day
    assert "第二季度抽查比例" not in told
    assert told["监管年度报表"] == "尚未到期（2027-01-31）"
    late = assess(city.county, 2026, dt.date(2027, 2, 1))
    told = {item.name: item.told for item in late.items}
    assert told["监管年度报表"] == "没有收到"
    assert "网站0.00%（低于100%）" in told["第一季度抽查比例"]
    client.force_login(city.boss)
    page = client.get(f"{reverse('assessment')}?year=2026").content.decode()
    assert "东河县：按已确认分值 92 分" in page  # today the last one is overdue, too
    assert client.get(f"{reverse('assessment')}?year=abc").status_code == 200


def test_who_owes_a_report_is_reminded_as_of_tickets_and_pressed_by_hand(client, city):
    add_channel(city.county, ChannelKind.JSON, "群", "http://hook.example.gov.cn/", by=city.boss)
    made = asked(city)
    monday = dt.date(2026, 3, 2)
    ReportRequest.objects.update(issued_on=monday, due_on=dt.date(2026, 3, 16))

    def told(day):
        return reminding.remind_all(dt.datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI))

    assert told(dt.date(2026, 3, 7)) == 0
    assert told(dt.date(2026, 3, 4)) == 2
    own = made.addressees.get(unit=city.county)
    own.seen_at = clock.now()
    own.save()
    assert told(dt.date(2026, 3, 13)) == 2
    assert told(dt.date(2026, 3, 13)) == 0
    assert told(dt.date(2026, 3, 19)) == 2
    assert Occasion.objects.filter(unit=city.city, topic="report.due").count() == 2
    assert "已过 3 个工作日" in Message.objects.filter(unit=city.county).first().text

    client.force_login(city.boss)
    where = reverse("report_press", args=[made.pk])
    page = client.post(where, follow=True).content.decode()
    assert "已催办 2 个单位，其中 1 个没有消息渠道" in page
    assert "无渠道" in page
    client.post(where)
    client.post(where)
    assert "请改用电话联系" in client.post(where, follow=True).content.decode()
    file = service.Kept("a.pdf", "application/pdf", "a.pdf", 1, "0" * 64)
    for row in made.addressees.all():
        service.hand_in(row, file, "", user=city.clerk)
    assert told(dt.date(2026, 3, 24)) == 0
    assert "不用催办" in client.post(where, follow=True).content.decode()
    client.force_login(city.clerk)
    assert client.post(where).status_code == 403
