"""解读关联: whether sampled interpretations and their policies lead to each other."""

import datetime as dt

from xunwang.inspector.indicators.documents import published_within
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import sample
from xunwang.inspector.indicators.letters import Own, titled
from xunwang.inspector.indicators.periods import months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import InterpretationFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    sample: int
    months: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    recent = published_within(book.services.interpretations, as_of, params.months)
    if not recent:
        return unchecked(book.gap or f"没有读到{months_words(params.months)}内发布的解读")
    drawn = sample(recent, params.sample)
    own = Own(book)
    places = tuple(_place(one, fault, own) for one in drawn if (fault := _fault(one)))
    return counted(places, reason="；".join(filter(None, (f"抽查{len(drawn)}件解读", book.gap))))


def _fault(one: InterpretationFact) -> str | None:
    if one.policy is None:
        return None if one.leads else "没有关联政策原文，站内也没有找到对应的文件"
    if not one.leads:
        return "没有链接政策原文" if one.led_to else "与政策原文互不关联"
    return None if one.led_to else "链接了政策原文，但原文页面没有链接解读"


def _place(one: InterpretationFact, fault: str, own: Own) -> Place:
    return Place(
        locator=own(one.key),
        url=one.url,
        parent=one.policy,
        message=f"解读“{titled(one.title)}”{fault}",
        evidence=one.evidence,
    )
