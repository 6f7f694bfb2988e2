"""One name, of a person or a thing, written in two ways within one text: the rarer one is doubted."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

Found = Iterator[tuple[int, Hit]]

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤"
_NO_NAME = (
    "在将同和等就对与也还于为以率带并曾已说向到作由从即便先"  # words that follow upon names of two characters
)
_TITLES = (
    "局长|县长|市长|区长|镇长|乡长|主任|书记|院长|校长|所长|站长|处长|科长|队长|经理|董事长|秘书长|部长|厅长"
)
_PERSON = late(
    rf"(?P<title>{_TITLES})(?P<name>[{_SURNAMES}][\u4e00-\u9fff][^\W{_NO_NAME}])(?=[，。、：]|表示|介绍|说|指出|强调|要求|主持|出席|参加|带队|讲话|率)"
)
_MOST = 100  # names of one surname and office, beyond which a text is a roll
_NEAR = late(rf"[长任记理][{_SURNAMES}]")  # the end of an office and a surname


_SENTENCE = late("[。；！？]")
_BEFORE = late(r"[\u4e00-\u9fff]+\Z")
_HOUSE = 4  # characters before an office that tell whose it is


class _Named(NamedTuple):
    line: int
    start: int
    end: int
    sentence: int
    of: str  # the last characters before the office


def written_twice(lines: Sequence[str]) -> Found:
    """People of the same office, house and surname whose names differ in one character; of deputies there are several."""
    named: dict[tuple[str, str], dict[str, list[_Named]]] = defaultdict(dict)
    for number, line in enumerate(lines):
        found = list(_PERSON.finditer(line)) if _NEAR.search(line) else []
        ends = [end.start() for end in _SENTENCE.finditer(line)] if found else []
        for match in found:
            sentence = bisect(ends, match.start())
            of = _BEFORE.search(line, max(0, match.start() - _HOUSE), match.start())
            if of and of[0].endswith("副"):
                continue
            one = _Named(number, *match.span("name"), sentence, of[0] if of else "")
            named[match["title"], match["name"][0]].setdefault(match["name"], []).append(one)
    for names in named.values():
        for first, second in combinations(names, 2) if len(names) <= _MOST else ():
            rare, usual = (first, second) if len(names[first]) < len(names[second]) else (second, first)
            if (
                _is_one_off(first, second)
                and _may_be_one(names[rare], names[usual])
                and sum(line.count(rare) for line in lines) == 1
            ):
                for place in names[rare]:
                    why = f"同一篇里另一处写作“{usual}”"
                    yield place.line, Hit(place.start, place.end, (), why)


def _is_one_off(one: str, other: str) -> bool:
    """One other character."""
    return sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _may_be_one(rare: Sequence[_Named], usual: Sequence[_Named]) -> bool:
    """Whether two names may be of one person: the rarer one stands once, never beside the other, and is of no other house."""
    if len(rare) > 1 or any(_place(rare[0]) == _place(one) for one in usual):
        return False
    return _is_one_house(rare, usual)


def _place(one: _Named) -> tuple[int, int]:
    return one.line, one.sentence


def _is_one_house(ones: Iterable[_Named], others: Iterable[_Named]) -> bool:
    houses = [{one.of for one in side if one.of} for side in (ones, others)]
    return not all(houses) or any(a.endswith(b) or b.endswith(a) for a in houses[0] for b in houses[1])


_KINDS = "有限公司|合作社|集团|小学|中学|学校|幼儿园|医院|卫生院|水库|社区|大桥|公园|产业园|工业园|街道|村|镇|乡|小区|敬老院|养老院|博物馆|纪念馆|水厂|隧道|农场|林场|景区|协会|电站|书院|广场"
_KIND = late(rf"(?:{_KINDS})(?![\u4e00-\u9fff]?[、和])")
_PLAIN = late(r"[\u4e00-\u9fff]+")
_STEMS = (5, 9)  # characters before what a thing is, of which the first is the same
_OPEN = frozenset(  # characters that stand for each other without a slip: they join, count or tell sides
    "和或与及由自在的地得以于为对向从到至将被把等其该各本有"
    "〇零一二三四五六七八九十百千东西南北中上下前后左右大小新老甲乙丙丁"
)


def things_written_twice(lines: Sequence[str]) -> Found:
    """Companies, schools, villages and the like whose names differ in one character, once against twice or more; the proofreader asks whether both are alike."""
    places = _things(lines)
    usuals: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (stem, kind), found in places.items():
        for masked in _masked(stem) if len(found) > 1 else ():
            usuals[masked, kind].append(stem)
    rares = [(stem, kind) for stem, kind in places if len(places[stem, kind]) == 1] if usuals else []
    for rare, kind in rares:
        for at, masked in enumerate(_masked(rare), 1):
            ways = usuals.get((masked, kind), ())
            if len(ways) != 1 or _OPEN.issuperset((rare[at], ways[0][at])):
                continue
            place, others = places[rare, kind][0], places[ways[0], kind]
            if _sentence(lines, place) not in {_sentence(lines, one) for one in others}:
                end = place.start + len(rare) + len(kind)
                why = f"同一篇里另有{len(others)}处写作“{ways[0][at]}”"
                yield place.line, Hit(place.start, end, (ways[0] + kind,), why)


class _Place(NamedTuple):
    line: int
    start: int


def _things(lines: Sequence[str]) -> dict[tuple[str, str], list[_Place]]:
    """Where each row of characters stands before each kind of thing."""
    places: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for number, line in enumerate(lines):
        for match in _KIND.finditer(line):
            for length in _STEMS:
                start = match.start() - length
                if start >= 0 and _PLAIN.fullmatch(line, start, match.start()):
                    places[line[start : match.start()], match[0]].append(_Place(number, start))
    return places


def _masked(stem: str) -> list[str]:
    """The stem with each of its characters left open, the first and those far off excepted."""
    return [f"{stem[:at]}?{stem[at + 1 :]}" for at in range(1, _STEMS[0])]


def _sentence(lines: Sequence[str], place: _Place) -> tuple[int, int]:
    """Who tells two things apart names both in one sentence."""
    return place.line, lines[place.line].count("。", 0, place.start)
