"""What stands in a frame belongs to the page that shows it: a footer with its marks, the list of a column."""

import datetime as dt

from read_sites import HOME, facts_of, row

from xunwang.inspector.model import (
    ColumnFact,
    PageFact,
    PageKind,
    PageRow,
    SiteFact,
)

HOME_HTML = """<html><head><title>示例县人民政府</title><meta name="SiteIDCode" content="9900000011"></head><body>
<div class="nav"><a href="/xw/">要闻</a><a href="/tz/">公告</a><a href="/zw/">公开</a></div>
<ul class="list"><li><a href="/xw/1.html">示例县召开春季绿化工作推进会</a><span>2026-03-30</span></li>
<li><a href="/xw/2.html">示例县开展校园周边环境整治</a><span>2026-03-28</span></li></ul>
<iframe class="foot" src="/include/foot.html"></iframe></body></html>"""
FOOT_HTML = """<html><body><p>主办单位：示例县人民政府办公室 联系电话：0600-1234567</p><p>政府网站标识码：9900000011
苏ICP备99000001号</p><p>版权所有</p></body></html>"""


def home_fact(*rows: PageRow) -> PageFact:
    return next(fact for fact in facts_of(*rows) if isinstance(fact, PageFact) and fact.url == HOME)


def test_marks_of_a_framed_footer_are_the_pages_own() -> None:
    fact = home_fact(row(HOME, HOME_HTML, 0), row(f"{HOME}include/foot.html", FOOT_HTML, 1))
    assert fact.marks.organiser == "示例县人民政府办公室"
    assert fact.marks.contact == "0600-1234567"
    assert fact.marks.icp == "苏ICP备99000001号"
    assert (fact.marks.site_code, fact.marks.site_code_from) == ("9900000011", "text")
    assert "footer" not in fact.script_filled


def test_a_frame_that_was_not_read_leaves_the_footer_unread() -> None:
    fact = home_fact(row(HOME, HOME_HTML, 0))
    assert fact.marks.icp is None
    assert "footer" in fact.script_filled


COLUMN_HTML = """<html><head><title>示例县公告</title></head><body><div class="nav"><a href="/xw/">要闻</a><a href="/tz/">公告</a><a href="/zw/">公开</a></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; 公告</div><iframe src="{frame}" width="900" height="600"></iframe>
<div class="foot">主办单位：示例县人民政府办公室 苏ICP备99000001号</div></body></html>"""
LIST_HTML = """<html><body><ul><li><a href="/tz/1.html">关于县道养护封闭施工的公告</a><span>2026-03-20</span></li>
<li><a href="/tz/2.html">关于停水检修的公告</a><span>2026-02-11</span></li></ul></body></html>"""


def columns(*rows: PageRow) -> dict[str, ColumnFact]:
    return {fact.url: fact for fact in facts_of(*rows) if isinstance(fact, ColumnFact)}


def test_the_list_in_a_frame_is_the_columns_own() -> None:
    framing = row(f"{HOME}tz/", COLUMN_HTML.replace("{frame}", "/data/list.jsp?c=7"), 1)
    found = columns(row(HOME, HOME_HTML, 0), framing, row(f"{HOME}data/list.jsp?c=7", LIST_HTML, 2))
    column = found[f"{HOME}tz/"]
    assert column.dates == (dt.date(2026, 3, 20), dt.date(2026, 2, 11))
    assert column.unread is None
    assert f"{HOME}data/list.jsp?c=7" not in found


def test_text_in_a_frame_stands_for_the_column() -> None:
    framing = row(f"{HOME}tz/", COLUMN_HTML.replace("{frame}", "/data/text.html"), 1)
    words = f"<html><body><p>{'本县公告由县政府办公室统一发布并张贴。' * 8}</p></body></html>"
    column = columns(row(HOME, HOME_HTML, 0), framing, row(f"{HOME}data/text.html", words, 2))[f"{HOME}tz/"]
    assert (column.static, column.unread) == (True, None)


def test_a_frame_of_another_system_leaves_the_column_unread() -> None:
    framing = row(f"{HOME}tz/", COLUMN_HTML.replace("{frame}", "http://gk.example.cn/list?c=7"), 1)
    column = columns(row(HOME, HOME_HTML, 0), framing)[f"{HOME}tz/"]
    assert column.unread is not None
    assert "框架页" in column.unread


ENTRANCE = '<html><head><title>示例镇</title></head><frameset rows="100,*"><frame src="top.asp"><frame src="{main}"></frameset></html>'
TOP = '<html><body><table><tr><td><a href="/xw.asp">镇域新闻</a></td><td><a href="/tz.asp">公告公示</a></td><td><a href="/zw.asp">政策文件</a></td></tr></table></body></html>'
NESTED = '<html><frameset cols="200,*"><frame src="left.asp"><frame src="list.asp"></frameset></html>'
LEFT = '<html><body><a href="/xx.asp">镇长信箱</a></body></html>'


def framed_site(*read: str) -> list[object]:
    pages = {"top.asp": TOP, "main.asp": NESTED, "left.asp": LEFT, "list.asp": LIST_HTML, "xw.asp": LIST_HTML}
    rows = [row(HOME, ENTRANCE.replace("{main}", "main.asp"), 0)]
    rows += [row(f"{HOME}{path}", pages[path], 1) for path in read]
    return facts_of(*rows)


def test_a_home_page_of_frames_is_what_its_frames_show() -> None:
    facts = framed_site("top.asp", "main.asp", "left.asp", "list.asp", "xw.asp")
    site = next(fact for fact in facts if isinstance(fact, SiteFact))
    assert site.home_read
    assert site.home_dates[0] == dt.date(2026, 3, 20)
    named = {fact.name: fact for fact in facts if isinstance(fact, ColumnFact)}
    assert named["镇域新闻"].first_level
    assert named["公告公示"].unread is not None
    assert not {fact.url for fact in named.values()} & {f"{HOME}{path}" for path in ("top.asp", "list.asp")}


def test_a_home_page_of_which_one_frame_was_not_read_is_not_judged() -> None:
    site = next(fact for fact in framed_site("top.asp", "main.asp", "left.asp") if isinstance(fact, SiteFact))
    assert site.home_unread_reason == "首页内容在框架页中，未读取"


def test_a_set_of_frames_whose_main_one_is_of_another_system_is_unread_and_not_blank() -> None:
    frames = '<html><frameset rows="100,*"><frame src="/top.asp"><frame src="http://fw.example.cn/list"></frameset></html>'
    found = columns(row(HOME, HOME_HTML, 0), row(f"{HOME}tz/", frames, 1), row(f"{HOME}top.asp", TOP, 2))
    assert found[f"{HOME}tz/"].unread == "栏目内容在框架页中，未读取"


SPLASH_HTML = """<html><head><title>示例县人民政府</title></head><body><a href="/index2.html"><img src="/in.jpg" alt="进入网站"></a>
<div class="footer">主办单位：示例县人民政府办公室 苏ICP备99000001号</div></body></html>"""


def test_a_home_page_that_asks_but_to_come_in_is_taken_with_the_page_behind_it() -> None:
    rows = (
        row(HOME, SPLASH_HTML, 0),
        row(f"{HOME}index2.html", HOME_HTML, 1),
        row(f"{HOME}xw/", LIST_HTML, 2),
    )
    facts = facts_of(*rows)
    site = next(fact for fact in facts if isinstance(fact, SiteFact))
    assert (site.entry_only, site.home_dates[0]) == (False, dt.date(2026, 3, 30))
    columns = {fact.name: fact.first_level for fact in facts if isinstance(fact, ColumnFact)}
    assert columns["要闻"]
    assert not any(fact.url.endswith("index2.html") for fact in facts if isinstance(fact, ColumnFact))


EDITIONS_HTML = HOME_HTML.replace(
    "<body>", '<body><p class="top"><a href="/m/">手机版</a> <a href="/en/index.html">English</a></p>'
)


def test_what_another_edition_shows_is_no_column_and_carries_no_tags_of_its_own() -> None:
    rows = (
        row(HOME, EDITIONS_HTML, 0),
        row(f"{HOME}xw/", LIST_HTML, 1),
        row(f"{HOME}m/xw/", LIST_HTML.replace("/tz/", "/m/tz/"), 2),
        row(f"{HOME}en/news/", LIST_HTML.replace("/tz/", "/en/news/"), 2),
    )
    facts = facts_of(*rows)
    read = {fact.url for fact in facts if isinstance(fact, ColumnFact) and fact.items}
    assert read == {f"{HOME}xw/"}
    kinds = {fact.url: fact.kind for fact in facts if isinstance(fact, PageFact)}
    assert (kinds[f"{HOME}xw/"], kinds[f"{HOME}m/xw/"]) == (PageKind.COLUMN, PageKind.OTHER)


def test_a_column_whose_frames_all_show_no_more_than_a_menu_does_not_break_the_survey() -> None:
    frames = '<html><head><title>公告</title></head><frameset cols="200,*"><frame src="left.html"><frame src="main.html"></frameset></html>'
    menu = '<html><body><a href="/tz/ylk/">预留库</a> <a href="/tz/ysk/">预审库</a></body></html>'
    rows = (
        row(HOME, HOME_HTML, 0),
        row(f"{HOME}tz/", frames, 1),
        row(f"{HOME}tz/left.html", menu, 2),
        row(f"{HOME}tz/main.html", "<html><body></body></html>", 2),
    )
    assert columns(*rows)[f"{HOME}tz/"].unread is None
