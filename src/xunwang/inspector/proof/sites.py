"""The pages of a site proofread one after the other, and what was found told once for every (wrong, right)."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import structs

from xunwang.inspector.model import PageKind, PageRow, ProofFact, Reach
from xunwang.inspector.proof.jobs import HABIT_PAGES
from xunwang.inspector.proof.proofreader import Proofreader
from xunwang.inspector.proof.said import Said, mark_of
from xunwang.inspector.proof.suspicion import Kind, Suspicion, Tier

MOST = 5_000  # faults of a site that are told one by one
EXAMPLES = 9  # further pages named with a fault
PORTION = 60_000  # characters of pages weighed together
AROUND = 12  # characters of a line shown on each side
_UNREAD = frozenset({PageKind.ERROR, PageKind.CHALLENGE})
_PRIVATE = re.compile(r"\d(?=[\dXx*]{6})[\dXx*]+")
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

    def take_all(self, rows: Iterable[PageRow]) -> Iterator[None]:
        """Takes rows many at a time, whose lines are weighed together, which is quicker by far; yields after each portion."""
        for portion in _portions(rows):
            texts = [_Text(row) for row in portion if _is_read(row)]
            self._reader.judge([line for text in texts if self._known(text) is None for line in text.lines])
            for text in texts:
                self._take(text)
            yield

    def take(self, row: PageRow) -> None:
        """Pages that were not read, errors and challenges tell nothing of the site's language."""
        if _is_read(row):
            self._take(_Text(row))

    def _take(self, text: "_Text") -> None:
        told: set[_Fault] = set()
        for one in self._suspicions(text):
            right = one.suggest[0] if one.suggest else ""
            fault = one.kind, one.found, right
            if fault not in told:
                told.add(fault)
                self._add(fault, one, text.lines[one.line - 1], text.row)

    def _suspicions(self, text: "_Text") -> Sequence[Suspicion]:
        found = self._known(text)
        if found is None:
            found = self._reader.suspicions("\n".join(text.lines), day=self._day, published=text.published)
        if self._said is not None:
            self._said.keep(text.mark, found)
        return found

    def _known(self, text: "_Text") -> Sequence[Suspicion] | None:
        return self._said.known(text.mark) if self._said is not None else None

    def _add(self, fault: _Fault, one: Suspicion, line: str, row: PageRow) -> None:
        known = self._facts.get(fault)
        if known is not None:
            more = (*known.more, row.page.url) if len(known.more) < EXAMPLES else known.more
            sure = known.sure or one.tier is Tier.SURE
            self._facts[fault] = structs.replace(known, pages=known.pages + 1, more=more, sure=sure)
        elif len(self._facts) < MOST:
            self._facts[fault] = _fact(one, line, row)
        else:
            self._unlisted += 1

    def facts(self) -> Iterator[ProofFact]:
        for place, fact in enumerate(self._facts.values(), 1):
            habit = fact.kind == Kind.SPELLING and fact.pages >= HABIT_PAGES
            unlisted = self._unlisted if place == len(self._facts) else 0
            yield structs.replace(fact, sure=fact.sure and not habit, unlisted=unlisted)


class _Text:
    """What a visitor reads of a row, and the day it is from."""

    def __init__(self, row: PageRow) -> None:
        self.row = row
        self.lines = lines_of(row)
        self.published = row.page.published.date() if row.page.published else None

    @cached_property
    def mark(self) -> int:
        return mark_of("\n".join(self.lines), self.published)


def _is_read(row: PageRow) -> bool:
    return row.attempt.reach is Reach.OK and row.page.kind not in _UNREAD


def _portions(rows: Iterable[PageRow]) -> Iterator[list[PageRow]]:
    portion: list[PageRow] = []
    size = 0
    for row in rows:
        portion.append(row)
        size += len(row.page.text)
        if size >= PORTION:
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
        found=masked(one.found),
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
    """The place with a few characters around it; long numbers are masked before anything is cut off."""
    line = masked(line)
    before, after = line[max(0, one.start - AROUND) : one.start], line[one.end : one.end + AROUND]
    return f"{before}【{line[one.start : one.end]}】{after}".strip()


def masked(text: str) -> str:
    """Of a number of seven digits and more, which may belong to a person, the first three and the last two stay; as long as before."""
    return _PRIVATE.sub(lambda match: match[0][:3] + "*" * (len(match[0]) - 5) + match[0][-2:], text)
