"""The ladder of consequences: a measure is decided, written as a document of its own, and kept with its hash."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.rectify import measure_paper
from xunwang.office.rectify.models import EventKind, Measure, Step, Ticket
from xunwang.office.rectify.service import attach, happened
from xunwang.office.uploads import Kept, keep_bytes


class Decision(Record, frozen=True):
    """What was decided. Without `basis` the rules of the norm that the ticket's findings stand under are the basis."""

    step: Step
    on: dt.date
    reason: str
    number: str = ""
    detail: str = ""
    basis: str = ""
    due_on: dt.date | None = None


NEEDED = {
    Step.INTERVIEW: "约谈需要写明约谈对象、时间和地点。",
    Step.CLOSING: "责令关停或注销需要写明是哪个网站或账号。",
    Step.ACCOUNTABILITY: "移交问责需要写明移交的机关。",
}
"""The rungs that mean nothing without their detail, with the refusal."""


@transaction.atomic
def take_measure(ticket: Ticket, made: Decision, *, user: User, files: Sequence[Kept] = ()) -> Measure:
    """A rung of the ladder; a lower one than before is refused. Its document lies with the ticket. Raises OfficeError."""
    _refuse_incomplete(made)
    _refuse_strange_day(made.on, ticket)
    rungs = list(Step)
    highest = max((rungs.index(Step(one.step)) for one in ticket.measures.all()), default=-1)
    if rungs.index(made.step) < highest:
        raise OfficeError(f"已经采取过“{rungs[highest].label}”，不能再退回到“{made.step.label}”。")
    measure = Measure.objects.create(
        ticket=ticket,
        step=made.step,
        decided_on=made.on,
        decided_by=user,
        reason=made.reason.strip(),
        number=made.number.strip(),
        detail=made.detail.strip(),
        basis=made.basis.strip() or measure_paper.basis_of(ticket),
        due_on=made.due_on,
    )
    body = measure_paper.paper(measure)
    name = f"{measure_paper.TITLES[made.step]}-{ticket.unit.name}.docx"
    kept = keep_bytes(body, name, f"ticket/{ticket.pk}/measures")
    event = happened(ticket, EventKind.MEASURE, user, f"{measure}：{measure.reason}".replace(" ：", "："))
    measure.paper, *_ = attach(event, [kept, *files])
    measure.save(update_fields=["paper"])
    said = {"step": made.step.label, "reason": measure.reason[:200], "sha256": kept.sha256}
    log_action("measure.taken", ticket, user=user, unit=ticket.campaign.unit, data=said)
    return measure


def _refuse_strange_day(on: dt.date, ticket: Ticket) -> None:
    """The day stands under the document, which tells what was asked before it."""
    if on > clock.today():
        raise OfficeError(f"决定日期 {on} 在今天之后，应填已经决定的日期。")
    if on < ticket.issued_on:
        raise OfficeError(f"决定日期 {on} 早于下发整改通知的 {ticket.issued_on}，请核对。")


def _refuse_incomplete(made: Decision) -> None:
    if not made.reason.strip():
        raise OfficeError("采取处理措施需要写明事由。")
    if made.step in NEEDED and not made.detail.strip():
        raise OfficeError(NEEDED[made.step])
    if made.due_on is not None and made.due_on < made.on:
        raise OfficeError(f"限期 {made.due_on} 早于决定日期 {made.on}，请核对。")
