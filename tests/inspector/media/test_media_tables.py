"""Exported lists of posts: what people hand in, in whatever shape."""

import datetime as dt

import openpyxl
import pytest

from xunwang.inspector.media.table import PostRow, RowProblem, read_entered, read_posts
from xunwang.inspector.media.whose import hand_out
from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind
from xunwang.inspector.tables import TableError

NOW = dt.datetime(2026, 3, 31, 12, 0, tzinfo=SHANGHAI)


def written(tmp_path, text, charset="utf-8"):
    path = tmp_path / "posts.csv"
    path.write_bytes(text.encode(charset))
    return path


def account(name, platform, handle=None):
    return Subject(
        id=f"{platform}/{name}", name=name, home=f"{platform}:{name}", kind=SubjectKind.ACCOUNT, platform=platform,
        handle=handle,
    )  # fmt: skip


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_in_any_usual_charset_is_read(tmp_path, charset):
    path = written(tmp_path, "平台,账号名称,标题,发布时间\n微博,示例发布,春耕,2026-03-30 10:00\n", charset)
    (row,) = read_posts(path, NOW)
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
    rows = list(read_posts(path, NOW))
    assert [(row.row, row.whose.account, row.title) for row in rows] == [
        (3, "示例视频", "一"),
        (4, "示例视频", "二"),
    ]


def test_bad_rows_are_named_and_the_others_count(tmp_path):
    text = (
        "平台,账号名称,标题,发布时间\n微博,甲,好的,2026-03-30\n微博,甲,坏的,某日\n"
        "月球,甲,外星,2026-03-30\n微博,甲,,2026-03-30\n,,,\n微博,甲,又好,昨天\n"
    )
    rows = list(read_posts(written(tmp_path, text), NOW))
    assert [row.title for row in rows if isinstance(row, PostRow)] == ["好的", "又好"]
    problems = [row for row in rows if isinstance(row, RowProblem)]
    assert [problem.row for problem in problems] == [3, 4, 5]
    assert "某日" in problems[0].message
    assert "月球" in problems[1].message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"PK\x03\x04broken", "不是完好的 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧版 xls"),
        (b"<html><body>not a table</body></html>", "既不是 xlsx"),
        ("标题\n没有时间列\n".encode(), "发布时间"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(tmp_path, content, said):
    path = tmp_path / "posts.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError, match=said) as refusal:
        list(read_posts(path, NOW))
    assert "posts.xlsx" in str(refusal.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "posts.csv"
    with path.open("wb") as file:
        file.truncate(200_000_001)
    with pytest.raises(TableError, match="200 MB"):
        list(read_posts(path, NOW))


def test_rows_go_to_their_account_by_handle_then_name_and_strangers_are_counted(tmp_path):
    text = (
        "平台,账号名称,账号标识,标题,发布时间\n微博,改了名,shili,一,2026-03-30\n微博,示例发布,,二,2026-03-30\n"
        "抖音,示例发布,,三,2026-03-30\n微博,路人,,四,2026-03-30\n"
    )
    subjects = [account("示例发布", "weibo", "shili"), account("示例发布", "douyin")]
    rows, strangers = hand_out(
        (row for row in read_posts(written(tmp_path, text), NOW) if isinstance(row, PostRow)), subjects
    )
    assert {owner: [row.title for row in own] for owner, own in rows.items()} == {
        "weibo/示例发布": ["一", "二"],
        "douyin/示例发布": ["三"],
    }
    assert strangers == {"路人": 1}


def test_a_list_without_account_columns_belongs_to_the_only_account(tmp_path):
    rows = [
        row
        for row in read_posts(written(tmp_path, "标题,时间\n一,2026-03-30\n"), NOW)
        if isinstance(row, PostRow)
    ]
    assert hand_out(rows, [account("甲", "weibo")])[0].keys() == {"weibo/甲"}
    assert hand_out(rows, [account("甲", "weibo"), account("乙", "weibo")])[0] == {}


def test_the_kinds_of_wechat_accounts_are_one_platform_in_lists(tmp_path):
    rows = read_posts(written(tmp_path, "平台,公众号,标题,时间\n微信公众号,甲,一,2026-03-30\n"), NOW)
    handed, _ = hand_out((row for row in rows if isinstance(row, PostRow)), [account("甲", "wechat_service")])
    assert list(handed) == ["wechat_service/甲"]


def test_what_people_entered_is_read_and_needs_a_name(tmp_path):
    text = (
        "平台,账号名称,最近更新时间,查看时间,查看人\n移动客户端,示例通,2026-01-05,2026-03-31 09:00,王某\n"
        "移动客户端,示例通二,无,2026-03-31 09:00,王某\n移动客户端,示例通三,不清楚,2026-03-31 09:00,王某\n"
        "移动客户端,示例通四,2026-01-05,2026-03-31 09:00,\n"
    )
    rows = list(read_entered(written(tmp_path, text), NOW))
    assert [getattr(row, "last", "problem") is None for row in rows] == [False, True, False, False]
    assert [isinstance(row, RowProblem) for row in rows] == [False, False, True, True]
