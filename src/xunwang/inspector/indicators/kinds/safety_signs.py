"""Signs of danger on the pages of a site or in what an account published: candidates, each with the place where it was seen."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import Record, SafetyFact, SafetyKind

_OUTSIDE = "outside:"


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`bad`: only what is forbidden content itself; `sure`: only what hardly anything harmless explains; `own`: only what was done to the site, not what links in sight lead to."""

    signs: tuple[SafetyKind, ...]
    bad: bool = False
    sure: bool = False
    own: bool = False

    def wants(self, fact: SafetyFact) -> bool:
        sign = fact.sign
        return sign.kind in self.signs and (sign.bad or not self.bad) and (sign.sure or not self.sure)


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.content_unread:
        return unchecked(book.content_unread, blocks=False)
    facts = [fact for fact in book.safety if params.wants(fact)]
    if params.own:
        facts = _own(facts, book)
    more = sum(fact.unlisted for fact in facts)
    reason = f"另有{more}处同类疑点未逐一列出" if more else None
    return with_gap(counted(tuple(map(_place, facts)), reason=reason), book.gap)


def _own(facts: list[SafetyFact], book: FactBook) -> list[SafetyFact]:
    """Without what links lead to: only a page with something hidden in it has links that others put there."""
    entered = {fact.url for fact in book.safety if fact.sign.kind is SafetyKind.HIDDEN}
    return [fact for fact in facts if fact.url in entered or not fact.sign.place.startswith(_OUTSIDE)]


def _place(fact: SafetyFact) -> Place:
    sign = fact.sign
    where = f"（共{fact.pages}个页面）" if fact.pages > 1 else ""
    return Place(
        locator=f"{sign.kind}:{sign.place}",
        url=fact.url,
        message=f"{'首页' if fact.on_home else ''}{sign.why}{where}",
        excerpt=sign.found,
        value="把握较大" if sign.sure else "疑似",
        evidence=fact.evidence,
    )
