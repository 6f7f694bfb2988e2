"""Lists of posts in the shapes that clerks give them: what each row says of its day, its owner and whether it is still there."""

import datetime as dt

import openpyxl
import pytest

from xunwang.inspector import door
from xunwang.inspector.media.times import read_day_of, read_time, zone_named
from xunwang.inspector.model import SHANGHAI

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
SINCE = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
OURS, OTHER = door.account_subject("a", "示例发布", "微博"), door.account_subject("b", "示例教育", "抖音")


def share(folder, sheets, subjects=(OURS,), *, whole=True):
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    posts = door.PostList(path, since=SINCE, until=NOW, covers_all=True) if whole else door.PostList(path)
    return door.share_list(posts, subjects, NOW)


def days(folder, *rows, sheet="清单"):
    listed = share(folder, {sheet: rows}).lists["a"]
    return [(row.title, f"{row.time.at.astimezone(SHANGHAI):%m-%d %H:%M}") for row in listed.rows]


def test_rows_below_a_line_that_names_year_and_month_give_the_day_alone(tmp_path):
    rows = [
        ("时间", "内容"),
        ("2026年11月",),
        ("5日", "甲"),
        ("2日上午", "乙"),
        ("2026年10月",),
        ("29", "丙"),
    ]
    assert days(tmp_path, *rows) == [("甲", "11-05 00:00"), ("乙", "11-02 00:00"), ("丙", "10-29 00:00")]


def test_tables_beside_each_other_are_read_one_after_the_other_under_their_own_month(tmp_path):
    rows = [
        ("示例发布九至十一月发文",),
        ("2026年9月", None, None, "2026年10月", None),
        ("日", "标题", None, "日", "标题"),
        ("2日", "甲", None, "9日", "丙"),
        ("16日", "乙", None, None, None),
    ]
    assert days(tmp_path, *rows) == [("甲", "09-02 00:00"), ("乙", "09-16 00:00"), ("丙", "10-09 00:00")]


@pytest.mark.parametrize(
    "title", ["2026年9月至11月发文", "2026年三季度", "2026年1-9月发文", "2026年9月、10月"]
)
def test_a_title_of_several_months_tells_of_no_day_which_it_is(tmp_path, title):
    shared = share(tmp_path, {"清单": [(title,), ("日期", "标题"), ("5日", "甲"), ("9月6日", "乙")]})
    assert [row.title for row in shared.lists["a"].rows] == ["乙"]


def test_the_month_of_a_title_is_that_of_days_without_one(tmp_path):
    assert days(tmp_path, ("2026年9月发文清单",), ("日期", "标题"), ("5日", "甲")) == [("甲", "09-05 00:00")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("26-11-16", "2026-11-16"),
        ("26年11月6日", "2026-11-06"),
        ("26.1.6 9:30", "2026-01-06"),
        ("11-12-26", None),
        ("16/11/12", "2016-11-12"),
        ("50-11-12", None),
        ("26-13-01", None),
    ],
)
def test_a_year_of_two_digits_comes_first_and_is_no_day(written, day):
    time = read_time(written, None)
    assert (f"{time.at:%Y-%m-%d}" if time else None) == day


@pytest.mark.parametrize(("written", "month"), [("8月7日上午", None), ("7日上午", 8), ("7号", 8), ("7", 8)])
def test_a_half_of_the_day_or_no_month_leaves_the_day(written, month):
    time = read_day_of(written, 2026, month)
    assert time.day_only
    assert time.at.date() == dt.date(2026, 8, 7)


@pytest.mark.parametrize(
    ("header", "hours"),
    [("时间(UTC)", 0), ("created_at_utc", 0), ("发布时间（UTC+8）", 8), ("发布时间", None), ("outc", None)],
)
def test_the_zone_over_a_column(header, hours):
    zone = zone_named(header)
    assert (zone.utcoffset(None) if zone else None) == (
        dt.timedelta(hours=hours) if hours is not None else None
    )


def test_bare_times_are_of_the_zone_over_their_column_and_others_of_their_own(tmp_path):
    rows = [
        ("title", "publish_time_utc"),
        ("甲", "2026-11-07 23:10"),
        ("乙", dt.datetime(2026, 11, 7, 1, 0)),  # noqa: DTZ001  # a cell knows no zone
        ("丙", "2026-11-07T23:10:00+08:00"),
        ("丁", "2026-11-07"),
    ]
    assert days(tmp_path, *rows) == [
        ("甲", "11-08 07:10"),
        ("乙", "11-07 09:00"),
        ("丙", "11-07 23:10"),
        ("丁", "11-07 00:00"),
    ]


@pytest.mark.parametrize(
    ("header", "gone", "there"),
    [
        ("是否删除", "是", "否"),
        ("删除时间", "2026-03-05 10:00", None),
        ("是否已删除", "√", ""),
        ("是否发送", "未发送", "已发送"),
        ("是否公开", "否", "是"),
        ("状态", "定时群发（已撤回）", "已群发（定时）"),
    ],
)
def test_columns_that_ask_whether_a_post_is_there(tmp_path, header, gone, there):
    state = gone if header != "状态" else "已撤回（管理员）"
    rows = [("标题", "发布时间", header), ("甲", "2026-03-01", there), ("乙", "2026-03-04", state)]
    assert [title for title, _ in days(tmp_path, *rows)] == ["甲"]


def test_a_list_of_nothing_but_deleted_posts_proves_nothing(tmp_path):
    rows = [("标题", "发布时间", "是否删除"), ("甲", "2026-11-20", "是"), ("乙", "2026-11-21", "是")]
    listed = share(tmp_path, {"清单": rows}).lists["a"]
    look = next(iter(door.facts_of_list(OURS, listed)))
    assert look.complete_since is None
    assert "2条发文都写明已删除" in look.note

    listed = share(tmp_path, {"清单": [*rows, ("丙", "2026-03-01", "否")]}).lists["a"]
    look = next(iter(door.facts_of_list(OURS, listed)))
    assert look.complete_since == SINCE
    assert "另有2条写明已删除" in look.note


@pytest.mark.parametrize(
    ("author", "ours"),
    [("宣传科", 1), ("小编", 1), ("值班编辑", 1), ("某某 某某某", 1), ("别处的发布号", 0), ("示例发布", 1)],
)
def test_an_author_is_the_account_only_where_he_is_no_writer(tmp_path, author, ours):
    shared = share(tmp_path, {"清单": [("标题", "时间", "作者"), ("甲", "2026-11-20", author)]}, whole=False)
    assert len(shared.lists["a"].rows if "a" in shared.lists else ()) == ours


def test_sheets_are_told_apart_by_the_name_of_one_that_is_empty(tmp_path):
    head = ("标题", "日期")
    sheets = {"示例教育": [head, ("甲", "2026-11-20")], "示例发布": [head, ("本时段没有发布", None)]}
    lists = share(tmp_path, sheets, (OURS, OTHER)).lists
    assert {key: len(one.rows) for key, one in lists.items()} == {"a": 0, "b": 1}


def test_posts_of_authors_that_are_no_account_prove_no_silence(tmp_path):
    rows = [
        ("标题", "作者", "发布时间"),
        ("甲", "示例发布", "2026-01-02"),
        ("乙", "某某日报社", "2026-11-03"),
        ("丙", "", "2026-11-04"),
    ]
    shared = share(tmp_path, {"清单": rows})
    listed = shared.lists["a"]
    assert ([row.title for row in listed.rows], listed.doubtful) == (["甲"], 2)
    assert "作者“某某日报社”不是所查账号的名称" in str(shared.problems[0])


def test_authors_that_are_several_accounts_are_accounts(tmp_path):
    rows = [
        ("标题", "作者", "发布时间"),
        ("甲", "示例发布", "2026-11-02"),
        ("乙", "示例教育", "2026-11-03"),
        ("丙", "示例文旅", "2026-11-04"),
    ]
    shared = share(tmp_path, {"清单": rows}, (OURS, OTHER))
    assert (shared.lists["a"].doubtful, shared.lists["b"].doubtful) == (0, 0)
    assert shared.strangers == {"示例文旅": 1}


def test_posts_that_were_not_pushed_or_will_be_taken_down_are_out(tmp_path):
    rows = [
        ("标题", "发布时间", "是否群发", "下架时间"),
        ("甲", "2026-11-02", "否", None),
        ("乙", "2026-11-03", "是", "2027-01-31"),
        ("丙", "2026-11-04", "是", "2026-11-05"),
    ]
    assert [title for title, _ in days(tmp_path, *rows)] == ["甲", "乙"]


def test_half_a_day_in_a_column_of_times_belongs_to_the_day_beside_it(tmp_path):
    rows = [("日期", "时间", "标题"), ("2026-11-03", "晚上8点", "甲"), ("2026-11-04", "下午", "乙")]
    assert days(tmp_path, *rows) == [("甲", "11-03 20:00"), ("乙", "11-04 00:00")]


@pytest.mark.parametrize(
    "names",
    [("示例发布(微博)", "示例发布（微信）"), ("微博", "微信公众号"), ("微博-示例发布", "抖音号_示例教育")],
)
def test_sheets_are_told_apart_by_the_platform_in_their_names(tmp_path, names):
    sheets = {
        name: [("标题", "发布时间"), (title, "2026-11-18 09:00")]
        for name, title in zip(names, ("甲", "乙"), strict=True)
    }
    twin = door.account_subject("c", "示例发布", "微信公众号")
    lists = share(tmp_path, sheets, (OURS, twin, OTHER)).lists
    titles = {key: [row.title for row in one.rows] for key, one in lists.items()}
    second = "b" if "教育" in names[1] else "c"
    assert titles == {"a": ["甲"], "b": [], "c": []} | {second: ["乙"]}


def test_the_sheet_of_another_platform_is_none_of_the_only_account(tmp_path):
    rows = [("标题", "发布时间"), ("甲", "2026-11-18 09:00")]
    told = share(tmp_path, {"微博": rows, "抖音": rows})
    assert len(told.lists["a"].rows) == 1
    assert told.strangers == {door.UNNAMED: 1}


def test_a_sheet_of_first_articles_names_no_platform(tmp_path):
    rows = [("标题", "发布时间"), ("甲", "2026-11-18 09:00")]
    assert len(share(tmp_path, {"头条": rows, "次条": rows}).lists["a"].rows) == 2


@pytest.mark.parametrize(
    ("line", "last"),
    [
        ("统计区间：2026-10-01 至 2026-10-31", dt.date(2026, 10, 31)),
        ("统计时间：2026年10月1日至31日", dt.date(2026, 10, 31)),
        ("时间范围 2026/10/1 ~ 2026/10/31 23:59", dt.date(2026, 10, 31)),
        ("统计日期：2026-10-01至今", NOW.date()),
        ("统计区间：2026-10-01至2027-10-31", NOW.date()),
        ("示例市2026年1月至10月发文", NOW.date()),
    ],
)
def test_a_list_proves_nothing_after_the_period_that_it_names(tmp_path, line, last):
    rows = [(line,), ("标题", "发布时间"), ("甲", "2026-10-18 09:00")]
    told = share(tmp_path, {"清单": rows})
    assert told.lists["a"].until.astimezone(SHANGHAI).date() == last
    says = "今" not in line and "月发文" not in line
    assert any("为止" in str(one) for one in told.problems) == says


def test_sheets_of_several_months_reach_to_the_last_of_them(tmp_path):
    sheets = {
        f"{month}月": [
            (f"统计区间：2026-{month}-01至2026-{month}-20",),
            ("标题", "发布时间"),
            ("甲", f"2026-{month}-18"),
        ]
        for month in (10, 11)
    }
    assert share(tmp_path, sheets).lists["a"].until.astimezone(SHANGHAI).date() == dt.date(2026, 11, 20)
    sheets["12月"] = [("标题", "发布时间"), ("乙", "2026-11-22")]
    assert share(tmp_path, sheets).lists["a"].until == NOW


def test_what_somebody_saw_when_opening_a_post_is_its_state(tmp_path):
    rows = [
        ("标题", "发布时间", "打开情况"),
        ("甲", "2026-11-18", "此内容因违规无法查看"),
        ("乙", "2026-11-12", "正常"),
        ("丙", "2026-11-10", "打开较慢"),
    ]
    assert [title for title, _ in days(tmp_path, *rows)] == ["乙", "丙"]


def test_a_row_with_a_day_counts_though_its_hours_are_no_time(tmp_path):
    rows = [("标题", "发布日期", "发布时间"), ("甲", "2026-11-18", "8:30-9:00"), ("乙", "2026-11-17", "待定")]
    assert days(tmp_path, *rows) == [("甲", "11-18 00:00"), ("乙", "11-17 00:00")]


def test_a_row_of_several_platforms_is_of_the_only_account_and_of_nobody_knows_whom_among_many(tmp_path):
    rows = [
        ("标题", "发布时间", "发布平台"),
        ("甲", "2026-11-18", "微信、微博"),
        ("乙", "2026-11-17", "微博"),
    ]
    assert len(share(tmp_path, {"清单": rows}).lists["a"].rows) == 2
    many = share(tmp_path, {"清单": rows}, (OURS, OTHER))
    assert ([row.title for row in many.lists["a"].rows], many.lists["a"].doubtful) == (["乙"], 1)
    assert many.strangers == {door.UNNAMED: 1}
