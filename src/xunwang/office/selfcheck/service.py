"""A unit asks for a check of its own website or account: the same machine and the same norm as in an inspection, at most so often."""

import datetime as dt
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from xunwang.inspector import door
from xunwang.inspector.model import Finding, Judgement, SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.inspection import Exhibit
from xunwang.office.campaigns.models import Campaign
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask, open_job
from xunwang.office.limits.taking import TooOftenError, take
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import row_on
from xunwang.office.selfcheck.models import CheckState, SelfCheck

SELF_CHECK = "self-check"
"""The kind of job that looks at a website or an account for its unit."""
KINDS = (SubjectKind.WEBSITE, *ON_PLATFORMS)
"""What a unit can check itself."""
A_SITE, A_UNIT = 2, 10
"""Checks of one website or account and of one unit within a day."""
_DAY = dt.timedelta(days=1)
_USUAL = "cn-2019"


def own_subjects(unit: Unit, day: dt.date) -> QuerySet[SubjectVersion]:
    """The websites and accounts that the unit itself answers for, websites first."""
    rows = SubjectVersion.objects.on(day).filter(unit=unit, kind__in=KINDS)
    return rows.select_related("subject").order_by("platform", "name", "pk")


def norm_for(unit: Unit) -> str:
    """The norm that the unit or those above it inspected by last."""
    above = Campaign.objects.filter(unit__path__in=[unit.path, *unit.paths_above()])
    last = above.order_by("-as_of", "-pk").values_list("norm", flat=True).first()
    return last or _USUAL


@transaction.atomic
def ask_for(subject: Subject, *, user: User) -> SelfCheck:
    """Puts a check of the unit's own website or account into the queue. Raises OfficeError."""
    row = row_on(subject, clock.today())
    if row is None or row.unit_id != user.unit_id or subject.kind not in KINDS:
        raise OfficeError("只能自查本单位填报的网站和新媒体账号。")
    _refuse_second(subject, row.name)
    _take(subject, user.unit)
    made = SelfCheck.objects.create(
        subject=subject, unit=user.unit, name=row.name, norm=norm_for(user.unit), user=user, at=clock.now()
    )
    hosts = [door.host_of(row.home)] if row.home and subject.kind == SubjectKind.WEBSITE else []
    ask(SELF_CHECK, made.pk, hosts=hosts)
    log_action("selfcheck.asked", made, user=user)
    return made


def _refuse_second(subject: Subject, name: str) -> None:
    """Raises OfficeError while a check is under way. One whose job an earlier version gave up without a word stands in nobody's way."""
    waiting = subject.self_checks.filter(state=CheckState.WAITING).first()
    if waiting is None:
        return
    if open_job(SELF_CHECK, waiting.pk):
        raise OfficeError(f"“{name}”的自查正在进行，请等待结果。")
    waiting.state, waiting.problem = CheckState.FAILED, "没有完成，原因见服务器的运行日志。"
    waiting.save(update_fields=["state", "problem"])


def _take(subject: Subject, unit: Unit) -> None:
    try:
        take("selfcheck.unit", unit.pk, A_UNIT, _DAY)
        take("selfcheck.site", subject.pk, A_SITE, _DAY)
    except TooOftenError as error:
        hours = -(-error.wait // 3600)
        raise OfficeError(
            f"一个网站或账号一天最多自查 {A_SITE} 次，一个单位一天最多 {A_UNIT} 次，请 {hours} 小时后再试。"
        ) from error


def findings_of(check: SelfCheck) -> tuple[Finding, ...]:
    return msgspec.convert(check.judgement, Judgement).findings if check.judgement else ()


def exhibit_of_check(check: SelfCheck, finding: str) -> Exhibit | None:
    """What is behind one finding of a check, while its run is there."""
    found = next((one for one in findings_of(check) if one.id == finding), None)
    if found is None or found.evidence is None or not check.run_path:
        return None
    key = f"check-{check.pk}-{found.id}"
    return Exhibit(key, check.run_path, found.evidence, found.url, found.excerpt or "", found.parent or "")


def folder_of(check: SelfCheck) -> Path:
    return Path(settings.RUNS_FOLDER) / f"self-check-{check.pk}"
