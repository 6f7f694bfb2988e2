from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.publishing.models import Catalogue, PublishedColumn, StatedTotal

_ENTERING = EVERYONE - {Role.AUDITOR, Role.ADMINISTRATOR}


class PublishedColumnPolicy(Policy[PublishedColumn]):
    """Counts of what websites show to everybody: the unit of the website and its superiors see them."""

    model = PublishedColumn
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


class CataloguePolicy(Policy[Catalogue]):
    """A unit keeps the catalogues of its websites and of those below it; superiors may as well."""

    model = Catalogue
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _ENTERING}


class StatedTotalPolicy(Policy[StatedTotal]):
    """What a unit states it enters itself, or its superior does; whoever sees it may see how it was explained."""

    model = StatedTotal
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _ENTERING}


PUBLISHED, CATALOGUES, STATED = PublishedColumnPolicy(), CataloguePolicy(), StatedTotalPolicy()
