"""Campaigns, verdicts and findings within the reach of the token."""

from django.http import HttpRequest
from ninja import Query, Router

from xunwang.inspector.model import Verdict
from xunwang.office.campaigns.models import without_judgements
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS, CAMPAIGNS, FINDINGS
from xunwang.office.campaigns.summing import summary
from xunwang.office.interface import shapes
from xunwang.office.interface.asking import ANSWERS, Bearer, Key, asker, paged, seen_or_404
from xunwang.office.interface.models import Scope
from xunwang.office.interface.schemas import (
    CampaignDetail,
    CampaignOut,
    FindingOut,
    FindingsAsked,
    Paged,
    Paging,
    VerdictDetail,
    VerdictOut,
)

router = Router(tags=["检查"], auth=Bearer(Scope.RESULTS))


@router.get("/campaigns", summary="检查", response={200: Paged[CampaignOut], **ANSWERS})
def campaigns(request: HttpRequest, paging: Query[Paging]) -> Paged[CampaignOut]:
    return paged(CAMPAIGNS.visible(asker(request)).select_related("unit"), paging, shapes.campaign)


@router.get("/campaigns/{int:key}", summary="一次检查及其合格率", response={200: CampaignDetail, **ANSWERS})
def campaign(request: HttpRequest, key: Key) -> CampaignDetail:
    found = seen_or_404(CAMPAIGNS, request, key)
    rows = CAMPAIGN_SUBJECTS.visible(asker(request)).filter(campaign=found)
    point, closing = (summary(found, when, rows=rows) for when in ("point", "closing"))
    return shapes.campaign_detail(found, point, closing)


@router.get(
    "/campaigns/{int:key}/verdicts", summary="一次检查的结论", response={200: Paged[VerdictOut], **ANSWERS}
)
def verdicts(
    request: HttpRequest, key: Key, paging: Query[Paging], verdict: Verdict | None = None
) -> Paged[VerdictOut]:
    found = seen_or_404(CAMPAIGNS, request, key)
    rows = CAMPAIGN_SUBJECTS.visible(asker(request)).filter(campaign=found).select_related("unit")
    if verdict:
        rows = rows.filter(verdict_at_point=verdict.value)
    return paged(rows, paging, shapes.verdict)


@router.get(
    "/verdicts/{int:key}", summary="一个对象的结论和各指标结果", response={200: VerdictDetail, **ANSWERS}
)
def verdict(request: HttpRequest, key: Key) -> VerdictDetail:
    return shapes.verdict_detail(seen_or_404(CAMPAIGN_SUBJECTS, request, key))


@router.get("/findings", summary="问题", response={200: Paged[FindingOut], **ANSWERS})
def findings(request: HttpRequest, paging: Query[Paging], asked: Query[FindingsAsked]) -> Paged[FindingOut]:
    wanted = {
        "subject__campaign": asked.campaign,
        "subject": asked.verdict,
        "indicator": asked.indicator,
        "state": asked.state and asked.state.value,
    }
    rows = FINDINGS.visible(asker(request)).filter(**{name: value for name, value in wanted.items() if value})
    whole = without_judgements(rows.select_related("subject__campaign").order_by("pk"), "subject__")
    return paged(whole, paging, shapes.finding)


@router.get("/findings/{int:key}", summary="一个问题", response={200: FindingOut, **ANSWERS})
def finding(request: HttpRequest, key: Key) -> FindingOut:
    return shapes.finding(seen_or_404(FINDINGS, request, key))
