"""How the office looks at websites, whoever asks: under which settings, going on with what was left over, and the newest run of a folder."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from django.conf import settings
from msgspec import structs

from xunwang.inspector import door
from xunwang.inspector.door.proofreading import Terms
from xunwang.inspector.model import UNDECODABLE, Subject, reason
from xunwang.office import clock, lasting
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import Unit
from xunwang.office.proofing.terms import lost_domains_for, terms_for
from xunwang.office.registry.columns import pins_for


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


def inspect(
    inspections: Sequence[door.Inspection], out: Path, tell: door.Telling, *, unit: Unit
) -> list[Path]:
    """Looks at the sites for the unit, under the office's settings and with the columns that people entered; runs of an interrupted worker are continued."""
    lasting.folder_at(out)
    today = clock.today()
    asked = [structs.replace(one, pins=pins_for(one.subject, today)) for one in inspections]
    with rows_from_the_loop():
        return door.inspect_sites(
            asked, out, settings_of(unit), reading_day=today, clock=clock.local_now, tell=tell
        )


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


def left_over(subject: Subject, folder: Path) -> Path | None:
    """The unfinished run of the subject in the folder, if a worker was interrupted there."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else []:
        try:
            if door.unfinished(place).id == subject.id:
                return place
        except door.RunError:
            continue
    return None


def newest(folder: Path, subject: Subject | None = None) -> Path | None:
    """The newest finished inspection in the folder, of any subject or of that one."""
    places = folder.iterdir() if folder.is_dir() else ()
    started = {
        place: one.started
        for place in places
        if (one := opened(place)) and (subject is None or one.subject.id == subject.id)
    }
    return max(started, key=lambda place: started[place], default=None)


def opened(place: Path) -> door.Manifest | None:
    """What is known of the inspection in the folder, if it is one and finished."""
    try:
        manifest = door.Run.open(place).manifest
    except door.RunError:
        return None
    return manifest if manifest.kind == "inspection" else None
