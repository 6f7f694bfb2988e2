from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.watch.models import (
    AgreedDay,
    PlannedClosure,
    StatusPage,
    VantagePoint,
    WatchedAddress,
    WatchedDay,
)

_SUPERVISING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


class WatchedDayPolicy(Policy[WatchedDay]):
    """The series is read and never changed by people."""

    model = WatchedDay
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class AgreedDayPolicy(Policy[AgreedDay]):
    """As the series it is made of."""

    model = AgreedDay
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class WatchedAddressPolicy(Policy[WatchedAddress]):
    """A unit names its own key columns and systems."""

    model = WatchedAddress
    unit = "subject__unit"
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: _SUPERVISING | {Role.UNIT_LEADER, Role.UNIT_CLERK},
    }


class VantagePointPolicy(Policy[VantagePoint]):
    """What a point hands in can take a site out of a veto: only those who supervise set one up."""

    model = VantagePoint
    grants: ClassVar[Grants] = {Action.VIEW: _SUPERVISING | {Role.AUDITOR}, Action.CHANGE: _SUPERVISING}


class StatusPagePolicy(Policy[StatusPage]):
    model = StatusPage
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _SUPERVISING}


class PlannedClosurePolicy(Policy[PlannedClosure]):
    """A closure takes visits out of a veto: only those who supervise enter one."""

    model = PlannedClosure
    unit = "subject__unit"
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: _SUPERVISING,
    }


WATCHED_DAYS, AGREED_DAYS, CLOSURES = WatchedDayPolicy(), AgreedDayPolicy(), PlannedClosurePolicy()
ADDRESSES, POINTS, STATUS_PAGES = WatchedAddressPolicy(), VantagePointPolicy(), StatusPagePolicy()
