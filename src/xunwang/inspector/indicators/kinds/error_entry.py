"""“我为政府网站找错”: the entrance at the foot of every page, and that it is this site's own."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.marks import (
    INNER,
    Feet,
    Spot,
    carries_foot,
    foot_unread,
    good_inside,
    is_another_unit,
)
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.indicators.strays import Strays
from xunwang.inspector.model import PageFact, PageKind, Record

_ENTRY = "error_entry"
_MOST_STRAYS = 30
_SHOWING = INNER | {
    PageKind.OTHER,
    PageKind.SEARCH,
}  # whatever a page is for, an entrance that it shows must lead home
_CODE_PARAMETERS = frozenset({"site_code", "sitecode", "siteCode"})


class _Fault(NamedTuple):
    """What is wrong with an entrance. Faults of one `make` differ in their codes at most."""

    make: str
    words: str


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
        self._home = home
        self._strange: dict[_Fault, PageFact] = {}
        self._strangers: Counter[_Fault] = Counter()
        self._strays = Strays()
        self._feet = Feet(
            (lambda page: self._fault(page) is None,),
            home=home,
            min_pages=params.min_pages,
            good_inside=partial(good_inside, book),
        )

    def see(self, page: PageFact) -> None:
        self._feet.see(page)
        if carries_foot(page, self._home):
            self._strays.see("", page, () if page.marks.error_entry else (_ENTRY,))
        if (
            page.marks.error_entry
            and is_read(page)
            and page.kind in _SHOWING
            and (fault := self._fault(page))
        ):
            self._strange.setdefault(fault, page)
            self._strangers[fault] += 1

    def report(self) -> Report:
        where = self._feet.spot(0)
        told = self._fault(where.page) if where else None
        strange = self._singles([fault for fault in self._strange if fault != told])
        lacks = (_ENTRY,) if where is None or where.page.marks.error_entry else ()
        lacking = (self._lacking(stray.page) for stray in self._strays.told(lacks, most=_MOST_STRAYS))
        whole = (self._whole(where, told),) if where and told else ()
        return with_gap(counted((*whole, *strange, *lacking), unknown=self._unknown), self._gap)

    def _whole(self, where: Spot, told: _Fault) -> Place:
        page = where.page
        return Place(
            locator="mark:error_entry" + (":inner" if where.inner else ""),
            url=page.url,
            message=f"{'内页' if where.inner else '首页'}{told.words}{where.doubt or ''}",
            value=page.marks.error_entry,
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=where.doubt is None,
        )

    def _singles(self, faults: Sequence[_Fault]) -> Iterator[Place]:
        """Pages that lead elsewhere while others of their template do not, one place for each make: parts of the site may have codes of their own, so a person looks."""
        alike: dict[str, list[_Fault]] = {}
        for fault in faults:
            alike.setdefault(fault.make, []).append(fault)
        for ones in alike.values():
            yield self._single(ones)

    def _single(self, faults: Sequence[_Fault]) -> Place:
        first = faults[0]
        page = self._strange[first]
        is_first = first == next(iter(self._strange))
        others = f"，另有{len(faults) - 1}种标识码也不一致" if len(faults) > 1 else ""
        return Place(
            locator="mark:error_entry:single" + ("" if is_first else f":{page.key}"),
            url=page.url,
            message=f"内页{first.words}{others}（{sum(self._strangers[one] for one in faults)}个内页如此）",
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

    def _fault(self, page: PageFact) -> _Fault | None:
        if is_another_unit(page, self._home) and page.marks.site_code_from == "text":
            return _fault(page, page.marks.site_code, self._params, held="页脚标明")
        return _fault(page, self._code, self._params, held="登记")


def _fault(page: PageFact, code: str | None, params: Params, *, held: str) -> _Fault | None:
    marks = page.marks
    if not marks.error_entry:
        return _Fault("missing", "页脚没有“我为政府网站找错”入口")
    if urlsplit(marks.error_entry).hostname in params.old_hosts:
        return _Fault("old", "“我为政府网站找错”入口仍指向已停用的地址")
    shown = marks.error_entry_code
    if not shown and _names_nobody(marks.error_entry):
        return _Fault("unnamed", "“我为政府网站找错”入口没有写明标识码")
    if code and shown and shown.lower() != code.lower():
        return _Fault("strange", f"“我为政府网站找错”入口的标识码{shown}与{held}的{code}不一致")
    return None


def _names_nobody(entry: str) -> bool:
    """Whether the address has the parameter of the code and nothing in it; a script may fill in one that is not there."""
    given = parse_qs(urlsplit(entry).query, keep_blank_values=True)
    return any(not any(given[name]) for name in _CODE_PARAMETERS & given.keys())
