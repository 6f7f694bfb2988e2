"""Who may do what: one policy object per model. `may(user, VIEW, obj)` says the same as membership in `visible(user)`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

from xunwang.office.people.models import AuditEntry, Unit, User
from xunwang.office.people.roles import EVERYONE, Role

M = TypeVar("M", bound=Model)
Grants = Mapping["Action", frozenset[Role]]


class Action(StrEnum):
    VIEW = "view"
    CHANGE = "change"
    DECIDE = "decide"
    RELEASE = "release"
    ANSWER = "answer"


def below(user: User, way: str) -> Q:
    """The condition that the unit at the end of `way` ("subject__unit"; "" for a unit itself) is the user's own or stands below it."""
    return Q(**{f"{way}__path__startswith" if way else "path__startswith": user.unit.path})


class Policy(Generic[M]):
    """Rights over one model: the role must be granted the action and the object must lie within the user's reach.

    `unit` is the way from the model to the unit whose place in the tree decides about that.
    """

    model: type[M]
    unit: ClassVar[str] = "unit"
    grants: ClassVar[Grants]

    def grants_to(self, user: User, action: Action) -> bool:
        return user.is_active and Role(user.role) in self.grants.get(action, frozenset())

    def within(self, user: User) -> Q:
        """The condition that an object lies within the user's reach."""
        return below(user, self.unit)

    def visible(self, user: User) -> QuerySet[M]:
        rows = self.model._default_manager.all()  # noqa: SLF001  # Django's own name for it
        return rows.filter(self.within(user)) if self.grants_to(user, Action.VIEW) else rows.none()

    def may(self, user: User, action: Action, obj: M) -> bool:
        rows = self.model._default_manager.filter(self.within(user), pk=obj.pk)  # noqa: SLF001
        return self.grants_to(user, action) and rows.exists()


class UnitPolicy(Policy[Unit]):
    model = Unit
    unit = ""
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR}),
    }


class UserPolicy(Policy[User]):
    """People only: the accounts of other systems come and go with their tokens."""

    model = User
    grants: ClassVar[Grants] = {
        Action.VIEW: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
        Action.CHANGE: frozenset({Role.ADMINISTRATOR}),
    }

    def within(self, user: User) -> Q:
        return super().within(user) & Q(token=None)


class AuditPolicy(Policy[AuditEntry]):
    """Nobody may change the trail."""

    model = AuditEntry
    grants: ClassVar[Grants] = {Action.VIEW: frozenset({Role.AUDITOR})}


UNITS, USERS, AUDIT = UnitPolicy(), UserPolicy(), AuditPolicy()
