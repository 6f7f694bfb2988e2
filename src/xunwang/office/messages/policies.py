from typing import ClassVar

from django.db.models import Q

from xunwang.office.messages.models import Channel, Message
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role

_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER})


class ChannelPolicy(Policy[Channel]):
    model = Channel
    grants: ClassVar[Grants] = {
        Action.VIEW: _KEEPERS | {Role.INSPECTOR, Role.AUDITOR},
        Action.CHANGE: _KEEPERS,
    }

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


class MessagePolicy(Policy[Message]):
    """What was sent is read and never changed."""

    model = Message
    grants: ClassVar[Grants] = {Action.VIEW: _KEEPERS | {Role.INSPECTOR, Role.AUDITOR}}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path)


CHANNELS, MESSAGES = ChannelPolicy(), MessagePolicy()
