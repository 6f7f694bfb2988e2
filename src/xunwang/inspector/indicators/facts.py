"""The facts of one subject, put together from its inspection and later re-tests."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TypeVar

from msgspec import structs

from xunwang.inspector.model import (
    SHANGHAI,
    Attempt,
    ChannelFact,
    ColumnFact,
    Fact,
    LinkFact,
    PageFact,
    PageKind,
    ProbeFact,
    Reach,
    Record,
    SiteFact,
    Subject,
)

F = TypeVar("F", SiteFact, PageFact, ColumnFact, LinkFact, ChannelFact, ProbeFact)


class FactBook(Record, frozen=True):
    """What is known of one subject. Links carry the attempts of every run in order of time."""

    subject: Subject | None
    site: SiteFact | None
    pages: tuple[PageFact, ...]
    columns: tuple[ColumnFact, ...]
    links: tuple[LinkFact, ...]
    channels: tuple[ChannelFact, ...]
    probes: tuple[ProbeFact, ...]

    @classmethod
    def of(cls, facts: Iterable[Fact], subject: Subject | None = None) -> "FactBook":
        """Sort and merge facts of several runs, oldest run first; `subject` (the register's word) overrides the run's."""
        all_facts = tuple(facts)
        site = max(_only(all_facts, SiteFact), key=lambda fact: fact.first_seen, default=None)
        return cls(
            subject=subject or (site.subject if site else None),
            site=site,
            pages=tuple({fact.key: fact for fact in _only(all_facts, PageFact)}.values()),
            columns=tuple({fact.key: fact for fact in _only(all_facts, ColumnFact)}.values()),
            links=_merged(_only(all_facts, LinkFact)),
            channels=tuple(
                {(fact.purpose, fact.key): fact for fact in _only(all_facts, ChannelFact)}.values()
            ),
            probes=tuple(sorted(set(_only(all_facts, ProbeFact)), key=lambda probe: probe.at)),
        )

    @property
    def home(self) -> PageFact | None:
        """The home page as it was read; None if it was not."""
        homes = (page for page in self.pages if page.kind is PageKind.HOME and is_read(page))
        return min(homes, key=lambda page: page.depth, default=None)

    def read_pages(self, *kinds: PageKind) -> tuple[PageFact, ...]:
        """The pages of these kinds that were really read, nearest to the home page first, then in the order they were met."""
        pages = (page for page in self.pages if page.kind in kinds and is_read(page))
        return tuple(sorted(pages, key=lambda page: page.depth))

    @property
    def home_url(self) -> str:
        return self.site.home_url if self.site else self.subject.home if self.subject else ""

    @property
    def home_unread(self) -> str | None:
        """Why the home page could not be looked at; None if it could."""
        if self.site is None:
            return "没有该网站的检查记录"
        if not self.site.home_read:
            return self.site.home_unread_reason or "首页未能读取"
        return None

    def unseen_until(self, as_of: dt.date) -> str | None:
        """Why nobody knows what was updated up to `as_of`: the site was inspected on an earlier day; None if it was not."""
        if self.site is None:
            return None
        last = max((attempt.at for attempt in self.site.home_attempts), default=self.site.first_seen)
        day = last.astimezone(SHANGHAI).date()
        return f"检查时间（{day}）早于监测时间点，其后的更新情况未知" if day < as_of else None

    @property
    def gap(self) -> str | None:
        """What of the site was not read; None if all of it was."""
        if self.site is None or self.site.complete:
            return None
        return f"网站未全部读完（{self.site.incomplete_reason or '原因不详'}）"


def is_read(page: PageFact) -> bool:
    return page.attempt.reach is Reach.OK and (page.attempt.status or 200) < 400


def _only(facts: Sequence[Fact], kind: type[F]) -> list[F]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _merged(links: Iterable[LinkFact]) -> tuple[LinkFact, ...]:
    """One fact per link: the first that was seen, with the attempts of all."""
    first: dict[str, LinkFact] = {}
    attempts: dict[str, list[Attempt]] = {}
    for link in links:
        first.setdefault(link.key, link)
        attempts.setdefault(link.key, []).extend(link.attempts)
    return tuple(structs.replace(link, attempts=_in_order(attempts[key])) for key, link in first.items())


def _in_order(attempts: list[Attempt]) -> tuple[Attempt, ...]:
    unique = dict.fromkeys(attempts)
    return tuple(sorted(unique, key=lambda attempt: attempt.at))
