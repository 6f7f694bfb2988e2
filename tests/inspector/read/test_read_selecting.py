"""Lists read by selectors that a person gave."""

import datetime as dt

import pytest

from xunwang.inspector.read.selecting import SelectorError, pick

TODAY = dt.date(2026, 3, 31)
URL = "http://www.shili.gov.cn/tz/"
PAGE = """<html><head><meta charset="utf-8"></head><body>
<div class="row"><b>01</b><a href="/tz/1.html" title="关于做好春季森林防火工作的通知">关于做好春季森林…</a><em>2026/03/21</em></div>
<div class="row"><b>02</b><a href="2.html">·城区道路维修公告</a><em>02-11</em></div>
<div class="row"><b>03</b><a href="javascript:open(3)">老旧小区改造公示</a><em>12-30</em></div>
<div class="row"><b>04</b>没有链接的一条<em>近日</em></div>
<div class="side"><a href="/hot.html">热点</a><i>2026-03-30</i></div></body></html>""".encode()


def picked(items, date=None, page=PAGE):
    return pick(page, URL, items=items, date=date, today=TODAY)


def test_titles_addresses_and_days_with_the_years_supplied():
    found = picked("div.row", "em")
    assert [(item.title, item.url, item.date) for item in found.items] == [
        ("关于做好春季森林防火工作的通知", "http://www.shili.gov.cn/tz/1.html", dt.date(2026, 3, 21)),
        ("城区道路维修公告", "http://www.shili.gov.cn/tz/2.html", dt.date(2026, 2, 11)),
        ("老旧小区改造公示", URL, dt.date(2025, 12, 30)),
        ("04没有链接的一条近日", URL, None),
    ]
    assert (found.matched, found.unlinked, found.unread) == (4, 2, ("近日",))
    assert found.newest == dt.date(2026, 3, 21)


def test_without_a_date_selector_the_day_is_looked_for_beside_the_link():
    assert [item.date for item in picked("div.row").items][:2] == [dt.date(2026, 3, 21), dt.date(2026, 2, 11)]


def test_links_themselves_may_be_the_items():
    found = picked("div.row a", "em")
    assert [item.date for item in found.items] == [
        dt.date(2026, 3, 21),
        dt.date(2026, 2, 11),
        dt.date(2025, 12, 30),
    ]


def test_nothing_matched_is_nothing_found():
    found = picked("ul.list li", "span")
    assert (found.matched, found.items, found.newest) == (0, (), None)


def test_another_coding_is_read():
    assert (
        picked("div.row", "em", PAGE.decode().replace("utf-8", "gbk").encode("gb18030")).items[1].title
        == "城区道路维修公告"
    )


@pytest.mark.parametrize(("items", "date"), [("div >", None), ("//div", None), ("", None), ("div", "span[")])
def test_a_selector_that_is_none_is_refused_in_a_sentence(items, date):
    with pytest.raises(SelectorError, match=r"^(条目|日期)选择器“.*”有误，应为CSS选择器"):
        picked(items, date)
