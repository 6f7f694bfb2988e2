"""The columns as people corrected them: pinned names, types and selectors stand over what was read."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import ColumnFact, ColumnType, Evidence, PinFact, Record
from xunwang.inspector.pins import Pin
from xunwang.inspector.read.selecting import Picked, pick
from xunwang.inspector.survey.facts import Surveyed
from xunwang.inspector.survey.places import Places


class PinnedPage(Record, frozen=True):
    """A pinned page as it lies in the archive."""

    body: bytes
    headers: Mapping[str, str]
    evidence: Evidence | None = None


def with_pins(
    facts: Iterable[Surveyed],
    pins: Sequence[Pin],
    pages: Mapping[str, PinnedPage],
    *,
    home: str,
    today: dt.date | None,
) -> Iterator[Surveyed | PinFact]:
    """The facts of a site with its columns corrected, and what came of each correction. `pages` by the key of their address."""
    if not pins:
        yield from facts
        return
    places = Places(home)
    waiting = {places.of(pin.url): pin for pin in pins}
    for fact in facts:
        if isinstance(fact, ColumnFact) and (pin := waiting.pop(fact.key, None)):
            yield from _applied(pin, fact, fact.key, pages, today)
        else:
            yield fact
    for place, pin in waiting.items():
        yield from _applied(pin, None, place, pages, today)


def _applied(
    pin: Pin, fact: ColumnFact | None, place: str, pages: Mapping[str, PinnedPage], today: dt.date | None
) -> Iterator[ColumnFact | PinFact]:
    if not pin.column:
        yield _told(
            pin, "按更正不作为栏目" if fact else "原本未作为栏目，更正没有影响", matched=fact is not None
        )
        return
    column = _named(pin, fact, place)
    if pin.items is None:
        known = fact is not None
        yield (
            column if known else structs.replace(column, unread="人工指定的栏目没有读到，且未给出条目选择器")
        )
        yield _told(pin, "已按更正" if known else "没有读到该栏目，须给出条目选择器", matched=known)
        return
    page = pages.get(key_of(pin.url))
    if page is None:
        yield structs.replace(column, unread="人工指定的栏目页未能读取")
        yield _told(pin, "栏目页未能读取", matched=False)
        return
    picked = pick(page.body, pin.url, items=pin.items, date=pin.date, headers=page.headers, today=today)
    yield _filled(column, pin, picked, page.evidence)
    yield _told(pin, words_of(picked), matched=bool(picked.items))


def _named(pin: Pin, fact: ColumnFact | None, place: str) -> ColumnFact:
    known = fact or ColumnFact(
        key=place,
        name=pin.name or place,
        type=ColumnType.OTHER,
        type_reason="",
        first_level=False,
        url=pin.url,
    )
    return structs.replace(
        known,
        name=pin.name or known.name,
        type=pin.type or known.type,
        type_reason=pin.words if pin.type or not known.type_reason else f"{known.type_reason}；{pin.words}",
        first_level=known.first_level if pin.first_level is None else pin.first_level,
    )


def _filled(column: ColumnFact, pin: Pin, picked: Picked, evidence: Evidence | None) -> ColumnFact:
    """The column with the items that the selectors found; where they find none nobody knows whether it is blank."""
    days = sorted((item.date for item in picked.items if item.date), reverse=True)
    return structs.replace(
        column,
        items=len(picked.items),
        dates=tuple(days),
        undated=len(picked.items) - len(days),
        static=False,
        unread=None if picked.items else f"按人工指定的选择器“{pin.items}”没有找到条目",
        evidence=evidence or column.evidence,
    )


def words_of(picked: Picked) -> str:
    """What selectors found, in a sentence."""
    if not picked.items:
        return "选择器没有找到条目"
    dated = sum(item.date is not None for item in picked.items)
    newest = f"，最新{picked.newest}" if picked.newest else "，均没有读出日期"
    return f"找到{len(picked.items)}条，其中{dated}条有日期{newest}"


def _told(pin: Pin, result: str, *, matched: bool) -> PinFact:
    return PinFact(
        url=pin.url,
        by=pin.by,
        on=pin.on,
        result=result,
        matched=matched,
        name=pin.name,
        type=pin.type,
        items=pin.items,
        date=pin.date,
        reason=pin.reason,
    )
