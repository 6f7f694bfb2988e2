"""All accounts together: how each stands, and what was published in a period."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from xunwang.inspector import door
from xunwang.office import clock
from xunwang.office.accounts import statistics
from xunwang.office.accounts.models import Standing, StandingState
from xunwang.office.accounts.on_site import strangers_below
from xunwang.office.accounts.policies import SHOWN_BY_SITES, STANDINGS
from xunwang.office.accounts.quotas import Asked, quota_table, quotas
from xunwang.office.circulars.data import GivenTable
from xunwang.office.people.models import Unit
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.tables import write_table
from xunwang.office.uploads import scratch
from xunwang.office.web.reading import one_moment
from xunwang.office.web.viewing import page_of, period_asked, viewer, visible

_SHOWN = 50
_PER_WEEK, _PICTURED = 5, 12
PROPOSALS = {
    StandingState.ACTIVE: "",
    StandingState.SLOW: "督促增加更新",
    StandingState.SILENT: "督促立即更新；无力维护的整合或注销",
    StandingState.ZOMBIE: "列入清理名单，建议注销或整合",
    StandingState.EMPTY: "空壳账号，建议注销",
    StandingState.UNSEEN: "补充数据来源（订阅源、接口凭证、发文清单或书签采集）",
}


def standings(request: HttpRequest) -> HttpResponse:
    """The watch list: every account by how it stands, with what is proposed."""
    state = request.GET.get("state", "")
    with one_moment():
        rows = visible(STANDINGS, request)
        counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
        page = page_of(request, _asked(rows, state, request.GET.get("q", "").strip()))
        names = _versions(page.object_list)
        context = {
            "page": page,
            "rows": [(row, own := names.get(row.subject_id), _proposal(row, own)) for row in page],
            "states": [(value, label, counts.get(value, 0)) for value, label in StandingState.choices],
            "state": state,
            "q": request.GET.get("q", "").strip(),
            "day": rows.order_by("-day").values_list("day", flat=True).first(),
        }
        return render(request, "web/standings.html", context)


def _asked(rows: QuerySet[Standing], state: str, asked: str) -> QuerySet[Standing]:
    if state in StandingState.values:
        rows = rows.filter(state=state)
    elif state == "name":
        rows = rows.filter(found__has_key="M-4")
    elif state == "twin":
        rows = rows.filter(found__has_key="M-2")
    if asked:
        now = SubjectVersion.objects.on(clock.today()).filter(
            Q(name__icontains=asked) | Q(platform__icontains=asked)
        )
        rows = rows.filter(subject__in=now.values("subject"))
    return rows.order_by(F("silent").desc(nulls_last=True), "pk")


def _proposal(row: Standing, version: SubjectVersion | None) -> str:
    """An app has no list of posts that another source could show."""
    platform = door.account_platform(version.platform, version.type_name) if version else None
    if platform and platform.family == "app" and row.state == StandingState.UNSEEN:
        return "由检查人员核查能否打开、使用"
    return PROPOSALS[StandingState(row.state)]


def _versions(rows: Any) -> dict[object, SubjectVersion]:
    found = SubjectVersion.objects.on(clock.today()).filter(subject__in=[row.subject_id for row in rows])
    return {row.subject_id: row for row in found.select_related("unit")}


def standing_table(request: HttpRequest) -> HttpResponseBase:
    """The watch list, or one kind of it (those to be cleaned up), as a spreadsheet."""
    state = request.GET.get("state", "")
    with one_moment():
        rows = list(_asked(visible(STANDINGS, request), state, ""))
        names = _versions(rows)
        told = tuple(_line(row, names[row.subject_id]) for row in rows if row.subject_id in names)
    cleaned = state in {StandingState.ZOMBIE, StandingState.EMPTY}
    title = "政务新媒体清理名单" if cleaned else "政务新媒体监测情况"
    table = GivenTable(key="account_standings", title=title, columns=_STANDING_COLUMNS, rows=told)
    with scratch() as folder:
        opened = write_table(table, folder / "standings.xlsx").open("rb")
    return FileResponse(opened, as_attachment=True, filename=f"{title}{clock.today()}.xlsx")


_STANDING_COLUMNS = ("名称", "平台", "填报单位", "情况", "最近一次更新", "未更新天数", "近90天发布", "建议")


def _line(row: Standing, version: SubjectVersion) -> tuple[str | int | None, ...]:
    state = StandingState(row.state)
    last = row.last.isoformat() if row.last else None
    return (version.name, version.platform, version.unit.name, str(state.label), last, row.silent, row.quarter_posts, _proposal(row, version) or None)  # fmt: skip


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
        found = statistics.accounts_of(unit, first, last, published)
        a_week, pictured = _whole(request, "week", _PER_WEEK), _whole(request, "pictured", _PICTURED)
        zero = [one for one in found if one.zero]
        context = {
            "unit": unit,
            "units": UNITS.visible(viewer(request)),
            "start": first,
            "end": last,
            "wrong": wrong,
            "total": len(found),
            "posts": sum(one.posts for one in found),
            "published": sum(one.posts > 0 for one in found),
            "zero": zero[:_SHOWN],
            "zero_count": len(zero),
            "unseen": sum(not one.posts and not one.zero for one in found),
            "tables": [
                ("平台", statistics.by_platform(found)),
                ("层级", statistics.by_level(found)),
                ("单位", statistics.by_unit(found, unit)),
            ],
            "ranking": [one for one in found[:_SHOWN] if one.posts],
            "week": a_week,
            "pictured": pictured,
            "quotas": quotas(found, unit, (first, last), Asked(a_week, pictured), published),
        }
        return render(request, "web/account_figures.html", context)


def _period(request: HttpRequest) -> tuple[Unit, dt.date, dt.date, str]:
    user, today = viewer(request), clock.today()
    if not UNITS.grants_to(user, Action.VIEW):
        raise PermissionDenied
    asked = request.GET.get("unit", "")
    unit = get_object_or_404(UNITS.visible(user), pk=asked) if asked.isdigit() else user.unit
    return unit, *period_asked(request, (today - dt.timedelta(days=29), today))


def _whole(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def download(request: HttpRequest, what: str) -> HttpResponseBase:
    """One of the tables as a spreadsheet."""
    with one_moment():
        unit, first, last, _ = _period(request)
        found = statistics.accounts_of(unit, first, last)
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
        week, pictured = _whole(request, "week", _PER_WEEK), _whole(request, "pictured", _PICTURED)
        return quota_table(quotas(found, unit, (first, last), Asked(week, pictured)))
    raise Http404
