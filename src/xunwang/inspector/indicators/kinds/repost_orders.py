"""重要信息转载: every order held against the account's posts by address and title; missing and late ones are faults."""

import datetime as dt

from xunwang.inspector.indicators.accounts import latest_look, sight, why_unseen
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable
from xunwang.inspector.indicators.reposting import Wanted, covered, day_of
from xunwang.inspector.model import SHANGHAI, Record, RepostOrderFact


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(_params: Params, book: FactBook, as_of: dt.date) -> Report:
    """An order that is not due yet is no fault; one whose post nobody could have seen is unchecked."""
    due = [order for order in book.repost_orders if day_of(order.due) <= as_of]
    if not due:
        return not_applicable("没有到期的转载任务")
    places, unknown = [], []
    for order in due:
        repost = Wanted(order).first_in(book.posts)
        done = repost.at if repost else None
        if done is None and not covered(sight(book), order.issued, order.due):
            unknown.append(order)
        elif done is None or done > order.due:
            places.append(_place(order, done, book))
    said = None
    if unknown:
        last = max(day_of(order.due) for order in unknown)
        said = f"{len(unknown)}项转载任务无法核对：{why_unseen(book, day_of(unknown[0].issued), last)}"
    return counted(tuple(places), reason=said, unknown=said)


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
