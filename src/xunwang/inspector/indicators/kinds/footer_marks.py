"""网站标识: the marks at the foot of every page (rulebook 6.2)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.marks import (
    Feet,
    Good,
    Spot,
    carries_foot,
    foot_unread,
    good_inside,
    is_another_unit,
)
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.indicators.strays import Strays
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

_OTHER_CODE = "other_code"
_MOST_STRAYS = 30


class Params(Record, frozen=True, forbid_unknown_fields=True):
    marks: tuple[str, ...]
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001
    if book.home_unread or book.home is None:
        return unchecked(book.home_unread or "首页未能读取")
    return _Tally(params, book, book.home)


class _Tally(PageTally):
    def __init__(self, params: Params, book: FactBook, home: PageFact) -> None:
        self._params = params
        self._gap = book.gap
        self._unknown = "首页页脚由脚本填充，未能渲染" if foot_unread(home) else None
        self._code = (book.subject.code if book.subject else None) or ""
        wants: list[Good] = [partial(_shows, mark=mark) for mark in params.marks]
        if self._code:
            wants.append(lambda page: _has_code(page, self._code) or is_another_unit(page, home))
        self._home = home
        self._strays = Strays()
        self._feet = Feet(
            wants,
            home=home,
            min_pages=params.min_pages,
            by_column=True,
            good_inside=partial(good_inside, book),
        )

    def see(self, page: PageFact) -> None:
        self._feet.see(page)
        if carries_foot(page, self._home):
            missing = [mark for mark in self._params.marks if not _shows(page, mark)]
            self._strays.see("", page, [*missing, *([_OTHER_CODE] if self._shows_other_code(page) else ())])

    def _shows_other_code(self, page: PageFact) -> bool:
        shows = bool(self._code) and _shows(page, "site_code") and not _has_code(page, self._code)
        return shows and not is_another_unit(page, self._home)

    def report(self) -> Report:
        faults = (self._fault(number, mark) for number, mark in enumerate(self._params.marks))
        places = tuple(place for place in faults if place)
        places = (*places, *self._single(places))
        return with_gap(counted(places, unknown=self._unknown, reason=self._unknown), self._gap)

    def _single(self, told: Sequence[Place]) -> Iterator[Place]:
        """Pages alone that lack what the home page and nearly all others show."""
        spoken = {place.locator.split(":")[1] for place in told}
        marks = [mark for mark in self._params.marks if mark not in spoken]
        for page, lacks in self._strays.told(marks, most=_MOST_STRAYS):
            words = f"未标明{'、'.join(NAMES[mark] for mark in lacks)}，其他页面大多标明"
            yield _of_one(page, f"mark:{page.key}", words)
        others = [] if "site_code" in spoken else [_OTHER_CODE]
        for page, _ in self._strays.told(others, most=_MOST_STRAYS):
            words = f"标明的政府网站标识码{page.marks.site_code}与登记的{self._code}不一致，其他页面大多一致"
            yield _of_one(page, f"mark:code:{page.key}", words)

    def _fault(self, number: int, mark: str) -> Place | None:
        missing = self._feet.spot(number)
        if missing:
            return _place(mark, missing, f"未标明{NAMES[mark]}", None)
        if mark != "site_code" or not self._code:
            return None
        wrong = self._feet.spot(len(self._params.marks))
        if wrong is None:
            return None
        shown = wrong.page.marks.site_code
        return _place(mark, wrong, f"标明的政府网站标识码{shown}与登记的{self._code}不一致", shown)


def _of_one(page: PageFact, locator: str, words: str) -> Place:
    return Place(
        locator=locator,
        url=page.url,
        message=f"内页页脚{words}",
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )


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
        message=f"{where_words}{fault}{where.doubt or ''}",
        value=value,
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=where.doubt is None,
    )
