"""Planned closures: entered with the paper that says so, withdrawn, never deleted."""

import datetime as dt

from django.db import transaction

from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject
from xunwang.office.uploads import Kept
from xunwang.office.watch.models import PlannedClosure
from xunwang.office.watch.series import count_again

_LONGEST = dt.timedelta(days=90)


@transaction.atomic
def plan_closure(
    subject: Subject,
    when: tuple[dt.datetime, dt.datetime],
    *,
    reason: str,
    proof: str,
    by: User,
    paper: Kept | None = None,
) -> PlannedClosure:
    """Visits from the first moment until before the second count no more. Raises OfficeError."""
    start, end = when
    _refuse_closure(start, end, reason, proof)
    closure = PlannedClosure.objects.create(
        subject=subject,
        start=start,
        end=end,
        reason=reason.strip(),
        proof=proof.strip(),
        paper=paper.path if paper else "",
        paper_name=paper.name[:200] if paper else "",
        paper_sha256=paper.sha256 if paper else "",
        entered_by=by,
    )
    said = {
        "when": f"{clock.shown(start)} 至 {clock.shown(end)}",
        "reason": closure.reason,
        "proof": closure.proof,
    }
    _count_again(closure)
    log_action("closure.planned", subject, user=by, unit=subject.unit, data=said)
    return closure


def _refuse_closure(start: dt.datetime, end: dt.datetime, reason: str, proof: str) -> None:
    if not reason.strip():
        raise OfficeError("请填写“原因”，例如“机房搬迁”。")
    if not proof.strip():
        raise OfficeError("请填写“依据”：批准关停的文件名称和文号。")
    if end <= start:
        raise OfficeError("“结束时间”应晚于“开始时间”。")
    if end - start > _LONGEST:
        raise OfficeError(f"一次计划关停最长{_LONGEST.days}天；长期关停应在名录中注销网站。")


@transaction.atomic
def withdraw_closure(closure: PlannedClosure, *, by: User) -> None:
    """The visits count again; the row stays."""
    closure.withdrawn = True
    closure.save(update_fields=["withdrawn"])
    _count_again(closure)
    said = {"when": f"{clock.shown(closure.start)} 至 {clock.shown(closure.end)}"}
    log_action("closure.withdrawn", closure.subject, user=by, unit=closure.subject.unit, data=said)


def _count_again(closure: PlannedClosure) -> None:
    first, last = (moment.astimezone(SHANGHAI).date() for moment in (closure.start, closure.end))
    count_again(closure.subject_id, first, last)
