"""Orders to repost: given to accounts and websites below a unit, each with the deadline of its platform."""

from xunwang.inspector.model import SHANGHAI, RepostOrderFact
from xunwang.office.accounts.models import Task
from xunwang.office.registry.models import Subject


def orders_for(subject: Subject) -> tuple[RepostOrderFact, ...]:
    """What an inspection of the subject holds its posts against."""
    tasks = Task.objects.filter(subject=subject, order__cancelled="").select_related("order")
    return tuple(
        RepostOrderFact(
            key=str(task.order_id),
            title=task.order.title,
            issued=task.order.issued.astimezone(SHANGHAI),
            due=task.due.astimezone(SHANGHAI),
            url=task.order.url or None,
        )
        for task in tasks.order_by("due", "pk")
    )
