"""A whole city inspected through the door and held against its truth, as the demo does but without the office."""

import datetime as dt
import time
from pathlib import Path

from xunwang.cli.demo.compare import Comparison, compare
from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, SiteFact, SiteKind, Subject
from xunwang_demo import probes
from xunwang_demo.model import City, Site
from xunwang_demo.server import CityServer

KINDS = {"门户网站": SiteKind.PORTAL, "部门网站": SiteKind.DEPARTMENT, "专业系统": SiteKind.SPECIAL}


def subject_of(site: Site) -> Subject:
    return Subject(
        id=site.host,
        name=site.name,
        home=site.home,
        site_kind=KINDS.get(site.kind),
        level=site.level,
        code=site.code,
        organiser=site.organiser,
    )


class Clock:
    """Begins on the morning of the monitoring day; `hours` are skipped before the re-test."""

    def __init__(self, day: dt.date) -> None:
        self.start = dt.datetime.combine(day, dt.time(9), SHANGHAI)
        self.begun = time.monotonic()

    def __call__(self) -> dt.datetime:
        return self.start + dt.timedelta(seconds=time.monotonic() - self.begun)


def silent(_told: door.Told) -> None:
    return


def inspect_city(
    city: City, folder: Path, *, browser: str, proof: bool = True
) -> tuple[list[door.JudgedRun], Comparison]:
    """Inspection, re-test a day later, judgement under the example points, comparison."""
    probes.write(city, folder / "probes.csv")
    series = door.read_probes(folder / "probes.csv")
    clock = Clock(city.as_of)
    with CityServer(city) as server:
        settings = door.InspectSettings(
            connect_to=tuple(server.connect_to),
            closed=True,
            delay=0.0,
            per_host=8,
            concurrency=6,
            timeout=15.0,  # the server shares this process with forty walks: whoever waits less calls a busy machine a slow site
            retry_wait=0.2,
            browser=browser,
            proof=proof,
            second_look=False,
        )
        inspections = [
            door.Inspection(subject=subject, probes=series.get(door.key_of(subject.home), ()))
            for subject in map(subject_of, city.sites)
        ]
        runs = door.inspect_sites(
            inspections, folder / "runs", settings, reading_day=city.as_of, clock=clock, tell=silent
        )
        server.set_day(1)
        clock.start += dt.timedelta(hours=25)
        rechecks = door.recheck(runs, settings, keys=None, clock=clock, tell=silent)
    judged = door.judge([*runs, *rechecks], door.norm("example-points"), as_of=city.as_of)
    rendered = any(
        fact.browser for run in runs for fact in door.Run.open(run).facts() if isinstance(fact, SiteFact)
    )
    return judged, compare(city, [one.judgement for one in judged], browser=rendered)
