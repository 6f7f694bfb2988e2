"""What a draft of the circular tells: regions, accounts, the periods before, notices, channels."""

import datetime as dt

import msgspec
import pytest
from circular_city import DRAFT, as_the_inspection_has_it, words
from office_samples import JANUARY, judgement

from xunwang.inspector.model import SHANGHAI, SubjectKind, Verdict
from xunwang.office import clock
from xunwang.office.campaigns import issuing, recording, service
from xunwang.office.campaigns.letterhead import header_of
from xunwang.office.circulars.data import chinese_date
from xunwang.office.circulars.readback import read_document
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.feedback.service import set_deadlines
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing as notices
from xunwang.office.rectify.issuing import issue
from xunwang.office.rectify.models import ItemState, Ticket
from xunwang.office.registry.service import open_subject
from xunwang.office.web.views.driving import draft_for


def test_error_reports_of_the_period_are_told_and_stay_as_they_were(city):
    for number, day in enumerate((5, 6, 30)):
        received = dt.datetime(2026, 3, day, 9, tzinfo=SHANGHAI)
        report = ErrorReport(
            unit=city.county, source="national", number=f"{number}", kind="typo", received_at=received
        )
        set_deadlines(report, calendar())
        report.closed_at = received + dt.timedelta(days=1) if number < 2 else None
        report.save()
    version = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss)

    assert "网民留言3条，按期办结2条，按期办结率为66.67%。" in words(version)
    assert version.files.filter(label__contains="网民找错留言办理情况").exists()
    ErrorReport.objects.update(closed_at=dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI))
    path = version.campaign.folder / version.files.get(kind="circular").path
    assert not issuing.held_against(version, path).wrong
    assert "按期办结1条" in words(issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss))


def test_each_draft_is_a_version_of_its_own(city, version):
    other = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=city.boss, layout="regional")

    assert (version.number, other.number, other.layout) == (1, 2, "regional")
    assert {file.path.split("/")[1] for file in other.files.all()} == {"v2"}
    assert issuing.header_kept(version) == header_of(city.checked, DRAFT)
    assert AuditEntry.objects.filter(action="circular.drafted").count() == 2


def test_regions_are_the_units_below(city):
    made = issuing.draft(city.checked, header_of(city.checked, DRAFT), user=None, layout="regional")
    path = made.campaign.folder / made.files.get(kind="circular").path
    regions = next(table.rows for table in read_document(path).tables if table.rows[0][0] == "地区")

    assert [row[:3] for row in regions[1:]] == [
        ("东河县", "1", "1"),
        ("南山园区", "1", "1"),
        ("合计", "2", "2"),
    ]


def test_accounts_are_told_by_region_too(office, tmp_path):
    """Of the accounts of each county how many are registered and were inspected, as the layout promises."""
    made = [
        open_subject(SubjectKind.ACCOUNT, unit, JANUARY, user=None, name=name, platform="微信", level="县级")
        for unit, names in ((office.county, "甲乙丙"), (office.park, "丁"))
        for name in names
    ]
    campaign = office.campaign(office.city, made[1:])
    for row in campaign.subjects.all():
        recording.record_judgement(campaign, judgement(row.subject, Verdict.PASS), run_path=tmp_path)
    for row in campaign.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(campaign, user=None)
    made = issuing.draft(campaign, header_of(campaign, DRAFT), user=None, layout="regional")
    path = campaign.folder / made.files.get(kind="circular").path
    regions = next(table.rows for table in read_document(path).tables if table.rows[0][0] == "地区")

    assert [row[:4] for row in regions[1:]] == [
        ("东河县", "3", "2", "2"),
        ("南山园区", "1", "1", "1"),
        ("合计", "4", "3", "3"),
    ]


def test_the_period_before_and_last_year_are_compared(city):
    for day, verdict in ((dt.date(2025, 3, 20), Verdict.PASS), (dt.date(2025, 12, 31), Verdict.FAIL)):
        site = city.website(
            city.county, f"旧站{day}", f"http://www.old{day.month}.gov.cn/", on=dt.date(2025, 1, 1)
        )
        other = service.create_campaign(
            city.city, f"{day}检查", period=(day, day), norm="cn-2019", as_of=day, subjects=[site], user=None
        )
        recording.record_judgement(other, judgement(site, verdict), run_path=city.run)
        service.close_point(other, user=None)

    text = words(issuing.draft(city.checked, header_of(city.checked, DRAFT), user=None))

    assert "合格率与上一检查周期（已作出结论的网站1家，合格率0.00%）相比提高50.00个百分点" in text
    assert "合格率与去年同期（已作出结论的网站1家，合格率100.00%）相比下降50.00个百分点" in text


def test_the_second_verdict_speaks_for_no_day_to_come(city):
    city.checked.subjects.update(verdict_at_closing="pass")
    city.checked.closing_on = None
    early = msgspec.structs.replace(DRAFT, issued=clock.today() + 9 * dt.timedelta(days=1))
    assert header_of(city.checked, early).closing == clock.today()
    assert header_of(city.checked, DRAFT).closing == min(DRAFT.issued, clock.today())


def test_what_became_of_the_notices_of_the_period_before_is_told(city):
    (ticket,) = notices.issue(city.checked, user=city.boss)
    settle = [
        (ItemState.OPEN, (1, 0)),
        (ItemState.STILL, (1, 0)),
        (ItemState.ACCEPTED, (1, 1)),
        (ItemState.LIFTED, None),
    ]
    item = ticket.items.get()
    day = dt.date(2026, 6, 30)
    later = service.create_campaign(
        city.city,
        "下一次",
        period=(day, day),
        norm="cn-2019",
        as_of=day,
        subjects=[city.county_site],
        user=None,
    )
    for state, counted in settle:
        item.state = state
        item.save()
        told = header_of(later, DRAFT).previous
        assert (told and (told.told, told.mended)) == counted
    assert header_of(city.checked, DRAFT).previous is None


def test_the_yearly_form_tells_of_all_inspections_of_the_year(city):
    other = city.campaign(city.city, [], name="年初检查")
    today = city.checked.as_of
    for day in (today, today.replace(year=today.year - 1)):
        Ticket.objects.create(
            campaign=other, unit=city.county, issued_on=day, asked_on=day, due_days=10, due_on=day
        )
    draft = msgspec.structs.replace(DRAFT, filled={"security_checks": "3"})
    made = issuing.draft(city.checked, header_of(city.checked, draft), user=city.boss, layout="supervision")

    path = made.campaign.folder / made.files.get(kind="circular").path
    rows = {row[0]: row[2] for row in read_document(path).tables[0].rows}
    assert (rows["组织检查（次）"], rows["检查网站（家次）"], rows["不合格网站（家次）"]) == ("1", "2", "1")
    assert (rows["组织安全检查（次）"], rows["组织培训（次）"]) == ("3", "—")
    counted = f"（件，截至{chinese_date(clock.today())}）"
    assert (rows[f"发出整改通知{counted}"], rows[f"办结整改通知{counted}"]) == ("1", "0")
    until = chinese_date(today)
    assert rows[f"登记网站（家，截至{until}）"] == "2"
    text = "".join(line.text for line in read_document(path).lines)
    assert f"统计期间：{today.year}年1月1日至{until}（本年度尚未结束）" in text
    assert f"{today.year}年1月1日至{until}组织检查1次" in text
    assert "全年" not in text
    assert f"附件1-{today.year}年度检查情况" in made.files.values_list("label", flat=True)
    assert not issuing.held_against(made, path).wrong


def test_a_channel_is_told_in_a_table_and_is_no_website(city, tmp_path):
    channel = open_subject(
        SubjectKind.CHANNEL, city.park, dt.date(2026, 1, 1), user=None, parent=city.county_site,
        name="招商频道", home="http://www.donghe.gov.cn/zs/",
    )  # fmt: skip
    checked = city.campaign(city.city, [city.county_site, channel], name="带频道的检查")
    for subject in (city.county_site, channel):
        recording.record_judgement(checked, judgement(subject), run_path=city.run)
    for row in checked.subjects.all():
        as_the_inspection_has_it(row)
    service.close_point(checked, user=None)

    made = issuing.draft(checked, header_of(checked, DRAFT), user=city.boss)

    assert "本次检查政府网站1家" in words(made)
    (table,) = [one for one in issuing.from_kept(issuing.kept_of(made).tables) if one.key == "channels"]
    assert [row[:3] for row in table.rows] == [("招商频道", "南山园区", "合格")]


@pytest.mark.parametrize(
    ("unit", "issuer", "region"),
    [
        ("清禾县", "清禾县人民政府办公室", "清禾县"),
        ("清禾县人民政府", "清禾县人民政府办公室", "清禾县"),
        ("清禾县人民政府办公室", "清禾县人民政府办公室", "清禾县"),
        ("清禾县政务服务局", "清禾县政务服务局", "清禾县政务服务局"),
    ],
)
def test_a_first_draft_is_signed_by_an_office_of_the_unit_s_place(city, unit, issuer, region):
    city.checked.unit.name, city.checked.unit.level = unit, "county"

    proposed = draft_for(city.checked)

    assert (proposed.issuer, proposed.report_to, proposed.region) == (issuer, issuer, region)
    assert proposed.addressees[0] == "各乡镇人民政府、街道办事处"


def test_a_first_draft_asks_for_reports_by_the_day_that_the_tickets_name(city):
    tickets = issue(city.checked, user=city.boss, days=17)

    assert {one.due_on for one in tickets} == {draft_for(city.checked).deadline}
