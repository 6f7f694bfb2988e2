"""Deadlines of orders: so many hours, so many working days, or an hour of every working day. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.errors import OfficeError
from xunwang.office.rectify.workdays import DAY, Calendar, deadline

DEFAULT = "微博 2小时\n其他 1个工作日"
_HOURS = re.compile(r"([1-9]\d{0,2})个?小时")
_WORKDAYS = re.compile(r"([1-9]\d?)个?工作日")
_CLOCK = re.compile(r"(?:每个?工作日)?([01]?\d|2[0-3]):([0-5]\d)前?")
_OTHERS = frozenset({"其他", "其它", "全部", "网站"})
_NUMERALS = {word: str(number) for number, word in enumerate("一二三四五六七八九十", start=1)} | {"两": "2"}
_NUMERAL = re.compile(r"^[一二两三四五六七八九十](?=个?(?:小时|工作日))")
_WITHIN = re.compile(r"[之以]?内$")
_LIST = re.compile(r"\s*[、,/]\s*")
_WRONG = "应为“平台 时限”，时限类似 2小时、1个工作日 或 每个工作日12:00前"


class Limit(Record, frozen=True):
    """The rule for these platforms (ids; none: everybody else, websites too), as it is written."""

    platforms: tuple[str, ...]
    written: str


def read_limits(text: str) -> tuple[Limit, ...]:
    """One rule a line. Raises OfficeError naming the line."""
    lines = [unicodedata.normalize("NFKC", line).strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise OfficeError(f"请写明时限，每行一条，{_WRONG}。")
    limits = tuple(_read(line) for line in lines)
    _refuse_contradictions(limits, lines)
    return limits


def _refuse_contradictions(limits: Iterable[Limit], lines: Iterable[str]) -> None:
    said: dict[str, Limit] = {}
    for limit, line in zip(limits, lines, strict=True):
        for platform in limit.platforms or ("",):
            if said.setdefault(platform, limit).written != limit.written:
                raise OfficeError(f"时限“{line}”与前面的“{said[platform].written}”矛盾，同一平台只写一行。")


def _read(line: str) -> Limit:
    named, rule = (*re.split(r"[\s:]+", _LIST.sub("、", line), maxsplit=1), "")[:2]
    rule = _WITHIN.sub("", re.sub(r"\s", "", rule))
    rule = _NUMERAL.sub(lambda word: _NUMERALS[word[0]], rule)
    if not any(pattern.fullmatch(rule) for pattern in (_HOURS, _WORKDAYS, _CLOCK)):
        raise OfficeError(f"时限“{line}”看不懂，{_WRONG}。")
    words = [word for word in named.split("、") if word and word not in _OTHERS]
    known = [door.platform_named(word) for word in words]
    if None in known:
        raise OfficeError(f"不认得平台“{words[known.index(None)]}”，应为微信公众号、微博、抖音等平台的名称。")
    return Limit(tuple(one.id for one in known if one), rule)


def limit_for(platform: str, limits: Iterable[Limit], families: Mapping[str, str]) -> Limit | None:
    """The rule that names the platform or its family, else the one for all others."""
    own = {platform, families.get(platform, platform)}
    everybody = None
    for limit in limits:
        if own & {*limit.platforms, *(families.get(one, one) for one in limit.platforms)}:
            return limit
        if not limit.platforms:
            everybody = limit
    return everybody


def due_of(rule: str, issued: dt.datetime, calendar: Calendar) -> tuple[dt.datetime, bool]:
    """The deadline, and whether it is provisional because the calendar of its year is not confirmed.

    “2小时” runs around the clock; of working days the day after the order is the first, and the last one counts to its end;
    “12:00前” is the first such hour of a working day after the order.
    """
    local = issued.astimezone(SHANGHAI)
    if hours := _HOURS.fullmatch(rule):
        return issued + dt.timedelta(hours=int(hours[1])), False
    if days := _WORKDAYS.fullmatch(rule):
        last = deadline(local.date(), int(days[1]), calendar, first_day_counts=False)
        due = dt.datetime.combine(last, dt.time(23, 59, 59), SHANGHAI)
    else:
        clock = _CLOCK.fullmatch(rule)
        assert clock is not None
        hour = dt.time(int(clock[1]), int(clock[2]))
        first = local.date() if local.time() < hour else local.date() + DAY
        due = dt.datetime.combine(calendar.next_working(first), hour, SHANGHAI)
    return due, not calendar.sure(local.date(), due.date())
