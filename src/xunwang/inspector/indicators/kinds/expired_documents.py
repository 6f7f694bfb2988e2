"""政策文件状态: documents whose own text says that they are in force no more, and whose page does not. Whether they were prolonged elsewhere a person knows."""

import datetime as dt
import re
from functools import partial

from xunwang.inspector.indicators.facts import FactBook, is_read
from xunwang.inspector.indicators.letters import titled
from xunwang.inspector.indicators.report import ListedPages, Place, Report, Tally, unchecked
from xunwang.inspector.model import PageFact, Record

_OVER = re.compile(r"失效|废止|无效|修[改订]|^否$|过期|停止执行")


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """At most `listed` documents are named; the others are counted."""

    listed: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    if book.home_unread:
        return unchecked(book.home_unread)
    policies = frozenset(one.url for one in book.services.policies)
    fault = partial(_fault, policies=policies, as_of=as_of)
    return ListedPages(fault, most=params.listed, counted_in="件", gap=book.gap)


def _fault(page: PageFact, *, policies: frozenset[str], as_of: dt.date) -> Place | None:
    told = page.particulars
    if told is None or told.in_force_until is None or told.in_force_until >= as_of:
        return None
    title = page.title or ""
    if page.url not in policies or not is_read(page) or _OVER.search(f"{title} {told.force or ''}"):
        return None
    shown = f"页面仍标为“{told.force}”" if told.force else "页面没有标明已经失效"
    return Place(
        locator=page.key,
        url=page.url,
        message=f"文件“{titled(title)}”按正文有效期至{told.in_force_until}，{shown}",
        value=told.in_force_until.isoformat(),
        threshold=as_of.isoformat(),
        evidence=page.evidence,
        seen=page.attempt.at,
        certain=False,
    )
