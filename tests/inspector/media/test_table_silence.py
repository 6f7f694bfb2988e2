"""When a list of posts proves that an account was silent, and what keeps it from proving so."""

import datetime as dt

import pytest
from handed_lists import DATED, HEAD, NOW, account, shared, whole, written
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.media.recording import look_at_list
from xunwang.inspector.model import SHANGHAI


@pytest.mark.parametrize(
    ("row", "complete"),
    [
        ("", {"微博/甲", "抖音/乙", "抖音/丙", "微博/丙"}),
        ("微博,甲,三,某日下午\n", {"抖音/乙", "抖音/丙", "微博/丙"}),
        ("抖音,丙,三,某日下午\n", {"微博/甲", "抖音/乙", "微博/丙"}),
        (",丙,三,2026-03-20\n", {"微博/甲", "抖音/乙"}),  # 丙 is on both platforms
        ("月球,丙,三,2026-03-20\n", {"微博/甲", "抖音/乙"}),
        ("快手,外人,三,2026-03-20\n", {"微博/甲", "抖音/乙", "抖音/丙", "微博/丙"}),
    ],
)
def test_a_list_proves_no_silence_where_a_row_that_could_not_be_used_may_be_a_post(tmp_path, row, complete):
    path = written(tmp_path, HEAD + row + DATED)
    subjects = [
        structs.replace(account(name, platform), id=f"{shown}/{name}")
        for name, platform, shown in [
            ("甲", "weibo", "微博"), ("乙", "douyin", "抖音"), ("丙", "weibo", "微博"), ("丙", "douyin", "抖音")
        ]
    ]  # fmt: skip
    since = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
    posts = door.PostList(path, since=since, until=NOW, covers_all=True)
    lists = door.share_list(posts, subjects, NOW).lists
    looks = {owner: look_at_list(listed) for owner, listed in lists.items()}
    assert {owner for owner, look in looks.items() if look.complete_since} == complete
    assert all("1行" in (look.note or "") for owner, look in looks.items() if owner not in complete)


def test_a_name_that_nobody_bears_may_be_an_account_of_its_platform_that_was_renamed(tmp_path):
    subjects = [
        account("甲", "weibo"),
        account("丙", "weibo", "bing"),
        account("丁", "weibo"),
        account("乙", "douyin"),
    ]
    lists = whole(tmp_path, HEAD + DATED + "微博,外人,三,2026-03-20\n", subjects)
    assert set(lists) == {"weibo/甲", "douyin/乙"}, "nothing is said of those without rows"
    header = "平台,账号名称,账号标识,标题,发布时间\n微博,甲,,一,2026-01-05\n"
    told_by_handle = whole(tmp_path, header + "微博,外人,wairen,三,2026-03-20\n", subjects)
    assert set(told_by_handle) == {"weibo/甲", "weibo/丙", "douyin/乙"}, "handles tell the stranger from 丙"


def test_former_names_count_where_nobody_bears_them_today_and_leave_their_bearers_in_doubt(tmp_path):
    one, other = account("新名", "weibo"), account("别名", "weibo")
    former = [structs.replace(one, name="老名"), structs.replace(one, name="别名")]
    lists = whole(tmp_path, HEAD + "微博,老名,一,2026-03-20\n微博,别名,二,2026-03-21\n", [one, other], former)
    assert {owner: [row.title for row in listed.rows] for owner, listed in lists.items()} == {
        "weibo/新名": ["一"],
        "weibo/别名": ["二"],
    }
    assert [lists[owner].doubtful for owner in ("weibo/新名", "weibo/别名")] == [1, 0]
    closed = account("关了", "weibo")
    lists = whole(tmp_path, HEAD + "微博,新名,一,2026-03-20\n", [one], [closed])
    assert set(lists) == {"weibo/新名"}, "nobody expects a closed account in a list of all"


def test_rows_that_name_no_account_among_several_leave_nobody_silent(tmp_path):
    path = written(tmp_path, "标题,发布时间\n一,2026-03-20\n")
    posts = door.PostList(path, since=NOW - dt.timedelta(days=90), until=NOW, covers_all=True)
    assert door.share_list(posts, [account("甲", "weibo"), account("乙", "weibo")], NOW).lists == {}


def test_an_export_is_complete_only_where_somebody_says_so_and_for_each_account_by_itself(tmp_path):
    text = "平台,账号名称,标题,发布时间\n微博,甲,一,2026-03-30 10:00\n微博,甲,二,2026-01-02\n微博,乙,三,2026-02-10 09:00\n"
    assert all(look.complete_since is None for look in shared(tmp_path, text).values())
    since = dt.datetime(2026, 1, 1, tzinfo=SHANGHAI)
    looks = shared(tmp_path, text, since=since)
    assert {name: f"{look.seen:%m-%d %H:%M}" for name, look in looks.items()} == {
        "甲": "03-29 23:59",
        "乙": "02-09 23:59",
    }
    until = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
    assert {look.seen for look in shared(tmp_path, text, since=since, until=until).values()} == {until}
    exported = shared(tmp_path, text, since=since, exported=dt.date(2026, 3, 25))
    assert {f"{look.seen:%m-%d}" for look in exported.values()} == {"03-25"}
    future = text + "微博,乙,四,2027-01-01 10:00\n"
    assert {name: look.complete_since for name, look in shared(tmp_path, future, since=since).items()} == {
        "甲": since,
        "乙": None,
    }, "a row of days to come counts for nothing, and something may be wrong with the others of its account"
    rows = "平台,账号名称,标题,发布时间,导出时间\n微博,甲,一,2026-03-20,2026-03-30 08:00\n微博,乙,二,2026-02-10,2026-02-11 08:00\n"
    by_row = shared(tmp_path, rows, since=since)
    assert [f"{by_row[name].seen:%m-%d}" for name in "甲乙"] == ["03-30", "02-11"]


def test_a_day_that_has_not_come_is_a_problem_of_its_row_and_keeps_the_list_from_proving_silence(tmp_path):
    text = "账号名称,标题,发布时间\n甲,错年,2027-03-30 10:00\n甲,十位数,2026033109\n甲,好,2026-03-30 10:00\n"
    posts = door.PostList(written(tmp_path, text), since=NOW - dt.timedelta(days=90))
    shared = door.share_list(posts, [account("甲", "weibo")], NOW)
    (listed,) = shared.lists.values()
    assert [row.title for row in listed.rows] == ["好"]
    assert listed.doubtful == 2
    assert [problem.row for problem in shared.problems] == [2, 3]
    assert "“2027-03-30 10:00”（2027-03-30）还没有到" in shared.problems[0].message
