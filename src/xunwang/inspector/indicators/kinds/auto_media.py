"""自动播放: sampled pages that play sound or pictures without being asked."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    samples = book.whole.samples
    if not samples:
        return unchecked(book.home_unread or NO_SAMPLE)
    places = tuple(
        Place(
            locator=f"media:{sample.key.partition('/')[2]}",
            url=sample.url,
            message=f"打开页面即自动播放音视频（{len(sample.auto_media)}处）",
            excerpt="、".join(sample.auto_media),
            evidence=sample.evidence,
            certain=False,
        )
        for sample in samples
        if sample.auto_media
    )
    return counted(places, reason=None if places else f"抽看的{len(samples)}个页面没有自动播放")
