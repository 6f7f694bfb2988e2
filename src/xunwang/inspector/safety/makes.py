"""How betting houses name themselves whatever their name is this month: some name, the trade, and a call to come in; and titles that speak another tongue than their page."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

_SIGNS = r"[\s·・.\-_|/:,~—–]{0,3}"
_TRADES = ("体育", "娱乐", "电竞", "棋牌", "真人", "电玩城", "彩票", "视讯", "国际")
_CALLS = {
    "官网": "官网",
    "官方": "官方(?:网|入口|下载|登|app|版)",
    "登": "登[录陆]",
    "注册": "注册(?!资|号|地|商标|会计|成立|登记|消防|建|安全|教练|运动)",
    "下载": "下载",
    "app": "app",
    "入口": "入口(?!处)",
    "网址": "网址",
    "网页版": "网页版",
    "手机版": "手机版",
    "最新": "最新(?:网址|地址|版|下载|登|官|app)",
}
_CALL = f"(?:{'|'.join(_CALLS.values())})"
_MADE = re.compile(
    rf"(?:{'|'.join(_TRADES)})(?:{_SIGNS}\([^()]{{1,12}}\))?{_SIGNS}{_CALL}(?P<again>[^。；，\n]{{0,3}}{_CALL})?"
)
# Who stands before the trade in good faith: the public, a place, a trade that has another for its kind.
_STEM = re.compile(r"(?:[\u4e00-\u9fff]{2,3}|[a-z0-9]{1,6})\Z")
_HONEST_STEM = re.compile(
    r"(?:中国|国家|全国|我国|全民|大众|公共|智慧|社区|校园|学校|群众|老年|青少年|残疾人|农民|职工|机关|数字|文化|文旅|旅游|公益|市民|休闲|福利|体育|和|与|及|省|市|县|区|州|旗|镇|乡|村)\Z"
)
_SPORT = re.compile(
    r"体育(?:局|总会|中心|协会|场|馆|设施|产业|公园|赛事|彩票)|场馆|健身|预[订约]|运动员|教练"
)
_AROUND = 40  # characters on each side in which sport is talked about
_HALL = "(?:真人|视讯|捕鱼|棋牌|老虎机|电子|体育|彩票|电竞)"
_HALLS = re.compile(rf"{_HALL}(?P<others>(?:[\s_|/、·,\-]{{1,3}}{_HALL}){{2,}})")
_TELLING_HALL = re.compile("真人|视讯|捕鱼|老虎机")
_LURE = re.compile(
    "免费|高清|下载|官网|app|注册|登录|登陆|直播吧|无插件|在线观看|无码|完整版|无删减|哪家好|多少钱|价格表|厂家|批发|加盟|代办|代写|秒批|包邮",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[\s_|｜\-–—·,，、/:：【】《》“”()（）]+")
_PART = 3  # characters of a part of a title that says something
_KNOWN = 0.2  # share of the pairs of letters of a part that stand on a page which speaks of it
_SPEAKING = 60  # characters of a page that says something
_AUTHORITY = re.compile(r"政府|部门|门户|[局委办院厅署站]\Z|中心\Z")
_TONGUES = re.compile(
    "[\u3040-\u30ff\u31f0-\u31ff]|[\uac00-\ud7af]|[\u0e00-\u0e7f]|[\u0600-\u06ff]|[\u0400-\u04ff]|[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1ea0-\u1eff]"
)
_FOREIGN = 6  # letters of another tongue from which a title is written in it
_SHARE = 5  # one in so many letters of a title that is written in another tongue
_HAN = re.compile(r"[\u4e00-\u9fff]")
_CHINESE = 30  # Chinese characters from which a page speaks Chinese


class Made(NamedTuple):
    """A name of that make; [`start`, `end`) are characters; `urgent`: it calls more than once."""

    text: str
    urgent: bool
    start: int
    end: int


def anchors() -> Iterator[str]:
    """What stands in every text that holds such a name without signs between its parts."""
    return ("".join(parts) for parts in product(_TRADES, _CALLS))


def made_names(text: str) -> Iterator[Made]:
    """The names of that make in a text in small letters."""
    if not any(trade in text for trade in _TRADES):
        return
    for found in _HALLS.finditer(text):
        if _TELLING_HALL.search(found[0]):
            # The first may be part of a name that the lists know.
            yield Made(found[0], True, found.start("others"), found.end())
    for found in _MADE.finditer(text):
        before = text[max(0, found.start() - 6) : found.start()].rstrip()
        stem = _STEM.search(before)
        if stem is None or _HONEST_STEM.search(before):
            continue
        if _SPORT.search(text, max(0, found.start() - _AROUND), found.end() + _AROUND):
            continue
        start = found.start() - len(stem[0])
        yield Made(text[start : found.end()], found["again"] is not None, start, found.end())


def lures(title: str) -> list[str]:
    """What a title calls to."""
    return _LURE.findall(title)


def is_of_something_else(title: str, shown: str, place: str) -> bool:
    """Whether a title lures with what the page does not speak about in any of its words; names of authorities say nothing about that."""
    if len(shown) < _SPEAKING:
        return False
    parts = [part for part in _PARTS.split(title.lower()) if len(part) >= _PART]
    told = [part for part in parts if not _AUTHORITY.search(part) and not (place and place in part)]
    return len(told) > 1 and not any(_is_known(part, shown.lower()) for part in told)


def _is_known(part: str, shown: str) -> bool:
    pairs = [part[start : start + 2] for start in range(len(part) - 1)]
    return sum(pair in shown for pair in pairs) > _KNOWN * len(pairs)


@lru_cache(maxsize=4_096)
def is_in_another_tongue(title: str) -> bool:
    """Whether a title is written in letters of a tongue that is neither Chinese nor English."""
    if title.isascii():
        return False
    letters = sum(letter.isalpha() for letter in title)
    foreign = len(_TONGUES.findall(title))
    return foreign >= _FOREIGN and foreign * _SHARE >= letters


def speaks_chinese(text: str) -> bool:
    """Whether a text speaks Chinese and no other tongue."""
    chinese = len(_HAN.findall(text))
    return chinese >= _CHINESE and len(_TONGUES.findall(text)) * _SHARE < chinese
