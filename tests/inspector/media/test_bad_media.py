"""Bad input: a clear sentence, and nothing of what could be read is lost."""

import datetime as dt

import pytest
from openpyxl import Workbook
from test_shown_accounts import html, served

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, AccountFact, PostFact

NOW = dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI)
LISTED = "平台,账号名称,标题,发布时间\n"
ACCOUNT = door.account_subject("a", "示例发布", "微博")


def listed(tmp_path, content):
    path = tmp_path / "发文.csv"
    path.write_text(content, encoding="utf-8")
    return door.share_list(door.PostList(path, since=NOW - dt.timedelta(days=90), until=NOW), [ACCOUNT], NOW)


@pytest.mark.parametrize(
    "body", [b"<html><body>503 busy</body></html>", b"\x00\x01\x02", b"<rss><channel>", b""]
)
def test_a_feed_that_is_no_feed_is_unread_in_a_sentence_and_never_silence(tmp_path, body):
    pages = {"/feed.xml": ("application/rss+xml", body), "/robots.txt": html("")}
    with served(pages) as home:
        asked = door.AccountInspection(subject=ACCOUNT, feed=f"{home}/feed.xml")
        settings = door.InspectSettings(
            delay=0, browser="never", allow_private=True, retry_wait=0, posts_archived=0
        )
        (run,) = door.inspect_accounts(
            [asked], tmp_path, settings, reading_day=NOW.date(), tell=lambda _: None, clock=lambda: NOW
        )
    (look,) = door.account_facts_of_run(run)
    assert look.unread
    (judged,) = door.judge([run], door.norm("cn-2019"), as_of=NOW.date())
    outcomes = {one.indicator: one.outcome for one in judged.judgement.outcomes}
    assert outcomes["N-V2.1"] == "unchecked"


def test_dates_without_a_zone_are_of_shanghai():
    body = (
        b'<rss version="2.0"><channel><title>x</title><item><title>t</title><link>http://x.example/1</link>'
        b"<pubDate>2026-03-30 23:30:00</pubDate></item></channel></rss>"
    )
    (_, post) = door.facts_of_saved(ACCOUNT, body, NOW, NOW)
    assert post.published == dt.datetime(2026, 3, 30, 23, 30, tzinfo=SHANGHAI)


def test_a_saved_feed_with_a_sign_that_there_is_none_of_is_unread_and_breaks_nothing():
    body = (
        b'<rss version="2.0"><channel><title>&#x110000;</title><item><title>t</title></item></channel></rss>'
    )
    (account,) = door.facts_of_saved(ACCOUNT, body, NOW, NOW)

    assert isinstance(account, AccountFact)
    assert account.unread


def test_posts_that_come_twice_count_once(tmp_path):
    shared = listed(tmp_path, LISTED + "微博,示例发布,春耕,2026-03-30 10:00\n" * 3)
    facts = [
        *door.facts_of_list(ACCOUNT, shared.lists["a"]),
        *door.facts_of_list(ACCOUNT, shared.lists["a"]),
    ]
    judged = door.judge_facts(ACCOUNT, facts, door.norm("henan"), NOW.date())
    slow = {one.locator: one.value for one in judged.findings if one.indicator == "HN-N-D1"}
    assert slow["week:2026-03-25"] == "1"


def test_merged_cells_mean_the_row_above(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (
        ("平台", "账号名称", "标题", "发布时间"),
        ("微博", "示例发布", "一", "2026-03-29 10:00"),
        (None, None, "二", "2026-03-30 10:00"),
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    path = tmp_path / "发文.xlsx"
    book.save(path)
    shared = door.share_list(door.PostList(path), [ACCOUNT], NOW)
    assert [row.title for row in shared.lists["a"].rows] == ["一", "二"]
    assert not shared.problems


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path):
    path = tmp_path / "发文.csv"
    with path.open("wb") as file:
        file.truncate(201_000_000)
    with pytest.raises(door.TableError, match="超过 200 MB，请按时间拆成几个文件"):
        door.share_list(door.PostList(path), [ACCOUNT], NOW)


def test_a_saved_answer_of_200_megabytes_is_unread_beside_others_that_count(tmp_path):
    large, small = tmp_path / "大.json", tmp_path / "小.xml"
    with large.open("wb") as file:
        file.truncate(201_000_000)
    item = "<item><title>春耕</title><pubDate>Mon, 30 Mar 2026 10:00:00 CST</pubDate></item>"
    small.write_text(f"<rss><channel><title>x</title>{item}</channel></rss>", encoding="utf-8")
    asked = door.AccountInspection(
        subject=ACCOUNT, saved=tuple(door.SavedPayload(path, NOW) for path in (large, small))
    )
    settings = door.InspectSettings(delay=0, browser="never", posts_archived=0)
    (run,) = door.inspect_accounts(
        [asked], tmp_path / "runs", settings, reading_day=NOW.date(), tell=lambda _: None, clock=lambda: NOW
    )
    unread, read, post = door.account_facts_of_run(run)
    assert "大.json”有 201 MB，超过 20 MB，没有读取" in unread.unread
    assert (read.unread, post.title) == (None, "春耕")


def test_bad_rows_are_named_and_the_good_ones_stay(tmp_path):
    shared = listed(
        tmp_path, LISTED + "微博,示例发布,甲,某日\n微博,示例发布,乙,2026-03-30\n火星,示例发布,丙,2026-03-30\n"
    )
    facts = [fact for fact in door.facts_of_list(ACCOUNT, shared.lists["a"]) if isinstance(fact, PostFact)]
    assert [fact.title for fact in facts] == ["乙"]
    assert ["“某日”" in str(shared.problems[0]), "“火星”" in str(shared.problems[1])] == [True, True]
    assert isinstance(next(iter(door.facts_of_list(ACCOUNT, shared.lists["a"]))), AccountFact)
