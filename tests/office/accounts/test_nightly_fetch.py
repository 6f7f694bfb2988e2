"""Feeds and interfaces asked once a day by the worker: idempotent, and what fails is told and tried again tomorrow."""

import datetime as dt
import json

import pytest
from office_samples import JANUARY, POINT

from platform_servers import Platform, atom, noon, standing_in
from xunwang.inspector import model
from xunwang.office import clock
from xunwang.office.accounts.models import Feed, Look, Post, Standing
from xunwang.office.jobs import queue, ticking
from xunwang.office.jobs.models import Job
from xunwang.office.registry.service import open_subject

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def city(office, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    said = {"delay": 0.0, "browser": "never", "retry_wait": 0.1, "allow_private": True}
    file = tmp_path / "inspect.json"
    file.write_text(json.dumps(said))
    settings.INSPECT, settings.RUNS_FOLDER = str(file), tmp_path / "runs"
    settings.CLOCK_SHIFT = dt.timedelta(days=(POINT - clock.today()).days)
    return office


def account(office, name, feed):
    made = open_subject(
        model.SubjectKind.ACCOUNT,
        office.county,
        JANUARY,
        user=None,
        name=name,
        platform="今日头条",
        handle=name,
    )
    Feed.objects.create(subject=made, address=feed)
    return made


def night():
    """One round of everything that comes again and again, as if its time had come."""
    Job.objects.all().delete()
    ticking.keep_ticking()
    queue.work_off()


def test_a_feed_is_asked_once_a_day_and_its_posts_are_known_in_the_morning(city, settings):
    platform = Platform(["春耕", "植树"], noon(2026, 3, 30))
    with standing_in(atom, platform) as server:
        fed = account(city, "东河发布", f"{server}/feed.xml")
        dead = account(city, "东河水利", "http://127.0.0.1:9/feed.xml")
        night()
        asked = len(platform.calls)
        night()
        assert len(platform.calls) == asked
        assert set(Post.objects.filter(subject=fed).values_list("title", flat=True)) == {"春耕", "植树"}
        assert Look.objects.get(subject=dead).unread
        states = {row.subject_id: row.state for row in Standing.objects.all()}
        assert (states[fed.pk], states[dead.pk]) == ("active", "unseen")
        settings.CLOCK_SHIFT += dt.timedelta(days=1)
        night()
        assert len(platform.calls) > asked
        assert Look.objects.filter(subject=dead).count() == 2
    assert Post.objects.count() == 2, "what is known already is not kept twice"
