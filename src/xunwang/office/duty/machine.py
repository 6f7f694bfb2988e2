"""The machine's own patrol: every website once a day, only what is new or changed since the day before; new findings are told the same day."""

import datetime as dt
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import Judgement, SubjectKind
from xunwang.office import clock
from xunwang.office.alerts import service
from xunwang.office.alerts.models import Severity
from xunwang.office.campaigns.looking import inspect, left_over
from xunwang.office.duty.models import MachineLook
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Priority, PutBackError, Work, ask, handles
from xunwang.office.jobs.ticking import repeats
from xunwang.office.people.models import Unit
from xunwang.office.places import noted, run_at
from xunwang.office.registry.models import SubjectVersion
from xunwang.office.registry.service import inspector_subject

PATROL_SITE, NEW_FINDINGS = "patrol.site", "patrol"
_KEPT = dt.timedelta(days=7)
_TOLD = 5


@repeats("patrol.daily", every=dt.timedelta(hours=1))
def ask_for_today(_work: Work) -> None:
    """Asks for every website that was not looked at today, once the hour has come; nothing while the patrol is off."""
    now = clock.local(clock.now())
    if settings.PATROL_HOUR is None or now.hour < settings.PATROL_HOUR:
        return
    today = now.date()
    done = MachineLook.objects.filter(day=today).values("subject")
    rows = SubjectVersion.objects.on(today).filter(subject__kind=SubjectKind.WEBSITE).exclude(home="")
    for subject in rows.exclude(subject__in=done).order_by("subject_id").values_list("subject_id", flat=True):
        ask(PATROL_SITE, subject)


@handles(PATROL_SITE, Priority.RECHECK)
def look(work: Work) -> None:
    """One website, from its last run on. What cannot be looked at says so in the row and is asked for again tomorrow."""
    today, key = clock.today(), UUID(work.key)
    version = SubjectVersion.objects.on(today).filter(subject=key).select_related("subject__unit").first()
    if version is None or MachineLook.objects.filter(subject=key, day=today).exists():
        return
    before = MachineLook.objects.filter(subject=key).exclude(run_path="").first()
    try:
        run = _run(version, before)
        judgement = _judged(run, today)
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.SettingsError, door.NormError, OfficeError, OSError) as error:
        MachineLook.objects.create(subject=version.subject, day=today, problem=f"{error}"[:500])
        return
    _keep(version, before, run, judgement)
    _drop_old(version, today)


def _run(version: SubjectVersion, before: MachineLook | None) -> Path:
    subject = inspector_subject(version)
    folder = Path(settings.RUNS_FOLDER) / "patrol" / str(version.subject_id)
    since = run_at(before.run_path) if before else None
    inspection = door.Inspection(
        subject=subject,
        since=since if since is not None and since.is_dir() else None,
        resume=left_over(subject, folder),
    )
    above = Unit.objects.above(version.unit).last() or version.unit
    (run,) = inspect([inspection], folder, lambda _: None, unit=above)
    return run


def _judged(run: Path, today: dt.date) -> Judgement:
    (judged,) = door.judge([run], door.norm(settings.PATROL_NORM), as_of=today)
    return judged.judgement


@transaction.atomic
def _keep(version: SubjectVersion, before: MachineLook | None, run: Path, judgement: Judgement) -> None:
    """The first look knows nothing of before: it tells nothing as new."""
    today = clock.today()
    known = set(before.findings) if before else {one.id for one in judgement.findings}
    new = [one for one in judgement.findings if one.id not in known]
    MachineLook.objects.create(
        subject=version.subject,
        day=today,
        run_path=noted(run),
        findings=[one.id for one in judgement.findings],
        new=[{"indicator": one.indicator, "message": one.message, "url": one.url} for one in new],
    )
    if new:
        said = "；".join(f"{one.message}（{one.url}）" for one in new[:_TOLD])
        title = f"{version.name}巡查发现{len(new)}个新问题"
        key = f"{NEW_FINDINGS}:{version.subject_id}:{today}"
        news = service.News(
            NEW_FINDINGS, key, version.unit, Severity.IMPORTANT, title, f"{said}。", version.subject
        )
        service.come_up(news, clock.now())


def _drop_old(version: SubjectVersion, today: dt.date) -> None:
    """Runs of more than a week ago are no longer needed: each run holds what it took over from the one before."""
    old = MachineLook.objects.filter(subject=version.subject, day__lt=today - _KEPT).exclude(run_path="")
    for one in old:
        shutil.rmtree(run_at(one.run_path), ignore_errors=True)
    old.update(run_path="")
