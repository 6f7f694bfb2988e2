"""Statistics of accounts for any period: what was published by platform, level and unit, who published nothing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import numpy as np
from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.accounts.calendars import Span, is_seen, seen_spans
from xunwang.office.accounts.counting import (
    DAYS,
    NUMBERS,
    OWN,
    PICTURED,
    POSTS,
    TOLD,
    Published,
    months_between,
)
from xunwang.office.accounts.models import Look, PublishedMonth
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.circulars.data import GivenTable, level_rank
from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.history import platform_name
from xunwang.office.registry.models import SubjectVersion

_DAY = dt.timedelta(days=1)
_FEW = 500
_LEVEL_UNKNOWN = "层级未登记"


class Account(Record, frozen=True):
    """One account over the period. `since` to `until` are the days of it on which the register held the account, `is_closed`: it ended in it.

    `zero`: it published nothing and all of those days were seen; `verdict` is that of the inspection that counts.
    """

    subject: object
    name: str
    platform: str
    level: str
    unit: str
    path: str
    since: dt.date
    until: dt.date
    is_closed: bool = False
    posts: int = 0
    with_pictures: int = 0
    original: int = 0
    told_original: int = 0
    active_days: int = 0
    last: dt.date | None = None
    zero: bool = False
    verdict: str = ""

    @property
    def is_app(self) -> bool:
        """Of apps and mini-programs nobody asks for posts, so that none of theirs can be missed."""
        return _is_for_apps(self.platform)


@cache
def _is_for_apps(platform: str) -> bool:
    known = door.platform_named(platform)
    return known is not None and known.family == "app"


class Group(Record, frozen=True):
    """Accounts of one platform, level or unit; apps that published nothing are neither `zero` nor `unseen`.

    `rate`: of the inspected about which something was decided those that passed, in per cent; None where there is none.
    """

    name: str
    registered: int
    closed: int
    published: int
    zero: int
    unseen: int
    posts: int
    inspected: int
    passed: int
    failed: int
    undecided: int
    rate: Decimal | None


_WORDS = ("subject_id", "name", "platform", "type_name", "level", "unit__name", "unit__path", "valid_to")


def accounts_of(
    unit: Unit,
    first: dt.date,
    last: dt.date,
    published: Published | None = None,
    inspections: QuerySet[CampaignSubject] | None = None,
) -> list[Account]:
    """The accounts registered in the period, also for a part of it, those that published most first.

    `inspections` are those whose verdicts may be told; by default what the unit's supervisors may see.
    """
    rows = list(_registered(unit, first, last).values_list(*_WORDS))
    counted = _counted(published_in(unit, first, last) if published is None else published)
    opened = _opened_after(first)
    verdicts = _verdicts(_inspections_of(unit) if inspections is None else inspections, first, last)
    named = cache(platform_name)
    accounts = [
        Account(
            subject=subject,
            name=name,
            platform=named(platform, type_name),
            level=level or _LEVEL_UNKNOWN,
            unit=unit_name,
            path=path,
            since=opened.get(subject, first),
            until=ended - _DAY if ended and ended <= last else last,
            is_closed=ended is not None and ended <= last,
            verdict=verdicts.get(subject, ""),
            **counted.get(subject, {}),
        )
        for subject, name, platform, type_name, level, unit_name, path, ended in rows
    ]
    seen = _seen_whole([one for one in accounts if not one.posts and not one.is_app], first)
    told = (structs.replace(one, zero=True) if one.subject in seen else one for one in accounts)
    return sorted(told, key=lambda one: (-one.posts, not one.zero, one.path, one.name))


def _registered(unit: Unit, first: dt.date, last: dt.date) -> QuerySet[SubjectVersion]:
    """What the register said last in the period of each account that belonged to the unit then."""
    later = SubjectVersion.objects.filter(
        subject=OuterRef("subject"), valid_from__gt=OuterRef("valid_from"), valid_from__lte=last
    )
    own = SubjectVersion.objects.during(first, last).below(unit).filter(kind__in=ON_PLATFORMS)
    return own.filter(~Exists(later))


def _opened_after(day: dt.date) -> dict[object, dt.date]:
    """The accounts that the register knows since a later day only, with that day."""
    every = SubjectVersion.objects.filter(kind__in=ON_PLATFORMS).order_by()
    opened = every.values("subject").annotate(opened=Min("valid_from"))
    return dict(opened.filter(opened__gt=day).values_list("subject", "opened"))


def published_in(unit: Unit, first: dt.date, last: dt.date) -> Published:
    """What the accounts of a unit and of those below it published in a period, month by month; asked for once, used for every figure."""
    rows = PublishedMonth.objects.all()
    if unit.depth:
        rows = rows.filter(subject__in=_registered(unit, first, last).values("subject"))
    return list(months_between(rows, first, last))


def _counted(published: Published) -> dict[object, dict[str, Any]]:
    """Of every account that published something in the period: how much, and when last."""
    rows: dict[object, int] = {}
    for _, subjects, _ in published:
        for subject in subjects:
            rows.setdefault(subject, len(rows))
    sums = np.zeros((len(rows), NUMBERS), np.int64)
    days, newest = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for month, subjects, counts in published:  # an account comes once in a month, and later months come later
        own = np.array([rows[subject] for subject in subjects])
        active = counts[:, :, POSTS] > 0
        sums[own] += counts.sum(axis=1)
        days[own] += active.sum(axis=1)
        last = month.toordinal() + DAYS - 1 - active[:, ::-1].argmax(axis=1)
        newest[own] = np.where(active.any(axis=1), last, newest[own])
    told = zip(rows, sums.tolist(), days.tolist(), newest.tolist(), strict=True)
    return {
        subject: {
            "posts": numbers[POSTS],
            "with_pictures": numbers[PICTURED],
            "original": numbers[OWN],
            "told_original": numbers[TOLD],
            "active_days": active_days,
            "last": dt.date.fromordinal(ordinal),
        }
        for subject, numbers, active_days, ordinal in told
        if numbers[POSTS]
    }


def _seen_whole(accounts: Sequence[Account], first: dt.date) -> set[object]:
    """Of these accounts those whose every post of their days in the period would have been seen."""
    found = spans_between([one.subject for one in accounts], first)
    return {one.subject for one in accounts if is_seen(found.get(one.subject, ()), one.since, one.until)}


def spans_between(subjects: Sequence[Any], first: dt.date) -> dict[object, list[Span]]:
    """For each of these accounts from which day to which every post would have been seen, as far as that reaches beyond `first`."""
    if not subjects:
        return {}
    looks: dict[object, list[Look]] = defaultdict(list)
    since = dt.datetime.combine(first, dt.time(), SHANGHAI)
    found = Look.objects.filter(complete_since__isnull=False, unread="", seen__gte=since).order_by()
    told = found.only("subject_id", "complete_since", "seen", "unread")
    if len(subjects) <= _FEW:
        told = told.filter(subject__in=subjects)
    wanted = set(subjects)
    for look in told:
        if look.subject_id in wanted:
            looks[look.subject_id].append(look)
    return {subject: seen_spans(own) for subject, own in looks.items()}


def _verdicts(inspections: QuerySet[CampaignSubject], first: dt.date, last: dt.date) -> dict[object, str]:
    """Subject id -> the verdict at the monitoring point: of the highest unit that inspected it in the period the last one."""
    rows = inspections.filter(
        subject__kind__in=ON_PLATFORMS, campaign__as_of__gte=first, campaign__as_of__lte=last
    )
    told = rows.exclude(verdict_at_point="").order_by()
    fields = ("campaign__unit__path", "campaign__as_of", "pk", "subject_id", "verdict_at_point")
    ordered = sorted(told.values_list(*fields), key=lambda one: (-one[0].count("/"), *one[1:3]))
    return {subject: verdict for *_, subject, verdict in ordered}


def _inspections_of(unit: Unit) -> QuerySet[CampaignSubject]:
    """Those by the unit and the units below it, and what units above released or told it to mend."""
    above = Q(campaign__unit__path__in=unit.paths_above())
    told = above & (Q(campaign__released=True) | Q(notified=True))
    return CampaignSubject.objects.filter(Q(campaign__unit__path__startswith=unit.path) | told)


def by_platform(accounts: Iterable[Account]) -> list[Group]:
    groups = _groups(accounts, lambda one: one.platform)
    return sorted(groups, key=lambda group: (-group.registered, group.name))


def by_level(accounts: Iterable[Account]) -> list[Group]:
    groups = _groups(accounts, lambda one: one.level)
    return sorted(groups, key=lambda group: (group.name == _LEVEL_UNKNOWN, level_rank(group.name)))


def by_unit(accounts: Iterable[Account], unit: Unit) -> list[Group]:
    """The units straight below, each with all below it, and the unit's own accounts."""
    below = Unit.objects.filter(path__startswith=unit.path)
    names = {child.path: child.name for child in below if child.depth == unit.depth + 1}

    @cache
    def below_unit(path: str) -> str:
        return next((own for own in names if path.startswith(own)), "")

    of_child: dict[str, list[Account]] = defaultdict(list)
    for one in accounts:
        of_child[below_unit(one.path)].append(one)
    groups = [_group(names.get(path, f"{unit.name}本级"), own) for path, own in of_child.items()]
    return sorted(groups, key=lambda group: (-group.posts, group.name))


def _groups(accounts: Iterable[Account], of: Callable[[Account], str]) -> list[Group]:
    sorted_out: dict[str, list[Account]] = defaultdict(list)
    for one in accounts:
        sorted_out[of(one)].append(one)
    return [_group(name, own) for name, own in sorted_out.items()]


def _group(name: str, own: Sequence[Account]) -> Group:
    verdicts = Counter(one.verdict for one in own if one.verdict)
    published = sum(one.posts > 0 for one in own)
    zero = sum(one.zero for one in own)
    silent_apps = sum(one.is_app and not one.posts for one in own)
    return Group(
        name=name,
        registered=len(own),
        closed=sum(one.is_closed for one in own),
        published=published,
        zero=zero,
        unseen=len(own) - published - zero - silent_apps,
        posts=sum(one.posts for one in own),
        inspected=verdicts.total(),
        passed=verdicts["pass"],
        failed=verdicts["fail"],
        undecided=verdicts["undecided"],
        rate=share(verdicts["pass"], verdicts["pass"] + verdicts["fail"]),
    )


def share(part: int, whole: int) -> Decimal | None:
    """In per cent with two places, rounded half up."""
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


# ── as tables ────────────────────────────────────────────────────────────────────────────────────

_GROUP_COLUMNS = (
    "登记",
    "期内注销",
    "有发布",
    "零发布",
    "未看到全部",
    "发布数",
    "检查",
    "暂不作结论",
    "作出结论",
    "合格",
    "不合格",
    "合格率",
)


def group_table(key: str, title: str, first_column: str, groups: Iterable[Group]) -> GivenTable:
    """Groups of accounts as a table of a circular; the rate counts only those that were judged."""
    rows = tuple(
        (one.name, one.registered, one.closed, one.published, one.zero, one.unseen, one.posts, one.inspected, one.undecided, one.inspected - one.undecided, one.passed, one.failed, None)
        for one in groups
    )  # fmt: skip
    return GivenTable(
        key=key,
        title=title,
        columns=(first_column, *_GROUP_COLUMNS),
        rows=rows,
        sums=_GROUP_COLUMNS[:-1],
        rates=(("合格率", "合格", "作出结论"),),
    )


def ranking_table(accounts: Iterable[Account]) -> GivenTable:
    """Every account by what it published; those without a post last."""
    rows = tuple(
        (one.name, one.platform, one.unit, one.posts, one.with_pictures, _own(one), one.last.isoformat() if one.last else None,
         "、".join(_remarks(one)) or None)
        for one in accounts
    )  # fmt: skip
    columns = ("账号名称", "平台", "单位", "发布数", "配图发布数", "原创占比", "最近一次更新", "说明")
    return GivenTable(key="account_ranking", title="政务新媒体发布排名", columns=columns, rows=rows)


def _remarks(one: Account) -> Iterator[str]:
    if one.is_closed:
        yield f"{one.until}后注销"
    if not one.posts and not one.is_app:
        yield "零发布" if one.zero else "未看到全部"


def _own(one: Account) -> str | None:
    """The share of original posts among those of which it is told; None where none is told."""
    part = share(one.original, one.told_original)
    return None if part is None else f"{part.normalize():f}%（{one.told_original}条中）"
