"""One file per kind of contradiction; each offers ``check(reading)``."""

from xunwang.office.circulars.check.rules import (
    attachments,
    breakdowns,
    growth,
    names,
    rates,
    repeats,
    rows,
    scores,
    statements,
    tables,
)

ALL = (rates, breakdowns, growth, statements, names, repeats, scores, tables, rows, attachments)
