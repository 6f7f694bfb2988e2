"""The machine's re-check: the ticket's websites are looked at again, and each item is held against what was seen."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Judgement, OutcomeKind, Subject
from xunwang.office import clock
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.looking import inspect, is_account, left_over, look_at
from xunwang.office.campaigns.models import CampaignSubject, FindingRow, When
from xunwang.office.campaigns.service import decisions_for
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Priority, PutBackError, Work, handles
from xunwang.office.places import run_at
from xunwang.office.rectify.models import SETTLED, ItemState, Ticket, TicketItem
from xunwang.office.rectify.service import CHECK, keep_check

Checker = Callable[[FindingRow], ItemState]
_CHECKERS: dict[str, Checker] = {}


def checks(indicator: str) -> Callable[[Checker], Checker]:
    """Registers how a finding of the office's own is looked at again."""

    def register(checker: Checker) -> Checker:
        _CHECKERS[indicator] = checker
        return checker

    return register


@handles(CHECK, Priority.RECHECK)
def _check(work: Work) -> None:
    ticket = Ticket.objects.select_related("campaign", "unit").get(pk=work.key)
    if not ticket.open:
        return
    owed = ticket.items.exclude(state__in=SETTLED).select_related("finding")
    items = owed.filter(finding__source="")
    rows = CampaignSubject.objects.filter(findings__ticket_items__in=items).distinct().order_by("pk")
    seen = {item.pk: _state_of_brought(item.finding) for item in owed.exclude(finding__source="")}
    for done, row in enumerate(rows.select_related("campaign", "subject"), start=1):
        work.tell(row.name, done, rows.count())
        judgement = _judged_now(ticket, row)
        of_row = [item for item in items if item.finding.subject_id == row.pk]
        seen |= {item.pk: state_of(item, judgement) for item in of_row}
    keep_check(ticket, seen)


def _state_of_brought(finding: FindingRow) -> ItemState:
    """What others found only a check of its own can look at again; without one people have to."""
    checker = _CHECKERS.get(finding.indicator)
    return checker(finding) if checker else ItemState.UNSEEN


def state_of(item: TicketItem, judgement: Judgement) -> ItemState:
    """Still there, mended, or not to be told because the indicator could not be checked this time."""
    finding = item.finding
    if any(found.id == finding.finding_id for found in judgement.findings):
        return ItemState.STILL
    outcome = next((one for one in judgement.outcomes if one.indicator == finding.indicator), None)
    if outcome is None or outcome.outcome is OutcomeKind.UNCHECKED:
        return ItemState.UNSEEN
    return ItemState.MENDED


def _judged_now(ticket: Ticket, row: CampaignSubject) -> Judgement:
    """The subject as it is today. Until the closing date this is also its verdict at the closing."""
    run = _look(ticket, row)
    today = clock.today()
    campaign = row.campaign
    if campaign.point_closed_at and (campaign.closing_on is None or today <= campaign.closing_on):
        with transaction.atomic():
            judge_again(row, run=run, as_of=today)
        row.refresh_from_db()
        kept = getattr(row, f"judgement_at_{When.CLOSING}")
        return msgspec.convert(kept, Judgement)
    try:
        decisions = decisions_for(campaign, str(row.subject_id))
        (judged,) = door.judge([run], door.norm(campaign.norm), as_of=today, decisions=decisions)
    except (door.RunError, door.NormError) as error:
        raise OfficeError(f"{error}。") from error
    return judged.judgement


def _look(ticket: Ticket, row: CampaignSubject) -> Path:
    subject = msgspec.convert(row.row, Subject)
    folder = Path(settings.RUNS_FOLDER) / f"{row.campaign_id}-recheck-{ticket.pk}"
    resume = left_over(subject, folder)
    since = run_at(row.run_path) if resume is None and row.run_path else None
    if is_account(row):
        return _look_at_account(row, folder)
    try:
        (run,) = inspect(
            [door.Inspection(subject=subject, resume=resume, since=since)],
            folder,
            lambda _: None,
            unit=row.campaign.unit,
        )
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.SettingsError, OSError) as error:
        raise OfficeError(f"复查“{row.name}”没有成功：{error}。") from error
    return run


def _look_at_account(row: CampaignSubject, folder: Path) -> Path:
    """What was handed in since counts as well: a unit that published again brings its list."""
    try:
        (run,) = look_at([row], folder, lambda _: None, as_of=clock.today())
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.SettingsError, OSError) as error:
        raise OfficeError(f"复查“{row.name}”没有成功：{error}。") from error
    return run
