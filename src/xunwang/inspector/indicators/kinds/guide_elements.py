"""办事指南: the element classes that sampled guides lack."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import named, readable, sample, why_none
from xunwang.inspector.indicators.letters import Own
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    sample: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    drawn = sample(readable(book), params.sample)
    if not drawn:
        return unchecked(why_none(book))
    own = Own(book)
    places = tuple(
        Place(
            locator=own(guide.key),
            url=guide.url,
            parent=guide.parent,
            message=f"{named(guide)}缺少{'、'.join(guide.missing)}",
            value=str(len(guide.missing)),
            evidence=guide.evidence,
        )
        for guide in drawn
        if guide.missing
    )
    return counted(places, reason=f"抽查{len(drawn)}个办事指南")
