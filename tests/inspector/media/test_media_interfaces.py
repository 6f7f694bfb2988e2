"""Talks with the platforms' interfaces, held against stand-ins on loopback: paging, refusals, tokens that end in the middle."""

import datetime as dt

import pytest

from platform_servers import Platform, atom, douyin, noon, standing_in, wechat, weibo
from xunwang.inspector import door
from xunwang.inspector.media.look import BEGINNING
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact

NEWEST = noon(2026, 3, 30)
SECRET = "very-secret-word"
GIVEN = {
    "wechat_platform": {"appid": "wx-示例", "secret": SECRET},
    "weibo": {"access_token": SECRET, "uid": "7"},
    "douyin": {"open_id": "o", "access_token": "token-1", "client_key": "k", "refresh_token": SECRET},
}
PLATFORM = {"wechat_platform": "微信订阅号", "weibo": "微博", "douyin": "抖音"}


def look(tmp_path, server, way=None, given=None):
    """The look and the posts of an inspection through one way, and the run."""
    subject = door.account_subject("a-1", "示例发布", PLATFORM.get(way, "今日头条"))
    access = door.Access(way=way, given=given or GIVEN[way], server=server) if way else None
    asked = door.AccountInspection(subject=subject, access=access, feed=None if way else f"{server}/feed.xml")
    settings = door.InspectSettings(
        delay=0, browser="never", allow_private=True, retry_wait=0, posts_archived=0
    )
    (run,) = door.inspect_accounts(
        [asked], tmp_path, settings, reading_day=dt.date(2026, 3, 31), tell=lambda _: None,
        clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI),
    )  # fmt: skip
    facts = list(door.account_facts_of_run(run))
    (seen,) = [fact for fact in facts if isinstance(fact, AccountFact)]
    return seen, [fact for fact in facts if isinstance(fact, PostFact)], run


def titles(count):
    return [f"动态{number}" for number in range(count)]


def nowhere_written(run, secret):
    return not any(secret.encode() in path.read_bytes() for path in run.rglob("*") if path.is_file())


def test_wechat_pages_are_followed_and_a_token_that_ends_in_the_middle_is_renewed(tmp_path):
    platform = Platform(titles(50), NEWEST, token_lasts=2)
    with standing_in(wechat, platform) as server:
        seen, posts, run = look(tmp_path, server, "wechat_platform")
    assert [post.title for post in posts] == titles(50)
    assert platform.issued == 2
    assert seen.unread is None
    assert seen.complete_since is None, "what was sent to all followers is in neither list"
    assert "群发" in seen.note
    assert all(post.evidence for post in posts)
    assert nowhere_written(run, SECRET)
    assert nowhere_written(run, "token-1")
    assert not list(door.verify(run))


def test_wechat_lists_are_followed_no_further_than_the_rules_look(tmp_path):
    platform = Platform(titles(400), NEWEST)
    with standing_in(wechat, platform) as server:
        _, posts, _ = look(tmp_path, server, "wechat_platform")
    assert 130 < len(posts) < 160


@pytest.mark.parametrize(
    ("code", "said"), [(45009, "已达上限"), (48001, "没有此接口的权限"), (40001, "凭证无效"), (-1, "busy")]
)
def test_what_wechat_gave_before_a_refusal_stays(tmp_path, code, said):
    refusal = {"errcode": code, "errmsg": "system busy"}
    platform = Platform(titles(50), NEWEST, refuse_after=1, refusal=refusal)
    with standing_in(wechat, platform) as server:
        seen, posts, _ = look(tmp_path, server, "wechat_platform")
    assert [post.title for post in posts] == titles(20)
    assert said in seen.note
    assert seen.unread is None


def test_a_wrong_secret_is_unread_with_the_way_out(tmp_path):
    with standing_in(wechat, Platform(titles(3), NEWEST)) as server:
        seen, posts, _ = look(tmp_path, server, "wechat_platform", {"appid": "wx", "secret": "wrong"})
    assert not posts
    assert "AppSecret 不正确" in seen.unread


def test_no_more_tokens_in_the_middle_leave_what_was_read(tmp_path):
    platform = Platform(titles(50), NEWEST, token_lasts=1, tokens=1)
    with standing_in(wechat, platform) as server:
        seen, posts, _ = look(tmp_path, server, "wechat_platform")
    assert len(posts) == 20
    assert "上限" in seen.note


def test_a_weibo_timeline_is_read_to_its_first_post(tmp_path):
    with standing_in(weibo, Platform(titles(25), NEWEST)) as server:
        seen, posts, run = look(tmp_path, server, "weibo")
    assert [post.title for post in posts] == titles(25)
    assert seen.complete_since == BEGINNING
    assert (seen.shown_name, seen.note) == ("示例发布", None)
    assert nowhere_written(run, SECRET)


def test_a_weibo_authorisation_that_ends_leaves_a_list_without_gaps(tmp_path):
    refusal = {"error": "out of limit", "error_code": 10023}
    platform = Platform(titles(25), NEWEST, refuse_after=1, refusal=refusal)
    with standing_in(weibo, platform) as server:
        seen, posts, _ = look(tmp_path, server, "weibo")
    assert len(posts) == 10
    assert seen.complete_since == posts[-1].published
    assert "中断" in seen.note
    with standing_in(weibo, Platform(titles(25), NEWEST)) as server:
        seen, posts, _ = look(tmp_path, server, "weibo", {"access_token": "old"})
    assert not posts
    assert "授权已过期" in seen.unread


def test_a_douyin_token_past_its_time_is_renewed(tmp_path):
    platform = Platform(titles(25), NEWEST, token_lasts=1)
    platform.issue()
    platform.token_lasts = None
    with standing_in(douyin, platform) as server:
        seen, posts, run = look(tmp_path, server, "douyin")
    assert len(posts) == 25
    assert seen.complete_since == BEGINNING
    assert platform.issued == 2
    assert nowhere_written(run, SECRET)


def test_a_douyin_token_that_cannot_be_renewed_says_so(tmp_path):
    with standing_in(douyin, Platform(titles(5), NEWEST)) as server:
        seen, _, _ = look(tmp_path, server, "douyin", {"open_id": "o", "access_token": "old"})
    assert "授权令牌已过期" in seen.unread


def test_the_pages_of_a_feed_are_followed(tmp_path):
    platform = Platform(titles(35), NEWEST)
    with standing_in(atom, platform) as server:
        seen, posts, _ = look(tmp_path, server)
    assert [post.title for post in posts] == titles(35)
    assert platform.calls == [1, 2, 3, 4]
    assert seen.complete_since == posts[-1].published
    assert len({post.evidence.offset for post in posts}) == 4


def test_a_feed_that_is_refused_for_its_rate_in_the_middle_leaves_what_was_read(tmp_path):
    def limited(platform, path, query, body, headers):
        if query.get("page"):
            return {"error_code": 10023, "error": "User requests out of rate limit!"}
        return atom(platform, path, query, body, headers)

    with standing_in(limited, Platform(titles(25), NEWEST)) as server:
        seen, posts, _ = look(tmp_path, server)
    assert [post.title for post in posts] == titles(10)
    assert seen.unread is None
    assert seen.complete_since == NEWEST - dt.timedelta(days=9)


def test_a_gateway_inside_is_refused_unless_it_is_allowed(tmp_path):
    access = door.Access(way="weibo", given=GIVEN["weibo"], server="http://127.0.0.1:9")
    asked = door.AccountInspection(subject=door.account_subject("a", "甲", "微博"), access=access)
    (run,) = door.inspect_accounts(
        [asked], tmp_path, door.InspectSettings(delay=0, browser="never"), reading_day=dt.date(2026, 3, 31),
        tell=lambda _: None, clock=lambda: NEWEST,
    )  # fmt: skip
    (seen,) = door.account_facts_of_run(run)
    assert "不是公网地址" in seen.unread
