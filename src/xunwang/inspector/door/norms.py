"""Rule sets, as far as the outside handles them."""

from pathlib import Path

from xunwang.inspector.model import Subject
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
    "write_points_form",
]
