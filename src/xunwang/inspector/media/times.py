"""The time of a post as platforms write it."""

import datetime as dt
import re
import unicodedata

from xunwang.inspector.model import SHANGHAI, Record, late

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_SERIAL = re.compile(
    r"(?:3[6-9]|[4-6]\d)\d{3}(?:\.\d+)?"
)  # days since 1899-12-30, as spreadsheets count: 1998 to 2091
_SERIAL_START = dt.datetime(1899, 12, 30, tzinfo=SHANGHAI)
HALF_DAYS = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上"
_REST = rf"(?P<rest>(?:\d|{HALF_DAYS}|[AaPp][Mm]).*)"
_WEEKDAY = r"(?:[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_DAY = late(
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
    rf"\s*{_WEEKDAY}(?:[T\s,，]*{_REST})?"
)
_SHORT_YEAR = late(  # year first: above 12, so that it is no day or month of another order
    r"(?P<y>1[3-9]|[2-4]\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?"
    rf"\s*{_WEEKDAY}(?:[T\s,，]+{_REST})?"
)
_DAY_OF_MONTH = re.compile(rf"(?P<d>\d{{1,2}})\s*[日号]?\s*{_WEEKDAY}(?:\s*{_REST})?")
_YEAR_LAST = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y>\d{{4}})(?:[T\s,]+{_REST})?")
_BARE_DAY = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?P<rest>)")
_SHORT_DAY = re.compile(
    r"(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?(?:(?:[T\s]+|(?<=[日号]))" + _REST + ")?"
)
_ZONE = r"(?:(?:GMT|UTC?)?[+-](?:0\d|1[0-4])(?::?\d{2})?|(?:GMT|UTC?)[+-]\d{1,2}|[A-Z][A-Za-z]{0,4}|北京时间)"
_ENDS_IN_ZONE = re.compile(rf"\d\s*{_ZONE}$")
_ZONE_OF_COLUMN = re.compile(r"(?:^|[^A-Z])((?:UTC|GMT)(?:[+-]\d{1,2}(?::?\d{2})?)?|BJT|CST|北京时间)$")
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<h>\d{1,2}):?(?P<min>\d{2})?")
_AT_GREENWICH = frozenset({"Z", "UT", "UTC", "GMT"})
_IN_CHINA = frozenset({"CST", "BJT", "HKT", "PRC", "CTT", "北京时间"})
_ELSEWHERE = {"EST": -5, "EDT": -4, "CDT": -5, "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "CET": 1, "CEST": 2}
_CLOCK = late(
    rf"(?P<before>(?:{HALF_DAYS}|[AaPp][Mm])\s*)?"
    r"(?P<h>\d{1,2})\s*(?:[时点]整?|[:时点：]\s*(?P<min>\d{1,2})\s*(?:[:分：]\s*(?:(?P<s>\d{1,2})(?:[.,]\d+)?\s*秒?)?)?)\s*"
    rf"(?P<after>[AaPp]\.?[Mm]\.?\s*)?(?P<zone>{_ZONE})?\s*"
)
_FORMULA = re.compile(r'\s*="(.*)"\s*')
_AGO = re.compile(
    r"(?P<n>\d+|半|[一二两三四五六七八九十]+)\s*个?\s*(?P<unit>秒钟?|分钟|小时|天|日|周|星期|月|年)[之以]?前"
)
_BEFORE = re.compile(r"(?:发[布表]|推送)(?:于|时间|日期)\s*[:：]?\s*")
_BEHIND = re.compile(r"\s+(?:来自|发布于|IP属地).*|\s*(?:发布|发表)$")
_NAMED_DAY = re.compile(r"(?P<day>今天|今日|昨天|昨日|前天)\s*" + _REST + "?")
_SPOKEN = re.compile(  # of programs: “Fri Nov 20 11:00:00 CST 2026”, “Fri Nov 20 2026 11:00:00 GMT+0800 (中国标准时间)”
    r"[A-Z][a-z]{2} (?P<mon>[A-Z][a-z]{2}) +(?P<d>\d{1,2})(?: (?P<y>\d{4}))? (?P<h>\d{1,2}):(?P<min>\d{2}):(?P<s>\d{2})"
    rf"(?: (?P<zone>{_ZONE}))?(?: (?P<last>\d{{4}}))?(?: \(.*\))?"
)
_MAIL = re.compile(  # RFC 822, where the weekday may be missing
    r"(?:[A-Za-z]{3,9},\s*)?(?P<d>\d{1,2})[ -](?P<mon>[A-Za-z]{3})[a-z]*[ -](?P<y>\d{4}|\d{2})"
    rf"(?: +(?P<h>\d{{1,2}}):(?P<min>\d{{2}})(?::(?P<s>\d{{2}}))?\s*(?P<zone>{_ZONE})?)?(?: *\(.*\))?"
)
_DIGITS = {
    "半": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "月": 28, "年": 365}
_HALF_OF = {"天": 0, "日": 0, "周": 3, "星期": 3, "月": 15, "年": 180}
_NOW = frozenset({"刚刚", "刚才"})
_BACK = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}


class PostTime(Record, frozen=True):
    """A moment, Asia/Shanghai where no zone is written; `day_only`: the clock part was not written."""

    at: dt.datetime
    day_only: bool = False


def read_time(written: object, seen: dt.datetime | None) -> PostTime | None:
    """The time that `written` means on a page seen at `seen`; None for what is no time.

    Where nobody knows when the page was seen (`seen` None), words that count from that moment (“昨天”, “3小时前”, a day without
    its year) mean no time either. A midnight is a day whose clock was left out: spreadsheets and feeds write it so. Numbers are seconds or milliseconds since 1970. What is only roughly known (“3天前”) is taken as late as it can be: a rough
    time never makes an account older than it is. A day without a year is the latest one that is not after `seen`.
    """
    try:
        read = _read(written, seen.astimezone(SHANGHAI) if seen else None)
    except (ValueError, OverflowError):
        return None
    if read is None:
        return None
    at = read.at.astimezone(SHANGHAI)
    return PostTime(at, read.day_only or at.time() == dt.time())


def read_day_of(written: object, year: int, month: int | None = None) -> PostTime | None:
    """A day without its year (“11月3日 9:05”), or without its month too (“3日”), in those that something else tells; None for all else."""
    text = _bare(unicodedata.normalize("NFKC", str(written)).strip())
    found = _SHORT_DAY.fullmatch(text)
    alone = _DAY_OF_MONTH.fullmatch(text) if month and not found else None
    try:
        if alone and month:
            return _at(dt.date(year, month, int(alone["d"])), alone["rest"])
        return found and _at(dt.date(year, int(found["m"]), int(found["d"])), found["rest"])
    except ValueError:
        return None


def has_zone(written: object) -> bool:
    """Whether a time is a moment by itself, whatever stands over its column."""
    if isinstance(written, dt.datetime):
        return written.tzinfo is not None
    text = unicodedata.normalize("NFKC", str(written)).strip()
    return _EPOCH.fullmatch(text) is not None or _ENDS_IN_ZONE.search(text) is not None


def zone_named(written: str) -> dt.tzinfo | None:
    """The zone that stands in the header of a column (“时间(UTC)”, “created_at_utc”); None where none does."""
    found = _ZONE_OF_COLUMN.search(unicodedata.normalize("NFKC", written).upper().rstrip(" )）]"))
    return _zone(found[1]) if found else None


def _read(written: object, seen: dt.datetime | None) -> PostTime | None:
    if isinstance(written, dt.datetime):
        return PostTime(_aware(written))
    if isinstance(written, dt.date):
        return PostTime(_midnight(written), day_only=True)
    if isinstance(written, bool) or written is None:
        return None
    text = _unwrapped(unicodedata.normalize("NFKC", str(written))).strip()
    if _SERIAL.fullmatch(text):
        return PostTime(_SERIAL_START + dt.timedelta(seconds=round(float(text) * 86_400)))
    return _since_epoch(float(text)) if _EPOCH.fullmatch(text) else _read_words(text, seen)


def _unwrapped(text: str) -> str:
    """The text of a cell that an export wrapped as a formula (`="2026-03-31 09:30"`) so that spreadsheets leave it alone."""
    found = _FORMULA.fullmatch(text)
    return found[1] if found else text


def _read_words(text: str, seen: dt.datetime | None) -> PostTime | None:
    text = _bare(text)
    if found := _SPOKEN.fullmatch(text) or _MAIL.fullmatch(text):
        return _spoken(found)
    if found := _DAY.fullmatch(text) or _BARE_DAY.fullmatch(text):
        return _dated(found)
    if found := _SHORT_YEAR.fullmatch(text):
        return _at(dt.date(2000 + int(found["y"]), int(found["m"]), int(found["d"])), found["rest"])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found)
    return _counted_back(text, seen) if seen else None


def _bare(text: str) -> str:
    """The time without the words that pages put around it (“发布于 …”, “… 来自 …”)."""
    before = _BEFORE.match(text)
    return _BEHIND.sub("", text[before.end() :] if before else text)


def _counted_back(text: str, seen: dt.datetime) -> PostTime | None:
    if text in _NOW:
        return PostTime(seen)
    for pattern, reader in ((_AGO, _ago), (_NAMED_DAY, _named_day), (_SHORT_DAY, _without_year)):
        if found := pattern.fullmatch(text):
            return reader(found, seen)
    return None


def is_by_the_clock(text: str) -> bool:
    """Whether the words count hours, minutes or seconds back from a moment (“刚刚”, “3小时前”)."""
    text = _bare(text)
    found = _AGO.fullmatch(text)
    return text in _NOW or bool(found and found["unit"].startswith(("秒", "分", "小时")))


def _since_epoch(number: float) -> PostTime | None:
    seconds = number / 1000 if number >= 1e12 else number
    return PostTime(dt.datetime.fromtimestamp(seconds, SHANGHAI))


def _aware(at: dt.datetime) -> dt.datetime:
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), SHANGHAI)


def _at(day: dt.date, clock: str | None) -> PostTime:
    """ValueError for what no clock shows."""
    if not clock or re.fullmatch(HALF_DAYS, clock.strip()):
        return PostTime(_midnight(day), day_only=True)
    found = _CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError(clock)
    time = dt.time(_hour(found), int(found["min"] or 0), int(found["s"] or 0))
    zone = SHANGHAI if found["zone"] is None else _zone(found["zone"])
    if zone is None:
        return PostTime(_midnight(day), day_only=True)
    return PostTime(dt.datetime.combine(day, time, zone))


def _hour(found: re.Match[str]) -> int:
    """The hour of the day; ValueError for an hour that its half of the day does not have (上午15点)."""
    hour, half = int(found["h"]), (found["before"] or found["after"] or "").strip().replace(".", "").upper()
    if half in {"PM", "下午", "傍晚", "晚上"} or (half == "中午" and hour < 3):
        if hour == 12 and half in {"晚上", "傍晚"}:
            raise ValueError(found[0])
        return hour if hour >= 12 else hour + 12
    if half in {"AM", "上午", "凌晨"}:
        if hour > 12:
            raise ValueError(found[0])
        return hour if hour < 12 or half == "上午" else 0
    return hour


def _zone(written: str) -> dt.tzinfo | None:
    """None for a name that nobody knows. “CST” is China's: American feeds are none of ours."""
    if written in _IN_CHINA:
        return SHANGHAI
    if written in _AT_GREENWICH:
        return dt.UTC
    if written in _ELSEWHERE:
        return dt.timezone(dt.timedelta(hours=_ELSEWHERE[written]))
    found = _OFFSET.search(written)
    if found is None:
        return None
    offset = dt.timedelta(hours=int(found["h"]), minutes=int(found["min"] or 0))
    return dt.timezone(-offset if found["sign"] == "-" else offset)


def _spoken(found: re.Match[str]) -> PostTime:
    """ValueError for a name of no month and for a year that is missing."""
    said = found.groupdict()
    written = said["y"] or said.get("last") or ""
    year = int(written) if len(written) != 2 else int(written) + (2000 if int(written) < 70 else 1900)
    day = dt.date(year, _MONTHS.get(said["mon"].lower(), 0), int(said["d"]))
    clock = f"{said['h']}:{said['min']}:{said['s'] or '00'}{said['zone'] or ''}" if said["h"] else None
    return _at(day, clock)


def _dated(found: re.Match[str]) -> PostTime:
    return _at(dt.date(int(found["y"]), int(found["m"]), int(found["d"])), found["rest"])


def _year_last(found: re.Match[str]) -> PostTime:
    """Month first where the clock is written the American way or only that can be; ValueError where both orders can be."""
    first, second, rest = int(found["a"]), int(found["b"]), found["rest"]
    american = bool(rest and re.search(r"[AaPp]\.?[Mm]", rest))
    if not american and first <= 12 and second <= 12 and first != second:
        raise ValueError(found[0])
    month, day = (first, second) if american or first <= 12 else (second, first)
    return _at(dt.date(int(found["y"]), month, day), rest)


def _ago(found: re.Match[str], seen: dt.datetime) -> PostTime:
    n = int(found["n"]) if found["n"].isdigit() else _number(found["n"])
    unit = found["unit"]
    if unit.startswith("秒"):
        return PostTime(seen - dt.timedelta(seconds=n))
    if unit == "分钟":
        return PostTime(seen - dt.timedelta(minutes=n))
    if unit == "小时":
        back = dt.timedelta(minutes=30) if found["n"] == "半" else dt.timedelta(hours=n)
        return PostTime(seen - back)
    days = _HALF_OF[unit] if found["n"] == "半" else _DAYS[unit] * n
    return PostTime(_midnight((seen - dt.timedelta(days=days)).date()), day_only=True)


def _number(word: str) -> int:
    if "十" in word and len(word) > 1:
        tens, ones = word.split("十", 1)
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[word]


def _named_day(found: re.Match[str], seen: dt.datetime) -> PostTime:
    return _at(seen.date() - dt.timedelta(days=_BACK[found["day"]]), found["rest"])


def _without_year(found: re.Match[str], seen: dt.datetime) -> PostTime:
    month, day = int(found["m"]), int(found["d"])
    for year in range(
        seen.year, seen.year - 9, -1
    ):  # 29 February comes every fourth year, once in eight at worst
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if date <= seen.date():
            return _at(date, found["rest"])
    raise ValueError(found[0])
