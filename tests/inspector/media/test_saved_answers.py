"""Answers and pages that somebody saved: whose they are, when they were seen and what they prove."""

import datetime as dt
import json

import pytest
from payloads import ARTICLE, RSS, SEEN, days, feed_of, status, video

from xunwang.inspector.media.look import surely_until
from xunwang.inspector.media.ways import known_until, read_payload, read_saved
from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind

# ── saved ────────────────────────────────────────────────────────────────────────────────────────

NOW = dt.datetime(2026, 11, 1, tzinfo=SHANGHAI)
HEADED = b"HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\nHTTP/2 200 \r\ncontent-type: application/json\r\ndate: Sat, 28 Mar 2026 01:00:00 GMT\r\n\r\n"


def saved(payload, stated=None):
    body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    return read_saved(body, stated, NOW)[1]


def listing(*moments, **more):
    return {
        "status_code": 0,
        "has_more": 1,
        "max_cursor": 1,
        "aweme_list": [video(n, at) for n, at in enumerate(moments)],
        **more,
    }


@pytest.mark.parametrize(
    ("payload", "moment"),
    [
        (listing(1774828800, 1774310400, extra={"now": 1774915200000}), "2026-03-31 08:00"),
        (
            HEADED + json.dumps({"statuses": [status(1, "Mon Mar 02 09:00:00 +0800 2026")]}).encode(),
            "2026-03-28 09:00",
        ),
        (
            RSS.replace(
                "<channel>", "<channel><lastBuildDate>Tue, 31 Mar 2026 01:00:00 GMT</lastBuildDate>"
            ).encode(),
            "2026-03-31 09:00",
        ),
        (
            {
                "xunwang_capture": 1,
                "captured_at": "2026-03-20T09:00:00",
                "posts": [{"title": "一", "time": "昨天"}],
            },
            "2026-03-20 09:00",
        ),
    ],
)
def test_a_saved_answer_was_seen_when_it_says_itself(payload, moment):
    look = saved(payload, SEEN)
    assert look.complete_since is not None
    assert f"{look.seen.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    "payload",
    [
        listing(1774828800, 1774310400),
        listing(1774828800, 1774310400, extra={"now": 1900000000000}),  # in the future
        listing(1774828800, 1774310400, extra={"now": 1774310400000}),  # before its own newest
        {
            "statuses": [
                status(1, "Mon Mar 30 09:00:00 +0800 2026"),
                status(2, "Tue Mar 24 09:00:00 +0800 2026"),
            ]
        },
    ],
)
def test_a_saved_answer_without_a_time_of_its_own_proves_nothing_after_its_newest_post(payload):
    look = saved(payload, NOW)
    assert look.seen == dt.datetime(2026, 3, 29, 23, 59, 59, tzinfo=SHANGHAI)
    assert "没有写明取得时间" in look.note


@pytest.mark.parametrize(
    "payload",
    [
        listing(has_more=0),
        {"statuses": [], "total_number": 0},
        listing(1774828800),
        listing(1900000000, 1774310400),  # a post of the future
    ],
)
def test_a_saved_answer_that_shows_no_stretch_of_time_is_complete_nowhere(payload):
    assert saved(payload, NOW).complete_since is None


def of(platform, handle=None):
    return Subject(
        id="a",
        name="示例发布",
        home=f"{platform}:a",
        kind=SubjectKind.ACCOUNT,
        platform=platform,
        handle=handle,
    )


@pytest.mark.parametrize(
    ("users", "handle", "keys"),
    [
        (["示例 发布", "示例发布"], None, ["0", "1"]),
        (["别人", "别人"], None, []),
        (["别人", "别人"], "77", ["0", "1"]),  # renamed, but the number is ours
        (["新示例发布", "新示例发布"], None, ["0", "1"]),  # renamed by a word more
        (["示例发布", "别人"], None, ["0"]),
    ],
)
def test_a_saved_timeline_counts_only_for_the_account_whose_posts_it_holds(users, handle, keys):
    statuses = [
        status(n, f"Mon Mar 2{9 - n} 09:00:00 +0800 2026", user={"id": 77, "screen_name": user})
        for n, user in enumerate(users)
    ]
    body = HEADED + json.dumps({"statuses": statuses, "next_cursor": 5}).encode()
    look = read_saved(body, None, NOW, of("weibo", handle))[1]
    assert [post.key for post in look.posts] == keys
    assert (look.complete_since is not None) == (len(keys) == 2)
    assert bool(look.unread) == (not keys)


def test_a_fetched_copy_that_was_built_long_ago_knows_nothing_of_what_came_after_it():
    built = dt.datetime(2026, 3, 10, 9, 0, tzinfo=SHANGHAI)
    stale = feed_of("2026-03-02 08:00:00", "2026-03-01 08:00:00").replace(
        b"<channel>", b"<channel><lastBuildDate>Tue, 10 Mar 2026 01:00:00 GMT</lastBuildDate>"
    )
    look = known_until(read_payload(stale, NOW)[1], stale, NOW)
    assert (look.seen, look.complete_since) == (built, dt.datetime(2026, 3, 1, 8, 0, tzinfo=SHANGHAI))
    assert "2026-03-10 09:00" in look.note
    unkept = stale.replace(b"10 Mar 2026", b"10 Feb 2026")  # nobody keeps that date: its posts are newer
    assert known_until(read_payload(unkept, NOW)[1], unkept, NOW).seen == surely_until(
        [dt.datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)]
    )
    plain = feed_of("2026-03-02 08:00:00")
    assert known_until(read_payload(plain, NOW)[1], plain, NOW).seen is None


def test_the_answer_of_another_platform_shows_nothing_of_an_account():
    body = json.dumps(listing(1774828800, extra={"now": 1774915200000})).encode()
    assert "与账号的平台不符" in read_saved(body, None, NOW, of("weibo"))[1].unread
    assert read_saved(body, None, NOW, of("douyin"))[1].unread is None
    article = read_saved(ARTICLE.encode(), None, NOW, of("wechat_service"))[1]
    assert article.unread is None


@pytest.mark.parametrize(
    "body",
    [
        HEADED + json.dumps({"statuses": [status(1, "Mon Mar 02 09:00:00 +0800 2026")], "previous_cursor": 7}).encode(),
        feed_of("2026-03-02 08:00:00", "2026-03-01 08:00:00").replace(
            b"<channel>", b"<channel xmlns:atom='http://www.w3.org/2005/Atom'><atom:link rel='previous' href='http://e.example/'/>"
            b"<lastBuildDate>Tue, 31 Mar 2026 01:00:00 GMT</lastBuildDate>"
        ),
    ],
)  # fmt: skip
def test_a_later_page_of_a_list_proves_nothing_of_what_came_after_it(body):
    look = saved(body)
    assert "不是列表的第一页" in look.note
    assert look.complete_since is None or look.seen.day < 2


def test_words_in_a_saved_page_count_from_its_own_moment_or_a_stated_one():
    cards = {"ok": 1, "data": {"cards": [{"mblog": status(3, "昨天 12:30")}]}}
    assert days(saved(cards)) == [None]
    assert days(saved(cards, SEEN)) == ["2026-03-30"]
    headed = HEADED + json.dumps(cards, ensure_ascii=False).encode()
    assert days(saved(headed, NOW)) == ["2026-03-27"]
