"""What the register said about one subject over time, and what each change was."""

from collections.abc import Sequence

from django.db.models import Field

from xunwang.inspector.model import Record
from xunwang.office.registry.models import REGISTER_FIELDS, SubjectVersion

_SHOWN = tuple(name for name in REGISTER_FIELDS if name not in {"address_key", "site_kind"})


class Difference(Record, frozen=True):
    label: str
    before: str
    after: str


class Chapter(Record, frozen=True):
    """A version with what it changed; `gap`: the subject was not in the register before it."""

    version: SubjectVersion
    differences: tuple[Difference, ...]
    gap: bool


def diary(versions: Sequence[SubjectVersion]) -> list[Chapter]:
    """The versions of one subject, which come oldest first, newest first."""
    chapters = []
    before: SubjectVersion | None = None
    for version in versions:
        follows = before is not None and before.valid_to == version.valid_from
        said = _differences(before, version) if follows and before else ()
        chapters.append(Chapter(version, said, not follows))
        before = version
    return chapters[::-1]


def _differences(before: SubjectVersion, after: SubjectVersion) -> tuple[Difference, ...]:
    found = [
        Difference(label(name), _text(before, name), _text(after, name))
        for name in _SHOWN
        if getattr(before, name) != getattr(after, name)
    ]
    if before.unit_id != after.unit_id:
        found.append(Difference("填报单位", before.unit.name, after.unit.name))
    return tuple(found)


def label(name: str) -> str:
    field = SubjectVersion._meta.get_field(name)  # noqa: SLF001  # Django's own name for it
    assert isinstance(field, Field)
    return str(field.verbose_name)


def _text(version: SubjectVersion, name: str) -> str:
    value = getattr(version, name)
    return "" if value is None else str(value)
