"""“我为政府网站找错”: the entrance at the foot of every page, and that it is this site's own."""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.marks import INNER, Feet, foot_unread
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.indicators.strays import Strays
from xunwang.inspector.model import PageFact, PageKind, Record

_ENTRY = "error_entry"
_TEXTS = frozenset({PageKind.COLUMN, PageKind.ARTICLE})
_MOST_STRAYS = 30
_CODE_PARAMETERS = frozenset({"site_code", "sitecode", "siteCode"})


class Params(Record, frozen=True, forbid_unknown_fields=True):
    old_hosts: tuple[str, ...]
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    if book.home_unread or book.home is None:
        return unchecked(book.home_unread or "首页未能读取")
    return _Tally(params, book, book.home)


class _Tally(PageTally):
    def __init__(self, params: Params, book: FactBook, home: PageFact) -> None:
        self._params = params
        self._gap = book.gap
        self._code = book.subject.code if book.subject else None
        self._unknown = "首页页脚由脚本填充，未能渲染" if foot_unread(home) else None
        self._strange: PageFact | None = None
        self._strangers = 0
        self._strays = Strays()
        self._feet = Feet((lambda page: self._fault(page) is None,), home=home, min_pages=params.min_pages)

    def see(self, page: PageFact) -> None:
        self._feet.see(page)
        if page.kind in _TEXTS and is_read(page) and not foot_unread(page):
            self._strays.see("", page, () if page.marks.error_entry else (_ENTRY,))
        if page.marks.error_entry and is_read(page) and page.kind in INNER and self._fault(page):
            self._strange = self._strange or page
            self._strangers += 1

    def report(self) -> Report:
        where = self._feet.spot(0)
        if where is None:
            strange = (self._single(self._strange),) if self._strange else ()
            lacking = (self._lacking(stray.page) for stray in self._strays.told((_ENTRY,), most=_MOST_STRAYS))
            return with_gap(counted((*strange, *lacking), unknown=self._unknown), self._gap)
        page = where.page
        place = Place(
            locator="mark:error_entry" + (":inner" if where.inner else ""),
            url=page.url,
            message=f"{'内页' if where.inner else '首页'}{self._fault(page)}",
            value=page.marks.error_entry,
            evidence=page.evidence,
            seen=page.attempt.at,
        )
        return counted((place,))

    def _single(self, page: PageFact) -> Place:
        """Pages that lead elsewhere while others of their template do not: a part of the site may have a code of its own, so a person looks."""
        return Place(
            locator="mark:error_entry:single",
            url=page.url,
            message=f"内页{self._fault(page)}（{self._strangers}个内页如此）",
            value=page.marks.error_entry,
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=False,
        )

    @staticmethod
    def _lacking(page: PageFact) -> Place:
        return Place(
            locator=f"mark:error_entry:{page.key}",
            url=page.url,
            message="内页页脚没有“我为政府网站找错”入口，其他页面大多有",
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=False,
        )

    def _fault(self, page: PageFact) -> str | None:
        return _fault(page, self._code, self._params)


def _fault(page: PageFact, code: str | None, params: Params) -> str | None:
    marks = page.marks
    if not marks.error_entry:
        return "页脚没有“我为政府网站找错”入口"
    if urlsplit(marks.error_entry).hostname in params.old_hosts:
        return "“我为政府网站找错”入口仍指向已停用的地址"
    shown = marks.error_entry_code
    if not shown and _names_nobody(marks.error_entry):
        return "“我为政府网站找错”入口没有写明标识码"
    if code and shown and shown.lower() != code.lower():
        return f"“我为政府网站找错”入口的标识码{shown}与登记的{code}不一致"
    return None


def _names_nobody(entry: str) -> bool:
    """Whether the address has the parameter of the code and nothing in it; a script may fill in one that is not there."""
    given = parse_qs(urlsplit(entry).query, keep_blank_values=True)
    return any(not any(given[name]) for name in _CODE_PARAMETERS & given.keys())
