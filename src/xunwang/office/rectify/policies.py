from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy, below
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.rectify.models import Attachment, Measure, Reminder, Ticket, ToleranceLine

MANAGERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR})
ANSWERERS = frozenset({Role.UNIT_CLERK, Role.UNIT_LEADER})


def _reach(user: User, ticket: str = "") -> Q:
    """Tickets of the user's own subtree, and those that it issued itself, wherever their units stand in the tree by now."""
    return below(user, f"{ticket}unit") | below(user, f"{ticket}campaign__unit")


class TicketPolicy(Policy[Ticket]):
    """The unit, its superiors and those whose campaign it is see a ticket. The unit's own people answer it, those of the campaign's unit drive it."""

    model = Ticket
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: MANAGERS,
        Action.DECIDE: frozenset({Role.SUPERVISOR, Role.REVIEWER}),
        Action.ANSWER: ANSWERERS,
    }

    def within(self, user: User) -> Q:
        return _reach(user)

    def may(self, user: User, action: Action, obj: Ticket) -> bool:
        """Answering is for the unit itself, driving for those whose campaign it is or who stand above them."""
        if not super().may(user, action, obj):
            return False
        if action is Action.ANSWER:
            return user.unit_id == obj.unit_id
        return action is Action.VIEW or user.unit.holds(obj.campaign.unit)


class AttachmentPolicy(Policy[Attachment]):
    model = Attachment
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return _reach(user, "ticket__")


class ReminderPolicy(Policy[Reminder]):
    """A reminder belongs to its ticket; nobody changes one."""

    model = Reminder
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return _reach(user, "ticket__")


class MeasurePolicy(Policy[Measure]):
    """A measure belongs to its ticket."""

    model = Measure
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return _reach(user, "ticket__")


class TolerancePolicy(Policy[ToleranceLine]):
    """A unit sets its own line; those below are told where it lies."""

    model = ToleranceLine
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: frozenset({Role.SUPERVISOR})}

    def within(self, user: User) -> Q:
        return Q(unit__path__in=[*user.unit.paths_above(), user.unit.path])

    def may(self, user: User, action: Action, obj: ToleranceLine) -> bool:
        return super().may(user, action, obj) and (action is Action.VIEW or user.unit_id == obj.unit_id)


TICKETS, ATTACHMENTS, REMINDERS = TicketPolicy(), AttachmentPolicy(), ReminderPolicy()
MEASURES, TOLERANCE_LINES = MeasurePolicy(), TolerancePolicy()
