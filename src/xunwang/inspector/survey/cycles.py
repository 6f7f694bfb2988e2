"""How often a column says of itself that it is brought up to date: 更新周期：每季度, 每月公布上月数据."""

import re

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
