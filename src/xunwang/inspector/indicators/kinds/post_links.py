"""发文外部链接: addresses in posts that lead neither to the government nor to platforms; whether that is advertising, a person says."""

import datetime as dt
from collections import defaultdict
from urllib.parse import urlsplit

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, counted, unchecked
from xunwang.inspector.model import PostFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    """`allowed`: ends of hosts that nobody has to look at."""

    allowed: tuple[str, ...] = ()


def examine(params: Params, book: FactBook, _as_of: dt.date) -> Report:
    if not book.posts:
        return unchecked("没有读到发布的内容", blocks=False)
    foreign: dict[str, list[tuple[PostFact, str]]] = defaultdict(list)
    for post in book.posts:
        for link in post.links:
            host = _host(link)
            if host and not any(host == end or host.endswith(f".{end}") for end in params.allowed):
                foreign[host].append((post, link))
    return counted(tuple(_place(host, led) for host, led in sorted(foreign.items())))


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or "").rstrip(".").casefold()
    except ValueError:
        return ""


def _place(host: str, led: list[tuple[PostFact, str]]) -> Place:
    post, link = led[0]
    count = len({one.key for one, _ in led})
    return Place(
        locator=f"link:{host}",
        url=post.url or link,
        message=f"{count}条发文链接到外部网站{host}",
        excerpt=post.title,
        value=link,
        evidence=post.evidence,
        certain=False,
    )
