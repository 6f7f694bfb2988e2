"""Links that promise something and lead nowhere, among much that is written like them and promises nothing."""

import pytest
from reading import article_of, column_of, page_of

ROWS = "".join(f"<li><a href='/xz/{name}.html'>{name}</a></li>" for name in ("青石镇", "桥头镇", "柳林乡", "松山乡", "河湾镇", "北坡镇"))  # fmt: skip


def told(page):
    return [(one.text, one.href) for one in page.empty_links]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<a href='file:///C:/Users/admin/Desktop/1.doc'>汇总表</a>", ("汇总表", "file:///C:/Users/admin/Desktop/1.doc")),
        ("<a href='D:\\材料\\2.xls'>名单</a>", ("名单", "D:\\材料\\2.xls")),
        ("<a href='c:/temp/3.pdf'>方案</a>", ("方案", "c:/temp/3.pdf")),
        ("<img src='file:///C:/temp/clip_image002.jpg' alt='现场'>", ("现场", "file:///C:/temp/clip_image002.jpg")),
        ("<a href='#'>附件1：2026年养护计划表.docx</a>", ("附件1：2026年养护计划表.docx", "#")),
        ("<a href=''>养护申请表（下载）</a>", ("养护申请表（下载）", "")),
        ("<a href='javascript:void(0);' target='_blank'>养护名单.xlsx</a>", ("养护名单.xlsx", "javascript:void(0);")),
        ("<a href='javascript:;'>网上预约</a>", ("网上预约", "javascript:;")),
    ],
)  # fmt: skip
def test_what_names_a_file_or_lies_on_a_disk_is_told(element, expected):
    assert told(article_of(text=f"<p>{'县城道路养护按照计划逐段实施。' * 8}</p><p>{element}</p>")) == [
        expected
    ]


def test_an_empty_entry_among_entries_that_lead_somewhere_is_told():
    page = article_of(
        text=f"<p>{'县城道路养护按照计划逐段实施。' * 8}</p><ul>{ROWS}<li><a href='#'>南坪乡</a></li></ul>"
    )
    assert told(page) == [("南坪乡", "#")]


def test_a_class_that_other_links_bear_too_is_no_hook():
    rows = "<p><a class='fj' href='/f/1.doc'>附件1：养护计划表.docx</a></p><p><a class='fj' href='#'>附件2：养护名单.xlsx</a></p>"
    assert told(article_of(text=f"<p>{'县城道路养护按照计划逐段实施。' * 8}</p>{rows}")) == [
        ("附件2：养护名单.xlsx", "#")
    ]


INNOCENT = [
    "<a href='#top'>返回顶部</a>",
    "<a href='#'>返回顶部</a>",
    "<a href='#' onclick='window.print()'>打印本页</a>",
    "<a href='javascript:void(0)' class='bds_weixin' data-cmd='weixin'>分享到微信</a>",
    "<a href='javascript:void(0)'>微信公众号</a>",
    "<a href='javascript:doZoom(16)'>大</a>",
    "<a href='javascript:void(0)' id='down1'>养护计划表.docx</a>",
    "<a href='javascript:void(0)' onclick=\"down('7')\">附件1：养护计划表.docx</a>",
    "<a href='#' data-url='/f/1.doc'>附件1：养护计划表.docx</a>",
    "<a href='mailto:a@heping.gov.cn'>联系我们</a>",
    "<a name='fj1'>附件1：养护计划表.docx</a>",
    "<a href='#fj1'>附件1：养护计划表.docx</a>",
    "<a href='/f/1.doc'>附件1：养护计划表.docx</a>",
    "<span>file:///C:/temp/1.doc</span>",
    "<!-- <a href='file:///C:/temp/1.doc'>汇总表</a> -->",
    "<div style='display:none'><a href='file:///C:/temp/1.doc'>汇总表</a></div>",
    "<ul class='tabs'><li><a href='#'>今日</a></li><li><a href='#'>本周</a></li><li><a href='#'>本月</a></li></ul>",
    f"<ul>{ROWS}<li class='on'><a href='#'>县城</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#' class='cur'>县城</a></li></ul>",
    f"<ul>{ROWS}<li><a href='javascript:;' class='js-open'>县城</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>南部</a><ul><li><a href='/x/1.html'>南坪乡</a></li></ul></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>更多&gt;&gt;</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>5</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>手机客户端</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>南坪乡</a></li><li><a href='#'>北坪乡</a></li></ul>",
    f"<ul>{ROWS.replace('<li>', '<li class>')}<li class='xz'><a href='#'>县城</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>2026年</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>第1页</a></li></ul>",
    f"<ul>{ROWS}<li><a href='#'>==市直部门==</a></li></ul>",
    f"<dl>{ROWS.replace('li>', 'dt>')}<dt><a href='#'>执法监督</a></dt><dd><a href='/zf/'>执法公示</a></dd></dl>",
    "<a href='javascript:void(0)' class='down-file'>附件1：养护计划表.docx</a>",
    "<div class='page'><a href='#'>首页</a><a href='/2.html'>2</a><a href='/3.html'>3</a><a href='/4.html'>4</a><a href='/2.html'>下一页</a></div>",
]  # fmt: skip


@pytest.mark.parametrize("element", INNOCENT)
def test_what_only_does_something_on_the_page_is_not(element):
    text = f"<p>{'县城道路养护按照计划逐段实施。' * 8}</p>"
    assert told(article_of(text=f"{text}<div>{element}</div>")) == []
    assert told(column_of(f"<div>{element}</div>")) == []


def test_the_column_that_is_open_may_lead_nowhere_in_its_menu():
    side = "".join(f"<li><a href='/zw/{at}/'>{name}</a></li>" for at, name in enumerate(("机构职能", "政策文件", "规划计划", "人事信息", "财政资金")))  # fmt: skip
    page = column_of(f"<div class='left'><ul>{side}<li><a href='#'>通知公告</a></li></ul></div><div class='pos'>当前位置：<a href='/'>首页</a> &gt; <a href='/zw/'>公开</a> &gt; 通知公告</div>")  # fmt: skip
    assert told(page) == []


@pytest.mark.parametrize("href", ["#" * 5_000, "file:" + "x" * 100_000, "javascript:" + "void(" * 3_000, "\ud800", " \t\n"])  # fmt: skip
def test_absurd_addresses_are_survived(href):
    for one in page_of(
        f"<p><a href='{href.encode('utf-8', 'ignore').decode()}'>附件1：计划表.docx</a></p>"
    ).empty_links:
        assert len(one.href) <= 200
