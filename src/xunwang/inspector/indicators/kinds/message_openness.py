"""留言公开: answers published, and lately; the figures published; what must stand with each letter."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.letters import Own, answered_by, boxes, letter_place, titled, unread_boxes
from xunwang.inspector.indicators.periods import months_back, months_words
from xunwang.inspector.indicators.report import (
    MessageTally,
    Place,
    Report,
    Tally,
    counted,
    unchecked,
)
from xunwang.inspector.model import ColumnFact, MailboxFact, MessageFact, Record

_NAMES = {"asked": "留言时间", "answered": "答复时间", "unit": "答复单位", "reply": "答复内容"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`months`: within which an answer must have been published. `min_letters`: of how many answered letters what all of them lack is certain."""

    months: int
    min_letters: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book, as_of)


class _Tally(MessageTally):
    def __init__(self, params: Params, book: FactBook, as_of: dt.date) -> None:
        self._params = params
        self._book = book
        self._as_of = as_of
        self._letters: set[int] = set()
        self._answered = self._listed = self._full = 0
        self._newest: MessageFact | None = None
        self._shown: Counter[str] = Counter()
        self._lacking: Counter[str] = Counter()
        self._first: dict[str, MessageFact] = {}
        self._listed_as_answered: set[int] = set()
        self._silent: dict[int, MessageFact] = {}

    def see(self, message: MessageFact) -> None:
        if message.asked is not None and message.asked > self._as_of:
            return
        self._letters.add(hash(message.key))  # a letter stands in its list and on its own page
        self._answered += answered_by(message, self._as_of) is True
        if message.answered and message.answered <= self._as_of and self._is_newer(message.answered):
            self._newest = message
        if message.own_page and message.replied:
            self._full += 1
            self._lacking.update(message.lacks)
            for name in message.lacks:
                self._first.setdefault(name, message)
        elif message.own_page and message.replied is False and message.question:
            self._silent[hash(message.key)] = message
        elif not message.own_page:
            self._listed += 1
            if answered_by(message, self._as_of):
                self._listed_as_answered.add(hash(message.key))
            self._shown.update(name for name in ("asked", "answered", "unit") if getattr(message, name))

    def _is_newer(self, day: dt.date) -> bool:
        return self._newest is None or self._newest.answered is None or day > self._newest.answered

    def report(self) -> Report:
        book, unread = self._book, unread_boxes(self._book)
        columns = boxes(book)
        if not self._letters:
            return self._nothing(columns, unread)
        places = (
            *self._unpublished(),
            *self._old(),
            *self._uncounted(columns),
            *self._incomplete(),
            *self._hidden(),
        )
        said = f"读到留言{len(self._letters)}件" + (
            f"，最新答复{self._newest.answered}" if self._newest else ""
        )
        return counted(places, reason="；".join(filter(None, (said, unread, book.gap))))

    def _nothing(self, columns: list[ColumnFact], unread: str | None) -> Report:
        if not columns or unread or self._book.gap:
            return unchecked(unread or self._book.gap or "没有读到留言栏目")
        box = columns[0]
        message = f"“{box.name}”没有公开留言及答复"
        place = Place(
            "messages:published", box.url, message, box.parent, evidence=box.evidence, certain=False
        )
        return counted((place,))

    def _box(self) -> MailboxFact | None:
        """The first page that lists letters."""
        return next((one for one in self._book.services.mailboxes if one.letters), None)

    def _unpublished(self) -> Iterator[Place]:
        box = self._box()
        if box is not None and not self._answered:
            message = f"“{titled(box.name)}”公开了留言，没有公开答复"
            yield Place("messages:published", box.url, message, evidence=box.evidence, certain=False)

    def _old(self) -> Iterator[Place]:
        """No answer of late; only where all letters could be read that is certain."""
        edge = months_back(self._as_of, self._params.months)
        newest, box = self._newest, self._box()
        day = newest.answered if newest else None
        if newest is None or day is None or day >= edge or self._book.unseen_until(self._as_of):
            return
        period = months_words(self._params.months)
        yield Place(
            locator="messages:newest",
            url=box.url if box else newest.url,
            message=f"最新公开的答复为{day}（“{titled(newest.title)}”），监测时间点前{period}内没有新公开的答复",
            value=day.isoformat(),
            threshold=edge.isoformat(),
            evidence=newest.evidence,
            certain=self._book.gap is None and unread_boxes(self._book) is None,
        )

    def _uncounted(self, columns: list[ColumnFact]) -> Iterator[Place]:
        """No figures of letters received and answered; they may stand in a picture, so a person looks."""
        book = self._book
        if book.gap or any(one.statistics for one in book.services.mailboxes):
            return
        beside = {column.parent for column in columns} - {None, book.home_url}
        near = (*columns, *(one for one in book.columns if one.parent in beside))
        if any("统计" in one.name for one in near):
            return
        url = columns[0].url if columns else book.home_url
        evidence = columns[0].evidence if columns else None
        message = "没有找到留言受理、反馈情况的统计数据"
        yield Place("messages:statistics", url, message, evidence=evidence, certain=False)

    def _incomplete(self) -> Iterator[Place]:
        own = Own(self._book)
        for name, words in _NAMES.items():
            lacking = self._lacking[name]
            if not lacking or (self._listed and self._shown[name] * 2 >= self._listed):
                continue
            letter = self._first[name]
            message = f"{self._full}件已答复的留言中{lacking}件没有公开{words}，如“{titled(letter.title)}”（{own(letter.key)}）"
            told = (
                name != "reply" or letter.question is not None
            )  # where no text was read, neither could an answer be
            certain = told and lacking == self._full >= self._params.min_letters
            yield letter_place(letter, f"messages:{name}", message, certain=certain)

    def _hidden(self) -> Iterator[Place]:
        """Letters that their list calls answered and whose own pages show no answer."""
        silent = [one for key, one in self._silent.items() if key in self._listed_as_answered]
        if silent:
            own = Own(self._book)
            message = f"{len(silent)}件列为已答复的留言没有公开答复内容，如“{titled(silent[0].title)}”（{own(silent[0].key)}）"
            yield letter_place(silent[0], "messages:hidden", message)
