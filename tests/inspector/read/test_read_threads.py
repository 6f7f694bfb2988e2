"""Threads of forums in which the public asks, and pages that only look like one."""

import datetime as dt

import pytest

from xunwang.inspector.model import Message
from xunwang.inspector.read import read_page

HOME = "http://www.linchuan.gov.cn/"
ASKED, ANSWER = "南门公交站牌褪色，请问何时更换？", "您好，站牌已列入本月更换计划。"
TITLE = "公交站牌看不清"


def letters(body: str, title: str = f"{TITLE} - 百姓论坛 - 临川县") -> tuple[Message, ...]:
    source = (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div class="nav">'
        f'<a href="/">首页</a><a href="/bbs/">百姓论坛</a></div>{body}</body></html>'
    )
    return read_page(source.encode(), f"{HOME}bbs/9.html", home=HOME, today=dt.date(2026, 3, 31)).messages


def post(who: str, number: str, when: str, words: str) -> str:
    return f'<div class="p"><b>{who}</b><i>{number} 发表于 {when}</i><div class="t">{words}</div></div>'


def row(who: str, number: str, when: str, words: str) -> str:
    return (
        f"<tr><td>{who}</td><td><p><sup>#</sup>{number} <em>发表于：{when}</em></p><p>{words}</p></td></tr>"
    )


OPENED = post("浪花一朵", "楼主", "2026-02-01 08:00", ASKED)
ECHO = post("路人甲", "1楼", "2026-02-02 09:00", "顶一下")


@pytest.mark.parametrize(
    "posts",
    [
        OPENED + ECHO + post("县交通运输局", "2楼", "2026-02-09 09:30", ANSWER),
        OPENED
        + post("官方回复_县交通运输局", "1楼", "2026-02-09 09:30", ANSWER)
        + ECHO.replace("02-02", "02-12"),
        f"<table>{row('小草', '1', '2026-2-1 20:10', ASKED)}{row('县交通运输局', '2', '2026-2-9 8:00', ANSWER)}</table>",
        post("小草", "1#", '<span title="2026-2-1 20:10">3 天前</span>', ASKED)
        + post("县交通运输局", "2#", '<span title="2026-2-9 8:05">昨天 08:05</span>', ANSWER),
    ],
    ids=["an office", "said to be official", "rows", "days in titles"],
)
def test_what_an_office_posts_is_the_answer_and_what_others_add_is_none(posts: str) -> None:
    (letter,) = letters(f"<h1>{TITLE}</h1>{posts}")
    assert (letter.title, letter.question, letter.reply) == (TITLE, ASKED, ANSWER)
    assert (letter.asked, letter.answered) == (dt.date(2026, 2, 1), dt.date(2026, 2, 9))
    assert (letter.unit, letter.replied) == ("县交通运输局", True)


@pytest.mark.parametrize(
    ("later", "replied"),
    [("", False), (ECHO, False), (post("小李", "1楼", "2026-02-04", ANSWER), None)],
    ids=["alone", "only echoes", "somebody who may be of the office"],
)
def test_a_thread_without_an_office_is_open_or_left_undecided(later: str, replied: bool | None) -> None:
    (letter,) = letters(f"<h1>{TITLE}</h1>{OPENED}{later}")
    assert (letter.answered, letter.replied) == (None, replied)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "乡村振兴论坛举行 - 县政府",
            (
                "<h1>乡村振兴论坛举行</h1><p>发布时间：2026-03-01</p><p>论坛在文化中心3楼举行。</p>"
                "<p>1楼 匿名 发表于 2026-03-02</p><p>好！</p><p>2楼 匿名 发表于 2026-03-03</p><p>赞！</p>"
            ),
        ),
        (
            "市民论坛节开幕 - 县政府",
            "<h1>市民论坛节开幕</h1><p>发布时间：2026-03-01</p><p>1楼设签到处。</p>",
        ),
    ],
    ids=["comments below an article", "floors of a house"],
)
def test_an_article_with_comments_is_no_thread(title: str, body: str) -> None:
    assert letters(body, title) == ()


def test_a_guest_book_whose_newest_post_stands_first_is_no_thread() -> None:
    posts = post("网友", "2楼", "2026-03-05", "医保怎么交？") + post(
        "网友", "1楼", "2026-03-01", "停水多久？"
    )
    assert all(letter.answered is None for letter in letters(f"<h1>咨询园地台</h1>{posts}"))


@pytest.mark.parametrize(
    "last", ["<em>最后发表 2026-03-16</em>", "<em>最后评论</em> <span>2026-03-16</span>"]
)
def test_the_day_on_which_anybody_wrote_last_is_no_answer(last: str) -> None:
    names = ("路灯不亮怎么报修", "垃圾清运不及时", "宅基地怎么申请")
    rows = "".join(
        f'<tr><th><a href="/bbs/{n}.html">{name}</a></th><td>2026-02-0{n}</td><td>{last}</td></tr>'
        for n, name in enumerate(names, 1)
    )
    found = letters(f"<table>{rows}</table>", "投诉咨询 - 临川县")
    assert [(one.asked.day if one.asked else None, one.answered) for one in found] == [
        (1, None),
        (2, None),
        (3, None),
    ]


def test_a_heading_above_who_answered_is_no_empty_answer() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>留言人：网友 留言时间：2026-02-01 10:00</p><p>{ASKED}</p><h3>官方答复</h3>"
        f"<p>答复单位：县交通运输局　答复时间：2026-02-09</p><p>{ANSWER}</p>"
    )
    (letter,) = letters(body, f"{TITLE} - 咨询建言")
    assert (letter.unit, letter.reply, letter.answered) == ("县交通运输局", ANSWER, dt.date(2026, 2, 9))


def test_an_answer_whose_text_is_missing_stays_missing() -> None:
    body = (
        f"<h1>{TITLE}</h1><p>提问时间：2026-02-01</p><p>{ASKED}</p>"
        "<p>答复单位：县交通运输局</p><p>答复时间：2026-02-09</p><p>答复内容：</p>"
    )
    (letter,) = letters(body, f"{TITLE} - 咨询建言")
    assert not letter.reply


def test_a_box_beside_a_letter_gives_it_no_name() -> None:
    side = '<div class="rside"><h4>推荐文章</h4><a href="/a/1.html">秋收进入尾声</a></div>'
    body = f"<div class='main'><dl><dt>校车路线</dt><dd>留言时间：2026-02-01</dd><dd>请问校车路线怎么定？</dd><dd>状态：转办中</dd></dl></div>{side}"
    (letter,) = letters(body, "校车路线")
    assert letter.title == "校车路线"


@pytest.mark.parametrize("when", ["2026-02-30 08:00", "9999-99-99", "0000-00-00", "3 天前", ""])
def test_posts_of_days_that_do_not_exist_raise_nothing(when: str) -> None:
    assert all(
        letter.asked for letter in letters(f"<h1>{TITLE}</h1>{post('小草', '1#', when, ASKED) * 400}{OPENED}")
    )
