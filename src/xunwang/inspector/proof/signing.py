"""The day that a text gives itself: the line under it that holds nothing but a date."""

import datetime as dt
import re

_DAY = re.compile(
    r"^[\s　]*[（(]?(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日(?:印发)?[）)]?[\s　]*$", re.MULTILINE
)


def signed_on(text: str, day: dt.date) -> dt.date | None:
    """The latest day up to `day` that such a line names; a day to come is none of signing."""
    days = (_date(*map(int, match.groups())) for match in _DAY.finditer(text))
    return max((one for one in days if one is not None and one <= day), default=None)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
