"""Items counted by kind and website: what counts once, what could not be read, who shares a place."""

import datetime as dt

import openpyxl
from published import FIRST, LAST, column, days

from xunwang.inspector.model import ColumnType
from xunwang.office.publishing.exporting import export
from xunwang.office.publishing.figures import by_site, one_item
from xunwang.office.publishing.stated import COLUMNS, Stated, compared


def test_items_are_counted_by_kind_as_circulars_say_them():
    columns = [
        column(days=(*days(100), dt.date(2026, 1, 1), dt.date(2025, 12, 31), dt.date(2026, 5, 21))),
        column("公告", ColumnType.NOTICE, days=days(3)),
        column("机构", ColumnType.ORGANISATION, static=True, items=1),
        column("信箱", ColumnType.MESSAGES, days=days(9)),
        column("专栏", "a kind of tomorrow", days=days(2), undated=4),
    ]
    (portal,) = by_site(columns, FIRST, LAST)
    assert portal.sentence == "门户发布信息106条，其中动态要闻101条、通知公告3条、其他2条。"
    assert (portal.columns, portal.undated, portal.silent) == (3, 4, False)


def test_an_item_in_two_columns_counts_once_and_the_page_says_so():
    columns = [
        column(days=days(10)),
        column(
            "专题",
            ColumnType.TOPIC,
            days=(*days(4), dt.date(2025, 1, 1)),
            repeated=(*days(3), dt.date(2025, 1, 1)),
        ),
    ]
    (portal,) = by_site(columns, FIRST, LAST)
    assert (portal.total, portal.repeated) == (11, 3)
    assert portal.sentence == "门户发布信息11条，其中动态要闻10条、专题专栏1条。"
    (held,) = compared([Stated("门户", 14, FIRST, LAST)], columns)
    assert held.hint == "3处在其他栏目重复出现，没有计入。"


def test_what_could_not_be_read_is_no_silence():
    rows = by_site(
        [column(site="甲"), column(site="乙", unread="需要浏览器"), column(site="丙", days=days(1))],
        FIRST,
        LAST,
    )
    assert [(one.site, one.silent) for one in rows] == [("丙", False), ("甲", True), ("乙", False)]
    assert [
        one.site for one in one_item([column(items=1), column(items=1, unread="超时"), column(items=2)])
    ] == ["门户"]


def test_a_website_of_unread_columns_is_not_said_to_publish_nothing():
    unread, read = column(unread="超时"), column("公告", ColumnType.NOTICE, days=days(2))
    assert by_site([unread], FIRST, LAST)[0].sentence == "门户有1个栏目未能读取，发布条数未能统计。"
    assert by_site([unread, read], FIRST, LAST)[0].sentence.endswith("通知公告2条；另有1个栏目未能读取。")
    stated = [Stated("门户", 7, FIRST, LAST), Stated("门户", 7, FIRST, LAST, "动态要闻")]
    assert [one.counted for one in compared(stated, [unread])] == [None, None]
    both = compared(stated, [unread, read])
    assert [one.counted for one in both] == [2, None]
    assert both[1].hint == "1个栏目未能读取，未能核对。"


def test_websites_of_one_total_share_a_place_and_what_nobody_could_read_has_none():
    rows = by_site(
        [
            column(site="甲", days=days(2)),
            column(site="乙", days=days(2)),
            column(site="丙", unread="超时"),
            column(site="丁"),
        ],
        FIRST,
        LAST,
    )
    assert [(one.site, one.rank) for one in rows] == [("乙", 1), ("甲", 1), ("丁", 3), ("丙", None)]
    assert by_site([column(days=days(2))], FIRST, LAST)[0].rank is None


def test_a_difference_is_excused_by_what_was_asked_only_and_by_its_own_website():
    read, unread = column(days=days(3)), column("公告", ColumnType.NOTICE, unread="超时")
    stated = [Stated("门户", 9, FIRST, LAST, kind) for kind in (COLUMNS, "动态要闻", "")]
    assert [one.hint for one in compared(stated, [read, unread])] == [
        "统计到的栏目都已计入，请核对上报的栏目数。", "栏目都已读取，请核对上报数。", "1个栏目未能读取，没有计入。",
    ]  # fmt: skip
    twins = [column(days=days(1), key="a"), column(days=days(2), key="b")]
    assert [one.counted for one in compared([Stated("门户", 2, FIRST, LAST, key="b")], twins)] == [2]
    assert [one.total for one in by_site(twins, FIRST, LAST)] == [2, 1]


def test_the_workbook_marks_the_columns_that_the_page_lists(tmp_path):
    columns = [
        column("年报", ColumnType.DISCLOSURE, days=days(1)), column("网上信箱", ColumnType.MESSAGES, days=days(1)), column("机构职能", items=1, static=True),
    ]  # fmt: skip
    export(tmp_path / "p.xlsx", [], [], [(one, 1) for one in columns])
    rows = openpyxl.load_workbook(tmp_path / "p.xlsx")["各栏目"].iter_rows(min_row=2, values_only=True)
    assert [(row[1], row[5]) for row in rows] == [
        ("年报", "只有一条"),
        ("网上信箱", ""),
        ("机构职能", ""),
    ]
