"""Feeds of every make, and how far back each may be believed."""

import datetime as dt

import pytest
from payloads import RSS, SEEN, days, feed_of, read

from xunwang.inspector import door
from xunwang.inspector.media.recording import facts_of
from xunwang.inspector.media.ways import read_payload, read_saved
from xunwang.inspector.model import SHANGHAI, RepostOrderFact

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
