"""打开时间: how long the home page takes from the first connection to its last byte."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import Reach, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    limit_ms: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """The quickest of all recorded visits decides: what was slower may have been the way there. Pictures and scripts are not in it."""
    if book.site is None:
        return unchecked(book.home_unread or "首页未能读取")
    loads = book.whole.network.loads if book.whole.network else ()
    visits = [*book.site.home_attempts, *loads]
    times = [one.milliseconds for one in visits if one.reach is Reach.OK and one.milliseconds is not None]
    if not times:
        return unchecked(book.home_unread or "没有首页打开时间的记录")
    best = min(times)
    if best <= params.limit_ms:
        return counted((), reason=f"{len(times)}次访问中最快{best / 1000:.1f}秒")
    place = Place(
        locator="load:home",
        url=book.home_url,
        message=f"首页打开时间过长：{len(times)}次访问中最快的一次用了{best / 1000:.1f}秒",
        value=f"{best:.0f}",
        threshold=str(params.limit_ms),
        evidence=book.site.evidence,
    )
    return counted((place,))
