"""What orders to repost contribute to a campaign's circular: the accounts that did not repost in time."""

from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.reposts.matrix import orders_of, undone_table
from xunwang.office.reposts.models import Order, Task


@hands_in
def undone(campaign: Campaign) -> GivenTable | None:
    """The list of those who did not repost what the campaign's unit ordered in its period; None when nothing was ordered."""
    given = Order.objects.filter(unit=campaign.unit)
    orders = orders_of(given, campaign.period_start, campaign.period_end)
    return undone_table(Task.objects.filter(order__in=orders)) if orders.exists() else None
