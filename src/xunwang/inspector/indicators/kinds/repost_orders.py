"""重要信息转载: every order held against the account's posts by address and title; missing and late ones are faults."""

import datetime as dt
from collections.abc import Sequence

from msgspec import structs

from xunwang.inspector.indicators.accounts import (
    NOT_CONCERNED,
    concerns_platform,
    latest_look,
    sight,
    why_unseen,
)
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable
from xunwang.inspector.indicators.reposting import Wanted, covered, day_of
from xunwang.inspector.model import SHANGHAI, Record, RepostOrderFact


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """The orders that a rule judges: on `platforms` (none: all), with `emergency` only those marked as such.

    A rule of a place may shorten the deadline to `hours` on `hours_on` (none: on all of its platforms). `left_on`: the platforms on
    which another rule of the norm judges the orders, with `left_emergency` only the emergencies.
    """

    platforms: tuple[str, ...] = ()
    emergency: bool = False
    hours: int | None = None
    hours_on: tuple[str, ...] = ()
    left_on: tuple[str, ...] = ()
    left_emergency: bool = False

    def is_meant(self, order: RepostOrderFact, book: FactBook) -> bool:
        is_left = bool(self.left_on) and concerns_platform(self.left_on, book)
        if is_left and (order.emergency or not self.left_emergency):
            return False
        return order.emergency or not self.emergency

    def shortened(self, order: RepostOrderFact, book: FactBook) -> RepostOrderFact:
        if self.hours is None or not concerns_platform(self.hours_on, book):
            return order
        return structs.replace(order, due=min(order.due, order.issued + dt.timedelta(hours=self.hours)))


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """An order that is not due yet is no fault; one whose post nobody could have seen is unchecked."""
    if not concerns_platform(params.platforms, book):
        return not_applicable(NOT_CONCERNED)
    meant = [params.shortened(order, book) for order in book.repost_orders if params.is_meant(order, book)]
    due = [order for order in meant if day_of(order.due) <= as_of]
    if not due:
        return not_applicable("没有到期的转载任务")
    places, unknown, near, before = list[Place](), list[RepostOrderFact](), list[str](), 0
    for order in due:
        repost = Wanted(order).first_in(book.posts)
        if repost is None and not covered(sight(book), order.issued, order.due):
            unknown.append(order)
        elif repost is None:
            places.append(_place(order, None, book))
        elif repost.how == "near":
            near.append(repost.title)
        elif repost.at > order.due:
            places.append(_place(order, repost.at, book))
        before += bool(repost and repost.how != "near" and repost.at < order.issued)
    open_ones = "；".join(filter(None, (_unknown(unknown, book), _near(near)))) or None
    early = f"{before}项在下发前已经发布" if before else None
    said = "；".join(filter(None, (open_ones, early))) or None
    return counted(tuple(places), reason=said, unknown=open_ones)


def _unknown(orders: Sequence[RepostOrderFact], book: FactBook) -> str | None:
    if not orders:
        return None
    last = max(day_of(order.due) for order in orders)
    return f"{len(orders)}项转载任务无法核对：{why_unseen(book, day_of(orders[0].issued), last)}"


def _near(titles: Sequence[str]) -> str | None:
    return (
        f"{len(titles)}项转载任务只看到标题相近的发布（“{titles[0]}”），是否转载须由人核对"
        if titles
        else None
    )


def _place(order: RepostOrderFact, done: dt.datetime | None, book: FactBook) -> Place:
    look = latest_look(book)
    due = f"{order.due.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    said = f"于{done.astimezone(SHANGHAI):%Y-%m-%d %H:%M}转载，超过时限{due}" if done else f"未在{due}前转载"
    return Place(
        locator=f"order:{order.key}",
        url=book.home_url,
        message=f"重要信息“{order.title}”{said}",
        value=done.isoformat() if done else None,
        threshold=order.due.isoformat(),
        evidence=look.evidence if look else None,
        seen=look.seen if look else None,
    )
