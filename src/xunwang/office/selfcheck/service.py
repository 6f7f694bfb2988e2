"""A unit asks for a check of its own website: the same machine and the same norm as in an inspection, at most so often."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.db import transaction

from xunwang.inspector import door
from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.limits.taking import TooOftenError, take
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import row_on
from xunwang.office.selfcheck.models import CheckState, SelfCheck

SELF_CHECK = "self-check"
"""The kind of job that looks at a website for its unit."""
A_SITE, A_UNIT = 2, 10
"""Checks of one website and of one unit within a day."""
KEPT = 2
"""Runs that stay on the disk for each website."""
_DAY = dt.timedelta(days=1)
_USUAL = "cn-2019"


def own_sites(unit: Unit, day: dt.date) -> list[SubjectVersion]:
    """The websites that the unit itself answers for."""
    rows = SubjectVersion.objects.on(day).filter(unit=unit, subject__kind=SubjectKind.WEBSITE)
    return list(rows.select_related("subject").order_by("name", "pk"))


def norm_for(unit: Unit) -> str:
    """The norm that the unit or those above it inspected by last."""
    above = Campaign.objects.filter(unit__path__in=[unit.path, *unit.paths_above()])
    last = above.order_by("-as_of", "-pk").values_list("norm", flat=True).first()
    return last or _USUAL


@transaction.atomic
def ask_for(subject: Subject, *, user: User) -> SelfCheck:
    """Puts a check of the unit's own website into the queue. Raises OfficeError."""
    row = row_on(subject, clock.today())
    if row is None or row.unit_id != user.unit_id or subject.kind != SubjectKind.WEBSITE:
        raise OfficeError("只能自查本单位填报的网站。")
    if subject.self_checks.filter(state=CheckState.WAITING).exists():
        raise OfficeError(f"“{row.name}”的自查正在进行，请等待结果。")
    _take(subject, user.unit)
    made = SelfCheck.objects.create(
        subject=subject, unit=user.unit, name=row.name, norm=norm_for(user.unit), user=user, at=clock.now()
    )
    ask(SELF_CHECK, made.pk, hosts=[door.host_of(row.home)] if row.home else [])
    log_action("selfcheck.asked", made, user=user)
    return made


def _take(subject: Subject, unit: Unit) -> None:
    try:
        take("selfcheck.unit", unit.pk, A_UNIT, _DAY)
        take("selfcheck.site", subject.pk, A_SITE, _DAY)
    except TooOftenError as error:
        hours = -(-error.wait // 3600)
        raise OfficeError(
            f"一个网站一天最多自查 {A_SITE} 次，一个单位一天最多 {A_UNIT} 次，请 {hours} 小时后再试。"
        ) from error


def folder_of(check: SelfCheck) -> Path:
    return Path(settings.RUNS_FOLDER) / f"self-check-{check.pk}"
