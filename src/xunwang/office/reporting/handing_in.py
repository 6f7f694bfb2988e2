"""The list for circulars: who was asked for a report after the inspection and did not hand it in in time."""

from xunwang.office import clock
from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import Campaign
from xunwang.office.circulars.data import GivenTable, chinese_date
from xunwang.office.reporting.models import Addressee, SubmissionState

_TOLD = (SubmissionState.LATE, SubmissionState.RETURNED, SubmissionState.MISSING)


@hands_in
def reports_missing(campaign: Campaign) -> GivenTable | None:
    """None where everything asked for so far came in time."""
    today = clock.today()
    asked = Addressee.objects.filter(request__campaign=campaign).select_related("request", "unit")
    rows = tuple(
        (row.unit.name, row.request.title, chinese_date(row.due_on), str(row.state(today).label))
        for row in asked.prefetch_related("submissions").order_by("request__due_on", "unit__path")
        if row.state(today) in _TOLD
    )
    if not rows:
        return None
    columns = ("单位", "应报材料", "截止日", "报送情况")
    return GivenTable("reports_missing", "未按期报送材料的单位", columns, rows)
