"""办事指南: the element classes that sampled guides lack."""

import datetime as dt
from collections.abc import Iterator

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import named, sampled
from xunwang.inspector.indicators.letters import Own
from xunwang.inspector.indicators.report import Place, Report
from xunwang.inspector.model import GuideFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    sample: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    return sampled(book, params.sample, _places)


def _places(guide: GuideFact, own: Own) -> Iterator[Place]:
    if guide.missing:
        yield Place(
            locator=own(guide.key),
            url=guide.url,
            parent=guide.parent,
            message=f"{named(guide)}缺少{'、'.join(guide.missing)}",
            value=str(len(guide.missing)),
            evidence=guide.evidence,
        )
