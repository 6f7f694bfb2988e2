"""Exported lists of posts: what people hand in, in whatever shape."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from handed_lists import NOW, account, month, workbook, written
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.media.post_list import ExportTime, PostRow, read_posts
from xunwang.inspector.media.recording import look_at_list
from xunwang.inspector.media.table import EnteredRow, RowProblem, read_entered
from xunwang.inspector.media.times import PostTime
from xunwang.inspector.media.whose import hand_out
from xunwang.inspector.model import SHANGHAI, SubjectKind
from xunwang.inspector.tables import TableError


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_usual_charset_is_read(tmp_path, charset):
    path = written(tmp_path, "平台,账号名称,标题,发布时间\n微博,示例发布,春耕,2026-03-30 10:00\n", charset)
    (row,) = read_posts(path)
    assert isinstance(row, PostRow)
    assert (row.title, row.whose.platform, row.time.at.hour) == ("春耕", "weibo", 10)


def test_a_workbook_with_merged_cells_and_a_heading_above_is_read(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例市政务新媒体发文情况"])
    sheet.append(["账号名称", "作品标题", "发布时间"])
    sheet.append(["示例视频", "一", dt.datetime(2026, 3, 30, 8, 0)])  # noqa: DTZ001  # cells have no zone
    sheet.append([None, "二", dt.datetime(2026, 3, 29)])  # noqa: DTZ001
    sheet.merge_cells("A3:A4")
    path = tmp_path / "发文.xlsx"
    book.save(path)
    rows = list(read_posts(path))
    assert [(row.row, row.whose.account, row.title) for row in rows] == [
        (3, "示例视频", "一"),
        (4, "示例视频", "二"),
    ]


def test_bad_rows_are_named_and_the_others_count(tmp_path):
    text = (
        "平台,账号名称,标题,发布时间\n微博,甲,好的,2026-03-30\n微博,甲,坏的,某日\n"
        "月球,甲,外星,2026-03-30\n微博,甲,,2026-03-30\n,,,\n微博,甲,又好,昨天\n微博,甲,更好,2026-03-29\n"
    )
    rows = list(read_posts(written(tmp_path, text)))
    assert [row.title for row in rows if isinstance(row, PostRow)] == ["好的", "更好"]
    problems = [row for row in rows if isinstance(row, RowProblem)]
    assert [problem.row for problem in problems] == [3, 4, 5, 7]
    assert "某日" in problems[0].message
    assert "月球" in problems[1].message
    assert "没有写明导出时间" in problems[3].message


def test_every_sheet_of_a_list_is_read_and_one_without_a_header_leaves_nothing_complete(tmp_path):
    notes = {"说明": [["本表由各单位填报"], ["阅读量", 45_000]]}
    path = workbook(
        tmp_path,
        {
            **notes,
            "2月": month(2, ["导出时间", "2026-03-01 08:00"]),
            "空": [],
            "3月": [*month(3), ["", "", "补", "某日"]],
        },
    )
    posts = door.PostList(path, since=dt.datetime(2026, 2, 1, tzinfo=SHANGHAI), until=NOW, covers_all=True)
    shared = door.share_list(posts, [account("甲", "weibo"), account("乙", "weibo")], NOW)
    listed = shared.lists["weibo/甲"]
    assert (len(listed.rows), listed.rows[-1].time.at.month) == (54, 3)
    assert "weibo/乙" in shared.lists
    (problem,) = shared.problems
    assert str(problem).startswith("工作表“3月”第 29 行：发布时间“某日”")

    torn = workbook(tmp_path, {"1": month(2), "2": month(3)[1:], **notes})
    shared = door.share_list(
        structs.replace(posts, path=torn), [account("甲", "weibo"), account("乙", "weibo")], NOW
    )
    assert [str(problem) for problem in shared.problems] == ["工作表“2”里没有找到表头，未读取"]
    look = look_at_list(shared.lists["weibo/甲"])
    assert (look.complete_since, len(look.posts)) == (None, 27)
    assert "工作表“2”没有读取" in look.note
    assert "weibo/乙" not in shared.lists


def test_orders_and_entries_are_read_from_every_sheet_too(tmp_path):
    header = ["标题", "下发时间", "截止时间"]
    path = workbook(
        tmp_path,
        {
            "甲": [header, ["一", "2026-03-01 09:00", "2小时"]],
            "乙": [header, ["二", "2026-03-02 09:00", "2小时"]],
        },
    )
    orders, problems = door.share_orders(path, [account("甲", "weibo")])
    assert ([order.title for order in orders["weibo/甲"]], problems) == (["一", "二"], ())
    header = ["平台", "账号名称", "最近更新时间", "查看时间", "查看人"]
    path = workbook(
        tmp_path,
        {name: [header, ["微博", name, "2026-03-01", "2026-03-30", "王某"]] for name in "甲乙"},
    )
    found = door.share_entered(path, [account("甲", "weibo"), account("乙", "weibo")], NOW)
    assert set(found.entered) == {"weibo/甲", "weibo/乙"}


@pytest.mark.parametrize(
    ("word", "opens"),
    [("未见异常", True), ("没问题。", True), ("能打开", True), ("已下架", False), ("有故障", False), ("打不开", False)]
    + [(word, None) for word in ("能打开，但白屏", "未核查", "无法确定", "不适用", "待核查", "已")],
)  # fmt: skip
def test_words_of_a_manual_check_count_whole_or_not_at_all(tmp_path, word, opens):
    text = f"平台,账号名称,查看时间,查看人,能否打开\n移动客户端,示例通,2026-03-30,王某,{word}\n"
    (row,) = read_entered(written(tmp_path, text), NOW)
    assert (
        row.entered.opens is opens if isinstance(row, EnteredRow) else (opens is None and word in row.message)
    )


RELATIVE = "发布时间,标题\n刚刚,一\n3小时前,二\n昨天 12:30,三\n03-05 08:00,四\n2026-03-01 09:00,五\n"
MADE = dt.datetime(2026, 3, 20, 2, 0, tzinfo=SHANGHAI)


def times(path, exported=None):
    rows = [row for row in read_posts(path, exported) if isinstance(row, PostRow)]
    return [f"{row.time.at:%m-%d}" if row.time.day_only else f"{row.time.at:%m-%d %H:%M}" for row in rows]


def test_words_that_count_from_a_moment_count_from_the_export_never_from_today(tmp_path):
    path = written(tmp_path, RELATIVE)
    assert times(path) == ["03-01 09:00"]
    by_clock = ["03-20 02:00", "03-19 23:00", "03-19 12:30", "03-05 08:00", "03-01 09:00"]
    assert times(path, ExportTime(PostTime(MADE))) == by_clock
    midnight = PostTime(MADE.replace(hour=0), day_only=True)
    assert times(path, ExportTime(midnight)) == ["03-20", "03-20", *by_clock[2:]]


def test_a_list_may_say_itself_when_it_was_exported(tmp_path):
    above = "示例发布发文情况\n导出时间：2026-03-20 02:00,\n"
    assert times(written(tmp_path, above + RELATIVE))[1:3] == ["03-19 23:00", "03-19 12:30"]
    beside = "导出日期,2026-03-20\n"
    assert times(written(tmp_path, beside + RELATIVE))[2] == "03-19 12:30"
    column = (
        "标题,发布时间,导出时间\n甲,昨天 12:30,2026-03-10 08:00\n乙,昨天 12:30,2026-03-20 08:00\n丙,昨天,\n"
    )
    assert times(written(tmp_path, column)) == ["03-09 12:30", "03-19 12:30"]


def test_columns_that_nobody_knows_can_be_named(tmp_path):
    path = written(tmp_path, "成品,上线,归谁\n春耕,2026-03-30 10:00,示例视频\n")
    with pytest.raises(TableError, match="表头"):
        list(read_posts(path))
    (row,) = read_posts(path, columns={"title": "成品", "time": "上线", "account": "归谁"})
    assert isinstance(row, PostRow)
    assert (row.title, row.whose.account) == ("春耕", "示例视频")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"PK\x03\x04broken", "不是完好的 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 xls"),
        (b"<html><body>not a table</body></html>", "是网页，里面没有表格"),
        ("不是表格，只是改了名字的文字\n".encode(), "不是完好的 xlsx"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "posts.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError, match=said) as refusal:
        list(read_posts(path))
    assert "posts.xlsx" in str(refusal.value)


def test_a_table_without_the_columns_is_told_what_is_missing(tmp_path):
    with pytest.raises(TableError, match="发布时间"):
        list(read_posts(written(tmp_path, "标题\n没有时间列\n")))


def test_a_page_that_calls_itself_a_csv_is_none(tmp_path):
    with pytest.raises(TableError, match="是网页，里面没有表格"):
        list(read_posts(written(tmp_path, "<html><body>not a table</body></html>")))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "posts.csv"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(TableError, match="200 MB"):
        list(read_posts(path))


def test_rows_go_to_their_account_by_handle_then_name_and_strangers_are_counted(tmp_path):
    text = (
        "平台,账号名称,账号标识,标题,发布时间\n微博,改了名,shili,一,2026-03-30\n微博,示例发布,,二,2026-03-30\n"
        "抖音,示例发布,,三,2026-03-30\n微博,路人,,四,2026-03-30\n"
    )
    subjects = [account("示例发布", "weibo", "shili"), account("示例发布", "douyin")]
    rows, strangers = hand_out(
        (row for row in read_posts(written(tmp_path, text)) if isinstance(row, PostRow)), subjects
    )
    assert {owner: [row.title for row in own] for owner, own in rows.items()} == {
        "weibo/示例发布": ["一", "二"],
        "douyin/示例发布": ["三"],
    }
    assert strangers == {"路人": 1}


def test_a_list_without_account_columns_belongs_to_the_only_account(tmp_path):
    rows = [
        row for row in read_posts(written(tmp_path, "标题,时间\n一,2026-03-30\n")) if isinstance(row, PostRow)
    ]
    assert hand_out(rows, [account("甲", "weibo")])[0].keys() == {"weibo/甲"}
    assert hand_out(rows, [account("甲", "weibo"), account("乙", "weibo")])[0] == {}


def test_the_kinds_of_wechat_accounts_are_one_platform_in_lists(tmp_path):
    rows = read_posts(written(tmp_path, "平台,公众号,标题,时间\n微信公众号,甲,一,2026-03-30\n"))
    handed, _ = hand_out((row for row in rows if isinstance(row, PostRow)), [account("甲", "wechat_service")])
    assert list(handed) == ["wechat_service/甲"]


def test_what_people_entered_is_read_and_needs_a_name(tmp_path):
    text = (
        "平台,账号名称,最近更新时间,查看时间,查看人\n移动客户端,示例通,2026-01-05,2026-03-31 09:00,王某\n"
        "移动客户端,示例通二,无,2026-03-31 09:00,王某\n移动客户端,示例通三,不清楚,2026-03-31 09:00,王某\n"
        "移动客户端,示例通四,2026-01-05,2026-03-31 09:00,\n"
    )
    rows = list(read_entered(written(tmp_path, text), NOW))
    assert [isinstance(row, RowProblem) for row in rows] == [False, False, True, True]
    assert [row.entered.last is None for row in rows[:2]] == [False, True]


def test_the_guided_check_of_an_app_can_be_handed_in_as_a_table(tmp_path):
    text = (
        "平台,账号名称,查看时间,查看人,最近更新时间,能否打开,能否下载,情况说明\n移动客户端,示例通,2026-03-31,王某,,是,是,\n"
        "小程序,示例办,2026-03-31,王某,2026-03-01,不能,,白屏\n小程序,示例查,2026-03-31,王某,,也许,,\n小程序,示例问,昨天,王某,,是,,\n"
        "小程序,示例早,2026-03-01,王某,2026-03-05,,,\n小程序,示例晚,2062-03-01,王某,无,,,\n"
    )
    first, second, *problems = read_entered(written(tmp_path, text), NOW)
    good, bad = first.entered, second.entered
    assert (good.opens, good.downloads, good.last, good.tried) == (True, True, None, True)
    assert (bad.opens, bad.downloads, bad.tried, bad.remark) == (False, None, False, "白屏")
    said = [problem.message for problem in problems]
    assert [word in one for word, one in zip(("也许", "昨天", "晚于", "还没有到"), said, strict=True)] == [
        True
    ] * 4


def test_day_and_clock_in_columns_of_their_own_are_one_time(tmp_path):
    text = "标题,发布日期,发布时间\n一,2026-03-30,09:30\n二,2026-03-29,\n三,2026-03-28,2026-03-27 08:00\n"
    rows = list(read_posts(written(tmp_path, text)))
    assert [(row.time.at.day, row.time.at.hour, row.time.day_only) for row in rows] == [
        (30, 9, False),
        (29, 0, True),
        (27, 8, False),
    ]


def test_a_list_of_all_accounts_says_nothing_of_apps(tmp_path):
    program = structs.replace(account("办事", "wechat_mini"), kind=SubjectKind.APP)
    text = "平台,账号名称,标题,发布时间\n微博,甲,一,2026-03-30\n"
    posts = door.PostList(written(tmp_path, text), since=NOW - dt.timedelta(days=90), covers_all=True)
    lone = account("甲", "weibo")
    assert set(door.share_list(posts, [lone, account("乙", "weibo"), program], NOW).lists) == {
        lone.id,
        "weibo/乙",
    }


def test_an_old_workbook_is_read_with_its_days_and_merged_cells():
    rows = list(read_posts(Path(__file__).parent / "samples" / "推文登记.xls"))
    posts = [row for row in rows if isinstance(row, PostRow)]
    assert [(row.title, f"{row.time.at:%Y-%m-%d}") for row in posts] == [
        ("河道清淤本周完工", "2026-09-03"),
        ("夜校开班的三门课", "2026-09-03"),
        ("秋种用肥的几点提醒", "2026-09-18"),
    ]
    problems = [str(row) for row in rows if isinstance(row, RowProblem)]
    assert problems[0] == "第 6 行：是合计行，未计入"
    assert problems[1].startswith("工作表“10月”第 2 行：发布时间“10月21日”")
