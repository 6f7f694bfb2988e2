"""The machine's re-check: the ticket's websites are looked at again, and each item is held against what was seen.

A link that failed anew is asked once more a day later, as the norm has it, before anything is said of it.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from xunwang.inspector import door
from xunwang.inspector.model import Attempt, Judgement, Outcome, OutcomeKind, Reach, Ruling, Subject
from xunwang.office import clock
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.looking import is_account, look_at
from xunwang.office.campaigns.models import COUNTING, CampaignSubject, FindingRow, When
from xunwang.office.campaigns.ruling import decisions_for
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Priority, PutBackError, Work, ask, handles
from xunwang.office.looking import inspect, left_over, looking_settings, newest
from xunwang.office.places import run_at
from xunwang.office.rectify.models import SETTLED, ItemState, Ticket, TicketItem, TicketState
from xunwang.office.rectify.service import CHECK
from xunwang.office.rectify.settling import before_closing, keep_check

Checker = Callable[[FindingRow], ItemState]
Look = Callable[[Ticket, CampaignSubject], list[Path]]
_CHECKERS: dict[str, Checker] = {}
LATER = "check.later"
_DAY = dt.timedelta(hours=24)
_MOST_ASKED = 20


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
    brought = {item.pk: _state_of_brought(item.finding) for item in owed.exclude(finding__source="")}
    seen, told = _looked_at(ticket, work, lambda ticket, row: [_look(ticket, row)])
    keep_check(ticket, brought | seen, told)
    unseen = ticket.items.filter(state=ItemState.UNSEEN, finding__source="")
    if ticket.state == TicketState.ANSWERED and unseen.exists():
        ask(LATER, ticket.pk, at=clock.local_now() + _DAY)


@handles(LATER, Priority.RECHECK)
def _check_later(work: Work) -> None:
    """The second look at links, a day after the first; a ticket that went back to its unit is checked anew when that answers."""
    ticket = Ticket.objects.select_related("campaign", "unit").get(pk=work.key)
    if ticket.state != TicketState.ANSWERED:
        return
    seen, told = _looked_at(ticket, work, _look_at_links)
    if seen:
        keep_check(ticket, seen, told)


def _looked_at(ticket: Ticket, work: Work, look: Look) -> tuple[dict[int, ItemState], dict[int, str]]:
    """What `look` makes of each item that is owed, by number, and its words where they are others now; subjects of which it has no runs are left out."""
    owed = ticket.items.exclude(state__in=SETTLED).filter(finding__source="").select_related("finding")
    rows = CampaignSubject.objects.filter(findings__ticket_items__in=owed).distinct().order_by("pk")
    seen: dict[int, ItemState] = {}
    told: dict[int, str] = {}
    for done, row in enumerate(rows.select_related("campaign", "subject"), start=1):
        work.tell(row.name, done, rows.count())
        runs = look(ticket, row)
        if not runs:
            continue
        items = [item for item in owed if item.finding.subject_id == row.pk]
        hidden = frozenset() if is_account(row) else _unseen(row, runs)
        judgement = _judged_now(row, runs, hidden)
        seen |= {item.pk: state_of(item, judgement, hidden) for item in items}
        told |= words_now(items, judgement)
    return seen, told


def words_now(items: Sequence[TicketItem], judgement: Judgement) -> dict[int, str]:
    """What is to be said of items that are still there and look otherwise than at the monitoring point, and of those that are too few now."""
    return _too_few(items, judgement) | _otherwise(items, judgement)


def _too_few(items: Sequence[TicketItem], judgement: Judgement) -> dict[int, str]:
    """Where an indicator takes several places and fewer are left: which ones they are no judgement tells, so all its items end below the limit."""
    told = {}
    named = {found.indicator for found in judgement.findings}
    first_of = {
        item.finding.indicator: item for item in reversed(items) if item.finding.indicator not in named
    }
    for outcome in judgement.outcomes:
        first = first_of.get(outcome.indicator)
        if first and _is_below(outcome):
            told[first.pk] = (
                f"{outcome.indicator}仍有{outcome.value}处，已低于{outcome.threshold}处的标准，按已整改计"
            )
    return told


def _is_below(outcome: Outcome) -> bool:
    """Whether there are places left, fewer than the indicator takes to be broken."""
    left, limit = outcome.value, outcome.threshold
    if not (isinstance(left, int) and isinstance(limit, int)):
        return False
    return outcome.outcome is OutcomeKind.MET and 0 < left < limit


def _otherwise(items: Sequence[TicketItem], judgement: Judgement) -> dict[int, str]:
    now_said = {found.id: found.message for found in judgement.findings if found.id not in judgement.carried}
    changed = (
        (item, now_said[item.finding.finding_id])
        for item in items
        if now_said.get(item.finding.finding_id, item.finding.message) != item.finding.message
    )
    return {
        item.pk: f"{item.finding.indicator}复查所见（以{judgement.as_of}计）：{words}"
        for item, words in changed
    }


def _unseen(row: CampaignSubject, runs: Sequence[Path]) -> frozenset[str]:
    """Of everything that counts against the subject; what units still owe is asked for first."""
    owed = TicketItem.objects.filter(finding=OuterRef("pk")).exclude(state__in=SETTLED)
    counting = row.findings.filter(state__in=COUNTING, source="").order_by(Exists(owed).desc(), "pk")
    spots = [door.Spot(one.finding_id, one.indicator, one.url, one.parent) for one in counting]
    asked = itertools.count()

    def ask_once(url: str) -> Attempt:
        """One more request, for a few pages that nothing leads to any more."""
        if next(asked) >= _MOST_ASKED:
            return Attempt(clock.local_now(), Reach.FORBIDDEN)
        try:
            return door.glance(url, looking_settings(), clock.local_now).attempt
        except door.FetchError:
            return Attempt(clock.local_now(), Reach.PROTOCOL)

    try:
        return door.unseen(runs, door.norm(row.campaign.norm), spots, ask_once)
    except (door.RunError, door.NormError) as error:
        raise OfficeError(f"{error}。") from error


def _state_of_brought(finding: FindingRow) -> ItemState:
    """What others found only a check of its own can look at again; without one people have to."""
    checker = _CHECKERS.get(finding.indicator)
    return checker(finding) if checker else ItemState.UNSEEN


def state_of(item: TicketItem, judgement: Judgement, unseen: Collection[str] = ()) -> ItemState:
    """Still there, mended, too few now to break its indicator, or not to be told because indicator or place (`unseen`: ids of findings) could not be checked this time."""
    finding = item.finding
    seen = (found for found in judgement.findings if found.id not in judgement.carried)
    if any(found.id == finding.finding_id and found.ruling is not Ruling.DISMISSED for found in seen):
        return ItemState.STILL
    outcome = next((one for one in judgement.outcomes if one.indicator == finding.indicator), None)
    if outcome is None or outcome.outcome is OutcomeKind.UNCHECKED or finding.finding_id in unseen:
        return ItemState.UNSEEN
    return ItemState.BELOW if _is_below(outcome) else ItemState.MENDED


def _judged_now(row: CampaignSubject, runs: Sequence[Path], unseen: Collection[str]) -> Judgement:
    """The subject as the runs saw it. Until the closing date this is also its verdict at the closing."""
    campaign, (run, *later) = row.campaign, runs
    try:
        day = door.Run.open(run).manifest.started.date()
        if campaign.point_closed_at and before_closing(campaign, day):
            with transaction.atomic():
                judge_again(row, run=run, rechecks=later, as_of=day, unseen=unseen)
            row.refresh_from_db()
            return msgspec.convert(getattr(row, f"judgement_at_{When.CLOSING}"), Judgement)
        decisions = decisions_for(campaign, str(row.subject_id))
        (judged,) = door.judge(runs, door.norm(campaign.norm), as_of=day, decisions=decisions)
    except (door.RunError, door.NormError) as error:
        raise OfficeError(f"{error}。") from error
    return judged.judgement


def _look_at_links(ticket: Ticket, row: CampaignSubject) -> list[Path]:
    """The newest run of the re-check with its failed links asked again; nothing where there is no such run of a website."""
    run = None if is_account(row) else newest(_folder(ticket), msgspec.convert(row.row, Subject))
    if run is None:
        return []
    try:
        return [
            run,
            *door.recheck([run], looking_settings(), keys=None, clock=clock.local_now, tell=lambda _: None),
        ]
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.SettingsError) as error:
        raise OfficeError(f"复查“{row.name}”的链接没有成功：{error}。") from error


def _folder(ticket: Ticket) -> Path:
    return Path(settings.RUNS_FOLDER) / f"{ticket.campaign_id}-recheck-{ticket.pk}"


def _look(ticket: Ticket, row: CampaignSubject) -> Path:
    subject = msgspec.convert(row.row, Subject)
    folder = _folder(ticket)
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
