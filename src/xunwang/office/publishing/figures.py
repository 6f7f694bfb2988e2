"""How much websites published in a period, by kind, column and unit. Pure: what could not be read is told, never counted as nothing."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from xunwang.inspector.model import ColumnType, Record
from xunwang.office.circulars.data import level_rank
from xunwang.office.ranks import ranks

KIND_NAMES: dict[str, str] = {
    ColumnType.NEWS: "动态要闻", ColumnType.NOTICE: "通知公告", ColumnType.POLICY: "政策文件", ColumnType.INTERPRETATION: "政策解读",
    ColumnType.PERSONNEL: "人事信息", ColumnType.PLAN: "规划计划", ColumnType.DATA: "数据发布", ColumnType.DISCLOSURE: "公开目录年报",
    ColumnType.TOPIC: "专题专栏", ColumnType.SURVEY: "征集调查", ColumnType.INTERVIEW: "在线访谈",
}  # fmt: skip
OTHERS = "其他"
_NOT_PUBLISHED = {ColumnType.MESSAGES, ColumnType.SERVICE}
"""Letters and services are no items that a website publishes."""


class Column(Record, frozen=True):
    """One column as an inspection read it; `days` are those of its dated items, `repeated` of those that another column holds as its own.

    `key` is the website's identity: several may have one name.
    """

    site: str
    unit: str
    name: str
    type: str
    items: int
    undated: int = 0
    days: tuple[dt.date, ...] = ()
    static: bool = False
    unread: str = ""
    url: str = ""
    repeated: tuple[dt.date, ...] = ()
    key: str = ""

    def within(self, first: dt.date, last: dt.date) -> int:
        return sum(first <= day <= last for day in self.days)

    def repeated_within(self, first: dt.date, last: dt.date) -> int:
        return sum(first <= day <= last for day in self.repeated)

    @property
    def kind(self) -> str:
        return KIND_NAMES.get(self.type, OTHERS)

    @property
    def publishes(self) -> bool:
        return not self.static and self.type not in _NOT_PUBLISHED


class SiteCount(Record, frozen=True):
    """Items of one website in the period, each once. `unread` columns may hold more; `undated` items belong to no period.

    `repeated`: how many further places items had in other columns; they are not in the total. `rank`: the place by the total;
    none where nothing could be read, or there are no others.
    """

    site: str
    unit: str
    total: int
    kinds: Mapping[str, int]
    columns: int
    unread: int
    undated: int
    repeated: int = 0
    rank: int | None = None

    @property
    def unseen(self) -> bool:
        """Nothing could be read: nobody knows how much it published."""
        return bool(self.columns) and self.unread == self.columns

    @property
    def silent(self) -> bool:
        """Published nothing, and nothing stands where nobody could look."""
        return not (self.total or self.unread or self.undated)

    @property
    def sentence(self) -> str:
        """As circulars print it."""
        told = "、".join(f"{name}{number}条" for name, number in self.kinds.items())
        if self.unread and not self.total:
            rest = "，能够读取的栏目没有发布信息" if self.unread < self.columns else "，发布条数未能统计"
            return f"{self.site}有{self.unread}个栏目未能读取{rest}。"
        unread = f"；另有{self.unread}个栏目未能读取" if self.unread else ""
        return f"{self.site}发布信息{self.total}条{f'，其中{told}' if told else ''}{unread}。"


def by_site(columns: Iterable[Column], first: dt.date, last: dt.date) -> list[SiteCount]:
    """A row a website, most items first. An item that stands in several columns counts once, for the column that it lies in."""
    groups: dict[tuple[str, str, str], list[Column]] = {}
    for column in columns:
        groups.setdefault((column.key, column.site, column.unit), []).append(column)
    counted = [_count(site, unit, group, first, last) for (_, site, unit), group in groups.items()]
    counted.sort(key=lambda row: (row.unseen, -row.total, row.site))
    places = ranks([None if row.unseen else row.total for row in counted])
    return [structs.replace(row, rank=rank) for row, rank in zip(counted, places, strict=True)]


def _count(site: str, unit: str, columns: Sequence[Column], first: dt.date, last: dt.date) -> SiteCount:
    own = [column for column in columns if column.publishes]
    kinds: Counter[str] = Counter()
    for column in own:
        kinds[column.kind] += column.within(first, last) - column.repeated_within(first, last)
    return SiteCount(
        site,
        unit,
        total=kinds.total(),
        kinds={name: number for name, number in kinds.most_common() if number},
        columns=len(own),
        unread=sum(bool(column.unread) for column in own),
        undated=sum(column.undated for column in own),
        repeated=sum(column.repeated_within(first, last) for column in own),
    )


class Place(Record, frozen=True):
    """A unit, township or village; `label` tells it from others of its name, `above` are the names of all that it lies in."""

    name: str
    level: str
    label: str = ""
    above: tuple[str, ...] = ()


class NamedCount(Record, frozen=True):
    """The columns that carry a unit's name, as openness platforms give each unit, township and village its own."""

    unit: str
    level: str
    columns: int
    items: int
    in_period: int
    unread: int


def by_named_unit(
    columns: Iterable[Column], places: Sequence[Place], first: dt.date, last: dt.date
) -> list[NamedCount]:
    """A column belongs to the lowest place that it names, of the longest name; of several places of that name to the one that column or website names as well.

    Of a level that has columns at all, places without any are told too. Least first.
    """
    named: dict[str, list[Place]] = {}
    for place in places:
        named.setdefault(place.name, []).append(place)
    depth = {name: max(len(place.above) for place in alike) for name, alike in named.items()}
    names = sorted(named, key=lambda name: (-depth[name], -len(name), name))
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in columns:
        owner = next((name for name in names if name in column.name), None)
        if owner:
            groups.setdefault(_owner(column, named[owner]), []).append(column)
    unsure = {place.name for place in places if (_unsure(place), place.level) in groups}
    levels = {level for _, level in groups}
    for place in places:
        if place.level in levels and place.name not in unsure:
            groups.setdefault((place.label or place.name, place.level), [])
    counted = [_named(label, level, group, first, last) for (label, level), group in groups.items()]
    return sorted(counted, key=lambda row: (level_rank(row.level), row.in_period, row.unit))


def _owner(column: Column, alike: Sequence[Place]) -> tuple[str, str]:
    said = [place for place in alike if any(name in column.name for name in place.above)] or alike
    near = [place for place in said if column.unit in place.above]
    found = said if len(said) == 1 else near
    if len(found) == 1:
        return found[0].label or found[0].name, found[0].level
    return _unsure(alike[0]), alike[0].level


def _unsure(place: Place) -> str:
    return f"{place.name}（有同名，未能区分）"


def _named(label: str, level: str, group: Sequence[Column], first: dt.date, last: dt.date) -> NamedCount:
    return NamedCount(
        label,
        level,
        len(group),
        sum(column.items for column in group),
        sum(column.within(first, last) for column in group),
        sum(bool(column.unread) for column in group),
    )


def one_item(columns: Iterable[Column]) -> list[Column]:
    """Columns that hold a single item."""
    return [column for column in columns if column.publishes and column.items == 1 and not column.unread]
