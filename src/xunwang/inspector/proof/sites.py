"""The pages of a site proofread one after the other, and what was found told once for every (wrong, right)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import structs

from xunwang.inspector.evidence.table import LazyRow, SameRow
from xunwang.inspector.model import FailedRule, PageKind, PageRow, ProofFact, Reach
from xunwang.inspector.privacy import masked
from xunwang.inspector.proof.failing import ALL_RULES, Failures, unless_starved
from xunwang.inspector.proof.jobs import HABIT_PAGES
from xunwang.inspector.proof.proofreader import Proofreader
from xunwang.inspector.proof.said import NOTHING, Said, mark_of
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier

MOST = 5_000  # faults of a site that are told one by one
EXAMPLES = 9  # further pages named with a fault
PORTION = 60_000  # characters of pages weighed together
MOST_TOGETHER = 500  # texts, be they known or not
AROUND = 12  # characters of a line shown on each side
_UNREAD = frozenset({PageKind.ERROR, PageKind.CHALLENGE})
_Fault = tuple[Kind, str, str]  # kind, wrong, right


class SiteReader:
    """Takes the rows of a site one by one, on the day of its inspection; holds the faults, up to a number of them.

    A spelling that a site keeps on many pages is meant so, or a matter of its template: no longer sure. Texts of which `said`
    knows what there is to say are not looked at again.
    """

    def __init__(self, day: dt.date, reader: Proofreader | None = None, *, said: Said | None = None) -> None:
        self._day = day
        self._reader = reader or Proofreader()
        self._said = said
        self._facts: dict[_Fault, ProofFact] = {}
        self._unlisted = 0
        self._failures = Failures()

    @property
    def failed(self) -> tuple[FailedRule, ...]:
        """The rules that raised on texts taken so far, and so did not check them."""
        return self._failures.all()

    def take_all(self, rows: Iterable[LazyRow]) -> Iterator[None]:
        """Takes rows many at a time, whose lines are weighed together, which is quicker by far; yields after each portion."""
        for texts in _portions(filter(None, map(self._text, rows))):
            self._reader.judge([line for text in texts if text.said is None for line in text.lines])
            for text in texts:
                self._take(text)
            yield

    def take(self, row: PageRow) -> None:
        """Pages that were not read, errors and challenges tell nothing of the site's language."""
        text = self._text(LazyRow.of(row))
        if text:
            self._take(text)

    def _text(self, lazy: LazyRow) -> "_Text | None":
        """The text of a row, None where there is none to read; that of an unchanged page is known by its mark alone."""
        same, said = isinstance(lazy.stored, SameRow), self._said
        mark = said.mark_on(lazy.stored.key) if said and same else None
        text = _Text(lazy, mark)
        is_read = _is_read(text.row) if mark is None else mark != NOTHING
        if said and is_read:
            text.said = said.known(text.mark)
        elif said:
            said.keep(text.key, NOTHING, ())
        return text if is_read else None

    def _take(self, text: "_Text") -> None:
        told: set[_Fault] = set()
        for one in self._suspicions(text):
            right = one.suggest[0] if one.suggest else ""
            fault = one.kind, one.found, right
            if fault not in told:
                told.add(fault)
                self._add(fault, one, text)

    def _suspicions(self, text: "_Text") -> Sequence[Suspicion]:
        found = text.said
        if found is None:
            failed = self._failures.on(text.url)
            try:
                found = self._reader.suspicions(
                    "\n".join(text.lines), day=self._day, published=text.published, failed=failed
                )
            except Exception as error:  # noqa: BLE001  # outside of any one rule
                unless_starved(ALL_RULES, None, error, failed)
                found = []
        if self._said is not None and not self._failures.hold(text.url):
            self._said.keep(text.key, text.mark, found)
        return found

    def _add(self, fault: _Fault, one: Suspicion, text: "_Text") -> None:
        known = self._facts.get(fault)
        if known is not None:
            more = (*known.more, text.url) if len(known.more) < EXAMPLES else known.more
            sure = known.sure or one.tier is Tier.SURE
            self._facts[fault] = structs.replace(known, pages=known.pages + 1, more=more, sure=sure)
        elif len(self._facts) < MOST:
            self._facts[fault] = _fact(one, text.shown[one.line - 1], text.row)
        else:
            self._unlisted += 1

    def facts(self) -> Iterator[ProofFact]:
        for place, fact in enumerate(self._facts.values(), 1):
            habit = fact.kind == Kind.SPELLING and fact.pages >= HABIT_PAGES
            unlisted = self._unlisted if place == len(self._facts) else 0
            yield structs.replace(fact, sure=fact.sure and not habit, unlisted=unlisted)


class _Text:
    """What a visitor reads of a row, and the day it is from; `mark`, where it is known already. `said`: what an earlier run says of it."""

    said: Sequence[Suspicion] | None = None

    def __init__(self, lazy: LazyRow, mark: int | None = None) -> None:
        self._lazy = lazy
        self._mark = mark
        self.key = lazy.stored.key

    @cached_property
    def row(self) -> PageRow:
        return self._lazy.whole()

    @property
    def url(self) -> str:
        row = self._lazy.stored
        return row.page.url if isinstance(row, PageRow) else row.url

    @cached_property
    def lines(self) -> list[str]:
        return lines_of(self.row)

    @cached_property
    def shown(self) -> list[str]:
        """The lines, their personal data masked."""
        return masked("\n".join(self.lines)).split("\n")

    @property
    def published(self) -> dt.date | None:
        published = self.row.page.published
        return published.date() if published else None

    @property
    def mark(self) -> int:
        if self._mark is None:
            self._mark = mark_of("\n".join(self.lines), self.published)
        return self._mark

    @property
    def size(self) -> int:
        """The characters that may have to be weighed."""
        return len(self.row.page.text) if self.said is None else 0


def _is_read(row: PageRow) -> bool:
    return row.attempt.reach is Reach.OK and row.page.kind not in _UNREAD


def _portions(texts: Iterable[_Text]) -> Iterator[list[_Text]]:
    portion: list[_Text] = []
    size = 0
    for text in texts:
        portion.append(text)
        size += text.size
        if size >= PORTION or len(portion) >= MOST_TOGETHER:
            yield portion
            portion, size = [], 0
    yield portion


def lines_of(row: PageRow) -> list[str]:
    """What a visitor reads of a page: its title and its text, line by line, each line once."""
    page = row.page
    lines = [page.title or "", *page.text.split("\n")]
    return list(dict.fromkeys(line for line in lines if line.strip()))


def _fact(one: Suspicion, line: str, row: PageRow) -> ProofFact:
    return ProofFact(
        kind=one.kind.value,
        rule=one.rule,
        found=one.found,
        suggest=one.suggest,
        sure=one.tier is Tier.SURE,
        why=one.why,
        excerpt=excerpt(line, one),
        url=row.page.url,
        key=row.key,
        on_home=row.page.kind is PageKind.HOME,
        evidence=row.evidence,
    )


def excerpt(line: str, one: Suspicion) -> str:
    """The place with a few characters around it, of a line whose personal data is masked already."""
    before, after = line[max(0, one.start - AROUND) : one.start], line[one.end : one.end + AROUND]
    return f"{before}【{line[one.start : one.end]}】{after}".strip()
