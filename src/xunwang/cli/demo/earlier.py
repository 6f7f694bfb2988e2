"""The period before: a sample of 示例市 as it was a quarter ago, inspected, answered and published."""

import datetime as dt
from typing import TYPE_CHECKING

from xunwang.cli.demo.letterhead import letterhead
from xunwang.cli.demo.moments import on
from xunwang.cli.demo.stage import Stage
from xunwang_demo import city as cities

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.people.models import Unit

AS_OF = dt.date(2025, 12, 31)
SAMPLE = 3
MENDED = ("jtj.shilishi.gov.cn", "ggzy.shilishi.gov.cn")
"""Hosts that had no faults then, so that the two periods differ."""
_TOLD_ON, _MENDED_ON, _ISSUED_ON = dt.date(2026, 1, 5), dt.date(2026, 1, 16), dt.date(2026, 1, 10)


def play_earlier(stage: Stage, unit: "Unit") -> None:
    """Leaves a closed campaign with its tickets and a sealed circular that anybody may read."""
    then = Stage(cities.build(as_of=AS_OF), stage.folder, stage.reporter)
    then.user = stage.user
    stage.reporter.say(f"先检查上一期：{AS_OF}，抽查 {SAMPLE} 个网站")
    campaign = _create(then, unit)
    runs, rechecks = then.look(campaign, stage.folder.earlier_runs, {}, mended=MENDED)
    then.judge(campaign, [*runs, *rechecks])
    then.play_decisions(campaign)
    then.judge(campaign, [*runs, *rechecks])
    _publish(then, campaign)


def _create(then: Stage, unit: "Unit") -> "Campaign":
    from xunwang.office.campaigns.service import create_campaign  # noqa: PLC0415
    from xunwang.office.registry.models import SubjectVersion  # noqa: PLC0415

    rows = SubjectVersion.objects.on(AS_OF).below(unit).filter(kind="website")
    chosen = [row.subject for row in rows.select_related("subject").order_by("home")[:SAMPLE]]
    return create_campaign(
        unit,
        f"{AS_OF.year}年第四季度政府网站抽查",
        period=(dt.date(AS_OF.year, 10, 1), AS_OF),
        norm=then.norm.id,
        as_of=AS_OF,
        subjects=chosen,
        user=then.user,
    )


def _publish(then: Stage, campaign: "Campaign") -> None:
    from xunwang.office.campaigns import issuing, opening, service  # noqa: PLC0415
    from xunwang.office.campaigns.publishing import publish_reports  # noqa: PLC0415
    from xunwang.office.rectify import service as rectify  # noqa: PLC0415
    from xunwang.office.rectify import settling  # noqa: PLC0415
    from xunwang.office.rectify.issuing import issue  # noqa: PLC0415
    from xunwang.office.rectify.models import EventKind  # noqa: PLC0415

    service.close_point(campaign, user=then.user)
    with on(_TOLD_ON):
        tickets = issue(campaign, user=then.user, days=10)
    with on(_MENDED_ON):
        for ticket in tickets[:-1]:
            rectify.note(ticket, EventKind.RECEIPT, "单位已签收并报送整改报告。", _MENDED_ON, user=then.user)
            for item in ticket.items.all():
                settling.accept(item, "演示代入：查看整改后的页面，问题已改正。", user=then.user)
    with on(_ISSUED_ON):
        header = letterhead(campaign, then.norm, period="第四季度", activity="抽查")
        version = issuing.draft(campaign, header, user=then.user)
        publish_reports(campaign, user=then.user)
        service.release(campaign, user=then.user)
        opening.open_to_all(issuing.seal(version, user=then.user), user=then.user)
