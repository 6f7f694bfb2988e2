"""Amounts in a unit that what they measure does not have: an area in kilometres, a stock of water in square metres."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_UNITS = {
    "长度": ("公里", "千米", "里", "米", "厘米", "毫米"),
    "面积": ("平方公里", "平方千米", "平方米", "平米", "公顷", "万亩", "亩", "平方"),
    "体积": ("立方米", "立方", "方"),
    "重量": ("吨", "公斤", "千克", "斤"),
    "电量": ("千瓦时", "度"),
    "功率": ("千瓦", "兆瓦"),
}
_KIND = {unit: kind for kind, units in _UNITS.items() for unit in units}
_MEASURED = {
    "面积": "面积",
    "里程": "长度",
    "净距": "长度",
    "间距": "长度",
    "宽度": "长度",
    "厚度": "长度",
    "全长": "长度",
    "净宽": "长度",
    "水深": "长度",
    "震源深度": "长度",
    "管径": "长度",
    "直径": "长度",
    "总长": "长度",
    "水泥路": "长度",
    "柏油路": "长度",
    "公路": "长度",
    "道路": "长度",
    "管网": "长度",
    "沟渠": "长度",
    "蓄水量": "体积",
    "容积": "体积",
    "库容": "体积",
    "用水量": "体积",
    "供水量": "体积",
    "用电量": "电量",
    "发电量": "电量",
    "装机容量": "功率",
    "用电负荷": "功率",
    "供电负荷": "功率",
    "电网负荷": "功率",
    "仓容": "重量",
    "日处理能力": "重量",
    "日供水能力": "体积",
    "粮食": "重量",
    "大米": "重量",
    "面粉": "重量",
    "化肥": "重量",
    "耕地": "面积",
    "农田": "面积",
}
_ALSO = {  # what a thing is measured by besides
    "公路": ("面积",),
    "道路": ("面积",),
    "粮食": ("面积",),  # 播种粮食20万亩
    "供水量": ("重量",),
    "库容": ("重量",),  # 粮库
    "容积": ("重量",),  # 罐
    "仓容": ("体积",),
    "日处理能力": ("体积",),  # 污水
    "日供水能力": ("重量",),
    "用水量": ("重量",),
    "化肥": ("面积",),
}
_LINK = r"(?:面积|总面积|总量)?(?:约|近|超|超过|达|达到|达到了|为|是|不[应得]?[小大低高少]于|共|共计|合计|总计|增至|增加到)?\s?"
_AMOUNT = re.compile(
    rf"(?P<what>{'|'.join(sorted(_MEASURED, key=len, reverse=True))})(?:约为|{_LINK})"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?\s?[余多]?[十百千万亿]{{0,2}}[余多]?)(?P<unit>{'|'.join(sorted(_KIND, key=len, reverse=True))})"
    r"(?![\u4e00-\u9fff]{0,4}[路带线段处个]|[×xX*]|[/／每])"
)
MEASURE_TRIGGERS = tuple(_MEASURED)
_CHANGED = {
    **{unit: kind for unit, kind in _KIND.items() if unit not in {"里", "方", "度", "平方", "立方"}},
    **dict.fromkeys(("℃", "摄氏度"), "温度"),
    **dict.fromkeys(("%", "％"), "比率"),
    **dict.fromkeys(("分钟", "小时", "个小时", "天", "个工作日"), "时间"),
    "元": "金额",
}
_UP_TO = "提高|提升|增加|增长|扩大|上升|升|增|减少|下降|降低|降|缩短|压缩|缩小|回落"
_UNIT = "|".join(sorted(_CHANGED, key=len, reverse=True))
_FROM_TO = late(
    rf"[由从](?:[^\d，。；：、（）]{{0,8}}?)\d[\d,]*(?:\.\d+)?[万亿]?(?P<first>{_UNIT})[^\d，。；：、（）]{{0,4}}?(?:{_UP_TO})[到至为]了?\d[\d,]*(?:\.\d+)?[万亿]?(?P<last>{_UNIT})(?![\u4e00-\u9fff]?[/／每])"
)
_ONE_OF_WATER = {"重量", "体积"}  # 3万吨 of water are 3万立方米
CHANGED_TRIGGERS = tuple(f"{verb}{to}" for verb in _UP_TO.split("|") for to in "到至为")


def changed_in_kind(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """From tons to kilowatt hours: what grew is told by units of two kinds."""
    for match in _FROM_TO.finditer(line):
        kinds = {_CHANGED[match["first"]], _CHANGED[match["last"]]}
        if len(kinds) > 1 and kinds != _ONE_OF_WATER:
            why = f"前面的单位是“{match['first']}”，后面是“{match['last']}”，不是同一类"
            yield Hit(match.start("first"), match.end("first"), (), why)


def unfit(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A number right behind what it measures, in a unit of another kind."""
    for match in _AMOUNT.finditer(line):
        what, unit = match["what"], match["unit"]
        wanted = _MEASURED[what]
        if _KIND[unit] not in (wanted, *_ALSO.get(what, ())):
            yield Hit(*match.span("unit"), (), f"“{what}”的单位应当是{wanted}单位，这里写作“{unit}”")
