"""服务不实用 1: a way to services."""

import datetime as dt

from xunwang.inspector.indicators.entrances import entrance
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Report, met
from xunwang.inspector.model import ChannelPurpose, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """A site that shows guides offers services, whatever it calls the way to them."""
    report = entrance(book, ChannelPurpose.SERVICE, "办事服务", needs_form=False)
    guides = len(book.services.guides)
    return met(guides, reason=f"读到办事指南{guides}个") if report.places and guides else report
