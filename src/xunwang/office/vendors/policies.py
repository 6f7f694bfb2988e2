from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import RUNNERS, Role
from xunwang.office.vendors.models import FindingList, ListedFinding

_TAKES = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class FindingListPolicy(Policy[FindingList]):
    """For those who run the campaign: what a unit gets to see of it are the findings that were confirmed."""

    model = FindingList
    unit = "campaign__unit"
    grants: ClassVar[Grants] = {Action.VIEW: RUNNERS, Action.CHANGE: _TAKES}


class ListedFindingPolicy(Policy[ListedFinding]):
    model = ListedFinding
    unit = "list__campaign__unit"
    grants: ClassVar[Grants] = {Action.VIEW: RUNNERS}


FINDING_LISTS, LISTED_FINDINGS = FindingListPolicy(), ListedFindingPolicy()
