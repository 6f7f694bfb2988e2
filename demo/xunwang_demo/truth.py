"""The planted truth as a file: one row for every real fault."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path
from typing import Literal, cast

from xunwang_demo.model import City, Plant

HEADER = tuple(field.name for field in fields(Plant))


def write(city: City, path: Path | str) -> None:
    """CSV, UTF-8, one column for each field of `Plant`; booleans are `yes` or `no`, nothing is empty."""
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([_cell(value) for value in astuple(plant)] for plant in city.truth)


def read(path: Path | str) -> tuple[Plant, ...]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        return tuple(_plant(row) for row in csv.DictReader(file))


def _cell(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def _plant(row: dict[str, str]) -> Plant:
    decision = cast("Literal['confirmed', 'dismissed'] | None", row["decision"] or None)
    return Plant(
        site=row["site"],
        indicator=row["indicator"],
        address=row["address"],
        detail=row["detail"],
        needs_browser=row["needs_browser"] == "yes",
        built=row["built"] == "yes",
        note=row["note"],
        decision=decision,
        by=row["by"],
        reason=row["reason"],
        needs_six=row["needs_six"] == "yes",
    )
