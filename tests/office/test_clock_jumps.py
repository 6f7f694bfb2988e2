"""The clock of the machine is set while the office works: forwards and backwards, by minutes, hours, a day, years."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from office_samples import PASSWORD
from receiving import web_server

from xunwang.office import boot, clock, vitals
from xunwang.office.alerts import clocks, service, telling
from xunwang.office.alerts.models import Alert, Severity
from xunwang.office.jobs import queue, ticking
from xunwang.office.jobs.models import Job, JobState
from xunwang.office.jobs.steady import Steady
from xunwang.office.limits.taking import TooOftenError, spent, take
from xunwang.office.messages import service as messages
from xunwang.office.messages.delivering import PAUSES
from xunwang.office.messages.models import ChannelKind, Message, MessageState
from xunwang.office.people import entering, factors
from xunwang.office.people.models import Unit, User
from xunwang.office.people.roles import Role
from xunwang.office.sealing import seal

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
JUMPS = [-DAY, -HOUR, 5 * MINUTE, HOUR, DAY, 3650 * DAY]
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
jumps = pytest.mark.parametrize("by", JUMPS, ids=str)


@pytest.fixture
def work(db, monkeypatch):
    """A repeated work and one that is asked for, and nothing else; the keys of what was done."""
    monkeypatch.setattr(ticking, "REPEATED", {})
    monkeypatch.setattr(queue, "HANDLERS", {})
    done = []
    ticking.repeats("count", HOUR)(lambda one: done.append(one.key))
    queue.handles("try")(lambda one: done.append(one.key))
    return done


@pytest.fixture
def person(office):
    return boot.create_account("shili", PASSWORD, "supervisor", office.city, full_name="林一舟")


@jumps
def test_a_lease_is_neither_taken_twice_nor_lost(work, wall, monkeypatch, by):
    queue.ask("try", "mine")
    first = queue.claim()
    assert queue.claim() is None
    wall.jump(by)

    assert queue.claim() is None, "its worker lives"
    first.renew()
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(0))
    assert queue.claim() is None, "the lease was renewed"
    second = queue.claim()
    with pytest.raises(queue.LeaseLostError):
        first.renew()
    queue.perform(second)
    assert work == ["mine"]


@jumps
def test_what_waits_is_done_once_after_its_time_and_never_before(work, wall, by):
    """Asked for under a clock that was ahead, it does not wait for that clock; its own time it waits."""
    wall.jump(by)
    queue.ask("try", "later", at=timezone.now() + 10 * MINUTE)
    wall.jump(-by)
    ticking.keep_ticking()
    queue.work_off()
    assert "later" not in work or by < dt.timedelta()

    wall.jump(10 * MINUTE)
    for _ in range(2):
        ticking.keep_ticking()
        queue.work_off()
    assert work.count("later") == 1


@jumps
def test_what_was_put_back_under_a_clock_that_was_ahead_goes_on(work, wall, by):
    wall.jump(by)
    queue.ask("try", "mine")
    queue.claim()
    Job.objects.filter(key="mine").update(state=JobState.QUEUED, owner="", lease_until=None)
    wall.jump(-by)
    ticking.keep_ticking()
    queue.work_off()

    assert work.count("mine") == 1


@jumps
def test_a_tick_catches_up_exactly_once_and_goes_on_every_hour(work, wall, by):
    ticking.keep_ticking()
    queue.work_off()
    wall.jump(by)
    for _ in range(3):
        ticking.keep_ticking()
        queue.work_off()
    assert len(work) == (2 if by >= HOUR else 1)

    rounds = len(work)
    for _ in range(3):
        wall.jump(HOUR + MINUTE)
        ticking.keep_ticking()
        queue.work_off()
    assert len(work) == rounds + 3


@jumps
def test_a_tick_asked_for_under_a_clock_that_was_ahead_is_not_held_back(work, wall, by):
    wall.jump(by)
    ticking.keep_ticking()
    queue.work_off()
    ticking.keep_ticking()
    wall.jump(-by)
    for _ in range(2):
        wall.jump(HOUR + MINUTE)
        ticking.keep_ticking()
        queue.work_off()

    assert 2 <= len(work) <= 3


@jumps
def test_a_push_that_is_tried_again_comes_once(office, wall, settings, by):
    with web_server() as server:
        settings.SEND_TO, settings.SEND_PORTS = ["127.0.0.1"], [server.server_address[1]]
        server.answers += [500]
        address, user = (
            f"http://127.0.0.1:{settings.SEND_PORTS[0]}/",
            office.user(office.city, Role.SUPERVISOR),
        )
        channel = messages.add_channel(
            office.city, ChannelKind.WEBHOOK, "系统", address, by=user, secret="s" * 32
        )
        wall.jump(by)
        messages.send_over(channel, topic="test", key="one", title="一", text="{}")
        queue.work_off()
        assert Message.objects.get().tries == 1
        wall.jump(-by)
        ticking.keep_ticking()
        wall.jump(PAUSES[0])
        for _ in range(2):
            queue.work_off()

    assert len(server.kept) == 2
    assert Message.objects.get().state == MessageState.SENT


@jumps
def test_a_lock_and_a_limit_end_in_their_time_whatever_clock_wrote_them(person, wall, by):
    wall.jump(by)
    for _ in range(entering.TRIES):
        entering.wrong_try("shili")
        take("try", "here", 5, HOUR)
    assert entering.locked(User.objects.get(pk=person.pk))
    assert spent("try", "here", 5, HOUR)
    with pytest.raises(TooOftenError):
        take("try", "here", 5, HOUR)

    wall.jump(2 * HOUR + MINUTE - by)
    assert not entering.locked(User.objects.get(pk=person.pk))
    assert not spent("try", "here", 5, HOUR)
    take("try", "here", 5, HOUR)


@jumps
def test_a_code_opens_once_and_codes_of_later_open_as_well(person, wall, by):
    person.second_factor = seal(SECRET)
    person.save()
    used = []

    def opens(code):
        fits = factors.second_fits(User.objects.get(pk=person.pk), code)
        used.extend([code] * fits)
        return fits

    def code():
        return factors.code_at(SECRET, int(timezone.now().timestamp()) // 30)

    wall.jump(by)
    assert opens(code())
    assert not opens(code())
    wall.jump(MINUTE - by)
    assert opens(code())
    assert not opens(code())
    assert len(used) == 2


@jumps
def test_a_session_begun_under_a_clock_that_was_ahead_lasts_as_long_as_any(person, wall, settings, by):
    begun, idle = Client(), Client()
    wall.jump(by)
    begun.post(reverse("login"), {"username": "shili", "password": PASSWORD})
    idle.get(reverse("login"))
    inside = by > dt.timedelta() or -by < dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    wall.jump(-by)

    assert (begun.get(reverse("home")).status_code == 200) == inside
    queue.ask("sessions", ticking.TICK)
    queue.work_off()
    wall.jump(dt.timedelta(seconds=settings.SESSION_COOKIE_AGE) + MINUTE)
    assert begun.get(reverse("home")).status_code == 302


@jumps
def test_an_alert_climbs_on_after_the_clock_was_set_right(office, wall, by):
    user = office.user(office.city, Role.SUPERVISOR)
    for name in ("联系人", "副职"):
        made = messages.add_channel(office.city, ChannelKind.JSON, name, "http://127.0.0.1:9/", by=user)
        service.plan(
            office.city,
            by=user,
            minutes=30,
            contact=office.city.channels.first(),
            deputy=made,
            principal=None,
        )
    wall.jump(by)
    service.come_up(service.News("t", "t", office.city, Severity.URGENT, "一", "二"), clock.now())
    assert telling.tell_due(clock.now()) == 1
    wall.jump(-by)
    for _ in range(4):
        wall.jump(DAY)
        telling.tell_due(clock.now())

    assert [message.channel.name for message in Message.objects.order_by("pk")] == ["联系人", "副职"]


@jumps
def test_a_jump_is_told_once_to_the_operator_however_many_processes_notice(office, wall, by):
    workers = [Steady(), Steady()]
    wall.jump(dt.timedelta(seconds=20))
    for one in workers:
        one.look()
    assert not Alert.objects.exists(), "that is how clocks are kept right"
    wall.jump(by)
    for one in [*workers, *workers]:
        one.look()

    told = Alert.objects.get()
    assert told.unit == Unit.objects.order_by("path").first()
    assert ("向前" if by > dt.timedelta() else "向后") in told.text
    (seen,) = [one for one in vitals.look() if one.name == "时钟"]
    assert not seen.well
    assert seen.detail == told.text or "与数据库服务器相差" in seen.detail  # whose clock did not jump
    wall.jump(-by)
    workers[0].look()
    assert Alert.objects.filter(kind=clocks.CLOCK).count() == 2
    assert Alert.objects.filter(kind=clocks.CLOCK, ended_at=None).count() == 1
    clocks.look(clock.now() + 2 * DAY)
    assert not Alert.objects.filter(ended_at=None).exists()
