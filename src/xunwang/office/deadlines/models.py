"""The working calendar, and the days on which units are reminded."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit


class CalendarYear(models.Model):
    """A year of the working calendar. Until its notice is published it is provisional, and so is every deadline in it."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    confirmed = models.BooleanField("已确认", default=False)
    source = models.CharField("依据", max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday off, or a weekend that is worked."""

    day = models.DateField("日期", primary_key=True)
    works = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.note}"


class ReminderRhythm(models.Model):
    """On which working days the units below are reminded of what this unit asked of them (see `reminders.Rhythm`)."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="rhythm")
    before = models.JSONField("到期前")
    unread_after = models.PositiveSmallIntegerField("未查看")
    every = models.PositiveSmallIntegerField("逾期后每隔")
    escalated_after = models.PositiveSmallIntegerField("提请督办")

    def __str__(self) -> str:
        return f"{self.unit}的提醒日"
