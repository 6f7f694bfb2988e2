"""必备内容: the groups of content that every government website must have, by its columns and standing pages."""

import datetime as dt

from xunwang.inspector.indicators.columns import also_of
from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked
from xunwang.inspector.model import ColumnType, PageFact, Record

_NAMES = {
    ColumnType.OVERVIEW: "概况信息",
    ColumnType.ORGANISATION: "机构职能",
    ColumnType.LEADERS: "负责人信息",
    ColumnType.POLICY: "文件资料",
    ColumnType.NEWS: "政务动态",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    types: tuple[ColumnType, ...]


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book)


class _Tally(PageTally):
    def __init__(self, params: Params, book: FactBook) -> None:
        self._params = params
        self._book = book
        self._topics: set[str] = set()

    def see(self, page: PageFact) -> None:
        if page.particulars and page.particulars.topic and is_read(page):
            self._topics.add(page.particulars.topic.value)

    def report(self) -> Report:
        columns = self._book.columns
        there = self._topics | {kind.value for one in columns for kind in (one.type, *also_of(one))}
        lacking = [kind for kind in self._params.types if kind.value not in there]
        if lacking and self._book.gap:
            return unchecked(self._book.gap, blocks=False)
        return counted(tuple(self._place(kind) for kind in lacking))

    def _place(self, kind: ColumnType) -> Place:
        site, name = self._book.site, _NAMES.get(kind, kind.value)
        return Place(
            locator=f"content:{kind}",
            url=self._book.home_url,
            message=f"没有找到{name}类栏目或页面",
            evidence=site.evidence if site else None,
            certain=False,
        )
