from collections.abc import Collection
from typing import ClassVar

from django.db.models import Q, QuerySet

from xunwang.office.campaigns.models import (
    Campaign,
    CampaignFile,
    CampaignSubject,
    CircularVersion,
    EntryRow,
    FindingRow,
)
from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy, below
from xunwang.office.people.roles import EVERYONE, RUNNERS, Role


def _reach(user: User, campaign: str = "") -> Q:
    """Campaigns of the user's own subtree, unreleased ones for those who run them; and what superiors released."""
    own = below(user, f"{campaign}unit")
    released = Q(**{f"{campaign}released": True})
    above = Q(**{f"{campaign}unit__path__in": user.unit.paths_above()})
    return (own if user.role in RUNNERS else own & released) | (above & released)


def _subject_reach(user: User, subject: str = "") -> Q:
    """In a campaign within reach, only the subjects that the user's subtree answered for; those it was told to mend at once.

    Who runs the campaign has all of them, wherever their units stand in the tree by now.
    """
    told = Q(**{f"{subject}notified": True})
    own = below(user, f"{subject}unit") | below(user, f"{subject}campaign__unit")
    return (_reach(user, f"{subject}campaign__") | told) & own


def _sealed_or_run(user: User, version: str) -> Q:
    """No draft of a circular leaves those who run the campaign."""
    sealed = Q(**{f"{version}sealed_at__isnull": False})
    free = sealed | Q(version=None) if version else sealed
    return free | below(user, "campaign__unit") if user.role in RUNNERS else free


class CampaignPolicy(Policy[Campaign]):
    model = Campaign
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.INSPECTOR}),
        Action.RELEASE: frozenset({Role.SUPERVISOR}),
    }

    def within(self, user: User) -> Q:
        return _reach(user)

    def may(self, user: User, action: Action, obj: Campaign) -> bool:
        """What a superior released may be read below, and only read."""
        return super().may(user, action, obj) and (action is Action.VIEW or user.unit.holds(obj.unit))


class CampaignSubjectPolicy(Policy[CampaignSubject]):
    model = CampaignSubject
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return _subject_reach(user)

    def of_campaigns(self, user: User, campaigns: Collection[Campaign]) -> QuerySet[CampaignSubject]:
        """The visible subjects of campaigns that the user may see: nothing but the place of their unit is left to ask."""
        return CampaignSubject.objects.filter(below(user, self.unit), campaign__in=campaigns)


class FindingPolicy(Policy[FindingRow]):
    model = FindingRow
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.DECIDE: frozenset({Role.SUPERVISOR, Role.REVIEWER}),
    }

    def within(self, user: User) -> Q:
        return _subject_reach(user, "subject__")

    def may(self, user: User, action: Action, obj: FindingRow) -> bool:
        """Only those of the unit that runs the campaign, or of its superiors, decide."""
        return super().may(user, action, obj) and (
            action is Action.VIEW or user.unit.holds(obj.subject.campaign.unit)
        )


class EntryPolicy(Policy[EntryRow]):
    """Entered by those who run the campaign, or their superiors; read by whoever may see the subject."""

    model = EntryRow
    grants: ClassVar[Grants] = FindingPolicy.grants

    def within(self, user: User) -> Q:
        return _subject_reach(user, "subject__")

    def may(self, user: User, action: Action, obj: EntryRow) -> bool:
        return super().may(user, action, obj) and (
            action is Action.VIEW or user.unit.holds(obj.subject.campaign.unit)
        )


class CampaignFilePolicy(Policy[CampaignFile]):
    model = CampaignFile
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        own = Q(subject=None) | below(user, "subject__unit") | below(user, "campaign__unit")
        return _reach(user, "campaign__") & own & _sealed_or_run(user, "version__")


class CircularVersionPolicy(Policy[CircularVersion]):
    """Drafts are for those who run the campaign; a sealed circular is for everybody whom the campaign was released to."""

    model = CircularVersion
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: frozenset({Role.SUPERVISOR, Role.INSPECTOR}),
        Action.RELEASE: frozenset({Role.SUPERVISOR}),
    }

    def within(self, user: User) -> Q:
        return _reach(user, "campaign__") & _sealed_or_run(user, "")

    def may(self, user: User, action: Action, obj: CircularVersion) -> bool:
        return super().may(user, action, obj) and (
            action is Action.VIEW or user.unit.holds(obj.campaign.unit)
        )


CAMPAIGNS, CAMPAIGN_SUBJECTS = CampaignPolicy(), CampaignSubjectPolicy()
FINDINGS, FILES = FindingPolicy(), CampaignFilePolicy()
ENTRIES = EntryPolicy()
VERSIONS = CircularVersionPolicy()
