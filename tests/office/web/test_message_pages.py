"""The pages of message channels: who may keep them, what they show, and that no secret comes back."""

import datetime as dt

import pytest
from django.urls import reverse

from xunwang.office import clock
from xunwang.office.messages.models import Channel, Message
from xunwang.office.people.models import Unit
from xunwang.office.people.roles import Role

KEY = "b7c1" + "0" * 28
ROBOT = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


@pytest.fixture
def leader(client, office):
    client.force_login(office.user(office.county, Role.UNIT_LEADER))
    return client


def add(client, unit, **fields):
    said = {"unit": unit.pk, "kind": "wecom", "name": "督办群", "address": ROBOT} | fields
    return client.post(reverse("channels"), said, follow=True).content.decode()


def test_a_channel_is_added_tested_and_stopped_without_showing_its_key(leader, office):
    page = add(leader, office.county)
    made = Channel.objects.get()
    leader.post(reverse("channel_act", args=[made.pk, "test"]))
    outbox = leader.get(reverse("outbox")).content.decode()
    leader.post(reverse("channel_act", args=[made.pk, "stop"]))

    assert "…0000" in page
    assert KEY not in page + outbox
    assert "巡网测试消息" in outbox
    assert Message.objects.count() == 1
    assert "还没有消息渠道" in leader.get(reverse("channels")).content.decode()


def test_the_record_tells_the_day_of_the_office(leader, office, settings):
    settings.CLOCK_SHIFT = dt.timedelta(days=-40)
    add(leader, office.county)
    leader.post(reverse("channel_act", args=[Channel.objects.get().pk, "test"]))

    assert str(clock.today()) in leader.get(reverse("outbox")).content.decode()


def test_a_wrong_address_or_a_foreign_unit_is_refused_in_words(leader, office):
    assert "应整行复制机器人的地址" in add(leader, office.county, address="https://example.com/")
    assert "请选择单位" in add(leader, office.city)
    assert "请选择单位" in add(leader, Unit(pk=10**30))
    assert not Channel.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.UNIT_CLERK, 403), (Role.AUDITOR, 200)])
def test_who_keeps_no_channels_adds_none(client, office, role, status):
    client.force_login(office.user(office.county, role))
    add(client, office.county)

    assert client.get(reverse("channels")).status_code == status
    assert not Channel.objects.exists()


def test_foreign_channels_do_not_exist(leader, office):
    other = Channel.objects.create(unit=office.park, kind="mail", name="邮箱", hint="…")

    assert leader.post(reverse("channel_act", args=[other.pk, "stop"])).status_code == 404
    assert Channel.objects.get().active
