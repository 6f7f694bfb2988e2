"""One file per kind of contradiction; each offers ``check(reading)``."""

from xunwang.office.circulars.check.rules import (
    accounted,
    announced,
    attachments,
    breakdowns,
    compared,
    exclusive,
    growth,
    listings,
    means,
    names,
    rates,
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
        rates,
        shares,
        breakdowns,
        growth,
        compared,
        rests,
        means,
        accounted,
        statements,
        names,
        listings,
        exclusive,
    ),
    *(repeats, scores, tables, rows, attachments, announced, summary, reckoned),
)
