"""What the columns of inspected websites hold, taken out of the runs once so that any period can be counted."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import CampaignSubject


class PublishedColumn(models.Model):
    """One column of one inspection. `days` are those of its dated items (ISO), `unread` says why its list could not be read."""

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

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
