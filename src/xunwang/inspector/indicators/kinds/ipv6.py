"""IPv6改造: the home host has AAAA records, its home page opens over IPv6 and shows what it shows over IPv4."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import Attempt, NetworkFact, Reach, Record, V6State

# What a host says or refuses itself; silence and missing routes may be the fault of any network in between.
_ITS_OWN = frozenset({Reach.HTTP, Reach.REFUSED, Reach.RESET, Reach.TLS, Reach.PROTOCOL})
_WORDS = {
    Reach.REFUSED: "拒绝连接",
    Reach.RESET: "连接被中断",
    Reach.TLS: "加密连接失败",
    Reach.PROTOCOL: "应答不合协议",
}
_NO_ROUTE = "网络不可达"


class Params(Record, frozen=True, forbid_unknown_fields=True):
    likeness_percent: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Nothing counts that our own machine may be the reason of; a page that differs is left to a person."""
    if book.home_unread:
        return unchecked(book.home_unread)
    network = book.whole.network
    if network is None or network.v6 is None:
        return unchecked(NOT_ASKED)
    if unknown := why_unknown(network.v6):
        return unchecked(unknown)
    return counted(tuple(place for place in (_fault(network, network.v6, params),) if place))


def why_unknown(state: V6State) -> str | None:
    """Why nobody can tell how the home page stands over IPv6; None where it can be told."""
    if state.unasked:
        return f"未能查询IPv6地址（{state.unasked}）"
    if state.blocked:
        return f"{state.blocked}，未能核对IPv6"
    if state.home and not opens(state) and not _is_its_own(state.home[-1]):
        return "域名有IPv6地址，但经IPv6未能打开首页，不能排除是检查方的网络所致"
    return None


def opens(state: V6State) -> bool:
    return bool(state.home) and state.home[-1].reach is Reach.OK


def _is_its_own(attempt: Attempt) -> bool:
    return attempt.reach in _ITS_OWN and _NO_ROUTE not in (attempt.detail or "")


def _fault(network: NetworkFact, state: V6State, params: Params) -> Place | None:
    url = network.home_url
    if not state.addresses:
        return Place("ipv6:aaaa", url, "域名没有IPv6地址（AAAA记录）", seen=network.at)
    if not opens(state):
        last = state.home[-1]
        words = _WORDS.get(last.reach, f"返回{last.status}")
        return Place(
            "ipv6:home", url, f"经IPv6打不开首页：{words}，{len(state.home)}次访问均如此",
            value=state.addresses[0], seen=last.at,
        )  # fmt: skip
    if state.likeness is not None and state.likeness < params.likeness_percent:
        return Place(
            "ipv6:content", url, f"经IPv6打开的首页与经IPv4打开的不同，文字相同的只占{state.likeness}%",
            value=str(state.likeness), threshold=str(params.likeness_percent), seen=state.home[-1].at, certain=False,
        )  # fmt: skip
    return None
