"""首页不更新: the newest dated item of the home page, or of the second-level pages where home is only an entrance."""

import datetime as dt

from msgspec import structs

from xunwang.inspector.indicators.columns import State, state_of, unread_words
from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.periods import days_back, days_words
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, met, unchecked
from xunwang.inspector.model import LATE, SHANGHAI, OutcomeKind, PageFact, PageKind, Record, newest_until


class Params(Record, frozen=True, forbid_unknown_fields=True):
    days: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    """An undated item updates nothing; a home page whose items all lack dates is left to a person.

    What was fresh when it was seen stays so; what was old may have been updated between the inspection and `as_of`.
    """
    if book.home_unread or book.site is None:
        return unchecked(book.home_unread or "")
    edge = days_back(as_of, params.days)
    if book.site.entry_only:
        return _second_level(params, book, edge, as_of)
    newest = newest_until(book.site.home_dates, as_of)
    if newest is not None and newest >= edge:
        return met(newest.isoformat(), edge.isoformat())
    if newest is None and (book.site.home_dates or not book.site.home_undated):
        return unchecked(_nothing_to_go_by(book))
    last = f"最新信息{newest}" if newest else "的信息均未注明日期"
    unseen = book.unseen_until(as_of) or (book.home and is_late(book.home) and f"首页{LATE}")
    if unseen:
        return unchecked(unseen)
    return _Tally(_found(book, f"首页{last}", params, newest, edge), book, edge, as_of)


class _Tally(PageTally):
    """Looks at what the home page shows without a day: a person decides where that is of the period, or where nobody read it."""

    def __init__(self, found: Report, book: FactBook, edge: dt.date, as_of: dt.date) -> None:
        self._found = found
        self._leads = frozenset(book.site.home_leads) if book.site else frozenset()
        self._unread = set(book.site.home_titles) if book.site else set()
        self._scripted = (
            book.home is not None and "list" in book.home.script_filled and not book.home.rendered
        )
        self._edge = edge
        self._as_of = as_of
        self._fresh: tuple[dt.date, str] | None = None

    def see(self, page: PageFact) -> None:
        if page.key not in self._leads or not is_read(page):
            return
        self._unread.discard(page.key)
        day = page.published.astimezone(SHANGHAI).date() if page.published else None
        if page.kind is PageKind.ARTICLE and day is not None and self._edge <= day <= self._as_of:
            self._fresh = max(self._fresh or (day, ""), (day, page.title or page.url))

    def report(self) -> Report:
        doubt = self._doubt()
        if doubt is None:
            return self._found
        (place,) = self._found.places
        told = structs.replace(place, message=f"{place.message}；但首页{doubt}", certain=False)
        return structs.replace(self._found, places=(told,))

    def _doubt(self) -> str | None:
        if self._fresh:
            return f"链接的“{self._fresh[1]}”发布于{self._fresh[0]}，首页没有显示它的日期"
        if self._scripted:
            return "另有由脚本填充的列表，未经浏览器渲染"
        return f"另有{len(self._unread)}处内容没有显示日期，也未能读取" if self._unread else None


def _nothing_to_go_by(book: FactBook) -> str:
    assert book.site is not None
    if book.site.home_dates:
        return "首页显示的信息都在监测时间点之后，看不出当时的更新情况"
    if book.home and {"list", "body"}.intersection(book.home.script_filled) and not book.home.rendered:
        return "首页列表由脚本填充，未能渲染"
    return "首页上没有读到信息列表"


def _second_level(params: Params, book: FactBook, edge: dt.date, as_of: dt.date) -> Report:
    columns = [column for column in book.columns if not column.static]
    newest = newest_until((day for column in columns for day in column.dates), as_of)
    if newest is not None and newest >= edge:
        return met(newest.isoformat(), edge.isoformat(), "首页仅为导航入口，取二级页面")
    unread = [column for column in columns if state_of(column, edge, as_of) is State.UNKNOWN]
    missing = book.gap or unread_words(unread) or book.unseen_until(as_of)
    if missing or newest is None:
        return unchecked(f"首页仅为导航入口，{missing or '二级页面没有读到带日期的信息'}")
    return _found(book, f"首页仅为导航入口，二级页面最新信息{newest}", params, newest, edge)


def _found(book: FactBook, what: str, params: Params, newest: dt.date | None, edge: dt.date) -> Report:
    assert book.site is not None
    value, threshold = newest.isoformat() if newest else None, edge.isoformat()
    place = Place(
        locator="home",
        url=book.home_url,
        message=f"{what}，监测时间点前{days_words(params.days)}内无信息更新",
        value=value,
        threshold=threshold,
        evidence=book.site.evidence,
        certain=newest is not None,
    )
    return Report(OutcomeKind.FOUND, (place,), value=value, threshold=threshold)
