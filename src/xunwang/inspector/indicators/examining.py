"""Facts held against the rules of a norm."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import (
    LinkTally,
    MessageTally,
    PageTally,
    Report,
    Result,
    Tally,
    not_applicable,
    result_of,
    unchecked,
)
from xunwang.inspector.model import MessageFact, PageFact, Record
from xunwang.inspector.norms import Check, Level1, Norm, Rule, RuleKind

NOT_BUILT = "本版本尚未实现"
NOT_ENTERED = "须人工判断，未录入"
NO_SERVICE = "没有对外服务职能，不检查办事服务"


class Kind(Record, frozen=True):
    """A checking kind: the shape of its parameters and the function that looks, or sets out to look at every page and link."""

    params: type[Any]
    examine: Callable[[Any, FactBook, dt.date], Report | Tally]


@cache
def kind(how: str) -> Kind:
    """The checking kind of that name: the file of that name in `kinds/`."""
    module = import_module(f"{__package__}.kinds.{how}")
    return Kind(module.Params, module.examine)


def examine(norm: Norm, book: FactBook, as_of: dt.date) -> list[Result]:
    """Every rule of the norm that can be looked at on the subject, in the norm's order.

    Rules that weigh only on other websites are looked at too; what to do with that is the score's affair. Advisory rules
    nobody has built a check for say nothing. Needs a subject, from the register or a SiteFact.
    """
    subject = book.subject
    if subject is None:
        raise ValueError("a subject is needed to judge facts")
    wanted = (rule for rule in norm.rules if rule.concerns(subject) and _speaks(rule))
    begun = [(rule, _report(rule, norm, book, as_of)) for rule in wanted]
    _show(book, [report for _, report in begun if isinstance(report, Tally)])
    return [result_of(rule, _finished(report), book) for rule, report in begun]


def _speaks(rule: Rule) -> bool:
    return rule.kind is not RuleKind.ADVISORY or rule.how is not None


def _show(book: FactBook, tallies: Sequence[Tally]) -> None:
    """One walk over the pages and links for all tallies together."""
    if not tallies:
        return
    of_pages = [one.see for one in tallies if isinstance(one, PageTally)]
    of_links = [one.see for one in tallies if isinstance(one, LinkTally)]
    of_letters = [one.see for one in tallies if isinstance(one, MessageTally)]
    for fact in book.walk():
        if isinstance(fact, PageFact):
            for see_page in of_pages:
                see_page(fact)
        elif isinstance(fact, MessageFact):
            for see_letter in of_letters:
                see_letter(fact)
        else:
            for see_link in of_links:
                see_link(fact)


def _finished(report: Report | Tally) -> Report:
    return report.report() if isinstance(report, Tally) else report


def _report(rule: Rule, norm: Norm, book: FactBook, as_of: dt.date) -> Report | Tally:
    if _is_spared(rule, norm, book):
        return not_applicable(NO_SERVICE)
    if rule.how is None:
        is_automatic = rule.check is Check.AUTO
        return unchecked(
            NOT_BUILT if is_automatic else NOT_ENTERED, blocks=is_automatic and rule.kind is RuleKind.VETO
        )
    known = kind(rule.how)
    return known.examine(msgspec.convert(rule.params, known.params), book, as_of)


def _is_spared(rule: Rule, norm: Norm, book: FactBook) -> bool:
    """§P6 and §P7: who has no outward service duty is not asked for services."""
    if book.subject is None or book.subject.has_public_service or norm.score.no_service == "none":
        return False
    is_veto = rule.id.startswith("W-V6") and norm.score.no_service_drops_veto
    return rule.level1 is Level1.SERVICE or is_veto
