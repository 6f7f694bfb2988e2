"""The texts of letters of the public: question, answer and who gave it, with and without labels."""

import datetime as dt

import pytest
from letter_pages import ANSWERED, ASKED, HOME, QUESTION, REPLY, WAY, letters
from reading import MENU, page_of

from xunwang.inspector.model import Message


@pytest.mark.parametrize(
    "body",
    [
        f"<div>网友 {ASKED}<p>{QUESTION}</p></div><div>{ANSWERED}<p>{REPLY}</p></div>",
        f"<div>网友 {ASKED}<p>{QUESTION}</p></div><div><p>{REPLY}</p>{ANSWERED}</div>",
        f"<div>网友 {ASKED}</div><div>{ANSWERED}</div><p>{QUESTION}</p><p>{REPLY}</p>",
    ],
    ids=["below each", "signed", "below both"],
)
def test_texts_without_labels_are_those_of_the_letter(body: str) -> None:
    (letter,) = letters(WAY + body)
    assert (letter.question, letter.reply) == (QUESTION, REPLY)
    assert (letter.answered, letter.unit) == (dt.date(2026, 2, 27), "区交通局")


def test_an_answered_letter_that_shows_no_text_at_all_has_no_reply() -> None:
    (letter,) = letters(f"{WAY}<p>{ASKED}</p><p>{ANSWERED}</p>")
    assert (letter.replied, letter.reply) == (True, None)


def test_a_letter_that_waits_is_not_answered_by_what_stands_below_it() -> None:
    (letter,) = letters(
        f"{WAY}<div>{ASKED}<p>{QUESTION}</p></div><div>承办单位：区交通局<p>本信箱受理市民咨询建议，请勿重复提交。</p></div>"
    )
    assert (letter.replied, letter.reply) == (False, None)


def test_letters_in_tables_under_a_way_in_the_same_cell() -> None:
    rows = "".join(
        f"<table><tr><td>留言主题</td><td>{title}</td></tr><tr><td>留 言 人</td><td>王**&nbsp;&nbsp;留言日期：{asked}</td></tr>"
        f"<tr><td>留言内容</td><td>{title}？</td></tr><tr><td>管理员回复</td><td>{reply}</td></tr></table>"
        for title, asked, reply in (
            ("玉米螟怎么防治", "2026-02-01", "可在心叶末期撒施颗粒剂。（回复时间：2026-02-03　回复单位：县农业农村局）"),
            ("鱼塘怎么办养殖证", "2025-11-02", "&nbsp;"),
        )
    )  # fmt: skip
    way = "您的位置：<a href='/'>首页</a> → 在线咨询"
    found = letters(f"<table><tr><td>{way}{rows}</td></tr></table>", "在线咨询-示例县农业农村局")
    assert [(one.title, one.asked, one.unit, one.replied) for one in found] == [
        ("玉米螟怎么防治", dt.date(2026, 2, 1), "县农业农村局", True),
        ("鱼塘怎么办养殖证", dt.date(2025, 11, 2), None, False),
    ]


def block(title: str, asked: str, reply: str = "") -> str:
    answer = f"<tr><td>管理员回复</td><td>{reply}（回复时间：2026-03-09）</td></tr>" if reply else ""
    return f"<table><tr><td>留言人：某</td><td>主题：{title}　留言时间：{asked}</td></tr><tr><td>留言内容</td><td>请问怎么处理？</td></tr>{answer}</table>"


def test_a_question_alone_has_no_answer_where_others_stand_with_theirs() -> None:
    way = "<table><tr><td>您现在的位置：首页 &gt;&gt; 留言</td><td>今天是：2026-3-31</td></tr></table>"
    blocks = [block("宅基地", "2026-3-5", REPLY), block("路灯", "2026-2-20"), block("新农合缴费", "2026-3-1", REPLY)]  # fmt: skip
    found = {one.title: one.replied for one in letters(way + "".join(blocks), "网上留言")}
    assert found == {"宅基地": True, "路灯": False, "新农合缴费": True}


def test_questions_of_which_none_shows_an_answer_do_not_tell_whether_they_have_one() -> None:
    found = letters(block("路灯不亮", "2026-2-20") + block("宅基地怎么批", "2026-3-5"), "网上留言")
    assert [one.replied for one in found] == [None, None]


@pytest.mark.parametrize(
    ("label", "unit", "answered"),
    [
        ("县住建局回复（2026-03-19）：", "县住建局", dt.date(2026, 3, 19)),
        ("县水务公司答复：", "县水务公司", None),
        ("<b>城关镇人民政府</b>回复：", "城关镇人民政府", None),
        ("回复（2026-03-19）：", None, dt.date(2026, 3, 19)),
    ],
)
def test_an_answer_may_be_labelled_with_the_office_that_gives_it(
    label: str, unit: str | None, answered: dt.date | None
) -> None:
    asked = "<p>留言主题：路灯不亮</p><p>留言时间：2026-03-17</p><p>留言内容：文昌路的路灯不亮。</p>"
    (letter,) = letters(f"{asked}<p>{label}{REPLY}</p>", "县长信箱")
    assert (letter.unit, letter.answered, letter.reply) == (unit, answered, REPLY)


def test_what_an_office_is_asked_to_answer_is_no_answer() -> None:
    asked = "<p>留言主题：路灯不亮</p><p>留言时间：2026-03-17</p><p>留言内容：请县住建局答复：何时修好？</p>"
    (letter,) = letters(f"{asked}<p>办理状态：办理中</p>", "县长信箱")
    assert (letter.replied, letter.reply) == (False, None)


def test_days_in_brackets_behind_question_and_answer() -> None:
    body = "<li><p>问：周末是否开放（2026-03-06）</p><p>答：周六上午开放。（体检中心，2026-03-07）</p></li>"
    (letter,) = letters(f"<ul>{body}</ul>", "院长信箱")
    assert (letter.title, letter.question) == ("周末是否开放", "周末是否开放")
    assert (letter.asked, letter.answered, letter.unit) == (
        dt.date(2026, 3, 6),
        dt.date(2026, 3, 7),
        "体检中心",
    )


@pytest.mark.parametrize(
    ("status", "replied"), [("不予受理", None), ("已撤回", None), ("已受理", False), ("已答复", True)]
)
def test_a_letter_that_was_refused_waits_for_nothing(status: str, replied: bool | None) -> None:
    head = "<tr><th>标题</th><th>来信日期</th><th>回复日期</th><th>状态</th></tr>"
    other = "<tr><td>农机补贴何时发放</td><td>2026-02-03</td><td>2026-02-08</td><td>已回复</td></tr>"
    row = f"<tr><td>收购二手车信息</td><td>2025-11-02</td><td></td><td>{status}</td></tr>"
    refused = letters(f"<table>{head}{other}{row}</table>", "县长信箱")[1]
    assert refused.replied is replied


def test_letters_in_parts_that_fold() -> None:
    folded = "".join(
        f"<details><summary>{title} <small>{day}</small></summary><p>留言内容：{title}。</p><p>答复单位：区城管局</p><p>答复时间：2026-03-20</p>"
        f"<p>答复内容：{REPLY}</p></details>"
        for title, day in (("工地扬尘扰民", "2026-03-09"), ("油烟扰民问题", "2026-03-11"))
    )
    read = [(one.title, one.asked, one.unit) for one in letters(folded, "互动留言")]
    assert read == [
        ("工地扬尘扰民", dt.date(2026, 3, 9), "区城管局"),
        ("油烟扰民问题", dt.date(2026, 3, 11), "区城管局"),
    ]


def test_letters_of_a_hotline_in_its_own_words() -> None:
    body = (
        "<table><tr><td>诉求编号</td><td>SQ7</td><td>诉求时间</td><td>2026-03-20 20:11</td></tr><tr><td>诉求标题</td><td>路灯不亮</td></tr>"
        "<tr><td>诉求描述</td><td>路段连续五盏路灯不亮。</td></tr><tr><td>处办单位</td><td>县住建局</td><td>处办时间</td><td>2026-03-24</td></tr>"
        "<tr><td>处办回复</td><td>已更换灯具，恢复照明。</td></tr></table>"
    )
    (letter,) = letters(body, "12345热线")
    assert (letter.title, letter.asked, letter.answered, letter.unit, letter.reply) == (
        "路灯不亮",
        dt.date(2026, 3, 20),
        dt.date(2026, 3, 24),
        "县住建局",
        "已更换灯具，恢复照明。",
    )


ROWS = "".join(
    f"<section><h3><a href='/xj/{n}.html'>咨询：第{n}村义务植树的有关情况</a></h3><p>来信日期：2026-02-{n}　办理状态：已办结　回复日期：2026-03-{n}</p></section>"
    for n in range(10, 16)
)


def test_a_page_above_the_letters_that_shows_some_is_no_letter_itself() -> None:
    other = "".join(
        f"<article><div><b>{n}</b><span>2026-03</span></div><h3><a href='/zj/{n}.html'>关于征求{name}意见的公告</a></h3></article>"
        for n, name in enumerate(
            ("绿化", "停车", "供水", "供热", "公交", "养老", "托育", "校车", "防火", "防汛"), 10
        )
    )
    shown = letters(
        f"<h3>互动交流</h3><div><h4><a href='/xj/'>县长信箱</a></h4>{ROWS}</div><div><h4>民意征集</h4>{other}</div>",
        "互动交流",
    )
    assert "互动交流" not in {one.title for one in shown}


def _said(letter: Message) -> tuple[str, int, int, str | None, str | None]:
    assert letter.asked
    assert letter.answered
    return letter.title, letter.asked.day, letter.answered.day, letter.unit, letter.reply


def test_headings_of_two_parts_are_no_head_of_a_table() -> None:
    """来信内容 and 回复情况 stand over lists of labels and values; they name no cells."""

    def parts(*rows: tuple[str, str]) -> str:
        return "<ul>" + "".join(f"<li><label>{a}</label><span>{b}</span></li>" for a, b in rows) + "</ul>"

    asked = parts(("来信标题", "地铁何时开通"), ("来信时间", "2026-02-20 08:00"), ("内容", QUESTION))
    said = parts(("回复部门", "区交通局"), ("回复时间", "2026-02-27 15:00"), ("回复内容", REPLY))
    body = f"<div class='c'><div class='tt'>来信内容</div>{asked}<div class='tt'>回复情况</div>{said}</div>"
    (letter,) = letters(WAY + body)
    assert _said(letter) == ("地铁何时开通", 20, 27, "区交通局", REPLY)


def test_letters_read_where_they_are_listed_need_no_labels_for_their_texts() -> None:
    rows = "".join(
        f"<div class='one'><div>{where}{n}号线何时开通</div><div>留言时间：2026-02-{n} 08:00</div><div>{QUESTION}</div>"
        f"<div class='hf'><div><em>答复单位：区交通局</em><em>答复时间：2026-03-{n} 15:00</em></div><div>{REPLY}</div></div></div>"
        for n, where in ((20, "地铁"), (12, "公交"), (10, "地铁"))
    )
    first, *others = letters(WAY + f"<div class='list'>{rows}</div>")
    assert len(others) == 2
    assert _said(first) == ("地铁20号线何时开通", 20, 20, "区交通局", REPLY)
    assert first.question == QUESTION


@pytest.mark.parametrize(
    "signed", ["（2026-02-27 民政所）", "（民政所，2026-02-27）", "（2026年2月27日，民政所）"]
)
def test_day_and_office_in_brackets_end_an_answer_in_either_order(signed: str) -> None:
    (letter,) = letters(
        f"{WAY}<p>写信日期：2026-02-20</p><p>内容：{QUESTION}</p><p>回复：{REPLY}{signed}</p>"
    )
    assert (letter.answered, letter.unit) == (dt.date(2026, 2, 27), "民政所")


def test_a_day_in_brackets_that_is_none_tells_no_day_of_the_answer() -> None:
    (letter,) = letters(
        f"{WAY}<p>写信日期：2026-02-20</p><p>内容：{QUESTION}</p><p>回复：{REPLY}（2026-02-30）</p>"
    )
    assert letter.answered is None


HEADED = (
    "<div class='q7'><b>热门文章</b><p><a href='/tz/9.html'>关于春季防火期的通告</a> 2026-03-30</p></div>"
)
FRIENDS = "<table><tr><td>友情链接：<a href='http://www.gov.cn/'>中国政府网</a></td></tr></table>"


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>来信时间</td><td>2025-11-20</td></tr><tr><td>来信内容</td><td>{QUESTION}</td></tr><tr><td>回复时间</td><td></td></tr><tr><td>回复内容</td><td></td></tr></table>{FRIENDS}{HEADED}",
        f"<dl><dt>提问日期</dt><dd>2025/11/20</dd><dt>内容</dt><dd>{QUESTION}</dd><dt>状态</dt><dd>待回复</dd></dl>{FRIENDS}{HEADED}",
        f"<dl><dt>提问日期</dt><dd>2025/11/20</dd><dt>内容</dt><dd>{QUESTION}</dd><dt>回复内容</dt><dd></dd></dl>{FRIENDS}",
        f"<div>留言时间：2025-11-20</div><div>留言内容：{QUESTION}</div><div>答复：（空）</div>{HEADED}",
    ],
    ids=["empty cells", "terms", "empty term", "said to be empty"],
)
def test_what_stands_beside_a_letter_is_no_answer_to_it(body: str) -> None:
    (letter,) = letters(f"<h1>地铁何时开通</h1>{body}")
    assert (letter.asked, letter.replied, letter.reply) == (dt.date(2025, 11, 20), False, None)
    assert letter.question == QUESTION


def test_an_answer_below_the_table_of_its_label_is_read() -> None:
    told = f"<table><tr><td>来信时间</td><td>2026-02-20</td></tr><tr><td>来信内容</td><td>{QUESTION}</td></tr><tr><td>回复内容</td></tr></table><div>{REPLY}</div>"
    (letter,) = letters(f"<h1>地铁何时开通</h1>{told}")
    assert letter.reply == REPLY


@pytest.mark.parametrize(("title", "kind"), [("地铁何时开通-区长信箱", "message"), ("区长信箱", "column")])
def test_a_page_that_tells_its_column_is_that_of_a_letter_if_it_is_called_by_it(
    title: str, kind: str
) -> None:
    body = f"{MENU}<h2>地铁何时开通</h2><dl><dt>来信标题</dt><dd>地铁何时开通</dd><dt>来信时间</dt><dd>2026-02-20</dd><dt>来信内容</dt><dd>{QUESTION}</dd><dt>状态</dt><dd>办理中</dd></dl>"
    page = page_of(body, f"<title>{title}</title><meta name='ColumnName' content='区长信箱'>")
    assert page.kind.value == kind


def guest_book(*rows: tuple[str, str, str, str]) -> str:
    cells = "".join(
        f"<tr><td><a name='{n}'></a>{who}<br><font size=1>IP:*.*.*.*</font></td><td>[{n}] {title}　<font>留言时间：2026/{day} 14:22:10</font><hr>"
        f"{title}，请答复。<br>{reply and '<font color=red>管理员回复：</font>' + reply}</td></tr>"
        for n, (who, title, day, reply) in enumerate(rows, 215)
    )
    return f"<table><tr><td valign=top><table>{cells}</table></td></tr></table>"


def test_a_guest_book_names_offices_in_brackets_behind_its_answers() -> None:
    book = guest_book(
        (
            "田先生",
            "北渠灌溉何时放水",
            "3/12",
            "周五起分段放水。　<font>[灌溉管理科]</font>　2026/3/13 9:30:00",
        ),
        ("村民", "南渠漏水无人修", "2/20", ""),
        ("周女士", "水费怎么收", "2/11", "按方计收。【办公室】"),
        ("匿名", "水库能钓鱼吗", "1/19", "水源地禁止垂钓。　2026/1/20 9:30:00"),
    )
    read = {one.title: one for one in letters(book, "网上留言")}
    assert list(read) == ["北渠灌溉何时放水", "南渠漏水无人修", "水费怎么收", "水库能钓鱼吗"]
    assert [one.unit for one in read.values()] == ["灌溉管理科", None, "办公室", None]
    assert [one.replied for one in read.values()] == [True, False, True, True]
    assert read["北渠灌溉何时放水"].answered == dt.date(2026, 3, 13)
    assert read["水费怎么收"].answered is None


def test_a_letter_that_shows_but_its_title_beside_answered_ones_may_be_answered_elsewhere() -> None:
    whole = "<div class='item'><h3>{}</h3><p>来信时间：2026-02-0{}</p><p>来信内容：夜里很暗，请尽快派人来修。</p><p>回复时间：2026-02-10</p><p>回复内容：您好，已经修好，感谢您的关注。</p></div>"
    bare = "<div class='item'><h3>水压太低怎么办</h3><p>来信时间：2026-02-08</p>{}</div>"
    answered = "".join(whole.format(f"{place}路灯不亮", day) for day, place in enumerate("东西南北", 1))
    for more, replied in {
        "": False,
        "<a href='/m/9.html'>查看回复</a>": None,
        "<p>来信人要求不公开</p>": None,
        "<p>状态：办理中</p><a href='/m/9.html'>查看</a>": False,
    }.items():
        read = {
            one.title: one.replied
            for one in letters(f"<div class='list'>{answered}{bare.format(more)}</div>", "县长信箱")
        }
        assert read["水压太低怎么办"] is replied, more
        assert read["东路灯不亮"] is True


@pytest.mark.parametrize("head", ["答复（县住建局）", "回复(李集镇人民政府)", "答复（区民政局）："])
def test_the_office_that_answers_stands_in_brackets(head: str) -> None:
    body = f"<h2>咨询停车位</h2><p>留言时间：2026-03-02</p><p>{QUESTION}</p><h4>{head}</h4><p>{REPLY}</p><p>答复时间：2026-03-05</p>"
    (one,) = letters(WAY + body)
    assert one.unit == head.strip("：").partition("（")[2].strip("）") or one.unit == "李集镇人民政府"
    assert one.answered == dt.date(2026, 3, 5)


@pytest.mark.parametrize("words", ["答复（第二批）", "答复（已公开）"])
def test_other_words_in_brackets_are_no_office(words: str) -> None:
    body = f"<h2>咨询停车位</h2><p>留言时间：2026-03-02</p><p>{QUESTION}</p><h4>{words}</h4><p>{REPLY}</p><p>答复时间：2026-03-05</p>"
    assert all(one.unit is None for one in letters(WAY + body))


@pytest.mark.parametrize("words", ["尚未答复", "等待回复", "（暂未回复）", "待答复……"])
def test_a_line_alone_tells_that_a_letter_waits(words: str) -> None:
    body = f"<h2>反映路灯</h2><p>留言时间：2026-03-02</p><div>{QUESTION}</div><div class='r'>{words}</div>"
    (one,) = letters(WAY + body, "反映路灯")
    assert (one.asked, one.replied) == (dt.date(2026, 3, 2), False)


def test_a_row_that_a_script_opens_leads_to_the_page_of_its_letter() -> None:
    opened = "<a href='#' onclick=\"openwin('/mail.do?id=7');return false;\">咨询船证</a>"
    head = "<tr><td>编号</td><td>标题</td><td>状态</td><td>办结日期</td></tr>"
    rows = "".join(
        f"<tr><td>LP0{n}</td><td>{opened}</td><td>已办结</td><td>2026-03-0{n}</td></tr>" for n in (1, 2)
    )
    assert [one.url for one in letters(f"<table>{head}{rows}</table>", "局长信箱")] == [
        HOME + "mail.do?id=7"
    ] * 2
