"""A footer that stands in a frame belongs to the pages that show it."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI, Attempt, PageFact, PageRow, Reach, Subject
from xunwang.inspector.read import read_page
from xunwang.inspector.survey import survey

HOME = "http://www.example.gov.cn/"
HOME_HTML = """<html><head><title>示例县人民政府</title><meta name="SiteIDCode" content="9900000011"></head><body>
<div class="nav"><a href="/xw/">要闻</a><a href="/tz/">公告</a><a href="/zw/">公开</a></div>
<ul class="list"><li><a href="/xw/1.html">示例县召开春季绿化工作推进会</a><span>2026-03-30</span></li>
<li><a href="/xw/2.html">示例县开展校园周边环境整治</a><span>2026-03-28</span></li></ul>
<iframe class="foot" src="/include/foot.html"></iframe></body></html>"""
FOOT_HTML = """<html><body><p>主办单位：示例县人民政府办公室 联系电话：0600-1234567</p><p>政府网站标识码：9900000011
苏ICP备99000001号</p><p>版权所有</p></body></html>"""


def row(url: str, html: str, depth: int) -> PageRow:
    page = read_page(html.encode(), url, home=HOME, today=dt.date(2026, 3, 31))
    attempt = Attempt(at=dt.datetime(2026, 3, 31, tzinfo=SHANGHAI), reach=Reach.OK, status=200)
    return PageRow(page=page, key=key_of(url), depth=depth, parent=None, attempt=attempt, evidence=None)


def home_fact(*rows: PageRow) -> PageFact:
    facts = survey(
        Subject(id="s", name="示例县", home=HOME),
        lambda: iter(rows),
        [],
        started=dt.datetime(2026, 3, 31, tzinfo=SHANGHAI),
        browser=False,
        complete=True,
        incomplete_reason=None,
    )
    return next(fact for fact in facts if isinstance(fact, PageFact) and fact.url == HOME)


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
