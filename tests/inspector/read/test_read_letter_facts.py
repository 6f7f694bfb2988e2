"""What a letter tells of itself: number, days, status, office; in lists, tables and lines of its own page."""

import datetime as dt

import pytest
from letter_pages import ANSWERED, ASKED, QUESTION, REPLY, WAY, letters, rows
from reading import MENU, page_of


def test_the_step_of_a_way_is_no_label() -> None:
    way = '<div class="way"><a href="/">首页</a><i>/</i><span>县长信箱</span><i>/</i><span>来信详情</span><i>/</i></div><h1>咨询灵活就业</h1>'
    (letter,) = letters(
        f"{way}<p>来信时间：2026-02-20</p><p>来信内容：{QUESTION}</p><p>答复单位：区交通局</p><p>答复内容：{REPLY}</p>"
    )
    assert (letter.title, letter.question) == ("咨询灵活就业", QUESTION)


def test_a_heading_ends_where_it_tells_the_day_and_a_status_may_stand_below_it() -> None:
    def entry(title: str, asked: str, rest: str) -> str:
        return f"<div class='item'><h2><button>{title}<small>来信时间：{asked}</small></button></h2><div>{rest}</div></div>"

    answer = f"<dl><dt>答复单位</dt><dd>区交通局</dd><dt>答复内容</dt><dd>{REPLY}</dd></dl>"
    box = entry("地铁何时开通", "2026-02-20", answer) + entry("路灯不亮已久", "2025-11-30", "<p>正在办理</p>")
    found = letters(f"<div>{box}</div>", "区长信箱")
    assert [(one.title, one.asked, one.replied) for one in found] == [
        ("地铁何时开通", dt.date(2026, 2, 20), True),
        ("路灯不亮已久", dt.date(2025, 11, 30), False),
    ]


def test_a_status_in_the_words_of_an_answer_is_none_of_the_letter() -> None:
    box = "".join(
        f"<li><h3>{title}</h3><p>来信时间：2026-02-20</p><p>答复内容：{REPLY}</p><p>正在办理</p></li>"
        for title in ("地铁何时开通", "路灯不亮已久")
    )
    assert [(one.replied, one.status) for one in letters(f"<ul>{box}</ul>", "区长信箱")] == [(True, None)] * 2


def test_an_office_may_stand_in_brackets_and_a_status_be_that_of_the_matter() -> None:
    rows = "<tr><td>信件标题</td><td>写信时间</td><td>处理部门</td><td>处理情况</td></tr>" + "".join(
        f"<tr><td><a href='/xj/{number}.html'>{title}</a></td><td>2026-03-1{number}</td><td>[住建局]</td><td>已答复</td></tr>"
        for number, title in enumerate(("小区电梯何时维修", "公租房如何申请"), 1)
    )
    assert [one.unit for one in letters(f"<table>{rows}</table>")] == ["住建局", "住建局"]
    letter = (
        f"<table><tr><td>来信时间:</td><td>2026-03-19 09:12:44</td><td>受理单位:</td><td>城管局</td></tr><tr><td>信件类型:</td><td>投诉</td>"
        f"<td>办事状态:</td><td>办理中</td></tr><tr><td>来信主题:</td><td colspan=3>路灯何时修好</td></tr><tr><td>来信内容:</td><td colspan=3>{QUESTION}</td></tr></table>"
        "<table><tr><td>办理单位:</td><td>城管局</td><td>办理时间:</td><td>暂无</td></tr><tr><td>处理情况:</td><td colspan=3></td></tr></table>"
    )
    assert [(one.status, one.replied) for one in letters(letter)] == [("办理中", False)]


def facts(body: str) -> list[tuple[str, str, str, bool | None]]:
    return [
        (one.title, str(one.asked or ""), str(one.answered or ""), one.replied)
        for one in letters(
            f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/xj/'>市长信箱</a></div>{body}"
        )
    ]


def test_plain_words_are_labels_where_they_fill_a_cell_beside_another() -> None:
    table = (
        "<table><tr><th>标题</th><td colspan=3>路灯何时修好</td></tr><tr><th>姓名</th><td>李**</td><th>时间</th><td>2026-03-02</td></tr>"
        f"<tr><th>内容</th><td colspan=3>{QUESTION}</td></tr><tr><th>处理时间</th><td>2026-03-09</td><th>处理结果</th><td>{REPLY}</td></tr></table>"
    )
    assert facts(table) == [("路灯何时修好", "2026-03-02", "2026-03-09", True)]
    # 投诉 in the column of kinds is no label of what the row says next.
    heads = "".join(
        f"<th>{head}</th>"
        for head in ("工单编号", "诉求标题", "诉求类型", "受理时间", "办结时间", "承办单位")
    )
    rows = "".join(
        f"<tr><td>Q{title}</td><td><a href='/x/{title}.html'>{title}</a></td><td>投诉</td><td>{asked}</td><td>{ended}</td><td>住建局</td></tr>"
        for title, asked, ended in (
            ("东门路面塌陷", "2026-03-02", "2026-03-09"),
            ("夜间施工噪声", "2026-03-01", ""),
        )
    )
    assert facts(f"<table><tr>{heads}</tr>{rows}</table>") == [
        ("东门路面塌陷", "2026-03-02", "2026-03-09", True),
        ("夜间施工噪声", "2026-03-01", "", False),
    ]


def test_a_status_may_be_a_picture() -> None:
    rows = "".join(
        f"<tr><td><a href='/x/{title}.html'>{title}</a></td><td>{asked}</td><td><img src='/{number}.gif' alt='{status}'></td></tr>"
        for number, (title, asked, status) in enumerate(
            (("东门路面塌陷", "2026-03-02", "已回复"), ("夜间施工噪声", "2025-12-01", "未回复"))
        )
    )
    head = "<tr><td>标题</td><td>提交日期</td><td>状态</td></tr>"
    assert facts(f"<table>{head}{rows}</table>") == [
        ("东门路面塌陷", "2026-03-02", "", True),
        ("夜间施工噪声", "2025-12-01", "", False),
    ]


def test_days_beside_questions_and_within_the_label_of_an_answer() -> None:
    pairs = "".join(
        f"<dl><dt><b>问：</b>{asked}<i>2026-03-0{day}</i></dt><dd><b>答：</b>{REPLY}<i>2026-03-1{day}</i></dd></dl>"
        for day, asked in ((1, "路面塌陷何时修复？"), (2, "公交线路能否延长？"))
    )
    assert facts(pairs) == [
        ("路面塌陷何时修复？", "2026-03-01", "2026-03-11", True),
        ("公交线路能否延长？", "2026-03-02", "2026-03-12", True),
    ]
    book = "".join(
        f"<table><tr><td>【{title}】 网友 于 2026-3-{day} 10:11:20 留言：</td></tr><tr><td>{QUESTION}</td></tr>"
        f"<tr><td><font>管理员回复（2026-3-{day + 7}）：</font>{REPLY}</td></tr></table>"
        for title, day in (("路面塌陷", 2), ("公交线路", 1))
    )
    assert [(asked, answered, done) for _, asked, answered, done in facts(book)] == [
        ("2026-03-02", "2026-03-09", True),
        ("2026-03-01", "2026-03-08", True),
    ]


def test_a_line_above_a_text_may_tell_who_wrote_it_and_when() -> None:
    row = (
        "<dl><dt><label>【咨询】</label><span>李**</span><span>2026-03-{0} 10:20:31</span></dt><dd>公交卡年审在哪里办理？</dd>"
        "<dt><label>【回复】</label><span>县交通运输局</span><span>2026-03-{1} 15:01:00</span></dt><dd>可在各服务点办理。</dd></dl>"
    )
    found = letters(row.format("08", "10") + row.format("02", "06"), "公众留言")
    assert [(one.title, one.asked.day, one.answered.day, one.unit, one.reply) for one in found] == [
        ("公交卡年审在哪里办理？", 8, 10, "县交通运输局", "可在各服务点办理。"),
        ("公交卡年审在哪里办理？", 2, 6, "县交通运输局", "可在各服务点办理。"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "<p>县交通运输局 回复 2026-03-19 10:02</p><p>已增开两条专线。</p>",
        "<p>县交通运输局回复（2026-03-19）：已增开两条专线。</p>",
    ],
)
def test_an_office_answers_in_a_line_of_its_own(answer: str) -> None:
    body = f"<h1>建议增设通学公交</h1><p>网友 张** 2026-03-16 07:55</p><p>早高峰乘车困难。</p>{answer}"
    (letter,) = letters(body, "建议增设通学公交 - 县长信箱")
    assert (letter.asked, letter.answered, letter.unit) == (
        dt.date(2026, 3, 16),
        dt.date(2026, 3, 19),
        "县交通运输局",
    )
    assert (letter.question, letter.reply) == ("早高峰乘车困难。", "已增开两条专线。")


def test_a_status_behind_the_title_is_no_part_of_it():
    rows = "".join(
        f"<details><summary>{title} <em>已答复</em></summary><p>留言时间：2026-03-0{day} 09:10<p>请问能否处理？<p>答复单位：示例县水务局<br>答复时间：2026-03-0{day + 1}<br>答复内容：已经处理，感谢关注。</details>"
        for title, day in (("水压不足怎么办", 2), ("自备井要不要办证", 4))
    )
    page = page_of(f"{MENU}<div class='main'><h2>咨询留言</h2>{rows}</div>")
    assert [letter.title for letter in page.messages] == ["水压不足怎么办", "自备井要不要办证"]


@pytest.mark.parametrize(
    ("asking", "answering", "unit"),
    [
        ("来信于 2026-02-20 09:31", "综合科 答复于 2026-02-27 15:10", "综合科"),
        ("张** 留言于 2026-02-20", "区交通局 回复于 2026-02-27：", "区交通局"),
        ("咨询于2026年2月20日", "答复于2026年2月27日", None),
        ("群众 来信于 2026-02-20 08:40", "区交通局 答复于 2026-02-27", "区交通局"),
    ],
)
def test_a_line_may_tell_when_somebody_wrote_and_when_an_office_answered(
    asking: str, answering: str, unit: str | None
) -> None:
    (letter,) = letters(f"{WAY}<div>{asking}</div><p>{QUESTION}</p><div>{answering}</div><p>{REPLY}</p>")
    assert (letter.asked, letter.answered) == (dt.date(2026, 2, 20), dt.date(2026, 2, 27))
    assert (letter.unit, letter.question, letter.reply) == (unit, QUESTION, REPLY)


def test_labels_need_no_colon_before_a_value_of_their_kind() -> None:
    (letter,) = letters(
        f"{WAY}<p>提问时间 2026-02-20</p><p>{QUESTION}</p><p>答复单位 农机股</p><p>答复日期 2026-02-27</p><p>{REPLY}</p>"
    )
    assert (letter.asked, letter.answered, letter.unit) == (
        dt.date(2026, 2, 20),
        dt.date(2026, 2, 27),
        "农机股",
    )


def test_the_words_of_a_label_within_a_sentence_are_none() -> None:
    (letter,) = letters(
        f"{WAY}<p>{ASKED}</p><p>咨询内容：</p><p>请问 答复单位 在哪里 看？</p><p>{ANSWERED}</p>"
    )
    assert letter.unit == "区交通局"


def test_one_line_that_tells_when_somebody_wrote_is_enough_for_a_letter_that_waits() -> None:
    (letter,) = letters(f"{WAY}<div>群众 来信于 2026-02-20</div><p>{QUESTION}</p><p>当前状态：办理中</p>")
    assert (letter.asked, letter.replied, letter.question) == (dt.date(2026, 2, 20), False, QUESTION)


def test_who_asked_in_a_letter_box_waits_for_an_answer() -> None:
    body = f"<h4>地铁何时开通</h4><p>网友 提交于 2026-02-20 08:00</p><div>{QUESTION}</div>"
    (letter,) = letters(WAY + body)
    assert (letter.asked, letter.replied) == (dt.date(2026, 2, 20), False)


def test_a_status_may_stand_in_brackets_behind_the_day() -> None:
    rows = "".join(
        f"<li><a href='/xj/{n}.html'>关于第{n}路公交站牌破损</a> 2026-02-1{n} [{state}]</li>"
        for n, state in ((1, "已回复"), (2, "受理中"), (3, "无需回复"))
    )
    told = [(one.status, one.replied) for one in letters(f"<h2>区长信箱</h2><ul>{rows}</ul>", "区长信箱")]
    assert told[:2] == [("已回复", True), ("受理中", False)]
    assert told[2][1] is not False


def test_a_dash_holds_the_place_of_the_day_on_which_nobody_answered() -> None:
    rows = "".join(
        f"<tr><td><a href='/xj/{n}.html'>第{n}小区雨污管改造</a></td><td>2026-02-1{n}</td><td>{day}</td></tr>"
        for n, day in ((1, "2026-02-20"), (2, "—"), (3, "2026-02-25"))
    )
    told = letters(f"<h2>区长信箱</h2><table>{rows}</table>", "区长信箱")
    assert [one.replied for one in told] == [True, False, True]


def boxed(title: str, asked: str, answer: str) -> str:
    return f"<table class='msg'><tr><td>网友：居民　留言时间：{asked}</td></tr><tr><td><b>{title}</b><br>{title}，请说明。</td></tr><tr><td>{answer}</td></tr></table>"


def test_a_bold_title_may_stand_below_the_line_that_tells_who_asked() -> None:
    hot = "".join(f"<li><a href='/yw/{n}.html'>镇里整修第{n}段水渠</a> [03-1{n}]</li>" for n in range(1, 5))
    told = boxed("阳台封窗要不要报批", "2026-03-02", "答复单位：城建科　答复时间：2026-03-05<br>不必报批。")
    assert rows(f"<div class='hot'><ul>{hot}</ul></div>{told}{boxed('屏山路路灯不亮', '2025/11/06', '答复：')}{boxed('测试', '2026-01-04', '答复：')}") == [
        ("阳台封窗要不要报批", "2026-03-02", "2026-03-05", True),
        ("屏山路路灯不亮", "2025-11-06", None, False),
        ("测试", "2026-01-04", None, False),
    ]  # fmt: skip


def test_a_day_under_a_head_is_what_the_head_says() -> None:
    head = "<tr><th>来信标题</th><th>来信时间</th><th>受理时间</th><th>办结时间</th><th>状态</th></tr>"
    told = "<tr><td><a href='/1.html'>询问公租房轮候次序</a></td><td>2026-03-02</td><td>2026-03-03</td><td>2026-03-06</td><td>已办结</td></tr>"
    waits = "<tr><td><a href='/2.html'>反映排水沟堵塞</a></td><td>2025-11-03</td><td>2025-11-05</td><td></td><td>处理中</td></tr>"
    assert rows(f"<table>{head}{told}{waits}</table>") == [
        ("询问公租房轮候次序", "2026-03-02", "2026-03-06", True),
        ("反映排水沟堵塞", "2025-11-03", None, False),
    ]


def test_a_second_day_beside_a_letter_in_hand_is_no_answer() -> None:
    told = "<li><a href='/1.html'>询问公租房轮候次序</a><span>2026-03-02</span><span>2026-03-06</span><em>已办结</em></li>"
    waits = "<li><a href='/2.html'>反映排水沟堵塞</a><span>2025-11-03</span><span>2025-11-05</span><em>处理中</em></li>"
    assert rows(f"<ul>{told}{waits}</ul>") == [
        ("询问公租房轮候次序", "2026-03-02", "2026-03-06", True),
        ("反映排水沟堵塞", "2025-11-03", None, False),
    ]


@pytest.mark.parametrize(
    "line", ["【民政科】2026-03-05回复：", "[民政科] 2026年3月5日 答复:", "民政科 2026-03-05 16:20 回复："]
)
def test_an_office_may_stand_before_the_day_of_its_answer(line: str) -> None:
    asks = "<p><b>主题：</b>低保年审材料</p><p>提问时间：2026-03-02</p><p>内容：低保年审要带什么，多谢。</p>"
    (letter,) = letters(f"{asks}<hr><p>{line}可带身份证到三号窗口办理。</p>", "区长信箱")
    assert (letter.answered, letter.unit, letter.reply) == (
        dt.date(2026, 3, 5),
        "民政科",
        "可带身份证到三号窗口办理。",
    )


@pytest.mark.parametrize(
    "due", ["办理期限", "截止时间", "转办时间", "办理时限", "应答复时间", "预计办结日期"]
)
@pytest.mark.parametrize(
    ("answered", "replied"), [("2026-02-24", True), ("", False)], ids=["answered", "not answered"]
)
def test_the_day_until_which_a_letter_is_due_is_not_that_of_its_answer(
    due: str, answered: str, replied: bool
) -> None:
    head = f"<tr><td>序号</td><td>标题</td><td>来信日期</td><td>{due}</td><td>答复日期</td></tr>"
    other = "<tr><td>2</td><td>路灯不亮了怎么报修</td><td>2026-02-10</td><td>2026-03-03</td><td>2026-02-13</td></tr>"
    row = (
        f"<tr><td>1</td><td>公租房何时摇号</td><td>2026-02-20</td><td>2026-03-13</td><td>{answered}</td></tr>"
    )
    letter = letters(f"<table>{head}{row}{other}</table>")[0]
    day = dt.date.fromisoformat(answered) if answered else None
    assert (letter.asked, letter.answered, letter.replied) == (dt.date(2026, 2, 20), day, replied)


@pytest.mark.parametrize("answered", ["2026-02-24", ""])
def test_heads_that_tell_what_is_due_and_what_was_done(answered: str) -> None:
    head = "".join(
        f"<th>{name}</th>" for name in ("标题", "来信时间", "应答复时间", "实际答复时间", "是否超期")
    )
    rows = "".join(
        f"<tr><td>{title}</td><td>2026-02-20</td><td>2026-03-13</td><td>{day}</td><td>否</td></tr>"
        for title, day in (("公租房何时摇号", answered), ("路灯不亮了怎么报修", "2026-02-25"))
    )
    letter = letters(f"<table><tr>{head}</tr>{rows}</table>")[0]
    day = dt.date.fromisoformat(answered) if answered else None
    assert (letter.asked, letter.answered, letter.replied) == (dt.date(2026, 2, 20), day, bool(answered))


@pytest.mark.parametrize("label", ["管理员回复", "站长回复", "版主回复"])
@pytest.mark.parametrize("day", ["（2026-03-05）", "[2026-03-05 09:10]"])
def test_a_day_in_brackets_ahead_of_an_answer_is_that_of_the_answer(label: str, day: str) -> None:
    rows = "".join(
        f"<li><b>{title}</b> 留言时间：2026-03-02<p>{label}：{day} 您好，可到三号窗口办理。</p></li>"
        for title in ("低保年审要带什么", "路灯不亮了怎么报修", "公租房何时摇号")
    )
    found = letters(f"<ul>{rows}</ul>", "网上留言")
    assert [(one.answered, one.reply) for one in found] == [
        (dt.date(2026, 3, 5), "您好，可到三号窗口办理。")
    ] * 3
