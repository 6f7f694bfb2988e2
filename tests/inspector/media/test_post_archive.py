"""Posts archived like pages: their page, pictures and attachments, into the run of the account."""

import datetime as dt

from test_shown_accounts import html, served

from xunwang.inspector import door
from xunwang.inspector.media.attached import attached_to
from xunwang.inspector.model import SHANGHAI, PostFact, RepostOrderFact

NOW = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
ITEM = "<item><title>{title}</title><link>{home}{path}</link><pubDate>{day} Mar 2026 02:00:00 GMT</pubDate></item>"
PICTURE, PAPER = b"\x89PNG\r\n\x1a\n" + bytes(40), b"%PDF-1.4 paper"
PAGE = """<html><body><div id="js_content"><p>春耕</p><img src="" data-src="/1.png"><a href="/files/a.pdf">附件</a>
<a href="/p/2">上一篇</a></div><div class="footer"><img src="/logo.png"></div></body></html>"""


def pages():
    """A feed of three posts; the second is gone, the third closed by robots.txt."""
    return {
        "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /closed/\n"),
        "/p/1": html(PAGE),
        "/1.png": ("image/png", PICTURE),
        "/files/a.pdf": ("application/pdf", PAPER),
        "/closed/3": html(PAGE),
    }


def inspected(tmp_path, newest, orders=()):
    files = pages()
    with served(files) as home:
        items = (("春耕", "/p/1", "30"), ("植树", "/p/2", "20"), ("转载重要信息", "/closed/3", "10"))
        feed = "".join(ITEM.format(title=t, home=home, path=path, day=day) for t, path, day in items)
        files["/feed.xml"] = (
            "application/rss+xml",
            f'<rss version="2.0"><channel><title>甲</title>{feed}</channel></rss>'.encode(),
        )
        asked = door.AccountInspection(
            subject=door.account_subject("a", "甲", "今日头条"), feed=f"{home}/feed.xml", orders=orders
        )
        settings = door.InspectSettings(
            delay=0, browser="never", allow_private=True, retry_wait=0, posts_archived=newest, proof=False
        )
        (run,) = door.inspect_accounts(
            [asked], tmp_path, settings, reading_day=NOW.date(), tell=lambda _: None, clock=lambda: NOW
        )
    return run, [fact for fact in door.account_facts_of_run(run) if isinstance(fact, PostFact)]


def test_the_newest_posts_are_kept_with_what_belongs_to_them(tmp_path):
    run, (first, second, third) = inspected(tmp_path, 2)
    archive = door.Run.open(run)
    kept = {
        (one.kind, one.url.rpartition("/")[2]): archive.response(one.evidence).body for one in first.files
    }
    assert kept == {
        ("page", "1"): PAGE.encode(),
        ("picture", "1.png"): PICTURE,
        ("attachment", "a.pdf"): PAPER,
    }
    assert [(one.kind, one.unread) for one in second.files] == [("page", "状态码 404")]
    assert third.files == ()
    assert not list(door.verify(run))


def test_what_may_answer_an_order_is_kept_whatever_its_age_and_robots_are_obeyed(tmp_path):
    order = RepostOrderFact(key="o", title="重要信息", issued=NOW - dt.timedelta(days=30), due=NOW)
    _, (_, second, third) = inspected(tmp_path, 1, (order,))
    assert second.files == ()
    assert [one.unread for one in third.files] == ["robots.txt 不允许读取"]


def test_nothing_is_asked_for_where_nobody_wants_copies(tmp_path):
    _, posts = inspected(tmp_path, 0)
    assert not any(post.files for post in posts)


def test_pictures_and_attachments_are_few_and_stand_in_the_text():
    many = "".join(f'<img src="/{number}.jpg"><a href="/{number}.docx?x=1">附件</a>' for number in range(20))
    found = attached_to(f"<article>{many}</article><img src='/logo.png'>", "http://d/p/1")
    assert len(found) == 8
    assert found[:2] == [("http://d/0.jpg", "picture"), ("http://d/0.docx?x=1", "attachment")]
    assert attached_to("<p>只有文字", "http://d/") == []
