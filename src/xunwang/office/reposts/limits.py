"""Deadlines of orders: so many minutes, hours, days or working days, or an hour of every working day. Pure."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record, chinese_number
from xunwang.office.deadlines.workdays import DAY, Calendar, deadline
from xunwang.office.errors import OfficeError

DEFAULT = "微博 2小时\n其他 1个工作日"
WEBSITE = "website"
"""Stands for websites among the platforms of a rule."""
_SHORT = re.compile(r"([1-9]\d{0,3})(分钟|小时)")
_WORKDAYS = re.compile(r"([1-9]\d?)个?工作日")
_DAYS = re.compile(r"([1-9]\d?)个?(?:自然)?[天日]")
_CLOCK = re.compile(
    r"(?:每个?工作日)?(?P<half>上午|中午|下午|晚上)?(?P<h>[01]?\d|2[0-3])"
    r"(?::(?P<min>[0-5]\d)(?:[之以]?前)?|[点时](?:(?P<past>[0-5]\d)分?)?[之以]?前)"
)
_SAME_DAY = frozenset({"当天", "当日", "下发当天", "下发当日"})
_NEXT_DAY = frozenset({"次日", "第二天"})
_OTHERS = frozenset({"其他", "其它", "全部"})
_WEBSITES = frozenset({"网站", "门户网站", "政府网站"})
_NUMERAL = re.compile(r"[一二两三四五六七八九十](?=个?(?:分钟|小时|工作日|自然|天|日|周|星期))")
_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^(?:不晚于|不超过|不迟于|最迟|最晚|限时?|应?在|于|须在?)+"), lambda _: ""),
    (re.compile(r"(?:完成)?(?:转载|转发|发布|完成)$"), lambda _: ""),
    (re.compile(r"[之以]?内$"), lambda _: ""),
    (re.compile(r"^半个?小时$"), lambda _: "30分钟"),
    (_NUMERAL, lambda found: str(chinese_number(found[0]))),
    (re.compile(r"^([1-9])个?(?:周|星期)$"), lambda found: f"{7 * int(found[1])}天"),
    (re.compile(r"个(?=小时)"), lambda _: ""),
)
"""What offices write around a rule or in other words, and what it means."""
_LIST = re.compile(r"\s*[、,/]\s*")
_WRONG = "应为“平台 时限”，时限类似 30分钟、2小时、1个工作日、3天、当天 或 每个工作日12:00前"


class Limit(Record, frozen=True):
    """The rule for these platforms (ids; none: everybody else, websites too), as it is written."""

    platforms: tuple[str, ...]
    written: str


def read_limits(text: str) -> tuple[Limit, ...]:
    """One rule a line. Raises OfficeError naming the line."""
    lines = [line.strip() for line in re.split(r"[\n;]", unicodedata.normalize("NFKC", text)) if line.strip()]
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
    rule = _plain(rule)
    if not _is_rule(rule):
        raise OfficeError(f"时限“{line}”看不懂，{_WRONG}。")
    words = [word for word in named.split("、") if word and word not in _OTHERS]
    known = [WEBSITE if word in _WEBSITES else _platform(word) for word in words]
    return Limit(tuple(known), rule)


def _platform(word: str) -> str:
    known = door.platform_named(word)
    if known is None:
        raise OfficeError(f"不认得平台“{word}”，应为微信公众号、微博、抖音等平台的名称。")
    return known.id


def _plain(rule: str) -> str:
    """The rule without the words that offices put around it."""
    rule = re.sub(r"\s", "", rule)
    for pattern, word in _WORDS:
        rule = pattern.sub(word, rule)
    return rule


def _is_rule(rule: str) -> bool:
    named = rule in _SAME_DAY or rule in _NEXT_DAY
    return (
        named or any(one.fullmatch(rule) for one in (_SHORT, _WORKDAYS, _DAYS)) or _hour_of(rule) is not None
    )


def limits_for(platform: str, limits: Sequence[Limit], families: Mapping[str, str]) -> tuple[Limit, ...]:
    """The rule that names the platform, else the one that names its family, else the one for all others; empty where none is meant for it.

    Of an account whose kind within the family the register does not tell, the rules of every kind: the longest of them counts.
    """
    for name in (platform, families.get(platform)):
        named = [limit for limit in limits if name and name in limit.platforms]
        if named:
            return (named[0],)
    kinds = [limit for limit in limits if any(families.get(one) == platform for one in limit.platforms)]
    return (*kinds, *(limit for limit in limits if not limit.platforms))


def due_of(rule: str, issued: dt.datetime, calendar: Calendar) -> tuple[dt.datetime, bool]:
    """The deadline, and whether it is provisional because the calendar of its year is not confirmed.

    Minutes and hours run around the clock. Of days and working days the day after the order is the first, and the last one counts to
    its end, as “当天” and “次日” do; “12:00前” is the first such hour of a working day after the order.
    """
    local = issued.astimezone(SHANGHAI)
    if short := _SHORT.fullmatch(rule):
        step = dt.timedelta(minutes=1) if short[2] == "分钟" else dt.timedelta(hours=1)
        return issued + int(short[1]) * step, False
    whole = 0 if rule in _SAME_DAY else 1 if rule in _NEXT_DAY else None
    if days := _DAYS.fullmatch(rule):
        whole = int(days[1])
    if whole is not None:
        return _end_of(local.date() + whole * DAY), False
    if days := _WORKDAYS.fullmatch(rule):
        due = _end_of(deadline(local.date(), int(days[1]), calendar, first_day_counts=False))
    else:
        hour = _hour_of(rule)
        assert hour is not None
        first = local.date() if local.time() < hour else local.date() + DAY
        due = dt.datetime.combine(calendar.next_working(first), hour, SHANGHAI)
    return due, not calendar.sure(local.date(), due.date())


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(23, 59, 59), SHANGHAI)


def _hour_of(rule: str) -> dt.time | None:
    """The hour of “每个工作日中午12点前”; None for another rule and for an hour that its half of the day does not have."""
    found = _CLOCK.fullmatch(rule)
    if found is None:
        return None
    hour, half = int(found["h"]), found["half"]
    if half in {"下午", "晚上"} and hour < 12:
        hour += 12
    if half == "上午" and hour > 12:
        return None
    return dt.time(hour, int(found["min"] or found["past"] or 0))
