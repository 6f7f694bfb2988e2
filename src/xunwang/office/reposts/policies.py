from typing import ClassVar

from django.db.models import Q

from xunwang.office.people.models import User
from xunwang.office.people.policy import Action, Grants, Policy, below
from xunwang.office.people.roles import EVERYONE, Role
from xunwang.office.reposts.models import Order, Task

_GIVES = frozenset({Role.SUPERVISOR, Role.INSPECTOR})


class OrderPolicy(Policy[Order]):
    """Those who gave an order and those it is addressed to see it; only the former change it."""

    model = Order
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.CHANGE: _GIVES}

    def within(self, user: User) -> Q:
        addressed = Q(pk__in=Task.objects.filter(below(user, "unit")).values("order"))
        return super().within(user) | addressed

    def may(self, user: User, action: Action, obj: Order) -> bool:
        own = user.unit.holds(obj.unit)
        return super().may(user, action, obj) and (own or action == Action.VIEW)


class TaskPolicy(Policy[Task]):
    """`DECIDE`: saying from one's own sight that something was reposted; not by the unit of the account itself, unless it gave the order."""

    model = Task
    grants: ClassVar[Grants] = {Action.VIEW: EVERYONE, Action.DECIDE: _GIVES}

    def within(self, user: User) -> Q:
        return super().within(user) | below(user, "order__unit")

    def may(self, user: User, action: Action, obj: Task) -> bool:
        gave = user.unit.holds(obj.order.unit)
        return super().may(user, action, obj) and (gave or action == Action.VIEW)


ORDERS, TASKS = OrderPolicy(), TaskPolicy()
