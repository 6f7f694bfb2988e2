"""Every way in, on payloads of our own making that speak the platforms' protocols, and on recorded ones where they are at hand."""

import datetime as dt
import json
from pathlib import Path

import pytest

from xunwang.inspector.media.look import BEGINNING
from xunwang.inspector.media.ways import read_payload, wechat_platform
from xunwang.inspector.model import SHANGHAI

SEEN = dt.datetime(2026, 3, 31, 10, 0, tzinfo=SHANGHAI)
RECORDED = Path(__file__).parents[4] / "shared" / "data" / "media"


def read(payload):
    body = payload if isinstance(payload, bytes) else json.dumps(payload, ensure_ascii=False).encode()
    return read_payload(body, SEEN)


def days(look):
    return [post.published.date().isoformat() if post.published else None for post in look.posts]


# ── feeds ────────────────────────────────────────────────────────────────────────────────────────

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>示例发布的动态</title>
<item><title>春季植树活动</title><link>https://weibo.example/1</link><pubDate>Mon, 30 Mar 2026 02:00:00 GMT</pubDate>
<description><![CDATA[<p>详见 <a href="https://www.shilishi.gov.cn/a.html">这里</a></p>]]></description></item>
<item><title>防汛演练</title><guid isPermaLink="false">g-2</guid><pubDate>2026-03-20 08:00:00</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title>
<entry><title>一</title><id>urn:1</id><link href="https://e.example/1"/><updated>2026-03-29T08:00:00+08:00</updated></entry></feed>"""


def test_rss_gives_posts_with_times_of_shanghai_where_no_zone_is_written():
    way, look = read(RSS.encode())
    assert way == "feed"
    assert look.shown_name == "示例发布的动态"
    assert [post.published for post in look.posts] == [
        dt.datetime(2026, 3, 30, 10, 0, tzinfo=SHANGHAI),
        dt.datetime(2026, 3, 20, 8, 0, tzinfo=SHANGHAI),
    ]
    assert [post.key for post in look.posts] == ["https://weibo.example/1", "g-2"]
    assert look.posts[0].links == ("https://www.shilishi.gov.cn/a.html",)
    assert look.complete_since == dt.datetime(2026, 3, 20, 8, 0, tzinfo=SHANGHAI)


def test_atom_and_json_feed_are_feeds_too():
    assert days(read(ATOM.encode())[1]) == ["2026-03-29"]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "示例",
        "items": [{"id": "7", "content_text": "没有标题的一条", "date_published": "2026-03-28T00:00:00Z"}],
    }
    way, look = read(feed)
    assert (way, days(look), look.posts[0].title) == ("feed", ["2026-03-28"], "没有标题的一条")


def test_an_empty_feed_proves_nothing():
    _, look = read(b"<rss version='2.0'><channel><title>x</title></channel></rss>")
    assert look.unread is not None
    assert look.complete_since is None


def test_a_feed_with_an_undated_entry_does_not_claim_to_be_complete():
    _, look = read(RSS.replace("<pubDate>2026-03-20 08:00:00</pubDate>", "").encode())
    assert days(look) == ["2026-03-30", None]
    assert look.complete_since is None


def test_a_feed_cut_in_the_middle_gives_what_can_be_read():
    _, look = read(RSS.encode()[:520])
    assert days(look)[:1] == ["2026-03-30"]


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


ARTICLE = """<!--headTrap<body></body><head></head><html></html>--><html><head>
<meta property="og:title" content="示例市&quot;春风&quot;行动" /><script src="https://res.wx.qq.com/a.js"></script></head>
<body><em id="publish_time"></em><script>var ct = "1774828800"; var nickname = htmlDecode("示例发布");
var msg_link = "https://mp.weixin.qq.com/s?x=1";</script></body></html>"""


def test_a_wechat_article_page_has_its_time_in_a_script():
    way, look = read(ARTICLE.encode())
    assert (way, days(look), look.shown_name) == ("wechat_article", ["2026-03-30"], "示例发布")
    assert look.posts[0].title == '示例市"春风"行动'
    assert look.complete_since is None


@pytest.mark.parametrize("said", ["链接已过期", "环境异常", "请输入验证码", "该内容已被发布者删除"])
def test_a_page_in_place_of_the_article_is_unread(said):
    page = f"<html><head><script src='https://res.wx.qq.com/x.js'></script></head><body>{said}</body></html>"
    _, look = read(page.encode())
    assert look.unread
    assert look.posts == ()


# ── microblogs ───────────────────────────────────────────────────────────────────────────────────


def status(number, at, **more):
    return {"id": number, "text": f"第{number}条 https://t.example/{number}", "created_at": at, **more}


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


@pytest.mark.parametrize(
    "answer", [{"error_code": 21327, "error": "expired_token"}, {"ok": -100, "url": "x"}]
)
def test_a_refusal_of_the_microblog_is_unread(answer):
    assert read(answer)[1].unread


# ── short videos ─────────────────────────────────────────────────────────────────────────────────


def video(number, at, **more):
    return {"aweme_id": str(number), "desc": f"作品{number}", "create_time": at, **more}


def test_a_pinned_video_is_not_the_newest():
    listed = [video(1, 1700000000, is_top=1), video(2, 1774828800), video(3, 1774310400)]
    way, look = read({"status_code": 0, "has_more": 1, "max_cursor": 1774310400000, "aweme_list": listed})
    assert way == "douyin"
    assert look.complete_since == dt.datetime.fromtimestamp(1774310400, SHANGHAI)
    assert look.more == "1774310400000"


@pytest.mark.parametrize("more", [0, False, None])
def test_a_list_without_more_reaches_back_to_the_beginning(more):
    look = read({"status_code": 0, "has_more": more, "aweme_list": [video(1, 1774828800)]})[1]
    assert look.complete_since == BEGINNING


def test_an_empty_list_is_empty_but_a_missing_one_is_risk_control():
    empty = read({"status_code": 0, "has_more": 0, "aweme_list": []})[1]
    assert (empty.unread, empty.posts, empty.complete_since) == (None, (), BEGINNING)
    assert read({"status_code": 0})[1].unread


@pytest.mark.parametrize("where", ["extra", "data"])
def test_either_error_code_of_the_envelope_counts(where):
    envelope = {"extra": {"error_code": 0}, "data": {"error_code": 0, "list": []}}
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
