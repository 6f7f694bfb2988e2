"""Three machines look for one campaign; one is killed, one loses the database for a while, the database itself restarts.

What comes out is what one undisturbed machine finds: the same pages, findings and verdicts.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import psycopg
import pytest
from machines import DATABASE, NETWORK, SITES, machines, possible, relayed

from postgres_server import Missing, postgres
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

pytestmark = pytest.mark.cluster
HOSTS = (
    "cgj.shilishi.gov.cn",
    "yjj.shilishi.gov.cn",
    "jtj.shilishi.gov.cn",
    "mzj.shilishi.gov.cn",
    "swj.shilishi.gov.cn",
)
_JOBS = ("jobs_job", ("key", "state", "owner", "fence"))
_ROWS = ("campaigns_campaignsubject", ("id", "run_state", "pages_done"))
_LONGEST = 300  # seconds that any one thing may take on a slow machine

_MAKE = """
import datetime as dt, sys
from xunwang.office import boot
boot.setup()
from xunwang.inspector.model import SubjectKind
from xunwang.office.campaigns import looking, service, slicing
from xunwang.office.people.models import UnitLevel, add_unit
from xunwang.office.registry.service import open_subject
city = add_unit("示例市", UnitLevel.CITY)
day = dt.date(2026, 1, 1)
sites = [
    open_subject(SubjectKind.WEBSITE, city, day, user=None, name=host, home=f"http://{host}/", address_key=f"http://{host}/", site_kind="department")
    for host in sys.argv[1:]
]
period = (day, dt.date(2026, 3, 31))
campaign = service.create_campaign(city, "第一季度", period=period, norm="cn-2019", as_of=period[1], subjects=sites, user=None)
looking.start(campaign, user=None)
"""
_WORK = """
import datetime as dt, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "xunwang.office.settings"
import django
django.setup()
from xunwang.office.campaigns import slicing
from xunwang.office.jobs import queue, worker
queue.LEASE, slicing.BATCH = dt.timedelta(seconds=8), 1
worker.main()
"""
_TELL = """
import json
from xunwang.office import boot
boot.load(None)
import msgspec
from xunwang.inspector import door
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.jobs.models import HostHold, Job
from xunwang.office.people.audit import broken_entries
from xunwang.office.places import run_at
def told(row):
    pages = {page.key: msgspec.to_builtins(page.page) for page in door.Run.open(run_at(row.run_path)).pages()}
    findings = row.findings.values_list("finding_id", "indicator", "locator", "url", "message", "excerpt", "value", "state")
    outcomes = row.outcomes.values_list("indicator", "outcome", "reason", "value", "threshold")
    alterations = [one.message for one in door.verify(run_at(row.run_path))]
    return {"verdict": row.verdict_at_point, "score": str(row.score_at_point), "findings": sorted(findings), "outcomes": sorted(outcomes), "pages": pages, "altered": alterations}
rows = CampaignSubject.objects.order_by("name")
print(json.dumps({"sites": {row.name: told(row) for row in rows}, "holds": HostHold.objects.count(), "trail": broken_entries(), "judged": Job.objects.filter(kind="look_slice", state="done").count()}, ensure_ascii=False))
"""


class Office:
    """An office in a folder, asked and worked for by processes of their own."""

    def __init__(self, home, inspect, **environment):
        mine = {
            name: value for name, value in os.environ.items() if not name.startswith(("XUNWANG_", "DJANGO_"))
        }
        self.database = home / "office.sqlite3"
        self.environment = mine | {
            "XUNWANG_HOME": str(home),
            "XUNWANG_INSPECT": str(inspect),
            "XUNWANG_TODAY": "2026-04-01",
            **environment,
        }

    def run(self, script, *arguments):
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    def worker(self, machine=None):
        command = [sys.executable, "-c", _WORK, str(os.getpid())]
        start = machine.start if machine else subprocess.Popen
        return start(command, env=self.environment)

    def until(self, holds):
        """Asks how the work stands until `holds(jobs, rows)` gives something."""
        given_up = time.monotonic() + _LONGEST
        while time.monotonic() < given_up:
            jobs, rows = self.standing()
            if found := holds(jobs, rows):
                return found
            time.sleep(0.1)
        raise AssertionError((jobs, rows))

    def standing(self):
        jobs = self.select(_JOBS, "kind = 'look_slice'")
        return jobs, self.select(_ROWS, "true")

    def select(self, fields, where):
        table, names = fields
        query = f"SELECT {', '.join(names)} FROM {table} WHERE {where}"
        address = self.environment.get("XUNWANG_DATABASE")
        connection = psycopg.connect(address) if address else sqlite3.connect(self.database)
        with closing(connection) as database:
            return [dict(zip(names, row, strict=True)) for row in database.execute(query)]


def finished(jobs, rows):
    looked = all(row["run_state"] in {"looked", "failed"} for row in rows)
    return looked and all(job["state"] == "done" for job in jobs)


def works(process):
    """A job of the worker process that has read some pages by now."""

    def holds(jobs, rows):
        pages = {row["id"]: row["pages_done"] for row in rows}
        return next(
            (
                job
                for job in jobs
                if job["owner"].endswith(f":{process.pid}") and pages[int(job["key"].partition(":")[2])]
            ),
            None,
        )

    return holds


def taken_from(job):
    return lambda jobs, rows: any(one["key"] == job["key"] and one["fence"] > job["fence"] for one in jobs)


@pytest.fixture
def city():
    with CityServer(build()) as running:
        yield running


def end(processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def test_disturbed_machines_find_what_one_undisturbed_machine_finds(city, tmp_path):
    if not possible():
        pytest.skip("GATE SKIPPED: network namespaces need root and iproute2")
    inspect = tmp_path / "inspect.json"
    try:
        with (
            machines(3) as three,
            relayed(city.port) as port,
            postgres(host=DATABASE, network=NETWORK) as server,
        ):
            to = [f"{host}:80:{SITES}:{port}" for host in HOSTS]
            said = {"connect_to": to, "closed": True, "delay": 0.05, "per_host": 1, "browser": "never"}
            inspect.write_text(json.dumps(said | {"retry_wait": 0.1, "proof": False, "max_pages": 5000}))
            alone, many = offices(server, tmp_path, inspect)
            worker = alone.worker()
            disturbed(server, many, three)
            alone.until(finished)
            end([worker])
            there, here = many.run(_TELL), alone.run(_TELL)
    except Missing as error:
        pytest.skip(f"GATE SKIPPED: {error}")

    assert there["sites"] == here["sites"]
    assert all(site["verdict"] and site["pages"] and not site["altered"] for site in here["sites"].values())
    assert any(site["findings"] for site in here["sites"].values())
    assert (there["holds"], there["trail"]) == (0, [])


def offices(server, folder, inspect):
    """The same campaign twice: on SQLite, and restored into PostgreSQL."""
    alone = Office(folder / "alone", inspect)
    many = Office(folder / "many", inspect, XUNWANG_DATABASE=server.create("many"))
    alone.run(_MAKE, *HOSTS)
    backup = folder / "office.xwb"
    for office, words in ((alone, ["backup", backup]), (many, ["restore", backup])):
        command = [sys.executable, "-c", "from xunwang.cli import main; main()", *map(str, words), "--quiet"]
        subprocess.run(command, env=office.environment, check=True, capture_output=True)
    over = many.environment | {"XUNWANG_DATABASE": server.over_network("many")}
    many.environment = over
    return alone, many


def disturbed(server, office, three):
    first, second, third = workers = [office.worker(machine) for machine in three]
    try:
        lost = office.until(works(second))
        three[1].cut_off()
        killed = office.until(works(first))
        first.send_signal(signal.SIGKILL)
        office.until(taken_from(killed))
        server.stop()
        server.start()
        office.until(taken_from(lost))
        three[1].connect()
        office.until(finished)
    finally:
        end(workers)
    assert third.returncode == 0
