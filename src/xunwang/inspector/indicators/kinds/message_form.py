"""信息提交: whether a channel offers a form to write with. Nothing is ever sent: that it arrives a person tries."""

import datetime as dt

from msgspec import structs

from xunwang.inspector.indicators.entrances import entrance
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Report
from xunwang.inspector.model import ChannelPurpose, OutcomeKind, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    report = entrance(book, ChannelPurpose.CONSULTATION, "咨询建言", needs_form=True)
    if report.outcome is not OutcomeKind.MET:
        return report
    return structs.replace(report, reason="找到可填写的表单，未实际提交；能否提交成功须人工试用")
