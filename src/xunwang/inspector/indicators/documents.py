"""Policies and interpretations up to the monitoring point."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from xunwang.inspector.indicators.periods import months_back


class Dated(Protocol):
    @property
    def published(self) -> dt.date | None: ...


D = TypeVar("D", bound=Dated)


def published_within(facts: Iterable[D], as_of: dt.date, months: int) -> list[D]:
    """Those published in the months up to the end of `as_of`; one without a day cannot be placed in time and is none of them."""
    edge = months_back(as_of, months)
    return [fact for fact in facts if fact.published is not None and edge <= fact.published <= as_of]
