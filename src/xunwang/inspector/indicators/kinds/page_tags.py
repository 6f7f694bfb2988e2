"""页面标签: the meta tags that home, column and article pages must carry, filled and true (rulebook 6.3)."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from msgspec import structs

from xunwang.inspector.indicators.drawing import Draw
from xunwang.inspector.indicators.facts import FactBook, is_late, is_read
from xunwang.inspector.indicators.marks import good_inside, shelf_of
from xunwang.inspector.indicators.report import PageTally, Place, Report, Tally, counted, unchecked, with_gap
from xunwang.inspector.indicators.strays import Strays
from xunwang.inspector.indicators.tag_doubts import Doubts, host_in
from xunwang.inspector.model import LATE, SHANGHAI, ColumnType, PageFact, PageKind, Record, Subject

_PUBLISHED = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2}))?")
_FEWEST_OF_COLUMN = 3  # pages that prove something of a whole column
_MOST_STRAYS = 30
_INNER = frozenset({PageKind.COLUMN, PageKind.ARTICLE})
_FEWEST_GUIDES = 3
_KIND_NAMES = {
    PageKind.HOME: "首页",
    PageKind.COLUMN: "栏目页",
    PageKind.ARTICLE: "内容页",
    PageKind.GUIDE: "办事指南页",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`sample_pages` of each kind are drawn and looked at one by one for faults that are not those of the template."""

    site_tags: tuple[str, ...]
    column_tags: tuple[str, ...]
    article_tags: tuple[str, ...]
    share_percent: Decimal
    sample_pages: int | None = None


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    """One fault per tag and kind of page where it is that of the template, shown on the first page that has it.

    Of the other faults each one on a page of the sample counts; the sample is drawn anew for every subject and monitoring point.
    """
    if book.home_unread or book.home is None or book.subject is None:
        return unchecked(book.home_unread or "首页未能读取")
    if is_late(book.home):
        return unchecked(f"首页{LATE}")
    draw = Draw(params.sample_pages or 0, f"{book.subject.id}/{as_of}")
    columns = {column.url: column.items for column in book.columns}
    boxes = frozenset(column.name for column in book.columns if column.type is ColumnType.MESSAGES)
    subject = book.subject
    doubts = {
        tag: good_inside(book, partial(_is_filled, tag=tag, subject=subject)) for tag in params.site_tags
    }
    return _Tally(
        params, book.gap, book.home, subject, draw=draw, columns=columns, boxes=boxes, doubts=doubts
    )


class _Tally(PageTally):
    def __init__(
        self,
        params: Params,
        gap: str | None,
        home: PageFact,
        subject: Subject,
        *,
        draw: Draw,
        columns: Mapping[str, int],
        boxes: frozenset[str],
        doubts: Mapping[str, str | None],
    ) -> None:
        self._home_doubts = doubts
        self._boxes = boxes
        self._draw = draw
        self._columns = frozenset(columns)
        self._lists = frozenset(url for url, items in columns.items() if items)
        self._gap = gap
        self._subject = subject
        self._share = params.share_percent
        self._strays = Strays()
        self._doubts = Doubts(subject, home)
        self._site_tags = params.site_tags
        self._site_name = home.metas.get("SiteName", "").strip()
        self._tags = {
            PageKind.HOME: [_Tag(tag) for tag in params.site_tags],
            PageKind.COLUMN: [_Tag(tag) for tag in params.column_tags],
            PageKind.ARTICLE: [_Tag(tag) for tag in params.article_tags],
        }
        self._guides = [_Tag(tag) for tag in params.site_tags if not _fault(tag, home, subject)]
        self._pages: Counter[PageKind] = Counter()
        self._shelves: Counter[tuple[PageKind, str]] = Counter()
        if "elsewhere" not in home.script_filled:
            self._take(home)

    def see(self, page: PageFact) -> None:
        if not is_read(page) or is_late(page):
            return
        if page.kind not in _INNER:
            self._doubts.see(page)
            if page.kind is PageKind.GUIDE:
                self._take_guide(page)
        elif self._is_letter(page):
            return
        elif self._is_front_of_another(page):
            self._strays.see(page.kind, page, self._faulty(self._site_tags, page))
        else:
            self._take(self._as_column(page))

    def _take_guide(self, page: PageFact) -> None:
        """A guide has no tags of its own, and those of the site as every page."""
        self._pages[page.kind] += 1
        faulty = []
        for tag in self._guides:
            if fault := _fault(tag.name, page, self._subject):
                tag.take(page, fault)
                faulty.append(tag.name)
        self._strays.see(page.kind, page, faulty)

    def _is_front_of_another(self, page: PageFact) -> bool:
        """Whether a page is the front page of another unit's website in a folder: called by the name of that site, it is no column."""
        called = page.metas.get("SiteName", "").strip()
        return page.kind in _INNER and bool(called) and called != self._site_name and called == page.title

    def _faulty(self, tags: Sequence[str], page: PageFact) -> list[str]:
        return [name for name in tags if _fault(name, page, self._subject)]

    def _is_letter(self, page: PageFact) -> bool:
        """What stands in a letter box without the tags of an article is a letter, whether its texts were read or not."""
        return page.column in self._boxes and not self._tagged_as_article(page)

    def _tagged_as_article(self, page: PageFact) -> bool:
        return any(page.metas.get(tag.name) for tag in self._tags[PageKind.ARTICLE])

    def _as_column(self, page: PageFact) -> PageFact:
        """A column that is but one text carries the tags of a column; one that carries those of an article is held to them."""
        called = page.metas.get("ColumnName")
        is_column = page.url in self._columns or (called is not None and called == page.title)
        stands = is_column and not self._tagged_as_article(page)
        return structs.replace(page, kind=PageKind.COLUMN) if stands else page

    def _take(self, page: PageFact) -> None:
        self._pages[page.kind] += 1
        if page.kind in _INNER:
            self._draw.see(page)
            self._shelves[page.kind, shelf_of(page)] += 1
        faulty = []
        for tag in self._tags[page.kind]:
            if fault := _fault(tag.name, page, self._subject):
                tag.take(page, fault)
                faulty.append(tag.name)
        if page.kind in _INNER:
            self._doubts.see(page)
            faulty += self._faulty(self._site_tags, page)
            self._strays.see(page.kind, page, faulty)

    def report(self) -> Report:
        places = [
            place for kind, tags in self._tags.items() for tag in tags for place in self._places(tag, kind)
        ]
        if self._pages[PageKind.GUIDE] >= _FEWEST_GUIDES:
            places += [
                structs.replace(place, certain=False)
                for tag in self._guides
                if (place := self._place(tag, PageKind.GUIDE))
            ]
        doubts = (_doubt(page, words) for page, words in self._doubts.told())
        return with_gap(counted((*places, *self._single(places), *doubts)), self._gap)

    def _single(self, told: Sequence[Place]) -> Iterator[Place]:
        """Pages beyond the sample whose tags are faulty where those of nearly all others are not: none of them is told for the whole kind."""
        sampled = {place.url for place in told}
        names = [tag.name for tags in self._tags.values() for tag in tags]
        for page, faulty in self._strays.told(names, most=_MOST_STRAYS):
            if page.url in sampled or self._is_of_another(page) or self._may_be_no_column(page):
                continue
            yield self._stray(page, faulty)

    def _may_be_no_column(self, page: PageFact) -> bool:
        """Whether a page without any tag of a column holds no list: a form, or what a search found, need not be one."""
        tagged = any(tag.name in page.metas for tag in self._tags[PageKind.COLUMN])
        return page.kind is PageKind.COLUMN and page.url not in self._lists and not tagged

    def _is_of_another(self, page: PageFact) -> bool:
        """Whether a page bears both the name and the code of another site, which lies below the same host."""
        name, code = (page.metas.get(tag, "").strip() for tag in ("SiteName", "SiteIDCode"))
        is_strange = bool(name and self._site_name) and name != self._site_name
        return is_strange and bool(code) and _code_fault(code, page, self._subject) is not None

    def _stray(self, page: PageFact, faulty: Sequence[str]) -> Place:
        faults = ((tag, _fault(tag, page, self._subject)) for tag in faulty)
        return Place(
            locator=f"tag:{page.key}",
            url=page.url,
            message=f"{_KIND_NAMES[page.kind]}标签{'，'.join(f'{tag}{fault}' for tag, fault in faults)}（在抽查之外，其他{_KIND_NAMES[page.kind]}大多无此问题）",
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=False,
        )

    def _places(self, tag: "_Tag", kind: PageKind) -> Iterator[Place]:
        """The fault of the template, else those of whole columns and of the drawn pages of others."""
        whole = self._place(tag, kind)
        if whole:
            yield whole
        elif tag.faults:
            told = {name: page for name, page in tag.firsts.items() if self._is_of_all(tag, kind, name)}
            for name, page in sorted(told.items()):
                how_many = f"（其所在栏目{tag.shelves[name]}个{_KIND_NAMES[kind]}均如此）"
                yield self._at(page, tag.name, kind, how_many)
            yield from self._sampled(tag, kind, told)

    def _is_of_all(self, tag: "_Tag", kind: PageKind, name: str) -> bool:
        return tag.shelves[name] == self._shelves[kind, name] >= _FEWEST_OF_COLUMN

    def _sampled(self, tag: "_Tag", kind: PageKind, told: Collection[str]) -> Iterator[Place]:
        drawn = self._draw.pages(kind)
        for page in drawn:
            if shelf_of(page) not in told and _fault(tag.name, page, self._subject):
                yield self._at(page, tag.name, kind, f"（抽查{len(drawn)}个{_KIND_NAMES[kind]}）")

    def _at(self, page: PageFact, tag: str, kind: PageKind, how_many: str) -> Place:
        written = page.metas.get(tag) or None
        return Place(
            locator=f"tag:{kind}:{page.key}:{tag}",
            url=page.url,
            message=f"{_KIND_NAMES[kind]}标签{tag}{_fault(tag, page, self._subject)}{how_many}",
            excerpt=written,
            value=written,
            evidence=page.evidence,
            seen=page.attempt.at,
        )

    def _place(self, tag: "_Tag", kind: PageKind) -> Place | None:
        page, pages = tag.nearest, self._pages[kind]
        if page is None or 100 * tag.faults < self._share * pages:
            return None
        how_many = (
            f"（{pages}个{_KIND_NAMES[kind]}中{tag.faults}个如此）" if kind is not PageKind.HOME else ""
        )
        doubt = self._home_doubts.get(tag.name) if kind is PageKind.HOME else None
        written = page.metas.get(tag.name) or None
        return Place(
            locator=f"tag:{kind}:{tag.name}",
            url=page.url,
            message=f"{_KIND_NAMES[kind]}标签{tag.name}{tag.words}{how_many}{doubt or ''}",
            excerpt=written,
            value=written,
            evidence=page.evidence,
            seen=page.attempt.at,
            certain=doubt is None,
        )


def _doubt(page: PageFact, words: str) -> Place:
    return Place(
        locator=f"tag:doubt:{page.key}",
        url=page.url,
        message=f"{_KIND_NAMES.get(page.kind, '页面')}标签{words}",
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )


class _Tag:
    """The faults of one tag on the pages of one kind, with the page nearest to the home page and the words for its fault; by column the first page and how many."""

    __slots__ = ("faults", "firsts", "name", "nearest", "shelves", "words")

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults = 0
        self.shelves: Counter[str] = Counter()
        self.firsts: dict[str, PageFact] = {}
        self.words = ""
        self.nearest: PageFact | None = None

    def take(self, page: PageFact, fault: str) -> None:
        self.faults += 1
        self.shelves[shelf_of(page)] += 1
        self.firsts.setdefault(shelf_of(page), page)
        if self.nearest is None or page.depth < self.nearest.depth:
            self.nearest, self.words = page, fault


def _fault(tag: str, page: PageFact, subject: Subject) -> str | None:
    if tag not in page.metas:
        return "缺失"
    written = page.metas[tag].strip()
    if not written:
        return "为空"
    verify = _VERIFIERS.get(tag)
    return verify(written, page, subject) if verify else None


def _is_filled(page: PageFact, tag: str, subject: Subject) -> bool:
    return _fault(tag, page, subject) is None


def _domain_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    return None if host_in(written) == host_in(page.url) else f"为“{written}”，与网站域名不一致"


def _code_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    is_same = subject.code is None or written.lower() == subject.code.lower()
    return None if is_same else f"为“{written}”，与登记的标识码{subject.code}不一致"


def _date_fault(written: str, page: PageFact, subject: Subject) -> str | None:  # noqa: ARG001
    """Held against the date the page shows, to the minute where both give one; seconds are tolerated."""
    found = _PUBLISHED.match(written)
    if found is None:
        return f"为“{written}”，不是规定的日期格式"
    if page.published is None or not _shows_time(page):
        return None
    shown = page.published.astimezone(SHANGHAI)
    year, month, day, hour, minute = [int(part) if part else None for part in found.groups()]
    has_times = hour is not None and shown.time() != dt.time()
    is_same = (year, month, day) == (shown.year, shown.month, shown.day)
    if has_times:
        is_same = is_same and (hour, minute) == (shown.hour, shown.minute)
    if is_same:
        return None
    words = f"{shown:%Y-%m-%d %H:%M}" if has_times else f"{shown:%Y-%m-%d}"
    return f"为“{written}”，与页面显示的{words}不一致"


def _shows_time(page: PageFact) -> bool:
    """Runs of older software do not tell where a time was read: theirs is taken as shown."""
    return page.particulars is None or page.particulars.time_shown is not None


_VERIFIERS: dict[str, Callable[[str, PageFact, Subject], str | None]] = {
    "SiteDomain": _domain_fault,
    "SiteIDCode": _code_fault,
    "PubDate": _date_fault,
}
