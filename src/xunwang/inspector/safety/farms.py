"""Rows of links to pages of the site itself that sell: what intruders write into folders of their own, they link to from everywhere."""

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from xunwang.inspector.fetch.urls import key_of
from xunwang.inspector.model import SafetyKind, SafetySign
from xunwang.inspector.safety import wares, words
from xunwang.inspector.safety.deep import DeepPage, Strange
from xunwang.inspector.safety.hosts import is_stranger

_FEW = 3  # links of different words that make a row
_TELLING = 2  # what a word of the lists weighs that is no mere topic
_SHOWN = 3
_ROWS = frozenset({"li", "dd", "dt", "td", "tr", "p", "span"})  # what holds one link of a row


def farm_signs(deep: DeepPage, links: Iterable[Strange]) -> Iterator[SafetySign]:
    """One sign for the first box of whose links to the site itself most sell by their words or their sound; who writes about crime does not."""
    boxes: dict[int, dict[str, str]] = {}
    for link in links:
        if link.text and not is_stranger(link.url, deep.home):
            boxes.setdefault(_box_of(link.node), {})[link.text] = link.url
    for box in boxes.values():
        selling = [text for text in box if _sells(text)]
        if len(selling) >= _FEW and 2 * len(selling) > len(box) and not words.is_sober("".join(box)):
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


def _sells(text: str) -> bool:
    plain = words.plain(text)
    return wares.sells(plain) or words.weigh(plain, sober=False).weight >= _TELLING
