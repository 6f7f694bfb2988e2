"""Shares that their own numbers contradict."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit
from xunwang.inspector.read.near import Near

_COUNTED = "个|人|次|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|批次|位|万人|万元|亿元|亩|万亩"
_RATE = re.compile(  # 检查企业48家，合格40家，合格率83.3%
    rf"(?P<whole>\d[\d,]*(?:\.\d+)?)(?P<unit>{_COUNTED})[，,；;、]\s?"
    rf"(?P<label>[^\d，。；、：（）]{{0,6}}?(?P<stem>[\u4e00-\u9fff]{{2}}))(?:了)?(?P<part>\d[\d,]*(?:\.\d+)?)(?P=unit)[，,；;、（(]\s?(?P<of>[\u4e00-\u9fff]{{2}})率(?:为|达到?|是)?"
    r"\s?(?P<rate>\d+(?:\.\d+)?)[%％]"
)
_PASSED = re.compile(  # 50批次样品中合格48批次，合格率为98%
    rf"(?P<whole>\d[\d,]*)(?P<unit>{_COUNTED})[^\d，。；、：（）]{{0,8}}中，?[^\d，。；、：（）]{{0,4}}?(?P<stem>[\u4e00-\u9fff]{{2}})了?(?P<part>\d[\d,]*)(?P=unit)[，,（(]"
    r"(?P=stem)率(?:为|达到?|是)?\s?(?P<rate>\d+(?:\.\d+)?)[%％]"
)
_SHARES = late(
    r"[^\d，。；、：]{1,12}?占(?:比|比为)?\d+(?:\.\d+)?[%％](?:[，、；][^\d，。；、：]{1,12}?占(?:比|比为)?\d+(?:\.\d+)?[%％])+"
)
_SHARE = re.compile(r"(?P<label>[^\d，。；、：]{1,12}?)占(?:比|比为)?(?P<share>\d+(?:\.\d+)?)[%％]")
_VOTES = re.compile(
    r"(?:(?:赞成|同意|支持|反对|弃权|中立|满意|基本满意|不满意|不了解)(?:票?率|票)?(?:为|占)?\d+(?:\.\d+)?[%％][，、；]?\s?){3,}"
)
_SECTORS = re.compile(
    r"(?:一、二、三|三次)产业[^\d，。；]{0,12}?(?:分别[为是占达到]{0,2})(?P<shares>\d+(?:\.\d+)?[%％]、\d+(?:\.\d+)?[%％](?:、|和)\d+(?:\.\d+)?[%％])"
    r"|三次产业(?:增加值)?(?:结构|比例|比重)(?:比)?(?:为|是|达到?)?(?P<ratio>\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?)"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PERCENT = re.compile("[%％]")
_SECTOR = re.compile(r"[一二三]产(?:业)?$|第[一二三]产业$")
_REST = re.compile(r"^(?:其他|其它|其余)")
_ROUNDED = Decimal("0.5")  # points that rounded shares may miss
RATE_TRIGGERS = ("率", "占", "次产业")
WHOLE = 100
_FULL = Near(
    re.compile(
        r"(?<!毛)(?P<rate>(?:覆盖|合格|满意|普及|办结|达标|入学|参保|出席|得票|绿化|城镇化|优良|及格|支持|反对|赞成)率|满意度)(?:总体|均|都|平均)?(?:达到了?|达|为|是|提高到|提升到|提高至|提升至|保持在|稳定在)?"
        r"\s?(?P<said>\d+(?:\.\d+)?)[%％]"
    ),
    "率度",
    "率|(?<=满意)度",
    len("城镇化"),
)
_EACH = re.compile(
    r"(?P<labels>[^，。；：\d]{4,60}?)分别占(?:比|到|了)?(?P<shares>\d+(?:\.\d+)?[%％](?:[、，]\d+(?:\.\d+)?[%％])*(?:、|和|，)\d+(?:\.\d+)?[%％])"
)
MOST_TRIGGERS = ("率1", "度1", "到1", "为1", "在1", "了1", "达1", "至1", "是1", "均1", "分别占")


def more_than_all(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """More than the whole, of what is a part of it; shares told in one breath that make more than it."""
    for match in _FULL.finditer(line):
        if _value(match["said"]) > WHOLE:
            yield Hit(*match.span("said"), (), f"“{match['rate']}”不会超过100%")
    for match in _EACH.finditer(line) if "分别占" in line else ():
        total = _sum(map(Decimal, _NUMBER.findall(match["shares"])))
        if total > WHOLE + _ROUNDED and _excludes_itself(re.split("[、和]", match["labels"])):
            yield Hit(*match.span("shares"), (), f"各部分之和是{total}%，超过了100%")


def _are_all(before: str, stem: str, both: Decimal) -> bool:
    """Whether those who pass, named at the end of `before`, and those who do not are all there are: nobody is excellent, or passes barely."""
    clause = re.split("[，,：:；;。]", before)[-1]
    others = _NUMBER.findall(re.split("[；;。]", before)[-1].replace(",", ""))
    return clause.removeprefix("其中") == stem and (not others or Decimal(others[-1]) == both)


def _are_parts(line: str, match: re.Match[str]) -> bool:
    """Whether both numbers are parts of one before them: 其中本地650台、跨区450台，机收率……"""
    since = line.rfind("。", 0, match.start()) + 1
    return line[match.end("unit")] == "、" and "其中" in line[since : match.start()]


def _told_before(line: str, match: re.Match[str], part: Decimal) -> list[Decimal]:
    """检查47个，良好39个，存在问题8个，问题率17%: the larger counts of the unit that the sentence tells before the two."""
    since = line.rfind("。", 0, match.start()) + 1
    found = re.findall(rf"({_NUMBER.pattern}){match['unit']}", line[since : match.start()])
    return [value for one in found if (value := Decimal(one)) > part]


def _wrong_rates(line: str) -> Iterator[Hit]:
    """A rate beside what was looked at and what passed."""
    for match in _RATE.finditer(line) if "率" in line else ():
        whole, part, rate = (_value(match[name]) for name in ("whole", "part", "rate"))
        if match["label"][:-2].endswith(("不", "未", "非")):  # 合格40家、不合格8家，合格率: of both together
            whole, part = whole + part, whole
            told = match["stem"] == match["of"] and _are_all(line[: match.start()], match["stem"], whole)
        elif (
            match["stem"][0] in "不未无非" and match["stem"][1:] == match["of"][1:]
        ):  # 有效9条、无效1条，有效率
            whole, part = whole + part, whole
            told = _are_all(line[: match.start()], match["of"], whole)
        elif _are_parts(line, match):
            continue
        else:
            # 审结, 结案率; 已完成优化, 完成率
            told = not set(match["stem"]).isdisjoint(match["of"]) or match["label"].startswith(
                (match["of"], f"已{match['of']}", f"共{match['of']}")
            )
        if told and any(
            abs(part / other * WHOLE - rate) < _room(match["rate"])
            for other in _told_before(line, match, part)
        ):
            continue
        if told and whole and part <= whole and abs(part / whole * WHOLE - rate) >= _room(match["rate"]):
            right = f"{part / whole * WHOLE:.{_places(match['rate']) or 1}f}"
            why = f"{part}{match['unit']}占{whole}{match['unit']}的{right}%，写作{match['rate']}%"
            yield Hit(*match.span("rate"), (), why)
    for match in _PASSED.finditer(line) if "中" in line and "率" in line else ():
        whole, part, rate = (_value(match[name]) for name in ("whole", "part", "rate"))
        if 0 < part <= whole and abs(part / whole * WHOLE - rate) >= _room(match["rate"]):
            why = f"{part}{match['unit']}占{whole}{match['unit']}的{part / whole * WHOLE:.1f}%，写作{match['rate']}%"
            yield Hit(*match.span("rate"), (), why)


def contradicted(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A rate that its two numbers do not give, shares of one whole that make more than it, three sectors that do not make it."""
    yield from _wrong_rates(line)
    for match in _SHARES.finditer(line) if line.count("占") > 1 else ():
        parts = {found["label"]: _value(found["share"]) for found in _SHARE.finditer(match[0])}
        if _excludes_itself(list(parts)) and _sum(parts.values()) > WHOLE + _ROUNDED:
            yield Hit(*match.span(), (), f"各部分占比之和是{_sum(parts.values())}%，超过了100%")
    for match in _VOTES.finditer(line) if len(_PERCENT.findall(line)) > 2 else ():
        total = _sum(map(Decimal, _NUMBER.findall(match[0])))
        if total > WHOLE + _ROUNDED:
            yield Hit(*match.span(), (), f"各部分之和是{total}%，超过了100%")
    for match in _SECTORS.finditer(line) if "产业" in line else ():
        total = _sum(map(Decimal, _NUMBER.findall(match["shares"] or match["ratio"])))
        if abs(total - WHOLE) > _ROUNDED:
            yield Hit(*match.span(), (), f"三次产业之和是{total}%，应当是100%")


def _excludes_itself(labels: list[str]) -> bool:
    """Whether the labels tell parts that cannot overlap: one denies another, the last is what is left, or they are the three sectors."""
    sectors = [_SECTOR.search(label) for label in labels]
    return (
        all(sectors)
        or any(
            one != other and one.endswith((f"不{other}", f"非{other}"))
            for one in labels
            for other in (label[-2:] for label in labels)
        )
        or bool(_REST.match(labels[-1]))
    )


def _sum(parts: Iterable[Decimal]) -> Decimal:
    return sum(parts, Decimal(0))


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _room(rate: str) -> Decimal:
    """Rounding, up or down, of the last digit that is written."""
    return Decimal(1).scaleb(-_places(rate))
