"""Calendar periods counted back from the monitoring point."""

import calendar
import datetime as dt


def days_back(day: dt.date, days: int) -> dt.date:
    """The oldest day that still counts as inside."""
    return day - dt.timedelta(days=days)


def months_back(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last day of a shorter month; it still counts as inside."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def days_words(days: int) -> str:
    return f"{days // 7}周" if days % 7 == 0 else f"{days}天"


def months_words(months: int) -> str:
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def days_or_months_back(day: dt.date, days: int | None, months: int | None) -> tuple[dt.date, str]:
    """The oldest day that still counts as inside, and the period in words; of two periods the one in days counts."""
    if days is not None:
        return days_back(day, days), days_words(days)
    months = months or 0
    return months_back(day, months), months_words(months)


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last day of a shorter month."""
    return months_back(day, -months)
