"""What people enter for indicators that no machine can tell: kept, handed to the judge, withdrawn."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import Entry, OutcomeKind, Subject, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.bringing import as_entries
from xunwang.office.campaigns.models import CampaignSubject, EntryRow
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User

ENTERABLE = (OutcomeKind.FOUND, OutcomeKind.MET)


def entries_for(row: CampaignSubject) -> list[Entry]:
    """What counts for the subject in its campaign, in the words of the inspector; confirmed findings of others among it."""
    rows = row.entries.filter(withdrawn=False).select_related("user")
    written = [
        Entry(
            subject=str(row.subject_id),
            indicator=one.indicator,
            outcome=OutcomeKind(one.outcome),
            by=one.user.shown_name,
            at=timezone.localdate(one.at),
            points=None if one.points is None else one.points.normalize(),
            reason=one.reason,
            proof=one.proof or None,
        )
        for one in rows
    ]
    return written + as_entries(row)


def indicators_of(row: CampaignSubject) -> list[tuple[str, str]]:
    """(id, name) of what the norm asks of the subject."""
    try:
        norm = door.norm(row.campaign.norm)
    except door.NormError:
        return []
    subject = Subject(
        id=str(row.subject_id), name=row.name, home=row.home, kind=SubjectKind(row.subject.kind)
    )
    return [(rule.id, rule.name) for rule in norm.rules if rule.concerns(subject)]


@transaction.atomic
def enter(
    row: CampaignSubject,
    indicator: str,
    outcome: OutcomeKind,
    *,
    reason: str,
    user: User,
    points: Decimal | None = None,
    proof: str = "",
) -> EntryRow:
    """The verdict changes when the subject is judged again. Raises OfficeError."""
    if indicator not in dict(indicators_of(row)):
        raise OfficeError("请选择指标。")
    if outcome not in ENTERABLE:
        raise OfficeError("请选择结果：发现问题，或者符合。")
    if not reason:
        raise OfficeError("请写明依据：在哪里看到什么。")
    if not row.run_path:
        raise OfficeError(f"“{row}”还没有检查，检查之后才能录入。")
    made = EntryRow.objects.create(
        subject=row,
        indicator=indicator,
        outcome=outcome,
        points=points,
        reason=reason[:500],
        proof=proof,
        user=user,
        at=clock.now(),
    )
    said = {"kind": indicator, "result": made.get_outcome_display(), "reason": reason[:200]}
    log_action("entry.made", row, user=user, unit=row.campaign.unit, data=said)
    return made


@transaction.atomic
def withdraw(entry: EntryRow, *, user: User) -> None:
    """The entry counts no more and stays to be read. Raises OfficeError."""
    if entry.withdrawn:
        raise OfficeError("这一条已经撤回。")
    entry.withdrawn = True
    entry.save(update_fields=["withdrawn"])
    row = entry.subject
    log_action("entry.withdrawn", row, user=user, unit=row.campaign.unit, data={"kind": entry.indicator})
