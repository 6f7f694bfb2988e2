"""Every way in, on payloads of our own making that speak the platforms' protocols, and on recorded ones where they are at hand."""

import datetime as dt
import json
from pathlib import Path

import pytest

from xunwang.inspector import door
from xunwang.inspector.media.look import BEGINNING, surely_until
from xunwang.inspector.media.recording import facts_of
from xunwang.inspector.media.ways import known_until, read_payload, read_saved, wechat_platform
from xunwang.inspector.model import SHANGHAI, RepostOrderFact, Subject, SubjectKind

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


RSSHUB = """<?xml version="1.0" encoding="UTF-8"?><rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>
<title>示例发布的微博</title><link>https://weibo.example/7</link><atom:link href="http://hub.example/weibo/user/7" rel="self" type="application/rss+xml"/>
<description>示例发布的微博 - Powered by RSSHub</description><generator>RSSHub</generator><lastBuildDate>Tue, 31 Mar 2026 01:00:00 GMT</lastBuildDate><ttl>5</ttl>
<item><title>春耕 [图片]</title><description>春耕&lt;br&gt;&lt;img src="https://i.example/1.png" referrerpolicy="no-referrer"&gt;</description>
<link>https://weibo.example/7/a</link><guid isPermaLink="false">https://weibo.example/7/a</guid><pubDate>Mon, 30 Mar 2026 02:00:00 GMT</pubDate><author>示例发布</author></item>
</channel></rss>"""


def test_a_feed_of_rsshub_says_when_it_was_built_and_its_error_page_is_no_silence():
    way, look = read_saved(RSSHUB.encode(), None, SEEN)
    assert (way, look.seen) == ("feed", dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI))
    assert [(post.title, post.pictures) for post in look.posts] == [("春耕 [图片]", 1)]
    broken = "<html><head><title>Welcome to RSSHub!</title></head><body>Error message: 418</body></html>"
    assert read(broken.encode())[1].unread


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_feed_in_utf_16_is_read_as_any_other(charset):
    way, look = read(f'<?xml version="1.0" encoding="UTF-16"?>\n{RSS[RSS.index("<rss") :]}'.encode(charset))
    assert (way, look.shown_name, len(look.posts)) == ("feed", "示例发布的动态", 2)
    assert read('{"statuses": [], "total_number": 0}'.encode(charset))[0] == "weibo"


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


def feed_of(*moments):
    items = "".join(
        f"<item><title>第{n}条</title><pubDate>{at}</pubDate></item>" for n, at in enumerate(moments)
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("order", "since"),
    [
        ([28, 20, 10], 10),  # as feeds are
        ([2, 28, 20, 10], 10),  # an old one on top, unmarked
        ([3, 2, 28, 20, 10], 10),
        ([28, 20, 2, 19, 10], 20),  # one in between that does not belong there: what follows proves nothing
        ([28, 28, 20, 20], 20),
        ([2, 28], None),  # kept on top, or sorted the other way
        ([2, 10, 20, 28], None),
        ([5, 4, 3, 28, 20], None),
    ],
)
def test_only_a_run_from_the_newest_downwards_covers(order, since):
    _, look = read(feed_of(*(f"2026-03-{day:02d} 08:00:00" for day in order)))
    assert len(look.posts) == len(order)
    assert look.complete_since == (since and dt.datetime(2026, 3, since, 8, tzinfo=SHANGHAI))


def test_posts_under_one_address_are_several_posts():
    items = "".join(
        f"<item><title>{title}</title><link>https://e.example/home</link><pubDate>2026-03-{day} 08:00:00</pubDate></item>"
        for title, day in (("一", 30), ("二", 28), ("二", 28), ("二", 20))
    )
    _, look = read(f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>".encode())
    assert len({post.key for post in look.posts}) == 3
    assert {post.url for post in look.posts} == {"https://e.example/home"}


def test_a_feed_with_an_old_entry_on_top_makes_nothing_missed_nor_silent():
    body = feed_of("2025-06-01 08:00:00", *(f"2026-03-{day} 08:00:00" for day in (12, 11, 10)))
    account = door.account_subject("a", "x", "微博")
    _, look = read_payload(body, SEEN)
    order = RepostOrderFact(
        key="o",
        title="关于防汛工作的通知",
        issued=SEEN - dt.timedelta(days=40),
        due=SEEN - dt.timedelta(days=39),
    )
    facts = [*facts_of(account, "feed", look, SEEN, None), order]
    judged = door.judge_facts(account, facts, door.norm("cn-2019"), SEEN.date())
    outcomes = {one.indicator: one.outcome for one in judged.outcomes}
    assert (outcomes["N-V2.1"], outcomes["M-10"]) == ("found", "unchecked")
    fewer = [
        *facts_of(
            account,
            "feed",
            read_payload(feed_of("2025-06-01 08:00:00", "2026-03-30 08:00:00"), SEEN)[1],
            SEEN,
            None,
        ),
        order,
    ]
    judged = door.judge_facts(account, fewer, door.norm("cn-2019"), SEEN.date())
    assert {one.outcome for one in judged.outcomes if one.indicator == "M-10"} == {"unchecked"}


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


# ── short videos ─────────────────────────────────────────────────────────────────────────────────


def video(number, at, **more):
    return {"aweme_id": str(number), "desc": f"作品{number}", "create_time": at, **more}


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


def test_times_of_side_bars_and_comments_are_no_updates_on_a_page_with_links():
    text = "春季植树活动今日启动\n03-01 12:30\n某某频道，精彩不断\n刚刚更新\n写得真好，支持一下\n5分钟前"
    capture = {"xunwang_capture": 2, "captured_at": "2026-03-31T10:00:00+08:00", "text": text}
    linked = capture | {"links": [{"text": "春季植树活动今日启动", "url": "https://v.example/1"}]}
    assert days(read(linked)[1]) == ["2026-03-01", None, None]
    assert "推荐" in read(linked)[1].note


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
