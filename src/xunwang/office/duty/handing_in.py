"""The duty of a campaign's period as a table of its circular."""

from django.db.models import Q

from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.duty.exporting import summary
from xunwang.office.people.models import Unit


@hands_in
def duty_table(campaign: Campaign) -> GivenTable | None:
    """The units below the campaign's that kept watch in its period; None when nobody did."""
    period = campaign.period_start, campaign.period_end
    kept = Q(shifts__day__range=period) | Q(
        rounds__begun_at__date__range=period, rounds__ended_at__isnull=False
    )
    units = list(Unit.objects.subtree(campaign.unit).filter(kept).distinct())
    return summary(units, *period) if units else None
