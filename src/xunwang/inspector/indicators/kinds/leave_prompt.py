"""外部链接: whoever opens a link to a site that is not the government's is told so."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Told from the words in the home page and its own scripts; whether a click shows them is left to a person."""
    network = book.whole.network
    if network is None:
        return unchecked(book.home_unread or NOT_ASKED)
    if not network.leaves_to:
        return not_applicable("首页没有指向非政府网站的链接")
    if network.leave_prompt is None:
        return unchecked("首页的脚本没有全部读到，未能判断有无离站提示")
    if network.leave_prompt:
        return counted(())
    place = Place(
        "leave",
        network.home_url,
        "首页有指向非政府网站的链接，页面和本站脚本中没有离站提示",
        excerpt="、".join(network.leaves_to),
        seen=network.at,
        certain=False,
    )
    return counted((place,))
