"""What the publishing statistics tell a circular: items of the campaign's period, a row for each website that was counted."""

from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable
from xunwang.office.publishing.counting import columns_of
from xunwang.office.publishing.figures import by_site
from xunwang.office.publishing.models import PublishedColumn


@hands_in
def publishing(campaign: Campaign) -> GivenTable | None:
    rows = PublishedColumn.objects.filter(subject__campaign=campaign)
    columns = columns_of(rows.select_related("subject", "subject__unit"))
    counted = by_site(columns, campaign.period_start, campaign.period_end)
    if not counted:
        return None
    return GivenTable(
        key="publishing",
        title="政府网站信息发布情况",
        columns=("网站", "单位", "发布条数", "栏目数", "未能读取的栏目数"),
        rows=tuple((one.site, one.unit, one.total, one.columns, one.unread) for one in counted),
        sums=("发布条数", "栏目数", "未能读取的栏目数"),
        note="按检查时栏目列表里写明的日期统计；未能读取的栏目不计入发布条数。",
    )
