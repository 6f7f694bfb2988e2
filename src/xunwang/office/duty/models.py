"""Who was on duty, what they handed over, when the websites were looked at, and what was practised."""

import datetime as dt
from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import FindingRow
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject

ALWAYS = dt.date(2000, 1, 1)
"""The first plan of a unit holds for all the days before it as well."""


class DutyPlan(models.Model):
    """How a unit keeps watch from a day on: the rule of its place (`rules.yaml`), and when its 24-hour shifts begin.

    `whole`: only a round through all websites keeps the rule.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duty_plans")
    since = models.DateField("从哪天起", default=ALWAYS)
    rule = models.CharField("巡查要求", max_length=40, default="every-2h")
    begins = models.TimeField("交接班时间", default=dt.time(8, 30))
    whole = models.BooleanField("只有查完全部网站才算一次", default=True)

    class Meta:
        ordering: ClassVar = ["-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "since"], name="one_duty_plan_a_unit_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit}值班设置"


class Shift(models.Model):
    """24 hours of duty, named after the day they begin on. `handover` is what the next shift has to know."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField("日期")
    people = models.CharField("值班人员", max_length=100)
    leader = models.CharField("带班领导", max_length=50)
    phone = models.CharField("值班电话", max_length=50, blank=True)
    handover = models.TextField("交接事项", blank=True)
    handed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField("交班时间", null=True, blank=True)
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("接班时间", null=True, blank=True)
    changed = models.TextField("调班", blank=True)

    class Meta:
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "day"], name="one_shift_a_unit_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.day}"


class PatrolRound(models.Model):
    """One look at the websites of a unit; it is done when `ended_at` is set. `due`: how many there were to look at, unknown for old rounds."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rounds")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField("开始时间", db_index=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    note = models.CharField("备注", max_length=500, blank=True)
    due = models.PositiveIntegerField("应查网站数", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}巡查"

    @property
    def coverage(self) -> str:
        """How many websites were looked at, of how many; to be read with the looks fetched."""
        seen = len(self.looks.all())
        return f"{seen}" if self.due is None else f"{seen}/{self.due}"

    @property
    def partial(self) -> bool:
        return self.due is not None and len(self.looks.all()) < self.due


class PatrolLook(models.Model):
    """One website in a round: in order, or with what was found, which waits in the review as `finding`."""

    round = models.ForeignKey(PatrolRound, on_delete=models.PROTECT, related_name="looks")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("网站名称", max_length=200)
    at = models.DateTimeField("时间")
    ok = models.BooleanField("正常")
    note = models.CharField("发现的问题", max_length=500, blank=True)
    finding = models.ForeignKey(
        FindingRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="patrol_looks"
    )

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "subject"], name="one_look_a_round_and_site")
        ]

    def __str__(self) -> str:
        return self.name


class PatrolShot(models.Model):
    """What the browser showed of a website during a round; `path` is inside the uploads. Without a picture `problem` says why."""

    round = models.ForeignKey(PatrolRound, on_delete=models.PROTECT, related_name="shots")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    problem = models.CharField("没有截图的原因", max_length=300, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "subject"], name="one_shot_a_round_and_site")
        ]

    def __str__(self) -> str:
        return f"{self.round}截图"


class Training(models.Model):
    """A drill or a training that was held, with its paper."""

    class Kind(models.TextChoices):
        DRILL = "drill", "应急演练"
        TRAINING = "training", "业务培训"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="trainings")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    on = models.DateField("日期")
    title = models.CharField("名称", max_length=200)
    people = models.PositiveIntegerField("参加人数")
    text = models.TextField("内容和总结", blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.title


class TrainingPaper(models.Model):
    """A document of a drill or training, inside the uploads."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="papers")
    name = models.CharField("文件名", max_length=200)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class MachineLook(models.Model):
    """What the machine's daily look at a website came to: the ids of all findings, and those that are new since the looks before.

    `problem` says why there was none, or why the home page could not be read. `new` holds indicator, message and address of each.
    `told` holds what no look before had found, with its words, for later; of the first look that is all. `at` is when it was kept.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="machine_looks")
    day = models.DateField("日期", db_index=True)
    run_path = models.CharField(max_length=500, blank=True)
    findings = models.JSONField(default=list)
    new = models.JSONField(default=list)
    told = models.JSONField(default=list)
    at = models.DateTimeField("时间", null=True)
    problem = models.CharField("未能检查的原因", max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-day", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "day"], name="one_machine_look_a_subject_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.day}"
