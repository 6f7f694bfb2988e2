"""表格样表: forms that sampled guides ask for without offering them, or whose files cannot be downloaded."""

import datetime as dt

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.guides import named, readable, sample, why_none
from xunwang.inspector.indicators.kinds.dead_links import Fate, fate_of, is_empty_file
from xunwang.inspector.indicators.kinds.dead_links import Params as Confirming
from xunwang.inspector.indicators.letters import Own
from xunwang.inspector.indicators.report import LinkTally, Place, Report, Tally, counted, unchecked
from xunwang.inspector.model import EMPTY_FILE, FormFile, GuideFact, LinkFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    sample: int
    confirmations: int
    retest_hours: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report | Tally:  # noqa: ARG001  # every kind takes the same
    drawn = sample(readable(book), params.sample)
    return _Tally(params, book, drawn) if drawn else unchecked(why_none(book))


class _Tally(LinkTally):
    def __init__(self, params: Params, book: FactBook, drawn: list[GuideFact]) -> None:
        self._confirming = Confirming(params.confirmations, params.retest_hours)
        self._own = Own(book)
        self._home = book.home_url
        self._drawn = drawn
        self._wanted = {form.key: (guide, form) for guide in drawn for form in guide.forms if form.key}
        self._dead: list[Place] = []

    def see(self, link: LinkFact) -> None:
        known = self._wanted.get(link.key)
        if known is None:
            return
        gone = fate_of(link.attempts, self._confirming) in {Fate.DEAD, Fate.LIKELY_DEAD}
        if gone or self._ends_at_home(link):
            self._dead.append(self._broken(*known, link, "不能下载"))
        elif is_empty_file(link):
            self._dead.append(self._broken(*known, link, f"是{EMPTY_FILE}"))

    def _ends_at_home(self, link: LinkFact) -> bool:
        """Whether the site answers with its front page where the file should be."""
        return any(attempt.final_url == self._home for attempt in link.attempts) and link.url != self._home

    def _broken(self, guide: GuideFact, form: FormFile, link: LinkFact, fault: str) -> Place:
        kind = "样表" if form.sample else "表格"
        message = f"{named(guide)}的{kind}“{form.name}”{fault}"
        return Place(
            self._own(link.key), link.url, message, guide.url, excerpt=form.name, evidence=link.evidence
        )

    def report(self) -> Report:
        missing = (
            Place(
                locator=f"{self._own(guide.key)}:{form.name}",
                url=guide.url,
                parent=guide.parent,
                message=f"{named(guide)}的材料中有“{form.name}”，页面没有提供下载",
                excerpt=form.name,
                evidence=guide.evidence,
            )
            for guide in self._drawn
            for form in guide.forms
            if form.url is None
        )
        return counted((*self._dead, *missing), reason=f"抽查{len(self._drawn)}个办事指南")
