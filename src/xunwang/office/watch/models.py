"""Whether websites could be opened, visit by visit, and when they were closed by plan."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject


class WatchedDay(models.Model):
    """The visits of one address from one vantage point on one day (Asia/Shanghai), packed; see `series`.

    `opened` and `down` count them as they are, before points agree and closures are taken out.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="watched_days")
    home = models.CharField("首页地址", max_length=1000)
    point = models.CharField("监测点", max_length=60)
    day = models.DateField("日期", db_index=True)
    visits = models.BinaryField()
    opened = models.PositiveSmallIntegerField(default=0)
    down = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["day", "point", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "day", "point", "home"], name="one_row_a_subject_day_point_home"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home} {self.day}"


class PlannedClosure(models.Model):
    """A time in which the website is closed by plan: visits in [start, end) are not counted. `proof` names the paper that says so."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="closures")
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    reason = models.CharField("原因", max_length=200)
    proof = models.CharField("依据", max_length=200)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.BooleanField("已撤销", default=False)

    class Meta:
        ordering: ClassVar = ["-start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="planned_closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}计划关停"
