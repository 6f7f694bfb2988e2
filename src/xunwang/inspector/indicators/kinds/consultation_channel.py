"""互动回应差 1: a way to ask and suggest online. Petitions and reports of discipline are not it."""

import datetime as dt

from xunwang.inspector.indicators.entrances import entrance
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Report
from xunwang.inspector.model import ChannelPurpose, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    needs_form: bool


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    return entrance(book, ChannelPurpose.CONSULTATION, "咨询建言", needs_form=params.needs_form)
