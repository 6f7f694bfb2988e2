"""Service guides and the deterministic samples that indicators draw."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.letters import Own, titled
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import GuideFact


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)


def sample(facts: Iterable[K], wanted: int) -> list[K]:
    """So many of the facts, always the same ones: by the hash of their keys, which nobody can arrange."""
    return sorted(facts, key=lambda fact: hashlib.sha256(fact.key.encode()).digest())[:wanted]


def readable(book: FactBook) -> list[GuideFact]:
    """The guides whose elements could be read."""
    return [guide for guide in book.services.guides if not guide.scripted]


def why_none(book: FactBook) -> str:
    """Why no guide is there to be looked at."""
    if book.home_unread:
        return book.home_unread
    if book.services.guides:
        return "办事指南的内容由脚本填充，未能读取"
    return book.gap or "没有读到办事指南（可能在其它政务服务平台上）"


def named(guide: GuideFact) -> str:
    return f"办事指南“{titled(guide.title)}”"


def sampled(book: FactBook, wanted: int, places_of: Callable[[GuideFact, Own], Iterable[Place]]) -> Report:
    """Every place that so many guides show; unchecked where none could be read."""
    drawn = sample(readable(book), wanted)
    if not drawn:
        return unchecked(why_none(book))
    own = Own(book)
    places = tuple(place for guide in drawn for place in places_of(guide, own))
    return counted(places, reason=f"抽查{len(drawn)}个办事指南")
