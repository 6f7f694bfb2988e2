"""Looking at subjects of a campaign: asking for it, the settings it is done under, and where its runs lie.

What workers do with it stands in `slicing`.
"""

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.door.proofreading import Terms
from xunwang.inspector.model import SHANGHAI, UNDECODABLE, Subject, reason
from xunwang.office import clock, lasting
from xunwang.office.accounts import looking as accounts
from xunwang.office.campaigns.models import Campaign, CampaignSubject, RunState
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.places import run_at
from xunwang.office.proofing.terms import lost_domains_for, terms_for
from xunwang.office.registry.columns import pins_for
from xunwang.office.registry.models import ON_PLATFORMS
from xunwang.office.reposts import service as reposts
from xunwang.office.uploads import scratch
from xunwang.office.watch.series import facts_for

LOOK = "look"


def looking_settings() -> door.InspectSettings:
    """How the office looks, as `XUNWANG_INSPECT` says. Raises OfficeError."""
    if not settings.INSPECT:
        return door.InspectSettings()
    path = Path(settings.INSPECT)
    try:
        said = path.read_bytes()
        found = msgspec.json.decode(said, type=door.InspectSettings)
        found.check()
        unknown = msgspec.json.decode(said, type=dict[str, object]).keys() - set(found.__struct_fields__)
    except (OSError, door.SettingsError, *UNDECODABLE) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise OfficeError(
            f"环境变量 XUNWANG_INSPECT 指定的文件“{path}”不能用（{why}），请改正后重新启动。"
        ) from error
    if unknown:
        raise OfficeError(
            f"环境变量 XUNWANG_INSPECT 指定的文件“{path}”里没有“{min(unknown)}”这个参数，"
            f"应为 {'、'.join(found.__struct_fields__)} 之一。"
        )
    return found


def settings_of(unit: Unit) -> door.InspectSettings:
    """The same, with the tables that hold for whoever inspects: those of the proofreader, and lost domains. Raises OfficeError."""
    found, terms = looking_settings(), terms_for(unit)
    lost = dict.fromkeys((*found.lost_domains, *lost_domains_for(unit)))
    kept = found.terms if terms == Terms() else msgspec.json.encode(terms).decode()
    return structs.replace(found, terms=kept, lost_domains=tuple(lost))


def runs_folder(campaign: Campaign) -> Path:
    return Path(settings.RUNS_FOLDER) / str(campaign.pk)


def folder_of(row: CampaignSubject) -> Path:
    """Where the runs of one website lie, however many the campaign has."""
    return runs_folder(row.campaign) / str(row.pk)


@transaction.atomic
def start(campaign: Campaign, *, user: User | None) -> int:
    """Puts every subject that was not looked at yet into the queue; gives the number of all that wait there, of before a pause as well."""
    if campaign.point_closed_at:
        raise OfficeError(f"检查“{campaign}”在监测时间点的结果已经定稿，不能再检查。")
    waiting = campaign.subjects.filter(run_state__in=[RunState.NONE, RunState.FAILED])
    waiting.filter(Q(run_path="") | ~Q(lent_on=None)).update(run_state=RunState.WAITING, run_problem="")
    count = campaign.subjects.filter(run_state__in=[RunState.WAITING, RunState.LOOKING]).count()
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


def is_account(row: CampaignSubject) -> bool:
    return row.subject.kind in ON_PLATFORMS


def look_at(batch: Sequence[CampaignSubject], out: Path, tell: door.Telling, *, as_of: dt.date) -> list[Path]:
    """Runs over rows of one kind, in their order; what was handed in about accounts counts as of the day."""
    if not is_account(batch[0]):
        return inspect([_inspection(row) for row in batch], out, tell, unit=batch[0].campaign.unit)
    orders = reposts.facts_for([row.subject for row in batch], batch[0].campaign.period_start, as_of)
    asked = [
        accounts.Asked(row.subject, msgspec.convert(row.row, Subject), orders.get(row.subject_id, ()))
        for row in batch
    ]
    return look_at_accounts(asked, out, tell, unit=batch[0].campaign.unit, as_of=as_of)


def look_at_accounts(
    asked: Sequence[accounts.Asked], out: Path, tell: door.Telling, *, unit: Unit, as_of: dt.date
) -> list[Path]:
    """Runs over accounts for the unit, in their order, from their feeds and from what was handed in about them."""
    lasting.folder_at(out)
    with scratch() as folder, rows_from_the_loop():
        return accounts.inspect(
            asked, out, settings_of(unit), unit=unit, as_of=as_of, scratch=folder, tell=tell
        )


def inspect(
    inspections: Sequence[door.Inspection], out: Path, tell: door.Telling, *, unit: Unit
) -> list[Path]:
    """Looks at the sites for the unit, under the office's settings and with the columns that people entered; runs of an interrupted worker are continued."""
    lasting.folder_at(out)
    today = clock.today()
    asked = [structs.replace(one, pins=pins_for(one.subject, today)) for one in inspections]
    with rows_from_the_loop():
        return door.inspect_sites(asked, out, settings_of(unit), reading_day=today, clock=now, tell=tell)


@contextmanager
def rows_from_the_loop() -> Iterator[None]:
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
    subject, folder = msgspec.convert(row.row, Subject), folder_of(row)
    probes = facts_for(row.subject_id, subject.home, row.campaign.as_of)
    return door.Inspection(subject=subject, probes=probes, resume=left_over(subject, folder), out=folder)


def left_over(subject: Subject, folder: Path) -> Path | None:
    """The unfinished run of the subject in the folder, if a worker was interrupted there."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if door.unfinished(place).id == subject.id:
                return place
        except door.RunError:
            continue
    return None


def unjudged(row: CampaignSubject) -> Path | None:
    """A run of the website that was finished, while its worker did not come to judging it."""
    known = _opened(run_at(row.run_path)) if row.run_path else None
    found = newest(folder_of(row))
    began = _opened(found) if found else None
    return found if began and (known is None or began.started > known.started) else None


def newest(folder: Path, subject: Subject | None = None) -> Path | None:
    """The newest finished inspection in the folder, of any subject or of that one."""
    places = folder.iterdir() if folder.is_dir() else ()
    opened = {place: manifest for place in places if (manifest := _opened(place))}
    of_it = {
        place: one.started for place, one in opened.items() if subject is None or one.subject.id == subject.id
    }
    return max(of_it, key=lambda place: of_it[place], default=None)


def _opened(place: Path) -> door.Manifest | None:
    """What is known of the inspection in the folder, if it is one and finished."""
    try:
        manifest = door.Run.open(place).manifest
    except door.RunError:
        return None
    return manifest if manifest.kind == "inspection" else None


def now() -> dt.datetime:
    return clock.now().astimezone(SHANGHAI)
