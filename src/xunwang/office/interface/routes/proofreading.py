"""A draft is proofread for another system before it is published; nothing of it is kept."""

import datetime as dt

from django.http import HttpRequest
from ninja import Router

from xunwang.office import clock
from xunwang.office.interface.asking import ANSWERS, Bearer, asker
from xunwang.office.interface.models import Scope
from xunwang.office.interface.schemas import DraftIn, MarkOut, ProofOut
from xunwang.office.limits.taking import take
from xunwang.office.proofing.service import MOST_A_MINUTE, Mark, proofread

router = Router(tags=["文稿校对"], auth=Bearer(Scope.PROOFREAD))


@router.post("/proofread", summary="校对一篇文稿", response={200: ProofOut, **ANSWERS})
def read_draft(request: HttpRequest, said: DraftIn) -> ProofOut:
    by = asker(request)
    take("proofread", by.pk, MOST_A_MINUTE, dt.timedelta(minutes=1))
    proofed = proofread(said.text, by.unit, clock.today(), said.published)
    return ProofOut(
        sure=proofed.sure, suspected=proofed.suspected, marks=[_mark(one) for one in proofed.marks]
    )


def _mark(one: Mark) -> MarkOut:
    return MarkOut(
        line=one.line,
        start=one.place - 1,
        end=one.place - 1 + one.length,
        found=one.found,
        suggest=list(one.suggest),
        kind=one.kind,
        tier="sure" if one.sure else "suspected",
        rule=one.rule,
        why=one.why,
    )
