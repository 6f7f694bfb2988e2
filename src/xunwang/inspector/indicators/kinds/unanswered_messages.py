"""互动回应差 2: letters of the last year that nobody answered for months. Whether a letter is 有效 a person decides."""

import datetime as dt
import re

from msgspec import structs

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.letters import Own, answered_by, letter_place, titled, unread_boxes
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import MessageTally, NotYet, Report, Tally, counted, unchecked
from xunwang.inspector.model import MessageFact, Record

# Who only tries the box, or leans on one key, asks nothing.
_ASKS_NOTHING = re.compile(r"(?:测试|test)+[\da-z\W]*|(.)\1*", re.IGNORECASE)


class Params(Record, frozen=True, forbid_unknown_fields=True):
    months: int
    look_back_months: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    return unchecked(book.home_unread, blocks=False) if book.home_unread else _Tally(params, book, as_of)


class _Tally(MessageTally):
    """Held are the open letters of the period and the hashes of those answered in it."""

    def __init__(self, params: Params, book: FactBook, as_of: dt.date) -> None:
        self._book = book
        self._as_of = as_of
        self._months = params.months
        self._edge = months_back(as_of, params.months)
        self._first = months_back(as_of, params.look_back_months)
        self._open: dict[str, MessageFact] = {}
        self._young: dict[str, MessageFact] = {}
        self._doubtful: set[int] = set()
        self._answered: set[int] = set()
        self._letters = 0

    def see(self, message: MessageFact) -> None:
        self._letters += 1
        if _ASKS_NOTHING.fullmatch(message.title):
            return
        if message.asked is None or message.asked > self._as_of or message.asked < self._first:
            if answered_by(message, self._as_of):
                self._settle(message.key)
            return
        state = answered_by(message, self._as_of)
        if state:
            self._settle(message.key)
        elif message.asked < self._edge:
            self._take(message, is_open=state is False)
        elif state is False and hash(message.key) not in self._answered:
            self._young.setdefault(message.key, message)

    def _settle(self, key: str) -> None:
        self._answered.add(hash(key))
        self._open.pop(key, None)
        self._young.pop(key, None)

    def _take(self, message: MessageFact, *, is_open: bool) -> None:
        if hash(message.key) in self._answered:
            return
        if is_open:
            self._open.setdefault(message.key, message)
        else:
            self._doubtful.add(hash(message.key))

    def report(self) -> Report:
        book = self._book
        unknown = len(self._doubtful - self._answered - {hash(key) for key in self._open})
        parts = [
            f"另有{unknown}件留言看不出是否已答复" if unknown else None,
            unread_boxes(book),
        ]
        reason = "；".join(filter(None, parts)) or None
        if not self._letters:
            return unchecked(reason or book.gap or "没有读到公开的留言", blocks=False)
        unseen = book.unseen_until(self._as_of) if self._open else None
        if unseen:
            return unchecked(unseen, value=len(self._open), blocks=False)
        own, period = Own(book), months_words(self._months)
        places = tuple(
            letter_place(
                one,
                own(one.key),
                f"{one.asked}的留言“{titled(one.title)}”{self._waited(one)}，超过{period}未见答复",
            )
            for one in self._open.values()
        )
        young = tuple(
            NotYet(one.asked, titled(one.title), one.url) for one in self._young.values() if one.asked
        )
        return structs.replace(counted(places, reason=reason), not_yet=young)

    def _waited(self, letter: MessageFact) -> str:
        days = (self._as_of - (letter.asked or self._as_of)).days
        return f"至监测时间点已{days}天"
