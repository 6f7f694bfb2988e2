"""What carries content that nobody reads keeps a column from being surely blank, unless the whole site shows it."""

import pytest
from read_sites import HOME, facts_of, row

from xunwang.inspector.model import ColumnFact

NAMES = ("要闻动态", "通知公告", "政策文件", "部门文件", "统计数据", "专项资金")
TESTED = 5
NAV = '<div class="nav">' + "".join(f'<a href="/c{n}/">{name}</a>' for n, name in enumerate(NAMES)) + "</div>"
FOOT = '<div class="footer">主办单位：示例县人民政府办公室 苏ICP备99000001号-1 <a href="/map.html">网站地图</a></div>'
EMPTY = '<ul class="list"></ul>'


def carrier(html: str, name: str) -> object:
    return pytest.param(html, id=name)


PICTURES = [
    carrier("<div class='p' style=\"background-image:url('/p/1.jpg')\"></div>", "background"),
    carrier(
        "<table><tr><td background='/p/chart.gif' width='600' height='400'></td></tr></table>",
        "old background",
    ),
    carrier(
        "<style>.plan{height:600px;background:url(/p/plan.png)}</style><div class='plan'></div>",
        "style block",
    ),
    carrier(
        "<svg width='600' height='400'><text x='9' y='9'>办公室</text><path d='M0 0h9'/></svg>", "drawing"
    ),
    carrier("<img src='data:image/png;base64,iVBORw0KGgoAAAANSUhEUg' width='600'>", "picture as data"),
    carrier("<img data-original='/p/flow.jpg' class='lazy'>", "late picture"),
    carrier("<picture><source srcset='/p/flow.webp 2x'></picture>", "source set"),
    carrier("<input type='image' src='/p/enter.png'>", "picture to press"),
]
OTHERS = [
    carrier("<select onchange='go(this)'><option>财政专项资金</option><option>扶贫专项资金</option></select>", "select"),
    carrier("<xml id='rows' style='display:none'><row><title>资金公示</title></row></xml>", "xml island"),
    carrier(
        "<script type='application/json'>{\"rows\": [{\"bt\": \"资金公示\", \"nr\": \"一九年度\", \"lx\": \"公示\", \"bm\": \"财政局\"}]}</script>",
        "data",
    ),
    carrier("<template><ul><li>资金公示</li></ul></template>", "template"),
    carrier("<object classid='clsid:1'><param name='movie' value='/f/a.swf'></object>", "object"),
    carrier("<math><mi>资金</mi><mo>=</mo><mn>5</mn></math>", "formula"),
    carrier("<textarea readonly>资金由县财政局统一发放</textarea>", "textarea"),
    carrier("<input type='button' value='进入系统' onclick='enter()'>", "button"),
    carrier("<script src='/inc/rows.asp?c=5'></script>", "script in a file"),
    carrier("<script>fetch('/rows?c=5').then(show)</script>", "script that loads"),
    carrier("<script>document.write(rows.join(''))</script>", "script that writes"),
    carrier("<div style='display:none'><a href='/x/1.html'>二〇二五年度专项资金发放到户名单</a></div>", "tab that is closed"),
]  # fmt: skip
LINES = [
    carrier("<p>赵某某局长</p>", "five characters"),
    carrier("<p>见公告栏</p>", "four characters"),
    carrier("<a href='javascript:show(3)'>年度报告</a>", "words to press"),
    carrier("<marquee>已迁新址</marquee>", "moving words"),
]


def page(name: str, main: str) -> str:
    return (
        f"<html><head><title>{name}</title></head><body>{NAV}<div class='where'>当前位置：<a href='/'>首页</a> &gt; {name}</div>"
        f"<div class='main'><h2>{name}</h2>{main}</div>{FOOT}</body></html>"
    )


def column(main: str, everywhere: str = "") -> ColumnFact:
    """The last column, which shows `main`; the other pages show lists. Every page shows what stands `everywhere`."""
    rows = [row(HOME, page("示例县人民政府", everywhere), 0)]
    for number, name in enumerate(NAMES):
        items = "".join(
            f"<li><a href='/c{number}/{n}.html'>示例县{name}第{n}号</a><span>2026-03-{n}</span></li>"
            for n in range(10, 20)
        )
        body = main if number == TESTED else f"<ul>{items}</ul>"
        rows.append(row(f"{HOME}c{number}/", page(name, body + everywhere), 1))
    return next(
        one for one in facts_of(*rows) if isinstance(one, ColumnFact) and one.url.endswith(f"/c{TESTED}/")
    )


def is_blank(fact: ColumnFact) -> bool:
    return not (fact.items or fact.static or fact.unread)


@pytest.mark.parametrize("html", [*PICTURES, *OTHERS, *LINES])
def test_a_column_that_shows_what_nobody_reads_is_not_surely_blank(html: str) -> None:
    assert not is_blank(column(EMPTY + html))


@pytest.mark.parametrize("html", [*PICTURES, *OTHERS, *LINES])
def test_what_the_whole_site_shows_carries_nothing_of_one_column(html: str) -> None:
    fact = column(EMPTY, everywhere=html)
    assert is_blank(fact) or "脚本" in (fact.unread or "")  # where a script may fill the list, nobody knows


@pytest.mark.parametrize("html", PICTURES)
def test_a_picture_beside_the_words_that_there_is_nothing_is_their_ornament(html: str) -> None:
    assert is_blank(column(f"<p>暂无相关信息</p>{html}"))


@pytest.mark.parametrize(
    "main",
    [
        EMPTY,
        "<div class='list-box'><ul></ul></div>",
        "<table class='list'><tr><th>标题</th><th>日期</th></tr></table><p>暂无数据</p>",
        "<dl></dl><div class='page'>共0条 第1页 <a>上一页</a> <a>下一页</a></div>",
        "<div class='tit'><svg width='16' height='16'><path d='M0 0h9'/></svg>专项资金</div><ul></ul>",
        "<div class='tit'><svg><use href='#icon-list'></use></svg>专项资金</div><ul></ul>",
        "<ul></ul><select><option>第1页</option><option>第2页</option></select>",
        "<ul></ul><script>var id = 5;</script>",
        "<p>暂无内容</p><h3>推荐内容</h3><p><a href='/c0/12.html'>示例县要闻动态第12号</a></p>",
        "<script type='text/xml'><datastore><nextgroup><a href='/rows?c=5'></a></nextgroup><recordset></recordset></datastore></script>",
    ],
)
def test_a_column_without_anything_is_blank_in_whatever_it_is_written(main: str) -> None:
    assert is_blank(column(main))


@pytest.mark.parametrize(
    "sentence", ["文字已放大显示，按返回键回到标准版。", "本局分享的图片均由群众提供，打印请注明出处。"]
)
def test_a_sentence_that_speaks_of_tools_is_a_sentence(sentence: str) -> None:
    assert not is_blank(column(f"<p>{sentence}</p>"))


def test_the_heads_of_a_table_of_proposals_are_nothing() -> None:
    assert is_blank(
        column("<table><tr><th>标题</th><th>提出人</th><th>办理单位</th><th>答复日期</th></tr></table>")
    )


DRAWN = '<div id=\'chart\'></div><script type=\'application/json\'>{"标题": "资金公示", "单位": "财政局"}</script>'


def test_what_only_a_script_would_show_is_told_as_unread() -> None:
    assert "脚本" in (column(DRAWN).unread or "")
    beside = column(f"<p>专项资金由县财政局统一发放，咨询请到政务服务中心。</p>{DRAWN}")
    assert (beside.unread, beside.static) == (None, True)
