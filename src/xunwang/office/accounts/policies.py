from typing import ClassVar

from django.db.models import Q

from xunwang.office.accounts.models import (
    CaptureKey,
    Feed,
    Interface,
    Look,
    Material,
    Post,
    PublishedMonth,
    ShownBySite,
    Standing,
)
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_HANDS_IN = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.ADMINISTRATOR, Role.UNIT_CLERK})
WITNESSES = frozenset({Role.SUPERVISOR, Role.INSPECTOR})
"""Those whose word on what an account shows is taken: a unit does not vouch for its own accounts."""


class MaterialPolicy(Policy[Material]):
    model = Material
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}


class FeedPolicy(Policy[Feed]):
    model = Feed
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}


class InterfacePolicy(Policy[Interface]):
    """That there are credentials, not what they are."""

    model = Interface
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: _HANDS_IN, Action.CHANGE: _HANDS_IN}


class LookPolicy(Policy[Look]):
    model = Look
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class PostPolicy(Policy[Post]):
    model = Post
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class CaptureKeyPolicy(Policy[CaptureKey]):
    """Everybody has to do with the own key only."""

    model = CaptureKey
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}

    def within(self, user: User) -> Q:
        return Q(user=user)


class StandingPolicy(Policy[Standing]):
    model = Standing
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class PublishedMonthPolicy(Policy[PublishedMonth]):
    model = PublishedMonth
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class ShownBySitePolicy(Policy[ShownBySite]):
    model = ShownBySite
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


MATERIALS, FEEDS, LOOKS, POSTS = MaterialPolicy(), FeedPolicy(), LookPolicy(), PostPolicy()
INTERFACES, STANDINGS, PUBLISHED_MONTHS = InterfacePolicy(), StandingPolicy(), PublishedMonthPolicy()
CAPTURE_KEYS, SHOWN_BY_SITES = CaptureKeyPolicy(), ShownBySitePolicy()
