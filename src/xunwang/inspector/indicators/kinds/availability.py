"""站点无法访问: the share of spaced visits on which the site did not open in time."""

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.report import Place, Report, met, unchecked
from xunwang.inspector.model import SHANGHAI, OutcomeKind, ProbeFact, Record


class Params(Record, frozen=True, forbid_unknown_fields=True):
    limit_ms: int
    share_percent: Decimal
    min_days: int
    min_per_day: int


def examine(params: Params, book: FactBook, as_of: dt.date) -> Report:
    """Judges the last `min_days` days in a row, each with enough visits, that end on or before `as_of`."""
    probes = [probe for probe in book.probes if _day(probe) <= as_of]
    if not probes:
        return unchecked("未提供探测数据，可用性未评判", blocks=False)
    last = _last_full_window(probes, params)
    if last is None:
        return unchecked(
            f"探测不足：须连续{params.min_days}天、每天不少于{params.min_per_day}次", blocks=False
        )
    first = last - dt.timedelta(days=params.min_days - 1)
    window = [probe for probe in probes if first <= _day(probe) <= last]
    failed = [probe for probe in window if _failed(probe, params)]
    share = Decimal(100 * len(failed)) / len(window)
    value, threshold = f"{share.quantize(Decimal('0.01'), ROUND_HALF_UP)}%", f"{params.share_percent}%"
    if share < params.share_percent:
        return met(value, threshold, f"{first}至{last}访问{len(window)}次，{len(failed)}次打不开")
    message = (
        f"{first}至{last}访问{len(window)}次，{len(failed)}次在{Decimal(params.limit_ms) / 1000}秒内打不开，"
        f"占{value}，达到{threshold}"
    )
    place = Place("availability", book.home_url, message, value=value, threshold=threshold, seen=failed[0].at)
    return Report(OutcomeKind.FOUND, (place,), value=value, threshold=threshold)


def _day(probe: ProbeFact) -> dt.date:
    return probe.at.astimezone(SHANGHAI).date()


def _failed(probe: ProbeFact, params: Params) -> bool:
    return probe.milliseconds is None or probe.milliseconds >= params.limit_ms


def _last_full_window(probes: list[ProbeFact], params: Params) -> dt.date | None:
    visits = Counter(_day(probe) for probe in probes)
    full = {day for day, count in visits.items() if count >= params.min_per_day}
    windows = (day for day in full if all(day - dt.timedelta(days=n) in full for n in range(params.min_days)))
    return max(windows, default=None)
