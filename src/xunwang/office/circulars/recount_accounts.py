"""The figures of accounts and of handed-in tables counted a second way (see `recount`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xunwang.inspector.model import Verdict
from xunwang.office.circulars.data import (
    LEVEL_UNKNOWN,
    REGION_UNKNOWN,
    CircularData,
    GivenTable,
    level_rank,
)

Found = dict[str, str]


def recount_accounts(data: CircularData) -> Found:
    """Every figure of the accounts, from one counter over (breakdown, what is counted)."""
    counted = _count(data)
    decimals = data.header.decimals
    unknown = len(data.accounts) > 0 == len(data.header.accounts)
    found: Found = {}
    for key in dict.fromkeys(name for name, _ in [("accounts", ""), *counted]):
        found |= _figures(key, counted, decimals)
    rows = data.accounts
    troubled = sum(1 for row in rows if row.problems)
    platforms = Counter(
        dict.fromkeys([*(t.platform for t in data.header.accounts), *(row.platform for row in rows)], 0)
    )
    levels: Counter[str | None] = Counter()
    cross: Counter[str] = Counter()
    for total in data.header.accounts:
        platforms[total.platform] += total.registered
        levels[total.level] += total.registered
        cross[f"registered:{total.platform}×{total.level or LEVEL_UNKNOWN}"] += total.registered
    known = {level: number for level, number in levels.items() if level is not None}
    order = sorted(platforms, key=lambda name: (-platforms[name], name))
    if unknown:
        found |= {name: "" for name in found if name.endswith("_registered")}
    return {
        **found,
        "accounts_told": str(counted["accounts", "all"] or counted["accounts", "seen"]),
        **_crossed(cross, platforms, data),
        "accounts_troubled": f"{troubled}" if rows else "",
        "accounts_troubled_rate": rate(troubled, len(rows), decimals),
        "accounts_by_platform": join([(name, platforms[name]) for name in order], "个"),
        "accounts_by_level": "" if levels[None] else join(ranked(known), "个"),
        "accounts_rates_by_platform": "；".join(
            f"{name}检查{found[f'platform:{name}_checked']}个，合格率{found[f'platform:{name}_pass_rate']}"
            for name in order
            if found[f"platform:{name}_pass_rate"]
        ),
    }


def _crossed(cross: Mapping[str, int], platforms: Iterable[str], data: CircularData) -> Found:
    named = [*(total.level for total in data.header.accounts), *(row.level for row in data.accounts)]
    levels = {level or LEVEL_UNKNOWN for level in named}
    keys = [f"registered:{platform}×{level}" for platform in platforms for level in levels]
    return {key: str(cross.get(key, 0)) for key in keys}


def _count(data: CircularData) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for total in data.header.accounts:
        amounts = {
            "all": total.registered, "seen": total.inspected or 0, "bad": total.failed, "open": total.undecided,
        }  # fmt: skip
        for place in _places(total.platform, total.level, total.region):
            for what, amount in amounts.items():
                counted[place, what] += amount
    for row in data.accounts:
        for place in _places(row.platform, row.level, row.region):
            counted[place, "seen"] += 1
            counted[place, "bad"] += row.verdict is Verdict.FAIL
            counted[place, "open"] += row.verdict is Verdict.UNDECIDED
    for region in data.header.registered_by_region:
        counted[f"account_region:{region}", "all"] += 0
    return counted


def _places(platform: str, level: str | None, region: str | None) -> tuple[str, ...]:
    return (
        "accounts",
        f"platform:{platform}",
        f"account_level:{level or LEVEL_UNKNOWN}",
        f"account_region:{region or REGION_UNKNOWN}",
    )


def _figures(key: str, counted: Mapping[tuple[str, str], int], decimals: int) -> Found:
    registered, seen, bad, waiting = (counted.get((key, what), 0) for what in ("all", "seen", "bad", "open"))
    good = seen - bad - waiting
    return {
        f"{key}_registered": f"{registered}",
        f"{key}_checked": f"{seen}",
        f"{key}_checked_share": rate(seen, registered, decimals),
        f"{key}_passed": f"{good}",
        f"{key}_failed": f"{bad}",
        f"{key}_undecided": f"{waiting}",
        f"{key}_pass_rate": rate(good, good + bad, decimals),
        f"{key}_fail_rate": rate(bad, good + bad, decimals),
    }


def recount_tables(data: CircularData) -> Found:
    """Rows, sums and rates of the sums of every handed-in table."""
    found: Found = {}
    for table in data.tables:
        sums = {column: column_sum(table, column) for column in table.columns}
        found[f"{table.key}_rows"] = str(len(table.rows))
        found |= {f"{table.key}_{column}": str(sums[column]) for column in table.sums}
        for column, part, whole in table.rates if table.sums else ():
            known = part in table.sums and whole in table.sums
            text = rate_of(sums[part], sums[whole], data.header.decimals) if known else ""
            found[f"{table.key}_{column}"] = text
    return found


def column_sum(table: GivenTable, column: str) -> Decimal:
    """What the numbers of a column add up to."""
    cells = [dict(zip(table.columns, row, strict=True))[column] for row in table.rows]
    return sum((Decimal(cell) for cell in cells if not isinstance(cell, str | None)), Decimal())


def rate_of(part: Decimal, whole: Decimal, decimals: int) -> str:
    """As `rate`, of numbers that may have decimals."""
    scale = 10 ** max(0, *(-int(number.as_tuple().exponent) for number in (part, whole)))
    return rate(int(part * scale), int(whole * scale), decimals)


def rate(part: int, whole: int | None, decimals: int) -> str:
    """Percent by whole numbers: (2·part·100·10^d + whole) // (2·whole) is half up."""
    if not whole:
        return ""
    units = (200 * part * 10**decimals + whole) // (2 * whole)
    before, after = divmod(units, 10**decimals)
    return f"{before}.{after:0{decimals}d}%" if decimals else f"{before}%"


def ranked(levels: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(levels.items(), key=lambda pair: level_rank(pair[0]))


def join(pairs: Iterable[tuple[str, int]], unit: str) -> str:
    return "、".join([f"{name}{count}{unit}" for name, count in pairs if count > 0])
