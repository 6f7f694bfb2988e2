import base64
import datetime as dt
import json
from urllib.parse import quote

import pytest
from reading import COLUMN_URL, MENU, page_of

DAY = dt.date(2026, 3, 18)
LINK = '<a href="./{0}.html">水库巡查工作安排公示{0}</a>'


def of_script(code):
    return page_of(f'{MENU}<div class="list"><div id="rows"></div></div><script>{code}</script>')


@pytest.mark.parametrize(
    "row",
    [
        '{"title":"桥梁检测工作公示","url":"./1.html","pubDate":"2026-03-18 09:10:00"}',
        r'{"docTitle":"\u6865\u6881\u68c0\u6d4b\u5de5\u4f5c\u516c\u793a","docPubUrl":"\/zw\/gg\/1.html","createTime":"2026-01-02","docPubTime":"2026-03-18"}',
        "{id:7,title:'桥梁检测工作公示',linkUrl:'/zw/gg/1.html',publishTime:1773799800000,endTime:1793799800000}",
        '{"name":"桥梁检测工作公示","imgUrl":"/a/b.jpg","href":"1.html?a=/","releaseDay":"2026/3/18"}',
        r'{"b":"桥梁检测工作公示","h":"\/zw\/gg\/1.html","f":"2026\/03\/18"}',
    ],
)  # fmt: skip
def test_rows_in_a_script_are_entries_and_the_page_still_wants_its_script(row):
    page = of_script(f"render([{row},{row.replace('1.html', '2.html')}]);")
    assert [(item.title, item.date) for item in page.items] == [("桥梁检测工作公示", DAY)] * 2
    assert page.items[0].url.startswith(f"{COLUMN_URL}1.html")
    assert page.script_filled == ("list", "unshown")
    assert not any(item.url == link.url for item in page.items for link in page.links)


def test_rows_of_which_one_tells_no_address_are_not_read():
    page = of_script(
        'show([{"title":"桥梁检测工作公示","url":"/zw/1.html","date":"2026-03-18"},{"title":"水库巡查工作公示","id":"77","date":"2026-03-08"}])'
    )
    assert page.items == ()
    assert page.script_filled == ("list", "unshown")


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ('<i data-time="2026-03-18 08:00"></i>', DAY),
        ('<i data-timestamp="1773799800"></i>', DAY),
        ('<time datetime="2026-03-18T08:00:00+08:00"></time>', DAY),
        ('<i data-time="2026-03-18">阅读 37 次</i>', None),
        ('<i data-time="37"></i>', None),
    ],
)
def test_a_day_in_an_attribute_counts_where_a_script_shows_it(told, day):
    rows = "".join(f"<li>{LINK.format(number)}{told}</li>" for number in (11, 12, 13))
    page = page_of(f'{MENU}<ul class="list">{rows}</ul>')
    assert [item.date for item in page.items] == [day] * 3


@pytest.mark.parametrize(
    ("names", "days", "right"),
    [
        (("许可决定日期", "有效期至"), ("2026-03-18", "2029-03-17"), DAY),
        (("开始时间", "结束时间"), ("2026-03-18", "2026-04-17"), DAY),
        (("生效日期", "成文日期"), ("2026-05-01", "2026-03-18"), DAY),
        (("来信日期", "办结日期"), ("2026-03-08", "2026-03-18"), DAY),
    ],
)
def test_the_end_of_a_period_is_no_day_of_an_entry(names, days, right):
    head = "".join(f"<th>{name}</th>" for name in ("名称", *names))
    cells = "".join(f"<td>{day}</td>" for day in days)
    page = page_of(
        f"{MENU}<table><tr>{head}</tr><tr><td>{LINK.format(1)}</td>{cells}</tr><tr><td>{LINK.format(2)}</td>{cells}</tr></table>"
    )
    assert {item.date for item in page.items} == {right}


def test_the_names_of_cells_may_stand_in_a_table_of_their_own():
    rows = "".join(
        f"<tr><td>{LINK.format(number)}</td><td>2025-03-18</td><td>2026-03-30</td></tr>" for number in (1, 2)
    )
    page = page_of(
        f"{MENU}<div><div class='head-wrapper'><table><tr><th>标题</th><th>发布日期</th><th>截止日期</th></tr></table></div>"
        f"<div class='body-wrapper'><table>{rows}</table></div></div>"
    )
    assert [item.date for item in page.items] == [dt.date(2025, 3, 18)] * 2


def test_rows_that_a_script_assigns_piece_by_piece_are_entries():
    row = (
        "urls[i]='/art/2026/3/18/art_7_{0}.html';headers[i]=\"<a href='/art/2026/3/18/art_7_{0}.html' title=''>桥梁检测工作公示{0}</a>\";"
        "year[i]='2026';month[i]='03';day[i]='18';i++;"
    )
    page = of_script(f"var i=0;{row.format(1)}{row.format(2)}show(urls);")
    assert [(item.title, item.date) for item in page.items] == [
        ("桥梁检测工作公示1", DAY),
        ("桥梁检测工作公示2", DAY),
    ]
    assert page.items[1].url.endswith("/art/2026/3/18/art_7_2.html")
    assert (page.kind, page.script_filled) == ("column", ("list", "unshown"))


def test_pieces_that_tell_no_day_are_no_rows():
    row = "pics[i]='/a/{0}.jpg';links[i]='/zt/{0}.html';texts[i]='专题{0}号宣传图';i++;"
    page = of_script(f"var i=0;{row.format(1)}{row.format(2)}play(pics);")
    assert page.items == ()


def test_a_heading_that_tells_only_the_year_supplies_it():
    lists = (
        f"<h4>{year}年</h4><ul><li>{LINK.format(year)}<b>03-18</b></li><li>{LINK.format(year + 20)}<b>03-08</b></li></ul>"
        for year in (2025, 2024)
    )
    page = page_of(f"{MENU}<div class='list'>{''.join(lists)}</div>")
    assert [item.date.year for item in page.items] == [2025, 2025, 2024, 2024]


CALLED = (
    'window.__NUXT__=(function(a,b,c){return {data:[{list:[{title:"桥梁检测工作公示",url:"/zw/1.html",day:a,top:b},'
    '{title:"水库巡查工作公示",url:"\\u002Fzw\\u002F2.html",day:"2026-03-02",top:b}]}],error:c}}("2026-03-18 09:10:00",false,null));'
)
FLAT = (
    '[["ShallowReactive",1],{"data":2},{"rows":3},[4,8],{"title":5,"url":6,"day":7},"桥梁检测工作公示","/zw/1.html","2026-03-18 09:10:00",'
    '{"title":9,"url":10,"day":11},"水库巡查工作公示","/zw/2.html","2026-03-02"]'
)


def test_a_state_that_stands_thousands_of_times_within_itself_is_no_state():
    code = "[" * 20_000 + "]" * 20_000
    assert not page_of(f"{MENU}<script type='application/json'>{code}</script>").items


@pytest.mark.parametrize("code", [CALLED, FLAT])
def test_values_that_the_state_of_an_application_keeps_apart_are_put_back(code):
    page = of_script(code)
    assert [(item.title, item.url.rpartition("/")[2], item.date) for item in page.items] == [
        ("桥梁检测工作公示", "1.html", DAY),
        ("水库巡查工作公示", "2.html", dt.date(2026, 3, 2)),
    ]
    assert page.script_filled == ("list", "unshown")


def test_rows_without_an_address_in_the_state_leave_the_column_unread_and_not_blank():
    page = of_script(CALLED.replace('url:"/zw/1.html"', "id:81").replace('url:"\\u002Fzw\\u002F2.html"', "id:82"))  # fmt: skip
    assert page.items == ()
    assert page.script_filled == ("list", "unshown")


@pytest.mark.parametrize(
    "code",
    ['(function(a,b){return {x:a}}("1"));', "[[1,2],{}]", "(function(a){run(a)}(window));", "[{"],
    ids=["too few values", "no records", "no literal", "no JSON"],
)  # fmt: skip
def test_other_scripts_are_read_as_they_are(code):
    assert of_script(code).script_filled == ()


@pytest.mark.parametrize(
    ("holder", "filled"),
    [
        (
            '<div class="el-skeleton is-animated"><div class="el-skeleton__item"></div></div>',
            ("list", "unshown"),
        ),
        ("<p>数据加载中，请稍候...</p>", ("list", "unshown")),
        ("<div>正在努力加载…</div>", ("list", "unshown")),
        ("<p>暂无数据</p>", ()),
        ("<p>卸货时正在加载的车辆应当熄火。</p>", ()),
        ('<div class="el-skeleton" style="display:none"></div><p>暂无数据</p>', ()),
    ],
)
def test_what_holds_the_place_of_a_list_is_not_an_empty_list(holder, filled):
    assert page_of(f'{MENU}<div class="main">{holder}</div>').script_filled == filled


@pytest.mark.parametrize(
    ("first", "filled"), [("加载中", ("list", "unshown")), ("Loading...", ("list",)), ("加载", ())]
)
def test_the_first_words_of_a_page_may_tell_that_it_waits(first, filled):
    assert (
        page_of(
            f"<div class='main'>{first}</div><p>云港新区的栏目页，列出本区各部门印发的文件，也列出各部门的通知和公告，请在下方查阅各年度的文件；文件以印发的纸质文本为准。</p>{MENU}"
        ).script_filled
        == filled
    )


def test_months_in_boxes_of_their_own_supply_the_day():
    boxes = "".join(
        f"<div><div>2025年{month}月</div><ul><li><b>{day}</b>{LINK.format(month)}</li></ul></div>"
        for month, day in ((11, "05"), (8, "21"))
    )
    page = page_of(f"{MENU}<div class='months'>{boxes}</div>")
    assert [item.date for item in page.items] == [dt.date(2025, 11, 5), dt.date(2025, 8, 21)]


def test_a_range_in_a_card_begins_the_day_and_a_summary_tells_none():
    cards = "".join(
        f"<div><a href='/gg/{number}.html'><strong>道路命名公示{number}</strong><small>公示时间：2025-09-03 至 2025-09-10</small></a></div>"
        for number in (1, 2)
    )
    page = page_of(f"{MENU}<div class='list'>{cards}</div>")
    assert [(item.title, item.date) for item in page.items] == [
        ("道路命名公示1", dt.date(2025, 9, 3)),
        ("道路命名公示2", dt.date(2025, 9, 3)),
    ]
    rows = "".join(
        f"<dl><dt>{LINK.format(number)}</dt><dd>自2025年6月1日起执行，至2026年5月31日止。</dd><dd>[ 2025-05-20 ] [ 公告 ]</dd></dl>"
        for number in (1, 2)
    )
    assert {item.date for item in page_of(f"{MENU}<div>{rows}</div>").items} == {dt.date(2025, 5, 20)}


TITLES = ("关于开展春季防火检查的通知", "关于组织农机培训的通知", "关于城区停水抢修的公告")
TABLE = [[title, f"/tz/{number}.html", f"2026-03-1{number}"] for number, title in enumerate(TITLES)]
TEXT = json.dumps(TABLE, ensure_ascii=False)


@pytest.mark.parametrize(
    "held",
    [
        f"<script>var rows={TEXT};for(var i in rows){{add(rows[i])}}</script>",
        f"<script>{''.join(f'addItem({row[0]!r},{row[1]!r},{row[2]!r});' for row in TABLE)}</script>",
        f"<script>fill('{'#'.join('|'.join(row) for row in TABLE)}')</script>",
        f"<script>show(JSON.parse(decodeURIComponent('{quote(TEXT)}')))</script>",
        f"<script>show(JSON.parse(atob('{base64.b64encode(TEXT.encode()).decode()}')))</script>",
        f"<input type='hidden' id='d' value='{TEXT}'>",
        f"<div class='list' data-list='{TEXT}'></div>",
        "<div hx-get='/tz/rows' hx-trigger='load'></div>",
        "<turbo-frame id='rows' src='/tz/rows'></turbo-frame>",
    ],
)
def test_a_column_whose_rows_lie_in_data_of_any_make_is_unread(held):
    assert "list" in page_of(f"{MENU}<div class='main'><h2>通知公告</h2>{held}</div>").script_filled


@pytest.mark.parametrize(
    "said",
    [
        "<script>var feasts={'2026-01-01':'元旦','2026-02-17':'春节','2026-04-05':'清明'};calendar(feasts)</script>",
        "<script>var v='2026-03-18';var built='2026-03-20';log('县人民政府门户网站', v)</script>",
        "<input type='hidden' value='/wEPDwUKMTY1NDU2MTA1MmRkL3Nlc3Npb24vMjAyNi0wMy0xOC9hYmNkZWZnaGlqa2xtbm9wcXJz'>",
    ],
)
def test_days_without_titles_are_no_rows(said):
    assert page_of(f"{MENU}<div class='main'><h2>通知公告</h2><ul></ul>{said}</div>").script_filled == ()


@pytest.mark.parametrize(
    ("style", "parts"),
    [('style="display:none"', ("list", "unshown")), ("hidden", ("list", "unshown")), ("", ())],
)
def test_rows_in_a_text_field_that_nobody_sees_wait_for_a_script(style, parts):
    rows = "".join(f"<li>{LINK.format(number)}<span>2026-03-0{number}</span></li>" for number in (1, 2, 3))
    page = page_of(f'{MENU}<textarea {style}>{rows}</textarea><div class="show"></div>')
    assert page.script_filled == parts


def test_rows_in_an_island_are_entries():
    rows = "".join(
        f"<news><title>{title}</title><url>/zw/gg/{n}.html</url><date>2026-03-1{n} 08:30:00</date></news>"
        for n, title in enumerate(("桥梁检测工作公示", "水库巡查工作公示"), 7)
    )
    page = page_of(
        f'{MENU}<div class="list"><xml id="rows" style="display:none"><all>{rows}</all></xml><div id="out"></div></div>'
    )
    assert [(item.title, item.date.day) for item in page.items] == [
        ("桥梁检测工作公示", 17),
        ("水库巡查工作公示", 18),
    ]
    assert page.script_filled == ("list", "unshown")


@pytest.mark.parametrize(
    ("held", "waits"),
    [
        ("<div id='rows'>正在加载...</div><script>$.get('/api/rows', show)</script>", True),
        ("<div id='rows' class='list'></div><p>暂无数据</p><script>$.get('/api/rows', fill('#rows'))</script>", False),
    ],
)  # fmt: skip
def test_only_what_is_still_waited_for_or_lies_in_the_page_stays_unshown(held, waits):
    page = page_of(f'{MENU}<div class="main">{held}</div>')
    assert ("unshown" in page.script_filled) is waits


def test_days_of_banners_and_menus_are_none_of_a_list():
    banners = "[{t:'底部飘窗宣传图片',u:'/zt/dt/',d:'2015-01-02'},{t:'顶部横幅宣传图片',u:'/zt/hf.html',d:'2015-02-02'}]"
    page = page_of(
        f"{MENU}<div class='main'><p>本局负责农业农村工作。</p></div><script>var shown={banners}</script>"
    )
    assert page.items == ()
    assert "list" in page.script_filled
