"""不存在页面的提示: an address that cannot exist is answered as such, with a page that leads back into the site."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import Reach, Record

_GONE = frozenset({404, 410})


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    network = book.whole.network
    if network is None or network.missing is None:
        return unchecked(book.home_unread or NOT_ASKED)
    missing = network.missing
    status = missing.attempt.status
    if status is None or missing.attempt.reach is Reach.CHALLENGE:
        return unchecked("没有得到对不存在地址的应答")
    if status in _GONE:
        fault = "不存在的地址只显示服务器的出错提示，没有本网站的提示页" if missing.own is False else None
    elif missing.attempt.reach is Reach.OK:
        fault = f"不存在的地址返回{status}，没有按不存在（404）应答"
    else:
        fault = f"不存在的地址返回{status}，不是404"
    if fault is None:
        return counted(())
    place = Place(
        "missing",
        network.home_url,
        fault,
        excerpt=missing.url,
        value=str(status),
        evidence=missing.evidence,
        seen=missing.attempt.at,
        certain=False,
    )
    return counted((place,))
