"""Hours of the day that cannot be, and minutes between two of them."""

import datetime as dt
import re
from collections.abc import Iterator

from xunwang.inspector.model import late
from xunwang.inspector.proof.rules.shapes import Hit

_TIME = r"(?P<{0}_hour>\d{{1,2}})(?:[时点](?:(?P<{0}_minute>\d{{1,2}})分|(?P<{0}_half>半)|整)?|[:：](?P<{0}_minutes>\d{{2}}))"
_MOVED = late(
    rf"[由从]\s?{_TIME.format('first')}(?:调整|改|提前|推迟|延后|延迟|延长)[到至为]\s?{_TIME.format('last')}，(?P<how>提前|推迟|延后|延迟|延长|缩短)了?(?P<count>\d{{1,3}})(?P<unit>分钟|个?小时)"
)
_LASTING = late(
    rf"(?<![\d:：]){_TIME.format('first')}\s?(?:至|到|[—－–~～-]{{1,2}})\s?{_TIME.format('last')}[（，(]\s?(?:共|共计|时长|为时|历时|约)?(?P<count>\d{{1,3}})(?P<unit>分钟|个?小时)[）)，。；]"
)
_PAST_MIDNIGHT = late(
    r"\d{1,2}[时点](?:\d{1,2}分)?\s?(?:至|到|[—－–~～-]{1,2})\s?(?P<hour>2[5-9]|[3-9]\d)[时点](?=[，。；、）]|$)"
)
_MOMENT = 24  # characters in which another stretch ends before one
_SPAN_BEFORE = late(
    r"(?:至|到|[—－–~～-])\s?\d{1,2}[时点:：][\d分半整]{0,3}[，、,和及；;]\s?[上下中]?午?\s?\Z"
)
CLOCK_TRIGGERS = (
    *(f"{hour}{sign}" for hour in range(25, 100) for sign in "时点"),
    *(
        f"{how}{digit}"
        for how in ("提前", "推迟", "延后", "延迟", "延长", "缩短", "提前了", "推迟了")
        for digit in range(1, 10)
    ),
    "分钟）",
    "分钟)",
    "小时）",
    "小时)",
    "共计1",
    "共1",
    "共2",
    "共3",
    "时长",
)
_MINUTES = 60
_WITH_A_BREAK = 5 * _MINUTES  # so long a stretch may hold a break that does not count


def impossible_hours(line: str, _published: dt.date | None) -> Iterator[Hit]:
    """An hour past midnight, a move by other minutes than there are between both hours."""
    for match in _PAST_MIDNIGHT.finditer(line):
        yield Hit(match.start("hour"), match.end(), (), f"没有{match['hour']}时")
    for form in (_MOVED, _LASTING) if "分钟" in line or "小时" in line else ():
        for match in form.finditer(line):
            first, last = _minutes(match, "first"), _minutes(match, "last")
            told = int(match["count"]) * (_MINUTES if match["unit"].endswith("小时") else 1)
            right = abs(last - first)
            is_broken = form is _LASTING and (
                _SPAN_BEFORE.search(line, max(0, match.start() - _MOMENT), match.start())
                or first > last
                or (told < right and right >= _WITH_A_BREAK)
            )
            if not is_broken and told not in {right, 24 * _MINUTES - right}:
                yield Hit(match.start("count"), match.end("unit"), (), f"两个时刻相差{right}分钟")


def _minutes(match: re.Match[str], name: str) -> int:
    minute = match[f"{name}_minute"] or match[f"{name}_minutes"] or 0
    return int(match[f"{name}_hour"]) * _MINUTES + (30 if match[f"{name}_half"] else int(minute))
