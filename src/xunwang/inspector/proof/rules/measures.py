"""Amounts in a unit that what they measure does not have: an area in kilometres, a stock of water in square metres."""

import datetime as dt
import re
from collections.abc import Iterator

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
    "总长": "长度",
    "水泥路": "长度",
    "柏油路": "长度",
    "公路": "长度",
    "道路": "长度",
    "管网": "长度",
    "沟渠": "长度",
    "蓄水量": "体积",
    "库容": "体积",
    "用水量": "体积",
    "供水量": "体积",
    "用电量": "电量",
    "发电量": "电量",
    "装机容量": "功率",
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


def unfit(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A number right behind what it measures, in a unit of another kind."""
    for match in _AMOUNT.finditer(line):
        what, unit = match["what"], match["unit"]
        wanted = _MEASURED[what]
        if _KIND[unit] not in (wanted, *_ALSO.get(what, ())):
            yield Hit(*match.span("unit"), (), f"“{what}”的单位应当是{wanted}单位，这里写作“{unit}”")
