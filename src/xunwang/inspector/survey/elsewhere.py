"""Columns that lie in other systems: which addresses to read for them, and what the little that is read can tell.

Of another system only the page that the navigation leads to is read, with as many further pages of its list as its order asks for. What
stands around the list there is not known, so that only a page that says itself that there is nothing is blank.
"""

from collections.abc import Sequence

from xunwang.inspector.closer import newest_stands_here
from xunwang.inspector.fetch.urls import host_of
from xunwang.inspector.model import ColumnType, PageKind
from xunwang.inspector.survey.cards import Card
from xunwang.inspector.survey.mentions import Source
from xunwang.inspector.survey.naming import names_another_site
from xunwang.inspector.survey.notes import Basis

_UPDATED = frozenset(
    {
        ColumnType.NEWS,
        ColumnType.NOTICE,
        ColumnType.POLICY,
        ColumnType.INTERPRETATION,
        ColumnType.PERSONNEL,
        ColumnType.PLAN,
        ColumnType.DATA,
        ColumnType.SERVICE_STATISTICS,
    }
)


def columns_elsewhere(basis: Basis) -> tuple[str, ...]:
    """The addresses of other systems that the navigation of the home page calls columns, in its order."""
    return tuple(
        dict.fromkeys(
            mention.url
            for mention in basis.mentions
            if mention.source is Source.NAVIGATION
            and not basis.places.internal(mention.url)
            and not names_another_site(mention.name or "")
        )
    )


def untold(kind: ColumnType, head: Card, pages: Sequence[Card], *, shows: bool) -> str | None:
    """Why what was read of a column in another system does not tell its state; None when it does.

    `shows`: a page without a list shows something else of its own.
    """
    where = f"栏目在其他系统({host_of(head.url)})上"
    if kind is ColumnType.MESSAGES:
        return f"{where}，其中的留言未逐件检查"
    if head.kind is PageKind.HOME:
        return f"{where}，打开的是该系统的首页，不是列表" if kind in _UPDATED or not shows else None
    if any(card.items for card in pages):
        days = [item.day for card in pages for item in card.entries()]
        is_sure = newest_stands_here(days) or not any(card.next_places for card in pages)
        return None if is_sure else f"{where}，列表不按时间先后排列，未能读到最新一条"
    if shows and kind in _UPDATED:
        return f"{where}，页面上没有读到列表"
    return None
