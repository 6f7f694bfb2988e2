"""Who is inspected."""

from enum import StrEnum

from xunwang.inspector.model.base import Record


class SubjectKind(StrEnum):
    WEBSITE = "website"
    CHANNEL = "channel"
    ACCOUNT = "account"
    APP = "app"
    SYSTEM = "system"


class SiteKind(StrEnum):
    """What a website is to the norm; the register's 类型 is mapped onto it."""

    PORTAL = "portal"
    DEPARTMENT = "department"
    SPECIAL = "special"


class Access(Record, frozen=True):
    """What the register lays down about reaching a site, for the record of every run.

    `hosts` are further hosts of the same site. `robots_authorised`: who allowed that its robots.txt is ignored; None: it is
    obeyed. `rates` are those that the owner of a host or address agreed to, written as for `inspect --agreed`.
    """

    hosts: tuple[str, ...] = ()
    robots_authorised: str | None = None
    rates: tuple[str, ...] = ()


class Subject(Record, frozen=True):
    """One inspected thing. `id` is ours and survives renames and moves; it is never a host or a code.

    An account has a `platform` (id of the platforms' list) and, where known, its `handle` there; its `home` is its page, or
    `platform:handle` where it has none.
    """

    id: str
    name: str
    home: str
    kind: SubjectKind = SubjectKind.WEBSITE
    site_kind: SiteKind | None = None
    level: str | None = None
    code: str | None = None
    organiser: str | None = None
    icp: str | None = None
    phone: str | None = None
    has_public_service: bool = True
    platform: str | None = None
    handle: str | None = None
    access: Access = Access()
