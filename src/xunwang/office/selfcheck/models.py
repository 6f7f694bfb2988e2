"""A unit looks at its own website or account before others do. What comes of it is the unit's alone."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import VERDICT_LABELS
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class CheckState(models.TextChoices):
    WAITING = "waiting", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有查成"


class SelfCheck(models.Model):
    """One look of a unit at a website or an account of its own. It belongs to no campaign, and no campaign reads it.

    `unit` is the one that asked: whoever answers for the site later does not inherit it. `run_path` is emptied when the run was
    cleared away for newer ones; `judgement` stays.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="self_checks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="self_checks", verbose_name="单位")
    name = models.CharField("网站", max_length=200)
    norm = models.CharField("指标依据", max_length=60)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="自查人")
    at = models.DateTimeField("自查时间")
    state = models.CharField("状态", max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    problem = models.TextField("原因", blank=True)
    run_path = models.CharField(max_length=1000, blank=True)
    verdict = models.CharField(
        "结论",
        max_length=12,
        blank=True,
        choices=[(kind.value, label) for kind, label in VERDICT_LABELS.items()],
    )
    judgement = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject"], condition=models.Q(state="waiting"), name="one_open_self_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name
