"""Sites of a few pages in HTML, read as the crawl reads them."""

import datetime as dt

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SHANGHAI, Attempt, Fact, PageRow, Reach, Subject
from xunwang.inspector.read import read_page
from xunwang.inspector.survey import survey

HOME = "http://www.example.gov.cn/"
NIGHT = dt.datetime(2026, 3, 31, tzinfo=SHANGHAI)


def row(url: str, html: str, depth: int) -> PageRow:
    page = read_page(html.encode(), url, home=HOME, today=NIGHT.date())
    attempt = Attempt(at=NIGHT, reach=Reach.OK, status=200)
    parent = HOME if depth else None
    return PageRow(page=page, key=key_of(url), depth=depth, parent=parent, attempt=attempt, evidence=None)


def facts_of(*rows: PageRow) -> list[Fact]:
    subject = Subject(id="s", name="示例县", home=HOME)
    facts = survey(
        subject, lambda: iter(rows), [], started=NIGHT, browser=False, complete=True, incomplete_reason=None
    )
    return list(facts)
