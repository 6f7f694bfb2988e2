"""What the columns of inspected websites hold, taken out of the runs once so that any period can be counted; what is asked and stated of them."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject


class PublishedColumn(models.Model):
    """One column of one inspection.

    `days` are those of its dated items (ISO), `unread` says why its list could not be read; `repeated` are those of `days` whose items another column holds as its own.
    """

    subject = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="published_columns")
    run_path = models.CharField(max_length=1000)
    name = models.CharField("栏目", max_length=200)
    type = models.CharField("类型", max_length=24)
    url = models.CharField("地址", max_length=2000)
    items = models.PositiveIntegerField("条数")
    undated = models.PositiveIntegerField("没有日期的条数")
    static = models.BooleanField(default=False)
    unread = models.CharField(max_length=300, blank=True)
    days = models.JSONField(default=list)
    repeated = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Catalogue(models.Model):
    """The openness catalogue that a website has to follow; a later one takes its place. `entries` are `catalogue.Entry` in order."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="catalogue")
    name = models.CharField("文件名", max_length=200)
    entries = models.JSONField(default=list)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    def __str__(self) -> str:
        return self.name


class HeldCatalogue(models.Model):
    """What an inspected website shows of its catalogue: the `mentions` of each entry (`catalogue.Mention`).

    They were looked for in the run at `run_path`, for the catalogue that was kept at `kept_at`; of others they say nothing.
    """

    subject = models.OneToOneField(CampaignSubject, on_delete=models.CASCADE, related_name="held_catalogue")
    run_path = models.CharField(max_length=1000)
    kept_at = models.DateTimeField("目录时间")
    mentions = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.subject}公开目录"


class StatedTotal(models.Model):
    """What a unit says that its website published in a period: all items (`kind` empty), those of a kind, or its columns.

    `source` is where it says so, `reason` what explains the difference from what was counted.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="stated_totals")
    first = models.DateField("起始日期")
    last = models.DateField("截止日期")
    kind = models.CharField("类别", max_length=40, blank=True)
    number = models.PositiveIntegerField("上报数")
    source = models.CharField("来源", max_length=200, blank=True)
    reason = models.CharField("差异原因", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["subject", "first", "last", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "first", "last", "kind"], name="one_stated_total"),
        ]

    def __str__(self) -> str:
        return f"{self.kind or '合计'}{self.number}"
