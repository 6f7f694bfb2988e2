"""Pages of details whose values a script fills, beside pages that are simply empty."""

import pytest

from xunwang.inspector.read import read_page

HOME = "http://www.shili.gov.cn/"
MENU = '<div class="nav"><a href="/">首页</a><a href="/a/">要闻</a><a href="/b/">公告</a><a href="/c/">公开</a></div>'
FOOT = '<div class="footer">主办单位：示例县人民政府办公室 冀ICP备99000001号</div>'
LOAD = "<script>$.getJSON('/d.json', d => { $('#yj').text(d.a); $('#tj').text(d.b); $('#cl').text(d.c); $('#tq').text(d.t); $('#wd').text(d.w); $('#fl').text(d.f) })</script>"
CELLS = '<table><tr><th>设定依据</th><td id="yj"></td></tr><tr><th>申请条件</th><td id="tj">--</td></tr><tr><th>申请材料</th><td id="cl">加载中...</td></tr></table>'
FILLED = (
    CELLS.replace('"></td>', '">《示例办法》</td>').replace("--", "本县居民").replace("加载中...", "申请表")
)
WEATHER = '<div class="header"><span id="tq"></span><span id="wd"></span><span id="fl"></span></div>'
BLANK = '<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/c/">建议提案</a></div><ul class="list"></ul>'


@pytest.mark.parametrize(
    ("body", "script", "awaits"),
    [
        (CELLS, LOAD, True),
        (FILLED, LOAD, False),
        (CELLS, "", False),
        (CELLS, "<script>var a = 1;</script>", False),
        (WEATHER + BLANK, LOAD, False),
        ("<dl><dt>来信内容</dt><dd>{{ letter.text }}</dd><dt>答复内容</dt><dd>{{letter.answer}}</dd><dt>答复时间</dt><dd>{{letter.day}}</dd></dl>", "", True),
    ],
)  # fmt: skip
def test_values_are_awaited_only_where_a_script_of_the_page_fills_them(
    body: str, script: str, awaits: bool
) -> None:
    source = f"<html><head><title>道路占用许可_办事指南</title></head><body>{MENU}{body}{script}{FOOT}</body></html>"
    page = read_page(source.encode(), f"{HOME}c/", home=HOME)
    assert bool({"values", "list"} & set(page.script_filled)) is awaits


def test_a_telephone_in_a_cell_called_dh_is_no_menu() -> None:
    rows = '<tr><th>设定依据</th><td>《示例办法》</td></tr><tr><th>申请条件</th><td>本县居民</td></tr><tr><th>联系电话</th><td id="dh">0600-2211001</td></tr><tr><th>办理流程</th><td>申请、审核</td></tr>'
    source = f"<html><head><title>道路占用许可_办事指南</title></head><body>{MENU}<table>{rows}</table>{FOOT}</body></html>"
    guide = read_page(source.encode(), f"{HOME}c/1.html", home=HOME).guide
    assert guide is not None
    assert guide.elements["联系电话"] == "0600-2211001"
