"""Tasks of publishing: so many posts a week and so many with pictures a month, of each unit (circular 002)."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from xunwang.inspector.model import Record
from xunwang.office.accounts.calendars import Span, is_seen
from xunwang.office.accounts.counting import DAYS, NUMBERS, PICTURED, PICTURES_TOLD, POSTS, Counts, Published
from xunwang.office.accounts.statistics import Account, published_in, spans_between
from xunwang.office.circulars.data import GivenTable
from xunwang.office.people.models import Unit

_WEEK, _DAY = dt.timedelta(days=7), dt.timedelta(days=1)


class Asked(Record, frozen=True):
    """So many posts in every whole week, and so many with pictures in every whole month."""

    a_week: int
    pictured_a_month: int


class Quota(Record, frozen=True):
    """What a unit's accounts published against what is asked: weeks and months that fell short, of how many whole ones.

    Of `unseen_weeks` and `unseen_months` nobody can tell: not all that was published was seen, or not whether it had pictures.
    """

    unit: str
    posts: int
    with_pictures: int
    weeks: int
    short_weeks: int
    months: int
    short_months: int
    unseen_weeks: int = 0
    unseen_months: int = 0

    @property
    def state(self) -> str:
        if self.short_weeks or self.short_months:
            return "未达到"
        return "未看到全部" if self.unseen_weeks or self.unseen_months else "达到"


class _Few(Record, frozen=True):
    """The weeks and months of a unit in which too little is known to have been published; of the `untold` months posts may have pictures."""

    weeks: list[Span]
    months: list[Span]
    untold: int


def quotas(
    accounts: Sequence[Account], unit: Unit, period: Span, asked: Asked, published: Published | None = None
) -> list[Quota]:
    """Each unit against what is asked of it, those that fell short first; weeks run from the period's first day on."""
    first, last = period
    of_unit = _by_unit(accounts)
    names = _names(of_unit, accounts)
    months_there = published_in(unit, first, last) if published is None else published
    daily = _daily(months_there, {one.subject: one.path for one in accounts}, list(of_unit), period)
    weeks, months = list(_weeks(first, last)), list(_months(first, last))
    asked_of = {path: [one for one in own if not one.is_app] for path, own in of_unit.items()}
    due = {path: (_with_account(weeks, own), _with_account(months, own)) for path, own in asked_of.items()}
    sums = {stretch: _summed(daily, stretch, first) for stretch in (*weeks, *months)}
    few = {
        path: _few({stretch: of_all[place] for stretch, of_all in sums.items()}, due[path], asked)
        for place, path in enumerate(of_unit)
    }
    behind = [
        one.subject for path, own in of_unit.items() if few[path].weeks or few[path].months for one in own
    ]
    spans = spans_between(behind, first)
    found = [
        _quota(names[path], of_unit[path], few[path], [(one, spans.get(one.subject, [])) for one in own], (len(due[path][0]), len(due[path][1])))
        for path, own in asked_of.items()
        if own
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.short_weeks, -one.short_months, -one.unseen_weeks, one.unit))


def _with_account(stretches: Sequence[Span], accounts: Sequence[Account]) -> list[Span]:
    """Those over the whole of which the register held one of the accounts: before and after nothing is asked."""
    return [
        (begin, end)
        for begin, end in stretches
        if any(one.since <= begin and end <= one.until for one in accounts)
    ]


def _names(paths: Iterable[str], accounts: Iterable[Account]) -> dict[str, str]:
    """Path -> the unit's name, with that of the unit above it where several have the same."""
    own = {one.path: one.unit for one in accounts}
    often = Counter(own.values())
    same = [path for path in paths if often[own[path]] > 1]
    above = _above(same) if same else {}
    return {path: f"{above.get(path, '')}{name}" for path, name in own.items()}


def _above(paths: Sequence[str]) -> dict[str, str]:
    """Path -> the name of the unit right above."""
    parents = {path: f"{path.rstrip('/').rpartition('/')[0]}/" for path in paths}
    names = dict(Unit.objects.filter(path__in=parents.values()).values_list("path", "name"))
    return {path: names.get(parent, "") for path, parent in parents.items()}


def _few(
    sums: Mapping[Span, Sequence[int]], due: tuple[Sequence[Span], Sequence[Span]], asked: Asked
) -> _Few:
    """`sums` are the unit's numbers in each stretch; `due` the weeks and months in which something is asked."""
    weeks, months = due
    few_months = [month for month in months if sums[month][PICTURED] < asked.pictured_a_month]
    short = [month for month in few_months if not _may_reach(sums[month], asked.pictured_a_month)]
    return _Few(
        weeks=[week for week in weeks if sums[week][POSTS] < asked.a_week],
        months=short,
        untold=len(few_months) - len(short),
    )


def _summed(daily: Counts, stretch: Span, first: dt.date) -> list[list[int]]:
    """The numbers of each unit in a stretch of the period that begins with `first`."""
    begin, end = (stretch[0] - first).days, (stretch[1] - first).days + 1
    summed: list[list[int]] = daily[:, begin:end].sum(axis=1).tolist()
    return summed


def _may_reach(month: Sequence[int], wanted: int) -> bool:
    """Whether it would be enough if all posts had pictures that do not tell it."""
    return month[PICTURED] + month[POSTS] - month[PICTURES_TOLD] >= wanted


def _quota(
    name: str,
    own: Sequence[Account],
    few: _Few,
    spans: Sequence[tuple[Account, Sequence[Span]]],
    whole: tuple[int, int],
) -> Quota:
    def is_whole(stretch: Span) -> bool:
        return all(
            is_seen(of_one, max(stretch[0], one.since), min(stretch[1], one.until))
            for one, of_one in spans
            if one.since <= stretch[1] and stretch[0] <= one.until
        )

    short_weeks, short_months = sum(map(is_whole, few.weeks)), sum(map(is_whole, few.months))
    return Quota(
        unit=name,
        posts=sum(one.posts for one in own),
        with_pictures=sum(one.with_pictures for one in own),
        weeks=whole[0],
        short_weeks=short_weeks,
        unseen_weeks=len(few.weeks) - short_weeks,
        months=whole[1],
        short_months=short_months,
        unseen_months=len(few.months) - short_months + few.untold,
    )


def _daily(
    published: Published,
    units: Mapping[object, str],
    names: Sequence[str],
    period: tuple[dt.date, dt.date],
) -> Counts:
    """Units × days of the period × numbers: what the accounts of each unit published."""
    first, last = period
    length = (last - first).days + 1
    daily = np.zeros((len(names), length, NUMBERS), np.int64)
    places = {name: place for place, name in enumerate(names)}
    of_subject = {subject: places[path] for subject, path in units.items()}
    for month, subjects, counts in published:
        of_month = np.zeros((len(names), DAYS, NUMBERS), np.int64)
        where = np.array([of_subject.get(subject, -1) for subject in subjects])
        order = np.argsort(where, kind="stable")
        order = order[where[order] >= 0]
        if order.size:
            present, starts = np.unique(where[order], return_index=True)
            of_month[present] = np.add.reduceat(counts[order], starts)
        begin, offset = max((first - month).days, 0), (month - first).days
        end = min(DAYS, length - offset)
        daily[:, offset + begin : offset + end] += of_month[:, begin:end]
    return daily


def _by_unit(accounts: Iterable[Account]) -> dict[str, list[Account]]:
    """By the path of the unit: several may have one name."""
    groups: dict[str, list[Account]] = defaultdict(list)
    for one in accounts:
        groups[one.path].append(one)
    return groups


def _weeks(first: dt.date, last: dt.date) -> Iterator[Span]:
    while first + _WEEK - _DAY <= last:
        yield first, first + _WEEK - _DAY
        first += _WEEK


def _months(first: dt.date, last: dt.date) -> Iterator[Span]:
    """The months that lie wholly in the period."""
    day = first if first.day == 1 else _next_month(first)
    while (end := _next_month(day) - _DAY) <= last:
        yield day, end
        day = end + _DAY


def _next_month(day: dt.date) -> dt.date:
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def quota_table(found: Iterable[Quota]) -> GivenTable:
    """The quotas as a table of a circular, a row a unit."""
    rows = tuple(
        (one.unit, one.posts, one.with_pictures, one.short_weeks, one.unseen_weeks, one.weeks, one.short_months, one.unseen_months, one.months, one.state)
        for one in found
    )  # fmt: skip
    columns = (
        "单位",
        "发布数",
        "配图发布数",
        "不足的周数",
        "未看到全部的周数",
        "周数",
        "不足的月数",
        "未看到全部的月数",
        "月数",
        "是否达到",
    )
    return GivenTable(key="account_quotas", title="信息发布任务完成情况", columns=columns, rows=rows)
