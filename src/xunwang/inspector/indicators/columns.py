"""How fresh a column is: the words shared by all indicators about columns."""

import datetime as dt
from enum import Enum, auto

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place
from xunwang.inspector.model import ColumnFact, ColumnType, newest_until

TYPE_NAMES = {
    ColumnType.NEWS: "动态要闻类",
    ColumnType.NOTICE: "通知公告类",
    ColumnType.POLICY: "政策文件类",
    ColumnType.INTERPRETATION: "政策解读类",
    ColumnType.PERSONNEL: "人事类",
    ColumnType.PLAN: "规划计划类",
    ColumnType.DATA: "数据发布类",
    ColumnType.SERVICE_STATISTICS: "办事统计类",
}


class State(Enum):
    FRESH = auto()
    STALE = auto()
    BLANK = auto()
    STATIC = auto()
    UNKNOWN = auto()


def state_of(column: ColumnFact, edge: dt.date, as_of: dt.date) -> State:
    """An item on the `edge` itself is fresh; undated items update nothing.

    A list that shows only days after `as_of` hides what stood there at that time: its state is unknown, and so is that of one whose
    items mostly lie on other hosts, on pages that nobody read for their days. What was read of a list in part may show that it is fresh.
    """
    newest = newest_until(column.dates, as_of)
    if column.unread:
        return State.FRESH if newest is not None and newest >= edge else State.UNKNOWN
    if column.static:
        return State.STATIC
    if column.items == 0:
        return State.BLANK
    if newest is None and column.dates:
        return State.UNKNOWN
    if newest is not None and newest >= edge:
        return State.FRESH
    return State.UNKNOWN if 2 * column.undated_elsewhere >= column.items else State.STALE


def also_of(column: ColumnFact) -> tuple[ColumnType, ...]:
    """What else a column is by its name: 机构概况 tells of the office and of its duties, 政府公报 holds the documents."""
    if "概况" in column.name or "简介" in column.name:
        return (ColumnType.OVERVIEW,)
    return (ColumnType.POLICY,) if "政府公报" in column.name else ()


def is_copy(column: ColumnFact) -> bool:
    """Whether all that a column shows belongs to other columns, which are judged for it."""
    return bool(column.dates) and len(column.repeated) == column.items


def is_blank(column: ColumnFact) -> bool:
    return not column.unread and not column.static and column.items == 0


def kind_words(column: ColumnFact) -> str:
    return TYPE_NAMES.get(column.type, "")


def stale_place(column: ColumnFact, edge: dt.date, as_of: dt.date, period: str) -> Place:
    """A column that is over its `period` ("2周"); for a person where a script that nobody ran may show more."""
    newest = newest_until(column.dates, as_of)
    last = f"最新信息{newest}" if newest else "信息均未注明日期"
    doubt = "；但页面另有由脚本填充的内容，未经浏览器渲染" if column.part_filled else ""
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"{kind_words(column)}栏目“{column.name}”{last}，监测时间点前{period}内未更新{doubt}",
        value=newest.isoformat() if newest else None,
        threshold=edge.isoformat(),
        evidence=column.evidence,
        certain=not column.part_filled,
    )


def blank_place(column: ColumnFact) -> Place:
    """A column that shows nothing; for a person where a script should have filled it, whose data may stand elsewhere."""
    doubt = "；但列表由脚本填充，浏览器中没有显示出来" if column.part_filled else ""
    return Place(
        locator=column.key,
        url=column.url,
        parent=column.parent,
        message=f"栏目“{column.name}”为空白栏目，没有任何信息{doubt}",
        value="0",
        evidence=column.evidence,
        certain=not column.part_filled,
    )


def open_words(book: FactBook, unseen: str | None, unread: list[ColumnFact], *, reaches: bool) -> str | None:
    """Why columns that could not be counted leave a rule open: they matter only where they could reach its limit."""
    if reaches and unseen:
        return unseen
    return book.gap or (unread_words(unread) if reaches else None)


def unread_words(columns: list[ColumnFact]) -> str | None:
    """Which columns could not be read, for a reason; None if there is none."""
    if not columns:
        return None
    named = "、".join(f"“{column.name}”" for column in columns[:3])
    return f"{len(columns)}个栏目的列表未能读取（{named}{'等' if len(columns) > 3 else ''}）"
