"""A place told to be in a province that it does not belong to: 河北省郑州市, 江西省伊春市.

The table is that of the administrative codes (GB/T 2260) which python-stdnum brings, with the years of what was changed.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

PROVINCES = (
    "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省",
    "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区",
)  # fmt: skip
PLACE_TRIGGERS = PROVINCES
_ENTRY = re.compile(r'county="(?:\[(?P<since>\d*)-(?P<until>\d*)\])?(?P<name>[^"]+)"')
_PROVINCE = re.compile(r'^\d\d province="(?P<name>[^"]+)"')
_NAMED = late(rf"(?P<province>{'|'.join(PROVINCES)})(?P<rest>[\u4e00-\u9fff]{{2,12}})")
_ENDS = ("市", "县", "州", "盟", "旗")  # districts of the same name are everywhere
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?=年)")


class _Home(NamedTuple):
    province: str
    until: int | None  # the last year of its being there


@cache
def _homes() -> dict[str, list[_Home]]:
    """Of each city and county the provinces that it belongs or belonged to."""
    homes: dict[str, list[_Home]] = {}
    province = ""
    for line in resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8").splitlines():
        if match := _PROVINCE.match(line):
            province = match["name"]
        elif (match := _ENTRY.search(line)) and match["name"].endswith(_ENDS):
            until = int(match["until"]) if match["until"] else None
            homes.setdefault(match["name"], []).append(_Home(province, until))
    return homes


def misplaced(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """A city or county right behind a province that has none of this name, while another has."""
    for match in _NAMED.finditer(line):
        rest = match["rest"]
        name = next((rest[:end] for end in range(len(rest), 1, -1) if rest[:end] in _homes()), None)
        if name is None or _was_there(line, _homes()[name], match["province"]):
            continue
        now = list(dict.fromkeys(home.province for home in _homes()[name] if home.until is None))
        if now:
            yield Hit(match.start(), match.start("rest") + len(name), (), f"{name}属于{'、'.join(now)}")


def _was_there(line: str, homes: list[_Home], province: str) -> bool:
    """Today, or in a year that the line speaks of."""
    years = [int(year) for year in _YEAR.findall(line)]
    return any(
        home.province == province and (home.until is None or any(year <= home.until for year in years))
        for home in homes
    )
