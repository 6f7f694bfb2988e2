"""重要信息转载: every order held against the account's posts by address and title; missing and late ones are faults."""

import datetime as dt
import unicodedata
from collections.abc import Iterator

from xunwang.inspector.indicators.accounts import is_seen, latest_look, why_unseen
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable
from xunwang.inspector.model import SHANGHAI, PostFact, Record, RepostOrderFact

_SHORTEST = 6  # characters of a title that stands inside another's by more than chance
_ALIKE = 0.8


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(_params: Params, book: FactBook, as_of: dt.date) -> Report:
    """An order that is not due yet is no fault; one whose post nobody could have seen is unchecked."""
    due = [order for order in book.repost_orders if _day(order.due) <= as_of]
    if not due:
        return not_applicable("没有到期的转载任务")
    places, unknown = [], []
    for order in due:
        done = min(_reposts(order, book), default=None)
        if done is None and not is_seen(book, _day(order.issued), min(as_of, _last_day(order))):
            unknown.append(order)
        elif done is None or done > order.due:
            places.append(_place(order, done, book))
    said = None
    if unknown:
        last = max(_last_day(order) for order in unknown)
        said = f"{len(unknown)}项转载任务无法核对：{why_unseen(book, _day(unknown[0].issued), last)}"
    return counted(tuple(places), reason=said, unknown=said)


def _day(at: dt.datetime) -> dt.date:
    return at.astimezone(SHANGHAI).date()


def _last_day(order: RepostOrderFact) -> dt.date:
    return _day(order.due)


def _reposts(order: RepostOrderFact, book: FactBook) -> Iterator[dt.datetime]:
    """When posts came out that carry what was ordered. A day without a clock counts from its end, unless it is the day of the deadline."""
    for post in book.posts:
        if post.published is None or not _carries(post, order):
            continue
        if not post.day_only:
            yield from (post.published,) if post.published >= order.issued else ()
        elif _day(post.published) >= _day(order.issued):
            end = post.published + dt.timedelta(days=1, seconds=-1)
            yield order.due if _day(post.published) == _day(order.due) else end


def _carries(post: PostFact, order: RepostOrderFact) -> bool:
    if order.url and order.url in {post.url, *post.links}:
        return True
    wanted, title = _plain(order.title), _plain(post.title)
    if len(wanted) >= _SHORTEST and (wanted in title or wanted in _plain(post.text or "")):
        return True
    return wanted == title or _likeness(wanted, title) >= _ALIKE


def _likeness(one: str, other: str) -> float:
    """The share of neighbouring pairs of characters that two titles have in common."""
    ours, theirs = _pairs(one), _pairs(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _plain(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


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
