"""年度报告: the yearly reports that a site publishes, each by its day. What was never published here may stand elsewhere: nothing is said of it."""

import calendar
import datetime as dt
import re

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import (
    LinkTally,
    PageTally,
    Place,
    Report,
    Tally,
    counted,
    unchecked,
    with_gap,
)
from xunwang.inspector.model import SHANGHAI, LinkFact, PageFact, Record

_END = r"(?:\s*[（(][^（()）]{0,20}[)）])?\s*(?:\.\w{2,5})?\s*\Z"
_KINDS = {
    "政府网站工作年度报表": re.compile(rf"网站.{{0,8}}年度(?:工作)?报表{_END}"),
    "政府信息公开工作年度报告": re.compile(rf"信息公开.{{0,8}}(?:年度(?:工作)?报告|年报){_END}"),
}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年)")
_OTHER = re.compile(r"通知|解读|编制|模板|格式|修[订改]|更正|补充|培训|汇总|一览")
_OF_GOVERNMENT = re.compile(r"(?<!人民)政府(?!信息|网站|办|部门)|人民政府(?!办)")
_GOVERNMENT = re.compile(r"政府(?:门户网站|网站?)?\Z")
_OF_UNIT = re.compile(r"局|委|办|厅|院|处|中心|队|所|站(?<!网站)|街道|学校|公司|银行")
_LOOKED_BACK = 3  # years
_LISTED = 10


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """The months at whose end those for the year before must stand there: `month` for every report, `government_month` for that of a government on its openness."""

    month: int
    government_month: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book, as_of)


class _Tally(PageTally, LinkTally):
    """Shown pages for their days, and links too: a report may be a file."""

    def __init__(self, params: Params, book: FactBook, as_of: dt.date) -> None:
        self._params = params
        self._book = book
        self._as_of = as_of
        self._years: dict[str, dict[int, str]] = {kind: {} for kind in _KINDS}
        self._late: list[Place] = []

    def see(self, fact: PageFact | LinkFact) -> None:
        title = (fact.text if isinstance(fact, LinkFact) else fact.title) or ""
        kind = next((kind for kind, words in _KINDS.items() if words.search(title)), None)
        years = [int(year) for year in _YEAR.findall(title)] if kind else []
        if kind is None or not years or _OTHER.search(title):
            return
        self._years[kind].setdefault(max(years), fact.url)
        if isinstance(fact, PageFact) and is_read(fact) and len(self._late) < _LISTED:
            self._late += self._told_late(fact, kind, max(years))

    def _told_late(self, page: PageFact, kind: str, year: int) -> list[Place]:
        published = page.published.astimezone(SHANGHAI).date() if page.published else None
        last = self._last_day(kind, year, page.title or "")
        if published is None or not last < published <= dt.date(year + 1, 12, 31):
            return []
        if year < self._as_of.year - _LOOKED_BACK:
            return []
        message = f"“{page.title}”{published}发布，晚于{last.month}月{last.day}日"
        return [
            Place(
                locator=page.key,
                url=page.url,
                message=message,
                value=published.isoformat(),
                threshold=last.isoformat(),
                evidence=page.evidence,
                seen=page.attempt.at,
                certain=False,
            )
        ]

    def _last_day(self, kind: str, year: int, title: str) -> dt.date:
        month = self._params.government_month if self._is_of_government(kind, title) else self._params.month
        return dt.date(year + 1, month, calendar.monthrange(year + 1, month)[1])

    def _is_of_government(self, kind: str, title: str) -> bool:
        """Whether a report is that of a government on its openness: so too one on a government's own site whose title names no unit."""
        if "公开" not in kind:
            return False
        subject = self._book.subject
        on_its_own_site = subject is not None and _GOVERNMENT.search(subject.name) is not None
        return _OF_GOVERNMENT.search(title) is not None or (on_its_own_site and not _OF_UNIT.search(title))

    def report(self) -> Report:
        missing = [place for kind in _KINDS if (place := self._missing(kind))]
        if missing and self._book.gap:
            return unchecked(self._book.gap)
        return with_gap(counted((*missing, *self._late)), self._book.gap)

    def _missing(self, kind: str) -> Place | None:
        """The report of last year, where that of the year before stands there."""
        year, known = self._as_of.year - 1, self._years[kind]
        name = self._book.subject.name if self._book.subject else ""
        last = self._last_day(kind, year, name)
        if self._as_of <= last or year in known or year - 1 not in known:
            return None
        return Place(
            locator=f"missing:{kind}:{year}",
            url=known[year - 1],
            message=f"有{year - 1}年的{kind}，没有读到{year}年的（应于{last}前发布）",
            threshold=last.isoformat(),
            certain=False,
        )
