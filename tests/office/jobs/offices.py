"""Offices in folders, asked and worked for by processes of their own, and the same campaign of some websites in each."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing

import psycopg

_JOBS = ("jobs_job", ("key", "state", "owner", "fence"))
_ROWS = ("campaigns_campaignsubject", ("id", "run_state", "pages_done"))
_LONGEST = 900  # seconds that any one thing may take on a slow machine

MAKE = """
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
queue.LEASE, slicing.BATCH = dt.timedelta(seconds=float(os.environ["LEASE"])), 1
worker.main()
"""
TELL = """
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
    said = {"state": [row.run_state, row.run_problem]}
    if not row.run_path:
        return said
    pages = {page.key: msgspec.to_builtins(page.page) for page in door.Run.open(run_at(row.run_path)).pages()}
    findings = row.findings.values_list("finding_id", "indicator", "locator", "url", "message", "excerpt", "value", "state")
    outcomes = row.outcomes.values_list("indicator", "outcome", "reason", "value", "threshold")
    alterations = [one.message for one in door.verify(run_at(row.run_path))]
    return said | {"verdict": row.verdict_at_point, "score": str(row.score_at_point), "findings": sorted(findings), "outcomes": sorted(outcomes), "pages": pages, "altered": alterations}
rows = CampaignSubject.objects.order_by("name")
print(json.dumps({"sites": {row.name: told(row) for row in rows}, "holds": HostHold.objects.count(), "trail": broken_entries(), "judged": Job.objects.filter(kind="look_slice", state="done").count()}, ensure_ascii=False))
"""


class Office:
    def __init__(self, home, inspect, **environment):
        mine = {
            name: value for name, value in os.environ.items() if not name.startswith(("XUNWANG_", "DJANGO_"))
        }
        self.database = home / "office.sqlite3"
        self.environment = mine | {
            "XUNWANG_HOME": str(home),
            "XUNWANG_INSPECT": str(inspect),
            "XUNWANG_TODAY": "2026-04-01",
            "LEASE": "8",
            **environment,
        }

    def run(self, script, *arguments):
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    def becomes(self, other):
        """The other office, empty as yet, goes on from where this one stands, on whatever database it has."""
        with tempfile.TemporaryDirectory() as name:
            backup = f"{name}/office.xwb"
            for office, verb in ((self, "backup"), (other, "restore")):
                command = [
                    sys.executable,
                    "-c",
                    "from xunwang.cli import main; main()",
                    verb,
                    backup,
                    "--quiet",
                ]
                subprocess.run(command, env=office.environment, check=True, capture_output=True)

    def worker(self, machine=None, **environment):
        command = [sys.executable, "-c", _WORK, str(os.getpid())]
        start = machine.start if machine else subprocess.Popen
        return start(command, env=self.environment | environment)

    def until(self, holds, longest=_LONGEST):
        """Asks how the work stands until `holds(jobs, rows)` gives something."""
        given_up = time.monotonic() + longest
        while time.monotonic() < given_up:
            jobs, rows = self.standing()
            if found := holds(jobs, rows):
                return found
            time.sleep(0.25)
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
