"""Suspected faults of language on the pages of a site or in what an account published: candidates, one for every (wrong, right)."""

import datetime as dt
from typing import Literal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked, with_gap
from xunwang.inspector.model import ProofFact, Record

Language = Literal["spelling", "word", "set_phrase", "title", "number", "date", "punctuation"]


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`sure`: only what is meant for a circular."""

    faults: tuple[Language, ...]
    sure: bool = False


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    if book.content_unread:
        return unchecked(book.content_unread, blocks=False)
    if not book.proofread:
        return unchecked("检查时没有校对页面文字", blocks=False)
    facts = [fact for fact in book.proof if fact.kind in params.faults and (fact.sure or not params.sure)]
    more = sum(fact.unlisted for fact in facts)
    failed = _failed(params, book)
    reason = "；".join(filter(None, (f"另有{more}处疑点未逐一列出" if more else None, failed))) or None
    return with_gap(counted(tuple(map(_place, facts)), reason=reason, unknown=failed), book.gap)


def _failed(params: Params, book: FactBook) -> str | None:
    """Which rules raised, so that nobody knows what they would have found."""
    failed = [one for one in book.failed_rules if one.kind is None or one.kind in params.faults]
    if not failed:
        return None
    first = failed[0]
    more = f"等{len(failed)}条" if len(failed) > 1 else ""
    return f"校对规则“{first.rule}”{more}在一些页面上出错（如 {first.url}），那里没有按它检查"


def _place(fact: ProofFact) -> Place:
    right = fact.suggest[0] if fact.suggest else None
    advice = "" if right is None else "多余，建议删去：" if right == "" else f"疑应为“{right}”："
    others = f"（共{fact.pages}个页面）" if fact.pages > 1 else ""
    return Place(
        locator=f"{fact.kind}:{fact.found}>{right or ''}",
        url=fact.url,
        message=f"“{fact.found}”{advice or '：'}{fact.why}{others}",
        excerpt=fact.excerpt,
        value="把握较大" if fact.sure else "疑似",
        evidence=fact.evidence,
    )
