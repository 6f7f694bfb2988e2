"""Who is told of an alert and when: contact, deputy, principal, one after the other until somebody acknowledges."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from xunwang.office.alerts.models import Alert, AlertPlan, Severity
from xunwang.office.alerts.service import RECOVERED, link_token
from xunwang.office.deadlines.calendars import calendar
from xunwang.office.messages.models import Channel
from xunwang.office.messages.service import read_by_people, send_over
from xunwang.office.people.models import Unit

_MOST_LINES = 50
_LONGEST = dt.timedelta(days=1)
"""Neither quiet hours nor the time until the next one is told put anything off for longer: a clock did that was ahead."""


def tell_due(now: dt.datetime) -> int:
    """Sends what is due; gives the number of alerts that somebody was told of. Those who were told hear of the end as well."""
    due = Alert.objects.filter(Q(next_at__lte=now) | Q(next_at__gt=now + _LONGEST))
    for alert in due.exclude(ended_at=None).order_by("ended_at", "pk"):
        _tell_end(alert, now)
    waiting = due.filter(ended_at=None, acked_at=None)
    return sum(_tell(alert, now) for alert in waiting.select_related("unit").order_by("begun_at", "pk"))


@transaction.atomic
def _tell(alert: Alert, now: dt.datetime) -> bool:
    plan, steps = plan_of(alert.unit)
    woken = _woken(alert, plan, now)
    if woken or alert.step >= len(steps):
        alert.next_at = woken
        alert.save(update_fields=["next_at"])
        return False
    for channel in steps[alert.step]:
        key = f"alert:{alert.pk}:{alert.step}"
        send_over(channel, topic="alert", key=key, title=_title(alert), text=_text(alert))
    alert.step += 1
    left = alert.step < len(steps)
    alert.next_at = now + dt.timedelta(minutes=plan.minutes) if left else None
    alert.save(update_fields=["step", "next_at"])
    return True


def _woken(alert: Alert, plan: AlertPlan, now: dt.datetime) -> dt.datetime | None:
    """Until when the alert has to wait for the end of the quiet hours; None when it may go out."""
    return quiet_until(plan, now) if alert.severity < Severity.URGENT else None


@transaction.atomic
def _tell_end(alert: Alert, now: dt.datetime) -> None:
    """Those who were told that something came up hear how it ended, at an hour at which they would have been told."""
    plan, steps = plan_of(alert.unit)
    alert.next_at = _woken(alert, plan, now)
    alert.save(update_fields=["next_at"])
    if alert.next_at:
        return
    title = RECOVERED if alert.ending == RECOVERED else f"部分{RECOVERED}"
    text = f"{alert.title}：{alert.ending}。\n填报单位：{alert.unit}"
    for channel in [one for step in steps[: alert.step] for one in step]:
        send_over(channel, topic="alert", key=f"alert:{alert.pk}:over", title=title, text=text)


def plan_of(unit: Unit) -> tuple[AlertPlan, list[Sequence[Channel]]]:
    """The unit's plan and whom it tells, step by step.

    Who names nobody is told over all channels, its own or those of the nearest superior that has some.
    """
    plan = AlertPlan.objects.filter(unit=unit).select_related("contact", "deputy", "principal").first()
    reach = list(read_by_people(unit))
    named = [one for one in (plan.contact, plan.deputy, plan.principal) if one in reach] if plan else []
    if plan and named:
        return plan, [[one] for one in named]
    lines = [unit, *reversed(Unit.objects.above(unit))]
    channels = (list(read_by_people(one)) for one in lines)
    first = next((found for found in channels if found), None)
    return plan or AlertPlan(unit=unit), [first] if first else []


def quiet_until(plan: AlertPlan, now: dt.datetime) -> dt.datetime | None:
    """When the quiet hours end that `now` lies in; none outside them."""
    local = timezone.localtime(now)
    start, stop, at = plan.quiet_from, plan.quiet_to, local.time()
    inside = start <= at < stop if start <= stop else at >= start or at < stop
    if not inside:
        return None
    day = local.date() + dt.timedelta(days=1) if at >= stop else local.date()
    return timezone.make_aware(dt.datetime.combine(day, stop))


def _title(alert: Alert) -> str:
    return f"【{alert.get_severity_display()}】{alert.title}"


def _text(alert: Alert) -> str:
    begun = timezone.localtime(alert.begun_at).strftime("%Y-%m-%d %H:%M")
    lines = [alert.text, f"发生时间：{begun}", f"填报单位：{alert.unit}"]
    if settings.ADDRESS:
        lines.append(f"确认收到（一次有效，不用登录）：{settings.ADDRESS}/alerts/seen/{link_token(alert)}/")
    else:
        lines.append("请登录巡网，在“报警”中确认。")
    return "\n".join(lines)


def tell_digests(now: dt.datetime) -> int:
    """Notices go out once a working day, all of a unit in one message; what comes up later waits for the next.

    Gives the number of units told.
    """
    local = timezone.localtime(now)
    if not calendar().works(local.date()):
        return 0
    waiting = Alert.objects.filter(severity=Severity.NOTICE, digested_on=None, ended_at=None, acked_at=None)
    units = Unit.objects.filter(pk__in=waiting.values("unit").distinct()).order_by("path")
    return sum(_digest(unit, list(waiting.filter(unit=unit)), local) for unit in units)


@transaction.atomic
def _digest(unit: Unit, alerts: Sequence[Alert], local: dt.datetime) -> bool:
    plan, steps = plan_of(unit)
    told_today = Alert.objects.filter(unit=unit, digested_on=local.date()).exists()
    if local.time() < plan.digest_at or not steps or told_today:
        return False
    lines = [f"{number}. {alert.title}：{alert.text}" for number, alert in enumerate(alerts[:_MOST_LINES], 1)]
    if len(alerts) > _MOST_LINES:
        lines.append(f"另有 {len(alerts) - _MOST_LINES} 条，请登录巡网查看。")
    title = f"{unit}：{len(alerts)} 条提示（{local:%Y-%m-%d}）"
    for channel in steps[0]:
        send_over(
            channel,
            topic="digest",
            key=f"digest:{unit.pk}:{local:%Y-%m-%d}",
            title=title,
            text="\n".join(lines),
        )
    Alert.objects.filter(pk__in=[alert.pk for alert in alerts]).update(digested_on=local.date())
    return True
