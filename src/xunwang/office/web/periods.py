"""The period that a page of figures is asked for, and how exactly rates are said."""

import datetime as dt

from django.http import HttpRequest

from xunwang.office import clock


def period_of(
    request: HttpRequest, usual: tuple[dt.date, dt.date] | None = None, called: str = "本季度"
) -> tuple[dt.date, dt.date, str]:
    """`?first=&last=`, else the usual period of the page (the quarter of today), as it is `called`; and what was wrong with it."""
    start, end = usual or _quarter(clock.today())
    texts = [request.GET.get(name, "").strip() for name in ("first", "last")]
    if not any(texts):
        return start, end, ""
    try:
        first, last = (dt.date.fromisoformat(text) for text in texts)
    except ValueError:
        return start, end, f"日期应类似 2026-03-31；下面是{called}的情况。"
    if last < first:
        return start, end, f"结束日期 {last} 早于开始日期 {first}；下面是{called}的情况。"
    return first, last, ""


def _quarter(today: dt.date) -> tuple[dt.date, dt.date]:
    return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), today


def decimals_of(request: HttpRequest) -> int:
    """`?decimals=`: how many decimals rates have in the sentences for circulars; one where nothing else is asked."""
    asked = request.GET.get("decimals", "")
    return int(asked) if asked in {"0", "1", "2"} else 1
