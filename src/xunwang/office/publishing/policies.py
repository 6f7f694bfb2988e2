from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE
from xunwang.office.publishing.models import PublishedColumn


class PublishedColumnPolicy(Policy[PublishedColumn]):
    """Counts of what websites show to everybody: the unit of the website and its superiors see them."""

    model = PublishedColumn
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE}

    def within(self, user: User) -> Q:
        return Q(subject__unit__path__startswith=user.unit.path)


PUBLISHED = PublishedColumnPolicy()
