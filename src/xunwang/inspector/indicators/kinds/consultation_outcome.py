"""征集调查: consultations that are over and whose outcome was not published."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.letters import Own, titled
from xunwang.inspector.indicators.periods import months_back, months_on, months_words
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import ConsultationFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """An outcome is expected `months` after the end; consultations that ended more than `look_back_months` ago are let be.

    `at_least`: how many activities within `look_back_months` earn a bonus, told as a help.
    """

    months: int
    look_back_months: int
    at_least: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    if book.home_unread:
        return unchecked(book.home_unread)
    known = book.services.consultations
    if not known:
        return unchecked(book.gap or "没有读到征集调查")
    first = months_back(as_of, params.look_back_months)
    held = sum(first <= day <= as_of for one in known if (day := one.published or one.deadline))
    over = [
        one
        for one in known
        if one.deadline and first <= one.deadline and months_on(one.deadline, params.months) < as_of
    ]
    own = Own(book)
    places = tuple(_place(one, own, params) for one in over if one.outcome is None)
    period, enough = months_words(params.look_back_months), "达到" if held >= params.at_least else "未达到"
    said = f"{period}内开展征集调查{held}次，{enough}{params.at_least}次；已到期应公布结果的{len(over)}次，公布的{len(over) - len(places)}次"
    return counted(places, reason="；".join(filter(None, (said, book.gap))))


def _place(one: ConsultationFact, own: Own, params: Params) -> Place:
    return Place(
        locator=own(one.key),
        url=one.url,
        message=f"征集调查“{titled(one.title)}”{one.deadline}截止，超过{months_words(params.months)}没有找到结果或采纳情况",
        value=one.deadline.isoformat() if one.deadline else None,
        evidence=one.evidence,
    )
