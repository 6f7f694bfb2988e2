"""Channels of units, and sending over them. Whatever wants to tell a unit something calls `send`."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import ask
from xunwang.office.messages import addresses
from xunwang.office.messages.models import Channel, ChannelKind, Message, MessageState, Occasion
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.sealing import seal

SEND = "message"
"""The kind of job that sends one message."""
MOST_CHANNELS = 10


@transaction.atomic
def add_channel(
    unit: Unit, kind: ChannelKind, name: str, address: str, *, by: User, secret: str = ""
) -> Channel:
    """A new way to reach the unit; the address is sealed at once and never shown again. Raises OfficeError."""
    if not name.strip():
        raise OfficeError("请填写名称，例如“督办群”。")
    if unit.channels.filter(active=True).count() >= MOST_CHANNELS:
        raise OfficeError(f"一个单位最多 {MOST_CHANNELS} 个启用的渠道，请先停用不再使用的。")
    kept = addresses.normal(kind, address, secret.strip())
    channel = Channel.objects.create(
        unit=unit,
        kind=kind,
        name=name.strip(),
        sealed=seal(kept),
        hint=addresses.hint(kind, kept),
        created_by=by,
    )
    log_action("channel.added", channel, user=by, unit=unit, data={"kind": kind.label})
    return channel


@transaction.atomic
def stop_channel(channel: Channel, *, by: User) -> None:
    """Nothing goes over it any more; the secret is forgotten, the record of what was sent stays."""
    channel.active, channel.sealed = False, ""
    channel.save(update_fields=["active", "sealed"])
    log_action("channel.stopped", channel, user=by, unit=channel.unit)


@transaction.atomic
def send_again(channel: Channel, *, by: User) -> int:
    """Tries anew what could not be sent over the channel, word for word; gives the number of messages. Raises OfficeError."""
    if not channel.active:
        raise OfficeError("渠道已停用。")
    failed = list(channel.messages.select_for_update().filter(state=MessageState.FAILED).order_by("pk"))
    if not failed:
        raise OfficeError(f"渠道“{channel.name}”没有发送失败的消息。")
    for message in failed:
        message.state, message.tries = MessageState.WAITING, 0
        message.save(update_fields=["state", "tries"])
        ask(SEND, message.pk)
    log_action("channel.sent_again", channel, user=by, unit=channel.unit, data={"messages": len(failed)})
    return len(failed)


@transaction.atomic
def send(unit: Unit, *, topic: str, key: str, title: str, text: str) -> list[Message]:
    """Hands a message to every channel of the unit that people read; one that went out under the same key before is not sent again.

    Gives the messages that are new. `key` names the occasion ("ticket:3:near"), `topic` its kind ("ticket.near").
    Nothing is connected to here: workers send, try again later and keep how it ended.
    """
    sent = [
        send_over(channel, topic=topic, key=key, title=title, text=text) for channel in read_by_people(unit)
    ]
    return [message for message in sent if message is not None]


@transaction.atomic
def tell_once(unit: Unit, *, topic: str, key: str, title: str, text: str) -> bool:
    """As `send`, and keeps that the unit was to be told, with or without channels; whether the occasion was new."""
    occasion, new = Occasion.objects.get_or_create(
        key=key[:160], defaults={"unit": unit, "topic": topic, "title": title[:200], "at": clock.now()}
    )
    if new:
        occasion.reached = len(send(unit, topic=topic, key=key, title=title, text=text))
        occasion.save(update_fields=["reached"])
    return new


def last_told(unit: Unit, opening: str) -> dt.datetime | None:
    """When the unit was last told of an occasion whose key opens so. Only its own are looked through: all of them grow with the years."""
    last = Occasion.objects.filter(unit=unit, key__startswith=opening).last()
    return last.at if last else None


@transaction.atomic
def send_over(channel: Channel, *, topic: str, key: str, title: str, text: str) -> Message | None:
    """As `send`, over one channel; none when it went out before."""
    message, new = Message.objects.get_or_create(
        channel=channel,
        key=key[:160],
        defaults={"unit": channel.unit, "topic": topic, "title": title[:200], "text": text},
    )
    if not new:
        return None
    ask(SEND, message.pk)
    return message


def with_link(text: str, view: str, key: int) -> str:
    """The text, and the page to go on with: whole, so that it opens from a mail, where the office was told its own address."""
    return f"{text}\n登录巡网后打开：{settings.ADDRESS}{reverse(view, args=[key])}"


def reachable(unit: Unit) -> bool:
    """Whether people of the unit get messages."""
    return read_by_people(unit).exists()


def read_by_people(unit: Unit) -> QuerySet[Channel]:
    """The unit's channels in use at whose end somebody reads: what systems are pushed is told to nobody."""
    return unit.channels.filter(active=True).exclude(kind=ChannelKind.WEBHOOK)
