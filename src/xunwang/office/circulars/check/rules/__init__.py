"""One file per kind of contradiction; each offers ``check(reading)``."""

from xunwang.office.circulars.check.rules import (
    accounted,
    announced,
    attachments,
    bounds,
    breakdowns,
    compared,
    exclusive,
    growth,
    listings,
    means,
    names,
    periods,
    reckoned,
    repeats,
    rests,
    rows,
    scores,
    shares,
    statements,
    summary,
    tables,
)

ALL = (
    *(
        shares,
        breakdowns,
        growth,
        compared,
        periods,
        rests,
        means,
        accounted,
        bounds,
        statements,
        names,
        listings,
        exclusive,
    ),
    *(repeats, scores, tables, rows, attachments, announced, summary, reckoned),
)
