"""What happens to tickets and campaigns reaches other systems, signed, once, and again when they did not take it."""

import hashlib
import hmac
import json
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from receiving import dripping_server, web_server
from rectify_samples import judged

from xunwang.office import outgoing
from xunwang.office.campaigns import service as campaigns
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.models import Job
from xunwang.office.jobs.queue import work_off
from xunwang.office.messages import addresses, service
from xunwang.office.messages.models import Channel, ChannelKind, Message, MessageState
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify import issuing
from xunwang.office.rectify import service as rectify

SECRET = "a-shared-secret-of-both"


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    return office


def hook(office, unit, server, settings):
    settings.SEND_TO, settings.SEND_PORTS = ["127.0.0.1"], [server.server_address[1]]
    address = f"http://127.0.0.1:{server.server_address[1]}/hook?from=xunwang"
    return service.add_channel(unit, ChannelKind.WEBHOOK, "办公系统", address, by=office.boss, secret=SECRET)


def test_events_arrive_signed_and_are_pushed_again_until_taken(city, settings):
    with web_server() as server:
        server.answers += [503]
        hook(city, city.city, server, settings)
        (ticket,) = issuing.issue(city.checked, user=city.boss)
        work_off()
        failed = Message.objects.get()
        assert (failed.state, failed.problem) == (MessageState.WAITING, "对方返回 503，没有收下。")
        Job.objects.filter(kind=service.SEND).update(due_at=timezone.now())
        rectify.extend(ticket, 20, "设备更换", user=city.boss)
        item = ticket.items.get()
        rectify.answer(ticket, {item.pk: "已整改"}, "", user=city.user(city.county, "unit_clerk"))
        Job.objects.exclude(kind=service.SEND).delete()
        campaigns.close_point(city.checked, user=city.boss)
        work_off()

    events = [headers["X-Xunwang-Event"] for _, headers, _ in server.kept]
    path, headers, body = server.kept[-1]
    mac = hmac.new(SECRET.encode(), headers["X-Xunwang-Timestamp"].encode() + b"." + body, hashlib.sha256)
    told = json.loads(server.kept[1][2])

    assert events == [
        "ticket.issued",
        "ticket.issued",
        "ticket.extended",
        "ticket.answered",
        "campaign.point_closed",
    ]
    assert (path, headers["X-Xunwang-Signature"]) == ("/hook?from=xunwang", f"sha256={mac.hexdigest()}")
    assert told["at"].endswith("+08:00")
    assert (told["event"], told["unit"]["name"], told["data"]["ticket"]) == (
        "ticket.issued",
        "东河县",
        ticket.pk,
    )
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


def test_what_a_system_missed_while_it_was_down_reaches_it_when_somebody_asks(city, settings, client):
    with web_server() as server:
        server.answers += [503] * 8
        made = hook(city, city.city, server, settings)
        issuing.issue(city.checked, user=city.boss)
        for _ in range(8):
            Job.objects.filter(kind=service.SEND).update(due_at=timezone.now())
            work_off()
        assert Message.objects.get().state == MessageState.FAILED
        client.force_login(city.boss)
        page = client.get(reverse("channels")).content.decode()
        listed = client.get(unescape(re.search(r'href="([^"]+)">1 条</a>', page)[1]))
        assert [one.topic for one in listed.context["page"]] == ["ticket.issued"]
        client.post(reverse("channel_act", args=[made.pk, "again"]))
        work_off()
        nothing = client.post(reverse("channel_act", args=[made.pk, "again"]), follow=True)

    delivered = {headers["X-Xunwang-Delivery"] for _, headers, _ in server.kept}
    assert (len(server.kept), len(delivered)) == (9, 1)
    assert Message.objects.get().state == MessageState.SENT
    assert "没有发送失败的消息" in nothing.content.decode()
    assert AuditEntry.objects.filter(action="channel.sent_again").count() == 1


def test_a_system_hears_of_its_own_subtree_only_and_gets_no_words_for_people(city, settings):
    with web_server() as server:
        for unit in (city.county, city.park, city.stranger):
            hook(city, unit, server, settings)
        issuing.issue(city.checked, user=city.boss)
        campaigns.release(city.checked, user=city.boss)

    assert [(one.unit, one.topic) for one in Message.objects.all()] == [(city.county, "ticket.issued")]
    assert not service.reachable(city.county)
    assert service.send(city.county, topic="x", key="x", title="提醒", text="提醒") == []


def test_the_secret_is_sealed_with_the_address_and_must_be_long(city, settings):
    with web_server() as server:
        made = hook(city, city.city, server, settings)

    assert SECRET not in str(Channel.objects.values().get())
    assert made.hint == "127.0.0.1"
    for secret in ("", "short", "with a blank in between"):
        with pytest.raises(OfficeError, match="16 到 200"):
            addresses.normal(ChannelKind.WEBHOOK, "https://oa.example.gov.cn/hook", secret)


def test_a_receiver_that_never_comes_to_an_end_is_hung_up_on(city, settings, monkeypatch):
    """It would keep the worker from everybody else's messages."""
    monkeypatch.setattr(outgoing, "_ALTOGETHER", 0.5)
    with dripping_server() as server:
        hook(city, city.city, server, settings)
        issuing.issue(city.checked, user=city.boss)
        work_off()

    message = Message.objects.get()
    assert message.state == MessageState.WAITING
    assert message.problem.endswith("秒内没有答完。")
