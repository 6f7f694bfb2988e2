"""Kinds, meta tags, forms, mastheads and what only a script would fill."""

import datetime as dt

import pytest
from reading import ARTICLE_URL, COLUMN_URL, FOOT, HOME, LONG, MENU, article_of, column_of, page_of

from xunwang.inspector.model import LinkKind, PageKind
from xunwang.inspector.read import read_page


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<h1>404 Not Found</h1><hr>nginx", 404, "error"),
        ("<h1>404 Not Found</h1><hr>nginx", 200, "error"),
        ("<p>抱歉，您访问的页面不存在或已被移动</p><a href='/'>返回首页</a>", 200, "error"),
        ("<p>Error,页面出错啦！！ 请点击返回或者刷新</p>", 200, "error"),
        (f"{MENU}<h1>甲</h1>{FOOT}", 500, "error"),
        ("<script>document.cookie='__jsl_clearance=1';location.reload()</script>", 521, "challenge"),
        ("<script>document.cookie='k='+f();location.href=location.href</script>", 200, "challenge"),
        ("<script>var x='acw_sc__v2';</script>请稍候", 200, "challenge"),
        ("", 200, "other"),
    ],
)
def test_errors_and_challenges_are_told_from_pages(body, status, kind):
    assert page_of(body, status=status).kind == kind


def test_an_error_page_with_the_meta_tags_of_a_site_is_an_error():
    head = (
        '<title>404</title><meta name="SiteName" content="和平县人民政府"><meta name="ColumnName" content="">'
    )
    assert page_of('<p>页面出错啦</p><a href="/">返回首页</a>', head).kind == "error"


def test_a_page_about_errors_is_none():
    page = article_of(title="县大数据中心开展网站404错误链接排查", text=LONG)
    assert page.kind == "article"


def test_a_link_that_names_an_error_page_makes_no_error():
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in ("/404.html", "/500.html", "/a.html"))
    assert page_of(f"<h1>和平县人民政府</h1><ul>{links}</ul>").kind != "error"
    assert page_of(f'{MENU}<a href="/x.html">网页 404 页面出错</a>').kind != "error"
    assert page_of(f"{MENU}<p>抱歉，页面不存在</p>").kind == "error"


def test_the_home_page_is_known_by_its_address():
    assert page_of(MENU, url=HOME).kind == "home"
    assert page_of(MENU, url="https://www.heping.gov.cn/#top").kind == "home"


def test_a_list_with_a_wrong_article_tag_is_a_column():
    rows = "".join(
        f"<li><a href='./{n}.html'>乡镇道路养护情况通报之{n}</a><span>2026-03-0{n}</span></li>"
        for n in range(1, 9)
    )
    page = column_of(
        f"<ul>{rows}</ul><a href='index_1.html'>下一页</a>", '<meta name="ArticleTitle" content="通知公告">'
    )
    assert page.kind == "column"


def test_a_standing_text_is_a_column_without_items():
    page = column_of(LONG)
    assert (page.kind, page.items) == ("column", ())


def test_guides_and_message_forms():
    rows = "".join(
        f"<tr><th>{name}</th><td>见窗口公告</td></tr>"
        for name in ("办理依据", "受理条件", "申请材料", "办理流程", "办理时限")
    )
    assert page_of(f"{MENU}<h1>取水许可</h1><table>{rows}</table>{FOOT}").kind == "guide"
    form = '<form action="/x"><input name="n"><textarea name="t"></textarea>留言内容</form>'
    assert page_of(f"{MENU}<h1>县长信箱</h1>{form}{FOOT}").kind == "message"


def test_a_number_belongs_to_the_label_behind_it_and_hours_may_be_for_visitors():
    lines = (
        "项目名称</b>：取水许可",
        "设立依据</b>：《取水许可和水资源费征收管理条例》",
        "申报条件</b>：符合规划",
        "对外办公时间</b>：8:00—18:00",
    )
    rows = "".join(f"<p><b>{number}、{line}</p>" for number, line in zip("一二三四", lines, strict=True))
    guide = page_of(f"{MENU}<h1>取水许可</h1>{rows}{FOOT}").guide
    assert (guide.title, guide.elements["设定依据"]) == ("取水许可", "《取水许可和水资源费征收管理条例》")
    assert guide.elements["办理时间"] == "8:00—18:00"


def test_headings_without_content_are_missing_and_other_words_for_them_are_not():
    told = {
        "事项名称": "取水许可",
        "法定依据": "略",
        "准予批准的条件": "符合规划",
        "申请材料目录": "/",
        "办事窗口地址": "三号窗口",
        "接待时间": "完善中",
        "联系方式": "0600-1",
        "办理流程图": "待定",
    }
    rows = "".join(f"<h4>{name}</h4><p>{value}</p>" for name, value in told.items())
    guide = page_of(f"{MENU}<h1>取水许可</h1>{rows}{FOOT}", "<title>取水许可 | 和平县水利局</title>").guide
    assert guide.missing == ("设定依据", "办理材料", "办理时间", "办理流程")


def test_a_guide_that_names_its_item_is_one_although_it_lacks_most_elements():
    told = {
        "事项名称": "水土保持方案审批",
        "申请条件": "建设单位",
        "办理材料": "方案报告书",
        "办理时间": "工作日",
        "联系电话": "0600-1",
    }
    rows = "".join(f"<h4>{name}</h4><p>{value}</p>" for name, value in told.items())
    page = page_of(
        f"{MENU}<h1>水土保持方案审批</h1>{rows}{FOOT}", "<title>水土保持方案审批 | 和平县水利局</title>"
    )
    assert page.kind == "guide"
    assert page.guide.missing == ("设定依据", "办理地点", "办理流程")


def test_a_page_that_speaks_of_a_guide_without_labels_is_read():
    rows = "".join(f'<li><a href="/fw/{n}.html">窗口办理流程与申请材料说明{n}</a></li>' for n in range(4))
    page = page_of(
        f"<h2>办理流程、设定依据和联系电话的公告</h2><ul>{rows}</ul>", head="<title>办事指南</title>"
    )
    assert page.guide is None
    assert len(page.items) == 4


def test_a_day_before_each_title_right_under_the_heading_is_no_publish_date():
    days = (
        "2025年7月18日",
        "2025年7月10日",
        "2025年6月24日",
        "2025年6月11日",
        "2025年6月3日",
        "2025年5月23日",
    )
    rows = "\n".join(
        f'<dl><dt class="tb">{day}</dt><dd><a href="/content/2025/{n}.html">关于北环路春耕备耕期间临时调整服务安排的通告</a></dd></dl>'
        for n, day in enumerate(days)
    )
    head = "<title>征收公告_和平县人民政府</title>"
    page = page_of(
        f'<div><h2>征收公告</h2><div class="lb">\n{rows}\n</div></div>', head, url=HOME + "channels/lm9.html"
    )
    assert page.kind is PageKind.COLUMN
    assert page.newest == dt.date(2025, 7, 18)


def test_a_spreadsheet_and_a_file_are_other():
    assert read_page(b"%PDF-1.7 \xff", HOME + "a.pdf").kind is PageKind.OTHER
    sheet = "<html><meta name=ProgId content=Excel.Sheet><table><tr><td>岗位表</td></tr><tr><td>2026-03-01</td></tr></table>"
    page = read_page(sheet.encode(), HOME + "a.xls")
    assert (page.kind, page.title) == (PageKind.OTHER, "岗位表")


def test_the_masthead_holds_words_and_alt_texts():
    page = page_of(
        '<div class="header"><img src="/l.png" alt="和平县人民政府"><p>政务公开</p></div><div class="main"><p>正文</p></div>'
    )
    assert page.masthead == "和平县人民政府 政务公开"


def test_without_a_header_the_masthead_ends_where_the_news_begin():
    news = "".join(
        f'<li><a href="/{n}.html">和平县{n}月份道路养护</a><span>2026-03-{n}</span></li>' for n in (18, 12)
    )
    page = page_of(f"<div><h1>欢迎您</h1></div><div><ul>{news}</ul></div>", url=HOME)
    assert page.masthead == "欢迎您"


def test_a_picture_in_the_header_says_what_the_site_is_called():
    news = "".join(
        f'<li><a href="/{n}.html">和平县{n}月份道路养护</a><span>2026-03-{n}</span></li>' for n in (18, 12)
    )
    page = page_of(
        f'<div class="logo"><img alt="和平之窗" src="/l.png"></div><h2>和平县要闻</h2><ul>{news}</ul>',
        url=HOME,
    )
    assert page.masthead == "和平之窗"


def test_the_masthead_is_bounded():
    assert len(page_of(f'<div class="header">{"和平县人民政府" * 100}</div>').masthead) == 300


# ── meta tags ──


def test_meta_tags_in_every_writing():
    head = (
        "<meta name='sitename' content='甲'><META CONTENT=\"a.gov.cn\" NAME=\"SITEDOMAIN\"><meta name=SiteIDCode content=1399000001>"
        '<meta name="ColumnName" content=""><meta name="ColumnName" content="公告"><meta name="PubDate" content="">'
        '<meta name="viewport" content="x"><!-- <meta name="Author" content="旧"> -->'
    )
    assert page_of("", head).metas == {
        "SiteName": "甲", "SiteDomain": "a.gov.cn", "SiteIDCode": "1399000001", "ColumnName": "公告", "PubDate": "",
    }  # fmt: skip


# ── forms ──


@pytest.mark.parametrize(
    ("form", "purpose"),
    [
        ('<form action="/s"><input name="q"></form>', "search"),
        ('<form action="/s"><input name="a1" placeholder="请输入关键字"></form>', "search"),
        ('<form><input name="u"><input type="password" name="p"></form>', "login"),
        ('<form method="POST"><input name="title"><textarea name="c"></textarea>留言内容</form>', "message"),
        (
            '<form method="post"><input name="n">信件内容<div contenteditable="true"></div><input type="hidden" name="c"></form>',
            "message",
        ),
        ('<form><input type="radio" name="v">很好</form>', "other"),
    ],
)
def test_forms_are_told_by_fields_and_words(form, purpose):
    (read,) = page_of(form).forms
    assert read.purpose == purpose


def test_a_form_between_a_table_and_its_rows_has_the_fields_of_the_rows():
    rows = "<tr><td>姓名</td><td><input name=xm></td></tr><tr><td>留言内容</td><td><textarea name=nr></textarea></td></tr>"
    page = page_of(
        '<form id="out"></form><table><form action="/q"><tr><td>关键词<input name=k></td></tr></form></table>'
        f'<table><form method=post action="save.asp">{rows}<tr><td><input type=submit></td></tr></form></table>'
    )
    assert [(form.purpose, form.action, form.fields) for form in page.forms] == [
        ("other", COLUMN_URL, ()),
        ("search", HOME + "q", ("k",)),
        ("message", COLUMN_URL + "save.asp", ("xm", "nr")),
    ]
    assert page.kind == "message"


@pytest.mark.parametrize(
    ("form", "title", "purpose"),
    [
        ('<form method="post">主题<input name="t">正文<textarea name="b"></textarea></form>', "来函", "message"),
        ('<form method="post"><input name="t"><textarea name="b"></textarea></form>', "局长信箱", "message"),
        ('<form method="post"><input name="t"><textarea name="b"></textarea></form>', "资料登记", "other"),
        ('<form method="post"><input name="a">正文</form>', "局长信箱", "other"),
        ('<form method="post"><input type="password" name="p"><textarea name="b"></textarea></form>', "局长信箱", "login"),
    ],
)  # fmt: skip
def test_a_form_to_write_in_on_a_page_for_letters_is_a_message_form(form, title, purpose):
    (read,) = page_of(form, f"<title>{title}</title>").forms
    assert read.purpose == purpose


def test_fields_that_a_button_sends_without_a_form_are_one():
    fields = '<label>标题<input id="bt"></label><label><textarea id="nr"></textarea></label>'
    button = '<a href="javascript:;" onclick="send()">提交</a>'
    (form,) = page_of(f'<h2>我要写信</h2><div class="k">{fields}{button}</div>').forms
    assert (form.purpose, form.action, form.fields) == ("message", COLUMN_URL, ("bt", "nr"))
    assert page_of(f'<h2>我要写信</h2><div class="k">{fields}</div>').forms == ()
    assert page_of(f'<h2>我要写信</h2><div style="display:none">{fields}{button}</div>').forms == ()


def test_a_form_names_its_visible_fields_and_where_it_goes():
    (form,) = page_of(
        '<form action="/s.do" method="POST"><input name="q"><input type="hidden" name="h"><input type="submit" name="b"></form>'
    ).forms
    assert (form.action, form.method, form.fields) == (HOME + "s.do", "post", ("q",))


# ── what only a script would fill ──

AJAX = '<script>$.getJSON("/d.json",function(r){$("#docs").html(r.html)})</script>'


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (f'{MENU}<div class="main"><h2>公告</h2><ul id="docs"></ul>{AJAX}</div>{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><table><tbody id="docs"></tbody></table>{AJAX}{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><ul id="list"></ul><script src="/js/gg_list.js"></script>{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><ul id="list"></ul><script src="/static/js/gg.js"></script>{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><ul id="list"></ul><script src="/js/stat.js"></script>{FOOT}', ()),
        (f'{MENU}<h2>公告</h2><ul><li v-for="x in rows">{{{{x.title}}}}</li></ul>{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><ul id="docs"></ul>{AJAX}<script src="/js/footer.js"></script>', ("list", "footer")),
        (f'{MENU}<h2>公告</h2><ul id="l"></ul>{AJAX.replace("#docs", "#l")}{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2><ul id="a"></ul>{AJAX}<script>if (kind === "a") count()</script>{FOOT}', ()),
        (f'{MENU}<h2>公告</h2><ul class="list"></ul>{FOOT}', ()),
        (f'{MENU}<h2>公告</h2><div id="list"></div><script>layui.laypage.render({{elem:"list",count:0}})</script>{FOOT}', ()),
        (f'{MENU}<h2>公告</h2><div id="list"></div><script>layui.laypage.render({{elem:"list",count:n}})</script>{FOOT}', ("list",)),
        (f'{MENU}<h2>公告</h2>{LONG}<script src="/js/footer.js"></script>', ("footer",)),
        (f'{MENU}<h2>公告</h2>{LONG}<div id="foot"></div><script>$("#foot").load("/foot.html");</script>', ("footer",)),
        (f'{MENU}<h2>公告</h2>{LONG}<iframe class="x" src="/include/footer.html"></iframe>', ("footer",)),
        (f'{MENU}<h2>公告</h2>{LONG}<div class="footer"></div><script src="/js/site.js"></script>', ("footer",)),
        (f"{MENU}<h2>公告</h2>{LONG}", ()),
        ('<div id="app"></div><script src="/js/app.js"></script>', ("body",)),
        (f'{MENU}<p>{"办公地址在文昌路，办事请走西门。" * 6}</p><div id="app"></div><script src="/wui/dist.js"></script>{FOOT}', ("list",)),
    ],
)  # fmt: skip
def test_what_only_a_script_would_fill(body, parts):
    assert page_of(body).script_filled == parts


def test_a_list_that_is_there_is_not_filled_by_script():
    rows = '<ul id="docs"><li><a href="/1.html">桥梁检测工作安排公示</a><span>2026-03-18</span></li></ul>'
    assert page_of(f"{MENU}{rows}{AJAX}{FOOT}").script_filled == ()


# ── the whole ──


def test_broken_and_hostile_markup_is_survived():
    deep = "<div>" * 3000 + "深" + "</div>" * 3000
    assert read_page(deep.encode(), HOME).kind is PageKind.OTHER
    assert read_page(b"\x00\xff\xfe<<<>>><a href='http://[", HOME).links == ()
    assert read_page(b"", HOME).title is None


def test_a_page_within_a_page_is_one_page():
    page = page_of(f"<html><body>{MENU}</body></html><div class='main'><a href='/m.html'>乙</a></div>{FOOT}")
    assert page.marks.site_code == "1399000001"
    assert {link.href for link in page.links} >= {"/m.html", "/zw/"}


def test_nothing_depends_on_the_day_unless_it_is_given():
    listing = "<ul><li><a href='./1.html'>桥梁检测工作安排公示</a><span>03-18</span></li></ul>"
    assert column_of(listing, today=None).items[0].date is None
    dated = "<ul><li><a href='./1.html'>水库巡查工作安排公示</a><span>2025-05-01</span></li></ul>"
    page = column_of(listing + dated, today=None)
    assert [item.date for item in page.items] == [dt.date(2025, 3, 18), dt.date(2025, 5, 1)]


def test_an_article_address_is_kept_as_given():
    assert article_of("<p>发布时间：2026-03-12</p>").url == ARTICLE_URL


def test_a_bar_at_the_foot_of_a_page_for_telephones_has_no_header_above_it():
    bar = '<div class="tabbar"><a href="/">首页</a><a href="/news">动态</a><a href="/me">我的</a></div>'
    line = "<div><span>来源：应急办</span><span>2026-03-27 16:02</span></div>"
    foot = "<div>主办单位：和平县应急局 标识码：1399000001</div>"
    page = page_of(
        f'<div><div class="t-title">街道开展消防演练活动</div>{line}{LONG}</div>{foot}{bar}',
        "<title>街道开展消防演练活动</title>",
        url=HOME + "news/d/20260327001",
    )
    assert (page.kind, page.published.date(), page.source) == ("article", dt.date(2026, 3, 27), "应急办")


def test_a_guide_may_lack_all_classes_that_only_guides_have():
    rows = "<tr><th>事项名称</th><td>取水许可</td></tr><tr><th>办理地点</th><td>政务服务中心二楼</td></tr><tr><th>联系电话</th><td>0990-1234567</td></tr>"
    page = page_of(f"<h1>取水许可办事指南</h1><table>{rows}</table>", "<title>取水许可_办事指南</title>")
    assert page.guide is not None
    assert len(page.guide.missing) == 5


def test_a_picture_that_comes_once_it_is_scrolled_to_is_the_one_of_its_page():
    pictures = "<img src='/i/loading.gif' data-src='/p/1.jpg'><img class='lazy' data-original='/p/2.png?x=1'><img src='/p/3.jpg' data-src='big'>"
    links = page_of(f"{MENU}<div class='main'>{pictures}</div>{FOOT}").links
    shown = [link.url.removeprefix(HOME) for link in links if link.kind is LinkKind.IMAGE]
    assert shown == ["p/1.jpg", "p/2.png?x=1", "p/3.jpg"]


def test_a_picture_that_is_shown_counts_and_not_what_its_tag_still_tells_of_another_page():
    pictures = "<img src='/p/4.jpg' data-original='http://news.example.com/4.jpg'><img src='/p/5.png' data-src='/big/5.png'>"
    links = page_of(f"{MENU}<div class='main'>{pictures}</div>{FOOT}").links
    assert [link.url.removeprefix(HOME) for link in links if link.kind is LinkKind.IMAGE] == [
        "p/4.jpg",
        "p/5.png",
    ]
