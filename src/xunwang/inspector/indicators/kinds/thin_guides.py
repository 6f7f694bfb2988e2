"""服务不实用 2 and 3: guides that lack many of the eight element classes, as many of them or as all of a few."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import named, readable, why_none
from xunwang.inspector.indicators.letters import Own
from xunwang.inspector.indicators.report import Place, Report, counted, met, not_applicable, unchecked
from xunwang.inspector.model import GuideFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """Either `limit` guides at fault break the rule, or all of fewer than `fewer_than`."""

    missing: int
    limit: int | None = None
    fewer_than: int | None = None


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    guides = readable(book)
    if not guides:
        return unchecked(why_none(book), blocks=False)
    thin = tuple(_place(guide, Own(book)) for guide in guides if len(guide.missing) >= params.missing)
    unread = len(book.services.guides) - len(guides)
    if params.fewer_than is None:
        reason = f"读到办事指南{len(guides)}个" + (f"，另有{unread}个由脚本填充未能读取" if unread else "")
        return counted(thin, limit=params.limit, reason=reason)
    if len(book.services.guides) >= params.fewer_than:
        return not_applicable(f"办事指南不少于{params.fewer_than}个")
    if book.gap or unread:
        return unchecked(book.gap or "有办事指南由脚本填充，未能读取", blocks=False)
    return counted(thin, limit=len(guides)) if len(thin) == len(guides) else met(len(thin), len(guides))


def _place(guide: GuideFact, own: Own) -> Place:
    return Place(
        locator=own(guide.key),
        url=guide.url,
        parent=guide.parent,
        message=f"{named(guide)}缺少{len(guide.missing)}类要素：{'、'.join(guide.missing)}",
        value=str(len(guide.missing)),
        evidence=guide.evidence,
    )
