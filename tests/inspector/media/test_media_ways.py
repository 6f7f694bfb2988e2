"""Every way in but feeds, on payloads of our own making that speak the platforms' protocols, and on recorded ones where they are at hand."""

import datetime as dt
import json
from pathlib import Path

import pytest
from payloads import ARTICLE, days, read, status, video

from xunwang.inspector.media.look import BEGINNING
from xunwang.inspector.media.ways import wechat_platform
from xunwang.inspector.model import SHANGHAI

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "media"


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>login</body></html>", b"{}", b"[]", b"\x00\x01", b'{"a":']
)
def test_what_nobody_knows_is_unread_not_empty(body):
    _, look = read(body)
    assert look.unread
    assert look.complete_since is None


# ── WeChat ───────────────────────────────────────────────────────────────────────────────────────


def published(*items, total=None):
    return {"item": list(items), "item_count": len(items), "total_count": total or len(items)}


def item(title, at, *, inside=True, **news):
    times = {"update_time": at, "create_time": at - 10}
    content = {"news_item": [{"title": title, "url": f"https://mp.example/{title}", **news}]}
    return {"article_id": title, "content": content | times} if inside else {"content": content, **times}


@pytest.mark.parametrize("inside", [True, False])
def test_the_time_of_a_wechat_item_stands_inside_or_beside_its_content(inside):
    way, look = read(published(item("通知", 1774828800, inside=inside)))
    assert (way, days(look)) == ("wechat_platform", ["2026-03-30"])


def test_the_wechat_interface_never_proves_silence():
    """Articles sent to all followers are not in its lists."""
    assert read(published(item("通知", 1774828800)))[1].complete_since is None


def test_several_articles_of_one_item_are_several_posts_and_deleted_ones_are_none():
    both = item("头条", 1774828800)
    both["content"]["news_item"] += [
        {"title": "次条", "url": "https://mp.example/2"},
        {"title": "已删", "is_deleted": True},
    ]
    assert [post.title for post in read(published(both))[1].posts] == ["头条", "次条"]


@pytest.mark.parametrize(
    ("code", "word"), [(40001, "凭证"), (48001, "权限"), (45009, "上限"), (99999, "busy")]
)
def test_an_error_of_the_wechat_interface_is_told(code, word):
    way, look = read({"errcode": code, "errmsg": "system busy"})
    assert way == "wechat_platform"
    assert str(code) in look.unread
    assert word in look.unread


def test_the_next_page_is_asked_for_until_all_are_there():
    body = json.dumps(published(item("一", 1), item("二", 2), total=5)).encode()
    assert wechat_platform.next_offset(body, 0) == 2
    assert wechat_platform.next_offset(body, 2) == 4
    assert wechat_platform.next_offset(body, 3) is None
    assert wechat_platform.next_offset(b'{"errcode":40001}', 0) is None


def test_a_wechat_article_page_has_its_time_in_a_script():
    way, look = read(ARTICLE.encode())
    assert (way, days(look), look.shown_name) == ("wechat_article", ["2026-03-30"], "示例发布")
    assert look.posts[0].title == '示例市"春风"行动'
    assert look.complete_since is None


PICTURES = """<!DOCTYPE html><html><head><script src="https://res.wx.qq.com/b.js"></script></head><body><div id="js_article"></div>
<script>window.cgiDataNew = {
  is_async: '1' * 1, title: JsDecode('春耕\\x26quot;第一犁\\x26quot;'), nick_name: JsDecode('示例发布'), create_time: JsDecode('2026-03-30 08:00'),
  ori_create_time: '1774828800' * 1, link: JsDecode('http://mp.weixin.qq.com/s?__biz=MA==\\x26mid=7'), content_noencode: JsDecode('') };</script></body></html>"""
ANSWER = {
    "base_resp": {"ret": 0},
    "title": "春耕“第一犁”",
    "nick_name": "示例发布",
    "create_time": "2026-03-30 08:00",
    "ori_create_time": 1774828800,
    "link": "http://mp.weixin.qq.com/s?__biz=MA==&amp;mid=7",
    "copyright_info": {"copyright_stat": 1},
}


def test_an_article_of_pictures_keeps_its_time_in_the_state_of_its_page():
    way, look = read(PICTURES.encode())
    assert (way, days(look), look.shown_name) == ("wechat_article", ["2026-03-30"], "示例发布")
    assert (look.posts[0].title, look.posts[0].url) == (
        '春耕"第一犁"',
        "http://mp.weixin.qq.com/s?__biz=MA==&mid=7",
    )


def test_an_article_may_come_as_the_answer_to_a_program():
    way, look = read(ANSWER)
    assert (way, days(look), look.shown_name) == ("wechat_article", ["2026-03-30"], "示例发布")
    assert (look.posts[0].url, look.posts[0].original) == ("http://mp.weixin.qq.com/s?__biz=MA==&mid=7", True)
    assert read({**ANSWER, "ori_create_time": None})[1].unread


@pytest.mark.parametrize(
    "said", ["链接已过期", "环境异常", "请输入验证码", "该内容已被发布者删除", "此内容被投诉且经审核涉嫌侵权"]
)
def test_a_page_in_place_of_the_article_is_unread(said):
    page = f"<html><head><script src='https://res.wx.qq.com/x.js'></script></head><body>{said}</body></html>"
    _, look = read(page.encode())
    assert look.unread
    assert look.posts == ()


# ── microblogs ─────────────────────────────────────────────────────────────────────────────────────


def test_a_timeline_is_complete_since_its_oldest_post():
    statuses = [status(2, "Mon Mar 30 09:00:00 +0800 2026"), status(1, "Sun Mar 01 09:00:00 +0800 2026")]
    way, look = read({"statuses": statuses, "next_cursor": 5, "total_number": 80})
    assert (way, days(look), look.more) == ("weibo", ["2026-03-30", "2026-03-01"], "5")
    assert look.complete_since == dt.datetime(2026, 3, 1, 9, 0, tzinfo=SHANGHAI)


def test_a_timeline_that_holds_all_reaches_back_to_the_beginning():
    look = read({"statuses": [status(1, "Sun Mar 01 09:00:00 +0800 2026")], "total_number": 1})[1]
    assert look.complete_since == BEGINNING


def test_the_mobile_site_writes_times_for_people_and_keeps_some_on_top():
    pinned = status(1, "2025-01-05", isTop=1, retweeted_status={"id": 9})
    cards = [
        {"mblog": pinned},
        {"card_group": [{"mblog": status(3, "昨天 12:30")}]},
        {"mblog": status(2, "03-02")},
    ]
    way, look = read({"ok": 1, "data": {"cards": cards}})
    assert (way, days(look)) == ("weibo", ["2025-01-05", "2026-03-30", "2026-03-02"])
    assert [post.pinned for post in look.posts] == [True, False, False]
    assert [post.original for post in look.posts] == [False, True, True]
    # of 2 March, which only a day is shown for, other posts may be missing
    assert look.complete_since == dt.datetime(2026, 3, 3, tzinfo=SHANGHAI)


def test_what_a_microblog_passes_on_belongs_to_its_post():
    original = {"id": 9, "text": "关于春耕备耕的通知 <a href='https://www.gov.example/a.html'>全文</a>"}
    passed = [
        status(2, "Mon Mar 30 09:00:00 +0800 2026", text="转发微博", retweeted_status=original),
        status(1, "Sun Mar 29 09:00:00 +0800 2026", text="请大家看", retweeted_status=original),
    ]
    posts = read({"statuses": passed, "next_cursor": 5})[1].posts
    assert [post.title for post in posts] == ["关于春耕备耕的通知 全文", "请大家看"]
    assert all("关于春耕备耕的通知" in post.text and not post.original for post in posts)
    assert all(post.links == ("https://www.gov.example/a.html",) for post in posts)


@pytest.mark.parametrize(
    "answer", [{"error_code": 21327, "error": "expired_token"}, {"ok": -100, "url": "x"}]
)
def test_a_refusal_of_the_microblog_is_unread(answer):
    assert read(answer)[1].unread


# ── short videos ───────────────────────────────────────────────────────────────────────────────────


def test_a_pinned_video_is_not_the_newest():
    listed = [video(1, 1700000000, is_top=1), video(2, 1774828800), video(3, 1774310400)]
    way, look = read({"status_code": 0, "has_more": 1, "max_cursor": 1774310400000, "aweme_list": listed})
    assert way == "douyin"
    assert look.complete_since == dt.datetime.fromtimestamp(1774310400, SHANGHAI)
    assert look.more == "1774310400000"


@pytest.mark.parametrize(
    ("said", "since"),
    [
        ({"has_more": 0}, BEGINNING),
        ({"has_more": False}, BEGINNING),
        ({"has_more": None}, dt.datetime.fromtimestamp(1774828800, dt.UTC)),
        ({}, dt.datetime.fromtimestamp(1774828800, dt.UTC)),
    ],
)
def test_only_a_list_that_says_it_ends_reaches_back_to_the_beginning(said, since):
    look = read({"status_code": 0, "aweme_list": [video(1, 1774828800)], **said})[1]
    assert (look.complete_since, look.more) == (since, None)


@pytest.mark.parametrize(
    "answer",
    [
        {"status_code": 0},
        {"status_code": 0, "has_more": 0, "aweme_list": []},
        {"status_code": 0, "has_more": 0, "aweme_list": [None]},
        {"extra": {"error_code": 0}, "data": {"error_code": 0, "list": []}},
        {"ok": 0, "data": {"cards": []}, "msg": "这里还没有内容"},
        {"ok": 1, "data": {"cards": []}},
        {"statuses": [], "total_number": 0},
        {"statuses": None, "total_number": 0},
        {"statuses": [None], "total_number": 0},
    ],
)
def test_an_answer_without_any_post_proves_nothing(answer):
    look = read(answer)[1]
    assert look.unread
    assert look.complete_since is None


@pytest.mark.parametrize(
    "answer",
    [
        {"status_code": 0, "has_more": 0, "aweme_list": [video(1, 1774828800), None]},
        {"status_code": 0, "has_more": 0, "aweme_list": [video(1, "某日")]},
        {"statuses": [status(1, "某日")], "total_number": 1},
    ],
)
def test_a_list_with_an_entry_that_cannot_be_read_is_complete_nowhere(answer):
    look = read(answer)[1]
    assert (look.unread, look.complete_since, len(look.posts)) == (None, None, 1)


@pytest.mark.parametrize("where", ["extra", "data"])
def test_either_error_code_of_the_envelope_counts(where):
    envelope = {"extra": {"error_code": 0}, "data": {"error_code": 0, "list": [video(1, 1774828800)]}}
    assert read(envelope)[1].unread is None
    envelope[where] = {"error_code": 2190008, "description": "access_token过期"}
    assert "已过期" in read(envelope)[1].unread


# ── captures ─────────────────────────────────────────────────────────────────────────────────────


def test_a_capture_is_read_as_of_the_moment_it_was_made():
    posts = [
        {"title": "昨日发布", "time": "昨天 09:00", "url": "https://x.example/1"},
        {"title": "更早", "time": "03-01"},
    ]
    capture = {
        "xunwang_capture": 1,
        "captured_at": "2026-03-20T09:00:00+08:00",
        "account": "示例发布",
        "posts": posts,
    }
    way, look = read(capture)
    assert (way, days(look)) == ("capture", ["2026-03-19", "2026-03-01"])
    assert look.seen == dt.datetime(2026, 3, 20, 9, 0, tzinfo=SHANGHAI)


def test_a_capture_without_entries_is_unread():
    assert read({"xunwang_capture": 1, "posts": []})[1].unread


def test_times_of_side_bars_and_comments_are_no_updates_on_a_page_with_links():
    text = "春季植树活动今日启动\n03-01 12:30\n某某频道，精彩不断\n刚刚更新\n写得真好，支持一下\n5分钟前"
    capture = {"xunwang_capture": 2, "captured_at": "2026-03-31T10:00:00+08:00", "text": text}
    linked = capture | {"links": [{"text": "春季植树活动今日启动", "url": "https://v.example/1"}]}
    assert days(read(linked)[1]) == ["2026-03-01", None, None]
    assert "推荐" in read(linked)[1].note


# ── recorded ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("file", "way", "first", "unread"),
    [
        ("freepublish_batchget.sample.json", "wechat_platform", "2021-10-23", False),
        ("gne_wechat_1.html", "wechat_article", "2020-02-12", False),
        ("user_timeline.sample.json", "weibo", "2011-05-31", False),
        ("web_aweme_list.shape.json", "douyin", "2023-07-22", False),
        ("wechatsogou__article_detail_expired.html", "wechat_article", None, True),
        ("wechatsogou__search-gaokao-gzh-error.html", "wechat_article", None, True),
    ],
)
def test_recorded_payloads_are_read(file, way, first, unread):
    path = RECORDED / file
    if not path.exists():
        pytest.skip(f"GATE SKIPPED: shared/data/media/{file} is not beside the checkout")
    got, look = read(path.read_bytes())
    assert got == way
    assert (days(look)[:1] or [None])[0] == first
    assert bool(look.unread) is unread
