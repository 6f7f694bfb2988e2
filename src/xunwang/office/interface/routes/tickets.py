"""Tickets: read them, say who received one, answer one. The unit's own systems act for the unit; those above only read."""

import base64
import binascii

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from ninja import Query, Router

from xunwang.office.errors import OfficeError
from xunwang.office.interface import shapes
from xunwang.office.interface.asking import ANSWERS, Bearer, Key, asker, paged, seen_or_404
from xunwang.office.interface.models import Scope
from xunwang.office.interface.problems import RefusedError
from xunwang.office.interface.schemas import (
    FileIn,
    Paged,
    Paging,
    ReceiptIn,
    ReplyIn,
    TicketDetail,
    TicketOut,
)
from xunwang.office.people.policy import Action
from xunwang.office.rectify import service
from xunwang.office.rectify.models import EventKind, Ticket, TicketState
from xunwang.office.rectify.policies import TICKETS
from xunwang.office.uploads import Kept, folder_of, keep

router = Router(tags=["整改"])
_READ, _REPLY = Bearer(Scope.TICKETS), Bearer(Scope.REPLY)


@router.get("/tickets", auth=_READ, summary="整改通知", response={200: Paged[TicketOut], **ANSWERS})
def tickets(
    request: HttpRequest, paging: Query[Paging], state: TicketState | None = None
) -> Paged[TicketOut]:
    rows = TICKETS.visible(asker(request)).select_related("unit")
    if state:
        rows = rows.filter(state=state.value)
    return paged(rows.order_by("due_on", "pk"), paging, shapes.ticket)


@router.get("/tickets/{int:key}", auth=_READ, summary="一份整改通知", response={200: TicketDetail, **ANSWERS})
def ticket(request: HttpRequest, key: Key) -> TicketDetail:
    return shapes.ticket_detail(seen_or_404(TICKETS, request, key))


@router.post(
    "/tickets/{int:key}/receipt", auth=_REPLY, summary="登记签收", response={200: TicketDetail, **ANSWERS}
)
def receipt(request: HttpRequest, key: Key, said: ReceiptIn) -> TicketDetail:
    found = _own(request, key)
    service.read(found, asker(request), EventKind.RECEIPT, f"签收人：{said.person.strip()}")
    return shapes.ticket_detail(found)


@router.post(
    "/tickets/{int:key}/reply", auth=_REPLY, summary="回复整改情况", response={200: TicketDetail, **ANSWERS}
)
def reply(request: HttpRequest, key: Key, said: ReplyIn) -> TicketDetail:
    found = _own(request, key)
    answers = {one.item: one.answer for one in said.items}
    foreign = sorted(answers.keys() - set(found.items.values_list("pk", flat=True)))
    if foreign:
        raise OfficeError(f"编号为 {foreign[0]} 的问题不在这份整改通知里。")
    files = [_kept(one, folder_of(asker(request), found)) for one in said.files]
    service.answer(found, answers, said.text, user=asker(request), files=files)
    return shapes.ticket_detail(found)


def _own(request: HttpRequest, key: int) -> Ticket:
    found = seen_or_404(TICKETS, request, key)
    if not TICKETS.may(asker(request), Action.ANSWER, found):
        raise RefusedError(403, "只有收到整改通知的单位自己的系统（填报人员角色）可以签收和回复。")
    return found


def _kept(file: FileIn, folder: str) -> Kept:
    try:
        body = base64.b64decode(file.content, validate=True)
    except (binascii.Error, ValueError):
        raise OfficeError(f"附件“{file.name}”不是完好的 Base64。") from None
    return keep(SimpleUploadedFile(file.name, body), folder)
