"""Boxes beside what a page is for that only their heading tells, and lists that bear such words and are what a page is for."""

import datetime as dt

import pytest
from reading import MENU

from xunwang.inspector.model import Page, PageKind
from xunwang.inspector.read import read_page

HOME = "http://www.heping.gov.cn/"
ROWS = "".join(f"<li><a href='/yw/{n}.html'>和平区第{n}次公开接待来访群众</a><span>2026-03-0{n}</span></li>" for n in (1, 2, 3))  # fmt: skip
BOX = "<p><a href='/tz/9.html'>关于春季防火期的通告</a> 2026-03-30</p><p><a href='/tz/8.html'>关于道路临时封闭的通告</a> 2026-03-29</p>"


def page(body: str, title: str = "部门动态-和平区人民政府", path: str = "bm/") -> Page:
    source = (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>{MENU}{body}</body></html>'
    )
    return read_page(source.encode(), HOME + path, home=HOME, today=dt.date(2026, 3, 31))


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='q1'><b>推荐阅读</b>{BOX}</div>",
        f"<div class='q1'>推荐阅读 {BOX}</div>",
        f"<div class='q1'><div class='q2'>【点击排行】</div><div>{BOX}</div></div>",
        f"<h4>热点信息</h4><div>{BOX}</div>",
        f"<table><tr><td>阅读排行榜</td></tr><tr><td>{BOX}</td></tr></table>",
        "<p class='q3'>推荐：<a href='/tz/9.html'>关于春季防火期的通告</a> 2026-03-30</p>",
    ],
)
def test_what_stands_under_such_a_heading_is_no_item_and_no_text_of_the_page(box: str) -> None:
    listed = page(f"<div class='w'><ul>{ROWS}</ul>{box}</div>")
    assert [item.date for item in listed.items] == [dt.date(2026, 3, n) for n in (1, 2, 3)]
    blank = page(f"<div class='w'><h2>部门动态</h2><ul></ul>{box}</div>")
    assert blank.items == ()
    assert blank.kind is not PageKind.ARTICLE


@pytest.mark.parametrize(
    "box",
    [
        f"<table><tr><td>热门文章</td></tr><tr><td>{BOX}</td></tr><tr><td><form action='/s'><input name='k'></form></td></tr></table>",
        f"<div><div>点击排行</div><div>{BOX}</div><form action='/s'><input name='k'></form></div>",
    ],
)
def test_a_form_beside_such_a_box_does_not_hide_it(box: str) -> None:
    read = page(f"<table><tr><td>{box}</td><td><h2>部门动态</h2><p>共0篇</p></td></tr></table>")
    assert read.items == ()


def grid(main: str, side: str, wide: str = "col-md-9", narrow: str = "col-md-3") -> str:
    return f"<div class='row'><div class='{wide}'>{main}</div><div class='{narrow}'>{side}</div></div>"


NEWEST = f"<div class='panel'><div class='panel-heading'>最近更新</div><div>{BOX}</div></div>"


@pytest.mark.parametrize(
    "body",
    [
        grid("<ul></ul>", NEWEST),
        grid("<ul></ul>", NEWEST.replace("最近更新", "最新信息"), "col-sm-8 col-xs-12", "col-sm-4 hidden-xs"),
        grid("<ul></ul>", f"<h4>最新发布</h4>{BOX}", "layui-col-md9", "layui-col-md3"),
        grid("<ul></ul>", f"<div><h4>最新动态</h4><div>{BOX}</div></div>", "span9", "span3"),
    ],
)
def test_the_newest_of_the_site_in_a_narrow_strip_is_no_list_of_the_page(body: str) -> None:
    assert page(body).items == ()


@pytest.mark.parametrize(
    "body",
    [
        f"<div><h3>最近更新</h3><ul>{ROWS}</ul></div>",
        grid(f"<h3>最新信息</h3><ul>{ROWS}</ul>", "<p>部门简介</p>"),
        grid("<p>图片</p>", f"<h3>最新动态</h3><ul>{ROWS}</ul>", "col-md-6", "col-md-6"),
        f"<div class='col-md-3'><h3>最新公告</h3><ul>{ROWS}</ul></div>",
        grid("<a href='/p/1.html'><img src='/i/1.jpg'></a>", f"<h3>最新动态</h3><ul>{ROWS}</ul>"),
    ],
)
def test_the_newest_elsewhere_may_be_the_list_of_the_page(body: str) -> None:
    assert len(page(body).items) == 3


@pytest.mark.parametrize(
    ("body", "title", "path"),
    [
        (f"<div><h3>热点信息</h3><ul>{ROWS}</ul></div>", "热点信息-和平区人民政府", "rd/"),
        (f"<div><h3>热点回应</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "rd/"),
        (f"<div><h3>推荐书目</h3><ul>{ROWS}</ul></div>", "和平区图书馆", "sm/"),
        (f"<div><h3>专家推荐</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "zj/"),
        (f"<div><h3>热门景点</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "ly/"),
        (f"<div><h3>热门事项</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "sx/"),
        (f"<div><h3>空气质量排行</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "kq/"),
        (f"<div><h3>推荐名单公示</h3><ul>{ROWS}</ul></div>", "和平区人民政府", "gs/"),
        (f"<div><p>以下由各乡镇推荐：</p><ul>{ROWS}</ul></div>", "和平区人民政府", "tj/"),
        (f"<div><h3>热点信息</h3><ul>{ROWS}</ul></div>", "和平区人民政府", ""),
    ],
)
def test_a_list_that_the_page_is_for_stays_its_list(body: str, title: str, path: str) -> None:
    assert len(page(body, title, path).items) == 3


def test_the_text_of_an_article_stays_whole_where_it_speaks_of_such_things() -> None:
    text = "<p>推荐阅读活动由区图书馆主办，热门文章由读者投票产生，点击排行每周公布一次。</p>" * 4
    body = f"<h1>和平区启动读书月</h1><div>发布时间：2026-03-02 10:00 来源：区文旅局</div><div class='content'>{text}</div>"
    read = page(body, "和平区启动读书月-和平区人民政府", "yw/t20260302_11.html")
    assert read.kind is PageKind.ARTICLE
    assert read.text.count("点击排行") == 4


@pytest.mark.parametrize("body", ["<b>推荐阅读</b>", "推荐：", "<table><tr><td>热门文章", "<p>推荐阅读<p>" * 300, "<a>推荐阅读</a>" * 300])  # fmt: skip
def test_odd_pages_are_read_all_the_same(body: str) -> None:
    assert page(body).url == HOME + "bm/"
