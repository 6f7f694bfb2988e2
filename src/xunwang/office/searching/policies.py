from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import RUNNERS, Role
from xunwang.office.searching.models import ArchiveSearch, FoundPage, SearchedRun

_SEARCHING = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class ArchiveSearchPolicy(Policy[ArchiveSearch]):
    """What is found is no finding yet: only those who run the campaign, or campaigns above it, see it."""

    model = ArchiveSearch
    unit = "campaign__unit"
    grants: ClassVar[Grants] = {Action.VIEW: RUNNERS, Action.CHANGE: _SEARCHING}


class SearchedRunPolicy(Policy[SearchedRun]):
    model = SearchedRun
    unit = "search__campaign__unit"
    grants: ClassVar[Grants] = {Action.VIEW: RUNNERS}


class FoundPagePolicy(Policy[FoundPage]):
    model = FoundPage
    unit = "run__search__campaign__unit"
    grants: ClassVar[Grants] = {Action.VIEW: RUNNERS}


SEARCHES, SEARCHED_RUNS, FOUND_PAGES = ArchiveSearchPolicy(), SearchedRunPolicy(), FoundPagePolicy()
