"""Points that are announced by their number, and how many of them follow; and a thing told twice with other numbers."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.model import FIGURES, chinese_number
from xunwang.inspector.proof.rules.shapes import Hit

_ANNOUNCED = re.compile(
    r"(?P<many>[二两三四五六七八九])(?:个|点|条|项|方面|大)[^，。；：\d]{0,10}[：:]\s?(?P<first>一)是"
)
_POINT = re.compile(rf"(?<=[，；。：:])\s?([{FIGURES}])是")
COUNTED_TRIGGERS = ("：一是", ":一是")


def miscounted(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """三个结合：一是……四是……: more or fewer points than were announced, none left out among them."""
    for match in _ANNOUNCED.finditer(line):
        told = chinese_number(match["many"])
        points = [chinese_number(point[1]) for point in _POINT.finditer(line, match.start("first"))]
        if len(points) > 1 and points == list(range(1, len(points) + 1)) and told != len(points):
            yield Hit(*match.span("many"), (), f"前面说有{told}个，后面列了{len(points)}个")


_ORDINALS = re.compile(r"首先，[^。；]{2,60}[。；]\s?其次，[^。；]{2,60}[。；]\s?(?P<next>第[二四五六]，)")
ORDINAL_TRIGGERS = ("首先，",)


def ordinals(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """首先，其次，第四，: what comes third is called by another number."""
    for match in _ORDINALS.finditer(line):
        yield Hit(*match.span("next"), ("第三，",), f"“首先”“其次”之后是“{match['next'][:-1]}”")


_LABELLED = re.compile(
    r"(?P<of>[\u4e00-\u9fff]{0,4})(?P<label>总投资|投资总额|总建筑面积|占地面积|合同金额|合同价款|中标金额|中标价|预算金额|招聘人数)"
    r"(?:额|价)?(?:为|是|约|达|共|计|[：:])?\s?(?P<value>\d[\d,]*(?:\.\d+)?)(?P<unit>[万亿]?(?:元|平方米|亩|人|名))"
)
_MANY = re.compile(
    r"[一二三四两]期|分别|调整|变更|增加|增至|追加|压缩|减少|核减|降低|原|由|第[一二三四五\d]|其中|标段|地块"
)
LABEL_TRIGGERS = ("总投资", "投资总额", "建筑面积", "占地面积", "合同", "中标", "预算金额", "招聘人数")


def told_twice(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """The same thing in one paragraph with the same figures in another order: 3200万元, 2300万元."""
    seen: dict[str, re.Match[str]] = {}
    for match in _LABELLED.finditer(line) if sum(map(line.count, LABEL_TRIGGERS)) > 1 else ():
        before = seen.setdefault(match["label"] + match["unit"], match)
        between = line[before.start() : match.end()]
        if (
            before["value"] != match["value"]
            and sorted(before["value"]) == sorted(match["value"])
            and not _MANY.search(between)
        ):
            why = f"前面写{before['value']}{before['unit']}，这里写{match['value']}{match['unit']}"
            yield Hit(*match.span("value"), (), why)


_LISTED = re.compile(  # 良好等次（4个）：梅园街道、北关街道、长堤街道、新村街道
    rf"[（(](?:共)?(?P<many>\d{{1,2}}|[{FIGURES}]|十[{FIGURES}]?)(?:个|家|名|人|所|项|种|位|处|条|座|支)[）)]\s?[：:]\s?(?P<list>[^。；：:\n]+)(?=[。；]|$)"
)
_NAMED = re.compile(  # 3个乡镇（青石镇、白水镇、云台乡）
    rf"(?<![余多近约超第\d.{FIGURES}十百千])(?P<many>\d{{1,2}}|[{FIGURES}]|十[{FIGURES}]?)(?:个|家|所|名|座|条|支)[\u4e00-\u9fff]{{1,8}}[（(](?P<list>[^（）()。；：:\d]+)[）)]"
)
_THAT_IS = re.compile(  # 三类重点对象，即甲、乙、丙
    rf"(?<![余多近约超第\d.{FIGURES}十百千])(?P<many>[两{FIGURES}])(?:类|种|项|个|大|方面|条)[\u4e00-\u9fff]{{1,8}}[，：]?即(?P<list>[\u4e00-\u9fff]{{2,10}}(?:、[\u4e00-\u9fff]{{2,10}})+)(?=[，。；])"
)
_PARTED = re.compile("[、，,]")
_OPEN = re.compile(r"等|其中|如下|包括|含|以及|\s|\d|…|即|原|不|各|每")
_GOES_ON = re.compile("等|其中|如下|包括|以及")
_JOINED = re.compile("[和及与]")
LISTED_TRIGGERS = (
    "，即",
    "：即",
    *(f"{last}即" for last in "类种项象户容度面点式务"),
    "）：",
    "）:",
    "):",
    ")：",
    *(f"{unit}（" for unit in "镇乡街道区县市村局位校业站园"),
)


def not_so_many(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """How many there are, in brackets before a list or before a list in brackets, and another number of them in the list."""
    for form in (_LISTED, _NAMED, _THAT_IS):
        for match in form.finditer(line):
            items = _PARTED.split(_QUOTED.sub("引", match["list"]))
            lengths = [len(item) for item in items]
            if (
                len(items) < 2
                or (_GOES_ON if form is _THAT_IS else _OPEN).search(match["list"])
                or max(lengths) > _LONGEST_ITEM
                or min(lengths) < 2
            ):
                continue
            told = int(match["many"]) if match["many"].isdigit() else chinese_number(match["many"])
            joined = sum(map(len, map(_JOINED.findall, items)))
            if not len(items) <= told <= len(items) + joined:
                yield Hit(*match.span("many"), (), f"写作{told}，后面列了{len(items) + joined}个")


_PARTED_POINTS = re.compile(  # 共5个部分16条，包括夯实底座4条、技术攻关5条、拓展场景4条、强化保障3条
    rf"(?P<many>\d{{1,2}}|[两{FIGURES}])个?(?:部分|方面|大类|章)(?P<whole>\d{{1,3}})(?P<unit>[条项个款])[^，。；：\d]{{0,6}}[，：]?(?:包括|分别[为是]|即|其中)[：]?(?P<list>[^，。；、：\d]{{2,20}}\d{{1,3}}(?P=unit)(?:[、，和][^，。；、：\d]{{2,20}}\d{{1,3}}(?P=unit))+)(?=[。；）]|$)"
)
PARTED_TRIGGERS = tuple(f"{what}{digit}" for what in ("部分", "方面", "大类", "章") for digit in range(1, 10))


def other_parts(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """So many chapters with so many points, and a list of all points by chapters that has more or fewer chapters."""
    for match in _PARTED_POINTS.finditer(line):
        points = [int(number) for number in re.findall(r"\d+", match["list"])]
        told = int(match["many"]) if match["many"].isdigit() else chinese_number(match["many"])
        if sum(points) == int(match["whole"]) and len(points) != told:
            yield Hit(*match.span("many"), (), f"写作{told}，后面列了{len(points)}个")
        elif sum(points) != int(match["whole"]) and len(points) == told:
            yield Hit(*match.span("whole"), (), f"写作{match['whole']}，后面列的加起来是{sum(points)}")


_QUOTED = re.compile(r"[“《][^“”《》]*[”》]")
_LONGEST_ITEM = 16
