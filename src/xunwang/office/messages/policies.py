from typing import ClassVar

from xunwang.office.messages.models import Channel, Message, Occasion
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import Role

_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR, Role.UNIT_LEADER})


class ChannelPolicy(Policy[Channel]):
    model = Channel
    grants: ClassVar[Grants] = {
        Action.VIEW: _KEEPERS | {Role.INSPECTOR, Role.AUDITOR},
        Action.CHANGE: _KEEPERS,
    }


class MessagePolicy(Policy[Message]):
    """What was sent is read and never changed."""

    model = Message
    grants: ClassVar[Grants] = {Action.VIEW: _KEEPERS | {Role.INSPECTOR, Role.AUDITOR}}


class OccasionPolicy(Policy[Occasion]):
    model = Occasion
    grants: ClassVar[Grants] = MessagePolicy.grants


CHANNELS, MESSAGES, OCCASIONS = ChannelPolicy(), MessagePolicy(), OccasionPolicy()
