from typing import ClassVar

from django.db.models import Q

from xunwang.office.accounts.models import (
    CaptureKey,
    Feed,
    Interface,
    Look,
    Material,
    Post,
    PublishedDay,
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
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class FeedPolicy(Policy[Feed]):
    model = Feed
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class InterfacePolicy(Policy[Interface]):
    """That there are credentials, not what they are."""

    model = Interface
    grants: ClassVar[Grants] = {Action.VIEW: _HANDS_IN, Action.CHANGE: _HANDS_IN}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class LookPolicy(Policy[Look]):
    model = Look
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class PostPolicy(Policy[Post]):
    model = Post
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class CaptureKeyPolicy(Policy[CaptureKey]):
    """Everybody has to do with the own key only."""

    model = CaptureKey
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _HANDS_IN}

    def within(self, user: User) -> Q:
        return Q(user=user)


class StandingPolicy(Policy[Standing]):
    model = Standing
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


class PublishedDayPolicy(Policy[PublishedDay]):
    model = PublishedDay
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


MATERIALS, FEEDS, LOOKS, POSTS = MaterialPolicy(), FeedPolicy(), LookPolicy(), PostPolicy()
INTERFACES, STANDINGS, PUBLISHED_DAYS = InterfacePolicy(), StandingPolicy(), PublishedDayPolicy()
CAPTURE_KEYS = CaptureKeyPolicy()
