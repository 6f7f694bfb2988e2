"""What the office holds against websites and accounts outside a judgement: orders to repost."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.indicators.reposting import Repost, Wanted, covered, first_reposts
from xunwang.inspector.model import (
    ColumnFact,
    Fact,
    LinkFact,
    LinkKind,
    PageKind,
    PostFact,
    Reach,
    RepostOrderFact,
    SiteFact,
)

__all__ = [
    "Repost",
    "RepostOrderFact",
    "Wanted",
    "articles_of_run",
    "articles_seen_until",
    "covered",
    "first_reposts",
]


_ABSENT = frozenset({404, 410})


def articles_of_run(run: Path) -> Iterator[PostFact]:
    """The articles of a website that a run read, as things published. Raises RunError."""
    for row in Run.open(run).pages():
        page = row.page
        if page.kind is PageKind.ARTICLE:
            yield PostFact(
                key=row.key,
                title=page.title or "",
                published=page.published,
                day_only=page.published_precision == "day",
                url=page.url,
                text=page.text[:5000],
            )


def articles_seen_until(run: Path) -> dt.datetime | None:
    """Up to when a run over a website would have shown every article; None where pages or columns of it were not read. Raises RunError."""
    opened = Run.open(run)
    is_whole = any(isinstance(fact, SiteFact) and fact.complete for fact in opened.each_fact())
    return opened.manifest.started if is_whole and not any(map(_leaves_out, opened.each_fact())) else None


def _leaves_out(fact: Fact) -> bool:
    """Whether articles may lie behind something that was not read; what is gone holds none."""
    if isinstance(fact, SiteFact):
        return not fact.home_read
    if isinstance(fact, ColumnFact):
        return fact.unread is not None
    if not isinstance(fact, LinkFact) or not fact.internal or fact.kind is not LinkKind.PAGE:
        return False
    last = max(fact.attempts, key=lambda attempt: attempt.at, default=None)
    return last is None or (last.reach is not Reach.OK and last.status not in _ABSENT)
