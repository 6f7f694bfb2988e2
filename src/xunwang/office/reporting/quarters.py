"""The quarters of the year. Pure."""

import datetime as dt


def quarter_bounds(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the quarter of a day."""
    start = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = dt.date(start.year + start.month // 10, (start.month + 3 - 1) % 12 + 1, 1)
    return start, after - dt.timedelta(days=1)


def quarters_until(day: dt.date, count: int) -> list[dt.date]:
    """The first days of the quarter of a day and of those before it, the newest first."""
    starts = [quarter_bounds(day)[0]]
    while len(starts) < count:
        starts.append(quarter_bounds(starts[-1] - dt.timedelta(days=1))[0])
    return starts


def quarter_words(day: dt.date) -> str:
    """What people call the quarter of a day."""
    return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
