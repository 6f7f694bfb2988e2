"""What accounts contribute to a campaign's circular: publishing by platform."""

from xunwang.office.accounts import statistics
from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.registry.fields import ON_PLATFORMS


@hands_in
def publishing(campaign: Campaign) -> GivenTable | None:
    """Publishing counts of the period by platform; None for a campaign without accounts, and where nobody saw what they published."""
    if not campaign.subjects.filter(subject__kind__in=ON_PLATFORMS).exists():
        return None
    found = statistics.accounts_of(campaign.unit, campaign.period_start, campaign.period_end)
    if not any(one.posts or one.zero for one in found):
        return None
    groups = statistics.by_platform(found)
    rows = tuple((one.name, one.registered, one.closed, one.published, one.zero, one.posts) for one in groups)
    columns = ("平台", "期内登记", "期内注销", "有发布", "零发布", "发布数")
    return GivenTable("account_posts", "政务新媒体发布情况", columns, rows, sums=columns[1:])
