"""Alerts come up, are acknowledged and end. Nothing is sent here; see `telling`."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.alerts.models import Alert, AlertPlan, Severity
from xunwang.office.errors import OfficeError
from xunwang.office.messages.models import Channel
from xunwang.office.numerals import whole
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject

ENDED_BY_PEOPLE = frozenset({"intrusion", "patrol"})
"""Kinds that no later look ends: they are over when somebody has seen to them."""
RECOVERED = "已恢复"


class News(Record, frozen=True):
    """What comes up: `key` names it, so that the same is told once as long as it lasts; `members` are labels of what it is made of."""

    kind: str
    key: str
    unit: Unit
    severity: Severity
    title: str
    text: str
    subject: Subject | None = None
    members: tuple[str, ...] = ()


@transaction.atomic
def come_up(news: News, at: dt.datetime) -> Alert:
    """The open alert about it: a new one, or the one there is with today's words."""
    alert = Alert.objects.select_for_update().filter(key=news.key, ended_at=None).first()
    if alert is None:
        return Alert.objects.create(
            unit=news.unit,
            subject=news.subject,
            kind=news.kind,
            key=news.key,
            severity=news.severity,
            title=news.title[:200],
            text=news.text,
            members=list(news.members),
            begun_at=at,
            next_at=None if news.severity == Severity.NOTICE else at,
        )
    members = sorted({*alert.members, *news.members})
    if (alert.title, alert.text, alert.members) != (news.title[:200], news.text, members):
        alert.title, alert.text, alert.members = news.title[:200], news.text, members
        alert.save(update_fields=["title", "text", "members"])
    return alert


def end(alert: Alert, at: dt.datetime, said: str = "") -> None:
    """It is over; whoever was told of it hears what is `said` of that (see `telling`), or nothing."""
    alert.ended_at, alert.ending = at, said
    alert.next_at = at if said and alert.step else None
    alert.save(update_fields=["ended_at", "ending", "next_at"])


@transaction.atomic
def acknowledge(alert: Alert, *, by: User | None) -> None:
    """Somebody takes care of it: nobody else is told. Raises OfficeError when it was acknowledged before."""
    now = clock.now()
    fresh = Alert.objects.filter(pk=alert.pk, acked_at=None)
    if not fresh.update(acked_at=now, acked_by=by):
        raise OfficeError("这条报警已经有人确认。")
    Alert.objects.filter(pk=alert.pk, ended_at=None).update(next_at=None)
    if alert.kind in ENDED_BY_PEOPLE:
        Alert.objects.filter(pk=alert.pk, ended_at=None).update(ended_at=now)
    log_action("alert.acknowledged", alert, user=by, unit=alert.unit, data={"kind": alert.kind})


def link_token(alert: Alert) -> str:
    """What stands in the link of every message about the alert: whoever was told may acknowledge, however many were told since."""
    return f"{alert.pk}-{_signed(alert)}"


def by_token(token: str) -> Alert | None:
    """The alert that the link of a message opens, as long as nobody acknowledged it."""
    number, _, signed = token.partition("-")
    key = whole(number)
    if key is None:
        return None
    alert = Alert.objects.filter(pk=key, acked_at=None).select_related("unit").first()
    return alert if alert is not None and constant_time_compare(signed, _signed(alert)) else None


def _signed(alert: Alert) -> str:
    said = f"{alert.pk}:{alert.begun_at.timestamp()}"
    return salted_hmac("xunwang.alert", said, algorithm="sha256").hexdigest()


@transaction.atomic
def plan(unit: Unit, *, by: User, **fields: Any) -> AlertPlan:
    """How the unit is alerted from now on. Raises OfficeError."""
    if not 5 <= fields["minutes"] <= 24 * 60:
        raise OfficeError("“升级间隔”应为 5 到 1440 分钟。")
    chosen = [fields[name] for name in ("contact", "deputy", "principal")]
    if any(isinstance(one, Channel) and one.unit_id != unit.pk for one in chosen):
        raise OfficeError("联系人的渠道应是本单位的渠道。")
    made, _ = AlertPlan.objects.update_or_create(unit=unit, defaults=fields)
    log_action("alert.planned", unit, user=by, unit=unit)
    return made
