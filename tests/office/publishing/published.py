"""Columns with items, as a run of an inspection tells them."""

import datetime as dt

from xunwang.inspector.model import ColumnType
from xunwang.office.publishing.figures import Column

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 5, 20)


def days(count, last=LAST):
    return tuple(last - dt.timedelta(days=one) for one in range(count))


def column(name="要闻", type_=ColumnType.NEWS, items=0, site="门户", **fields):
    return Column(site, "示例市", name, type_, items or len(fields.get("days", ())), **fields)
