"""Tables that other parts of the office hand to a campaign's circular. A part registers its own when it starts."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from xunwang.inspector.model import Record
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable

Supplier = Callable[[Campaign], GivenTable | None]
_SUPPLIERS: list[Supplier] = []
_BUILTINS = msgspec.json.Encoder(decimal_format="number")


class KeptTable(Record, frozen=True):
    """A handed-in table as the database keeps it: JSON has one kind of number."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]
    sums: tuple[str, ...] = ()
    rates: tuple[tuple[str, str, str], ...] = ()
    note: str = ""


def hands_in(supplier: Supplier) -> Supplier:
    """Registers what makes the table of a campaign's period; None when there is nothing to tell."""
    if supplier not in _SUPPLIERS:
        _SUPPLIERS.append(supplier)
    return supplier


def tables_of(campaign: Campaign) -> tuple[GivenTable, ...]:
    """The tables for the circular, in the order of their keys."""
    made = (supplier(campaign) for supplier in _SUPPLIERS)
    return tuple(sorted((table for table in made if table is not None), key=lambda table: table.key))


def to_kept(tables: Iterable[GivenTable]) -> Any:
    """As plain values for a JSON field."""
    return msgspec.json.decode(_BUILTINS.encode(tuple(tables)))


def from_kept(kept: Any) -> tuple[GivenTable, ...]:
    """What `to_kept` gave; numbers with a point come back as decimals."""
    return tuple(_table(one) for one in msgspec.convert(kept, tuple[KeptTable, ...]))


def _table(kept: KeptTable) -> GivenTable:
    rows = tuple(
        tuple(Decimal(str(cell)) if isinstance(cell, float) else cell for cell in row) for row in kept.rows
    )
    return GivenTable(kept.key, kept.title, kept.columns, rows, kept.sums, kept.rates, kept.note)
