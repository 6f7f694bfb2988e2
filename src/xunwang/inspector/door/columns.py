"""Trying selectors on one page before they go into a pins file: what they match, and what it would mean for the column."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from xunwang.inspector.door.norms import Norm
from xunwang.inspector.indicators.columns import TYPE_NAMES, State, state_of
from xunwang.inspector.indicators.kinds.long_stale_columns import Params, period_of
from xunwang.inspector.model import ColumnFact, ColumnType, Item, Record
from xunwang.inspector.pins import TYPE_WORDS
from xunwang.inspector.read import read_page
from xunwang.inspector.read.selecting import pick

_HOW = "long_stale_columns"


class ColumnTest(Record, frozen=True):
    """What selectors find on a page. `own` counts the items that are read without them; `verdict` is a Chinese sentence.

    `matched` counts selected elements, `unlinked` those without a link, `unread` are texts in which no date was found.
    """

    url: str
    matched: int
    items: tuple[Item, ...]
    dated: int
    newest: dt.date | None
    verdict: str
    unlinked: int = 0
    unread: tuple[str, ...] = ()
    own: int = 0
    own_newest: dt.date | None = None


def column_type(words: str) -> ColumnType | None:
    """The type that a user names, in Chinese or by its English word; None for an unknown one."""
    if words in TYPE_WORDS:
        return TYPE_WORDS[words]
    return ColumnType(words) if words in set(ColumnType) else None


def column_types() -> tuple[str, ...]:
    """The types as users name them."""
    return tuple(TYPE_WORDS)


def try_column(
    body: bytes,
    url: str,
    *,
    items: str,
    date: str | None,
    kind: ColumnType,
    norm: Norm,
    as_of: dt.date,
    headers: Mapping[str, str] | None = None,
) -> ColumnTest:
    """What the selectors find in a page, and how a column of this type would stand under the norm. Raises SelectorError."""
    picked = pick(body, url, items=items, date=date, headers=headers, today=as_of)
    own = read_page(body, url, headers=headers, today=as_of)
    days = sorted((item.date for item in picked.items if item.date), reverse=True)
    column = ColumnFact(
        key=url,
        name=url,
        type=kind,
        type_reason="",
        first_level=False,
        url=url,
        items=len(picked.items),
        dates=tuple(days),
        undated=len(picked.items) - len(days),
    )
    return ColumnTest(
        url=url,
        matched=picked.matched,
        items=picked.items,
        dated=len(days),
        newest=picked.newest,
        verdict=_verdict(column, norm, as_of),
        unlinked=picked.unlinked,
        unread=picked.unread,
        own=len(own.items),
        own_newest=own.newest,
    )


def _verdict(column: ColumnFact, norm: Norm, as_of: dt.date) -> str:
    if not column.items:
        return "选择器没有找到条目，写入更正后该栏目将作为“未能读取”，不判为空白"
    rule = next((rule for rule in norm.rules if rule.how == _HOW), None)
    edge, period = (
        period_of(msgspec.convert(rule.params, Params), column, as_of) if rule else (dt.date.min, None)
    )
    if not column.dates:
        return "条目均没有日期，按规定视为未更新" if period else "条目均没有日期"
    if period is None:
        return "该类型没有规定的更新期限"
    state = state_of(column, edge, as_of)
    if state is State.UNKNOWN:
        return "条目的日期都晚于监测时间点，无从判断"
    called = TYPE_NAMES.get(column.type, "")
    return f"{called}栏目{period}内{'已更新' if state is State.FRESH else '未更新'}（{edge}及以后算更新）"
