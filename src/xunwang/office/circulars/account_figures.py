"""The figures of new-media accounts and of the tables that other parts of the office hand in (see `aggregates`)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.breakdowns import (
    account_levels_present,
    account_regions_present,
    platforms_present,
)
from xunwang.office.circulars.data import (
    LEVEL_UNKNOWN,
    REGION_UNKNOWN,
    AccountResult,
    AccountTotal,
    CircularData,
    GivenTable,
    by_level,
)

Figures = dict[str, str]
Value = str | int | Decimal | None


def percent(part: int | Decimal, whole: int | Decimal | None, decimals: int) -> str:
    """`part` of `whole` in percent, rounded half up to `decimals`; "" when there is no whole."""
    if not whole:
        return ""
    step = Decimal(1).scaleb(-decimals)
    return f"{(Decimal(part) * 100 / Decimal(whole)).quantize(step, ROUND_HALF_UP)}%"


def listed(counts: Mapping[str, int | None] | Mapping[str, int], unit: str) -> str:
    """`政府门户网站3家、部门网站8家`: what is zero or unknown is left out."""
    return "、".join(f"{name}{count}{unit}" for name, count in counts.items() if count)


def account_figures(data: CircularData) -> Figures:
    """Runs alone do not say how many accounts there are, so that these figures stay blank for them."""
    found = _figures(data)
    total = found["accounts_registered"], found["accounts_checked"]
    if data.accounts and not data.header.accounts:
        found |= dict.fromkeys((name for name in found if name.endswith("_registered")), "")
    is_alone = (
        data.accounts
        and not data.sites
        and not (data.header.registered_by_kind or data.header.registered_by_level)
    )
    return found | {
        "accounts_told": next((said for said in total if said != "0"), "0"),
        "accounts_alone": "1" if is_alone else "",
    }


def _figures(data: CircularData) -> Figures:
    rows, decimals = account_totals(data), data.header.decimals
    troubled = sum(bool(account.problems) for account in data.accounts)
    return {
        **_cells("accounts", rows, decimals),
        "accounts_troubled": str(troubled) if data.accounts else "",
        "accounts_troubled_rate": percent(troubled, len(data.accounts), decimals),
        "accounts_by_platform": listed(_by_count(_registered(rows, lambda row: row.platform)), "个"),
        "accounts_by_level": listed(by_level(_registered(rows, lambda row: row.level)), "个"),
        "accounts_rates_by_platform": _rates(rows, platforms_present(data), decimals),
        **_breakdown("platform", rows, lambda row: row.platform, platforms_present(data), decimals),
        **_breakdown(
            "account_level", rows, lambda row: row.level or LEVEL_UNKNOWN, account_levels_present(data), decimals
        ),
        **_breakdown(
            "account_region", rows, lambda row: row.region or REGION_UNKNOWN, account_regions_present(data), decimals
        ),
        **_cross(rows, data),
    }  # fmt: skip


def account_totals(data: CircularData) -> tuple[AccountTotal, ...]:
    """The totals of the register with one more entry for each account that has a row of its own."""
    return (*data.header.accounts, *map(_as_total, data.accounts))


def _as_total(account: AccountResult) -> AccountTotal:
    return AccountTotal(
        platform=account.platform,
        registered=0,
        level=account.level,
        region=account.region,
        inspected=1,
        failed=int(account.verdict is Verdict.FAIL),
        undecided=int(account.verdict is Verdict.UNDECIDED),
    )


def _cells(key: str, rows: Sequence[AccountTotal], decimals: int) -> Figures:
    registered = sum(row.registered for row in rows)
    checked = sum(row.inspected or 0 for row in rows)
    failed = sum(row.failed for row in rows)
    undecided = sum(row.undecided for row in rows)
    decided = checked - undecided
    return {
        f"{key}_registered": str(registered),
        f"{key}_checked": str(checked),
        f"{key}_checked_share": percent(checked, registered, decimals),
        f"{key}_passed": str(decided - failed),
        f"{key}_failed": str(failed),
        f"{key}_undecided": str(undecided),
        f"{key}_pass_rate": percent(decided - failed, decided, decimals),
        f"{key}_fail_rate": percent(failed, decided, decimals),
    }


def _breakdown(
    prefix: str,
    rows: Sequence[AccountTotal],
    name: Callable[[AccountTotal], str],
    names: Iterable[str],
    decimals: int,
) -> Figures:
    found = Figures()
    for one in names:
        found.update(_cells(f"{prefix}:{one}", [row for row in rows if name(row) == one], decimals))
    return found


def _cross(rows: Sequence[AccountTotal], data: CircularData) -> Figures:
    return {
        f"registered:{platform}×{level}": str(
            sum(
                row.registered
                for row in rows
                if row.platform == platform and (row.level or LEVEL_UNKNOWN) == level
            )
        )
        for platform in platforms_present(data)
        for level in account_levels_present(data)
    }


def _rates(rows: Sequence[AccountTotal], platforms: Iterable[str], decimals: int) -> str:
    """`微信公众号检查31个，合格率96.77%；新浪微博检查…`; platforms without a verdict are left out."""
    told = []
    for platform in platforms:
        cells = _cells("", [row for row in rows if row.platform == platform], decimals)
        if cells["_pass_rate"]:
            told.append(f"{platform}检查{cells['_checked']}个，合格率{cells['_pass_rate']}")
    return "；".join(told)


def _by_count(counts: Mapping[str, int]) -> dict[str, int]:
    """Most first; names decide where counts are equal, so that two runs print the same."""
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _registered(rows: Sequence[AccountTotal], name: Callable[[AccountTotal], str | None]) -> dict[str, int]:
    known = [row for row in rows if row.registered]
    names = dict.fromkeys(name(row) for row in known)
    if None in names:
        return {}
    return {str(key): sum(row.registered for row in known if name(row) == key) for key in names}


# ── tables handed in ─────────────────────────────────────────────────────────────────────────────


def filled_rows(table: GivenTable, decimals: int) -> tuple[tuple[Value, ...], ...]:
    """The rows with their percentages."""
    return tuple(_with_rates(table, row, decimals) for row in table.rows)


def total_row(table: GivenTable, decimals: int) -> tuple[Value, ...] | None:
    """The sums under their columns with the rates of the sums; None for a table without sums."""
    if not table.sums:
        return None
    sums = {column: _sum(table, column) for column in table.sums}
    return _with_rates(table, tuple(sums.get(column) for column in table.columns), decimals)


def given_figures(data: CircularData) -> Figures:
    """The sums, rates and numbers of rows of tables handed in, by the names that a circular's text uses for them."""
    found = Figures()
    for table in data.tables:
        found[f"{table.key}_rows"] = str(len(table.rows))
        total = total_row(table, data.header.decimals)
        rates = {rate[0] for rate in table.rates}
        for column, value in zip(table.columns, total or (), strict=False):
            if column in table.sums or column in rates:
                found[f"{table.key}_{column}"] = "" if value is None else str(value)
    return found


def _sum(table: GivenTable, column: str) -> int | Decimal:
    place = table.columns.index(column)
    return sum((row[place] for row in table.rows if isinstance(row[place], int | Decimal)), 0)  # type: ignore[misc]  # the filter narrows


def _with_rates(table: GivenTable, row: Sequence[Value], decimals: int) -> tuple[Value, ...]:
    filled = list(row)
    for column, part, whole in table.rates:
        up, down = row[table.columns.index(part)], row[table.columns.index(whole)]
        if isinstance(up, int | Decimal) and isinstance(down, int | Decimal):
            filled[table.columns.index(column)] = percent(up, down, decimals) or None
    return tuple(filled)
