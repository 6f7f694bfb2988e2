"""Appeals of units, and what a ruling that lifts a finding does to their tickets."""

from collections.abc import Sequence

from django.db import transaction

from xunwang.inspector.model import Ruling
from xunwang.office import clock
from xunwang.office.campaigns import ruling
from xunwang.office.campaigns.judging import ask_to_judge_again
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.rectify.models import SETTLED, Appeal, EventKind, ItemState, TicketItem
from xunwang.office.rectify.service import attach, happened, hold
from xunwang.office.rectify.settling import close_when_settled
from xunwang.office.uploads import Kept


@transaction.atomic
def appeal(item: TicketItem, text: str, *, user: User, files: Sequence[Kept] = ()) -> Appeal:
    """The unit says that the finding is wrong."""
    if not text.strip():
        raise OfficeError("申诉需要写明理由。")
    hold(item.ticket)
    item.refresh_from_db(fields=["state"])
    if item.state in SETTLED or not item.ticket.open:
        raise OfficeError("这个问题已经办结，不能再申诉。")
    if item.appeals.filter(accepted=None).exists():
        raise OfficeError("这个问题的申诉正在处理，请等待结果。")
    made = Appeal.objects.create(item=item, user=user, at=clock.now(), text=text.strip())
    event = happened(item.ticket, EventKind.APPEALED, user, f"{item.finding.message}：{text.strip()}")
    attach(event, files)
    said = {"reason": text.strip()[:200], "files": len(files)}
    log_action("appeal.made", item, user=user, unit=item.ticket.campaign.unit, data=said)
    return made


@transaction.atomic
def decide_appeal(made: Appeal, *, accepted: bool, reason: str, user: User) -> None:
    """Accepting lifts the finding, and verdict and score follow; either way the unit reads why."""
    hold(made.item.ticket)
    made.refresh_from_db(fields=["accepted"])
    if made.accepted is not None:
        raise OfficeError("这项申诉已经处理过了。")
    if not reason.strip():
        raise OfficeError("处理申诉需要写明意见。")
    made.accepted, made.reason = accepted, reason.strip()
    made.decided_by, made.decided_at = user, clock.now()
    made.save()
    item = made.item
    ticket = item.ticket
    word = "成立" if accepted else "不成立"
    happened(ticket, EventKind.APPEAL_DECIDED, user, f"{item.finding.message}：申诉{word}，{reason.strip()}")
    said = {"accepted": accepted, "reason": reason.strip()}
    log_action("appeal.decided", item, user=user, unit=ticket.campaign.unit, data=said)
    if accepted:
        ruling.decide(
            item.finding, user, Ruling.DISMISSED, at=clock.now(), reason=f"申诉成立：{reason.strip()}"
        )
        ask_to_judge_again(item.finding.subject)
    close_when_settled(ticket, user)


@ruling.follows_ruling
def _lift(finding: FindingRow, user: User, reason: str) -> None:
    """What was ruled to weigh nothing, on appeal or in the queue, nobody has to mend."""
    items = TicketItem.objects.filter(finding=finding).exclude(state=ItemState.LIFTED)
    for item in items.select_related("ticket__campaign__unit", "finding"):
        was_open = item.state not in SETTLED
        item.state = ItemState.LIFTED
        item.save(update_fields=["state"])
        if was_open:
            happened(item.ticket, EventKind.LIFTED, user, f"{finding.message}：{reason}")
        close_when_settled(item.ticket, user)
