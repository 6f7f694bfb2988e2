"""What circulars say: their statements as printed, and the figures in them."""

from django.http import HttpRequest
from ninja import Query, Router

from xunwang.office.campaigns import issuing
from xunwang.office.campaigns.policies import CAMPAIGNS, VERSIONS
from xunwang.office.interface import shapes
from xunwang.office.interface.asking import ANSWERS, Bearer, Key, asker, paged, seen_or_404
from xunwang.office.interface.models import Scope
from xunwang.office.interface.schemas import CircularDetail, CircularOut, Paged, Paging

router = Router(tags=["通报"], auth=Bearer(Scope.RESULTS))


@router.get(
    "/campaigns/{int:key}/circulars", summary="一次检查的通报", response={200: Paged[CircularOut], **ANSWERS}
)
def circulars(request: HttpRequest, key: Key, paging: Query[Paging]) -> Paged[CircularOut]:
    found = seen_or_404(CAMPAIGNS, request, key)
    return paged(VERSIONS.visible(asker(request)).filter(campaign=found), paging, shapes.circular)


@router.get(
    "/circulars/{int:key}", summary="一版通报的文字、表格和数字", response={200: CircularDetail, **ANSWERS}
)
def circular(request: HttpRequest, key: Key) -> CircularDetail:
    found = seen_or_404(VERSIONS, request, key)
    return shapes.circular_detail(found, issuing.parts_of(found), issuing.figures_of(found))
