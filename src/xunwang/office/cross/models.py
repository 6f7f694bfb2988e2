"""A cross inspection: units rule on each other's findings, some of them twice and blind."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import Campaign, CampaignSubject, FindingRow
from xunwang.office.people.models import Unit, User


class CrossCheck(models.Model):
    """The cross inspection of one campaign. `seed` and `percent` repeat the assignment; `spare` names whom nobody could inspect."""

    campaign = models.OneToOneField(Campaign, on_delete=models.CASCADE, related_name="cross_check")
    seed = models.CharField("种子", max_length=60)
    percent = models.DecimalField("双查比例", max_digits=5, decimal_places=2)
    due_on = models.DateField("完成期限")
    spare = models.JSONField(default=list)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("布置时间")

    def __str__(self) -> str:
        return f"{self.campaign}交叉检查"


class Assignment(models.Model):
    """One subject in the hands of one unit, until it is handed in. `second`: the blind check beside another unit's."""

    check_of = models.ForeignKey(CrossCheck, on_delete=models.CASCADE, related_name="assignments")
    row = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="检查单位")
    second = models.BooleanField("复核", default=False)
    note = models.TextField("补充发现", blank=True)
    handed_in_at = models.DateTimeField("提交时间", null=True, blank=True)
    handed_in_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["row__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "unit"], name="a_unit_inspects_a_subject_once"),
            models.UniqueConstraint(fields=["row", "second"], name="one_first_and_one_second_check"),
        ]

    def __str__(self) -> str:
        return f"{self.row}（{self.unit}）"


class Opinion(models.TextChoices):
    CONFIRMED = "confirmed", "属实"
    DISMISSED = "dismissed", "不属实"
    UNSURE = "unsure", "不能确定"


class Rating(models.Model):
    """What the inspecting unit says about one finding; empty until it has said something."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="ratings")
    finding = models.ForeignKey(FindingRow, on_delete=models.CASCADE, related_name="ratings")
    opinion = models.CharField("意见", max_length=12, blank=True, choices=Opinion.choices)
    reason = models.CharField("理由", max_length=500, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["finding__indicator", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "finding"], name="one_rating_a_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.get_opinion_display()}"
