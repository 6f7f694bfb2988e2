import datetime as dt

import pytest
from reading import ARTICLE_URL, FOOT, HOME, LONG, MENU, article_of, page_of

META = '<meta name="PubDate" content="2026-03-18 08:30">'
PLAIN_URL = "http://www.heping.gov.cn/show?id=5"


def written(page):
    return page.published and page.published.strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("line", "when", "precision"),
    [
        ("发布时间：2026-03-12 09:20", "2026-03-12 09:20", "minute"),
        ("发布日期: <span>2026-03-12</span>", "2026-03-12 00:00", "day"),
        ("时间发布：&nbsp;&nbsp;&nbsp;&nbsp;2026/03/12 09:20:31", "2026-03-12 09:20", "second"),
        ("发 布 时 间：2026年03月12日", "2026-03-12 00:00", "day"),
        ("<b>发布日期</b>：<i>2026</i>年<i>3</i>月<i>12</i>日", "2026-03-12 00:00", "day"),
        ("来源：县水利局 日期：2026.03.12", "2026-03-12 00:00", "day"),
        ("<span>来源：县水利局</span><span>时间：2026-03-12</span>", "2026-03-12 00:00", "day"),
        ("<table><tr><td>发布日期</td><td>2026-03-12</td></tr></table>", "2026-03-12 00:00", "day"),
        ("发布时间：3月12日", "2026-03-12 00:00", "day"),
        ("更新时间：2026-03-13 发布时间：2026-03-12", "2026-03-12 00:00", "day"),
        ("发布时间：2026.03.12 09:20:00 GMT+08:00", "2026-03-12 09:20", "second"),
        ("刊载时间：2026-03-12", "2026-03-12 00:00", "day"),
        ("供稿单位：县水利局 上稿日期：2026-03-12", "2026-03-12 00:00", "day"),
        ('<div class="title-bottom">时间：2026-03-12 09:20</div>', "2026-03-12 09:20", "minute"),
    ],
)
def test_a_labelled_time_is_the_time_of_publication(line, when, precision):
    page = article_of(f"<div>{line}</div>", '<meta name="PubDate" content="2026-03-25 01:00">')
    assert (written(page), page.published_from, page.published_precision) == (when, "label", precision)
    assert page.published.utcoffset() == dt.timedelta(hours=8)


@pytest.mark.parametrize("line", ["发布时间：2026-03-12 09:20", "2026-03-12 09:20 来源：县水利局"])
@pytest.mark.parametrize("body", ["{}", "<p>{}</p>", "<p>附件：{}</p>"])
def test_a_file_alone_under_the_line_makes_no_article_an_entry_of_a_list(line, body):
    file = '<a href="/f/3.pdf">县水利局简报2026年第3期.pdf</a>'
    page = page_of(
        f'<html><head><title>县水利局简报2026年第3期-和平县</title>{META}</head><body><div class="main"><div class="article">'
        f'<h1>县水利局简报2026年第3期</h1><div class="info">{line}</div><div class="content">{body.format(file)}</div></div></div></body></html>',
        url=ARTICLE_URL,
    )
    assert (written(page), page.published_from != "meta") == ("2026-03-12 09:20", True)


def test_what_is_told_of_an_article_may_stand_in_a_box_set_aside_under_its_title():
    page = article_of("<aside>来源：县水利局 <i>发布日期：2026-03-12</i></aside>", META)
    assert (written(page), page.published_from, page.source) == ("2026-03-12 00:00", "label", "县水利局")


def test_a_date_without_label_counts_beside_the_words_under_a_title():
    page = article_of("<div>2026-03-12 来源：县水利局 浏览次数：31</div>", META, url=PLAIN_URL)
    assert (written(page), page.published_from) == ("2026-03-12 00:00", "near_title")


def test_a_title_that_no_tag_or_class_calls_so_is_found_by_its_words():
    info = "<tr><td>2026-03-12 来源：县水利局</td></tr>"
    page = page_of(
        f"{MENU}<table><tr><td><b>县城道路养护计划公布</b></td></tr>{info}<tr><td class='q'>{LONG}</td></tr></table>{FOOT}",
        f"<title>县城道路养护计划公布_和平县人民政府</title>{META}",
        url=PLAIN_URL,
    )
    assert (page.title, page.published_from, page.source) == (
        "县城道路养护计划公布",
        "near_title",
        "县水利局",
    )


@pytest.mark.parametrize(
    "noise",
    [
        '<div class="header">2026年3月30日 星期一</div>',
        '<div class="related"><ul><li><a href="/1.html">县图书馆延长开放时间</a><span>2026-03-30</span></li></ul></div>',
        '<div><ul><li><a href="/1.html">图解：县城道路养护计划公布</a><span>2026-03-30</span></li></ul></div>',
        "<p>请于2026年4月30日前完成报名。</p>",
        '<div class="footer">Copyright 2026-03-30</div>',
        "<!-- publishdate:2026/03/30 -->",
        "<p>会议时间：2026年3月30日</p>",
    ],
)
def test_other_dates_of_the_page_are_not_the_time_of_publication(noise):
    page = article_of(noise, META, url=PLAIN_URL)
    assert (written(page), page.published_from) == ("2026-03-18 08:30", "meta")


def test_a_meta_time_of_generation_is_not_believed():
    generated = '<meta name="PubDate" content="2026-03-25 01:00"><meta name="others" content="页面生成时间 2026-03-25 01:00">'
    assert article_of("", generated, url=PLAIN_URL).published is None
    page = article_of("", generated)
    assert (written(page), page.published_from) == ("2026-03-18 00:00", "url")


def test_a_meta_time_that_contradicts_the_address_is_not_believed():
    page = article_of(
        "",
        '<meta name="PubDate" content="2026-03-25 01:00">',
        url="http://a.gov.cn/tj/201705/9c059bf058ef.shtml",
    )
    assert page.published is None


def test_a_future_meta_time_is_not_believed():
    page = article_of("", '<meta name="PubDate" content="2026-04-25 01:00">')
    assert page.published_from == "url"


def test_the_day_a_document_was_made_counts_before_the_meta_time():
    line = "<dl><dd><label>索 引 号：</label>K12/2026-5</dd><dd><label>生成日期：</label><div>2026-03-11</div></dd></dl>"
    page = article_of(line, META, url=PLAIN_URL)
    assert (written(page), page.published_from) == ("2026-03-11 00:00", "made")


def test_a_list_page_has_no_time_of_publication():
    assert page_of(f"{MENU}<ul class='list'></ul>{FOOT}", META).published is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：县水利局 发布时间：2026-03-12", "县水利局"),
        ("信息来源：<b>县水利局</b>浏览次数：12", "县水利局"),
        (
            "<span>发布时间：2026-03-12</span><span>来　源：县水利局</span><span>【大 中 小】</span>",
            "县水利局",
        ),
        ("来源:县水利局 字号：[大][中][小]", "县水利局"),
        ("<em>来源：县水利局</em><em>有效性：有效</em>", "县水利局"),
        ("（来源：县水利局）", "县水利局"),
        ("<table><tr><td>来源：</td><td>县水利局</td></tr></table>", "县水利局"),
        ("发布机构：县水利局", "县水利局"),
        ("发布日期：2026-03-12 出处：县融媒体中心 作者：小禾", "县融媒体中心"),
        ("来源：县水利局<span style='display:none'>来源：县教育局</span>", "县水利局"),
        ("点击量：88次来源：无", None),
        ("来源： 访问量：199", None),
        ("资金来源：财政预算", None),
    ],
)
def test_sources(line, source):
    assert article_of(f"<div>{line}</div>").source == source


def test_the_visible_source_goes_before_the_meta_tag():
    tag = '<meta name="ContentSource" content="本网">'
    assert article_of("<p>来源：县水利局</p>", tag).source == "县水利局"
    assert article_of("", tag).source == "本网"


def test_a_source_at_the_end_of_the_body():
    assert article_of(text=LONG + "<p>来 源：县水利局</p><p>数据来源：年鉴</p>").source == "县水利局"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("<title>县城道路养护计划公布_和平县人民政府</title>", "<h1>县城道路养护计划公布</h1>"),
        ("<title>和平县人民政府 | 县城道路养护计划公布</title>", "<h2>县城道路<br>养护计划公布</h2>"),
        (
            "<title>县城道路养护计划公布-和平县人民政府</title>",
            '<p class="con-title">县城道路养护计划公布</p>',
        ),
        ("<title>政务动态</title>", "<h1>县城道路养护计划公布</h1>"),
        ("<title>&lt;h1&gt;县城道路养护计划公布&lt;/h1&gt;</title>", "<b>县城道路养护计划公布</b>"),
        ("<title>县城道路<br>养护计划公布</title>", "<b>县城道路养护计划公布</b>"),
        ("<title></title><title>县城道路养护计划公布</title>", "<b>县城道路养护计划公布</b>"),
        (
            '<title>正文</title><meta name="ArticleTitle" content="县城道路养护计划公布">',
            "<b>县城道路养护计划公布</b>",
        ),
        (
            '<title>和平县人民政府</title><meta name="SiteName" content="和平县人民政府">',
            "<h1>和平县人民政府</h1><h1>县城道路养护计划公布</h1>",
        ),
    ],
)
def test_titles_of_articles(title, heading):
    page = page_of(
        f"{MENU}{heading}<div>发布时间：2026-03-12</div><div class='TRS_Editor'>{LONG}</div>{FOOT}",
        title,
        url=ARTICLE_URL,
    )
    assert page.title.replace(" ", "") == "县城道路养护计划公布"


def test_a_page_that_is_no_article_is_titled_by_its_title():
    page = page_of(f"{MENU}<h2>公开指南</h2>{FOOT}", "<title>和平县人民政府-政府信息公开指南</title>")
    assert page.title == "和平县人民政府-政府信息公开指南"


def test_the_text_of_an_article_is_its_body():
    page = article_of('<div class="hot"><h3>热点信息</h3><p>县图书馆延长开放时间</p></div>')
    assert page.text.startswith("县城道路养护按照计划")
    assert "热点" not in page.text
    assert "标识码" not in page.text


def test_a_body_without_a_known_name_is_the_element_with_most_text():
    body = f'<table><tr><td><div class="q9">发布时间：2026-03-12</div><div class="q7">{LONG}</div></td></tr></table>'
    page = page_of(f"{MENU}<h1>县城道路养护计划公布</h1>{body}{FOOT}", url=ARTICLE_URL)
    assert page.text == LONG.replace("<p>", "").replace("</p>", "")


@pytest.mark.parametrize(
    "crumbs",
    [
        '<div>您现在的位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; <a href="/zw/gg/">通知公告</a> &gt; 正文</div>',
        '<ul class="breadcrumb"><li><a href="/">首页</a></li><li>&gt; <a href="/zw/">政务公开</a></li><li>&gt; 通知公告</li></ul>',
        '<div><a class="CurrChnlCls" href="/">首页</a>-&gt;<a class="CurrChnlCls" href="/zw/gg/">通知公告</a></div>',
        '<table><tr><td>当前位置：</td><td><a href="/">首页</a></td><td>&gt;<a href="/zw/gg/">通知公告</a></td></tr></table>',
        '<div class="dqwz"><a href="/">首页</a> » <span>通知公告</span></div>',
        '<div>当前的位置：<a href="/">首页</a> >> <a href="/zw/gg/">通知公告</a> >> <a href="/zw/gg/26/">2026</a></div>',
    ],
)
def test_the_column_is_the_last_crumb(crumbs):
    page = page_of(
        f"{MENU}{crumbs}<h1>县城道路养护计划公布</h1><p>发布时间：2026-03-12</p>{LONG}", url=ARTICLE_URL
    )
    assert page.column == "通知公告"
    assert page.breadcrumb[0].text == "首页"
    assert page.breadcrumb[0].url == "http://www.heping.gov.cn/"


@pytest.mark.parametrize("nonsense", ["2026", "县城道路养护计划公布", ""])
def test_a_meta_column_that_is_nonsense_is_not_believed(nonsense):
    crumbs = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/zw/gg/">通知公告</a></div>'
    assert article_of(crumbs, f'<meta name="ColumnName" content="{nonsense}">').column == "通知公告"


def test_the_title_in_a_table_of_particulars_is_its_cell_alone():
    table = (
        "<table><tr><td>名　　称：</td><td>县财政局行政处罚决定书</td><td>发布机构：</td><td>县财政局</td></tr>"
        "<tr><td>发文字号：</td><td>和财罚〔2026〕1号</td><td>发布日期：</td><td>2026年03月22日</td></tr></table>"
    )
    page = page_of(
        f"{MENU}<div>{table}</div><div id='zoom'>{LONG}</div>{FOOT}",
        "<title>和平县政府信息公开</title>",
        url=ARTICLE_URL,
    )
    assert (page.kind, page.title, page.number) == (
        "article",
        "县财政局行政处罚决定书",
        "和财罚〔2026〕1号",
    )


def test_the_keeper_of_a_website_is_no_title():
    line = "<p>来源：局办公室　时间：2026-3-25</p>"
    page = page_of(
        f"<div>欢迎访问和平县水利局网站</div>{MENU}<div><b>河道清淤工程完工</b>{line}{LONG}</div><div class=foot>主办：和平县水利局</div>",
        "<title>和平县水利局</title>",
        url=ARTICLE_URL,
    )
    assert page.title == "河道清淤工程完工"


def test_a_name_that_only_arises_across_lines_is_no_title():
    page = article_of("<p>征集单位：水利局　发布日期：2026-03-05</p>", title="河道管理办法公开征求意见")
    assert page.title == "河道管理办法公开征求意见"
    page = page_of(
        f"{MENU}<div><h2>河道管理办法公开征求意见</h2><table><tr><td>征集单位：水利局</td><td>发布日期：2026-03-05</td></tr></table>{LONG}</div>",
        "<title>意见征集</title>",
        url=ARTICLE_URL,
    )
    assert page.title == "河道管理办法公开征求意见"


def test_a_title_broken_into_lines_is_known_from_the_title_of_the_page():
    page = page_of(
        f"{MENU}<div><p>和平县人民政府关于印发河道管理办法的<br>通知</p><p>发布日期：2026-03-05</p>{LONG}</div>",
        "<title>和平县人民政府关于印发河道管理办法的通知</title>",
        url=ARTICLE_URL,
    )
    assert page.title == "和平县人民政府关于印发河道管理办法的通知"


@pytest.mark.parametrize(
    ("link", "day"),
    [("上一篇：开发区开展义务植树活动", "2026-03-25 00:00"), ("开发区开展义务植树活动的通知", None)],
)
def test_the_way_to_the_next_article_makes_no_list_of_a_short_one(link, day):
    page = page_of(
        f"{MENU}<div><h1>重大项目集中签约</h1><div><time>2026-03-25</time><span>来源：党政办</span></div><p>签约现场。</p><a href='/1.html'>{link}</a></div>{FOOT}",
        "<title>重大项目集中签约</title><meta name=ArticleTitle content=重大项目集中签约>",
        url=PLAIN_URL,
    )
    assert written(page) == day


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<span>2026-03-12</span><i>·</i><span>来源 和平发布</span><i>·</i><span>阅读 31</span>", "和平发布"),
        ("<span>2026-03-12</span> <span>来源 和平 发布 转载</span>", None),
    ],
)
def test_a_source_may_stand_without_a_colon_where_it_fills_its_place(line, source):
    assert article_of(f"<div>{line}</div>").source == source


def test_the_header_of_a_component_is_none_of_the_page():
    """Frameworks call the parts of a card its header, content and footer."""
    card = (
        '<div class="el-card"><div class="el-card__header"><h1>县城道路养护计划公布</h1><p>发布时间：2026-03-12 来源：县水利局</p></div>'
        f'<div class="el-card__content">{LONG}</div><div class="el-card__footer">附件：<a href="/a.pdf">计划表</a></div></div>'
    )
    page = page_of(
        f"{MENU}{card}{FOOT}", "<title>县城道路养护计划公布_和平县人民政府</title>", url=ARTICLE_URL
    )
    assert (page.title, page.source, written(page)) == (
        "县城道路养护计划公布",
        "县水利局",
        "2026-03-12 00:00",
    )
    assert {link.zone for link in page.links if link.url.endswith("/a.pdf")} <= {"main", "unknown"}


def test_a_day_to_come_beside_the_source_is_what_readers_are_shown():
    line = '<p class="by"><time>2026年4月28日 星期二</time><span>来源：县教育局</span></p>'
    assert article_of(line).published.date().isoformat() == "2026-04-28"
    for other in (
        '<p class="by"><time>2026年4月28日</time></p>',
        "<p>活动时间：2026年4月28日　来源：县教育局</p>",
    ):
        assert article_of(other, url=HOME + "zw/a.html").published is None


def test_a_heading_with_its_day_is_no_menu_though_it_is_called_so():
    head = '<div class="nav01"><h3>县城道路养护计划公布</h3><h6><span>来源：县水利局\n</span><span>作者：文某</span><span>发布时间：2026-03-12</span></h6></div>'
    page = page_of(f"{MENU}{head}{LONG}{FOOT}", "<title>和平县人民政府</title>", url=ARTICLE_URL)
    assert (page.title, page.source, written(page)) == (
        "县城道路养护计划公布",
        "县水利局",
        "2026-03-12 00:00",
    )
    clock = '<div class="nav"><h2>和平县</h2>2026年3月12日<a href="/a/">概况</a><a href="/b/">动态</a><a href="/c/">公开</a></div>'
    zones = {link.text: link.zone for link in page_of(f"{clock}{LONG}{FOOT}").links}
    assert zones["概况"] == "nav"
