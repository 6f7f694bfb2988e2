"""The machine's daily patrol: the first look knows nothing of before, the second tells what is new, and only once."""

import datetime as dt
import json
import shutil
import threading
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.urls import reverse
from office_samples import POINT

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.campaigns.models import RunState
from xunwang.office.duty import machine
from xunwang.office.duty.models import MachineLook
from xunwang.office.jobs import queue
from xunwang.office.jobs.models import Job
from xunwang.office.places import run_at

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
_HOME = """<html><head><meta charset="utf-8"><title>东河县人民政府</title></head><body><h1>东河县人民政府</h1>
<ul><li><a href="/zwgk.html">政务公开</a></li><li><a href="/old.html">县情</a></li>{more}</ul></body></html>"""
_PAGE = '<html><head><meta charset="utf-8"><title>政务公开</title></head><body><p>县政府公开的内容。</p></body></html>'


@pytest.fixture
def site(office, settings, tmp_path, monkeypatch):
    """A website whose home page gets a dead link when `office.more` says so."""
    office.more, office.status = "", 200

    class Site(BaseHTTPRequestHandler):
        def do_GET(self):
            pages = {"/": _HOME.format(more=office.more), "/zwgk.html": _PAGE, "/old.html": _PAGE}
            if office.status != 200:
                self.send_response(office.status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = pages.get(self.path, "<html><body>没有这个页面</body></html>").encode()
            tag = f'"{zlib.crc32(body)}"'
            if self.path in pages and self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200 if self.path in pages else 404)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Tests print nothing."""

    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        said = {"connect_to": [f"::127.0.0.1:{listening.server_address[1]}"], "closed": True, "delay": 0.0}
        file = tmp_path / "inspect.json"
        file.write_text(json.dumps(said | {"retry_wait": 0.1, "browser": "never", "proof": False}))
        settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
        settings.PATROL_HOUR, settings.PATROL_NORM = 2, "cn-2019"
        yield office.website(office.county, "东河县政府", "http://www.donghe.gov.cn/")
        listening.shutdown()
        thread.join()


def patrol(monkeypatch, day, hour=3):
    moment = dt.datetime.combine(day, dt.time(hour), SHANGHAI)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: day)
    machine.ask_for_today(None)
    return queue.work_off()


def test_what_is_new_is_told_the_same_day(site, office, monkeypatch):
    first, second, third = (POINT + dt.timedelta(days=n) for n in range(3))
    assert patrol(monkeypatch, first, hour=1) == 0
    assert patrol(monkeypatch, first) == 1
    assert patrol(monkeypatch, first) == 0
    begun = MachineLook.objects.get()
    assert (begun.problem, begun.new) == ("", [])
    assert len(begun.told) == len(begun.findings) > 0

    office.more = '<li><a href="/gone.html">通知</a></li>'
    patrol(monkeypatch, second)
    found = MachineLook.objects.get(day=second)
    assert any("gone.html" in one["url"] for one in found.new)
    assert not any("gone.html" in one["url"] for one in begun.new)
    alert = Alert.objects.get()
    assert alert.severity == Severity.IMPORTANT
    assert "gone.html" in alert.text
    assert door.Run.open(run_at(found.run_path)).manifest.stats.not_modified >= 2

    patrol(monkeypatch, third)
    assert MachineLook.objects.get(day=third).new == []
    assert Alert.objects.count() == 1


def test_a_day_on_which_the_website_was_down_makes_nothing_new(site, office, monkeypatch):
    days = [POINT + dt.timedelta(days=n) for n in range(4)]
    office.more = '<li><a href="/gone.html">通知</a></li>'
    patrol(monkeypatch, days[0])
    office.status = 503
    patrol(monkeypatch, days[1])
    patrol(monkeypatch, days[2])
    office.status = 200
    patrol(monkeypatch, days[3])
    looks = list(MachineLook.objects.order_by("day"))
    assert [bool(one.problem) for one in looks] == [False, True, True, False]
    assert looks[3].findings == looks[0].findings
    assert [looks[2].new, looks[3].new] == [[], []]


def test_what_waits_for_a_ruling_is_called_doubtful():
    assert machine.title_of("甲网站", 2, 0) == "甲网站巡查发现2个新问题"
    assert machine.title_of("甲网站", 0, 1) == "甲网站巡查发现1个新的疑似问题"
    assert machine.title_of("甲网站", 2, 1) == "甲网站巡查发现2个新问题、1个新的疑似问题"


def test_many_websites_are_jobs_of_a_few_that_several_workers_take(site, office, monkeypatch):
    """Those with one superior are looked at side by side; what one worker has no other takes, and what a lost one had finished is judged."""
    monkeypatch.setattr(machine, "BATCH", 2)
    more = [office.website(office.county, f"东河县第{n}局", f"http://j{n}.donghe.gov.cn/") for n in range(2)]
    other = office.website(office.park, "南山园区", "http://nanshan.gov.cn/")
    monkeypatch.setattr(clock, "now", lambda: dt.datetime.combine(POINT, dt.time(3), SHANGHAI))
    monkeypatch.setattr(clock, "today", lambda: POINT)
    for _ in range(2):  # asked for every hour
        machine.ask_for_today(None)
    asked = {frozenset(job.payload["subjects"]) for job in Job.objects.all()}
    everybody = {str(one.pk) for one in (site, *more, other)}
    assert sorted(map(len, asked)) in ([2, 2], [1, 1, 2])
    assert set().union(*asked) == everybody

    first, second = queue.claim(), queue.claim()  # two workers
    assert not set(first.payload["subjects"]) & set(second.payload["subjects"])
    with monkeypatch.context() as lost:  # the first is lost between the run and its row
        lost.setattr(machine, "_conclude", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            machine.look(first)
    runs = set(Path(machine.settings.RUNS_FOLDER).glob("patrol/*/*/manifest.json"))
    assert len(runs) == len(first.payload["subjects"])
    machine.look(first)
    machine.look(second)
    queue.work_off()
    looks = MachineLook.objects.filter(problem="")
    assert {str(key) for key in looks.values_list("subject", flat=True)} == everybody
    assert looks.count() == 4
    assert len(set(Path(machine.settings.RUNS_FOLDER).glob("patrol/*/*/manifest.json"))) == 4


def test_what_the_patrol_saw_yesterday_stands_in_until_a_campaign_has_looked(
    site, office, client, monkeypatch
):
    patrol(monkeypatch, POINT)
    look = MachineLook.objects.get()
    monkeypatch.setattr(clock, "today", lambda: POINT + dt.timedelta(days=1))
    checked = office.campaign(office.city, [site])
    client.force_login(office.user(office.city, "supervisor"))
    assert (
        "先用最近的巡查结果（1 个网站）"
        in client.get(reverse("campaign", args=[checked.pk])).content.decode()
    )
    client.post(reverse("drive", args=[checked.pk, "lend"]))
    assert queue.work_off() == 1

    row = checked.subjects.get()
    assert (row.lent_on, row.run_state) == (POINT, RunState.NONE)
    assert row.verdict_at_point
    shutil.rmtree(run_at(look.run_path))  # as the patrol does after a week
    assert door.Run.open(run_at(row.run_path)).manifest.run == run_at(look.run_path).name
    shown = client.get(reverse("subject", args=[checked.pk, row.pk])).content.decode()
    assert "每日巡查的结果" in shown
    assert client.post(reverse("drive", args=[checked.pk, "lend"]), follow=True).status_code == 200

    client.post(reverse("drive", args=[checked.pk, "start"]))
    queue.work_off()
    row.refresh_from_db()
    assert (row.lent_on, row.run_state) == (None, RunState.LOOKED)
    assert run_at(row.run_path).name != run_at(look.run_path).name


def test_a_patrol_that_is_off_asks_for_nothing_and_one_that_fails_says_why(
    site, settings, monkeypatch, tmp_path
):
    settings.PATROL_HOUR = None
    assert patrol(monkeypatch, POINT) == 0
    assert not Job.objects.exists()
    settings.PATROL_HOUR = 2
    (tmp_path / "runs").write_text("a file where the folder should be")
    patrol(monkeypatch, POINT)
    assert MachineLook.objects.get(subject=site).problem
