"""IPv6支持度: the share of sampled second- and third-level links that open over IPv6."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.kinds.ipv6 import opens, why_unknown
from xunwang.inspector.indicators.report import Place, Report, counted, not_applicable, unchecked
from xunwang.inspector.indicators.whole import NOT_ASKED
from xunwang.inspector.model import Reach, Record, V6Look

_SILENT = frozenset({Reach.ROBOTS, Reach.FORBIDDEN, Reach.CHALLENGE, Reach.TOO_LARGE, Reach.UNREADABLE})
_LEVELS = {2: "二级链接", 3: "三级链接"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    share_percent: Decimal
    min_links: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """Links of the sample that could not be tried count neither way."""
    network = book.whole.network
    if network is None or network.v6 is None:
        return unchecked(book.home_unread or NOT_ASKED)
    if unknown := why_unknown(network.v6):
        return unchecked(unknown)
    if not opens(network.v6):
        return not_applicable("首页尚不能经IPv6打开")
    tried = [look for look in network.v6.links if look.attempt.reach not in _SILENT]
    if len(tried) < params.min_links:
        return unchecked(f"经IPv6试访的链接不足{params.min_links}条")
    places = (_place(level, tried, params) for level in _LEVELS)
    return counted(tuple(place for place in places if place))


def _place(level: int, tried: Sequence[V6Look], params: Params) -> Place | None:
    looks = [look for look in tried if look.level == level]
    failed = [look for look in looks if look.attempt.reach is not Reach.OK]
    share = Decimal(100 * (len(looks) - len(failed))) / len(looks) if looks else Decimal(100)
    if share >= params.share_percent:
        return None
    return Place(
        locator=f"ipv6:level{level}",
        url=failed[0].url,
        message=f"抽查的{len(looks)}条{_LEVELS[level]}中有{len(failed)}条经IPv6打不开",
        excerpt="、".join(look.url for look in failed[:5]),
        value=f"{share:.0f}",
        threshold=str(params.share_percent),
        seen=failed[0].attempt.at,
    )
