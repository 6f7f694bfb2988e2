"""Data with the facts that circulars print, and the figures as they print them."""

import datetime as dt

from xunwang.inspector import model
from xunwang.inspector.model import SHANGHAI, ColumnType
from xunwang.office import clock
from xunwang.office.campaigns.handed_in import tables_of
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.deadlines.workdays import deadline
from xunwang.office.feedback import figures as reports
from xunwang.office.feedback.models import ErrorReport
from xunwang.office.letters import figures as letters
from xunwang.office.letters.models import Letter
from xunwang.office.letters.service import rules_for
from xunwang.office.publishing.figures import Column, Place, by_named_unit, by_site

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 5, 20)
KINDS = {
    ColumnType.NEWS: 468, ColumnType.NOTICE: 213, ColumnType.POLICY: 97, ColumnType.DISCLOSURE: 88,
    ColumnType.INTERPRETATION: 61, ColumnType.PERSONNEL: 39,
}  # fmt: skip
"""A portal's items by kind; together 966."""


def on(count, first=FIRST, last=LAST):
    """So many days inside the period, over and over."""
    length = (last - first).days + 1
    return tuple(first + dt.timedelta(days=number % length) for number in range(count))


def portal(kinds):
    outside = (FIRST - dt.timedelta(days=1), LAST + dt.timedelta(days=1))
    return [
        Column("门户", "示例市", kind, kind, count + 2, days=(*on(count), *outside))
        for kind, count in kinds.items()
    ]


def test_966_items_by_the_20th_of_may():
    (site,) = by_site(portal(KINDS), FIRST, LAST)
    assert site.sentence == (
        "门户发布信息966条，其中动态要闻468条、通知公告213条、政策文件97条、公开目录年报88条、政策解读61条、人事信息39条。"
    )
    (half,) = by_site(portal({ColumnType.NEWS: 2361}), FIRST, LAST)
    assert half.total == 2361


def test_columns_of_units_townships_and_villages_add_up_to_591():
    levels = {"县财政局": "部门", "河口镇": "乡镇街道", "北岸村": "村社区"}
    parts = {"县财政局": 264, "河口镇": 187, "北岸村": 140}
    columns = [
        Column("门户", "东河县", f"{unit}公开栏目{number}", ColumnType.DISCLOSURE, number % 3, days=on(number % 3))
        for unit, count in parts.items() for number in range(count)
    ]  # fmt: skip
    counted = by_named_unit(columns, [Place(*one) for one in levels.items()], FIRST, LAST)
    assert {one.unit: one.columns for one in counted} == parts
    assert sum(one.columns for one in counted) == 591
    assert sum(one.items for one in counted) == sum(one.in_period for one in counted) == 264 + 186 + 139


def closed_reports(unit, count, received):
    due = deadline(received.date(), 3, calendar(), first_day_counts=False)
    rows = [
        ErrorReport(
            unit=unit, source="national", number=str(number), kind="typo", description="错字", received_at=received,
            hand_over_due_on=due, due_on=due, truth="true", closed_at=received + dt.timedelta(days=number % 4),
        )
        for number in range(count)
    ]  # fmt: skip
    ErrorReport.objects.bulk_create(rows)


def test_274_of_274_error_reports_closed_in_time(office):
    monday = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    closed_reports(office.county, 274, monday)
    counted = reports.figures(ErrorReport.objects.all(), dt.date(2026, 3, 31))
    assert counted.told() == "274件，按时办结274件，100%。"
    campaign = office.campaign(
        office.city, [office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")]
    )
    (table,) = tables_of(campaign)
    assert table.rows == (("东河县", 274, 0, 274, 274, None, 274, 0),)

    closed_reports(office.county, 0, monday)
    ErrorReport.objects.filter(number="0").update(closed_at=monday + dt.timedelta(days=9))
    assert (
        reports.figures(ErrorReport.objects.all(), dt.date(2026, 3, 31)).told()
        == "274件，按时办结273件，99.6%。"
    )


def letter(office, number, after):
    """Asked on Monday the 2nd of March; answered so many working days later, or never."""
    asked = dt.date(2026, 3, 2)
    answered = None if after is None else deadline(asked, after, calendar(), first_day_counts=False)
    return Letter(
        unit=office.county, box="市长信箱", key=str(number), source="table", title=f"第{number}件", asked_on=asked,
        answered_on=answered, replied=answered is not None,
    )  # fmt: skip


def test_83_letters_80_answered_96_per_cent_by_classes_of_working_days(office):
    took = [1] * 21 + [4] * 33 + [7] * 14 + [13] * 9 + [16] * 3 + [None] * 3
    Letter.objects.bulk_create(letter(office, number, after) for number, after in enumerate(took))
    rules = rules_for(clock.today())
    counted = letters.figures(list(Letter.objects.select_related("unit")), rules, (1, 5, 7, 15))
    assert counted.told(0) == "收到网民留言83条，答复80条，答复率96%。"
    assert counted.told() == "收到网民留言83条，答复80条，答复率96.4%。"
    assert (counted.within, counted.late) == ((21, 54, 68, 77), 15)


def test_the_tables_of_a_circular_carry_the_same_figures(office):
    Letter.objects.bulk_create(letter(office, number, 1 if number < 80 else None) for number in range(83))
    site = office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
    campaign = office.campaign(office.city, [site])
    columns = [
        model.ColumnFact("k", kind.value, kind, "", True, "http://www.donghe.gov.cn/", items=count, dates=on(count, last=campaign.period_end))
        for kind, count in KINDS.items()
    ]  # fmt: skip
    row = campaign.subjects.get()
    for fact in columns:
        row.published_columns.create(
            run_path="", name=fact.name, type=fact.type.value, url=fact.url, items=fact.items, undated=0,
            days=[day.isoformat() for day in fact.dates],
        )  # fmt: skip
    tables = {table.key: table for table in tables_of(campaign)}
    assert tables["publishing"].rows == (("东河县政府", "东河县", 966, 6, 0),)
    assert tables["letters"].rows == (("东河县", 83, 80, None, 80, 80, 80, 80, 3),)
