"""Guides in tabs and in numbered lines."""

import pytest
from reading import FOOT, MENU, page_of

from xunwang.inspector.model import Zone

NAMES = ("事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程")
VALUES = (
    "排水接户登记",
    "《排水管理规定》第九条",
    "在本县有产权的单位和个人",
    "房屋证明、申请表",
    "政务服务中心一楼12号窗口",
    "工作日9:00至12:00",
    "0600-8123622",
    "申请、勘察、登记",
)


def guide_of(inner):
    return page_of(f"{MENU}<h2>排水接户登记办事指南</h2>{inner}{FOOT}").guide


def tabs(values):
    bar = "".join(f"<li>{name}</li>" for name in NAMES)
    hidden = "".join(f'<div class="pane" style="display:none">{value}</div>' for value in values[1:])
    panes = f'<div class="pane">{values[0]}</div>{hidden}'
    return f"<ul class='tabs'>{bar}</ul>{panes}<p>表格下载：<a href='/f/1.doc'>登记申请表</a></p>"


@pytest.mark.parametrize("missing", [(), ("办理流程",), ("设定依据", "联系电话", "办理流程")])
def test_what_follows_a_bar_of_tabs_is_not_the_value_of_the_last(missing):
    values = ["" if name in missing else value for name, value in zip(NAMES, VALUES, strict=True)]
    assert guide_of(tabs(values)).missing == missing


def bootstrap_tabs(names, values):
    bar = "".join(f"<li><a href='#p{n}' data-toggle='tab'>{name}</a></li>" for n, name in enumerate(names))
    panes = "".join(
        f"<div class='tab-pane' id='p{n}'{' style=display:none' if n else ''}>{value}</div>"
        for n, value in enumerate(values)
    )
    return f"<p>事项名称：排水接户登记</p><ul class='nav nav-tabs'>{bar}</ul><div class='tab-content'>{panes}</div>"


@pytest.mark.parametrize("shown", [NAMES[1:], NAMES[3:], NAMES[6:]])
def test_tabs_that_are_called_a_menu_lead_nowhere_but_to_their_panes(shown):
    guide = guide_of(bootstrap_tabs(shown, VALUES[-len(shown) :]))
    assert guide.missing == tuple(name for name in NAMES[1:] if name not in shown)
    assert [guide.elements[name] for name in shown] == list(VALUES[-len(shown) :])


def test_a_menu_that_leads_to_pages_stays_one():
    page = page_of(
        f"<ul class='nav nav-pills'><li><a href='/zw/'>政务公开</a></li><li><a href='#top'>返回</a></li></ul>{FOOT}"
    )
    assert {link.zone for link in page.links if link.text == "政务公开"} == {Zone.NAV}


def test_the_address_of_the_office_that_takes_applications_is_a_place():
    told = dict(zip(NAMES, VALUES, strict=True))
    told["受理单位地址"] = told.pop("办理地点")
    told["承办机构联系电话"] = told.pop("联系电话")
    guide = guide_of("<br>".join(f"【{name}】{value}" for name, value in told.items()))
    assert guide.missing == ()


@pytest.mark.parametrize("number", ["（{}）", "{}、", "{}. "])
def test_behind_a_number_a_blank_is_enough(number):
    lines = zip("一二三四五六七八", NAMES, VALUES, strict=True)
    guide = guide_of("".join(f"<p>{number.format(one)}{name}　{value}</p>" for one, name, value in lines))
    assert (guide.missing, tuple(guide.elements.values())) == ((), VALUES)


def test_words_of_a_sentence_are_no_label_without_a_number():
    guide = guide_of(
        "<p>办理材料 要带齐，办理流程 请看大厅屏幕，申请条件 以窗口为准。</p><p>设定依据：《排水管理规定》</p><p>办理地点：一楼</p>"
    )
    assert guide is None or "办理流程" in guide.missing


def test_a_numbered_line_within_an_element_is_no_element_of_its_own():
    elements = dict(zip(NAMES, VALUES, strict=True)) | {
        "申请条件": "<p>1. 申请材料 应当真实有效</p><p>2. 管道已经验收</p>"
    }
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in elements.items())
    guide = guide_of(f"<table>{rows}</table>")
    assert (guide.missing, guide.elements["办理材料"]) == ((), VALUES[3])


def test_headings_that_ask_are_elements():
    asked = ("事项名称", "办理依据", "谁能办", "需要什么材料", "到哪里办", "什么时候办", "咨询电话", "怎么办")
    heads = "".join(f"<h3>{name}</h3><p>{value}</p>" for name, value in zip(asked, VALUES, strict=True))
    guide = guide_of(f"{heads}<h3>多久能办好</h3><p>当场办结</p>")
    assert (guide.missing, tuple(guide.elements.values())) == ((), VALUES)


PLAIN = ("事项名称", "办理依据", "谁能申请", "带什么", "去哪办", "什么时间办", "打什么电话", "怎么申请")


@pytest.mark.parametrize(
    "head", ["<h3>{}？</h3><p>", "<h3>{}</h3><p>", "<p>{}？", "<p><strong>{}?</strong> ", "<p>【{}】"]
)
def test_headings_in_plain_words_are_elements(head: str) -> None:
    body = "".join(f"{head.format(name)}{value}</p>" for name, value in zip(PLAIN, VALUES, strict=True))
    guide = guide_of(f"{body}{head.format('多久办完')}当场办完</p>{head.format('要花多少钱')}不收费</p>")
    assert (guide.missing, tuple(guide.elements.values())) == ((), VALUES)


@pytest.mark.parametrize(
    "text",
    [
        "<p>孩子入学怎么办？带什么？请看本期问答。</p><p>去哪办？打什么电话？我们请来三位居民说说他们的经历。</p>",
        "<h3>群众问：怎么申请？</h3><p>村里的干部上门答复了大家。</p><p>谁能办得更快，比一比就知道。</p>",
    ],
)
def test_an_article_that_asks_is_no_guide(text: str) -> None:
    body = f"<h1>窗口服务见闻</h1><p>发布时间：2026-03-02</p>{text}<p>{'记者走访了三个乡镇的便民服务中心。' * 8}</p>"
    assert page_of(f"{MENU}{body}{FOOT}").guide is None


@pytest.mark.parametrize(
    ("names", "count", "given"),
    [("el-steps", 3, True), ("steps", 4, True), ("el-steps", 2, False), ("footsteps", 4, False)],
)
def test_a_row_of_steps_is_the_way_of_an_item(names: str, count: int, given: bool) -> None:
    steps = "".join(
        f"<div class='step'><div>{word}</div></div>"
        for word in ("提交申请", "村里初审", "审核", "发放")[:count]
    )
    shown = "".join(
        f"<h3>{head}</h3><div>{value}</div>"
        for head, value in (("事项名称", "渡工补贴"), ("申请条件", "本镇渡工"), ("办理材料", "申请表"))
    )
    guide = guide_of(f"{shown}<p>办好为止。</p><div class='{names}'>{steps}</div>")
    assert ("办理流程" not in guide.missing) is given


@pytest.mark.parametrize("label", ["收件地点", "收件地址", "收件窗口"])
def test_where_papers_are_handed_in_is_where_to_go(label):
    names = [label if name == "办理地点" else name for name in NAMES]
    lines = "".join(f"<p>{name}：{value}</p>" for name, value in zip(names, VALUES, strict=True))
    assert guide_of(lines).missing == ()
