"""What people judged to be ours and the register does not hold: whoever enters it enters that subject, not a second one."""

import datetime as dt
from collections.abc import Callable

from django.db.models import Exists, Max, OuterRef, QuerySet

from xunwang.inspector.model import Record, SubjectKind
from xunwang.office.registry.identity import bare, host_at
from xunwang.office.registry.models import ON_PLATFORMS, Subject, SubjectVersion


class Unentered(Record, frozen=True):
    """A subject that is not in the register; `ended` is the day from which it is no more, None when it never was."""

    subject: Subject
    ended: dt.date | None

    def may_be(self, kind: SubjectKind) -> bool:
        """What never was in the register may turn out to be of another kind that has an address."""
        return self.subject.kind == kind if self.ended else kind not in ON_PLATFORMS


Judged = Callable[[QuerySet[Subject]], dict[str, Subject]]
_JUDGED: list[Judged] = []


def knows_unentered(judged: Judged) -> Judged:
    """Registers who knows such subjects: a function that gives those of the rows that it knows by their bare host."""
    _JUDGED.append(judged)
    return judged


def unentered(kind: SubjectKind) -> dict[str, Unentered]:
    """What may be entered as one of this kind, by its bare host."""
    standing = SubjectVersion.objects.filter(subject=OuterRef("pk"), valid_to=None)
    rows = Subject.objects.filter(~Exists(standing)).select_related("unit")
    judged = {host: one for known in _JUDGED for host, one in known(rows).items()}
    versions = SubjectVersion.objects.filter(subject__in=judged.values()).order_by()
    ended = dict(versions.values_list("subject").annotate(day=Max("valid_to")))
    found = {host: Unentered(one, ended.get(one.pk)) for host, one in judged.items()}
    return {host: one for host, one in found.items() if one.may_be(kind)}


def unentered_at(home: str, among: dict[str, Unentered]) -> Unentered | None:
    return among.get(bare(host_at(home))) if among else None
