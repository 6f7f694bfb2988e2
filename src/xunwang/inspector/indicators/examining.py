"""Facts held against the rules of a norm."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from importlib import import_module
from typing import Any, TypeVar

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
from xunwang.inspector.model import MessageFact, PageFact, Record, is_starved
from xunwang.inspector.norms import Check, Level1, Norm, Rule, RuleKind

NOT_BUILT = "本版本尚未实现"
NOT_ENTERED = "须人工判断，未录入"
Found = TypeVar("Found")
_log = logging.getLogger(__name__)
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
    nobody has built a check for say nothing. Needs a subject, from the register or a SiteFact. Of a rule whose check raises on these
    facts nothing is known; the others go on.
    """
    subject = book.subject
    if subject is None:
        raise ValueError("a subject is needed to judge facts")
    wanted = (rule for rule in norm.rules if rule.concerns(subject) and _speaks(rule))
    begun = [(rule, _report(rule, norm, book, as_of)) for rule in wanted]
    failed = _show(book, {report: rule for rule, report in begun if isinstance(report, Tally)})
    return [result_of(rule, _finished(rule, report, failed), book) for rule, report in begun]


def _speaks(rule: Rule) -> bool:
    return rule.kind is not RuleKind.ADVISORY or rule.how is not None


def _show(book: FactBook, tallies: Mapping[Tally, Rule]) -> dict[Tally, Report]:
    """One walk over the pages and links for all tallies together; gives back those that raised, with what that leaves to say of their rules."""
    failed: dict[Tally, Report] = {}
    of_pages, of_letters, of_links = _sorted(tallies)
    for fact in book.walk() if tallies else ():
        is_page, is_letter = isinstance(fact, PageFact), isinstance(fact, MessageFact)
        for tally in of_pages if is_page else of_letters if is_letter else of_links:
            try:
                tally.see(fact)
            except Exception as error:  # noqa: BLE001  # as in `_unless_it_raises`
                failed[tally] = _failure(tallies[tally], error)
                of_pages, of_letters, of_links = _sorted(one for one in tallies if one not in failed)
    return failed


def _sorted(tallies: Iterable[Tally]) -> tuple[list[Any], list[Any], list[Any]]:
    """Those that want pages, letters, and links."""
    known = list(tallies)
    kinds = (PageTally, MessageTally, LinkTally)
    pages, letters, links = ([one for one in known if isinstance(one, kind)] for kind in kinds)
    return pages, letters, links


def _finished(rule: Rule, report: Report | Tally, failed: Mapping[Tally, Report]) -> Report:
    if not isinstance(report, Tally):
        return report
    return failed[report] if report in failed else _unless_it_raises(rule, report.report)


def _unless_it_raises(rule: Rule, look: Callable[[], Found]) -> Found | Report:
    try:
        return look()
    except Exception as error:  # noqa: BLE001  # what sites hold has no limits, and one rule is not all
        return _failure(rule, error)


def _failure(rule: Rule, error: Exception) -> Report:
    """What is left to say of a rule whose check raised; a process short of memory or files says nothing of the rule."""
    if is_starved(error):
        raise error
    _log.error("指标 %s 的检查程序出错，没有检查", rule.id, exc_info=error)
    return unchecked(f"指标{rule.id}的检查程序出错（{type(error).__name__}），没有检查")


def _report(rule: Rule, norm: Norm, book: FactBook, as_of: dt.date) -> Report | Tally:
    if _is_spared(rule, norm, book):
        return not_applicable(NO_SERVICE)
    if rule.how is None:
        is_automatic = rule.check is Check.AUTO
        return unchecked(
            NOT_BUILT if is_automatic else NOT_ENTERED, blocks=is_automatic and rule.kind is RuleKind.VETO
        )
    known = kind(rule.how)
    return _unless_it_raises(
        rule, partial(known.examine, msgspec.convert(rule.params, known.params), book, as_of)
    )


def _is_spared(rule: Rule, norm: Norm, book: FactBook) -> bool:
    """§P6 and §P7: who has no outward service duty is not asked for services."""
    if book.subject is None or book.subject.has_public_service or norm.score.no_service == "none":
        return False
    is_veto = rule.id.startswith("W-V6") and norm.score.no_service_drops_veto
    return rule.level1 is Level1.SERVICE or is_veto
