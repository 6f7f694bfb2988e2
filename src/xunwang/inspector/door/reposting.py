"""What the office holds against websites and accounts outside a judgement: orders to repost."""

from collections.abc import Iterator
from pathlib import Path

from xunwang.inspector.evidence import Run
from xunwang.inspector.indicators.reposting import Repost, Wanted, covered, first_reposts
from xunwang.inspector.model import PageKind, PostFact, RepostOrderFact

__all__ = [
    "Repost",
    "RepostOrderFact",
    "Wanted",
    "articles_of_run",
    "covered",
    "first_reposts",
]


def articles_of_run(run: Path) -> Iterator[PostFact]:
    """The dated articles of a website that a run read, as things published. Raises RunError."""
    for row in Run.open(run).pages():
        page = row.page
        if page.kind is PageKind.ARTICLE and page.published:
            yield PostFact(
                key=row.key,
                title=page.title or "",
                published=page.published,
                day_only=page.published_precision == "day",
                url=page.url,
                text=page.text[:5000],
            )
