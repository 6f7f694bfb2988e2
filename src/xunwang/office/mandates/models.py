"""What somebody above orders a unit to settle by a day (交办事项): handed down, collected, replied to upwards.

A mandate that was handed down is a mandate of the unit below with the first one as its parent, so it may go down any depth.
"""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit, User
from xunwang.office.rectify.models import Ticket
from xunwang.office.trail import Happening, KeptFile


class Mandate(models.Model):
    """`unit` owes the answer to `sender`, which stands outside this office where there is no `parent`.

    `due_on` is counted from `received_on` and `due_days` working days. `code` goes on paper and names the mandate.
    """

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts", verbose_name="上级事项"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="mandates", verbose_name="承办单位")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sender = models.CharField("交办单位", max_length=200)
    number = models.CharField("来文文号", max_length=100, blank=True)
    title = models.CharField("事项", max_length=200)
    demand = models.TextField("办理要求", blank=True)
    received_on = models.DateField("收到日期")
    due_days = models.PositiveSmallIntegerField("办理期限（工作日）")
    first_day_counts = models.BooleanField("收到当日计入", default=False)
    due_on = models.DateField("截止日", db_index=True)
    due_provisional = models.BooleanField("截止日待确认", default=False)
    tickets = models.ManyToManyField(Ticket, related_name="mandates", blank=True, verbose_name="整改通知")
    answer = models.TextField("办理情况", blank=True)
    answered_on = models.DateField("回复日期", null=True, blank=True, db_index=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "unit__path", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "unit"], name="one_part_a_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        return self.answered_on is None

    def overdue(self, today: dt.date) -> bool:
        return self.open and today > self.due_on

    @property
    def late(self) -> bool:
        """Answered, but after the deadline."""
        return self.answered_on is not None and self.answered_on > self.due_on


class MandateEventKind(models.TextChoices):
    RECEIVED = "received", "登记"
    HANDED = "handed", "分办"
    SEEN = "seen", "查看"
    ANSWERED = "answered", "回复"
    RETURNED = "returned", "退回"
    EXTENDED = "extended", "调整期限"


class MandateEvent(Happening):
    """Something that happened to a mandate, in order; rows are only added."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("事项", max_length=10, choices=MandateEventKind.choices)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}"


class MandateFile(KeptFile):
    """The document that ordered it, or one that came or went with the answer; kept with its hash."""

    event = models.ForeignKey(MandateEvent, on_delete=models.CASCADE, related_name="files")
