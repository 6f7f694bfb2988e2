"""The office of 示例市 while its demo plays, and the accounts of the people who play in it."""

import datetime as dt
import secrets
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from xunwang.cli.demo.compare import place_of_finding, place_of_plant
from xunwang.cli.demo.folder import DemoFolder
from xunwang.cli.demo.letterhead import letterhead
from xunwang.cli.progress import Reporter
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, ProbeFact, Ruling, Subject
from xunwang_demo.model import City
from xunwang_demo.server import CityServer

if TYPE_CHECKING:
    from xunwang.office.campaigns.models import Campaign
    from xunwang.office.people.models import Unit

NORM = "example-points"
ACCOUNT = "demo"
CLERKS_UNIT = "示例市交通运输局"
STAFF = {
    "jiancha": ("inspector", "检查员"),
    "shenhe": ("reviewer", "审核员"),
    "tianbao": ("unit_clerk", "填报员"),
    "fuze": ("unit_leader", "单位负责人"),
    "shenji": ("auditor", "审计员"),
    "guanli": ("administrator", "管理员"),
}
"""Further accounts, one of every other role: the role, and the name that the pages show."""
OF_UNITS = frozenset({"unit_clerk", "unit_leader"})
"""The roles that answer for a unit; they stand in `CLERKS_UNIT`."""
_HOURS_BEFORE_THE_RETEST = 25


class Timeline:
    """The demo's clock: it starts on the morning of the monitoring day and can be moved on to the re-test."""

    def __init__(self, day: dt.date) -> None:
        self._start = dt.datetime.combine(day, dt.time(9), SHANGHAI)
        self._begun = time.monotonic()

    def __call__(self) -> dt.datetime:
        return self._start + dt.timedelta(seconds=time.monotonic() - self._begun)

    def skip(self, hours: int) -> None:
        self._start += dt.timedelta(hours=hours)


class Stage:
    """The office of 示例市 while the demo plays; every method is one scene."""

    def __init__(self, city: City, folder: DemoFolder, reporter: Reporter) -> None:
        self.city = city
        self.folder = folder
        self.reporter = reporter
        self.timeline = Timeline(city.as_of)
        self.password = f"Xw{secrets.randbelow(90) + 10}-{secrets.token_urlsafe(9)}"
        self.norm = door.norm(NORM)

    # Models can be imported only after Django is set up, which the demo does when it starts.

    def set_up(self) -> "Unit":
        """Units, an account, the register out of its xlsx."""
        from xunwang.office import boot  # noqa: PLC0415
        from xunwang.office.people.models import UnitLevel, ensure_unit  # noqa: PLC0415
        from xunwang.office.registry.importing import import_register  # noqa: PLC0415

        unit = ensure_unit(self.city.name, UnitLevel.CITY)
        self.user = boot.create_account(ACCOUNT, self.password, "supervisor", unit, full_name="演示账号")
        opened = dt.date(self.city.as_of.year - 1, 1, 1)
        for kind in ("website", "account"):
            report = import_register(self.folder.register, kind, unit, self.user, opened, create_units=True)
            self.reporter.say(f"导入名录（{'网站' if kind == 'website' else '新媒体账号'}）：{report}")
        self.staff(unit)
        return unit

    def create(self, unit: "Unit") -> "Campaign":
        """The campaign over every website and every account of the register."""
        from xunwang.office.campaigns.service import create_campaign  # noqa: PLC0415
        from xunwang.office.registry import models as registry  # noqa: PLC0415

        return create_campaign(
            unit,
            f"{self.city.as_of.year}年第一季度政府网站与政务新媒体检查",
            period=(dt.date(self.city.as_of.year, 1, 1), self.city.as_of),
            norm=NORM,
            as_of=self.city.as_of,
            subjects=registry.Subject.objects.filter(kind__in=("website", "account")),
            user=self.user,
        )

    def staff(self, unit: "Unit") -> None:
        """People to walk the loop with, all under the demo's password."""
        from xunwang.office import boot  # noqa: PLC0415
        from xunwang.office.people.models import Unit  # noqa: PLC0415

        clerks = Unit.objects.filter(name=CLERKS_UNIT, path__startswith=unit.path).first()
        for name, (role, words) in STAFF.items():
            where = clerks if role in OF_UNITS and clerks else unit
            boot.create_account(name, self.password, role, where, full_name=words)

    def look(
        self,
        campaign: "Campaign",
        into: Path,
        series: Mapping[str, tuple[ProbeFact, ...]],
        mended: Iterable[str] = (),
    ) -> tuple[list[Path], list[Path]]:
        """Every website, and a day later every link that had failed for a reason that may pass; `mended` hosts are without faults."""
        inspections = [
            door.Inspection(subject=subject, probes=series.get(door.key_of(subject.home), ()))
            for subject in (
                msgspec.convert(row.row, Subject)
                for row in campaign.subjects.exclude(subject__kind="account")
            )
        ]
        with CityServer(self.city) as server:
            settings = inspect_settings(server)
            for host in mended:
                server.repair(host)
            runs = door.inspect_sites(
                inspections,
                into,
                settings,
                reading_day=self.city.as_of,
                clock=self.timeline,
                tell=self.reporter.tell,
            )
            server.set_day(1)
            self.timeline.skip(_HOURS_BEFORE_THE_RETEST)
            self.reporter.say("时钟拨到次日，复测打不开的链接")
            rechecks = door.recheck(runs, settings, keys=None, clock=self.timeline, tell=self.reporter.tell)
        return runs, rechecks

    def look_at_accounts(self, campaign: "Campaign", into: Path) -> list[Path]:
        """Every account by what was handed in about it; nobody is contacted."""
        from xunwang.office.accounts.looking import look_at  # noqa: PLC0415

        rows = campaign.subjects.filter(subject__kind="account").select_related("subject", "campaign__unit")
        nobody = door.InspectSettings(closed=True, posts_archived=0)
        with looking_with(self.folder, nobody):
            return look_at(list(rows), into, self.reporter.tell, campaign.as_of)

    def judge(self, campaign: "Campaign", runs: list[Path]) -> list[door.JudgedRun]:
        """Judge all runs with the decisions so far, and keep the judgements in the campaign."""
        from xunwang.office.campaigns.recording import record_judgement  # noqa: PLC0415
        from xunwang.office.campaigns.ruling import decisions_for  # noqa: PLC0415

        decisions = [
            decision
            for row in campaign.subjects.all()
            for decision in decisions_for(campaign, str(row.subject_id))
        ]
        judged = door.judge(runs, self.norm, as_of=campaign.as_of, decisions=decisions)
        for one in judged:
            door.save_judgement(one)
            sealed = door.Run.open(Path(one.run)).manifest_hash
            record_judgement(
                campaign,
                one.judgement,
                run_path=Path(one.run),
                rechecks=[Path(later) for later in one.rechecks],
                manifest_sha256=sealed,
                user=self.user,
            )
        return judged

    def play_decisions(self, campaign: "Campaign") -> None:
        """The confirmations that people would give, as planted; each is kept as played in."""
        from xunwang.office.campaigns.models import FindingRow  # noqa: PLC0415
        from xunwang.office.campaigns.ruling import decide  # noqa: PLC0415

        planted = {place_of_plant(plant): plant for plant in self.city.truth if plant.decision}
        waiting = (
            FindingRow.objects.filter(subject__campaign=campaign, state="waits")
            .exclude(subject__subject__kind="account")
            .select_related("subject")
        )
        played = 0
        for row in waiting:
            plant = planted.get(place_of_finding(row.subject.home, row.indicator, row.locator, row.url))
            if plant is not None and plant.decision is not None:
                decide(
                    row,
                    self.user,
                    Ruling(plant.decision),
                    at=self.timeline(),
                    reason=plant.reason or None,
                    played=True,
                )
                played += 1
        self.reporter.say(f"演示代入人工核实意见{played}条")

    def publish(self, campaign: "Campaign") -> dict[str, str | list[str]]:
        from xunwang.office.campaigns.issuing import draft  # noqa: PLC0415
        from xunwang.office.campaigns.publishing import publish_reports  # noqa: PLC0415
        from xunwang.office.campaigns.service import close_point, release  # noqa: PLC0415

        close_point(campaign, user=self.user)
        header = letterhead(campaign, self.norm)
        circular, *attachments = draft(campaign, header, user=self.user).files.all()
        reports = publish_reports(campaign, user=self.user)
        release(campaign, user=self.user)
        place = campaign.folder
        return {
            "circular": str(place / circular.path),
            "attachments": [str(place / file.path) for file in attachments],
            "reports": [str(place / file.path) for file in reports],
        }


def inspect_settings(server: CityServer) -> door.InspectSettings:
    """Loopback needs no politeness; nothing but the city is ever contacted."""
    return door.InspectSettings(
        connect_to=tuple(server.connect_to),
        closed=True,
        delay=0.0,
        per_host=8,
        concurrency=6,
        timeout=3.0,
        retry_wait=0.2,
        second_look=False,  # nothing of the city differs by visitor, and the demo is to be short
    )


@contextmanager
def looking_with(folder: DemoFolder, looking: door.InspectSettings, **changes: Any) -> Iterator[None]:
    """The office's own looks go by these settings as long as the block lasts."""
    from django.conf import settings  # noqa: PLC0415

    usual, file = settings.INSPECT, folder.root.absolute() / "looking.json"
    file.write_bytes(msgspec.json.encode(msgspec.structs.replace(looking, **changes)))
    settings.INSPECT = str(file)
    try:
        yield
    finally:
        settings.INSPECT = usual
        file.unlink()
