"""How a circular breaks its totals down: the names of each breakdown's rows in the order in which they are printed."""

from collections.abc import Callable, Iterable

from xunwang.inspector.model import Record
from xunwang.office.circulars.data import (
    KIND_NAMES,
    LEVEL_UNKNOWN,
    REGION_UNKNOWN,
    AccountResult,
    AccountTotal,
    CircularData,
    level_rank,
)

Account = AccountResult | AccountTotal


class Breakdown(Record, frozen=True):
    """A table of the layout: the prefix of its figures, the figures of its last row, and who its rows are."""

    prefix: str
    total: str
    names: Callable[[CircularData], tuple[str, ...]]


def kinds_present(data: CircularData) -> tuple[str, ...]:
    """Names of the kinds that are registered or checked, in the official order."""
    kinds = set(data.header.registered_by_kind) | {site.site_kind for site in data.sites}
    return tuple(name for kind, name in KIND_NAMES.items() if kind in kinds)


def levels_present(data: CircularData) -> tuple[str, ...]:
    """Levels from the highest down; nothing when no level is known."""
    known = [*data.header.registered_by_level, *(site.level for site in data.sites if site.level)]
    if not known:
        return ()
    rest = [LEVEL_UNKNOWN] if any(site.level is None for site in data.sites) else []
    return tuple(sorted({*known, *rest}, key=level_rank))


def regions_present(data: CircularData) -> tuple[str, ...]:
    """Regions in the order of the register, then of the rows; nothing when no region is known."""
    return _named(
        data.header.registered_by_region, (site.region for site in data.sites), unknown=REGION_UNKNOWN
    )


def platforms_present(data: CircularData) -> tuple[str, ...]:
    """Platforms, those with most accounts first."""
    count = dict.fromkeys((row.platform for row in _accounts(data)), 0)
    for row in data.header.accounts:
        count[row.platform] += row.registered
    return tuple(sorted(count, key=lambda name: (-count[name], name)))


def account_levels_present(data: CircularData) -> tuple[str, ...]:
    names = _named((), (row.level for row in _accounts(data)), unknown=LEVEL_UNKNOWN)
    return tuple(sorted(names, key=level_rank))


def account_regions_present(data: CircularData) -> tuple[str, ...]:
    return _named(
        data.header.registered_by_region, (row.region for row in _accounts(data)), unknown=REGION_UNKNOWN
    )


def _accounts(data: CircularData) -> tuple[Account, ...]:
    return (*data.header.accounts, *data.accounts)


def _named(first: Iterable[str], names: Iterable[str | None], *, unknown: str) -> tuple[str, ...]:
    asked = list(names)
    known = dict.fromkeys([*first, *filter(None, asked)])
    if not any(asked):
        return ()
    return (*known, *([unknown] if None in asked else []))


BREAKDOWNS = {
    "kinds": Breakdown("kind", "sites", kinds_present),
    "levels": Breakdown("level", "sites", levels_present),
    "regions": Breakdown("region", "sites", regions_present),
    "platforms": Breakdown("platform", "accounts", platforms_present),
    "account_levels": Breakdown("account_level", "accounts", account_levels_present),
    "account_regions": Breakdown("account_region", "accounts", account_regions_present),
}


class Cross(Record, frozen=True):
    """A two-way table: the names of its rows and columns; its cells are figures `<prefix>:<row>×<column>`."""

    prefix: str
    total: str
    rows: Callable[[CircularData], tuple[str, ...]]
    columns: Callable[[CircularData], tuple[str, ...]]


CROSSES = {
    "sites_cross": Cross("checked", "sites_checked", kinds_present, levels_present),
    "accounts_cross": Cross("registered", "accounts_registered", platforms_present, account_levels_present),
}
