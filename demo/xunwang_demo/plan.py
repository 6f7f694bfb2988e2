"""A site worked out in full but not yet rendered: the one thing pages and truth are both drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from xunwang_demo.model import Article, Column, ColumnKind
from xunwang_demo.specs import LinkSpec, SiteSpec

_MONTHS: dict[ColumnKind, int] = {
    "notice": 6,
    "policy": 6,
    "interpretation": 6,
    "personnel": 12,
    "planning": 12,
}
NEWS_DAYS = 14


@dataclass(frozen=True)
class Look:
    """The handwriting of one site: class names and the written forms of dates, tags and marks; `signed`: answers begin with their office and day."""

    classes: tuple[tuple[str, str], ...]
    list_date: str
    article_date: str
    date_label: str
    source_label: str
    meta: str
    marks: int
    sections_reversed: bool = False
    signed: bool = False

    def css(self, word: str) -> str:
        return dict(self.classes).get(word, word)


@dataclass(frozen=True)
class PlantedLink:
    """A link of the spec with its final address and the page it stands on."""

    spec: LinkSpec
    url: str
    page: str


@dataclass(frozen=True)
class Plan:
    spec: SiteSpec
    as_of: date
    number: int
    code: str
    icp: str
    police: str
    phone: str
    look: Look
    columns: tuple[Column, ...]
    links: tuple[PlantedLink, ...]
    other_code: str
    citizen_number: str
    elsewhere: tuple[Column, ...] = ()

    @property
    def home(self) -> str:
        return f"http://{self.spec.host}/"

    def url(self, path: str) -> str:
        return path if "://" in path else self.home + path.removeprefix("/")

    def children(self, column: Column) -> tuple[Column, ...]:
        return tuple(child for child in self.columns if child.parent == column.name)

    @property
    def navigation(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.parent is None)

    def column_of(self, article: Article) -> Column:
        return next(column for column in self.columns if article in column.articles)

    def links_on(self, page: str) -> tuple[PlantedLink, ...]:
        return tuple(link for link in self.links if link.page == page)


def months_back(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def edge(kind: ColumnKind, as_of: date) -> date | None:
    """The oldest day on which an update still counts (rulebook 2.3); None for a kind without a known period."""
    if kind == "news":
        return as_of - timedelta(days=NEWS_DAYS)
    return months_back(as_of, _MONTHS[kind]) if kind in _MONTHS else None


def is_over(column: Column, as_of: date) -> bool:
    """Has items, has a known period, and the newest item lies before it."""
    newest, oldest = column.newest(as_of), edge(column.kind, as_of)
    return newest is not None and oldest is not None and newest < oldest
