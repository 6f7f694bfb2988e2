"""Runs of a campaign by the worker's own handlers, against a site on loopback."""

import datetime as dt
import json
import signal
import subprocess

import pytest
from django.urls import reverse
from django.utils import timezone
from office_samples import POINT

from xunwang.inspector.door import Told
from xunwang.inspector.door import looking as inspecting
from xunwang.office import clock
from xunwang.office.campaigns import looking, slicing
from xunwang.office.campaigns.models import RunState
from xunwang.office.campaigns.service import close_point
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.looking import looking_settings
from xunwang.office.people.roles import Role
from xunwang.office.places import run_at
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

# the progress is written on a connection of its own, which must see committed rows
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
HOSTS = ("cgj.shilishi.gov.cn", "yjj.shilishi.gov.cn")


@pytest.fixture(scope="module")
def server():
    with CityServer(build()) as running:
        yield running


@pytest.fixture
def campaign(office, server, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    said = {"connect_to": server.connect_to, "closed": True, "delay": 0.0, "per_host": 8, "browser": "never"}
    file = tmp_path / "inspect.json"
    file.write_text(json.dumps(said | {"retry_wait": 0.1, "max_pages": 12, "proof": False}))
    settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
    settings.CLOCK_SHIFT = POINT - clock.today()
    made = [office.website(office.county, host, f"http://{host}/", site_kind="department") for host in HOSTS]
    return office.campaign(office.city, made)


def run_now():
    """Does the queued looking, and leaves the re-test of the next day alone."""
    return queue.work_off()


def test_a_run_judges_every_site_and_asks_for_the_retest_of_the_next_day(campaign):
    assert looking.start(campaign, user=None) == 2
    run_now()

    rows = list(campaign.subjects.all())
    assert {row.run_state for row in rows} == {RunState.LOOKED}
    assert all(row.verdict_at_point for row in rows)
    assert Job.objects.get(kind=looking.LOOK).state == JobState.DONE
    assert Job.objects.get(kind=slicing.RETEST).state == JobState.QUEUED


def test_a_paused_run_goes_on_where_it_stood(campaign):
    looking.start(campaign, user=None)
    looking.pause(campaign, user=None)
    run_now()
    assert not campaign.subjects.exclude(verdict_at_point="").exists()

    assert looking.start(campaign, user=None) == 2
    run_now()
    assert not campaign.subjects.filter(verdict_at_point="").exists()


def test_a_pause_interrupts_the_looking_once(campaign):
    """The second Ctrl-C would end the worker, and with it all work of the office."""
    looking.start(campaign, user=None)
    queue.perform(queue.claim())
    work = queue.claim()
    watch = slicing.Watch(campaign, list(campaign.subjects.all()), work)
    looking.pause(campaign, user=None)
    interrupts = []
    usual = signal.signal(signal.SIGINT, lambda number, frame: interrupts.append(number))
    try:
        for host in HOSTS:
            watch(Told(host, 1))
    finally:
        signal.signal(signal.SIGINT, usual)
    assert interrupts == [signal.SIGINT]


def test_what_a_pause_interrupted_waits_and_can_be_gone_on_with(client, campaign, office, monkeypatch):
    whole = looking.look_at
    boss, page = office.user(office.city, Role.SUPERVISOR), reverse("campaign", args=[campaign.pk])
    client.force_login(boss)

    def paused_meanwhile(*given, **named):
        looking.pause(campaign, user=boss)
        return whole(*given, **named)

    looking.start(campaign, user=boss)
    monkeypatch.setattr(looking, "look_at", paused_meanwhile)
    run_now()
    assert {row.run_state for row in campaign.subjects.all()} == {RunState.WAITING}
    shown = client.get(page).content.decode()
    assert "已暂停" in shown
    assert "继续检查" in shown

    monkeypatch.setattr(looking, "look_at", whole)
    assert looking.start(campaign, user=boss) == 2
    run_now()
    assert {row.run_state for row in campaign.subjects.all()} == {RunState.LOOKED}


def test_a_website_at_which_the_program_slipped_says_so_to_people(client, campaign, office, monkeypatch):
    usual = inspecting.survey

    def survey(subject, *given, **named):
        if HOSTS[0] in subject.home:
            raise KeyError("421182")
        return usual(subject, *given, **named)

    monkeypatch.setattr(inspecting, "survey", survey)
    looking.start(campaign, user=None)
    run_now()
    slipped = campaign.subjects.get(home__contains=HOSTS[0])
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    page = client.get(reverse("subject", args=[campaign.pk, slipped.pk])).content.decode()
    assert "检查程序出错（KeyError），该网站未能检查" in page
    assert "没有该网站的检查记录" not in page


@pytest.fixture
def small_disk(settings):
    """Sets the size of the disk on which the runs lie, where this machine lets us mount one."""
    place = settings.RUNS_FOLDER
    place.mkdir()

    def sized(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            pytest.skip("no disk can be mounted here")

    sized("size=64k")
    yield lambda: sized("remount,size=64m")
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_fails_no_website(campaign, small_disk):
    looking.start(campaign, user=None)
    for _ in range(2):
        queue.perform(queue.claim())
    job = Job.objects.get(kind=slicing.SLICE)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert "磁盘空间不足" in slicing.last_problem(campaign)
    assert not campaign.subjects.filter(run_state=RunState.FAILED).exists()

    small_disk()
    Job.objects.update(due_at=timezone.now())
    run_now()
    assert {row.run_state for row in campaign.subjects.all()} == {RunState.LOOKED}
    assert slicing.last_problem(campaign) == ""


def test_one_subject_is_looked_at_anew(campaign):
    looking.start(campaign, user=None)
    run_now()
    row = campaign.subjects.first()
    before = row.run_path
    looking.look_again(row, user=None)
    run_now()

    row.refresh_from_db()
    assert row.run_state == RunState.LOOKED
    assert row.run_path != before


def test_a_run_that_was_finished_and_not_judged_is_judged_and_not_made_again(campaign, monkeypatch):
    def lost(*_, **__):
        raise queue.PutBackError

    looking.start(campaign, user=None)
    with monkeypatch.context() as patched:
        patched.setattr(slicing, "_judge", lost)  # the worker goes right after the last run was closed
        while (work := queue.claim()) and work.job.kind != slicing.SLICE:
            queue.perform(work)
        queue.perform(work)
    rows = list(campaign.subjects.all())
    runs = {row.pk: looking.unjudged(row) for row in rows}
    run_now()

    assert all(runs.values())
    for row in campaign.subjects.all():
        assert run_at(row.run_path) == runs[row.pk]
        assert [place.name for place in looking.folder_of(row).iterdir()] == [runs[row.pk].name]


def test_slices_of_a_campaign_leave_no_subject_out_and_take_none_twice(campaign, monkeypatch):
    monkeypatch.setattr(slicing, "BATCH", 1)
    looking.start(campaign, user=None)
    for _ in range(2):
        queue.perform(queue.claim())
        queue.ask(looking.LOOK, campaign.pk)
    slices = Job.objects.filter(kind=slicing.SLICE)

    assert sorted(row for one in slices for row in one.payload["rows"]) == sorted(
        campaign.subjects.values_list("pk", flat=True)
    )
    assert {tuple(one.hosts) for one in slices} == {(host,) for host in HOSTS}
    assert slicing.under_way(campaign)


def test_a_slice_that_is_over_is_put_back_and_goes_on(campaign, monkeypatch):
    looking.start(campaign, user=None)
    queue.perform(queue.claim())
    monkeypatch.setattr(queue, "SLICE", dt.timedelta(0))
    queue.perform(queue.claim())
    stopped = Job.objects.get(kind=slicing.SLICE)
    monkeypatch.setattr(queue, "SLICE", dt.timedelta(days=1))

    assert (stopped.state, stopped.attempts) == (JobState.QUEUED, 0)
    assert not campaign.subjects.exclude(verdict_at_point="").exists()
    run_now()
    assert {row.run_state for row in campaign.subjects.all()} == {RunState.LOOKED}


def test_settings_that_cannot_be_read_are_named(settings, tmp_path):
    file = tmp_path / "inspect.json"
    file.write_text('{"max_pages": "many"}')
    settings.INSPECT = str(file)

    with pytest.raises(OfficeError, match=r"inspect\.json"):
        looking_settings()


def test_a_closed_point_is_not_looked_at_again(campaign):
    close_point(campaign, user=None)
    with pytest.raises(OfficeError, match="已经定稿"):
        looking.start(campaign, user=None)
