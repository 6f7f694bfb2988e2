"""All accounts together: how each stands, and what was published in a period."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from xunwang.inspector import door
from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.accounts import statistics
from xunwang.office.accounts.models import NAMES_DIFFER, TWINS, Standing, StandingState
from xunwang.office.accounts.on_site import strangers_below
from xunwang.office.accounts.policies import SHOWN_BY_SITES, STANDINGS
from xunwang.office.accounts.quotas import Asked, quota_table, quotas
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.circulars.data import GivenTable
from xunwang.office.people.models import Unit
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.history import platform_name
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.tables import write_table
from xunwang.office.uploads import scratch
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import (
    in_order_asked,
    number_asked,
    page_of,
    period_asked,
    unit_asked,
    viewer,
    visible,
)

_SHOWN = 50
_PER_WEEK, _PICTURED = 5, 12
PROPOSALS = {
    StandingState.ACTIVE: "",
    StandingState.SLOW: "督促增加更新",
    StandingState.SILENT: "督促立即更新；无力维护的整合或注销",
    StandingState.ZOMBIE: "列入清理名单，建议注销或整合",
    StandingState.EMPTY: "空壳账号，建议注销",
    StandingState.USABLE: "",
    StandingState.BROKEN: "督促立即修复；无力维护的下架、注销",
    StandingState.UNSEEN: "补充数据来源（订阅源、接口凭证、发文清单或书签采集）",
}
_POSTS_UNSEEN = {StandingState.UNSEEN, StandingState.USABLE, StandingState.BROKEN}
"""States that say nothing of posts: of apps people tell whether they work."""
_APP_PROPOSAL = "由检查人员核查能否打开、使用"
_FOUND_PROPOSALS = {
    NAMES_DIFFER: "核对备案信息，改了名称、主体的重新备案",
    TWINS: "原则上一个平台保留一个账号，核对是否整合",
}
_BY_FINDING = {"name": NAMES_DIFFER, "twin": TWINS}
"""Parts of the watch list that a finding makes, by the word in their address."""
_MARKED = (("name", "名称、主体不一致"), ("twin", "同平台多账号"))
_TITLES = {
    "": "政务新媒体监测情况",
    "name": "名称、主体与备案不一致的账号",
    "twin": "同一平台重复开设的账号",
    StandingState.ZOMBIE.value: "政务新媒体清理名单（僵尸账号）",
    StandingState.EMPTY.value: "政务新媒体清理名单（空壳账号）",
}


_SORTED = {
    "silent": ("silent",),
    "week": ("week_posts",),
    "month": ("month_posts",),
    "quarter": ("quarter_posts",),
    "gap": ("longest_gap",),
}


def standings(request: HttpRequest) -> HttpResponse:
    """The watch list: every account by how it stands, with what is proposed."""
    state, asked = _kind(request)
    with one_moment():
        rows = _searched(visible(STANDINGS, request), asked)
        counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
        marked = rows.order_by().aggregate(
            **{kind: Count("pk", filter=Q(found__has_key=key)) for kind, key in _BY_FINDING.items()}
        )
        longest_silent = F("silent").desc(nulls_last=True)
        page = page_of(request, in_order_asked(request, _of_kind(rows, state), _SORTED, longest_silent, "pk"))
        names = _versions(page.object_list)
        context = {
            "page": page,
            "lines": [line_of(row, names[row.subject_id]) for row in page],
            "total": sum(counts.values()),
            "states": [(value, label, counts.get(value, 0)) for value, label in StandingState.choices],
            "marked": [(kind, label, marked[kind]) for kind, label in _MARKED],
            "state": state,
            "q": asked,
            "day": rows.order_by("-day").values_list("day", flat=True).first(),
        }
        return render(request, "web/standings.html", context)


def _kind(request: HttpRequest) -> tuple[str, str]:
    """Which part of the watch list is asked, and which words."""
    state = request.GET.get("state", "")
    known = state in StandingState.values or state in _BY_FINDING
    return state if known else "", request.GET.get("q", "").strip()


def _searched(rows: QuerySet[Standing], asked: str) -> QuerySet[Standing]:
    """Those of accounts that the register holds today: what was closed since the night stands in it no more."""
    today = SubjectVersion.objects.on(clock.today()).filter(subject__kind__in=ON_PLATFORMS)
    if asked:
        platform = door.platform_named(asked)
        meant = Q(name__icontains=asked) | Q(platform__icontains=asked) | Q(unit__name__icontains=asked)
        today = today.filter(meant | Q(platform__in=platform.names if platform else ()))
    return rows.filter(subject__in=today.values("subject"))


def _of_kind(rows: QuerySet[Standing], state: str) -> QuerySet[Standing]:
    """One part of the watch list."""
    if state in _BY_FINDING:
        rows = rows.filter(found__has_key=_BY_FINDING[state])
    elif state:
        rows = rows.filter(state=state)
    return rows


class Line(Record, frozen=True):
    """One account of the watch list, as the page and its spreadsheet show it. `posts` of 7, 30 and 90 days; None where nobody looks for them."""

    row: Standing
    name: str
    platform: str
    unit: str
    posts: tuple[int | None, int | None, int | None]
    proposal: str


def line_of(row: Standing, version: SubjectVersion) -> Line:
    platform = platform_name(version.platform, version.type_name)
    counts = row.week_posts, row.month_posts, row.quarter_posts
    week, month, quarter = (None if row.state in _POSTS_UNSEEN and not count else count for count in counts)
    return Line(
        row, version.name, platform, version.unit.name, (week, month, quarter), _proposal(row, version)
    )


def _proposal(row: Standing, version: SubjectVersion) -> str:
    """An app has no list of posts that another source could show."""
    platform = door.account_platform(version.platform, version.type_name)
    is_app = platform is not None and platform.family == "app" and row.state == StandingState.UNSEEN
    of_state = _APP_PROPOSAL if is_app else PROPOSALS[StandingState(row.state)]
    of_findings = (said for indicator, said in _FOUND_PROPOSALS.items() if indicator in row.found)
    return "；".join(filter(None, (of_state, *of_findings)))


def _versions(rows: Iterable[Standing]) -> dict[object, SubjectVersion]:
    found = SubjectVersion.objects.on(clock.today()).filter(subject_id__in=[row.subject_id for row in rows])
    return {row.subject_id: row for row in found.select_related("unit")}


def standing_table(request: HttpRequest) -> HttpResponseBase:
    """The watch list, or the part of it that the page shows, as a spreadsheet."""
    state, asked = _kind(request)
    with one_moment():
        rows = list(_of_kind(_searched(visible(STANDINGS, request), asked), state))
        names = _versions(rows)
        told = tuple(_cells(line_of(row, names[row.subject_id])) for row in rows)
    title = _TITLES.get(state) or f"政务新媒体{StandingState(state).label}账号"
    note = f"搜索“{asked}”" if asked else ""
    table = GivenTable(key="account_standings", title=title, columns=_STANDING_COLUMNS, rows=told, note=note)
    with scratch() as folder:
        opened = write_table(table, folder / "standings.xlsx").open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"{title}{clock.today()}.xlsx")


_STANDING_COLUMNS = ("名称", "平台", "填报单位", "情况", "最近一次更新", "未更新天数", "近7天发布", "近30天发布", "近90天发布", "最长间隔", "核对情况", "建议")  # fmt: skip


def _cells(line: Line) -> tuple[str | int | None, ...]:
    row = line.row
    last = row.last.isoformat() if row.last else None
    said = "；".join(row.differences) or None
    return (line.name, line.platform, line.unit, row.get_state_display(), last, row.silent, *line.posts, row.longest_gap, said, line.proposal or None)  # fmt: skip


def on_sites(request: HttpRequest) -> HttpResponse:
    """What websites show of accounts, held against the register."""
    with one_moment():
        rows = list(visible(SHOWN_BY_SITES, request).select_related("subject__unit").order_by("pk"))
        page = page_of(request, list(strangers_below(rows, clock.today())))
        return render(request, "web/accounts_on_sites.html", {"page": page, "sites": len(rows)})


def figures(request: HttpRequest) -> HttpResponse:
    with one_moment():
        unit, first, last, wrong = _period(request)
        published = statistics.published_in(unit, first, last)
        found = statistics.accounts_of(unit, first, last, published, visible(CAMPAIGN_SUBJECTS, request))
        a_week, pictured = (
            number_asked(request, "week", _PER_WEEK),
            number_asked(request, "pictured", _PICTURED),
        )
        zero = [one for one in found if one.zero]
        asked_of = quotas(found, unit, (first, last), Asked(a_week, pictured), published)
        context = {
            "unit": unit,
            "units": UNITS.visible(viewer(request)),
            "start": first,
            "end": last,
            "wrong": wrong,
            "total": len(found),
            "closed": sum(one.is_closed for one in found),
            "posts": sum(one.posts for one in found),
            "published": sum(one.posts > 0 for one in found),
            "zero": zero[:_SHOWN],
            "zero_count": len(zero),
            "unseen": sum(not (one.posts or one.zero or one.is_app) for one in found),
            "tables": [
                ("平台", statistics.by_platform(found)),
                ("层级", statistics.by_level(found)),
                ("单位", statistics.by_unit(found, unit)),
            ],
            "ranking": [one for one in found[:_SHOWN] if one.posts],
            "week": a_week,
            "pictured": pictured,
            "quotas": asked_of[:_SHOWN],
            "more_quotas": len(asked_of[_SHOWN:]),
        }
        return render(request, "web/account_figures.html", context)


def _period(request: HttpRequest) -> tuple[Unit, dt.date, dt.date, str]:
    user, today = viewer(request), clock.today()
    if not UNITS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    unit = unit_asked(request) if request.GET.get("unit") else user.unit
    if unit is None:
        raise Http404
    return unit, *period_asked(request, (today - dt.timedelta(days=29), today))


def download(request: HttpRequest, what: str) -> HttpResponseBase:
    """One of the tables as a spreadsheet."""
    with one_moment():
        unit, first, last, _ = _period(request)
        inspections = visible(CAMPAIGN_SUBJECTS, request)
        found = statistics.accounts_of(unit, first, last, inspections=inspections)
        table = _table(request, what, found, (unit, first, last))
    with scratch() as folder:
        opened = write_table(table, folder / "figures.xlsx").open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"{table.title}{first}至{last}.xlsx")


def _table(
    request: HttpRequest, what: str, found: list[statistics.Account], period: tuple[Unit, dt.date, dt.date]
) -> GivenTable:
    unit, first, last = period
    if what == "platform":
        return statistics.group_table(
            "account_platforms", "政务新媒体分平台情况", "平台", statistics.by_platform(found)
        )
    if what == "level":
        return statistics.group_table(
            "account_levels", "政务新媒体分层级情况", "层级", statistics.by_level(found)
        )
    if what == "unit":
        return statistics.group_table(
            "account_units", "政务新媒体分单位情况", "单位", statistics.by_unit(found, unit)
        )
    if what == "ranking":
        return statistics.ranking_table(found)
    if what == "quota":
        week, pictured = (
            number_asked(request, "week", _PER_WEEK),
            number_asked(request, "pictured", _PICTURED),
        )
        return quota_table(quotas(found, unit, (first, last), Asked(week, pictured)))
    raise Http404
