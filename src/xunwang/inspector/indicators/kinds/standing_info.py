"""概况信息, 机构职能, 领导信息: that there is a column for it, what its pages must show, and how old their figures are."""

import datetime as dt

from xunwang.inspector.indicators.columns import also_of
from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.model import ColumnType, PageFact, PageKind, Record, StandingTopic

_NAMES = {
    StandingTopic.OVERVIEW: ("概况信息", ColumnType.OVERVIEW),
    StandingTopic.ORGANISATION: ("机构职能", ColumnType.ORGANISATION),
    StandingTopic.LEADERS: ("领导信息", ColumnType.LEADERS),
}
_FEWEST = 2  # of what a page must show: with less it is a list that leads to such pages


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`fields`: what its pages must show; `years`: the newest figures may be so many years older than the monitoring point."""

    topic: StandingTopic
    fields: tuple[str, ...] = ()
    years: int | None = None


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    """Every place is for a person to look at: what a page holds is told by words alone."""
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book, as_of)


class _Tally(PageTally):
    def __init__(self, params: Params, book: FactBook, as_of: dt.date) -> None:
        self._params = params
        self._book = book
        self._oldest = as_of.year - params.years if params.years else None
        self._pages = 0
        # A list of leaders or offices comes with what their own pages may show in its stead.
        self._lacking: list[tuple[Place, frozenset[str]]] = []
        self._shown_singly: set[str] = set()
        self._newest: tuple[int, PageFact] | None = None

    def see(self, page: PageFact) -> None:
        told = page.particulars
        if told is None or told.topic is not self._params.topic or not is_read(page):
            return
        self._pages += 1
        if page.kind is not PageKind.COLUMN:
            self._shown_singly.update(told.holds)
        if is_late(page):
            return
        partly = [name for name in told.lacks if name in self._params.fields]
        lacks = [name for name in self._params.fields if name not in told.holds and name not in partly]
        words = [f"所列各项中有的没有{'、'.join(partly)}"] if partly else []
        if lacks and len(told.holds) >= min(_FEWEST, len(self._params.fields) - 1):
            words.append(f"没有看到{'、'.join(lacks)}")
        if words:
            is_list = page.kind is PageKind.COLUMN and not partly
            self._lacking.append((self._place(page, "，".join(words)), frozenset(lacks if is_list else ())))
        if told.figures_year and (self._newest is None or told.figures_year > self._newest[0]):
            self._newest = told.figures_year, page

    def report(self) -> Report:
        if not self._pages and not self._has_column():
            return self._missing()
        lacking = (place for place, singly in self._lacking if not singly or singly - self._shown_singly)
        places = [*lacking, *self._outdated()]
        return with_gap(counted(tuple(places)), self._book.gap)

    def _has_column(self) -> bool:
        wanted = _NAMES[self._params.topic][1]
        return any(column.type is wanted or wanted in also_of(column) for column in self._book.columns)

    def _missing(self) -> Report:
        if self._book.gap:
            return unchecked(self._book.gap)
        name, book = _NAMES[self._params.topic][0], self._book
        evidence = book.site.evidence if book.site else None
        return counted(
            (Place(f"missing:{self._params.topic}", book.home_url, f"没有找到{name}栏目", evidence=evidence),)
        )

    def _outdated(self) -> list[Place]:
        if self._newest is None or self._oldest is None or self._newest[0] >= self._oldest:
            return []
        year, page = self._newest
        return [self._place(page, f"数据最新为{year}年", value=str(year), threshold=str(self._oldest))]

    def _place(
        self, page: PageFact, words: str, *, value: str | None = None, threshold: str | None = None
    ) -> Place:
        name = _NAMES[self._params.topic][0]
        kind = "页面" if page.kind is not PageKind.COLUMN else "栏目页"
        return Place(
            locator=page.key,
            url=page.url,
            message=f"{name}{kind}“{page.title or page.column or page.url}”{words}",
            value=value,
            threshold=threshold,
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=False,
        )
