"""The worker's part of sending: one message at a time, tried again with growing pauses, every outcome kept."""

import datetime as dt
import json
import os
import re
import subprocess
import sys

from django.conf import settings
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import LaterError, Work, handles
from xunwang.office.messages import addresses, courier
from xunwang.office.messages.hooks import push
from xunwang.office.messages.models import Channel, ChannelKind, Message, MessageState
from xunwang.office.messages.service import SEND
from xunwang.office.outgoing import permitted
from xunwang.office.sealing import unseal

PAUSES = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
PAUSES_OF_SYSTEMS = (*PAUSES, dt.timedelta(hours=8), dt.timedelta(days=1), dt.timedelta(days=2))
"""What people read grows stale within hours; what a system is told stays true, over a weekend on which nobody mends it too."""
_SECONDS = 60
_STATUS = re.compile(r"error=(\d{3})\b")


@handles(SEND)
def _deliver(work: Work) -> None:
    message = Message.objects.select_related("channel").get(pk=work.key)
    if message.state != MessageState.WAITING:
        return
    message.tries += 1
    try:
        _hand_over(message)
    except OfficeError as error:
        message.problem = str(error)[:300]
        pauses = PAUSES_OF_SYSTEMS if message.channel.kind == ChannelKind.WEBHOOK else PAUSES
        over = message.tries > len(pauses) or not message.channel.active
        message.state = MessageState.FAILED if over else MessageState.WAITING
        message.save()
        if not over:
            raise LaterError(timezone.now() + pauses[message.tries - 1]) from error
        return
    message.state, message.problem, message.sent_at = MessageState.SENT, "", clock.now()
    message.save()


def _hand_over(message: Message) -> None:
    """Raises OfficeError, whose words never hold the channel's secret."""
    channel = message.channel
    if not channel.active:
        raise OfficeError("渠道已停用。")
    if channel.kind == ChannelKind.WEBHOOK:
        push(message)
        return
    where = _target(channel)
    asked = {
        "address": where.address,
        "title": message.title,
        "text": message.text,
        "places": permitted(where.host, where.port),
    }
    answer = _run(json.dumps(asked))
    if not answer.get("sent"):
        raise OfficeError(f"{channel.get_kind_display()}没有收下：{_told(answer.get('said', ''), channel)}")


def _target(channel: Channel) -> addresses.Target:
    kept = unseal(channel.sealed)
    return addresses.target(
        ChannelKind(channel.kind), kept, mail_server=settings.MAIL_SERVER, sender=settings.MAIL_FROM
    )


def _run(asked: str) -> dict[str, str]:
    command = [sys.executable, "-m", courier.__name__]
    clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    try:
        done = subprocess.run(  # noqa: S603  # our own module
            command, input=asked, capture_output=True, text=True, timeout=_SECONDS, check=True, env=clean
        )
    except subprocess.TimeoutExpired:
        raise OfficeError(f"{_SECONDS} 秒内没有发完。") from None
    except subprocess.CalledProcessError:
        raise OfficeError("发送程序没有正常结束。") from None
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def _told(said: str, channel: Channel) -> str:
    """Apprise's own words are English; what they mostly say can be said in ours. Never the channel's secret."""
    if status := _STATUS.search(said):
        return f"对方返回 {status[1]}。"
    if "onnection error" in said:
        return "没有连上对方。"
    for part in unseal(channel.sealed).split():
        said = said.replace(part, "…")
    return " ".join(said.split())[:200] or "没有说明原因。"
