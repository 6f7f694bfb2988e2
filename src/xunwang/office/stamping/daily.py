"""Once a day the head of the trail is stamped by the authority of `XUNWANG_TSA`."""

import datetime as dt
import secrets

from django.conf import settings

from xunwang.office import clock
from xunwang.office.errors import OfficeError
from xunwang.office.jobs.queue import Work
from xunwang.office.jobs.ticking import repeats
from xunwang.office.outgoing import post
from xunwang.office.people.audit import algorithm_of
from xunwang.office.people.models import AuditEntry
from xunwang.office.stamping.models import TrailStamp
from xunwang.office.stamping.protocol import StampError, check, request

_HEADERS = {"Content-Type": "application/timestamp-query", "User-Agent": "xunwang"}


@repeats("trail.stamp", dt.timedelta(hours=1))
def _daily(_work: Work) -> None:
    """A stamp that was not to be had is a failed job, which the operator hears of; the next hour tries again."""
    if settings.TSA:
        stamp_today()


def lost_stamps() -> list[int]:
    """The numbers of entries that are not what was stamped, or are gone: the trail was written anew."""
    stamped = dict(TrailStamp.objects.values_list("entry_id", "hash"))
    there = dict(AuditEntry.objects.filter(pk__in=stamped).values_list("pk", "hash"))
    return sorted(number for number, said in stamped.items() if there.get(number) != said)


def stamp_today() -> TrailStamp | None:
    """The stamp of this day, asked for when there is none yet; None while the trail is empty. Raises OfficeError."""
    today = clock.today()
    head = AuditEntry.objects.order_by("pk").last()
    there = TrailStamp.objects.filter(day=today).first()
    if there or head is None:
        return there
    digest, algorithm, nonce = bytes.fromhex(head.hash), algorithm_of(head), secrets.randbits(63)
    answer = post(settings.TSA, request(digest, algorithm, nonce), _HEADERS)
    if answer.status != 200:
        raise OfficeError(f"时间戳机构返回 {answer.status}。")
    try:
        check(answer.body, digest, algorithm, nonce)
    except StampError as error:
        raise OfficeError(f"{error}。") from None
    return TrailStamp.objects.create(
        day=today, entry=head, hash=head.hash, authority=settings.TSA, answer=answer.body, at=clock.now()
    )
