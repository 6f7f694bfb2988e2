"""Rule sets, as far as the outside handles them."""

from pathlib import Path

import msgspec

from xunwang.inspector.indicators.kinds import long_stale_columns
from xunwang.inspector.model import ColumnType, Subject
from xunwang.inspector.norms import (
    Norm,
    NormError,
    NormHead,
    NormProblem,
    Rule,
    available,
    check,
    load,
)


def norm(id_or_path: str | Path) -> Norm:
    """The rule set of that id or file, overlays applied. Raises NormError."""
    return load(id_or_path)


def norms() -> list[NormHead]:
    return available()


def norms_for(subject: Subject) -> list[NormHead]:
    """The norms that say something of their own about the subject; an overlay that speaks of others only is left out."""
    return [
        head
        for head in available()
        if head.extends is None or load(head.id).said_of(subject) != load(head.extends).said_of(subject)
    ]


def update_limits(rules: Norm) -> dict[ColumnType, str]:
    """How long columns may stay as they are, in words, of each type of which the norm says it."""
    rule = next((one for one in rules.rules if one.how == "long_stale_columns"), None)
    if rule is None:
        return {}
    params = msgspec.convert(rule.params, long_stale_columns.Params)
    return {kind: words for kind in ColumnType if (words := params.words(kind))}


def check_norm(path: Path) -> list[NormProblem]:
    return check(path)


def write_points_form(rules: Norm, path: Path) -> None:
    """Write the spreadsheet in which whoever has the official text fills in the points."""
    # Spreadsheet libraries take as long to load as hundreds of pages to inspect, and most calls never need them.
    from xunwang.inspector.norms import points_sheet  # noqa: PLC0415

    points_sheet.write(rules, path)


def read_points_form(path: Path, base: str) -> str:
    """The overlay (yaml) that a filled form makes of `base`. Raises NormError where the sums cannot be right."""
    from xunwang.inspector.norms import points_sheet  # noqa: PLC0415

    return points_sheet.apply(path, base)


__all__ = [
    "Norm",
    "NormError",
    "NormHead",
    "NormProblem",
    "Rule",
    "check_norm",
    "norm",
    "norms",
    "read_points_form",
    "update_limits",
    "write_points_form",
]
