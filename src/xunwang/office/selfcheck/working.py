"""The worker's part: looks, judges, keeps the judgement and clears away older runs."""

import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
from django.db import transaction

from xunwang.inspector import door
from xunwang.office import clock, periods
from xunwang.office.accounts import looking as accounts
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job
from xunwang.office.jobs.queue import LeaseLostError, Priority, PutBackError, Work, gives_up, handles
from xunwang.office.looking import inspect, left_over
from xunwang.office.places import noted
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.service import inspector_subject, row_on
from xunwang.office.retention.lots import names_runs, size_of
from xunwang.office.retention.models import RemovedRun
from xunwang.office.retention.removing import finish, write_down
from xunwang.office.selfcheck.models import CheckState, SelfCheck
from xunwang.office.selfcheck.service import SELF_CHECK, folder_of

_TOLD_EVERY = 1.0  # seconds


@handles(SELF_CHECK, Priority.CRAWL)
def _check(work: Work) -> None:
    check = SelfCheck.objects.select_related("subject", "unit").get(pk=work.key)
    if check.state != CheckState.WAITING:
        return
    try:
        run = _look(check, work)
        (judged,) = door.judge([run], door.norm(check.norm), as_of=clock.today())
    except door.StoppedError:
        raise PutBackError from None
    except (door.RunError, door.NormError, door.SettingsError, OfficeError, OSError) as error:
        check.state, check.problem = CheckState.FAILED, str(error)
        check.save(update_fields=["state", "problem"])
        return
    check.state, check.problem, check.run_path = CheckState.DONE, "", noted(run)
    check.verdict = judged.judgement.verdict.value
    check.judgement = msgspec.to_builtins(judged.judgement)
    check.save()
    _clear_older(check)


@gives_up(SELF_CHECK)
def _end(job: Job, said: str) -> None:
    """The unit reads why nothing came of its check, and may ask for another one."""
    waiting = SelfCheck.objects.filter(pk=job.key, state=CheckState.WAITING)
    waiting.update(state=CheckState.FAILED, problem=said)


def _look(check: SelfCheck, work: Work) -> Path:
    row = row_on(check.subject, clock.today())
    if row is None:
        raise OfficeError("已不在名录中，不能自查。")
    subject, folder = inspector_subject(row), folder_of(check)
    if check.subject.kind in ON_PLATFORMS:
        asked = accounts.Asked(check.subject, subject)
        (run,) = accounts.inspect([asked], folder, _Teller(work), unit=check.unit, as_of=clock.today())
        return run
    inspection = door.Inspection(subject=subject, resume=left_over(subject, folder))
    (run,) = inspect([inspection], folder, _Teller(work), unit=check.unit)
    return run


class _Teller:
    """Tells those who watch how far it is, about once a second, and ends the slice that a worker gives to one job."""

    def __init__(self, work: Work) -> None:
        self._work, self._last = work, 0.0

    def __call__(self, told: door.Told) -> None:
        if not told.finished and time.monotonic() - self._last < _TOLD_EVERY:
            return
        self._last = time.monotonic()
        if self._is_over(told):
            self._work.interrupt()

    def _is_over(self, told: door.Told) -> bool:
        try:
            self._work.tell(told.stage, told.done, told.total)
        except LeaseLostError:
            return True
        return self._work.is_over()


@names_runs("self-check-*")
def _runs_kept() -> Iterable[str]:
    return SelfCheck.objects.exclude(run_path="").values_list("run_path", flat=True)


def _clear_older(check: SelfCheck) -> None:
    """What goes is written down first: whoever opens an older check hears why its pages are not there."""
    gone = RemovedRun.objects.values("path")
    older = check.subject.self_checks.exclude(run_path="").order_by("-pk")[
        periods.kept(periods.SELF_CHECKS) :
    ]
    paths = [one.run_path for one in older if not gone.filter(path=one.run_path).exists()]
    if not paths:
        return
    rule = periods.rule(periods.SELF_CHECKS)
    sizes = {path: (rule, size_of([path])) for path in paths}
    with transaction.atomic():
        write_down(sizes, check, check.unit, user=None, by="系统自动")
    finish()
