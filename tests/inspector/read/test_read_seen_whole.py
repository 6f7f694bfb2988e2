"""Whether a list was seen whole, and of what day it is: days that were counted when the page was written, places held free, pages that only a script opens."""

import datetime as dt

import pytest

from xunwang.inspector.model import Page
from xunwang.inspector.read import read_page

HOME = "http://www.shili.gov.cn/"
FOOT = "<footer>主办单位：示例县水务局 ICP备99000001号 标识码9900000011</footer>"
MINE = '<script src="/js/list.js"></script>'


def page(body: str, script: str = MINE) -> Page:
    source = (
        '<html><head><meta charset="utf-8"><title>公示公告-示例县水务局</title></head><body><div class="nav"><a href="/">首页</a>'
        f'<a href="/a/">动态</a></div><main><h1>公示公告</h1>{body}</main>{FOOT}{script}</body></html>'
    )
    return read_page(source.encode(), f"{HOME}gs/", home=HOME, today=dt.date(2026, 3, 31))


def rows(days: list[str]) -> str:
    told = (
        f'<li><a href="/gs/{n}.html">关于第{n}次水质检查的公示</a>{day}</li>' for n, day in enumerate(days)
    )
    return f"<ul>{''.join(told)}</ul>"


@pytest.mark.parametrize(
    "shown",
    [
        '<time datetime="2026-01-0{}T08:00:00+08:00">2天前</time>',
        '<time dateTime="2026-01-0{}T08:00:00+08:00" title="2026-01-0{} 08:00">刚刚</time>',
        '<span class="t" title="2026-01-0{} 10:00">昨天</span>',
        '<em data-time="2026-01-0{}">3周前</em>',
        '<span title="发布时间：2026-01-0{} 10:00">5小时前</span>',
    ],
)
def test_a_day_that_was_counted_long_ago_is_the_one_that_the_element_tells(shown: str) -> None:
    read = page(rows([shown.replace("{}", str(n)) for n in (4, 3, 2)]))
    assert [item.date for item in read.items] == [dt.date(2026, 1, n) for n in (4, 3, 2)]


def test_days_ago_are_counted_from_the_day_of_reading_where_nothing_else_is_told() -> None:
    read = page(rows(['<em title="第8期">3天前</em>', "<em>4天前</em>", "<em>5天前</em>"]))
    assert [item.date for item in read.items] == [dt.date(2026, 3, n) for n in (28, 27, 26)]


@pytest.mark.parametrize(
    "held",
    [
        '<ul><li class="ph"></li><li class="ph"></li><li class="ph"></li></ul>',
        '<div class="cards">'
        + '<article class="card"><div class="b"></div><div class="b"></div></article>' * 3
        + "</div>",
        '<section class="row-holder"><p></p></section>' * 4,
    ],
)
def test_equal_places_that_are_held_free_wait_for_a_script(held: str) -> None:
    assert "unshown" in page(held).script_filled
    assert page(held, "").script_filled == ()


@pytest.mark.parametrize(
    "body",
    [
        '<div class="clear"></div><div class="clear"></div><div class="clear"></div>',
        '<div class="swiper-dot"></div><div class="swiper-dot"></div><div class="swiper-dot"></div>',
        '<div class="row"></div><div class="row"></div>',
        "<ul></ul><p>暂无信息</p>",
        (
            '<div class="sk"></div><div class="sk"></div><div class="sk"></div>'
            '<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"items":[]}}}</script>'
        ),
    ],
)
def test_ornaments_and_lists_that_the_server_left_empty_wait_for_nothing(body: str) -> None:
    assert page(body).script_filled == ()


UP = ["<i>2022-05-06</i>", "<i>2023-07-08</i>", "<i>2024-09-10</i>"]
BY_SCRIPT = '<p class="pg"><a href="javascript:turn(1)">1</a> <a href="javascript:turn(2)">2</a> <a href="javascript:turn(9)">尾页</a></p>'


@pytest.mark.parametrize(
    ("days", "pager", "beyond"),
    [
        (UP, BY_SCRIPT, True),
        (UP, '<p><a href="#" onclick="turn(2)">下一页</a></p>', True),
        (UP, "<p><a href=\"javascript:__doPostBack('p','2')\">[2]</a></p>", True),
        (UP[::-1], BY_SCRIPT, False),
        (UP, "", False),
        (UP, '<p><a href="/gs/2.html">下一页</a></p>', False),
        (UP[:2], BY_SCRIPT, False),
    ],
)
def test_a_list_that_begins_with_its_oldest_item_goes_on_where_only_a_script_leads(
    days: list[str], pager: str, beyond: bool
) -> None:
    assert ("beyond" in page(rows(days) + pager).script_filled) is beyond
