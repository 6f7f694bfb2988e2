"""兼容性: sampled pages as a mainstream browser lays them out, held against each other."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import LayoutState, PageKind, Record, SampleFact

_KINDS = {
    PageKind.HOME: "首页",
    PageKind.COLUMN: "栏目页",
    PageKind.ARTICLE: "内容页",
    PageKind.GUIDE: "办事指南页",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    overlaps: int
    overflow_percent: int
    broken_percent: Decimal
    min_images: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Without a browser nothing is said. A person rules: a browser of another make may show the page well."""
    seen = [sample for sample in book.whole.samples if sample.layout]
    if not seen:
        why = next((sample.layout_unread for sample in book.whole.samples if sample.layout_unread), None)
        return unchecked(book.home_unread or why or NO_SAMPLE)
    places = (_place(sample, sample.layout, params) for sample in seen if sample.layout)
    report = counted(tuple(place for place in places if place))
    return report if report.places else counted((), reason=f"抽看的{len(seen)}个页面显示正常")


def _place(sample: SampleFact, layout: LayoutState, params: Params) -> Place | None:
    faults = list(_faults(layout, params))
    if not faults:
        return None
    return Place(
        locator=f"layout:{sample.key.partition('/')[2]}",
        url=sample.url,
        message=f"{_KINDS.get(sample.kind, '页面')}在浏览器中显示不正常：{'；'.join(faults)}",
        excerpt="；".join(layout.overlapping) or None,
        evidence=sample.evidence,
        certain=False,
    )


def _faults(layout: LayoutState, params: Params) -> Iterator[str]:
    if layout.sheets and layout.sheets_failed >= layout.sheets:
        yield f"{layout.sheets}个样式文件全部未能加载，页面没有样式"
        return  # whatever else looks wrong comes from that
    if layout.overlaps >= params.overlaps:
        yield f"{layout.overlaps}处文字相互重叠"
    if 100 * layout.overflow >= params.overflow_percent * layout.width:
        yield f"页面内容超出窗口右侧{layout.overflow}像素"
    broken, images = layout.images_failed, layout.images
    if images >= params.min_images and 100 * broken >= params.broken_percent * images:
        yield f"{images}张图片中有{broken}张不显示"
