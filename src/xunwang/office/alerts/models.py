"""What somebody has to hear of, how pressing it is, and whom a unit wants to be told one after the other."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q

from xunwang.office.messages.models import Channel
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class Severity(models.IntegerChoices):
    NOTICE = 1, "提示"
    IMPORTANT = 2, "重要"
    URGENT = 3, "紧急"


class AlertPlan(models.Model):
    """How a unit is alerted: its quiet hours, and who is told next when nobody acknowledges."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="alert_plan")
    quiet_from = models.TimeField("免打扰开始", default=dt.time(22))
    quiet_to = models.TimeField("免打扰结束", default=dt.time(7))
    digest_at = models.TimeField("每日汇总时间", default=dt.time(8, 30))
    minutes = models.PositiveSmallIntegerField("无人确认时多少分钟后升级", default=30)
    contact = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    principal = models.ForeignKey(Channel, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.unit}报警设置"


class BrowserTrouble(models.Model):
    """How often the browser of a machine failed within the hour that begins at `hour`, by how it failed (`door.Trouble`)."""

    machine = models.CharField("服务器", max_length=100)
    kind = models.CharField("情况", max_length=12)
    hour = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["machine", "kind", "hour"], name="one_count_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.machine} {self.kind}"


class Alert(models.Model):
    """One thing that was told. `key` says what it is about: there is one open alert of a key.

    `step` counts how many of the people were told; `next_at` is when the next one is, none when nobody is left or
    somebody acknowledged; of an alert that ended, when those who were told hear the `ending`. `members`: the labels of the
    addresses that one alert of several is about. `digested_on`: the day whose digest carried it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="alerts", verbose_name="单位")
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts"
    )
    kind = models.CharField("类别", max_length=20)
    key = models.CharField(max_length=200)
    severity = models.PositiveSmallIntegerField("级别", choices=Severity.choices)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    begun_at = models.DateTimeField("发生时间", db_index=True)
    ended_at = models.DateTimeField("恢复时间", null=True, blank=True)
    acked_at = models.DateTimeField("确认时间", null=True, blank=True)
    acked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    members = models.JSONField(default=list)
    ending = models.CharField(max_length=100, blank=True)
    digested_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(ended_at=None), name="one_open_alert_of_a_key"
            ),
        ]

    def __str__(self) -> str:
        return self.title
