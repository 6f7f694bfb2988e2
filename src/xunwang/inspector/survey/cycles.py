"""How often a column says of itself that it is brought up to date (更新周期：每季度, 每月公布上月数据), and of what day figures without a list are."""

import datetime as dt
import re

from xunwang.inspector.read.dates import FULL, stamp_of

_MONTHS = {"月": 1, "季": 3, "半年": 6, "年": 12}
_LONGEST = 60  # characters of a line that speaks of the column; a longer one is a text
_EACH = r"[按每逐]一?个?(?P<{}>半年|月|季|年)(?!来|前|内|底|初|终|末|均)"
_PROMISES = (
    re.compile(rf"(?:更新|发布|公布|公开)(?:周期|频率|频次)\W{{0,3}}{_EACH.format('named')}"),
    re.compile(rf"{_EACH.format('told')}[^。，,；;、\n]{{0,12}}?(?:更新|发布|公布|公开)"),
)


def promised(words: str) -> int | None:
    """The months of the cycle that the lines of a column promise; of several the longest, None without one."""
    lines = [line for line in words.splitlines() if len(line) <= _LONGEST]
    told = (found for line in lines for pattern in _PROMISES if (found := pattern.search(line)))
    return max((_MONTHS[next(filter(None, found.groups()))] for found in told), default=None)


_STATED = re.compile(
    rf"(?:(?:发布|公布|更新|公开)(?:时间|日期|于)?|(?:统计|数据)?截[至止](?:时间|日期|到|于)?)\s*[:：]?\s*(?P<day>{FULL.pattern})"
)
_PERIOD = re.compile(
    r"(?P<year>20\d\d)\s*年\s*第?(?:(?P<month>1[0-2]|0?[1-9])\s*月(?!\s*\d{1,2}\s*日)|(?P<quarter>[一二三四1-4])\s*季度|(?P<half>[上下])半年)"
)
_QUARTERS = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_HALVES = {"上": 6, "下": 12}
_MOST_STATED = 40


def stated(words: str) -> tuple[dt.date, ...]:
    """The days on which figures were published by their page, and the last days of the months, quarters and half years that they are of; newest first."""
    written = (FULL.search(told["day"]) for told in _STATED.finditer(words))
    days = {day for found in written if found and (day := stamp_of(found).date())}
    days |= {_end_of(told) for told in _PERIOD.finditer(words)}
    return tuple(sorted(days, reverse=True)[:_MOST_STATED])


def _end_of(told: re.Match[str]) -> dt.date:
    """The last day of a period."""
    month = int(told["month"] or _QUARTERS.get(told["quarter"]) or _HALVES[told["half"]])
    year = int(told["year"])
    after = dt.date(year + month // 12, month % 12 + 1, 1)
    return after - dt.timedelta(days=1)
