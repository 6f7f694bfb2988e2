from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.reposts.models import Order, Task

_GIVES = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class OrderPolicy(Policy[Order]):
    """Those who gave an order and those it is addressed to see it; only the former change it."""

    model = Order
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _GIVES}

    def within(self, user: User) -> Q:
        given = Q(unit__path__startswith=user.unit.path)
        return given | Q(pk__in=Task.objects.filter(unit__path__startswith=user.unit.path).values("order"))

    def may(self, user: User, action: Action, obj: Order) -> bool:
        own = obj.unit.path.startswith(user.unit.path)
        return super().may(user, action, obj) and (own or action == Action.VIEW)


class TaskPolicy(Policy[Task]):
    """`DECIDE`: saying from one's own sight that something was reposted; not by the unit of the account itself, unless it gave the order."""

    model = Task
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.DECIDE: _GIVES}

    def within(self, user: User) -> Q:
        return Q(unit__path__startswith=user.unit.path) | Q(order__unit__path__startswith=user.unit.path)

    def may(self, user: User, action: Action, obj: Task) -> bool:
        gave = obj.order.unit.path.startswith(user.unit.path)
        return super().may(user, action, obj) and (gave or action == Action.VIEW)


ORDERS, TASKS = OrderPolicy(), TaskPolicy()
