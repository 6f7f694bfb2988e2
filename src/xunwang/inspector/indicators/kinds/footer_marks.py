"""网站标识: the marks at the foot of every page (rulebook 6.2)."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.marks import Spot, foot_unread, spot
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import PageFact, Record

NAMES = {
    "conac": "党政机关网站标识",
    "site_code": "政府网站标识码",
    "icp": "ICP备案编号",
    "police": "公安机关备案标识",
    "organiser": "网站主办单位",
    "contact": "网站联系方式",
    "sitemap": "网站地图",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    marks: tuple[str, ...]
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001
    if book.home_unread or book.home is None:
        return unchecked(book.home_unread or "首页未能读取")
    places = tuple(place for mark in params.marks if (place := _fault(mark, params, book)))
    unknown = "首页页脚由脚本填充，未能渲染" if foot_unread(book.home) else None
    return with_gap(counted(places, unknown=unknown, reason=unknown), book.gap)


def _fault(mark: str, params: Params, book: FactBook) -> Place | None:
    missing = spot(book, lambda page: _shows(page, mark), min_pages=params.min_pages)
    if missing:
        return _place(mark, missing, f"未标明{NAMES[mark]}", None)
    code = book.subject.code if book.subject else None
    if mark != "site_code" or not code:
        return None
    wrong = spot(book, lambda page: _has_code(page, code), min_pages=params.min_pages)
    if wrong is None:
        return None
    shown = wrong.page.marks.site_code
    return _place(mark, wrong, f"标明的政府网站标识码{shown}与登记的{code}不一致", shown)


def _shows(page: PageFact, mark: str) -> bool:
    """A code that stands only in a meta tag or inside the 找错 entrance is not shown to anybody."""
    if mark == "site_code" and page.marks.site_code_from in {"entry", "meta"}:
        return False
    return bool(getattr(page.marks, mark))


def _has_code(page: PageFact, code: str) -> bool:
    return (page.marks.site_code or "").lower() == code.lower()


def _place(mark: str, where: Spot, fault: str, value: str | None) -> Place:
    page = where.page
    where_words = "内页页脚" if where.inner else "首页页脚"
    return Place(
        locator=f"mark:{mark}" + (":inner" if where.inner else ""),
        url=page.url,
        message=f"{where_words}{fault}",
        value=value,
        evidence=page.evidence,
        seen=page.attempt.at,
    )
