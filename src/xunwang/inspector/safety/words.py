"""The words of foreign advertising, found in one scan over the bytes of a page together with every other thing worth a look."""

import operator
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import ahocorasick_rs as aho

from xunwang.inspector.model import late
from xunwang.inspector.safety.hosts import load
from xunwang.inspector.safety.makes import made_names, offers

_NEAR = 40  # characters on each side in which sober words are looked for
_TOUCHING = 8  # characters within which a promotion belongs to the word beside it
_WITHIN = 60  # characters behind a word within which a seller says how to be reached
_SOLD = frozenset({"sex_brands", "black_trade", "black_weak"})
_CONTACT = late(
    r"(?:加|联系)?(?:微信|薇信|威信|v信|vx|wx|qq|扣扣|企鹅|飞机|电报|telegram|whatsapp)[^\n。]{0,4}?(?:[:：@]\s?[\w-]{5,}|同号)|(?:电|微|话|信|手机|q){1,2}同[步号]|加(?:微信|微|v信|vx|qq|扣)|货到付款|[\u4e00-\u9fff]\s?@[a-z]\w{4,}",
    re.IGNORECASE,
)


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
            "學歷憑畢業製處購質聯繫話簡題書專賺廠員師報醫檢驗軟權護銷導協訂據稅務隨時惠絡資訊彈輕鬆婦産產劑壯陽濕樓鳳點約親騷試聽寫論碩範譯週開雲體樂魚華萬愛遊戲島發龍鳳際國門銀財場賭網視頻無碼亞東熱註冊錄陸機數線優馬會資極賽車飛單雙億娛電競現錢幣換貨藥證辦貸黃倫級觀約盤賠實總團隊獎種備擊點號碼獵買賣貝爾聖諾",
            "学历凭毕业制处购质联系话简题书专赚厂员师报医检验软权护销导协订据税务随时惠络资讯弹轻松妇产产剂壮阳湿楼凤点约亲骚试听写论硕范译周开云体乐鱼华万爱游戏岛发龙凤际国门银财场赌网视频无码亚东热注册录陆机数线优马会资极赛车飞单双亿娱电竞现钱币换货药证办贷黄伦级观约盘赔实总团队奖种备击点号码猎买卖贝尔圣诺",
            strict=True,
        )
    )
)
_FOLDED |= dict.fromkeys((0xFE0F, 0x20E3), "")  # what makes a picture of a figure
_FOLDED |= {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x1D400, 0x1D800)
}  # letters and figures of mathematics
_FOLDED |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2460, 0x2500)}  # in circles
_FOLDED |= {first + digit: str(digit + 1) for first in (0x2776, 0x2780, 0x278A) for digit in range(9)}
_FOLDED[0x2795] = "+"
_FOLDED |= {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}  # letters and figures of full width
_RARE = "〤ㄨ丶灬ヽゞ〃¤"  # signs and strokes that stand between letters for nothing else
_SIGNS = f"{_RARE}★☆·•●◆◇■□▲△※♠♥♣♦*+~^._|/\\ \u200b\u200c\u200d\u2060\u3000-"
_PICTURES = "\u2190-\u27bf\U0001f000-\U0001faff\ufe0f"
_SPLITTING = rf"[{re.escape(_SIGNS)}{_PICTURES}]"
_SPLIT = re.compile(
    rf"[一-鿿](?:{_SPLITTING}{{1,2}}[一-鿿]){{2,}}|(?<![^\n])[一-鿿](?:\n[一-鿿]){{3,}}(?![^\n])"
)
_SIGN = re.compile(rf"{_SPLITTING}|\n")
_TRADE_APART = re.compile("(?<=[\u4e00-\u9fff])[·•・](?=(?:体育|娱乐|电竞|棋牌|真人|国际)[(（·官登])")
# The messenger by letters that sound or look like its own.
_MESSENGER = re.compile(
    rf"[徽溦嶶薇巍崴魏葳]{_SPLITTING}?[信芯伈訫]|微{_SPLITTING}信|[微威][芯伈訫]|威信(?=号|[:：]|同[步号])"
)
_SPLIT_LATIN = re.compile(
    r"(?<![a-z\d.])[a-z\d](?:[ .·_*-][a-z\d]){3,}(?![a-z\d.])", re.IGNORECASE
)  # d.k.8.8.7.2
# Letters of other alphabets that look like Latin ones, within a word of those.
_TWINS = str.maketrans("асеорхуіѕԁһаοανк", "aceopxyisdhaoavk")
_MIXED = re.compile(
    r"(?<![a-z0-9])[a-z0-9]*(?:[a-z0-9][\u0370-\u03ff\u0400-\u052f]|[\u0370-\u03ff\u0400-\u052f][a-z0-9])[a-z0-9\u0370-\u03ff\u0400-\u052f]*"
)


# What stands in every text in which something is put together: most titles hold nothing of it, and these are found much sooner.
_MAY_SPLIT = re.compile(rf"{_SPLITTING}[一-鿿]{_SPLITTING}|\n[一-鿿]\n")
_MAY_SPLIT_LATIN = re.compile(r"[ .·_*-][a-z\d][ .·_*-]", re.IGNORECASE)
_MAY_PART_TRADES = re.compile("[·•・]")
_MAY_BE_MESSENGER = re.compile("[徽溦嶶薇巍崴魏葳微威]")
_MAY_BE_TWIN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_DISGUISE = re.compile(
    "[〤ㄨ灬ⓐ-ⓩⒶ-Ⓩ\u200b-\u200d\u2060\u20e3\U0001d400-\U0001d7ff\uff21-\uff3a\uff41-\uff5a]"
)
# What of these wakes the look at a text: the signs themselves, and references to them.
DISGUISES = (
    *map(chr, (*range(0x200B, 0x200E), 0x2060, 0x20E3, *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))),
    *("〤", "ㄨ", "灬", *map(chr, range(0x24B6, 0x24EA))),
    *("&zwnj;", "&zwj;", "&#82", "&#x20", "&#65", "&#xff"),
)
_IN_LINES = re.compile("\n[一-鿿]\n[一-鿿]\n[一-鿿]\n")
_BEYOND = b"\xf0"  # found much faster than two bytes
# What pictures, and signs of mathematics, that are letters begin with in UTF-8.
PICTURES = (b"\xf0\x9f", b"\xf0\x9d")


def is_disguised(text: str) -> bool:
    """Whether a text holds letters of full width, signs without any, or lines of one letter, in which advertisers hide their words; pictures are looked for in the bytes."""
    return _DISGUISE.search(text) is not None or is_in_lines(text)


_UNSEEN = late("[\u200b-\u200d\u2060]")
# Letters parted by what nobody sees, several in a row: editors leave single ones behind.
_PARTED = late("(?:[一-鿿][\u200b-\u200d\u2060]+){3,}[一-鿿]")


def parted(text: str) -> list[str]:
    """What is written in a text with what nobody sees between its letters."""
    return [_UNSEEN.sub("", found) for found in _PARTED.findall(text)]


_STARRED = late("[一-鿿](?:[★☆◆◇●■♥♠♣♦]{1,2}[一-鿿]){2,}")


def is_starred(text: str) -> bool:
    """Whether letters of a text are parted by stars and their like."""
    return _STARRED.search(text) is not None


def has_pictures(body: bytes) -> bool:
    """Whether bytes in UTF-8 hold pictures or signs of mathematics, which may be letters."""
    return _BEYOND in body and any(first in body for first in PICTURES)


def is_in_lines(text: str) -> bool:
    """Whether letters of a text stand each on a line of its own."""
    return _IN_LINES.search(text) is not None


def plain(text: str) -> str:
    """A text as it is meant: traditional letters of the advertisers' words as simplified ones, words put together that signs or lines split letter by letter, letters that only look Latin as those."""
    folded = text.translate(_FOLDED)
    if _MAY_SPLIT.search(folded):
        folded = _SPLIT.sub(lambda found: _SIGN.sub("", found[0]), folded)
    if _MAY_SPLIT_LATIN.search(folded):
        folded = _SPLIT_LATIN.sub(lambda found: found[0][::2], folded)
    if _MAY_BE_MESSENGER.search(folded):
        folded = _MESSENGER.sub("微信", folded)
    if _MAY_PART_TRADES.search(folded):
        folded = _TRADE_APART.sub("", folded)
    if _MAY_BE_TWIN.search(folded):
        folded = _MIXED.sub(lambda found: found[0].translate(_TWINS), folded)
    return folded


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
    if "(" in lowered and "官" in lowered and (named := _NAMED_SO.search(lowered)):
        found.append(Hit(Word(named[0], "gambling_shapes", 3, bad=True), named.start(), named.end()))
    made = [
        Hit(Word(name.text, name.group, name.weight, bad=name.group not in _SOLD), name.start, name.end)
        for name in (*made_names(lowered), *offers(lowered))
    ]
    return [*_unless(found, made, is_more=operator.gt), *_unless(made, found, is_more=operator.ge)]


def _unless(hits: list[Hit], others: list[Hit], *, is_more: Callable[[int, int], bool]) -> list[Hit]:
    """The hits where no other that lies over them says more; what only goes with a word says nothing here."""
    weighty = [other for other in others if other.word.weight > 1 or other.word.group == "innocent"]
    return [
        hit
        for hit in hits
        if hit.word.weight < 2
        or not any(
            other.start < hit.end
            and hit.start < other.end
            and (other.word.group == "innocent" or is_more(other.word.weight, hit.word.weight))
            for other in weighty
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


def is_sober(text: str) -> bool:
    """Whether a text speaks of crime, law or prevention."""
    return any(word in text for word in _sober())


@cache
def _sober() -> tuple[str, ...]:
    return tuple(word.text for word in words() if word.group == "sober")


def weigh(text: str, *, sober: bool = True) -> Weighed:
    """How much a text advertises: every different word counts once, with what promotes it; `sober` words near it take it back."""
    found = hits_in(text)
    if not any(hit.word.weight > 1 for hit in found):
        return NOTHING
    calm = [hit.start for hit in found if hit.word.group == "sober"] if sober else []
    inviting = [hit.start for hit in found if hit.word.group == "promotion"]
    written = _calls_to_write(text, found)
    weights: dict[str, int] = {}
    bad, first = False, -1
    for hit in found:
        if hit.word.weight < 2 or _any_in(calm, hit.start - _NEAR, hit.end + _NEAR):
            continue
        promoted = 2 * (
            _any_in(inviting, hit.end - _TOUCHING, hit.end + _TOUCHING)
            or (hit.word.group in _SOLD and _any_in(written, hit.end, hit.end + _WITHIN))
        )
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


def _calls_to_write(text: str, found: list[Hit]) -> list[int]:
    """Where somebody behind a word of the lists gives an address in a messenger, as private sellers do."""
    if not any(hit.word.group in _SOLD for hit in found):
        return []
    return [call.start() for call in _CONTACT.finditer(text)]


def _any_in(places: list[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, lies between two others."""
    number = bisect_left(places, start)
    return number < len(places) and places[number] <= end
