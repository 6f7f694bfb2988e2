"""What tells two entries of a register apart: code or address of a website, handle or name on a platform."""

from typing import Any

from django.db.models import Q

from xunwang.inspector import door
from xunwang.inspector.model import SubjectKind
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.values import RowError, parse_address


def twin(kind: SubjectKind, fields: dict[str, Any], *, but: Subject | None = None) -> SubjectVersion | None:
    """An entry of today's register that is the same thing; none when the fields are nobody else's."""
    same = alike(fields)
    if not same:
        return None
    rows = SubjectVersion.objects.filter(same, kind=kind, valid_to=None)
    return (rows.exclude(subject=but) if but else rows).select_related("unit").first()


def bare(host: str) -> str:
    """The host as the register and links may both mean it: without the www that either may leave out."""
    return host.removeprefix("www.")


def host_at(url: str) -> str:
    """The host of an address; nothing of what is none."""
    try:
        return door.host_of(url) if url.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


def going_by(text: str) -> Q:
    """Whatever a person may call an entry by: its name, code, handle, or address."""
    called = Q(name=text) | Q(code=text) | Q(handle=text)
    try:
        return called | Q(address_key=door.key_of(parse_address(text)[0]))
    except RowError:
        return called


def alike(fields: dict[str, Any], within: str = "") -> Q | None:
    """What is true of rows that are the same thing; `within` leads to where a row keeps its fields ("said__")."""

    def is_(name: str) -> Q:
        return Q((f"{within}{name}", fields[name]))

    if fields.get("platform"):
        return is_("platform") & is_("handle" if fields.get("handle") else "name")
    marks = [is_(name) for name in ("code", "address_key") if fields.get(name)]
    if not marks:
        return None
    return marks[0] | marks[-1]
