"""What every page needs: who looks, which day, which part of a long list."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, OrderBy, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from xunwang.office import clock
from xunwang.office.numerals import whole
from xunwang.office.people.models import Unit, User
from xunwang.office.people.policy import UNITS, Action, Policy

M = TypeVar("M", bound=Model)
PAGE = 100
_LARGEST = 9999
_FIRST_YEAR, _LAST_YEAR, _LONGEST = 2000, 2100, dt.timedelta(days=3653)


def viewer(request: HttpRequest) -> User:
    """The person who is logged in; every page but the log-in asks for one."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def visible(policy: Policy[M], request: HttpRequest) -> QuerySet[M]:
    """What this person may see; a role that may see nothing of the kind is refused."""
    user = viewer(request)
    if not policy.grants_to(user, Action.VIEW):
        raise PermissionDenied
    return policy.visible(user)


def visible_or_404(policy: Policy[M], request: HttpRequest, key: object) -> M:
    """One object; what others own does not exist for this person."""
    try:
        return get_object_or_404(visible(policy, request), pk=key)
    except (ValueError, ValidationError):  # a key that none can have
        raise Http404 from None


def day_asked(request: HttpRequest) -> tuple[dt.date, str | None]:
    """`?on=2026-03-31`, else today; and what was wrong with it."""
    written = request.GET.get("on", "").strip()
    if not written:
        return clock.today(), None
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return clock.today(), f"日期“{written}”不对，应类似 2026-03-31；下面是今天的情况。"
    if day.year > _LAST_YEAR:
        return clock.today(), f"日期“{day}”太远，应不晚于{_LAST_YEAR}年；下面是今天的情况。"
    return day, None


def period_asked(request: HttpRequest, proposed: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date, str]:
    """`?start=…&end=…`, each else as proposed; and what was wrong with them."""
    written = [request.GET.get(name, "").strip() for name in ("start", "end")]
    shown = f"下面是 {proposed[0]} 至 {proposed[1]} 的情况。"
    try:
        start, end = (
            dt.date.fromisoformat(text) if text else otherwise
            for text, otherwise in zip(written, proposed, strict=True)
        )
    except ValueError:
        said = "、".join(filter(None, written))
        return *proposed, f"日期“{said}”不对，应类似 2026-03-31；{shown}"
    if start.year < _FIRST_YEAR or end.year > _LAST_YEAR or end - start > _LONGEST:
        return *proposed, f"日期“{start}、{end}”超出范围，应在2000年以后，前后相差不超过十年；{shown}"
    if end < start:
        return *proposed, f"结束日期 {end} 早于开始日期 {start}；{shown}"
    return start, end, ""


def unit_asked(request: HttpRequest) -> Unit | None:
    """`?unit=7`, a unit that this person may see; none where nothing or nonsense is asked."""
    return numbered(UNITS.visible(viewer(request)), request.GET.get("unit", ""))


def numbered(rows: QuerySet[M], text: str) -> M | None:
    """The row whose number is written; none where there is no such row."""
    key = whole(text)
    return None if key is None else rows.filter(pk=key).first()


def key_asked(request: HttpRequest, name: str) -> int | None:
    """`?name=7`; none where nothing or nonsense is asked."""
    return whole(request.GET.get(name, ""))


def number_asked(request: HttpRequest, name: str, otherwise: int) -> int:
    """`?name=3`, up to four digits; else the usual."""
    found = whole(request.GET.get(name, ""), _LARGEST)
    return otherwise if found is None else found


def in_order_asked(
    request: HttpRequest, rows: QuerySet[M], columns: Mapping[str, tuple[str, ...]], *otherwise: str | OrderBy
) -> QuerySet[M]:
    """The rows by the column that is asked for (`?sort=due`, or `-due` from the last on), else as they come; what is unknown comes last."""
    asked = request.GET.get("sort", "")
    fields = columns.get(asked.removeprefix("-"))
    if not fields:
        return rows.order_by(*otherwise)
    falls = asked.startswith("-")
    keys = [F(one).desc(nulls_last=True) if falls else F(one).asc(nulls_last=True) for one in fields]
    return rows.order_by(*keys, "pk")


def page_of(request: HttpRequest, rows: Any, by: str = "page") -> Page[Any]:
    """The asked part of a list; a number out of range gives the nearest. `by` names its parameter where a page has two lists."""
    return Paginator(rows, PAGE).get_page(request.GET.get(by))


def lean_page(
    request: HttpRequest, keys: Any, read: Callable[[list[Any]], Iterable[Any]], total: int | None = None
) -> Page[Any]:
    """The asked part of a long list of which the database sorts `keys` only; whole rows are read for this page alone.

    `read` gives the rows of keys in their order; `total` is their number where it is known already.
    """
    pages = Paginator(keys, PAGE)
    if total is not None:
        pages.count = total  # a cached property, computed by a query of its own
    page = pages.get_page(request.GET.get("page"))
    page.object_list = list(read(list(page.object_list)))
    return page


def in_order(rows: QuerySet[M], keys: list[Any]) -> list[M]:
    """The rows of the primary keys, in the order of the keys."""
    found = rows.in_bulk(keys)
    return [found[key] for key in keys if key in found]
