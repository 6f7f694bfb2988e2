"""Whether the register or the tree of units changed: every such act stands in the trail."""

import re
import uuid
from typing import NamedTuple

from django.db.models import Q, QuerySet

from xunwang.office.people.models import AuditEntry

_TURNS = (
    Q(action__startswith="unit.")
    | Q(action__startswith="subject.")
    | Q(action__startswith="register.")
    | Q(action="orphan.decided")  # what is entered may be what was decided on
)
_SUBJECT = re.compile(r"registry\.subject:(.+)")


class Turned(NamedTuple):
    """What changed: these subjects alone, or `more` than that."""

    subjects: set[uuid.UUID]
    more: bool


def mark_of_register() -> int:
    """A mark of what the trail says of the register so far."""
    return AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def has_turned(mark: int) -> bool:
    """Whether the register changed since the mark was taken."""
    return _since(mark).exists()


def turned(mark: int) -> Turned:
    """What changed since the mark."""
    told = [_SUBJECT.fullmatch(target) for target in _since(mark).values_list("target", flat=True)]
    return Turned({uuid.UUID(one[1]) for one in told if one}, not all(told))


def _since(mark: int) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(_TURNS, pk__gt=mark)
