"""The words of foreign advertising, found in one scan over the bytes of a page together with every other thing worth a look."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import ahocorasick_rs as aho

from xunwang.inspector.safety.hosts import load
from xunwang.inspector.safety.makes import made_names

_NEAR = 40  # characters on each side in which sober words are looked for
_TOUCHING = 8  # characters within which a promotion belongs to the word beside it


class Word(NamedTuple):
    text: str
    group: str
    weight: int
    bad: bool


class Hit(NamedTuple):
    """A word of a text and its place; [`start`, `end`) are characters."""

    word: Word
    start: int
    end: int


_FOLDED = str.maketrans(
    dict(
        zip(
            "開雲體樂魚華萬愛遊戲島發龍鳳際國門銀財場賭網視頻無碼亞東熱註冊錄陸機數線優馬會資極賽車飛單雙億娛電競現錢幣換貨藥證辦貸黃倫級觀約盤賠實總團隊獎種備擊點號碼獵買賣貝爾聖諾",
            "开云体乐鱼华万爱游戏岛发龙凤际国门银财场赌网视频无码亚东热注册录陆机数线优马会资极赛车飞单双亿娱电竞现钱币换货药证办贷黄伦级观约盘赔实总团队奖种备击点号码猎买卖贝尔圣诺",
            strict=True,
        )
    )
)
_FOLDED |= {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}  # letters and figures of full width
_SIGNS = "★☆·•●◆◇■□▲△※♠♥♣♦*+~^._|/\\ \u200b\u200c\u200d\u2060\u3000-"
_SPLIT = re.compile(rf"[一-鿿](?:[{re.escape(_SIGNS)}][一-鿿]){{2,}}")
_SIGN = re.compile(rf"[{re.escape(_SIGNS)}]")


_DISGUISE = re.compile("[\u200b-\u200d\u2060\uff21-\uff3a\uff41-\uff5a]")


def is_disguised(text: str) -> bool:
    """Whether a text holds letters of full width or signs without any, in which advertisers hide their words."""
    return _DISGUISE.search(text) is not None


def plain(text: str) -> str:
    """A text as it is meant: traditional letters of the advertisers' words as simplified ones, words put together that signs split letter by letter."""
    return _SPLIT.sub(lambda found: _SIGN.sub("", found[0]), text.translate(_FOLDED))


@cache
def groups() -> dict[str, str]:
    """The label of every group of words."""
    return {name: group["label"] for name, group in load("words.yaml").items()}


@cache
def words() -> tuple[Word, ...]:
    return tuple(
        Word(str(text), name, group["weight"], group["bad"])
        for name, group in load("words.yaml").items()
        for text in group["words"]
    )


@cache
def _automaton() -> aho.AhoCorasick:
    return aho.AhoCorasick([word.text for word in words()], matchkind=aho.MatchKind.LeftmostLongest)


# However they are called this month: a short name, in brackets the country or the name in Latin letters, and that it is official.
_NAMED_SO = re.compile(
    r"[\u4e00-\u9fff]{2,6}\s?[·.]?\s?\((?:中国区?|[a-z][a-z0-9-]{1,9}(?:体育)?)\)[a-z·.\s-]{0,12}(?:中国|综合)?官(?:方网站|方入口|网(?:登录|入口|首页|下载))"
)


def hits_in(text: str) -> list[Hit]:
    """All words of the lists in a text, the longest of those that begin together, and names of the advertisers' make."""
    known, lowered = words(), text.lower()
    found = [
        Hit(known[number], start, end)
        for number, start, end in _automaton().find_matches_as_indexes(lowered)
        if _is_whole(text, start, end)
    ]
    if "(" in lowered and (named := _NAMED_SO.search(lowered)):
        found.append(Hit(Word(named[0], "gambling_shapes", 3, bad=True), named.start(), named.end()))
    return [*found, *_made(lowered, found)]


def _made(lowered: str, known: list[Hit]) -> list[Hit]:
    """Names by their make alone, where no word of the lists says more."""
    return [
        Hit(Word(name.text, "gambling_shapes", 3 if name.urgent else 2, bad=True), name.start, name.end)
        for name in made_names(lowered)
        if not any(
            hit.start < name.end and name.start < hit.end
            for hit in known
            if hit.word.group not in {"promotion", "sober"}
        )
    ]


def _is_whole(text: str, start: int, end: int) -> bool:
    """A Latin word must not be a piece of another; a Chinese one stands as it is."""
    if not (text[start].isascii() or text[end - 1].isascii()):
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (text[start].isascii() and before.isascii() and before.isalnum()) and not (
        text[end - 1].isascii() and after.isascii() and after.isalnum()
    )


class Weighed(NamedTuple):
    """What the foreign words of a text weigh together and each, the weightiest first."""

    weight: int
    bad: bool
    words: tuple[str, ...]
    start: int = 0
    each: Mapping[str, int] = MappingProxyType({})


NOTHING = Weighed(0, bad=False, words=())


def weigh(text: str, *, sober: bool = True) -> Weighed:
    """How much a text advertises: every different word counts once, with what promotes it; `sober` words near it take it back."""
    found = hits_in(text)
    if not any(hit.word.weight > 1 for hit in found):
        return NOTHING
    calm = [hit.start for hit in found if hit.word.group == "sober"] if sober else []
    inviting = [hit.start for hit in found if hit.word.group == "promotion"]
    weights: dict[str, int] = {}
    bad, first = False, -1
    for hit in found:
        if hit.word.weight < 2 or _any_in(calm, hit.start - _NEAR, hit.end + _NEAR):
            continue
        promoted = 2 * _any_in(inviting, hit.end - _TOUCHING, hit.end + _TOUCHING)
        weights[hit.word.text] = max(weights.get(hit.word.text, 0), hit.word.weight + promoted)
        bad = bad or hit.word.bad
        first = hit.start if first < 0 else first
    ordered = sorted(weights, key=lambda text: -weights[text])
    return Weighed(sum(weights.values()), bad, tuple(ordered), max(first, 0), weights)


def together(*parts: Weighed) -> int:
    """What parts of a page weigh together: a word that stands in several is one word, as weighty as where it is promoted most."""
    weights: dict[str, int] = {}
    for part in parts:
        for word, weight in part.each.items():
            weights[word] = max(weights.get(word, 0), weight)
    return sum(weights.values())


def _any_in(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, lies between two others."""
    number = bisect_left(places, start)
    return number < len(places) and places[number] <= end
