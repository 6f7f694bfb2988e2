"""One person's name written in two ways within one text: the rarer one is doubted."""

from collections.abc import Iterator, Sequence
from itertools import combinations

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
    rf"(?P<title>副?(?:{_TITLES}))(?P<name>[{_SURNAMES}][\u4e00-\u9fff][^\W{_NO_NAME}])(?=[，。、：]|表示|介绍|说|指出|强调|要求|主持|出席|参加|带队|讲话|率)"
)
_NEAR = late(rf"[长任记理][{_SURNAMES}]")  # the end of an office and a surname


def written_twice(lines: Sequence[str]) -> Found:
    """People of the same office and surname whose names differ in one character."""
    named: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for number, line in enumerate(lines):
        for match in _PERSON.finditer(line) if _NEAR.search(line) else ():
            named.setdefault((match["title"], match["name"]), []).append((number, *match.span("name")))
    for one, other in combinations(named, 2):
        if one[0] == other[0] and _is_one_off(one[1], other[1]):
            rare, usual = (one, other) if len(named[one]) < len(named[other]) else (other, one)
            for number, start, end in named[rare]:
                yield number, Hit(start, end, (), f"同一篇里另一处写作“{usual[1]}”")


def _is_one_off(one: str, other: str) -> bool:
    """The same surname, and one other character behind it."""
    return one[0] == other[0] and sum(a != b for a, b in zip(one, other, strict=True)) == 1
