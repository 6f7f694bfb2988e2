"""Rows of links to pages of the site itself that sell: what intruders write into folders of their own, they link to from everywhere."""

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import Link, SafetyKind, SafetySign
from xunwang.inspector.safety import wares, words
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.hosts import is_stranger

_FEW = 3  # links of different words that make a row
_TELLING = 2  # what a word of the lists weighs that is no mere topic
_SHOWN = 3
_TOGETHER = 0.4  # log odds on the average of a row that sells
_LISTED, _SILENT = 2.5, -3.0  # log odds of what the lists know, and of what says nothing
_ROWS = frozenset({"li", "dd", "dt", "td", "tr", "p", "span"})  # what holds one link of a row


def farm_signs(deep: DeepPage, links: Iterable[Strange]) -> Iterator[SafetySign]:
    """One sign for the first box whose links to the site itself sell together, by their words or their sound; who writes about crime does not."""
    boxes: dict[int, dict[str, str]] = {}
    for link in links:
        if link.text and not is_stranger(link.url, deep.home):
            boxes.setdefault(_box_of(link.node), {})[link.text] = link.url
    for box in boxes.values():
        odds = {text: _odds(text) for text in box} if len(box) >= _FEW else {}
        selling = sorted(odds, key=lambda text: -odds[text])
        if odds and _is_farm(list(odds.values())) and not words.is_sober("".join(box)):
            shown = "、".join(selling[:_SHOWN])
            yield SafetySign(
                kind=SafetyKind.SPAM,
                rule="farm",
                place=key_of(box[selling[0]]),
                found=shown[:80],
                why=f"成排指向本网站内页面的链接都在招揽生意：{shown[:60]}，疑似被植入的推广页面",
                bad=any(words.weigh(text, sober=False).bad for text in selling),
            )
            return


def _box_of(node: LexborNode) -> int:
    at = node.parent
    while at is not None and at.tag in _ROWS and at.parent is not None:
        at = at.parent
    return at.mem_id if at is not None else 0


def _is_farm(odds: list[float]) -> bool:
    """Whether links sell together: one of them surely enough, and all on the average; offices name a matter or two like that among many others."""
    return max(odds) >= wares.LIKELY and sum(odds) >= _TOGETHER * len(odds)


def _odds(text: str) -> float:
    plain = words.plain(text)
    listed = words.weigh(plain, sober=False).weight >= _TELLING
    return max(wares.odds(plain), _LISTED if listed else _SILENT)


def may_sell(links: Iterable[Link], own: tuple[str, ...], trades: frozenset[str]) -> bool:
    """Whether any link to the site itself that holds one of these words of trades sells by its sound."""
    return any(
        link.url.startswith(own)
        and any(word in link.text for word in trades)
        and wares.sells(words.plain(link.text))
        for link in links
    )
