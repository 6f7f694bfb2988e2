"""Pages of leaders: one with the name as its heading, and the list that leads to several."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI, Attempt, PageRow, Particulars, Reach
from xunwang.inspector.read import read_page
from xunwang.inspector.survey.particulars import particulars_of

HOME = "http://www.heping.gov.cn/"
WAY = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/ld/">领导信息</a></div>'


def told(title: str, main: str) -> Particulars:
    page = f"<html><head><meta charset='utf-8'><title>{title}_和平县人民政府</title></head><body>{WAY}<div class='main'>{main}</div></body></html>"
    url = f"{HOME}ld/1.html"
    read = read_page(page.encode(), url, home=HOME, today=dt.date(2026, 3, 31))
    attempt = Attempt(at=dt.datetime(2026, 3, 31, tzinfo=SHANGHAI), reach=Reach.OK, status=200)
    found = particulars_of(
        PageRow(page=read, key=key_of(url), depth=2, parent=HOME, attempt=attempt, evidence=None)
    )
    assert found is not None
    return found


def test_a_name_may_be_the_heading() -> None:
    text = "<p>职务：副县长</p><p>简历：1981年3月出生，大学学历。</p>"
    assert told("王乐和", f"<h2>王乐和</h2>{text}").holds == ("姓名", "职务", "简历")
    assert told("领导信息", f"<h2>领导信息</h2>{text}").holds == ("职务", "简历")


def test_a_list_of_leaders_is_the_page_of_none() -> None:
    rows = "".join(
        f"<li><a href='/ld/{n}.html'>{name}　{post}</a></li>"
        for n, (name, post) in enumerate((("王乐和", "县长"), ("李又安", "副县长"), ("赵同春", "副县长")))
    )
    assert told("领导信息", f"<h2>领导信息</h2><ul>{rows}</ul>").holds == ()


def test_a_name_may_stand_before_its_office() -> None:
    text = "<p>分管工作：主持全面工作</p><p>简历：1972年9月出生</p>"
    assert "姓名" in told("领导介绍", f"<p>郑乐和　党组书记、局长</p>{text}").holds
    for nobody in ("党组书记、局长", "职务　局长"):
        assert "姓名" not in told("领导介绍", f"<p>{nobody}</p>{text}").holds


def test_links_that_name_several_offices_make_a_list_of_leaders() -> None:
    links = "<a href='/ld/1.html'>县长　王乐和</a><a href='/ld/2.html'>副县长　李又安</a>"
    assert told("领导信息", f"<h2>领导信息</h2><div>{links}</div>").holds == ()
