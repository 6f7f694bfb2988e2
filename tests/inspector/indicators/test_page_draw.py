"""The sample of pages is the same for the same seed, in whatever order pages come, and another for another period."""

import random

from indicator_situations import facts

from xunwang.inspector.indicators.drawing import Draw
from xunwang.inspector.model import PageFact, PageKind

ARTICLES = [
    page
    for page in facts({"pages": [{"kind": "article", "repeat": 200}]})
    if isinstance(page, PageFact) and page.kind is PageKind.ARTICLE
]


def drawn(pages: list[PageFact], seed: str, size: int = 10) -> list[str]:
    draw = Draw(size, seed)
    for page in pages:
        draw.see(page)
    return [page.key for page in draw.pages(PageKind.ARTICLE)]


def test_the_order_in_which_pages_come_does_not_matter() -> None:
    shuffled = random.Random(7).sample(ARTICLES, len(ARTICLES))  # an order, not a secret
    assert drawn(ARTICLES, "shili/2026-03-31") == drawn(shuffled, "shili/2026-03-31")
    assert len(set(drawn(ARTICLES, "shili/2026-03-31"))) == 10


def test_another_period_draws_other_pages() -> None:
    assert drawn(ARTICLES, "shili/2026-03-31") != drawn(ARTICLES, "shili/2026-06-30")


def test_a_small_site_is_drawn_whole_and_nothing_without_a_size() -> None:
    assert len(drawn(ARTICLES[:4], "shili/2026-03-31")) == 4
    assert drawn(ARTICLES, "shili/2026-03-31", 0) == []


def test_every_page_has_its_turn() -> None:
    often = [key for year in range(400) for key in drawn(ARTICLES, f"shili/{year}")]
    counts = [often.count(page.key) for page in ARTICLES]
    assert min(counts) > 0
    assert max(counts) < 5 * sum(counts) / len(counts)
