from typing import ClassVar

from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE
from xunwang.office.publishing.models import PublishedColumn


class PublishedColumnPolicy(Policy[PublishedColumn]):
    """Counts of what websites show to everybody: the unit of the website and its superiors see them."""

    model = PublishedColumn
    unit = "subject__unit"
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}


PUBLISHED = PublishedColumnPolicy()
