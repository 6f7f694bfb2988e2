"""Which pages are looked at more closely: a few of each kind and column, chosen by the hash of their key and so by nobody's will."""

import datetime as dt
import heapq
import zlib
from itertools import islice, zip_longest
from typing import Any, TypeVar

from xunwang.inspector.model import Evidence, Page, PageKind, PageRow, Reach, Record

Ranked = TypeVar("Ranked", bound=tuple[Any, ...])

_A_SHELF = 6
_SHELVES = 64
_A_LEVEL = 40
_KINDS = (PageKind.HOME, PageKind.ARTICLE, PageKind.COLUMN, PageKind.GUIDE)
_LEVELS = {1: 2, 2: 3}  # links of the home page are of the second level, those behind them of the third


class Sample(Record, frozen=True):
    """A page that may be looked at again: where it stands and where its bytes lie.

    `day`: that of an article which a search of the site has to know. `same`: it has not changed since an earlier run.
    """

    url: str
    key: str
    kind: PageKind
    depth: int
    template: str | None
    column: str | None
    evidence: Evidence | None
    rendered: bool = False
    title: str | None = None
    day: dt.date | None = None
    same: bool = False


def listed_day(page: Page) -> dt.date | None:
    """The day under which a search has to know a page; None for guides and letters, which sites index apart."""
    return page.published.date() if page.published and page.guide is None and not page.messages else None


def sample_of(row: PageRow) -> Sample | None:
    """A page that was read, as it may be looked at again."""
    if row.attempt.reach is not Reach.OK or row.evidence is None:
        return None
    page = row.page
    return Sample(
        page.url,
        row.key,
        page.kind,
        row.depth,
        row.template,
        page.column,
        row.evidence,
        row.rendered,
        page.title,
        listed_day(page),
    )


class Sampler:
    """Sees every page of a site once and keeps some: a few to each column (or template), a few to each level of links."""

    def __init__(self) -> None:
        self._shelves: dict[PageKind, dict[str, list[tuple[int, str, Sample]]]] = {
            kind: {} for kind in _KINDS
        }
        self._levels: dict[int, list[tuple[int, str]]] = {level: [] for level in _LEVELS.values()}

    def take(self, row: PageRow) -> None:
        """Offers a page that was read."""
        if (sample := sample_of(row)) is not None:
            self.offer(sample)

    def offer(self, sample: Sample) -> None:
        rank = -zlib.crc32(sample.key.encode())
        if level := _LEVELS.get(sample.depth):
            _keep(self._levels[level], (rank, sample.url), _A_LEVEL)
        if sample.kind not in _KINDS:
            return
        shelves, name = self._shelves[sample.kind], sample.column or sample.template or ""
        if name not in shelves and len(shelves) >= _SHELVES:
            last = max(shelves, key=_place)
            if _place(name) > _place(last):
                return
            del shelves[last]
        _keep(shelves.setdefault(name, []), (rank, sample.key, sample), _A_SHELF)

    def links(self, a_level: int) -> list[tuple[int, str]]:
        """Level and address of some links of the second and third level, at most `a_level` of each."""
        chosen = {level: heapq.nlargest(a_level, held) for level, held in self._levels.items()}
        return [(level, url) for level, held in chosen.items() for _, url in held]

    def pages(self, kind: PageKind, most: int) -> list[Sample]:
        """Some pages of one kind, from as many columns as there are."""
        shelves = [
            [sample for *_, sample in heapq.nlargest(_A_SHELF, held)]
            for _, held in sorted(self._shelves[kind].items())
        ]
        dealt = (sample for row in zip_longest(*shelves) for sample in row if sample)
        return list(islice(dealt, most))


def _place(shelf: str) -> tuple[int, str]:
    """Which shelves are kept is chosen like the pages, so that it does not hang on the order in which they came."""
    return zlib.crc32(shelf.encode()), shelf


def _keep(held: list[Ranked], one: Ranked, most: int) -> None:
    if len(held) < most:
        heapq.heappush(held, one)
    else:
        heapq.heappushpop(held, one)
