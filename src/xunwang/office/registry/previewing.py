"""A look at what an import would do: it is really done, counted, and taken back before anybody can see it."""

import datetime as dt
from pathlib import Path

from django.db import transaction

from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import RegisterKind
from xunwang.office.registry.importing import ImportReport, import_register


def preview(
    path: Path, kind: RegisterKind, unit: Unit, user: User, on: dt.date, *, create_units: bool
) -> ImportReport:
    """The report that the import would give; nothing is written."""
    with transaction.atomic():
        report = import_register(path, kind, unit, user, on, create_units=create_units)
        transaction.set_rollback(True)
    return report
