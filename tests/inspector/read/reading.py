"""Little pages for the tests of the reader: a frame in which only what a test is about changes."""

import datetime as dt

from xunwang.inspector.read import read_page

TODAY = dt.date(2026, 3, 31)
HOME = "http://www.heping.gov.cn/"
ARTICLE_URL = HOME + "zw/202603/t20260318_1204.html"
COLUMN_URL = HOME + "zw/gg/"
FOOT = (
    '<div class="footer">主办单位：和平县人民政府办公室 冀ICP备99000001号 冀公网安备 13990002000001号 网站标识码：1399000001 '
    '<a href="/map.html">网站地图</a></div>'
)
MENU = '<div class="nav"><a href="/">首页</a><a href="/zw/">政务公开</a><a href="/fw/">办事服务</a></div>'
LONG = "<p>" + "县城道路养护按照计划逐段实施，施工单位每日清理现场并设置提示。" * 8 + "</p>"


def page_of(body="", head="", *, url=COLUMN_URL, **settings):
    """The page as read; `head` and `body` are what stands in those elements."""
    source = f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return read_page(source.encode(), url, **{"home": HOME, "today": TODAY, **settings})


def article_of(body="", head="", *, title="县城道路养护计划公布", text=LONG, **settings):
    """An article with a menu, a heading, what is given beneath it, a body and a footer."""
    inner = f'{MENU}<div class="xl"><h1>{title}</h1>{body}<div class="TRS_Editor">{text}</div></div>{FOOT}'
    head = f"<title>{title}_和平县人民政府</title>{head}"
    return page_of(inner, head, **{"url": ARTICLE_URL, **settings})


def column_of(listing, head="", **settings):
    """A column page with a menu, a list and a footer."""
    head = f'<title>通知公告_和平县人民政府</title><meta name="ColumnName" content="通知公告">{head}'
    return page_of(f'{MENU}<div class="main">{listing}</div>{FOOT}', head, **settings)


def dated(page):
    """The days and titles of the items of a page."""
    return [(item.title, item.date.isoformat() if item.date else None) for item in page.items]
