"""What happens in the office is pushed to other systems of a unit, signed, so that they need not ask all the time.

The body is JSON: `event`, `unit`, `at`, `data`. `X-Xunwang-Signature` is `sha256=` and the hexadecimal HMAC-SHA-256, under the
channel's secret, of the timestamp of `X-Xunwang-Timestamp`, a full stop and the body. A receiver that answers 2xx has taken it.
"""

import datetime as dt
import hashlib
import hmac
import json
from typing import Any

from django.utils import timezone

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.messages.models import Channel, ChannelKind, Message
from xunwang.office.messages.service import send_over
from xunwang.office.outgoing import post
from xunwang.office.people.models import Unit
from xunwang.office.sealing import unseal

EVENTS = {
    "ticket.issued": "下发整改通知",
    "ticket.answered": "回复整改情况",
    "ticket.reopened": "退回整改",
    "ticket.extended": "延长整改期限",
    "ticket.closed": "办结整改",
    "campaign.point_closed": "检查结果定稿",
    "campaign.released": "公布检查结果",
}
"""What is pushed; the names are those of the trail."""


def announce(event: str, unit: Unit, key: str, data: dict[str, Any]) -> list[Message]:
    """Pushes to the systems of the unit and of those above it; each occasion (`key`) once over each."""
    reach = [unit.path, *unit.paths_above()]
    channels = Channel.objects.filter(kind=ChannelKind.WEBHOOK, active=True, unit__path__in=reach)
    text = body(event, unit, data)
    sent = [send_over(one, topic=event, key=key, title=EVENTS[event], text=text) for one in channels]
    return [message for message in sent if message is not None]


def body(event: str, unit: Unit, data: dict[str, Any]) -> str:
    said = {
        "event": event,
        "unit": {"id": unit.pk, "name": unit.name},
        "at": clock.local_now().isoformat(),
        "data": data,
    }
    return json.dumps(said, ensure_ascii=False)


def push(message: Message) -> None:
    """One try. Raises OfficeError, whose words hold neither address nor secret."""
    address, _, secret = unseal(message.channel.sealed).partition(" ")
    sent = message.text.encode()
    answer = post(address, sent, _headers(message, sent, secret, timezone.now()))
    if not 200 <= answer.status < 300:
        raise OfficeError(f"对方返回 {answer.status}，没有收下。")


def _headers(message: Message, sent: bytes, secret: str, now: dt.datetime) -> dict[str, str]:
    stamp = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "xunwang",
        "X-Xunwang-Event": message.topic,
        "X-Xunwang-Delivery": str(message.pk),
        "X-Xunwang-Timestamp": stamp,
        "X-Xunwang-Signature": f"sha256={signature(secret, stamp, sent)}",
    }


def signature(secret: str, stamp: str, sent: bytes) -> str:
    return hmac.new(secret.encode(), f"{stamp}.".encode() + sent, hashlib.sha256).hexdigest()
