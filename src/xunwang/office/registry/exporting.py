"""The register of a day, out to a spreadsheet that imports again without a change."""

import datetime as dt
from pathlib import Path

from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import FIELDS, RegisterKind
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.workbooks import write_rows


def export(kind: RegisterKind, path: Path, *, on: dt.date, unit: Unit | None = None) -> int:
    """Writes what the register held at the end of the day, of the unit and all below it (None: everyone); gives the number."""
    rows = SubjectVersion.objects.held(unit, on) if unit else SubjectVersion.objects.on(on)
    ordered = rows.filter(kind=kind).order_by("unit__path", "name", "pk")
    return write_rows(kind, path, (_texts(kind, row) for row in ordered))


def _texts(kind: RegisterKind, row: SubjectVersion) -> dict[str, str]:
    values = {field.name: getattr(row, field.name) for field in FIELDS[kind]}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value or ""
        for name, value in values.items()
    }
