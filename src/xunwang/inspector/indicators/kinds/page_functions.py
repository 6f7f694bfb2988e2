"""页面功能: search and site map on the home page, share and print on article pages."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.indicators.whole import NO_SAMPLE
from xunwang.inspector.model import PageKind, Record, SampleFact

_WORDS = {"search": "搜索", "sitemap": "网站地图", "share": "分享", "print": "打印", "font": "字号调整"}


class Params(Record, frozen=True, forbid_unknown_fields=True):
    home: tuple[str, ...]
    article: tuple[str, ...]
    share_percent: Decimal
    min_pages: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:  # noqa: ARG001  # every kind takes the same
    """A function may be made by a script that stands elsewhere, so every place is left to a person."""
    home = [sample for sample in book.whole.samples if sample.kind is PageKind.HOME]
    articles = [sample for sample in book.whole.samples if sample.kind is PageKind.ARTICLE]
    if not home and not articles:
        return unchecked(book.home_unread or NO_SAMPLE)
    wanted = tuple(name for name in params.home if name != "sitemap" or not _has_sitemap(book))
    places = [
        *_lacking(home[:1], tuple(name for name in wanted if not _is_behind(home, name)), "首页", params)
    ]
    if len(articles) >= params.min_pages:
        places += _lacking(articles, params.article, "内容页", params)
    few = f"抽看的内容页不足{params.min_pages}个" if len(articles) < params.min_pages else None
    return counted(tuple(places), unknown=few)


def _is_behind(home: Sequence[SampleFact], name: str) -> bool:
    """Whether what visitors see for the home page, or behind a welcome, has a function."""
    return any(name in sample.functions for sample in home[1:])


def _has_sitemap(book: FactBook) -> bool:
    """Whether the site map stands on the home page as it was read, or may stand in a foot that only a script writes."""
    return book.home is not None and (bool(book.home.marks.sitemap) or "footer" in book.home.script_filled)


def _lacking(
    samples: Sequence[SampleFact], wanted: tuple[str, ...], kind: str, params: Params
) -> Iterator[Place]:
    for name in wanted:
        without = [sample for sample in samples if name not in sample.functions]
        if without and 100 * len(without) >= params.share_percent * len(samples):
            many = f"（抽看{len(samples)}个，{len(without)}个没有）" if len(samples) > 1 else ""
            yield Place(
                locator=f"function:{without[0].kind}:{name}",
                url=without[0].url,
                message=f"{kind}没有找到{_WORDS.get(name, name)}功能{many}",
                value=name,
                evidence=without[0].evidence,
                certain=False,
            )
