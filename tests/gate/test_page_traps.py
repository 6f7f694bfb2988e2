"""What broke naive readers of real pages: each trap stands on annotated pages, and is read right there or written out here."""

import datetime as dt

import pytest
from annotated_pages import FIELDS, OF_COLUMNS, Case, cases, unread_fits

from xunwang.inspector.model import Page, PageKind
from xunwang.inspector.read import read_page

TODAY = dt.date(2026, 3, 31)
HOME = "http://www.example.gov.cn/"

# trap: the fields that it would spoil, and the pages that it stands on
TRAPS = {
    "meta PubDate is a time of generation or migration": (
        "published",
        "trs_article_news jcms_article_moved jee_article nw_article_dotted_cn ss_article_two_dates",
    ),
    "a clock in the header is the latest date": (
        "newest",
        "trs_home trs_column_news dede_column_news pa_column_news_date_first jee_home ss_column_month_groups",
    ),
    "dates of side bars and neighbours are newer": (
        "published newest",
        "trs_article_news wp_article pa_article_interpretation wcm7_article_script_time trs_column_notice wp_column_notice",
    ),
    "deadlines and events in the future": (
        "published",
        "trs_article_policy jcms_article_news jcms_notice_deadline node_announcement nw_article_center",
    ),
    "body or footer twice": ("newest icp organiser", "double_column double_home"),
    "two bodies that differ": ("published title", "double_article"),
    "the title tag is the column, the site, holds markup, or stands several times": (
        "title",
        "trs_article_news xxgk_detail ucap_interpretation own_title_br vmlist_article_foreign_marks jsp_article",
    ),
    "meta values are wrong": (
        "column title site_code",
        "ucap_interpretation zjcol_article_policy aspx_article own_error_for_image",
    ),
    "meta tags duplicated, in single quotes, turned round, in lower case": (
        "metas published_meta",
        "ucap_article_news webplus_article",
    ),
    "the footer is made by a script": ("organiser icp", "own_footer_string spa_column_embedded"),
    "the code is written without 政府 or colon, as bm…, or only in a tag": (
        "site_code",
        "jcms_home node_column_data jsp_home own_code_in_script_only own_lookalikes aspx_home",
    ),
    "error pages carry another site's code": ("kind site_code", "webplus_error own_error_for_image"),
    "commented-out footers, comments with dates, a second entry": (
        "icp organiser error_entry newest",
        "trs_home ucap_article_footer_commented xxgk_list double_nested",
    ),
    "找错 in its eight forms": (
        "error_entry error_entry_code",
        "ucap_home jcms_home aspx_home trs_home webplus_home gbk_home xxgk_home spa_shell_home pa_home own_lookalikes wp_home",
    ),
    "the badge is written by unescape": ("conac", "trs_home gbk_home jee_home own_lookalikes"),
    "legitimately hidden elements": ("kind newest", "ucap_home own_code_in_script_only"),
    "the source differs from its tag, stands at the end, or twice": (
        "source",
        "trs_article_policy webplus_article ucap_article_news",
    ),
    "words of the footer in the body": (
        "organiser contact",
        "jcms_notice_deadline own_no_organiser vmlist_article_foreign_marks ucap_guide",
    ),
    "records of the footer are broken up": (
        "icp police",
        "jcms_home gbk_home own_code_in_script_only node_column_data",
    ),
    "guides and histories have no date": (
        "kind verdict",
        "xxgk_guide_static webplus_column_static dede_static",
    ),
    "no date of publication in a text full of dates": ("published", "ucap_guide gbk_history dede_static"),
    "soft errors": ("kind", "soft404_full_footer own_error_for_image answers_soft404 answers_soft404_list"),
    "challenges in place of a page": (
        "kind",
        "challenge_cookie_521 challenge_js_200 challenge_waf_slider answers_slider",
    ),
    "the charset lies": ("title text", "vmlist_article_wrong_charset vmlist_article_gbk_undeclared"),
    "an .xls that is HTML": ("kind", "xxgk_attachment_xls"),
    "a page nested in the body": ("kind icp organiser", "double_nested"),
    "labels parted by spans, numbers completed by a script": ("published", "xxgk_detail_spans xxgk_detail"),
    "spam words in title and keywords alone": ("kind", "own_spam_title"),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_is_stepped_over(trap: str) -> None:
    fields, files = TRAPS[trap]
    pages = {case.truth["file"].removesuffix(".html"): case for case in cases()}
    asked = [
        (name, field) for name in files.split() for field in fields.split() if is_asked(pages[name], field)
    ]
    wrong = [(name, field) for name, field in asked if not fits(pages[name], field)]
    assert wrong == []
    assert {name for name, _ in asked} == set(files.split())


def is_asked(case: Case, field: str) -> bool:
    return (field if field in OF_COLUMNS else FIELDS[field][0]) in case.truth


def fits(case: Case, field: str) -> bool:
    if field in OF_COLUMNS:
        return OF_COLUMNS[field](case.truth, case.column)
    return FIELDS[field][1](case.truth, case.page)


@pytest.mark.parametrize("name", ["spa_shell_home", "own_footer_iframe", "fs_home", "spa_column_ajax"])
def test_what_a_script_or_a_frame_would_fill_is_not_missing(name: str) -> None:
    [case] = [case for case in cases() if case.truth["file"] == f"{name}.html"]
    assert case.page.script_filled
    assert unread_fits(case.truth, case.page)


# ── dates as they are written ──


def listed(shown: str, address: str = "/gg/a8812.html") -> Page:
    rows = "".join(
        f"<li><a href='{path}'>关于{name}封闭检修的公告</a>{day}</li>"
        for name, path, day in (
            ("南桥", address, shown),
            ("北桥", "/gg/a8801.html", "<span>2020-01-02</span>"),
        )
    )
    return read(
        f"<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; 公告</div><ul class='list'>{rows}</ul>",
        "gg/",
    )


def read(body: str, path: str = "gg/8812.html", head: str = "") -> Page:
    html = f"<html><head><title>公告</title>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), HOME + path, home=HOME, today=TODAY)


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("<span>2020年02月18日</span>", "2020-02-18"),
        ("<span>2021/09/06</span>", "2021-09-06"),
        ("<span>2024.09.30 10:22:01 GMT+08:00</span>", "2024-09-30"),
        ("<span>6</span><span>月</span><span>6</span><span>日</span>", "2025-06-06"),
        ("<b>03</b><i>2025-09</i>", "2025-09-03"),
        ("<span>09-03</span>", "2025-09-03"),
        ("<span>[03-01]</span>", "2026-03-01"),
        ("<span>06-01</span>", "2025-06-01"),
        ("<span>2026/3/1</span>", "2026-03-01"),
        ("<span>2026.03.01</span>", "2026-03-01"),
        ("<span>二〇二六年三月一日</span>", "2026-03-01"),
        ("<span>26-03-01</span>", "2026-03-01"),
        ("<span>Mar 1, 2026</span>", "2026-03-01"),
        ("<span>&nbsp;&nbsp;&nbsp;&nbsp;2026-03-01</span>", "2026-03-01"),
        ("<span>（2026年3月1日）</span>", "2026-03-01"),
        ("<span>2026-03-01 星期日</span>", "2026-03-01"),
        ("<p>来源：县交通局 时间：2026-03-01 点击：2024</p>", "2026-03-01"),
        ("<p>报名截止：2026-05-01</p><em>2026-03-01</em>", "2026-03-01"),
        ("<div><span>1</span>/<span>03月</span></div>", "2026-03-01"),
        ("<div><b>01</b><i>Mar 2026</i></div>", "2026-03-01"),
        ("<span>03-01</span><br><span>2026</span>", "2026-03-01"),
        ("<span>20260301</span>", "2026-03-01"),
        ("<cite>........ 2026 年 3 月 1 日</cite>", "2026-03-01"),
        ("<span>昨天</span>", "2026-03-30"),
        ("<span>3天前</span>", "2026-03-28"),
        ("<span>2小时前</span>", "2026-03-31"),
    ],
)
def test_a_date_of_a_list_is_read_however_it_is_written(shown: str, day: str) -> None:
    assert listed(shown).items[0].date == dt.date.fromisoformat(day)


def test_a_date_stands_in_the_title_attribute() -> None:
    rows = "".join(
        f"<li><a href='/gg/a88{n}.html' title='关于{name}封闭检修的公告&#10;发布时间：2026-03-0{n}'>关于{name}封闭检修的公告</a></li>"
        for n, name in ((1, "南桥"), (2, "北桥"), (3, "东桥"))
    )
    page = read(f"<div class='main'><ul>{rows}</ul></div>", "gg/")
    assert [(item.title, item.date) for item in page.items] == [
        ("关于南桥封闭检修的公告", dt.date(2026, 3, 1)),
        ("关于北桥封闭检修的公告", dt.date(2026, 3, 2)),
        ("关于东桥封闭检修的公告", dt.date(2026, 3, 3)),
    ]


BODY = "<p>施工期间请绕行，沿线商铺照常营业，工期如有变化另行告知。</p>" * 6


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("时间发布：2020年02月18日", "2020-02-18 00:00"),
        ("发布时间：&nbsp;&nbsp;&nbsp;&nbsp;2021/09/06 08:15", "2021-09-06 08:15"),
        ("<span>发</span><span>布</span><span>日</span><span>期</span>：2026年3月1日", "2026-03-01 00:00"),
        ("来源：县交通局　2026-03-01 09:10:00", "2026-03-01 09:10"),
        ("<script>var t='2026-03-01 09:10';document.write('发布时间：'+t);</script>", "2026-03-01 09:10"),
        ("成文日期：2026-02-11　发布日期：2026-03-01", "2026-03-01 00:00"),
        ("发布日期：二〇二六年三月一日", "2026-03-01 00:00"),
        ("Source: County News | Mar 1, 2026", "2026-03-01 00:00"),
        ("<span>日期：</span><b>2026-03-01</b>", "2026-03-01 00:00"),
        ("县交通局 <em>2026-03-01 18:00</em> 示例", "2026-03-01 18:00"),
        ("<span>01</span><i>2026-03</i>", "2026-03-01 00:00"),
        ("更新时间：2026-03-25 发布时间：2026-03-01", "2026-03-01 00:00"),
        ("创建时间：2026-03-01 更新时间：2026-03-25", "2026-03-01 00:00"),
        ("发布日期 ： 2026 - 03 - 01", "2026-03-01 00:00"),
    ],
)
def test_a_date_under_a_title_is_read_however_it_is_written(line: str, published: str) -> None:
    page = read(f"<div class='main'><h1>南桥封闭检修公告</h1><div class='info'>{line}</div>{BODY}</div>")
    assert page.published is not None
    assert page.published.strftime("%Y-%m-%d %H:%M") == published


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("gg/t20240301_123.html", "2024-03-01"),
        ("gg/2024-03/01/c_9912.html", "2024-03-01"),
        ("gg/2024/3/1/8812.html", "2024-03-01"),
    ],
)
def test_a_date_stands_in_the_address_alone(path: str, day: str) -> None:
    head = "<meta name='ArticleTitle' content='南桥封闭检修公告'>"
    page = read(f"<div class='main'><h1>南桥封闭检修公告</h1>{BODY}</div>", path, head)
    assert page.published is not None
    assert page.published.date() == dt.date.fromisoformat(day)


def test_a_label_in_the_body_yields_to_the_line_under_the_title() -> None:
    line = "<p>2026-03-01 10:00 来源：县交通局</p>"
    page = read(
        f"<div class='main'><h1>南桥封闭检修公告</h1>{line}{BODY}<p>附表 发布时间：2024-01-05</p></div>"
    )
    assert page.published is not None
    assert page.published.date() == dt.date(2026, 3, 1)


def test_a_version_number_in_the_body_is_no_date() -> None:
    page = read(
        f"<div class='main'><h1>表格下载说明</h1>{BODY}<p>请使用 WPS 12.1.0.2052-10.8 打开。</p></div>"
    )
    assert page.published is None


def test_a_home_page_generated_anew_shows_nothing_new() -> None:
    rows = "".join(
        f"<li><a href='/gg/a88{n}.html'>第{n}号桥封闭检修公告</a><span>2026-02-1{n}</span></li>"
        for n in (1, 2, 3)
    )

    def at(time: str) -> Page:
        head = f"<meta name='others' content='页面生成时间 {time}'>"
        return read(
            f"<!-- published at {time} --><div class='clock'>{time[:10]}</div><ul>{rows}</ul>", "", head
        )

    first, second = at("2026-03-30 02:00:00"), at("2026-03-31 02:00:00")
    assert first.kind is second.kind is PageKind.HOME
    assert first.items == second.items
    assert second.newest == dt.date(2026, 2, 13)


def test_the_last_day_of_a_list_is_no_heading_of_the_next_block() -> None:
    def block(name: str, day: str) -> str:
        rows = f"<dt><a href='/{name}/2026/3/1/content_50{day}.html'>{name}关于绕行安排的说明</a></dt><dd>2026-03-{day}</dd>"
        return f"<div class='box'><h3><a href='/{name}/list.html'>{name}</a></h3><dl>{rows * 2}</dl></div>"

    page = read(
        "".join(block(name, day) for name, day in (("要闻", "11"), ("公告", "12"), ("文件", "13"))), ""
    )
    assert {item.title[2:] for item in page.items} == {"关于绕行安排的说明"}


def test_a_footer_that_a_script_fills_may_have_something_behind_it() -> None:
    fill = "<div id='con_1'></div><script>var r=new XMLHttpRequest();r.onload=function(){document.getElementById('con_1').innerHTML=r.responseText;};</script>"
    page = read(f"<div class='main'>{BODY}</div>{fill}<div><p>城市道路养护计划</p></div>")
    assert "footer" in page.script_filled


# ── the traps in another guise ──

ARTICLE = f"<div class='main'><h1>南桥封闭检修公告</h1><div class='info'>发布时间：2026-03-01 09:10</div>{BODY}</div>"
OTHER_DAYS = {
    "a clock at the foot": f"{ARTICLE}<div id='time'>现在是2026年3月31日 星期二 10:20:33</div>",
    "neighbours before the article": "<div class='rel'><h3>相关阅读</h3><ul><li><a href='/gg/9.html'>北桥封闭检修公告</a>"
    f"<span>2026-03-29</span></li><li><a href='/gg/10.html'>东桥封闭检修公告</a><span>2026-03-30</span></li></ul></div>{ARTICLE}",
    "an end in the line under the title": ARTICLE.replace("发布时间", "有效期至：2026-12-31　发布时间"),
    "a second body for telephones": f"{ARTICLE}<div class='mobile' style='display:none'>{ARTICLE.replace('03-01', '03-20')}</div>",
    "a tag of the last generation": ARTICLE,
}


@pytest.mark.parametrize("body", OTHER_DAYS.values(), ids=OTHER_DAYS)
def test_other_days_are_no_day_of_publication(body: str) -> None:
    page = read(body, head="<meta name='PubDate' content='2026-03-30 02:00'>")
    assert page.published is not None
    assert page.published.date() == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    "head",
    [
        "<title>某县人民政府</title>",
        "<title>&lt;b&gt;南桥封闭检修公告&lt;/b&gt;</title>",
        "<title></title><title>某县</title>",
        "<meta name='ArticleTitle' content='公告'>",
    ],
)
def test_a_title_stands_over_the_text(head: str) -> None:
    html = f"<html><head>{head}</head><body>{ARTICLE}</body></html>"
    assert read_page(html.encode(), f"{HOME}gg/8812.html", home=HOME, today=TODAY).title == "南桥封闭检修公告"


@pytest.mark.parametrize(
    ("foot", "field", "value"),
    [
        ("标识码 3600000009", "site_code", "3600000009"),
        ("网站标识码（3600000009）", "site_code", "3600000009"),
        ("政府网站标识编码：3600000009", "site_code", "3600000009"),
        ("网站识别码：3600000009", "site_code", "3600000009"),
        ("赣ICP备<br>12345678号", "icp", "赣ICP备12345678号"),
        ("赣B2-20100001 赣icp备 12345678 号-3", "icp", "赣ICP备12345678号-3"),
        ("粤公网安备<b>44030002000001</b>号", "police", "粤公网安备44030002000001号"),
        ("公安备案号：44030002000001", "police", "公网安备44030002000001号"),
        (
            "<!-- 主办单位：旧县人民政府 -->主办单位：示例县人民政府办公室 电话：0600-3334445",
            "organiser",
            "示例县人民政府办公室",
        ),
        (
            "<a href='javascript:;' onclick=\"window.open('https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3600000009')\">找错</a>",
            "error_entry_code",
            "3600000009",
        ),
        ("<a href='/jiucuo/index.html'>我要纠错</a>", "error_entry", None),
        (
            "<script>document.write(decodeURIComponent('%3Cscript src=%27https://dcs.conac.cn/js/15/1/CA1522200004001.js%27%3E%3C/script%3E'))</script>",
            "conac",
            True,
        ),
    ],
)
def test_marks_are_read_however_they_are_written(foot: str, field: str, value: object) -> None:
    in_the_text = "<p>主办单位：县文化馆　联系方式：0600-1112223</p>"
    page = read(f"{ARTICLE.replace('</div>', in_the_text + '</div>')}<div class='footer'><p>{foot}</p></div>")
    assert getattr(page.marks, field) == value


def test_a_footer_that_a_script_puts_together_piece_by_piece_is_not_missing() -> None:
    code = "var h=[];h.push('<p>主办单位：示例县人民政府办公室</p>');h.push('<p>网站标识码：3600000009</p>');document.write(h.join(''));"
    page = read(f"{ARTICLE}<script>{code}</script>")
    assert page.marks.organiser or "footer" in page.script_filled
    assert "footer" not in read(f"{ARTICLE}<script>var words='主办单位';</script>").script_filled


@pytest.mark.parametrize(
    "line", ["来 源：县交通局", "【来源】县交通局", "(来源：县交通局)", "（转自：县交通局）"]
)
def test_a_source_at_the_end_is_read_however_it_is_written(line: str) -> None:
    assert read(ARTICLE.replace(BODY, f"{BODY}<p>{line}</p>")).source == "县交通局"


def test_a_guide_by_other_words_is_no_article_without_a_day() -> None:
    rows = {
        "服务事项名称": "取水许可",
        "法定依据": "《取水许可和水资源费征收管理条例》",
        "准予批准的条件": "符合水资源规划",
        "申请材料目录": "申请书、身份证复印件",
        "办公地点": "政务服务中心三号窗口",
        "接待时间": "周一至周五9:00—17:00",
        "联系方式": "0600-3334445",
    }
    lines = "".join(f"<p><b>{name}</b></p><p>{value}</p>" for name, value in rows.items())
    way = "<div class='crumb'>当前位置：<a href='/'>首页</a> &gt; <a href='/bs/'>办事指南</a></div>"
    html = f"<html><head><title>取水许可_办事指南</title></head><body>{way}<h1>取水许可</h1><div class='content'>{lines}{BODY}</div></body></html>"
    page = read_page(html.encode(), f"{HOME}guide.asp?id=693", home=HOME, today=TODAY)
    assert page.kind is PageKind.GUIDE
    assert page.guide is not None
    assert page.guide.missing == ("办理流程",)
