"""办理答复: answers that look evasive, came late or are dated before the question. What an answer is worth a person decides."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.letters import Own, letter_place, titled
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import MessageTally, Place, Report, Tally, counted, unchecked
from xunwang.inspector.model import MessageFact, Record

_MOST = 50


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """An answer is late that came more than `late_months` after the letter; None: no answer is."""

    look_back_months: int
    late_months: int | None = None


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book, as_of)


class _Tally(MessageTally):
    def __init__(self, params: Params, book: FactBook, as_of: dt.date) -> None:
        self._first = months_back(as_of, params.look_back_months)
        self._as_of = as_of
        self._late = params.late_months
        self._own = Own(book)
        self._gap = book.gap
        self._full = 0
        self._places: dict[str, Place] = {}

    def see(self, message: MessageFact) -> None:
        day = message.answered or message.asked
        if not message.replied or day is None or not self._first <= day <= self._as_of:
            return
        self._full += message.own_page
        fault = _fault(message, self._late)
        if fault and len(self._places) < _MOST:
            locator = self._own(message.key)
            words = f"留言“{titled(message.title)}”的答复{fault}"
            self._places[locator] = letter_place(message, locator, words)

    def report(self) -> Report:
        if not self._full and not self._places:
            return unchecked(self._gap or "没有读到公开的答复")
        return counted(tuple(self._places.values()), reason=f"读到近期公开的答复{self._full}件")


def _fault(message: MessageFact, late_months: int | None) -> str | None:
    if message.asked and message.answered:
        if message.answered < message.asked:
            return f"时间{message.answered}早于留言时间{message.asked}"
        if late_months and message.asked < months_back(message.answered, late_months):
            return f"时间{message.answered}距留言时间{message.asked}超过{months_words(late_months)}"
    return f"可能没有实质内容（“{message.phrase}”）" if message.phrase else None
