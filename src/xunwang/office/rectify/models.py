"""What a unit is told to mend, by when, and all that happens until it is closed."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from xunwang.office import clock
from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.deadlines.reminders import ReminderKind
from xunwang.office.people.models import Unit, User
from xunwang.office.trail import Happening, KeptFile


class TicketState(models.TextChoices):
    ISSUED = "issued", "待整改"
    ANSWERED = "answered", "已回复，待复查"
    REOPENED = "reopened", "退回整改"
    CLOSED = "closed", "已办结"


OPEN_STATES = (TicketState.ISSUED, TicketState.ANSWERED, TicketState.REOPENED)
OWED_STATES = (TicketState.ISSUED, TicketState.REOPENED)
"""The states in which the unit owes an answer."""


class Ticket(models.Model):
    """What one unit has to mend after one campaign; what is ruled later goes on a further ticket.

    `due_on` is counted from `asked_on` and `due_days` working days: the day of issue, or that of the last time it was sent back.
    `was_late`: one of the unit's answers came after the deadline that held then. `code` goes on paper and names the ticket without telling how many there are.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="tickets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="tickets", verbose_name="填报单位")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        "状态", max_length=10, choices=TicketState.choices, default=TicketState.ISSUED, db_index=True
    )
    issued_on = models.DateField("下发日期")
    asked_on = models.DateField("期限起算日")
    due_days = models.PositiveSmallIntegerField("整改期限（工作日）")
    first_day_counts = models.BooleanField("下发当日计入", default=False)
    due_on = models.DateField("整改截止日", db_index=True)
    due_provisional = models.BooleanField("截止日待确认", default=False)
    demand = models.TextField("整改要求", blank=True)
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("首次回复", null=True, blank=True)
    was_late = models.BooleanField("曾逾期回复", default=False)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-issued_on", "unit__path", "pk"]
        indexes: ClassVar = [models.Index(fields=["campaign", "unit"], name="tickets_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit}：{self.campaign}"

    @property
    def open(self) -> bool:
        return self.state != TicketState.CLOSED

    def overdue(self, today: dt.date) -> bool:
        return self.state in OWED_STATES and today > self.due_on


class ItemState(models.TextChoices):
    OPEN = "open", "待整改"
    MENDED = "mended", "已整改"
    STILL = "still", "复查仍存在"
    UNSEEN = "unseen", "未能复查"
    LIFTED = "lifted", "已撤销"
    ACCEPTED = "accepted", "人工确认已整改"
    BELOW = "below", "余下处数低于标准"


DONE = (ItemState.MENDED, ItemState.BELOW, ItemState.ACCEPTED)
"""The states of what its unit has mended, as far as the norm asks: of an indicator that takes several places, a few may be left."""
SETTLED = (*DONE, ItemState.LIFTED)


class TicketItem(models.Model):
    """One finding of a ticket. `repeated`: the same fault at the same place stood in a ticket of an earlier campaign.

    `told_unit` is whose ticket that was, where the website had another unit then.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="items")
    finding = models.ForeignKey(FindingRow, on_delete=models.PROTECT, related_name="ticket_items")
    state = models.CharField("状态", max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    answer = models.TextField("整改情况", blank=True)
    checked_at = models.DateTimeField("复查时间", null=True, blank=True)
    repeated = models.BooleanField("重复发生", default=False)
    told_unit = models.ForeignKey(
        Unit, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="上次责任单位"
    )

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "finding"], name="one_item_a_finding"),
        ]

    def __str__(self) -> str:
        return str(self.finding)


class EventKind(models.TextChoices):
    ISSUED = "issued", "下发"
    OPENED = "opened", "查看"
    DOWNLOADED = "downloaded", "下载"
    RECEIPT = "receipt", "登记签收"
    PHONE = "phone", "电话联系"
    TALK = "talk", "当面沟通"
    REMINDED = "reminded", "提醒"
    ESCALATED = "escalated", "提请负责人督办"
    ANSWERED = "answered", "回复"
    CHECKED = "checked", "复查"
    REOPENED = "reopened", "退回"
    EXTENDED = "extended", "延期"
    RECOUNTED = "recounted", "重算期限"
    APPEALED = "appealed", "申诉"
    APPEAL_DECIDED = "appeal_decided", "申诉处理"
    MEASURE = "measure", "处理措施"
    LIFTED = "lifted", "撤销问题"
    CLOSED = "closed", "办结"


READING = (EventKind.OPENED, EventKind.DOWNLOADED, EventKind.RECEIPT)
"""The kinds of event that show that the unit knows of the ticket."""


class TicketEvent(Happening):
    """Something that happened to a ticket, in order; rows are only added.

    `on` is the day of a call, a talk or a receipt, which may be written down later.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("事项", max_length=20, choices=EventKind.choices)
    on = models.DateField("发生日期", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.told}"

    @property
    def told(self) -> str:
        """The words, with the day where it was another than that on which they were written."""
        other = self.on and self.on != clock.local(self.at).date()
        return f"（{self.on}）{self.text}" if other else self.text


class Appeal(models.Model):
    """A unit says that a finding is wrong. Accepting it lifts the finding and corrects verdict and score."""

    item = models.ForeignKey(TicketItem, on_delete=models.CASCADE, related_name="appeals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    text = models.TextField("申诉理由")
    accepted = models.BooleanField("申诉成立", null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    reason = models.TextField("处理意见", blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(accepted=None), name="one_open_appeal_an_item"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Attachment(KeptFile):
    """A file that came with a reply or an appeal. `path` is of our making; the sender's name is only shown."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    event = models.ForeignKey(TicketEvent, on_delete=models.CASCADE, related_name="attachments")


class Step(models.TextChoices):
    NOTICE = "notice", "书面督办"
    CRITICISM = "criticism", "通报批评"
    INTERVIEW = "interview", "约谈"
    CLOSING = "closing", "责令关停或注销"
    ACCOUNTABILITY = "accountability", "移交问责"


class Measure(models.Model):
    """A rung of the ladder of consequences: who decided it, when, on what grounds, by when it is to be met, and its document.

    `detail` says what the rung needs: who gets the criticism, whom and when to talk to, what is closed, who takes over.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="measures")
    step = models.CharField("措施", max_length=20, choices=Step.choices)
    decided_on = models.DateField("决定日期")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField("事由")
    number = models.CharField("文号", max_length=100, blank=True)
    detail = models.TextField("内容", blank=True)
    basis = models.TextField("依据", blank=True)
    due_on = models.DateField("限期", null=True, blank=True)
    paper = models.ForeignKey(Attachment, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["decided_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.number}"


class ToleranceLine(models.Model):
    """How much a unit looks over for the units below within so many months (容错预警线); None where it has no line.

    `failed`: subjects that failed an inspection; `late`: tickets not answered by their deadline; `repeated`: faults told before.
    """

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="tolerance")
    months = models.PositiveSmallIntegerField("统计月数", default=12)
    failed = models.PositiveSmallIntegerField("不合格对象", null=True, blank=True)
    late = models.PositiveSmallIntegerField("逾期整改", null=True, blank=True)
    repeated = models.PositiveSmallIntegerField("重复发生的问题", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.unit}容错预警线"


_REMINDED_OF = {
    ReminderKind.NEAR: "整改将到期",
    ReminderKind.UNREAD: "整改通知未查看",
    ReminderKind.LATE: "整改已逾期",
    ReminderKind.ESCALATED: "整改逾期提请负责人督办",
    ReminderKind.BY_HAND: "催办",
}


class Reminder(models.Model):
    """A reminder of a ticket. `key` names the occasion, so that it comes once; `reached` counts the channels that it went over."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="reminders")
    key = models.CharField(max_length=60)
    kind = models.CharField("事项", max_length=12, choices=list(_REMINDED_OF.items()))
    at = models.DateTimeField("时间")
    reached = models.PositiveSmallIntegerField("渠道数", default=0)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "key"], name="one_reminder_an_occasion"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
