"""A moment as platforms and people write it. Pure."""

import datetime as dt
import re
import unicodedata

from xunwang.inspector.model import SHANGHAI
from xunwang.office.registry.values import RowError, parse_date

_DAY = re.compile(r"(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{8})(.*)")
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_HALF = r"(上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|[AP]M)?"
_TIME = re.compile(
    rf"{_HALF}(\d{{1,2}})(?:[:时点](\d{{1,2}})?分?|(?=[AP]M))(?::?(\d{{1,2}})(?:\.\d+)?秒?)?{_HALF}"
)
_PLAIN_TIME = re.compile(r"(\d{2})(\d{2})(?:\d{2})?")
_ZONE = re.compile(r"\d{1,2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$")
_DAY_NUMBER = re.compile(r"[2-6]\d{4}\.\d+")
_AFTERNOON = {"下午", "傍晚", "晚上", "PM"}
_FIRST_DAY = dt.datetime(1899, 12, 30, tzinfo=SHANGHAI)
_NOON = 12


def parse_moment(written: str, field: str, bare: dt.time) -> dt.datetime:
    """In Asia/Shanghai; a day alone is its `bare` time. Raises RowError for what is not wholly understood.

    2026-03-31 09:30, 2026年3月31日 下午3:05, 20260331093000, 2026-03-31T01:30:00Z, a spreadsheet's day number.
    """
    text = unicodedata.normalize("NFKC", written).strip().upper()
    if _DAY_NUMBER.fullmatch(text):
        return _FIRST_DAY + dt.timedelta(minutes=round(float(text) * 24 * 60))
    if _ZONE.search(text):
        return _with_zone(text, written, field)
    parts = _DAY.fullmatch(text)
    if parts is None:
        return dt.datetime.combine(parse_date(written, field), bare, SHANGHAI)
    day = parse_date(re.sub(r"\s", "", parts[1]), field)
    rest = re.sub(r"^T|\s", "", _WEEKDAY.sub("", parts[2]))
    return dt.datetime.combine(day, _time(rest, written, field) if rest else bare, SHANGHAI)


def _with_zone(text: str, written: str, field: str) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(re.sub(r"\s+", "T", text, count=1)).astimezone(SHANGHAI)
    except ValueError:
        raise _not_understood(written, field) from None


def _time(text: str, written: str, field: str) -> dt.time:
    """A clock of twelve hours needs its half of the day."""
    plain, told = _PLAIN_TIME.fullmatch(text), _TIME.fullmatch(text)
    if plain is None and told is None:
        raise _not_understood(written, field)
    try:
        if plain is not None:
            return dt.time(int(plain[1]), int(plain[2]))
        assert told is not None
        before, hour, minute, _, after = told.groups()
        return dt.time(_hour(int(hour), before or after or ""), int(minute or 0))
    except ValueError:
        raise RowError(field, f"“{written}”不是真实的时间，应类似 2026-03-31 09:30。") from None


def _hour(hour: int, half: str) -> int:
    if half in _AFTERNOON and hour < _NOON:
        return hour + _NOON
    if half == "中午" and hour < 3:
        return hour + _NOON
    return 0 if half in {"AM", "凌晨"} and hour == _NOON else hour


def _not_understood(written: str, field: str) -> RowError:
    return RowError(field, f"“{written}”里的时间读不懂，应类似 2026-03-31 09:30。")
