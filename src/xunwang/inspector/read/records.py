"""Lists that lie in a script of the page as data: arrays of records with a title, an address and a day."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice

from xunwang.inspector.fetch.urls import resolve
from xunwang.inspector.model import Item, late
from xunwang.inspector.read.dates import stamp_of_data
from xunwang.inspector.read.nodes import Script
from xunwang.inspector.read.states import whole

_RECORD = re.compile(r"\{[^{}]{12,1500}\}")
# Under a name that says so, or any words of Chinese: many systems call their fields by single letters.
_TITLE = late(
    r"[\"']?(?:\w*title|\w*subject|topic|headline|biaoti|bt|name|mc)[\"']?\s*:\s*[\"'][^\"']{4,}"
    r"|:\s*[\"'][^\"'{}]*?[\u4e00-\u9fff]{4}",
    re.IGNORECASE,
)
_ADDRESS = late(
    r"[\"']?(?:\w*url|\w*link|href|path|\w*id|linkto)[\"']?\s*:\s*[\"']?[\w/.:?=&%\\-]+"
    r"|:\s*[\"'](?:https?:)?/[\w./?=&%-]+[\"']",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"[:,]\s*[\"']?(?:(?:19[89]|20[0-4])\d[-/.年](?:0?[1-9]|1[0-2])[-/.月]\d|1[4-9]\d{8}(?:\d{3})?\b)"
)
_SIGN = re.compile(r"\[\s*\{|\}\s*,\s*\{")
_WHOLE_DAY = re.compile(r"(?<!\d)20[0-4]\d[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:3[01]|[12]\d|0?[1-9])(?!\d)")
_WORDS = late(r"[\"'|>,;][^\"'|<>,;\n]{0,30}?([\u4e00-\u9fff]{6}[^\"'|<>;\n]*)")
_ENCODED = re.compile(r"(?:atob|decodeURIComponent|unescape)\s*\(\s*[\"'][\w%+/=.~-]{200,}[\"']")
_DECODERS = ("atob", "decodeURIComponent", "unescape")
_BESIDE = 160  # characters before a day within which its title stands
_LARGEST = 400_000  # characters of a script that are looked through
_ENOUGH = 2
_FEWEST = 60  # characters in which no such list fits
MOST_ROWS = 200  # rows of one script that are read

_FIELD = re.compile(
    r"(?:[\"'](\w+)[\"']|\b(\w+))\s*:\s*(?:\"((?:\\.|[^\"\\])*)\"|'((?:\\.|[^'\\])*)'|(\d{10}(?:\d{3})?)\b)"
)
TITLE_KEY = re.compile(r"\w*title|\w*subject|topic|headline|biaoti|bt|name|mc", re.IGNORECASE)
ADDRESS_KEY = re.compile(r"\w*url|\w*link|href|path|linkto", re.IGNORECASE)
_DAY_KEYS = (
    re.compile(r"\w*(?:pub|fb|release|issue|show|fwrq)\w*", re.IGNORECASE),
    re.compile(r"\w*(?:date|time|day|rq|sj)", re.IGNORECASE),
)
_NO_DAY_KEY = re.compile(r"\w*(?:end|expire|invalid|modif|offline)\w*", re.IGNORECASE)
_FOUR_SIGNS = late(r"[\u4e00-\u9fff]{4}")
_NUMBERED = re.compile(r"\d[^/]*\Z")
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|css|js)(?:$|\?)", re.IGNORECASE)
Fields = list[tuple[str, str]]
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)


def holds_records(scripts: list[Script]) -> bool:
    """Whether inline scripts hold the rows of a list: a column whose page shows none is then no blank one."""
    return any(_holds(script.code) for script in scripts if len(script.code) > _FEWEST)


@lru_cache(maxsize=512)  # the scripts of a site stand on all its pages
def tells_rows(text: str) -> bool:
    """Whether data of any make tells titles with their days, or is encoded at such length that nobody can say."""
    if any(word in text for word in _DECODERS) and _ENCODED.search(text, 0, _LARGEST):
        return True
    days = [found.start() for found in islice(_WHOLE_DAY.finditer(text, 0, _LARGEST), MOST_ROWS)]
    told = {titles[-1] for day in days if (titles := _WORDS.findall(text, max(0, day - _BESIDE), day))}
    return len(told) >= _ENOUGH


def _holds(code: str) -> bool:
    code = whole(code)
    found = [one for _, one in zip(range(_ENOUGH), records_of(code), strict=False)]
    return len(found) == _ENOUGH or (bool(found) and _is_alone(code, found[0]))


def records_of(code: str) -> Iterator[re.Match[str]]:
    """The records of a script that tell a title, an address and a day."""
    code = code.replace(r"\/", "/")  # as some languages write it in data
    first = _SIGN.search(code)
    if first is None:
        return
    for found in _RECORD.finditer(code, max(0, first.start() - 1), _LARGEST):
        row = found[0]
        if _DAY.search(row) and _TITLE.search(row) and _ADDRESS.search(row):
            yield found


def _is_alone(code: str, found: re.Match[str]) -> bool:
    """Whether a record is the only one of its array."""
    return code[: found.start()].rstrip().endswith("[") and code[found.end() :].lstrip().startswith("]")


def items_in_scripts(scripts: list[Script], base: str) -> list[Item]:
    """The rows that the richest script holds, where every one of them tells its title, its address and its day.

    They are entries to tell the state of a column by, and no links: a script may still change the address.
    """
    tables = (_rows(script.code, base) for script in scripts if len(script.code) > _FEWEST)
    return max(tables, key=len, default=[])


def _rows(code: str, base: str) -> list[Item]:
    records = [found[0] for _, found in zip(range(MOST_ROWS), records_of(whole(code)), strict=False)]
    items = [item for record in records if (item := _item(record, base))]
    return items if len(items) == len(records) else []


def fields_of(record: str) -> Fields:
    """The names of a record with the strings and times beneath them."""
    return [
        (one or other, _plain(text or single or number))
        for one, other, text, single, number in _FIELD.findall(record)
    ]


def _item(record: str, base: str) -> Item | None:
    return item_of(fields_of(record), base)


def item_of(fields: Fields, base: str) -> Item | None:
    """The entry that the fields of a record tell; None without a title, an address and a day."""
    title = _named(fields, TITLE_KEY, lambda value: len(value) >= 4) or _first(fields, _is_title)
    path = _named(fields, ADDRESS_KEY, may_be_page) or _first(fields, _is_address)
    stamp = next((stamp for value in _days(fields) if (stamp := stamp_of_data(value))), None)
    url = resolve(path, base) if path else None
    day = stamp.date() if stamp else None
    return Item(title=title, url=url, date=day) if title and url and day else None


def _named(fields: Fields, name: re.Pattern[str], may_be: Callable[[str], bool]) -> str | None:
    return next((value for key, value in fields if name.fullmatch(key) and may_be(value)), None)


def _first(fields: Fields, may_be: Callable[[str], bool]) -> str | None:
    return next((value for _, value in fields if may_be(value)), None)


def _is_title(value: str) -> bool:
    return _FOUR_SIGNS.search(value) is not None


def _is_address(value: str) -> bool:
    """Under any name, the address of an entry: it bears a number, which those of columns, topics and pictures to click on mostly do not."""
    return value.startswith(("/", "http")) and may_be_page(value) and _NUMBERED.search(value) is not None


def _days(fields: Fields) -> Iterable[str]:
    """The values that may tell the day, best named first, those that look like one last."""
    told = [(key, value) for key, value in fields if not _NO_DAY_KEY.fullmatch(key)]
    named = (value for pattern in _DAY_KEYS for key, value in told if pattern.fullmatch(key))
    return (*named, *(value for _, value in told if _WHOLE_DAY.match(value)))


def may_be_page(address: str) -> bool:
    return "/" in address and not _NO_PAGE.search(address)


def _plain(value: str) -> str:
    """A string of a script without its escapes."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], value)
