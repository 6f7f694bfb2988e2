"""Said before the line: what is not at fault yet and soon may be. Nothing here weighs on a verdict."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from xunwang.inspector.indicators.accounts import is_seen, posts_by_day
from xunwang.inspector.indicators.columns import State, state_of
from xunwang.inspector.indicators.facts import FactBook
from xunwang.inspector.indicators.periods import days_back, days_words, months_back, months_on, months_words
from xunwang.inspector.indicators.report import Result
from xunwang.inspector.model import ColumnFact, ColumnType, Nearing, OutcomeKind, Record, newest_until
from xunwang.inspector.norms import Norm, Rule

_DAY = dt.timedelta(days=1)
_COUNTED = {
    "stale_columns": ("stale_columns", "个动态、要闻类或一级通知公告、政策文件类栏目超期未更新"),
    "long_stale_columns": ("long_stale_columns", "个应更新的栏目长期未更新或空白"),
    "blank_columns": ("blank_columns", "个空白栏目"),
}


def nearing(norm: Norm, book: FactBook, results: Sequence[Result], as_of: dt.date) -> tuple[Nearing, ...]:
    """Every line of the norm that is near on this subject, in the norm's order."""
    return tuple(
        near
        for result in results
        for near in _near(result, norm, book, as_of)
        if not _is_broken(result, near)
    )


def _is_broken(result: Result, near: Nearing) -> bool:
    """A rule that is broken as a whole has crossed its line; of a rule on each column others may still be near."""
    return result.outcome.outcome is OutcomeKind.FOUND and near.due is None


def _near(result: Result, norm: Norm, book: FactBook, as_of: dt.date) -> Iterator[Nearing]:
    how = result.rule.how or ""
    if how in _COUNTED:
        yield from _counted(result, norm, book)
    if how == "availability":
        yield from _outage(result, norm)
    if how == "unanswered_messages":
        yield from _letters(result, norm, as_of)
    if how == "account_freshness" and result.outcome.outcome is OutcomeKind.MET:
        yield from _silence(result.rule, norm, book, as_of)
    if how in _PERIODS:
        yield from _periods(result.rule, norm, book, as_of)


def _counted(result: Result, norm: Norm, book: FactBook) -> Iterator[Nearing]:
    """Columns at fault, not yet so many as the rule wants."""
    setting, words = _COUNTED[result.rule.how or ""]
    value, limit = result.outcome.value, result.rule.params["limit"]
    if not isinstance(value, int) or not getattr(norm.near, setting) <= value < limit:
        return
    message = f"已有{value}{words}，达到{limit}个即单项否决"
    yield Nearing(result.rule.id, message, 100 * value // limit, value, limit, book.home_url)


def _outage(result: Result, norm: Norm) -> Iterator[Nearing]:
    share, limit = _percent(result.outcome.value), Decimal(result.rule.params["share_percent"])
    if share is None or not norm.near.outage_percent <= share < limit:
        return
    message = f"网站打不开的次数占{result.outcome.value}，达到{limit}%即单项否决"
    yield Nearing(result.rule.id, message, int(100 * share / limit), result.outcome.value, f"{limit}%")


def _percent(value: int | str | None) -> Decimal | None:
    try:
        return Decimal(str(value).removesuffix("%")) if isinstance(value, str) else None
    except InvalidOperation:
        return None


def _letters(result: Result, norm: Norm, as_of: dt.date) -> Iterator[Nearing]:
    """Letters that nobody has answered and that are not over their time yet."""
    months = int(result.rule.params["months"])
    first = months_back(as_of, norm.near.message_months)
    for one in result.not_yet:
        if one.since >= first:
            continue
        last = months_on(one.since, months)
        percent = 100 * (as_of - one.since).days // max(1, (last - one.since).days)
        message = (
            f"留言“{one.name}”{one.since}提出，至今未见答复，{last}后仍未答复即超过{months_words(months)}"
        )
        yield Nearing(
            result.rule.id,
            message,
            percent,
            one.since.isoformat(),
            months_words(months),
            one.url,
            last + dt.timedelta(days=1),
        )


# ── columns on their way to the end of their period ──────────────────────────────────────────────


class Period(Record, frozen=True):
    """How long a column stays fresh: so many days, or so many calendar months."""

    days: int = 0
    months: int = 0

    def edge(self, as_of: dt.date) -> dt.date:
        return months_back(as_of, self.months) if self.months else days_back(as_of, self.days)

    def last(self, newest: dt.date) -> dt.date:
        """The last monitoring point at which a column updated on `newest` is still fresh: the end of a long month may be later than the same day."""
        last = months_on(newest, self.months) if self.months else newest + dt.timedelta(days=self.days)
        while self.edge(last + _DAY) <= newest:
            last += _DAY
        return last

    @property
    def words(self) -> str:
        return months_words(self.months) if self.months else days_words(self.days)


def _periods(rule: Rule, norm: Norm, book: FactBook, as_of: dt.date) -> Iterator[Nearing]:
    for column in book.columns:
        period = _PERIODS[rule.how or ""](rule, column)
        if period and state_of(column, period.edge(as_of), as_of) is State.FRESH:
            yield from _column(rule, norm, column, period, as_of)


def _column(rule: Rule, norm: Norm, column: ColumnFact, period: Period, as_of: dt.date) -> Iterator[Nearing]:
    newest = newest_until(column.dates, as_of)
    assert newest is not None
    yield from _on_its_way(
        rule, norm, Gone(f"栏目“{column.name}”最新信息", newest, period, column.url), as_of
    )


def _silence(rule: Rule, norm: Norm, book: FactBook, as_of: dt.date) -> Iterator[Nearing]:
    """An account whose silence since its newest post was seen; where nobody looked nothing is near."""
    newest = max(posts_by_day(book, as_of), default=None)
    if newest is None or not (newest == as_of or is_seen(book, newest + _DAY, as_of)):
        return
    period = Period(int(rule.params.get("days") or 0), int(rule.params.get("months") or 0))
    yield from _on_its_way(rule, norm, Gone("最近一次发布", newest, period, book.home_url), as_of)


class Gone(Record, frozen=True):
    """What was renewed on `newest` and has to be again within the period."""

    words: str
    newest: dt.date
    period: Period
    url: str | None


def _on_its_way(rule: Rule, norm: Norm, gone: Gone, as_of: dt.date) -> Iterator[Nearing]:
    last = gone.period.last(gone.newest)
    percent = 100 * (as_of - gone.newest).days // max(1, (last - gone.newest).days)
    step = max((one for one in norm.near.period_percent if percent >= one), default=None)
    if step is None:
        return
    message = f"{gone.words}{gone.newest}，更新期限{gone.period.words}已过{percent}%，{last}后仍未更新即超期"
    due = last + dt.timedelta(days=1)
    yield Nearing(rule.id, message, percent, gone.newest.isoformat(), f"{step}%", gone.url, due)


def _of_freshness(rule: Rule, column: ColumnFact) -> Period | None:
    params = rule.params
    if column.type.value not in params["types"] or (params["first_level"] and not column.first_level):
        return None
    return Period(int(params.get("days") or 0), int(params.get("months") or 0))


def _of_long_stale(rule: Rule, column: ColumnFact) -> Period | None:
    """Only columns that no rule on single columns watches: one warning for one column."""
    if column.type is ColumnType.POLICY and column.first_level:
        return None
    months = {
        ColumnType.PERSONNEL: rule.params["yearly_months"],
        ColumnType.PLAN: rule.params["yearly_months"],
        ColumnType.NOTICE: rule.params["notice_months"],
        ColumnType.POLICY: rule.params["notice_months"],
    }.get(column.type)
    return Period(months=int(months)) if months else None


_PERIODS: dict[str, Callable[[Rule, ColumnFact], Period | None]] = {
    "column_freshness": _of_freshness,
    "long_stale_columns": _of_long_stale,
}
