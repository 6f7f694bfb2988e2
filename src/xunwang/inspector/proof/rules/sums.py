"""Sums that do not come out: parts listed one by one, and what they are said to make together."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, chain
from types import MappingProxyType

from xunwang.inspector.model import FIGURES, chinese_number, late
from xunwang.inspector.proof.rules.shapes import Hit

_UNITS = "分(?![钟之])|个|人|次|件|项|家|户|名|台|辆|条|处|座|所|起|篇|份|张|票|套|批|头|只|株|亩|吨|公里|平方米|元"
_SCALE = {"": Decimal(1), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_AMOUNT = rf"(?:\d[\d,]*(?:\.\d+)?)(?:万|亿)?(?:{_UNITS})(?![\u4e00-\u9fff]?[次均])"
_ASIDE = r"（[^\d（）]{1,8}）"  # 各村（社区）代表150人
_PART = rf"(?:[^\d，。；：、（）]|{_ASIDE}){{1,12}}{_AMOUNT}"
_LIST = rf"{_PART}(?:(?:、|，|和|以及)(?!共|合计|总计|其中){_PART})+"
_TOGETHER = late(
    rf"(?P<parts>{_LIST})[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为|是)?(?P<whole>{_AMOUNT})"
)
_EACH = late(  # 三项支出分别为62亿元、54亿元和31亿元，合计146亿元
    rf"分别(?:为|是|达|有|完成|投入|安排)?(?P<parts>{_AMOUNT}(?:、{_AMOUNT})*(?:和|、){_AMOUNT})[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为|是)?(?P<whole>{_AMOUNT})"
)
_TOLD_AFTER = re.compile(r"[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为|是)?\d")
_TOLD_BEFORE = re.compile(r"[，（(]\s?其中")
_AMONG = late(
    rf"(?P<whole>{_AMOUNT})(?:组成)?[，（(]\s?其中[，：:]?(?P<parts>{_PART}(?:、{_PART})+)(?=[。；）)]|，[无没]|$)"
)
_TWO = late(  # 其中男党员22名，女党员14名: where both are opposites a comma parts them as well
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_PART}，{_PART})(?=[。；）)]|$)"
)
_FUND = rf"[^\d，。；：、（）]{{0,6}}(?:中央|省|市|县|区|上级|财政|专项|自筹|配套|贷款|债券)[^\d，。；：、（）]{{0,8}}{_AMOUNT}"
_SOURCES = 8  # of money, beyond which a line is no list of them
_FUNDED = late(  # where the money comes from: sources do not overlap, so that commas part them as well
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_FUND}(?:[、，]{_FUND}){{1,{_SOURCES}}})(?=[。；）)]|$)"
)
_RAISED = late(  # 总投资3亿元，其中申请上级2亿元，自筹1亿元: what nobody gives one raises oneself
    rf"(?:总投资|概算|共需|资金)[^\d，。；、]{{0,8}}(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_FUND}(?:[、，]{_FUND}){{0,{_SOURCES}}}[、，][^\d，。；：、（）]{{0,6}}自筹[^\d，。；：、（）]{{0,6}}{_AMOUNT})(?=[，。；）)]|$)"
)
_FEE = rf"[^\d，。；：、]{{2,16}}费(?:用|用支出|支出)?{_AMOUNT}"
_SPENT = late(  # 因公出国（境）费5万元，公务接待费8万元: nothing is spent twice
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>{_FEE}(?:[、，；]{_FEE})+)(?=[。；）)]|$)"
)
_LOOSE = late(  # 36名。其中，大龄15人，残疾8人；118.7亿元，增长5.3%。按经营地分，城镇82.5亿元，乡村46.2亿元
    rf"(?P<whole>{_AMOUNT})[^\d，。；]{{0,16}}(?:，(?:同比)?(?:增长|下降)\d+(?:\.\d+)?[%％])?[，。（(]\s?(?:其中|按[^\d，。；]{{1,8}}分)[，：:]?"
    rf"(?P<parts>{_PART}(?:[、，；]{_PART})+)"
)
_LATER = late(  # 4.2公里、15.8公里、6.1公里，需要迁改，管线共计25.1公里
    rf"(?P<parts>{_PART}(?:、{_PART})+)，(?:[^\d，。；]{{2,30}}，)?[^\d，。；]{{0,8}}(?:共计|合计|总计|共(?:新增|新建|建成|改造|完成|发放|投入|安排|招聘|查处|检查|处理)[^\d，。；、]{{0,6}})(?P<whole>{_AMOUNT})"
)
_REACH = 200  # characters before the first such sign, within which a list or a whole begins
_LISTED = re.compile(rf"、(?:[^\d，。；：、（）]|{_ASIDE}){{1,12}}\d")
_TOLD_APART = re.compile(r"其中|分，")
_TOLD_LATER = re.compile(
    r"共计|合计|总计|共(?:新增|新建|建成|改造|完成|发放|投入|安排|招聘|查处|检查|处理)[^\d，。；、]{0,6}\d"
)
_OPPOSITES = (
    ("男", "女"),
    ("城镇", "农村"),
    ("城镇", "乡村"),
    ("捐款", "捐赠物资"),
    ("捐款", "捐物"),
    ("现金", "物资"),
    ("公办", "民办"),
    ("公办", "私立"),
    ("固定", "临时"),
    ("固定", "流动"),
    ("集中安置", "分散安置"),
    ("集中供养", "分散供养"),
    ("线上", "线下"),
    ("本地", "外地"),
    ("本地", "跨区"),
    ("税收", "非税"),
    ("地上", "地下"),
    ("室内", "室外"),
    ("境内", "境外"),
    ("出口", "进口"),
    ("已办结", "正在办"),
    ("已办结", "在办"),
    ("办结", "正在办"),
)
_APART = (("新建", "改造"), ("新建", "改建"), ("新建", "改扩建"))  # one or the other, or a third
_LABEL = re.compile(r"(?:^|[、，和；])(?P<label>[^\d、，]+)")
_YEARLY = re.compile(  # 2.1亿元，其中2022年0.6亿元、2023年0.7亿元: years do not overlap
    rf"(?P<whole>{_AMOUNT})[，（(]\s?其中[，：:]?(?P<parts>20\d\d年{_AMOUNT}(?:[、，]20\d\d年{_AMOUNT})+)(?=[。；）)]|$)"
)
_COUNTED = re.compile(  # 9个镇、4个乡，共14个乡镇
    r"(?P<parts>\d+个[^\d，。；：、（）]{1,6}(?:、\d+个[^\d，。；：、（）]{1,6})+)[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为)?(?P<whole>\d+个)(?P<of>[\u4e00-\u9fff]{0,4})"
)
_TOLD_YEARLY = re.compile(r"其中[，：:]?20")
_TOLD_COUNTED = re.compile(r"[，,]\s?(?:一共|总共|共计|合计|总计|共)(?:有|为)?\d+个")
_YEAR = re.compile(r"20\d\d年")
_GRID = re.compile(  # “五横六纵”11条道路
    rf"(?<![{FIGURES}十百])(?P<one>[{FIGURES}])(?P<way>[横纵])(?P<other>[{FIGURES}])(?!(?P=way))[横纵]”?(?P<whole>\d{{1,2}})条"
)
# What a person or a thing may be besides, so that the parts of such a list overlap.
_COSTS = re.compile(
    r"(?:共需|需要?|总投资|总造价|概算|预算)[^\d，。；、]{0,8}$"
)  # what money is needed for is listed to the end
_BESIDES = re.compile(
    r"有|以上|以下|岁|女|党员|少数民族|职称|学历|学位|博士|硕士|重点|累计|示范|先进|文明|优秀|达标|特色|美丽|星级|残疾|低保|特困|脱贫"
)
_GRADE = re.compile(r"\d(?=A级)")
_NET = ("净减少", "净增加", "净增", "净减", "净流入", "净流出")  # of what came and what went
_ABOUT = ("约", "近", "超", "超过", "突破")
_EACH_ONE = re.compile(r"各有?\d")
_FAULT = re.compile("不|未|错|失效|缺|空白|过期|超期|逾期|打不开|问题|隐患")  # one thing may have several
_CHECKED = late(  # 检查企业48家，合格40家，不合格6家: what is checked either passes or does not
    rf"(?P<whole>{_AMOUNT})[，,](?:其中[，：:]?)?(?P<parts>(?P<one>[^\d，。；、：（）]{{1,6}}){_AMOUNT}[，、,](?:不|未|非)(?P=one){_AMOUNT})(?=[。；，）)]|$)"
)
_FAILING = re.compile("[，、,][不未非]")
_ATTENDED = re.compile(
    r"应(?:到|出席|参加|参会)(?P<who>会|代表|委员|人员|人数|党员|职工){0,2}[^\d，。；、]{0,6}(?P<whole>\d+)(?P<unit>[人名位])[，,、；]?\s?"
    r"(?:实际?(?:到会|出席|参加|参会|到)?)[^\d，。；、]{0,6}(?P<part>\d+)(?P=unit)"
)
_ABSENT = re.compile(  # 实到142人，缺席8人: who is not there is absent
    rf"{_ATTENDED.pattern}[，,、；]\s?(?:缺席|缺勤|请假|因[病事公因故、]+(?:请假|缺席)|未到会?)(?P<absent>\d+)(?P=unit)"
)
_PRICED = re.compile(  # 台式电脑20台，单价4500元，合计90000元
    r"(?P<many>\d+)(?P<of>台|套|个|件|本|辆|张|份|吨|把|只|块|盏|棵|株)[，,]\s?(?:单价|每(?P=of))(?:为|是)?(?P<price>\d[\d,]*(?:\.\d+)?)(?P<scale>万)?元"
    r"[，,][^\d，。；]{0,2}(?:合计|共计|总价|总计|总金额|金额)(?:为|是)?(?P<total>\d[\d,]*(?:\.\d+)?)(?P<total_scale>万)?元"
)
_TELLS_A_PRICE = re.compile("[，,]\\s?[单每]")
_BALLOTS = re.compile(
    r"发出(?:选票|表决票|票)?[^\d，。；]{0,4}(?P<whole>\d+)(?P<unit>张|份)[，,、；]?\s?收回(?:选票|表决票|票)?[^\d，。；]{0,4}(?P<part>\d+)(?P=unit)"
)
_NUMBER = re.compile(rf"(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?(?P<unit>{_UNITS})")
SUM_TRIGGERS = (
    "分，",
    "共",
    "合计",
    "总计",
    "其中",
    "不",
    "未",
    "应到",
    "应出席",
    "应参加",
    "应参会",
    "收回",
    "横",
    "单价",
    "每",
)


def not_adding_up(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """Parts that make another total than the one told after them, or more than the whole told before them; opposites make the whole."""
    ways = (
        _told_together,
        _told_among,
        _more_than_there_are,
        _missing_and_priced,
        _off_by_a_digit,
        _by_year_or_kind,
        _raised_otherwise,
    )
    told: set[tuple[int, int]] = set()
    for hit in chain.from_iterable(way(line) for way in ways):
        if (hit.start, hit.end) not in told:  # one total that two readings find wrong is told once
            told.add((hit.start, hit.end))
            yield hit


def _told_together(line: str) -> Iterator[Hit]:
    forms = (_TOGETHER, _EACH) if _TOLD_AFTER.search(line) else ()
    for match in (match for form in forms for match in form.finditer(line)):
        parts, whole = _values(match["parts"]), _values(match["whole"])
        is_one_each = _EACH_ONE.search(match["parts"])  # 公众号、视频号各1个
        if is_one_each or not parts or not whole or _unit(match["parts"]) != _unit(match["whole"]):
            continue
        if not _close(parts, whole[0]):
            yield _hit(match, f"各项之和是{_plain(sum(parts))}，合计写作{_plain(whole[0])}")


def _told_among(line: str) -> Iterator[Hit]:
    forms = (_TWO, _AMONG, _FUNDED, _SPENT) if "其中" in line and _TOLD_BEFORE.search(line) else ()
    if "A级" in line:
        line = _GRADE.sub("级", line)  # 5A级1家: the digit is part of the name
    if _FAILING.search(line):
        forms = (*forms, _CHECKED)
    among = {match.start(): (form, match) for form in forms for match in form.finditer(line)}
    for form, match in among.values():
        parts, whole = _values(match["parts"]), _values(match["whole"])
        if form is _TWO and not _are_opposites(_labels(match)):
            continue
        same = parts and whole and _unit(match["parts"]) == _unit(match["whole"])
        if not same or _close(parts, whole[0]) or line[: match.start()].endswith(_ABOUT):
            continue
        labels = _labels(match)
        opposite = _are_opposites(labels)
        if not opposite and (_overlap(labels) or line[: match.start()].endswith(_NET)):
            continue
        if sum(parts) > whole[0] and (opposite or not any(map(_BESIDES.search, labels))):
            yield _hit(match, f"其中各项之和是{_plain(sum(parts))}，超过了总数{_plain(whole[0])}")
        elif (opposite or _are_all_ranks(labels)) and sum(parts) < whole[0]:
            yield _hit(match, f"{'、'.join(labels)}之和是{_plain(sum(parts))}，总数写作{_plain(whole[0])}")
        elif (
            _COSTS.search(line[: match.start()])
            and len(parts) > 2
            and _is_one_digit_off(sum(parts, Decimal(0)), whole[0])
        ):
            yield _hit(match, f"其中各项之和是{_plain(sum(parts))}，总数写作{_plain(whole[0])}")


def _overlap(labels: list[str]) -> bool:
    return sum(_FAULT.search(label) is not None for label in labels) > 1


def _raised_otherwise(line: str) -> Iterator[Hit]:
    """Sources of money, the own ones last, that make less than what is needed, by one digit."""
    for match in _RAISED.finditer(line) if "自筹" in line else ():
        parts, whole = _values(match["parts"]), _values(match["whole"])
        total = sum(parts, Decimal(0))
        same = _unit(match["parts"]) == _unit(match["whole"])
        if same and total < whole[0] and _is_one_digit_off(total, whole[0]):
            yield _hit(match, f"各项资金之和是{_plain(total)}，总数写作{_plain(whole[0])}")


def _by_year_or_kind(line: str) -> Iterator[Hit]:
    """The years of a whole that are more than it; things of several kinds that are another number together; ways across and along."""
    for form, sign in ((_YEARLY, _TOLD_YEARLY), (_COUNTED, _TOLD_COUNTED)):
        for match in form.finditer(line) if sign.search(line) else ():
            parts, whole = _values(_YEAR.sub("", match["parts"])), _values(match["whole"])
            total = sum(parts, Decimal(0))
            is_one = form is _YEARLY or all(
                not set(match["of"]).isdisjoint(part) for part in match["parts"].split("、")
            )
            is_wrong = total > whole[0] if form is _YEARLY else total != whole[0]
            same = _unit(_YEAR.sub("", match["parts"])) == _unit(match["whole"])
            if is_one and is_wrong and same and not _close(parts, whole[0]):
                yield _hit(match, f"各项之和是{_plain(total)}，总数写作{_plain(whole[0])}")
    for match in _GRID.finditer(line) if "横" in line else ():
        ways = chinese_number(match["one"]) + chinese_number(match["other"])
        if ways != int(match["whole"]):
            yield _hit(match, f"{match['one']}条加{match['other']}条是{ways}条")


def _labels(match: re.Match[str]) -> list[str]:
    return [found["label"] for found in _LABEL.finditer(match["parts"])]


def _are_opposites(labels: list[str]) -> bool:
    """Two parts of which each is what the other is not: together they are the whole."""
    if len(labels) != 2:
        return False
    one, other = labels
    return _denies(one, other) or _denies(other, one) or _contrary(one, other)


_RANKS = ("一等奖", "二等奖", "三等奖")
_LEVELS = ("省级", "市级", "县级")


def _are_all_ranks(labels: list[str]) -> bool:
    """What goes by ranks or levels, each of them told, with nothing beside them."""
    return any(len(labels) == 3 and sorted(labels) == sorted(row) for row in (_RANKS, _LEVELS))


def _denies(one: str, other: str) -> bool:
    return other[:1] in {"非", "不", "未"} and one[:2] == other[1:3]


def _contrary(one: str, other: str) -> bool:
    return _begin_as((one, other), _OPPOSITES) and not (
        one.startswith(("男女", "女男")) or other.startswith(("男女", "女男"))
    )


def _begin_as(labels: Sequence[str], pairs: Iterable[tuple[str, str]]) -> bool:
    one, other = labels
    return any(
        (one.startswith(first) and other.startswith(second))
        or (one.startswith(second) and other.startswith(first))
        for first, second in pairs
    )


def _more_than_there_are(line: str) -> Iterator[Hit]:
    """More present than were called, more ballots back than were given out."""
    for form, words in ((_ATTENDED, ("应到", "实到")), (_BALLOTS, ("发出", "收回"))):
        for match in form.finditer(line):
            whole, part = int(match["whole"]), int(match["part"])
            if part > whole:
                unit = match["unit"]
                yield Hit(*match.span("part"), (), f"{words[0]}{whole}{unit}，{words[1]}却是{part}{unit}")


def _missing_and_priced(line: str) -> Iterator[Hit]:
    """Those present and absent are not those called; a number and a price do not give the total."""
    for match in _ABSENT.finditer(line):
        whole, part, absent = (int(match[name]) for name in ("whole", "part", "absent"))
        if part <= whole != part + absent:
            yield Hit(*match.span("absent"), (), f"应到{whole}，实到{part}，未到的应当是{whole - part}")
    for match in _PRICED.finditer(line) if _TELLS_A_PRICE.search(line) else ():
        price, total = (
            Decimal(match[name].replace(",", "")) * _SCALE[match[scale] or ""]
            for name, scale in (("price", "scale"), ("total", "total_scale"))
        )
        right = int(match["many"]) * price
        if not _close([right], total):
            yield Hit(*match.span("total"), (), f"{match['many']}{match['of']}合计应当是{_plain(right)}元")


def _off_by_a_digit(line: str) -> Iterator[Hit]:
    """Parts that make more than the whole told before them, or another total than the one told in a later clause, by one digit: what was mistyped, and no other list."""
    for form, sign, also in ((_LOOSE, _TOLD_APART, _NUMBER), (_LATER, _TOLD_LATER, _LISTED)):
        told = sign.search(line)
        for match in form.finditer(line, max(0, told.start() - _REACH)) if told and also.search(line) else ():
            whole, unit = _values(match["whole"]), _unit(match["whole"], _ALIKE)
            parts = _values(_of_unit(match["parts"], unit))
            if not whole or len(parts) < 2:
                continue
            total = sum(parts, Decimal(0))
            wrong = total > whole[0] if form is _LOOSE else total != whole[0]
            wrong = wrong and not _EACH_ONE.search(match["parts"]) and whole[0] not in accumulate(parts)
            labels = _labels(match)[: len(parts)]
            overlap = form is _LOOSE and (
                any(map(_BESIDES.search, labels))
                or _overlap(labels)
                or (len(parts) == 2 and not _are_opposites(labels) and not _begin_as(labels, _APART))
            )
            if wrong and not overlap and _is_one_digit_off(total, whole[0]):
                yield _hit(match, f"各项之和是{_plain(total)}，总数写作{_plain(whole[0])}")


def _of_unit(parts: str, unit: str | None) -> str:
    """The parts up to the first one of another unit, which is of another list: 噪声类5件，罚款共计213.6万元."""
    for match in _NUMBER.finditer(parts):
        if _ALIKE.get(match["unit"], match["unit"]) != unit:
            return parts[: match.start()]
    return parts


def _is_one_digit_off(one: Decimal, other: Decimal) -> bool:
    left, right = _plain(one), _plain(other)
    return len(left) == len(right) and sum(a != b for a, b in zip(left, right, strict=True)) == 1


def _hit(match: re.Match[str], why: str) -> Hit:
    return Hit(*match.span("whole"), (), why)


def _values(text: str) -> list[Decimal]:
    return [
        Decimal(match["digits"].replace(",", "")) * _SCALE[match["scale"] or ""]
        for match in _NUMBER.finditer(text)
    ]


_ALIKE = {"名": "人"}


def _unit(text: str, alike: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The unit of all amounts, that of `alike` for those of one kind; None where they differ."""
    units = {alike.get(match["unit"], match["unit"]) for match in _NUMBER.finditer(text)}
    return units.pop() if len(units) == 1 else None


def _close(parts: list[Decimal], whole: Decimal) -> bool:
    """Rounded parts may miss a rounded whole by a little."""
    is_rounded = any(value != value.to_integral_value() or value >= _SCALE["万"] for value in (*parts, whole))
    room = max((abs(value) for value in (*parts, whole)), default=Decimal(0)) / 500 if is_rounded else 0
    return abs(sum(parts) - whole) <= room


def _plain(value: Decimal | int) -> str:
    return f"{Decimal(value).normalize():f}"
