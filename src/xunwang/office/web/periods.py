"""The period that a page of figures is asked for, and how exactly rates are said."""

import datetime as dt

from django.http import HttpRequest

from xunwang.office import clock


def period_of(request: HttpRequest) -> tuple[dt.date, dt.date, str]:
    """`?first=&last=`, else the quarter of today; and what was wrong with it."""
    today = clock.today()
    start = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    texts = [request.GET.get(name, "").strip() for name in ("first", "last")]
    if not any(texts):
        return start, today, ""
    try:
        first, last = (dt.date.fromisoformat(text) for text in texts)
    except ValueError:
        return start, today, "日期应类似 2026-03-31；下面是本季度的情况。"
    if last < first:
        return start, today, f"结束日期 {last} 早于开始日期 {first}；下面是本季度的情况。"
    return first, last, ""


def decimals_of(request: HttpRequest) -> int:
    """`?decimals=`: how many decimals rates have in the sentences for circulars; one where nothing else is asked."""
    asked = request.GET.get("decimals", "")
    return int(asked) if asked in {"0", "1", "2"} else 1
