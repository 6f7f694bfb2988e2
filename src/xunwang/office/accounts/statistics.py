"""Statistics of accounts for any period: what was published by platform, level and unit, who published nothing."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Record
from xunwang.office.accounts.calendars import Span, is_seen, seen_spans
from xunwang.office.accounts.counting import DAYS, POSTS, Published, months_between
from xunwang.office.accounts.models import Look, PublishedMonth
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.circulars.data import GivenTable, level_rank
from xunwang.office.people.models import Unit
from xunwang.office.registry.models import SubjectVersion

_WEEK = dt.timedelta(days=7)
_FEW = 500
_LEVEL_UNKNOWN = "层级未登记"


class Account(Record, frozen=True):
    """One account over the period. `zero`: it published nothing and all of the period was seen; `verdict` of the period's last inspection."""

    subject: object
    name: str
    platform: str
    level: str
    unit: str
    path: str
    posts: int = 0
    with_pictures: int = 0
    original: int = 0
    told_original: int = 0
    active_days: int = 0
    last: dt.date | None = None
    zero: bool = False
    verdict: str = ""


class Group(Record, frozen=True):
    """Accounts of one platform, level or unit. `rate`: of the inspected about which something was decided those that passed, in per cent; None where there is none."""

    name: str
    registered: int
    published: int
    zero: int
    unseen: int
    posts: int
    inspected: int
    passed: int
    failed: int
    undecided: int
    rate: Decimal | None


_REGISTERED = ("subject_id", "name", "platform", "type_name", "level", "unit__name", "unit__path")


def accounts_of(
    unit: Unit, first: dt.date, last: dt.date, published: Published | None = None
) -> list[Account]:
    """The accounts registered at the end of the period, those that published most first."""
    registered = SubjectVersion.objects.on(last).below(unit).filter(subject__kind="account")
    rows = list(registered.values_list(*_REGISTERED))
    counted = _counted(published_in(unit, first, last) if published is None else published)
    silent = [subject for subject, *_ in rows if subject not in counted]
    seen, verdicts = _seen_whole(silent, first, last), _verdicts(unit, first, last)
    named = cache(_platform)
    made = (
        Account(
            subject=subject,
            name=name,
            platform=named(platform, type_name),
            level=level or _LEVEL_UNKNOWN,
            unit=unit_name,
            path=path,
            zero=subject in seen,
            verdict=verdicts.get(subject, ""),
            **counted.get(subject, {}),
        )
        for subject, name, platform, type_name, level, unit_name, path in rows
    )
    return sorted(made, key=lambda one: (-one.posts, not one.zero, one.path, one.name))


def _platform(platform: str, type_name: str) -> str:
    known = door.account_platform(platform, type_name)
    return known.name if known else platform or "平台未登记"


def published_in(unit: Unit, first: dt.date, last: dt.date) -> Published:
    """What the accounts of a unit and of those below it published in a period, month by month; asked for once, used for every figure."""
    rows = PublishedMonth.objects.all()
    if unit.depth:
        rows = rows.filter(subject__unit__path__startswith=unit.path)
    return list(months_between(rows, first, last))


def _counted(published: Published) -> dict[object, dict[str, Any]]:
    """Of every account that published something in the period: how much, and when last."""
    found: dict[object, dict[str, Any]] = {}
    for month, subjects, counts in published:
        active = counts[:, :, POSTS] > 0
        newest = DAYS - 1 - active[:, ::-1].argmax(axis=1)
        told = zip(
            subjects, counts.sum(axis=1).tolist(), active.sum(axis=1).tolist(), newest.tolist(), strict=True
        )
        for subject, (posts, pictured, own, known), days, place in told:
            if not posts:
                continue
            row = found.setdefault(subject, dict.fromkeys(_SUMMED, 0))
            row["posts"] += posts
            row["with_pictures"] += pictured
            row["original"] += own
            row["told_original"] += known
            row["active_days"] += days
            row["last"] = month + dt.timedelta(days=place)
    return found


_SUMMED = ("posts", "with_pictures", "original", "told_original", "active_days")


def _seen_whole(subjects: Sequence[Any], first: dt.date, last: dt.date) -> set[object]:
    """Of these accounts those whose every post of the period would have been seen."""
    found = spans_between(subjects, first)
    return {subject for subject, own in found.items() if is_seen(own, first, last)}


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


def _verdicts(unit: Unit, first: dt.date, last: dt.date) -> dict[object, str]:
    """Subject id -> the verdict at the monitoring point of the last inspection in the period."""
    rows = CampaignSubject.objects.filter(
        subject__kind="account",
        campaign__as_of__gte=first,
        campaign__as_of__lte=last,
        campaign__unit__path__startswith=unit.path,
    )
    ordered = rows.exclude(verdict_at_point="").order_by("campaign__as_of", "pk")
    return dict(ordered.values_list("subject_id", "verdict_at_point"))


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
    return Group(
        name=name,
        registered=len(own),
        published=published,
        zero=zero,
        unseen=len(own) - published - zero,
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
    rows = tuple(
        (one.name, one.registered, one.published, one.zero, one.unseen, one.posts, one.inspected, one.undecided, one.inspected - one.undecided, one.passed, one.failed, None)
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
         "零发布" if one.zero else None if one.posts else "未看到全部")
        for one in accounts
    )  # fmt: skip
    columns = ("账号名称", "平台", "单位", "发布数", "配图发布数", "原创占比", "最近一次更新", "说明")
    return GivenTable(key="account_ranking", title="政务新媒体发布排名", columns=columns, rows=rows)


def _own(one: Account) -> str | None:
    """The share of original posts among those of which it is told; None where none is told."""
    part = share(one.original, one.told_original)
    return None if part is None else f"{part.normalize():f}%（{one.told_original}条中）"
