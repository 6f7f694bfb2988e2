"""What the rulebook says of the columns of a website, whatever was done to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bench.stranger.model import Column, Site, months_before
from bench.stranger.planting import Truth

MONTHS = {"notice": 6, "policy": 6, "personnel": 12, "plan": 12, "stats": 3}
SAID = {"news": ("D-1.4", "D-1.9"), "policy": ("D-1.5",), "stats": ("D-2.3",)}
ON_HOME = ("bd", "bm", "tz", "zc")
EXCUSE = 40  # characters of a text that is but a word of excuse
NO_LIST = ("landing", "standing", "letters", "guides", "apply")


def is_blank(column: Column) -> bool:
    """Never held anything: neither an item nor more than a word of excuse."""
    if column.kind == "standing":
        return 0 < len(column.text) < EXCUSE
    return not column.items and len(column.lead) < 20


def is_stale(column: Column, as_of: datetime) -> bool:
    days = [item.when for item in column.items if item.when <= as_of]
    if column.kind == "news":
        limit = as_of.replace(hour=0, minute=0, second=0) - timedelta(days=14)
    elif column.kind in MONTHS:
        limit = months_before(as_of, MONTHS[column.kind])
    else:
        return False
    return bool(days) and max(days) < limit


def is_home_stale(site: Site) -> bool:
    """Of a list on the home page the newest few are seen."""
    shown = [c.items for c in site.columns.values() if c.key in ON_HOME]
    days = [item.when for items in shown for item in items if item.when <= site.asof]
    return max(days) < site.asof.replace(hour=0, minute=0, second=0) - timedelta(days=14)


def said_of_columns(site: Site) -> Iterator[Truth]:
    lists = [c for c in site.columns.values() if not c.off and c.kind not in NO_LIST]
    blank = [c for c in site.columns.values() if (c in lists or c.kind == "standing") and is_blank(c)]
    stale = [c for c in lists if is_stale(c, site.asof)]
    quick = [c for c in stale if c.kind in ("news", "notice", "policy")]
    slow = [c for c in stale if c.kind != "stats"] + blank
    for column in blank + stale:
        words = f"{column.name} blank or too slow"
        yield Truth(SAID.get(column.kind, ("D-1.9",)), f"@{column.key}", words, optional=not site.portal)
    if is_home_stale(site):
        yield Truth(("W-V3",), None, "nothing on the home page for more than two weeks")
    for columns, limit, indicator in ((quick, 5, "W-V4.1"), (slow, 10, "W-V4.2"), (blank, 5, "W-V4.3")):
        if len(columns) >= limit:
            yield Truth((indicator,), None, f"{len(columns)} columns")
