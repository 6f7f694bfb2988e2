"""Lists that say, or show, that they do not hold every post prove no silence; whole ones do."""

import datetime as dt

import openpyxl
import pytest

from xunwang.inspector import door
from xunwang.inspector.media.post_words import counted, tells_more
from xunwang.inspector.model import SHANGHAI

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
SINCE = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
HEAD, POST = ("标题", "发布时间"), ("春耕提示", "2026-03-02 09:00")
WIDE = ("账号名称", "平台", "标题", "发布时间")
ACCOUNTS = [door.account_subject("a", "示例发布", "微博"), door.account_subject("b", "示例教育", "抖音")]


def looks(folder, *rows, owner=None):
    """Account -> whether the list proves when it was silent."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    posts = door.PostList(path, since=SINCE, until=NOW, covers_all=True, owner=owner)
    lists = door.share_list(posts, ACCOUNTS, NOW).lists
    told = {key: next(iter(door.facts_of_list(ACCOUNTS[0], one))) for key, one in lists.items()}
    return {key: look.complete_since is not None for key, look in told.items()}


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD, POST, ("说明：本周停水安排", "11月2O日")),
        (("标题", "标题", "发布时间", "发布时间"), ("春耕提示", "秋收", "2026-03-02", "2026-11-20")),
        (HEAD, POST, ("其余12条略", None)),
        (HEAD, POST, ("……", None), ("以下略", None)),
        (HEAD, POST, ("合计", "37条")),
        (HEAD, POST, ("共37条", None)),
        (("示例发布近期20条",), HEAD, POST),
        (("示例发布推文摘录",), HEAD, POST),
        (("发文台账（部分）",), HEAD, POST),
    ],
)
def test_a_part_of_a_list_proves_nothing(tmp_path, rows):
    assert looks(tmp_path, *rows, owner="微博:示例发布") == {"a": False}


def test_a_list_whose_sum_counts_posts_that_it_does_not_hold_is_no_empty_one(tmp_path):
    assert looks(tmp_path, HEAD, ("合计", "37条"), owner="微博:示例发布") == {}


def test_a_line_that_more_stands_elsewhere_may_speak_of_every_account(tmp_path):
    mine = ("示例发布", "微博", *POST)
    assert looks(tmp_path, WIDE, mine, ("其余见附件2", None, None, None)) == {"a": False}
    assert looks(tmp_path, WIDE, mine, ("合计", None, "1条", None)) == {"a": True, "b": True}


@pytest.mark.parametrize(
    "rows",
    [
        (HEAD, POST, ("合计", "1条")),
        (("标题", "发布时间", "标题", "发布时间"), (*POST, "秋收", "2026-11-20"), ("夏种", "2026-06-01")),
        (HEAD, POST, ("共1条", None), ("填表人：某某", "审核人：某某")),
        (("示例发布2026年发文台账",), HEAD, POST, ("注：其他平台情况见附表", None)),
        (("序号", "标题", "发布时间", "阅读", "阅读"), (1, *POST, 3, 4), ("合计", None, None, 1207, 9)),
        (HEAD, ("更多精彩见附件", "2026-03-02"), ("以下略去一万字", "2026-03-03")),
    ],
)
def test_a_whole_list_proves_silence(tmp_path, rows):
    assert looks(tmp_path, *rows, owner="微博:示例发布") == {"a": True}


def test_the_sign_before_a_name_of_a_microblog_is_none_of_it(tmp_path):
    assert looks(tmp_path, WIDE, ("@示例发布", "微博", *POST))["a"]


def test_counts_of_posts_are_told_from_other_numbers():
    said = ["共37条", "合计：1 2 篇", "37条", "总计发布37条，阅读1.2万次", "累计更新9篇"]
    assert [*map(counted, said)] == [37, 12, 37, 37, 9]
    assert not any(
        map(counted, ["合计", "1207", "阅读37次", "12条便民措施"[2:], "评论30条", "", "\ud800", "9" * 5000])
    )


@pytest.mark.parametrize(
    "title", ["其他单位见附表", "更多惠民政策来了", "剩余劳动力培训", "其余时间正常开放", "以下路段封闭"]
)
def test_titles_that_only_look_like_more(title):
    assert not tells_more(title)
