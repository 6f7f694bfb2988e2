"""在线申请: an entrance through which an application can be handed in online. Whether it goes through is for a person to try."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import LinkTally, Place, Report, Tally, counted, met, unchecked
from xunwang.inspector.model import ChannelFact, ChannelPurpose, LinkFact, LinkKind, Reach, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    return unchecked(book.home_unread) if book.home_unread else _Tally(params, book)


class _Tally(LinkTally):
    def __init__(self, params: Params, book: FactBook) -> None:
        self._words = params.words
        self._book = book
        self._refers = {one.url: one for one in book.channels if one.refers}
        self._referring: ChannelFact | None = None
        self._open = 0
        self._untold: LinkFact | None = None
        self._foreign: LinkFact | None = None

    def see(self, link: LinkFact) -> None:
        text = link.text or ""
        if link.kind is not LinkKind.PAGE or not any(word in text for word in self._words):
            return
        ends = (link.url, *(attempt.final_url for attempt in link.attempts if attempt.final_url))
        if entrance := next((self._refers[end] for end in ends if end in self._refers), None):
            self._referring = entrance
            return
        reaches = [attempt.reach for attempt in link.attempts]
        self._open += Reach.OK in reaches
        if not link.attempts:
            self._foreign = self._foreign or link
        elif Reach.OK not in reaches:
            self._untold = self._untold or link

    def report(self) -> Report:
        if self._open:
            return met(self._open)
        if self._referring:
            return counted((_only_words(self._referring),))
        closed = self._untold or self._foreign
        if closed:
            return unchecked(f"在线申请入口“{closed.text}”未能访问", blocks=False)
        elsewhere = self._service_elsewhere()
        if elsewhere:
            return unchecked(f"办事入口“{elsewhere}”在其它系统，未在其中查找在线申请", blocks=False)
        if self._book.gap:
            return unchecked(self._book.gap, blocks=False)
        evidence = self._book.site.evidence if self._book.site else None
        return counted(
            (
                Place(
                    "application", self._book.home_url, "没有找到在线申请、在线办理的入口", evidence=evidence
                ),
            )
        )

    def _service_elsewhere(self) -> str | None:
        """The service entrance that leads out of this site, if there is one."""
        home = self._book.home_url
        entrances = (one for one in self._book.channels if one.purpose is ChannelPurpose.SERVICE)
        return next((one.name for one in entrances if not one.url.startswith(home)), None)


def _only_words(entrance: ChannelFact) -> Place:
    message = f"在线申请入口“{entrance.name}”的页面只有请到别处或尚未开通的说明"
    return Place("application", entrance.url, message, entrance.parent, evidence=entrance.evidence)
