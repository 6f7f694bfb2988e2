"""Runs of a campaign: the worker looks at its websites a few at a time, judges each, and can go on after any kill."""

import datetime as dt
import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, Subject, SubjectKind
from xunwang.office import clock
from xunwang.office.accounts import looking as accounts
from xunwang.office.campaigns.judging import judge_again
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import LeaseLostError, PutBackError, Work, ask, handles
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import User
from xunwang.office.places import run_at
from xunwang.office.uploads import scratch
from xunwang.office.watch.series import facts_for

LOOK, RETEST = "look", "retest"
BATCH = 4
ACCOUNT_BATCH = 50
_RETEST_AFTER = dt.timedelta(hours=25)
"""Links that failed for a reason that may pass count only when they still fail a day later."""
_TOLD_EVERY = 1.0  # seconds
_ON_PLATFORMS = (SubjectKind.ACCOUNT, SubjectKind.APP)


def looking_settings() -> door.InspectSettings:
    """How the office looks, as `XUNWANG_INSPECT` says. Raises OfficeError."""
    if not settings.INSPECT:
        return door.InspectSettings()
    path = Path(settings.INSPECT)
    try:
        found = msgspec.json.decode(path.read_bytes(), type=door.InspectSettings)
        found.check()
    except (OSError, msgspec.DecodeError, door.SettingsError) as error:
        raise OfficeError(
            f"XUNWANG_INSPECT 指定的文件“{path}”不能用（{error}），请改正后重新启动。"
        ) from error
    return found


def runs_folder(campaign: Campaign) -> Path:
    return Path(settings.RUNS_FOLDER) / str(campaign.pk)


@transaction.atomic
def start(campaign: Campaign, *, user: User | None) -> int:
    """Puts every subject that was not looked at yet into the queue; gives their number."""
    if campaign.point_closed_at:
        raise OfficeError(f"检查“{campaign}”在监测时间点的结果已经定稿，不能再检查。")
    waiting = campaign.subjects.filter(run_state__in=[RunState.NONE, RunState.FAILED])
    count = waiting.filter(run_path="").update(run_state=RunState.WAITING, run_problem="")
    Campaign.objects.filter(pk=campaign.pk).update(paused=False)
    ask(LOOK, campaign.pk)
    log_action("campaign.started", campaign, user=user, unit=campaign.unit, data={"subjects": count})
    return count


@transaction.atomic
def pause(campaign: Campaign, *, user: User | None) -> None:
    """What is under way is kept and goes on from there after `start`."""
    Campaign.objects.filter(pk=campaign.pk).update(paused=True)
    log_action("campaign.paused", campaign, user=user, unit=campaign.unit)


@transaction.atomic
def look_again(row: CampaignSubject, *, user: User | None) -> None:
    """Looks at one subject anew; its verdict stands until the new one is there."""
    if row.campaign.point_closed_at:
        raise OfficeError(f"检查“{row.campaign}”的结果已经定稿；请在整改通知中复查。")
    row.run_state, row.run_problem = RunState.WAITING, ""
    row.save(update_fields=["run_state", "run_problem"])
    ask(LOOK, row.campaign_id)
    log_action("campaign.rerun", row, user=user, unit=row.campaign.unit)


@handles(LOOK)
def _look(work: Work) -> None:
    campaign = Campaign.objects.get(pk=work.key)
    while batch := _next(campaign):
        campaign.refresh_from_db()
        if campaign.paused:
            return
        _look_at(campaign, batch, work)
    ask(RETEST, campaign.pk, at=timezone.now() + _RETEST_AFTER)


def _next(campaign: Campaign) -> list[CampaignSubject]:
    """Those that a killed worker left come first; websites and accounts are never looked at together."""
    rows = campaign.subjects.filter(run_state__in=[RunState.LOOKING, RunState.WAITING])
    ordered = rows.select_related("campaign", "subject").order_by("run_state", "pk")
    first = ordered.first()
    if first is None:
        return []
    if is_account(first):
        return list(ordered.filter(subject__kind__in=_ON_PLATFORMS)[:ACCOUNT_BATCH])
    return list(ordered.exclude(subject__kind__in=_ON_PLATFORMS)[:BATCH])


def is_account(row: CampaignSubject) -> bool:
    return row.subject.kind in _ON_PLATFORMS


def _look_at(campaign: Campaign, batch: Sequence[CampaignSubject], work: Work) -> None:
    campaign.subjects.filter(pk__in=[row.pk for row in batch]).update(run_state=RunState.LOOKING)
    try:
        runs = look_at(batch, runs_folder(campaign), Watch(campaign, batch, work), as_of=campaign.as_of)
    except door.StoppedError:
        if Campaign.objects.filter(pk=campaign.pk, paused=True).exists():
            return
        raise PutBackError from None
    except (door.RunError, door.SettingsError, OfficeError, OSError) as error:
        if len(batch) > 1:
            for row in batch:
                _look_at(campaign, [row], work)
        else:
            _fail(batch[0], error)
        return
    for row, run in zip(batch, runs, strict=True):
        row.refresh_from_db()
        judge_again(row, run=run, as_of=campaign.as_of)


def _fail(row: CampaignSubject, error: Exception) -> None:
    said = f"{error}".rstrip("。")
    CampaignSubject.objects.filter(pk=row.pk).update(run_state=RunState.FAILED, run_problem=f"{said}。")


def look_at(batch: Sequence[CampaignSubject], out: Path, tell: door.Telling, *, as_of: dt.date) -> list[Path]:
    """Runs over rows of one kind, in their order; what was handed in about accounts counts as of the day."""
    if not is_account(batch[0]):
        return inspect([_inspection(row) for row in batch], out, tell)
    out.mkdir(parents=True, exist_ok=True)
    asked = [accounts.Asked(row.subject, msgspec.convert(row.row, Subject)) for row in batch]
    with scratch() as folder, _rows_from_the_loop():
        return accounts.inspect(
            asked,
            out,
            looking_settings(),
            unit=batch[0].campaign.unit,
            as_of=as_of,
            scratch=folder,
            tell=tell,
        )


def inspect(inspections: Sequence[door.Inspection], out: Path, tell: door.Telling) -> list[Path]:
    """Looks at the sites under the office's settings; runs of an interrupted worker are continued."""
    out.mkdir(parents=True, exist_ok=True)
    with _rows_from_the_loop():
        return door.inspect_sites(
            inspections, out, looking_settings(), reading_day=clock.today(), clock=_now, tell=tell
        )


@contextmanager
def _rows_from_the_loop() -> Iterator[None]:
    """Progress is written from inside the event loop: one short statement a second, in a process that serves nobody."""
    name = "DJANGO_ALLOW_ASYNC_UNSAFE"
    before = os.environ.get(name)
    os.environ[name] = "true"
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _inspection(row: CampaignSubject) -> door.Inspection:
    subject = msgspec.convert(row.row, Subject)
    probes = facts_for(row.subject_id, subject.home, row.campaign.as_of)
    return door.Inspection(
        subject=subject, probes=probes, resume=left_over(subject, runs_folder(row.campaign))
    )


def left_over(subject: Subject, folder: Path) -> Path | None:
    """The unfinished run of the subject in the folder, if a worker was interrupted there."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if door.unfinished(place).id == subject.id:
                return place
        except door.RunError:
            continue
    return None


class Watch:
    """Hears how far the sites are, tells those who watch, and ends the work when the campaign is paused."""

    def __init__(self, campaign: Campaign, batch: Sequence[CampaignSubject], work: Work) -> None:
        self._campaign, self._work = campaign, work
        self._rows = {row.name: row.pk for row in batch}
        self._told: dict[str, float] = {}

    def __call__(self, told: door.Told) -> None:
        if not told.finished and time.monotonic() - self._told.get(told.stage, 0.0) < _TOLD_EVERY:
            return
        self._told[told.stage] = time.monotonic()
        if told.stage in self._rows:
            row = CampaignSubject.objects.filter(pk=self._rows[told.stage])
            row.update(pages_done=told.done, pages_total=told.total)
        try:
            self._work.tell(told.stage, told.done, told.total)
        except LeaseLostError:
            signal.raise_signal(signal.SIGINT)
        if Campaign.objects.filter(pk=self._campaign.pk, paused=True).exists():
            signal.raise_signal(signal.SIGINT)


@handles(RETEST)
def _retest(work: Work) -> None:
    """The second look at links, a day later; what is closed by then stays."""
    campaign = Campaign.objects.get(pk=work.key)
    if campaign.point_closed_at:
        return
    looked = campaign.subjects.filter(run_state=RunState.LOOKED, rechecks=[])
    for done, row in enumerate(looked.exclude(subject__kind__in=_ON_PLATFORMS), start=1):
        work.tell(row.name, done, None)
        run = run_at(row.run_path)
        try:
            later = door.recheck([run], looking_settings(), keys=None, clock=_now, tell=lambda _: None)
        except door.StoppedError:
            raise PutBackError from None
        except (door.RunError, door.SettingsError) as error:
            raise OfficeError(f"{error}。") from error
        row.refresh_from_db()
        judge_again(row, run=run, rechecks=later, as_of=campaign.as_of)


def _now() -> dt.datetime:
    return clock.now().astimezone(SHANGHAI)
