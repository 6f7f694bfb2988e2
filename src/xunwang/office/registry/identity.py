"""What tells two entries of a register apart: code or address of a website, handle or name on a platform."""

from typing import Any

from django.db.models import Q

from xunwang.inspector import door
from xunwang.inspector.model import SubjectKind
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.values import RowError, parse_address


def twin(kind: SubjectKind, fields: dict[str, Any], *, but: Subject | None = None) -> SubjectVersion | None:
    """An entry of today's register that is the same thing; none when the fields are nobody else's."""
    same = _same(fields)
    if not same:
        return None
    rows = SubjectVersion.objects.filter(same, kind=kind, valid_to=None)
    return (rows.exclude(subject=but) if but else rows).select_related("unit").first()


def going_by(text: str) -> Q:
    """Whatever a person may call an entry by: its name, code, handle, or address."""
    called = Q(name=text) | Q(code=text) | Q(handle=text)
    try:
        return called | Q(address_key=door.key_of(parse_address(text)[0]))
    except RowError:
        return called


def _same(fields: dict[str, Any]) -> Q | None:
    platform, handle = fields.get("platform"), fields.get("handle")
    if platform:
        named = Q(handle=handle) if handle else Q(name=fields["name"])
        return Q(platform=platform) & named
    marks = [Q(**{name: fields[name]}) for name in ("code", "address_key") if fields.get(name)]
    if not marks:
        return None
    return marks[0] | marks[-1]
