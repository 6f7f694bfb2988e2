"""What people judged to be ours and the register does not hold: whoever enters it enters that subject, not a second one."""

import datetime as dt
from collections.abc import Callable

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.identity import bare, host_at
from xunwang.office.registry.models import Subject, SubjectVersion


class Unentered(Record, frozen=True):
    """A subject that is not in the register; `ended` is the day from which it is no more, None when it never was."""

    subject: Subject
    ended: dt.date | None

    def may_be(self, kind: SubjectKind) -> bool:
        """What never was in the register may turn out to be of another kind that has an address."""
        return self.subject.kind == kind if self.ended else kind not in ON_PLATFORMS


Judged = Callable[[], dict[str, Subject]]
_JUDGED: list[Judged] = []


def knows_unentered(judged: Judged) -> Judged:
    """Registers who knows of subjects that the register may not hold: a function that gives them by their bare host."""
    _JUDGED.append(judged)
    return judged


def unentered(kind: SubjectKind) -> dict[str, Unentered]:
    """What may be entered as one of this kind, by its bare host."""
    judged = {host: one for known in _JUDGED for host, one in known().items()}
    if not judged:
        return {}
    versions = SubjectVersion.objects.filter(subject__in=judged.values())
    ended = dict(versions.order_by("valid_to").values_list("subject", "valid_to"))
    standing = set(versions.filter(valid_to=None).values_list("subject", flat=True))
    found = {
        host: Unentered(one, ended.get(one.pk)) for host, one in judged.items() if one.pk not in standing
    }
    return {host: one for host, one in found.items() if one.may_be(kind)}


def unentered_at(home: str, among: dict[str, Unentered]) -> Unentered | None:
    return among.get(bare(host_at(home))) if among else None
