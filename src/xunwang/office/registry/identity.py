"""What tells two entries of a register apart: code or address of a website, handle or name on a platform."""

from typing import Any

from django.db.models import Q

from xunwang.inspector.model import SubjectKind
from xunwang.office.registry.models import Subject, SubjectVersion


def twin(kind: SubjectKind, fields: dict[str, Any], *, but: Subject | None = None) -> SubjectVersion | None:
    """An entry of today's register that is the same thing; none when the fields are nobody else's."""
    same = _same(fields)
    if not same:
        return None
    rows = SubjectVersion.objects.filter(same, kind=kind, valid_to=None)
    return (rows.exclude(subject=but) if but else rows).select_related("unit").first()


def _same(fields: dict[str, Any]) -> Q | None:
    platform, handle = fields.get("platform"), fields.get("handle")
    if platform:
        named = Q(handle=handle) if handle else Q(name=fields["name"])
        return Q(platform=platform) & named
    marks = [Q(**{name: fields[name]}) for name in ("code", "address_key") if fields.get(name)]
    if not marks:
        return None
    return marks[0] | marks[-1]
