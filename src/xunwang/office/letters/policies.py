from typing import ClassVar

from xunwang.office.letters.models import Letter, LetterLimits
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role

_LEADERS = frozenset({Role.SUPERVISOR, Role.INSPECTOR, Role.UNIT_LEADER})


class LetterPolicy(Policy[Letter]):
    """A unit and its superiors see its letters; CHANGE takes them in, ANSWER notes test letters and their answers."""

    model = Letter
    grants: ClassVar[Grants] = {
        Action.VIEW: EVERYONE,
        Action.CHANGE: _LEADERS,
        Action.ANSWER: _LEADERS | {Role.UNIT_CLERK},
    }


class LetterLimitsPolicy(Policy[LetterLimits]):
    """Supervisors set the limits of their own unit and those below."""

    model = LetterLimits
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: frozenset({Role.SUPERVISOR})}


LETTERS, LETTER_LIMITS = LetterPolicy(), LetterLimitsPolicy()
