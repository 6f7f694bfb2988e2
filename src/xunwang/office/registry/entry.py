"""One entry of a register as a form gives it: read by the rules of the spreadsheet, but what is wrong is refused."""

from typing import Any

from xunwang.inspector.model import SubjectKind
from xunwang.office.errors import OfficeError
from xunwang.office.registry.fields import ACCESS_FIELDS, FIELDS, Field, RegisterKind
from xunwang.office.registry.models import REGISTER_FIELDS, SubjectVersion
from xunwang.office.registry.sheet import LEFT_ASIDE, RowReader
from xunwang.office.registry.table import CellText, Line
from xunwang.office.registry.values import RowError

_LEFT_ASIDE = frozenset({"code", "filed_on", *ACCESS_FIELDS})
"""Fields whose wrong value a spreadsheet leaves aside; a form asks for the right one."""


def form_of(kind: SubjectKind) -> RegisterKind:
    """Which register's columns describe a subject of the kind."""
    return "account" if kind in {SubjectKind.ACCOUNT, SubjectKind.APP} else "website"


def read_entry(kind: RegisterKind, given: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The fields of a version, and what was mended in them. What is left empty is emptied. Raises OfficeError."""
    fields = FIELDS[kind]
    places = {field.name: place for place, field in enumerate(fields)}
    reader = RowReader(
        Line(1, tuple(CellText(given.get(field.name, "").strip()) for field in fields)), places
    )
    try:
        row = reader.row(kind)
    except RowError as error:
        raise OfficeError(f"“{_header(fields, error.field)}”不对：{error}") from None
    for name, note in reader.notes:
        if name in _LEFT_ASIDE:
            raise OfficeError(f"“{_header(fields, name)}”不对：{note.removesuffix(LEFT_ASIDE)}。")
    said = {name: getattr(row, name, None) for name in REGISTER_FIELDS} | {"address_key": row.key}
    empty = {name: None if name == "filed_on" else "" for name, value in said.items() if value is None}
    return said | empty, [note for _, note in reader.notes]


def _header(fields: tuple[Field, ...], name: str) -> str:
    return next((field.header for field in fields if field.name == name), name)


def written_entry(kind: RegisterKind, version: SubjectVersion) -> dict[str, str]:
    """The same the other way round: what the form shows of a version."""
    values = {field.name: getattr(version, field.name) for field in FIELDS[kind]}
    return {name: "" if value is None else str(value) for name, value in values.items()}
