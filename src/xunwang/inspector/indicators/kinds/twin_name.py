"""域名解析: the site answers under its name with and without `www.`, and with the same content."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import UNKNOWN_ISSUER, Reach, Record

_OURS = frozenset(
    {
        Reach.FORBIDDEN,
        Reach.ROBOTS,
        Reach.TIMEOUT,
        Reach.CHALLENGE,
        Reach.UNREADABLE,
        Reach.TOO_LARGE,
    }
)
_WORDS = {
    Reach.DNS: "域名没有解析",
    Reach.REFUSED: "拒绝连接",
    Reach.RESET: "连接被中断",
    Reach.TLS: "证书与域名不符或加密连接失败",
    Reach.PROTOCOL: "应答不合协议",
}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    pass


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    network = book.whole.network
    if network is None:
        return unchecked(book.home_unread or NOT_ASKED)
    twin = network.twin
    if twin is None:
        return not_applicable("域名没有带与不带www.之分")
    attempt = twin.attempt
    if attempt.reach in _OURS or attempt.detail == UNKNOWN_ISSUER:
        return unchecked(f"未能试访{twin.url}")
    if attempt.reach is Reach.OK and twin.own is not False:
        return counted(())
    words = (
        "打开的是另一个页面"
        if attempt.reach is Reach.OK
        else f"打不开：{_WORDS.get(attempt.reach, f'返回{attempt.status}')}"
    )
    place = Place(
        "twin", network.home_url, f"{twin.url} {words}", value=twin.url, seen=attempt.at, certain=False
    )
    return counted((place,))
