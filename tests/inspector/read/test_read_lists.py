import datetime as dt

import pytest
from reading import COLUMN_URL, FOOT, HOME, MENU, column_of, dated, page_of

from xunwang.inspector.model import PageKind, Zone

TWO = [("桥梁检测工作安排公示", "2026-03-18"), ("水库巡查工作安排公示", "2026-03-08")]
A, B = ('<a href="./1.html">桥梁检测工作安排公示</a>', '<a href="./2.html">水库巡查工作安排公示</a>')
C = '<a href="./3.html">标准厂房招租情况公示</a>'


@pytest.mark.parametrize(
    "listing",
    [
        f"<ul><li>{A}<span>2026-03-18</span></li><li>{B}<span>2026-03-08</span></li></ul>",
        f"<dl><dt>2026.3.18</dt><dd>{A}</dd><dt>2026.3.8</dt><dd>{B}</dd></dl>",
        f"<table><tr><td>{A}<br>{B}</td><td>[2026年3月18日]<br>[2026年3月8日]</td></tr></table>",
        f"<table><tr><td><table><tr><td>{A}</td></tr><tr><td>{B}</td></tr></table></td><td><table><tr><td>2026-03-18</td></tr><tr><td>2026-03-08</td></tr></table></td></tr></table>",
        f"<h3>2026年3月18日　星期三</h3><ul><li><tt>9:12</tt>{A}</li></ul><h3>2026年3月8日　星期日</h3><ul><li><tt>8:05</tt>{B}</li></ul>",
        f"<ul><li><b>18</b><i>Mar</i><i>2026</i>{A}</li><li><b>08</b><i>Mar</i><i>2026</i>{B}</li></ul>",
        f"<ul><li><time datetime='2026-03-18'>18/03/2026</time>{A}</li><li><time datetime='2026-03-08'>08/03/2026</time>{B}</li></ul>",
        f"<div><p>{A}<span>……</span><span>2026／3／18</span></p><p>{B}<span>……</span><span>2026／3／8</span></p></div>",
        f"<ul><li>{A}<p>举办日期 When: 2026-05-12</p><p>发布 Posted: 2026-03-18</p></li><li>{B}<p>举办日期 When: 2026-05-20</p><p>发布 Posted: 2026-03-08</p></li></ul>",
        f"<div><section><h3>{A}</h3><p>更新：2026-03-18 · 约 9 分钟读完</p></section><section><h3>{B}</h3><p>更新：2026-03-08 · 约 9 分钟读完</p></section></div>",
        f"<ul><li>{A.replace('</a>', '<s><b>2026</b><b>年</b><b>3</b><b>月</b><b>18</b><b>日</b></s></a>')}</li><li>{B.replace('</a>', '<s><b>2026</b><b>年</b><b>3</b><b>月</b><b>8</b><b>日</b></s></a>')}</li></ul>",
        f"<div class='p'><h3>{A}</h3><p>宣传办 发表于 2026年3月18日 星期三 | 分类：<a href='./'>桥梁水库安排公示信息列表</a></p></div><div class='p'><h3>{B}</h3><p>宣传办 发表于 2026年3月8日 星期日 | 分类：<a href='./'>桥梁水库安排公示信息列表</a></p></div>",
        f"<ul><li><span>[2026-03-18]</span>{A}</li><li><span>[2026-03-08]</span>{B}</li></ul>",
        f"<ul><li><span>03-18</span>{A}</li><li><span>03-08</span>{B}</li></ul>",
        f"<ul><li><b>18</b><i>2026-03</i>{A}</li><li><b>08</b><i>2026-03</i>{B}</li></ul>",
        f"<ul><li><b>18</b><i>3月</i>{A}</li><li><b>8</b><i>3月</i>{B}</li></ul>",
        f"<ul><li>{A}<p>发文机关：县政府　成文日期：2026-03-01　发布日期：2026-03-18</p></li><li>{B}<p>成文日期：2026-03-02　发布日期：2026-03-08</p></li></ul>",
        f"<ul><li>{A}<br>印发 2026-03-01，公开 2026-03-18</li><li>{B}<br>印发 2026-03-02，公开 2026-03-08</li></ul>",
        f"<ul><li>{A}<p>成文于2026年3月1日 公布于2026年3月18日</p></li><li>{B}<p>成文于2026年3月2日 公布于2026年3月8日</p></li></ul>",
        f"<ul><li>{A.replace('<a ', '<a title=2026-03-18 ')}</li><li>{B.replace('<a ', '<a title=2026-03-08 ')}</li></ul>",
        f"<ul><li>{A} 发布时间：2026年3月18日 10:20</li><li>{B} 发布时间：2026年3月8日 9:05</li></ul>",
        (f"<table><tr><th>名称</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr><tr><td>{A}</td><td>和政〔2026〕3号</td>"
        f"<td>2026-03-01</td><td>2026-03-18</td></tr><tr><td>{B}</td><td></td><td>2026-03-02</td><td>2026-03-08</td></tr></table>"),
        f"<dl><dt>{A}</dt><dd>2026.3.18</dd></dl><dl><dt>{B}</dt><dd>2026.3.8</dd></dl>",
        f"<dl><dt>{A}</dt><dd>2026.3.18</dd><dt>{B}</dt><dd>2026.3.8</dd></dl>",
        f"<div class='k'><p>2026/3/18</p><h4>{A}</h4><p>各乡镇按时上报。</p></div><div class='k'><p>2026/3/8</p><h4>{B}</h4></div>",
        f"<div>{A}<span>2026-03-18</span><br>{B}<span>2026-03-08</span></div>",
        f"<div><span>2026-03-18</span>{A}<br><span>2026-03-08</span>{B}</div>",
        f"<section><article>{A}<time>2026-03-18</time></article><article>{B}<time>2026-03-08</time></article></section>",
        f"<ul><li>[<a href='/zw/'>公告</a>]{A}<span>2026-03-18</span></li><li>[<a href='/zw/'>公告</a>]{B}<span>2026-03-08</span></li></ul>",
        f"<ul><li>{A}<span>2026-03-18</span><a href='./1.html'>详情</a></li><li>{B}<span>2026-03-08</span><a href='./2.html'>详情</a></li></ul>",
        ("<ul><li><a href='./1.html'><span>2026-03-18</span><h3>桥梁检测工作安排公示</h3></a></li>"
        "<li><a href='./2.html'><span>2026-03-08</span><h3>水库巡查工作安排公示</h3></a></li></ul>"),
        f"<ul><li><a href='/dw/7/'>县交通运输局</a>{A}<span>2026-03-18</span></li><li><a href='/dw/8/'>县水利局政务号</a>{B}<span>2026-03-08</span></li></ul>",
        f"<ul><li>{A}<p>发布时间：2026-03-18</p></li><li>{B}<p>发布时间：2026-03-08</p></li></ul>",
        f"<table><tr><td>{A}</td><td>2026-03-18</td><td>{B}</td><td>2026-03-08</td></tr></table>",
        "<ul><li><a href='./1.html'>桥梁检测工作安排公示 [2026-03-18]</a></li><li><a href='./2.html'>水库巡查工作安排公示 [2026-03-08]</a></li></ul>",
        "<ul><li><a href='./1.html' title='桥梁检测工作安排公示'>桥梁检测工…</a>2026-03-18</li><li>·<a href='./2.html'>·水库巡查工作安排公示</a>2026-03-08</li></ul>",
        f"<table><tr><td>{A}</td><td>2026-03-18</td></tr></table><table><tr><td>{B}</td><td>2026-03-08</td></tr></table>",
        f"<ul><li>{A}</li><li>2026-03-18</li></ul><ul><li>{B}</li><li>2026-03-08</li></ul>",
        f"<ul><li>{A}<span>[26-03-18]</span></li><li>{B}<span>[26-03-08]</span></li></ul>",
        f"<ul><li>{A}<span>26.03.18</span></li><li>{B}<span>26.03.08</span></li></ul>",
        f"<ul><li>{A}<span>26/03/18</span></li><li>{B}<span>26/03/08</span></li></ul>",
        f"<ul><li>{A}<span>二〇二六年三月十八日</span></li><li>{B}<span>二○二六年三月八日</span></li></ul>",
        (f"<div class='head'><span>标题</span><span>发布日期</span><span>成文日期</span></div><div class='rows'><div class='r'><span>{A}</span><span>2026-03-18</span>"
        f"<span>2026-03-20</span></div><div class='r'><span>{B}</span><span>2026-03-08</span><span>2026-03-10</span></div></div>"),
        f"<table><tr><td>1</td><td>{A}</td><td>2026年3月18日</td></tr><tr><td>2</td><td>{B}</td><td>2026年3月8日</td></tr></table>",
        f"<h5>2026年</h5><ul><li>{A}<span>三月十八日</span></li></ul><h5>2026年</h5><ul><li>{B}<span>三月八日</span></li></ul>",
        ("<div><a href='./1.html'><p>桥梁检测工作安排公示</p><span>发布时间：2026-03-18 浏览：2025-12</span></a>"
        "<a href='./2.html'><p>水库巡查工作安排公示</p><span>发布时间：2026-03-08 浏览：2025-12</span></a></div>"),
        ("<table><tr><td>1</td><td><a href='./1.html'><p>桥梁检测工作安排公示</p><p><i>(</i><span>发文字号：和政办发〔2026〕13号</span><span>成文日期 ：2026-03-18</span><i>)</i></p></a></td></tr>"
        "<tr><td>2</td><td><a href='./2.html'><p>水库巡查工作安排公示</p><p><i>(</i><span>发文字号：和政办发〔2026〕12号</span><span>成文日期 ：2026-03-08</span><i>)</i></p></a></td></tr></table>"),
        ("<div><a href='./1.html'><li>县政府</li><li>桥梁检测工作安排公示</li><li>和平县人民政府令〔2026〕3号</li><li>2026-03-18</li></a>"
        "<a href='./2.html'><li>县政府</li><li>水库巡查工作安排公示</li><li>和平县人民政府令〔2026〕2号</li><li>2026-03-08</li></a></div>"),
        ("<ul><li><a href='./1.html'><div><h4>18</h4><p>2026.03</p></div><h4>桥梁检测工作安排公示</h4><p>现就有关事项公示如下，请社会各界监督…</p></a></li>"
        "<li><a href='./2.html'><div><h4>08</h4><p>2026.03</p></div><h4>水库巡查工作安排公示</h4><p>现就有关事项公示如下，请社会各界监督…</p></a></li></ul>"),
        ("<ul><li><a href='./1.html'><img src='/1.jpg'><i>03:21</i><p>桥梁检测工作安排公示</p></a><span>2026-03-18</span></li>"
        "<li><a href='./2.html'><img src='/2.jpg'><i>01:02:21</i><p>水库巡查工作安排公示</p></a><span>2026-03-08</span></li></ul>"),
        (f"<table><tbody><tr><td>·</td><td>{A}</td><td>2026/03/18&nbsp;</td></tr><tr><td colspan='3'></td></tr><tr><td>·</td><td>{B}</td><td>2026/03/08&nbsp;</td></tr>"
        "<tr><td colspan='3'>共31条 1/3 首页 上页 <a href='gg/2.htm'>下页</a> <a href='gg/1.htm'>尾页</a></td></tr></tbody></table>"),
    ],
)  # fmt: skip
def test_lists_of_every_build_are_read(listing):
    page = column_of(listing)
    assert dated(page) == TWO
    assert page.newest == dt.date(2026, 3, 18)
    assert [item.url for item in page.items] == [COLUMN_URL + "1.html", COLUMN_URL + "2.html"]
    assert page.kind == "column"


def test_dates_within_titles_are_not_dates_of_items():
    page = column_of(
        "<ul><li><a href='./1.html'>关于征集照片的公告（2026年5月1日截止）</a><span>2026-03-02</span></li>"
        "<li><a href='./2.html'>2025年12月31日前完成整改的通知</a></li></ul>"
    )
    assert dated(page) == [
        ("关于征集照片的公告（2026年5月1日截止）", "2026-03-02"),
        ("2025年12月31日前完成整改的通知", None),
    ]


def test_a_date_after_today_stays_what_is_written():
    page = column_of(f"<ul><li>{A}<span>2026-04-30</span></li></ul>")
    assert page.newest == dt.date(2026, 4, 30)


@pytest.mark.parametrize(
    "aside",
    [
        '<div class="sidebar"><ul><li><a href="/n/9.html">县图书馆延长开放时间</a><span>2026-03-30</span></li></ul></div>',
        '<div class="sider"><ul><li><a href="/n/9.html">县图书馆延长开放时间</a><span>2026-03-30</span></li></ul></div>',
        '<div class="x7"><h3>热点信息</h3><ul><li><a href="/n/9.html">县图书馆延长开放时间</a><span>2026-03-30</span></li></ul></div>',
        '<div class="header"><span>2026年3月30日 星期一</span><a href="/wza/">无障碍浏览服务</a></div>',
        '<div class="footer"><a href="/n/9.html">版权声明与免责条款</a> 2026-03-30</div>',
    ],
)
def test_what_stands_aside_is_not_the_list_of_a_column(aside):
    assert dated(column_of(f"<ul><li>{A}<span>2026-03-18</span></li></ul>{aside}")) == TWO[:1]


def test_the_pager_tells_which_list_is_the_column():
    page = column_of(
        '<div class="p1"><h2>要情快报</h2><ul><li><a href="/n/9.html">县图书馆延长开放时间</a><span>2026-03-30</span></li></ul></div>'
        f'<div class="p2"><ul><li>{A}<span>2026-03-18</span></li></ul><div>1 <a href="index_1.html">2</a> <a href="index_1.html">下一页</a></div></div>'
    )
    assert dated(page) == TWO[:1]


def test_a_home_page_counts_all_its_dated_lists_and_no_clock():
    page = page_of(
        f'<div class="top">今天是2026年3月31日 星期二 <a href="{HOME}">和平县人民政府</a></div>{MENU}'
        f"<div class='l'><h2>要闻</h2><ul><li>{A}<span>03-18</span></li></ul></div>"
        f"<div class='r'><h2>推荐阅读</h2><ul><li>{B}<span>03-08</span></li></ul></div>",
        url=HOME,
    )
    assert page.kind == "home"
    assert page.newest == dt.date(2026, 3, 18)
    assert [day for _, day in dated(page)] == ["2026-03-18", "2026-03-08"]


def test_a_home_page_without_dates_lists_its_articles():
    rows = "".join(
        f"<li><a href='/zw/202603/t2026031{n}_{n}.html'>乡镇道路养护情况通报之{n}</a></li>" for n in range(4)
    )
    page = page_of(f"{MENU}<div><ul>{rows}</ul></div>", url=HOME)
    assert [item.date for item in page.items] == [None] * 4


@pytest.mark.parametrize("address", ["./p{n}.html", "./show.asp?nid={n}", "./ab{n}f9.htm"])
def test_a_column_without_dates_lists_its_similar_links(address):
    rows = "".join(
        f"<li><a href='{address.format(n=n)}'>乡镇道路养护情况通报之{n}</a></li>" for n in range(3)
    )
    page = column_of(f"<ul>{rows}</ul>")
    assert dated(page) == [(f"乡镇道路养护情况通报之{n}", None) for n in range(3)]
    assert page.newest is None


@pytest.mark.parametrize("address", ["./list_{n}.html", "./{n}/", "./list.asp?classid={n}", "./lm{n}.html"])
def test_a_column_of_columns_lists_no_items(address):
    rows = "".join(f"<li><a href='{address.format(n=n)}'>重点领域信息公开之{n}</a></li>" for n in range(3))
    assert column_of(f"<ul>{rows}</ul>").items == ()


def test_two_links_are_no_undated_list():
    assert column_of(f"<ul><li>{A}</li><li>{B}</li></ul>").items == ()


def test_names_of_columns_and_departments_are_no_articles():
    rows = "".join(f"<li><a href='/bm/{n}/'>县{n}局</a></li>" for n in "教育财政水利")
    assert column_of(f"<ul>{rows}</ul>").items == ()


def test_hidden_tabs_hold_items_and_clickable_rows_too():
    page = column_of(
        f"<ul><li>{A}<span>2026-03-18</span></li></ul><ul style='display:none'><li>{B}<span>2026-03-08</span></li></ul>"
        "<ul><li onclick='go(7)'><p>水文监测站点调整通报</p><span>2026-02-01</span></li></ul>"
    )
    assert [day for _, day in dated(page)] == ["2026-03-18", "2026-03-08", "2026-02-01"]
    assert page.items[2].url == COLUMN_URL


def test_an_empty_column_has_no_items_and_no_script_that_fills_it():
    page = column_of('<h2>通知公告</h2><ul class="list"></ul><script src="/js/jquery.min.js"></script>')
    assert (page.kind, page.items, page.script_filled) == ("column", (), ())


def test_a_button_for_more_under_an_empty_list_awaits_what_a_script_loads():
    page = column_of('<h2>通知公告</h2><ul id="info"></ul><a onclick="more()">加载更多</a>')
    assert page.script_filled == ("list",)


@pytest.mark.parametrize(
    ("pager", "addresses"),
    [
        (
            "共 18 条 第 1/2 页 <a href='i.do?p=1'>[1]</a> <a href='i.do?p=2'>[2]</a>",
            ["i.do?p=1", "i.do?p=2"],
        ),
        (
            '<a href="index_1.html">2</a><a href="index_1.html">下一页</a><a href="index_8.html">尾页</a>',
            ["index_1.html", "index_8.html"],
        ),
        ('<b>1</b> <a href="list_2.html">2</a> <a href="list_3.html">3</a>', ["list_2.html", "list_3.html"]),
        ('<script>createPageHTML(3, 0, "index", "html");</script>', ["index_1.html", "index_2.html"]),
        (
            "<script>createPageHTML('pg', 3, 1, 'list', 'shtml', 44);</script>",
            ["list_2.shtml", "list_3.shtml"],
        ),
        ('<ol><li><a href="./">1</a></li><li><a href="page/2/">2</a></li></ol>', ["page/2/"]),
        (
            """<script>layui.use("laypage",function(){layui.laypage.render({elem:"pg",count:41,limit:20,jump:function(o,first){
            if(!first)location.href="index/p/"+o.curr+".html"}})});</script>""",
            ["index/p/2.html", "index/p/3.html"],
        ),
        (
            "<script>laypage.render({elem:'pg',count: 11,jump(obj){location='?page='+obj.curr}})</script>",
            ["?page=2"],
        ),
        (
            "<script>laypage.render({elem:'pg',count:21,limit:20,jump(o){location='l.php?p='+o.curr+'&size='+o.limit}})</script>",
            ["l.php?p=2&size=20"],
        ),
        (
            "<script>var n=20;laypage.render({elem:'pg',count:21,limit:n,jump(o){location='?p='+o.curr}})</script>",
            [],
        ),
        (
            "<script>laypage.render({elem:'pg',count:21,limit:20,jump(o){location='?k='+key+'&p='+o.curr}})</script>",
            [],
        ),
        (
            "<script>laypage.render({elem:'pg',count:21,limit:20,jump(o){location='?p='+o.curr+'&k='+key}})</script>",
            [],
        ),
        ("<script>laypage.render({elem:'pg',count: 0,limit:0,jump(o){location='?p='+o.curr}})</script>", []),
        ("<script>laypage.render({elem:'pg',count: res.count,jump(o){load(o.curr)}})</script>", []),
    ],
)
def test_the_other_pages_of_a_list(pager, addresses):
    page = column_of(f"<ul><li>{A}<span>2026-03-18</span></li></ul><div>{pager}</div>")
    assert page.next_pages == tuple(COLUMN_URL + address for address in addresses)


@pytest.mark.parametrize(
    "clock",
    [
        '<div class="top"><span>2026年3月31日</span><a href="/user/login">登录</a></div><div class="logo"></div>',
        '<div class="t1"><span>2026年3月31日</span><a href="/wza/">无障碍</a></div><div class="logo"></div>',
        '<div class="s"><span>2026-03-31</span> <a href="/gjss/">高级搜索</a></div>',
    ],
)
def test_a_clock_beside_a_button_is_no_entry(clock):
    page = page_of(f'{clock}{MENU}<div class="main"><ul></ul></div>')
    assert page.items == ()


@pytest.mark.parametrize(
    "entry",
    [
        '<li><a href="/zw/">任前公示</a><span>2026-03-20</span></li>',
        '<div><a href="./gs.html">任前公示</a><span>2026-03-20</span></div>',
        '<div><a href="/art/5512">任前公示</a><span>2026-03-20</span></div>',
    ],
)
def test_a_list_may_hold_one_short_title(entry):
    assert dated(column_of(f"<ul>{entry}</ul>")) == [("任前公示", "2026-03-20")]


def test_weeks_and_months_ago_are_as_late_as_they_can_be_where_no_own_page_tells_the_day() -> None:
    def listing(host: str) -> str:
        told = [
            ("桥梁检测工作走进社区", "2周前"),
            ("水库巡查工作走进乡村", "1个月前"),
            ("绿化养护工作走进学校", "2年前"),
        ]
        return "".join(
            f"<li><a href='{host}/s/{day[0]}{day[1]}.html'>{title}</a><i>{day}</i></li>"
            for title, day in told
        )

    abroad = column_of(f"<ul>{listing('http://news.example.cn')}</ul>")
    assert [str(item.date) for item in abroad.items] == ["2026-03-20", "2026-03-16", "2024-09-29"]
    assert all(item.date is None for item in column_of(f"<ul>{listing('')}</ul>").items)


def test_a_menu_under_the_name_of_a_title_and_days_under_their_terms_make_no_article_of_a_list():
    titles = ("《县城道路养护办法》政策解读", "一图读懂《全民阅读实施方案》", "关于《全民阅读实施方案》的起草说明", "《农村公路养护办法》政策问答", "《水库巡查办法》政策解读", "一图读懂《桥梁检测计划》")  # fmt: skip
    rows = "".join(
        f'<dt><a href="/zw/2025-0{month}/1{month}/c_{month}.html">{title}</a></dt><dd>2025-0{month}-1{month}</dd>'
        for month, title in zip(range(9, 3, -1), titles, strict=True)
    )
    tabs = "".join(f'<li><a href="/zw/{n}/list.html">{name}</a></li>' for n, name in enumerate(("公开指南", "机构职能", "政策解读", "规划计划")))  # fmt: skip
    path = '<p>您的位置：<a href="/">首页</a> » <a href="/zw/">政府信息公开</a> » <em>政策解读</em></p>'
    body = f'{path}<div class="bt_zw"><ul>{tabs}</ul></div><div><h2>政策解读</h2><dl>{rows}</dl></div>'
    page = page_of(
        f"<div>{MENU}{body}</div>{FOOT}",
        "<title>政策解读_和平县人民政府</title>",
        url=HOME + "zw/2/list.html",
    )
    assert (page.kind, page.title, len(page.items)) == (PageKind.COLUMN, "政策解读_和平县人民政府", 6)


@pytest.mark.parametrize(
    "listing",
    [
        f"<ul><li>{A}<span>有效期至：2026-03-18</span></li><li>{B}<span>有效期至：2026-12-31</span></li><li>{C}<span>有效期至：2027-01-31</span></li></ul>",
        f"<table><tr><th>名称</th><th>编号</th><th>有效期至</th></tr><tr><td>{A}</td><td>A1</td><td>2026-03-18</td></tr><tr><td>{B}</td><td>A2</td><td>2027-01-31</td></tr><tr><td>{C}</td><td>A3</td><td>2028-01-31</td></tr></table>",
        f"<ul><li>{A}<p>下次出诊：2026-04-02 上午</p></li><li>{B}<p>下次出诊：2026-04-03 下午</p></li><li>{C}<p>下次出诊：2026-04-07 上午</p></li></ul>",
    ],
    ids=["label", "column", "event"],
)
def test_days_up_to_which_or_on_which_something_is_are_none_of_publishing(listing):
    assert [item.date for item in column_of(listing).items] == [None, None, None]


def test_the_day_of_the_announcement_goes_before_that_of_the_opening_of_tenders():
    head = "<tr><th>项目</th><th>公告日期</th><th>报名截止</th><th>开标日期</th></tr>"
    rows = f"<tr><td>{A}</td><td>2026-03-18</td><td>2026-03-25</td><td>2026-04-02</td></tr><tr><td>{B}</td><td>2026-03-08</td><td>2026-03-15</td><td>2026-03-22</td></tr>"
    assert dated(column_of(f"<table>{head}{rows}</table>")) == TWO


def test_one_month_alone_heads_a_list_whose_rows_show_their_days():
    listing = f"<h3>2026年3月</h3><ul><li><q>18日</q>{A}</li><li><q>8日</q>{B}</li></ul>"
    assert dated(column_of(listing)) == TWO


def test_one_entry_in_a_box_at_the_side_is_no_news_of_a_column():
    side = "<aside><p>热文</p><p><a href='/xw/9.html'>全县招商引资推进会召开</a> 2026-03-30</p></aside>"
    page = column_of(
        f"<div class='lb'><div>{side}<ul><li>{A}<span>2026-01-18</span></li><li>{B}<span>2026-01-08</span></li></ul></div></div>"
    )
    assert page.newest == dt.date(2026, 1, 18)


def test_elements_of_the_sites_own_make_are_told_by_their_names():
    side = "<x-aside><x-row><a href='/xw/9.html'>全县招商引资推进会召开</a> <x-day>2026-03-30</x-day></x-row></x-aside>"
    rows = f"<x-feed><x-row>{A} <x-day>2026-01-18</x-day></x-row><x-row>{B} <x-day>2026-01-08</x-day></x-row></x-feed>"
    page = column_of(f"<x-view>{side}{rows}</x-view>")
    assert page.newest == dt.date(2026, 1, 18)
    assert [link.zone for link in page.links if link.url.endswith("/xw/9.html")] == [Zone.SIDE]


def test_the_only_entry_of_a_column_may_have_a_short_title_and_an_address_without_a_document():
    page = column_of("<div><div><a href='./gz/'>古圳的故事</a><span>2025-06-08</span></div></div>")
    assert [(item.title, item.date) for item in page.items] == [("古圳的故事", dt.date(2025, 6, 8))]


PANES = (
    "<div><a {0}href='/gg/'>公告</a><a {1}href='/zc/'>政策</a></div><div id='one'><ul><li><a href='/gg/1.html'>桥梁检测工作安排公示</a>"
    "<span>2026-03-08</span></li></ul></div><div id='two' hidden><ul><li><a href='/zc/2.html'>水库巡查工作安排公示</a><span>2026-03-18</span></li></ul></div>"
)


@pytest.mark.parametrize("named", [("aria-controls='one' ", "aria-controls='two' "), ("", "")])
def test_a_hidden_pane_whose_tab_leads_to_another_page_is_that_pages(named: tuple[str, str]) -> None:
    page = page_of(PANES.format(*named), url=HOME + "gg/")
    assert page.newest == dt.date(2026, 3, 8)


def test_a_hidden_pane_whose_tab_stays_on_the_page_is_its_own() -> None:
    listing = PANES.format("", "").replace("'/zc/'", "'#two'").replace("'/gg/'", "'#one'")
    assert page_of(listing, url=HOME + "gg/").newest == dt.date(2026, 3, 18)


def test_the_tab_of_a_year_tells_the_year_of_a_list_and_leads_to_its_other_pages() -> None:
    bar = "<p><a href='./'>2025年</a> <a href='./2024/'>2024年</a></p>"
    page = page_of(f"{bar}<ul><li>{A}<span>02-17</span></li><li>{B}<span>01-08</span></li></ul>")
    assert page.newest == dt.date(2025, 2, 17)
    assert [url.rpartition("/2")[2] for url in page.next_pages] == ["024/"]
