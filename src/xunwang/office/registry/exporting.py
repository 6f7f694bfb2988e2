"""The register of a day, out to a spreadsheet that imports again without a change."""

import datetime as dt
import uuid
from pathlib import Path

from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import FIELDS, RegisterKind
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.workbooks import write_rows


def export(kind: RegisterKind, path: Path, *, on: dt.date, unit: Unit | None = None) -> int:
    """Writes what the register held at the end of the day, of the unit and all below it (None: everyone); gives the number."""
    rows = SubjectVersion.objects.held(unit, on) if unit else SubjectVersion.objects.on(on)
    ordered = rows.filter(kind=kind).select_related("subject").order_by("unit__path", "name", "pk")
    sites = _sites(on) if kind == "channel" else {}
    return write_rows(kind, path, ({**_texts(kind, row), **_site(row, sites)} for row in ordered))


def _sites(on: dt.date) -> dict[uuid.UUID, str]:
    """What channels call their websites: by what two of them seldom share."""
    rows = SubjectVersion.objects.on(on).filter(kind="website").values_list("subject", "code", "home")
    return {subject: code or home for subject, code, home in rows}


def _site(row: SubjectVersion, sites: dict[uuid.UUID, str]) -> dict[str, str]:
    parent = row.subject.parent_id
    return {"parent": sites.get(parent, "")} if parent else {}


def _texts(kind: RegisterKind, row: SubjectVersion) -> dict[str, str]:
    """What the version says; the website of a channel is the subject's."""
    values = {field.name: getattr(row, field.name, None) for field in FIELDS[kind]}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value or ""
        for name, value in values.items()
    }
