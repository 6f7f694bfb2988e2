"""What the trail writes down of tickets and campaigns is announced to other systems, in the same transaction."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from xunwang.office.campaigns.models import Campaign
from xunwang.office.messages.hooks import EVENTS, announce
from xunwang.office.people.models import AuditEntry
from xunwang.office.rectify.models import Ticket


@receiver(post_save, sender=AuditEntry, dispatch_uid="interface.announcing")
def _announce(instance: AuditEntry, *, created: bool, **_: Any) -> None:
    if not created or instance.action not in EVENTS:
        return
    kind, about = instance.target.split(":")
    key = f"{instance.action}:{instance.pk}"
    if kind == Ticket._meta.label_lower:  # noqa: SLF001  # Django's own name for it
        ticket = Ticket.objects.select_related("unit", "campaign").get(pk=about)
        announce(instance.action, ticket.unit, key, _of_ticket(ticket))
    if kind == Campaign._meta.label_lower:  # noqa: SLF001
        campaign = Campaign.objects.select_related("unit").get(pk=about)
        announce(instance.action, campaign.unit, key, {"campaign": campaign.pk, "name": campaign.name})


def _of_ticket(ticket: Ticket) -> dict[str, Any]:
    return {
        "ticket": ticket.pk,
        "code": str(ticket.code),
        "campaign": ticket.campaign_id,
        "state": ticket.state,
        "due_on": ticket.due_on.isoformat(),
        "items": ticket.items.count(),
    }
