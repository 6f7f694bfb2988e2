"""What happens to a campaign as a whole: set up over the register of its monitoring point, closed, released, given files."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xunwang.office import clock, lasting
from xunwang.office.campaigns.models import (
    Campaign,
    CampaignFile,
    CampaignSubject,
    CircularVersion,
    FileKind,
    RunState,
)
from xunwang.office.campaigns.registered import keep_registered
from xunwang.office.circulars.data import register_order
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.people.tree import ends_before_closing
from xunwang.office.registry.models import Subject, SubjectVersion
from xunwang.office.registry.service import inspector_subject
from xunwang.office.registry.undoing import refuse_underway


@transaction.atomic
def create_campaign(
    unit: Unit,
    name: str,
    *,
    period: tuple[dt.date, dt.date],
    norm: str,
    as_of: dt.date,
    subjects: Iterable[Subject],
    user: User | None,
    closing_on: dt.date | None = None,
) -> Campaign:
    """A campaign over `subjects` as the register had them at the monitoring point `as_of`."""
    refuse_underway()
    start, end = period
    if end < start:
        raise OfficeError(f"检查“{name}”的截止日期 {end} 早于起始日期 {start}，应不早于起始日期。")
    if closing_on is not None and closing_on < as_of:
        raise OfficeError(
            f"检查“{name}”的通报截止日 {closing_on} 早于监测时间点 {as_of}，应不早于监测时间点。"
        )
    if Campaign.objects.filter(unit=unit, name=name).exists():
        raise OfficeError(f"“{unit}”已经有名为“{name}”的检查，请换一个名称。")
    campaign = Campaign.objects.create(
        unit=unit,
        name=name,
        period_start=start,
        period_end=end,
        norm=norm,
        as_of=as_of,
        closing_on=closing_on,
        created_by=user,
    )
    CampaignSubject.objects.bulk_create(_cover(campaign, subjects))
    log_action(
        "campaign.created", campaign, user=user, unit=unit, data={"subjects": campaign.subjects.count()}
    )
    return campaign


def _cover(campaign: Campaign, subjects: Iterable[Subject]) -> list[CampaignSubject]:
    """The rows in the order of the register, in which lists and papers show them."""
    wanted = {subject.pk: subject for subject in subjects}
    rows = {
        row.subject_id: row
        for row in SubjectVersion.objects.on(campaign.as_of).select_related("subject", "unit")
    }
    missing = [subject for key, subject in wanted.items() if key not in rows]
    if missing:
        raise OfficeError(f"“{missing[0]}”在监测时间点 {campaign.as_of} 不在名录中，不能列入检查。")
    in_order = sorted((rows[key] for key in wanted), key=lambda row: register_order(inspector_subject(row)))
    return [_covered(campaign, row) for row in in_order]


def _covered(campaign: Campaign, row: SubjectVersion) -> CampaignSubject:
    return CampaignSubject(
        campaign=campaign,
        subject=row.subject,
        unit=row.unit,
        name=row.name,
        home=row.home,
        row=msgspec.to_builtins(inspector_subject(row)),
    )


def covered_subject(campaign: Campaign, subject: str) -> CampaignSubject:
    """The row of one subject (its id) in the campaign."""
    row = campaign.subjects.filter(subject_id=subject).first()
    if row is None:
        raise OfficeError(f"检查“{campaign}”没有列入编号为 {subject} 的对象。")
    return row


@transaction.atomic
def close_point(campaign: Campaign, *, user: User | None) -> None:
    """From now on the verdicts at the monitoring point never change."""
    campaign.point_closed_at = clock.now()
    keep_registered(campaign)
    campaign.save(update_fields=["point_closed_at", "registered"])
    log_action("campaign.point_closed", campaign, user=user, unit=campaign.unit)


def inspected(campaign: Campaign) -> QuerySet[CampaignSubject]:
    """What the campaign looks at; subjects that were only brought with a finding (see `bringing`) it never does."""
    return campaign.subjects.exclude(verdict_at_point="", run_state=RunState.LOOKED, run_path="")


def begun() -> QuerySet[CampaignSubject]:
    """What was looked at or judged already, or waits to be."""
    return CampaignSubject.objects.exclude(verdict_at_point="", run_state=RunState.NONE)


def with_begun(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """The campaigns, each with `begun`: whether anything was done in it yet."""
    return campaigns.annotate(begun=Exists(begun().filter(campaign=OuterRef("pk"))))


def without_verdict(campaign: Campaign) -> QuerySet[CampaignSubject]:
    """What has to be judged before the point is closed."""
    return inspected(campaign).filter(verdict_at_point="")


@ends_before_closing
def _still_running(unit: Unit) -> str:
    number = unit.campaigns.filter(point_closed_at=None).count()
    return f"未定稿的检查 {number} 次" if number else ""


@transaction.atomic
def release(campaign: Campaign, *, user: User | None) -> None:
    """Lets the units below see their part."""
    campaign.released = True
    campaign.save(update_fields=["released"])
    log_action("campaign.released", campaign, user=user, unit=campaign.unit)


@transaction.atomic
def add_file(
    campaign: Campaign,
    path: Path,
    *,
    kind: FileKind,
    label: str,
    user: User | None,
    subject: CampaignSubject | None = None,
    version: CircularVersion | None = None,
) -> CampaignFile:
    """Lists a file that lies in the campaign's folder; a newer one at the same place takes over its row."""
    if not path.resolve().is_relative_to(campaign.folder.resolve()) or not path.is_file():
        raise OfficeError(f"文件“{path.name}”不在检查“{campaign}”的文件夹里，应先写入该文件夹。")
    said: dict[str, Any] = {"kind": kind, "label": label, "subject": subject, "version": version}
    lasting.keep(path.resolve(), top=campaign.folder.resolve().parent)
    said["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    inside = path.resolve().relative_to(campaign.folder.resolve()).as_posix()
    file, _ = CampaignFile.objects.update_or_create(campaign=campaign, path=inside, defaults=said)
    log_action("file.added", file, user=user, unit=campaign.unit, data={"sha256": file.sha256})
    return file
