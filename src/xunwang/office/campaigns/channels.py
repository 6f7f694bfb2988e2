"""The channels of a campaign as a table of its circular: they are parts of websites and counted as none (rulebook 11.2)."""

import msgspec

from xunwang.inspector.model import Judgement, SubjectKind
from xunwang.office.campaigns.handed_in import hands_in
from xunwang.office.campaigns.models import VERDICT_LABELS, Campaign
from xunwang.office.campaigns.publishing import words_for
from xunwang.office.circulars.data import GivenTable
from xunwang.office.circulars.gather import site_result

COLUMNS = ("频道名称", "主办单位", "检查结果", "被通报问题")


@hands_in
def channels_table(campaign: Campaign) -> GivenTable | None:
    """None where no channel was judged."""
    judged = campaign.subjects.filter(subject__kind=SubjectKind.CHANNEL).exclude(judgement_at_point=None)
    words = words_for(campaign)
    rows = []
    for row in judged.select_related("unit").order_by("unit__path", "name", "pk"):
        told = site_result(msgspec.convert(row.judgement_at_point, Judgement), words)
        problems = "；".join(problem.text for problem in told.problems)
        rows.append((told.name, row.unit.name, VERDICT_LABELS[told.verdict], problems or None))
    return GivenTable("channels", "频道检查情况", COLUMNS, tuple(rows)) if rows else None
