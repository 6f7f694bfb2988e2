"""What the error reports tell a circular: those received in the campaign's period by the units below it."""

from xunwang.office import clock
from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.feedback.figures import by_unit, given_table
from xunwang.office.feedback.models import ErrorReport


@hands_in
def error_reports(campaign: Campaign) -> GivenTable | None:
    below = ErrorReport.objects.filter(unit__path__startswith=campaign.unit.path)
    counted = by_unit(below.received_between(campaign.period_start, campaign.period_end), clock.today())
    return given_table(counted) if counted else None
