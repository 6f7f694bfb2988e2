"""Browsers that hang, crash or do not start: told by doctor, health, figures and an alert, until a day after the last one."""

import datetime as dt

import pytest
from django.db import DatabaseError
from django.utils import timezone

from xunwang.inspector.door import Trouble
from xunwang.inspector.fetch import troubles
from xunwang.office import vitals
from xunwang.office.alerts import browsers
from xunwang.office.alerts.models import Alert, BrowserTrouble


def vital():
    return next(one for one in vitals.look() if one.name == "浏览器运行")


def figures(client, settings):
    settings.METRICS_TOKEN = "a-long-token"
    return client.get("/metrics", headers={"authorization": "Bearer a-long-token"}).content.decode()


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path


def test_one_hang_is_no_alarm_but_told(office, client):
    troubles.tell(Trouble.HUNG)
    browsers.look(timezone.now())

    assert vital().well
    assert vital().detail == "最近一天没有响应被强行结束 1 次"
    assert client.get("/healthz").content == b"ok\n"
    assert not Alert.objects.exists()


def test_a_browser_that_fails_again_and_again_is_told_everywhere(office, client, settings, wall):
    for trouble in (Trouble.HUNG, Trouble.CRASHED, Trouble.CRASHED):
        troubles.tell(trouble)
    browsers.look(timezone.now())
    browsers.look(timezone.now())
    alert = Alert.objects.get()
    health = client.get("/healthz")

    assert not vital().well
    assert vital().detail == "最近一天没有响应被强行结束 1 次、意外退出 2 次"
    assert (health.status_code, health.content) == (200, b"degraded\n")
    assert 'xunwang_browser_troubles{kind="crashed"} 2' in figures(client, settings)
    assert 'xunwang_browser_troubles{kind="unstarted"} 0' in figures(client, settings)
    assert alert.unit == office.province
    assert "意外退出 2 次" in alert.text
    assert "未能检查" in alert.text

    wall.jump(dt.timedelta(hours=25))
    browsers.look(timezone.now())
    alert.refresh_from_db()
    assert alert.ended_at
    assert vital().detail == "最近一天没有失灵"
    assert client.get("/healthz").content == b"ok\n"


def test_a_database_that_is_gone_does_not_end_the_look_at_a_page(monkeypatch, caplog):
    def gone(*_):
        raise DatabaseError("server closed the connection")

    monkeypatch.setattr(browsers, "count", gone)
    troubles.tell(Trouble.HUNG)
    assert "server closed the connection" in caplog.text


def test_counts_of_the_hour_are_dropped_after_a_month(office):
    browsers.count(Trouble.HUNG, "甲", timezone.now() - dt.timedelta(days=31))
    browsers.count(Trouble.HUNG, "甲", timezone.now())
    browsers.look(timezone.now())

    assert BrowserTrouble.objects.count() == 1
