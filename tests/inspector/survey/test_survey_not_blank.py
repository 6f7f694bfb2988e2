"""A column is blank only when it is empty for certain; anything of its own is enough against it."""

import pytest
from msgspec import structs
from read_sites import HOME, facts_of, row

from xunwang.inspector.model import ColumnFact, PageRow

NAMES = ("要闻动态", "通知公告", "政策文件", "资料下载", "统计数据", "专项资金")
NAV = '<div class="nav">' + "".join(f'<a href="/c{n}/">{name}</a>' for n, name in enumerate(NAMES)) + "</div>"
FOOT = '<div class="footer">主办单位：示例县人民政府办公室 苏ICP备99000001号-1 <a href="/map.html">网站地图</a></div>'
EMPTY = '<ul class="list"></ul>'


def page(name: str, main: str) -> str:
    return (
        f"<html><head><title>{name}</title></head><body>{NAV}<div class='where'>当前位置：<a href='/'>首页</a> &gt; {name}</div>"
        f"<div class='main'><h2>{name}</h2>{main}</div>{FOOT}</body></html>"
    )


def column(main: str) -> ColumnFact | None:
    news = "".join(
        f"<li><a href='/n/{n}.html'>示例县召开第{n}次工作推进会议</a><span>2026-03-{n}</span></li>"
        for n in range(10, 20)
    )
    rows = [row(HOME, page("示例县人民政府", f"<ul>{news}</ul>"), 0)]
    for number, name in enumerate(NAMES):
        body = main if number == 3 else f"<ul>{news}</ul>" if number == 0 else EMPTY
        rows.append(row(f"{HOME}c{number}/", page(name, body), 1))
    return fact_of(rows, "c3/")


def fact_of(rows: list[PageRow], path: str) -> ColumnFact | None:
    """The fact of a column; None where its page is but the way to others."""
    found = (
        fact for fact in facts_of(*rows) if isinstance(fact, ColumnFact) and fact.url in {path, HOME + path}
    )
    return next(found, None)


@pytest.mark.parametrize(
    "main",
    [
        "<ul><li><a href='/f/1.pdf'>居住证办理指南.pdf</a></li></ul>",
        "<div><img src='/p/1.jpg'><p>古桥晨曦</p></div>",
        "<iframe src='http://map.example.gov.cn/'></iframe>",
        "<p>值班电话：0600-6200000（白天）、6200001（夜间）</p>",
        "<img src='/p/org.png' width='900' height='700'>",
        "<p><a href='/s/1'>个体户登记</a></p><p><a href='/s/2'>户口迁移</a></p>",
        "<embed src='/f/a.pdf' type='application/pdf' width='100%' height='800'>",
        "<object data='/f/a.pdf' type='application/pdf'></object>",
        "<video controls><source src='/v/1.mp4'></video>",
        "<audio src='/v/1.mp3' controls></audio>",
        "<canvas id='c' width='600' height='400'></canvas>",
        "<div id='chart'></div><script>echarts.init(document.getElementById('chart')).setOption(o);</script>",
        "<ul id='tree' class='ztree'></ul><script>$.fn.zTree.init($('#tree'),setting,nodes);</script>",
        "<div id='xxgk' class='x'></div><script src='/interface/list.do?callback=show&amp;col=3'></script>",
        "<div id='app' class='x'><my-list></my-list></div><script src='/js/app.js'></script>",
        "<ul class='list' data-url='/api/list?c=3'></ul>",
        "<table><tr><th>品种</th><th>价格</th></tr><tr><td>示例大米每公斤</td><td>5.20</td></tr></table>",
    ],
)
def test_a_column_that_shows_something_of_its_own_is_not_blank(main: str) -> None:
    fact = column(main)
    assert fact.static or fact.items or fact.unread


def alike(main: str) -> ColumnFact | None:
    """One of five columns that show the same, beside one with a list."""
    news = "".join(
        f"<li><a href='/n/{n}.html'>示例县召开第{n}次工作推进会议</a><span>2026-03-{n}</span></li>"
        for n in range(10, 15)
    )
    rows = [row(HOME, page("示例县人民政府", f"<ul>{news}</ul>"), 0)]
    for number, name in enumerate(NAMES):
        rows.append(row(f"{HOME}c{number}/", page(name, main if number else f"<ul>{news}</ul>"), 1))
    return fact_of(rows, "c3/")


@pytest.mark.parametrize(
    ("main", "stands"),
    [
        ("<p><a href='http://credit.example.gov.cn/'>点击进入信用中国（示例）平台</a></p>", True),
        ("<p>请登录示例省政务服务网查询有关事项</p>", True),
        ("<img src='/i/banner.jpg'><ul class='list'></ul>", False),
    ],
)
def test_columns_that_lead_to_one_platform_are_not_blank(main: str, stands: bool) -> None:
    fact = alike(main)
    assert (fact.items, fact.static, fact.unread) == (0, stands, None)


@pytest.mark.parametrize(
    "main", [EMPTY, "<p>暂无相关信息</p>", "<ul></ul><div class='page'>共0条 第1页 上一页 下一页</div>"]
)
def test_an_empty_column_is_blank(main: str) -> None:
    fact = column(main)
    assert (fact.items, fact.static, fact.unread) == (0, False, None)


# ── pages that lead on ──

BELOW = ("本级文件", "部门文件", "规划纲要")


def leading(main: str, *, back: bool) -> ColumnFact | None:
    """A column that only the home page names, and three others with lists; `back`: a menu in the body of these names it and them."""
    menu = "".join(f"<p><a href='/d{n}/'>{name}</a></p>" for n, name in enumerate(BELOW))
    beside = f"<div class='k'><p><a href='/e/'>征集调查</a></p>{menu}</div>" if back else ""
    rows = [row(HOME, page("示例县人民政府", "<h3><a href='/e/'>征集调查</a></h3>"), 0)]
    rows += [row(f"{HOME}c{n}/", page(name, EMPTY), 1) for n, name in enumerate(NAMES)]
    rows.append(row(f"{HOME}e/", page("征集调查", main.format(menu=menu)), 1))
    for number, name in enumerate(BELOW):
        items = "".join(
            f"<li><a href='/d{number}/{n}.html'>示例县{name}第{n}号办理情况</a><span>2026-03-{n}</span></li>"
            for n in range(10, 14)
        )
        rows.append(row(f"{HOME}d{number}/", page(name, f"{beside}<ul>{items}</ul>"), 2))
    return fact_of(rows, "e/")


@pytest.mark.parametrize(
    "main", ["<ul class='tree'>{menu}</ul>", "<p>暂无正在征集的事项。</p><p><a href='/d1/'>往期回顾</a></p>"]
)
def test_a_page_that_leads_to_columns_of_its_own_is_not_blank(main: str) -> None:
    fact = leading(main, back=False)
    assert fact is None or fact.static


def test_a_menu_of_neighbours_makes_no_content() -> None:
    fact = leading("<div class='k'>{menu}</div>" + EMPTY, back=True)
    assert fact is not None
    assert (fact.items, fact.static, fact.unread) == (0, False, None)


def test_what_is_not_told_of_a_list_is_noted_so_that_nothing_is_surely_stale() -> None:
    titles = ("县领导调研春耕生产情况", "全县召开项目推进会议", "县城道路改造工程启动")
    abroad = "".join(
        f"<li><a href='https://mp.weixin.qq.com/s/{n}'>{t}</a></li>" for n, t in enumerate(titles)
    )
    fact = column(f"<ul>{abroad}</ul>")
    assert (fact.items, fact.undated_elsewhere, fact.part_filled) == (3, 3, False)
    old = "".join(
        f"<li><a href='/o/{n}.html'>{t}</a><span>2025-01-1{n}</span></li>" for n, t in enumerate(titles)
    )
    script = "<script>$.get('/api/list', function (d) { $('#rows').html(d); });</script>"
    fact = column(f"<ul id='rows'></ul>{script}<div class='box'><ul>{old}</ul></div>")
    assert (fact.items, fact.undated_elsewhere, fact.part_filled) == (3, 0, True)


def test_a_short_list_of_guides_that_the_home_page_and_the_page_above_repeat_is_not_blank() -> None:
    guides = "".join(
        f"<li><a href='/g.jsp?id={n}'>{name}</a></li>" for n, name in enumerate(("取水许可", "林木采伐许可"))
    )
    news = "".join(
        f"<li><a href='/n/{n}.html'>示例县召开第{n}次会议</a><span>2026-03-{n}</span></li>"
        for n in range(10, 20)
    )
    rows = [row(HOME, page("示例县人民政府", f"<ul>{news}</ul><p>{guides}</p>"), 0)]
    rows += [row(f"{HOME}c0/", page("要闻动态", f"<ul>{news}</ul>"), 1)]
    rows += [
        row(
            f"{HOME}c3/",
            page("办事服务", f"<h4><a href='/c3/zn/'>办事指南</a></h4><p>{guides}</p><ul>{news}</ul>"),
            1,
        )
    ]
    rows += [row(f"{HOME}c{n}/", page(NAMES[n], EMPTY), 1) for n in (1, 2, 4, 5)]
    rows += [row(f"{HOME}c3/zn/", page("办事指南", f"<h4>个人办事</h4><ul>{guides}</ul>"), 2)]
    told = "<table><tr><th>设定依据</th><td>示例县取水办法</td></tr><tr><th>申请条件</th><td>在示例县境内利用取水工程或者设施直接从江河、湖泊或者地下取用水资源的单位和个人，法律规定不需要申领的情形除外</td></tr><tr><th>办理材料</th><td>示例县取水申请表，申请人的身份证明，取水地点的位置图，与第三者有利害关系的相关说明，以及属于备案项目的有关备案材料</td></tr><tr><th>联系电话</th><td>0600-6200000</td></tr></table>"
    rows += [row(f"{HOME}g.jsp?id={n}", page("取水许可办事指南", told), 2) for n in range(2)]
    fact = fact_of(rows, "c3/zn/")
    assert fact is None or fact.items or fact.static


def test_talks_on_the_front_page_of_another_system_are_unread() -> None:
    other = "http://www.hudong.example.com/"
    talks = "".join(
        f"<li><a href='/t{n}.html'>访谈：第{n}期</a><span>2026-03-{n}</span></li>" for n in range(10, 14)
    )
    nav = NAV.replace("</div>", f"<a href='{other}'>在线访谈</a></div>")
    home = page("示例县人民政府", EMPTY).replace(NAV, nav)
    rows = [
        row(HOME, home, 0),
        row(
            other,
            f"<html><head><title>在线访谈</title></head><body><h1>在线访谈</h1><ul>{talks}</ul></body></html>",
            1,
        ),
    ]
    fact = fact_of(rows, other)
    assert fact is None or fact.items or fact.unread


def test_what_a_browser_did_not_get_to_show_is_unread_and_not_blank() -> None:
    main = "<div id='out'>正在加载...</div><script>$.post('/api/rows', show)</script>"
    rows = [row(HOME, page("示例县人民政府", ""), 0), row(f"{HOME}c3/", page(NAMES[3], main), 1)]
    fact = fact_of([structs.replace(one, rendered=True) for one in rows], "c3/")
    assert fact is not None
    assert fact.unread == "栏目列表由脚本生成，在浏览器中也未能显示"


@pytest.mark.parametrize(
    "main",
    [
        "<table><tr><th>采购项目</th><th>采购人</th><th>公告时间</th></tr><tr><td>&nbsp;</td><td></td><td></td></tr></table>",
        "<ul class='list'><li><a href='#'>XXXXXXXX</a><span>0000-00-00</span></li></ul>",
    ],
)
def test_the_head_of_a_table_and_a_row_nobody_filled_show_nothing(main: str) -> None:
    fact = column(main)
    assert fact is not None
    assert (fact.items, fact.static, fact.unread) == (0, False, None)


def test_words_beside_a_day_that_a_system_left_at_nought_are_read() -> None:
    fact = column(
        "<p>示例县农机购置补贴受理情况：申请轮式拖拉机一台，已经办结，办结时间0000-00-00 00:00:00</p>"
    )
    assert fact is not None
    assert (fact.items, fact.static, fact.unread) == (0, True, None)


def test_a_form_in_the_header_of_all_pages_is_none_of_the_column() -> None:
    mail = "<div class='header'><form action='/dy'><input name='mail'><button>订阅</button></form></div>"
    rows = [row(HOME, mail + page("示例县人民政府", ""), 0)]
    rows += [row(f"{HOME}c{n}/", mail + page(name, EMPTY), 1) for n, name in enumerate(NAMES)]
    fact = fact_of(rows, "c3/")
    assert fact is not None
    assert (fact.items, fact.static) == (0, False)


def test_a_page_that_gathers_what_other_columns_hold_is_none_itself() -> None:
    links = "<a href='/xw/'>新闻中心</a><a href='/xw/yw/'>要闻</a><a href='/xw/dt/'>动态</a><a href='/tz/'>通知公告</a>"

    def entries(*paths: str) -> str:
        return "<ul>" + "".join(
            f"<li><a href='/{path}.html'>示例县第{n}次工作推进会议召开</a><span>2026-02-1{n}</span></li>"
            for n, path in enumerate(paths)
        ) + "</ul>"  # fmt: skip

    held = {"xw/yw/": ("xw/yw/1", "xw/yw/2"), "xw/dt/": ("xw/dt/3", "xw/dt/4"), "tz/": ("tz/5", "tz/6")}
    held["xw/"] = ("xw/yw/2", "xw/dt/3", "xw/dt/4", "tz/6")
    rows = [
        row(HOME, f"<html><title>示例县</title><div class='nav'>{links}</div>{entries('xw/yw/1')}</html>", 0)
    ]
    rows += [
        row(
            HOME + path,
            f"<html><title>{path}</title><div class='nav'>{links}</div><div class='main'>{entries(*paths)}</div></html>",
            1,
        )
        for path, paths in held.items()
    ]
    assert fact_of(rows, "xw/dt/") is not None
    assert fact_of(rows, "xw/") is None
