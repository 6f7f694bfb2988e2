"""The shape of an address: its template, the tokens in it, a date that it names. Pure and cheap."""

import datetime as dt
import re
from collections import Counter
from functools import lru_cache

_DIGITS = re.compile(r"\d+")
_TOKEN = re.compile(
    r"(?<=[/=])(?=[^/=&?]{0,63}\d)(?=[^/=&?]{0,63}[A-Za-z])[\w()!~-]{16,}(?=[/?&]|$)", re.ASCII
)
# A year and a month, perhaps a day, that stand for themselves: /2026/03/, 2026-03-11, t20260311_7, year=2026&month=3
_DATE = re.compile(
    r"(?<![0-9A-Za-z])t?(?:"
    r"(\d{4})(?:[-/.]|&\w{0,9}m\w{0,9}=)(0?[1-9]|1[0-2])(?!\d)(?:[-/.](0?[1-9]|[12]\d|3[01])(?!\d))?"
    r"|(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?!\d))"
)
_YEAR = re.compile(r"(?:^|[?&/])(?:y|year|nian|date|day|d)=(\d{4})(?!\d)", re.IGNORECASE)
_FIRST_YEAR = 1990  # nothing on a website is older
_NO_YEAR_YET = 2100
_YEARS_AHEAD = 2


def template_of(url: str) -> str:
    """Path and parameter names with every number as N; pages of one template share it."""
    path, _, query = url.partition("#")[0].partition("?")
    names = "&".join(sorted({pair.partition("=")[0] for pair in query.split("&") if pair}))
    shape = _DIGITS.sub("N", "/" + path.split("/", 3)[-1] if path.count("/") > 2 else "/")
    return f"{shape}?{names}" if names else shape


@lru_cache(maxsize=1_024)
def folded(key: str) -> str | None:
    """The key with every part that looks like a session token as T; None when there is none in it."""
    name, found = _TOKEN.subn("T", key)
    return name if found else None


def numberless(key: str) -> str:
    """A key with every number as N and without the values of its parameters."""
    path, _, query = key.partition("?")
    names = "&".join(sorted({pair.partition("=")[0] for pair in query.split("&") if pair}))
    return f"{_DIGITS.sub('N', path)}?{names}" if names else _DIGITS.sub("N", path)


@lru_cache(maxsize=4_096)
def circles(path: str) -> bool:
    """Whether a path says the same over and over: one folder four times, or two folders in turn three times."""
    parts = [part for part in path.split("/") if part]
    if len(parts) < 4:
        return False
    if max(Counter(parts).values()) > 3:
        return True
    return any(
        parts[at : at + 2] == parts[at + 2 : at + 4] == parts[at + 4 : at + 6] for at in range(len(parts) - 5)
    )


def parameters(url: str) -> list[tuple[str, str]]:
    query = url.partition("#")[0].partition("?")[2]
    return [(name, value) for name, _, value in (pair.partition("=") for pair in query.split("&")) if name]


def date_in(url: str) -> dt.date | None:
    """The first day that an address names, of a month or a year alone the first; None when it names none."""
    written = _DATE.search(url, url.find("/", 8)) or _YEAR.search(url)
    if written is None:
        return None
    year, month, day = [*(int(part) for part in written.groups() if part), 1, 1][:3]
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def published_in(url: str) -> dt.date | None:
    """The day in an address, where it can be one on which something was published."""
    day = date_in(url)
    return day if day and _FIRST_YEAR <= day.year < _NO_YEAR_YET else None


def is_far(url: str, today: dt.date) -> bool:
    """Whether an address names a time of which a website has nothing to say: before 1990 or more than two years ahead."""
    named = date_in(url)
    return named is not None and not _FIRST_YEAR <= named.year <= today.year + _YEARS_AHEAD
