"""Finding lists of other vendors: what came in, from whom, row by row, and what became of it."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import Campaign, FindingRow
from xunwang.office.people.models import User


class FindingList(models.Model):
    """One table that was taken in. `path` keeps it as it came; `columns` and `indicators` say how it was understood."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="finding_lists")
    vendor = models.CharField("检查机构", max_length=100)
    file = models.CharField("文件", max_length=200)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    indicators = models.JSONField(default=dict)
    read = models.PositiveIntegerField("读到")
    taken = models.PositiveIntegerField("列入审核")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.vendor}：{self.file}"


class ListedFinding(models.Model):
    """A row of the table as it was written (`said`: header to cell), and the finding that it became."""

    list = models.ForeignKey(FindingList, on_delete=models.CASCADE, related_name="rows")
    finding = models.OneToOneField(FindingRow, null=True, on_delete=models.SET_NULL, related_name="listed")
    sheet = models.CharField("工作表", max_length=100, blank=True)
    row = models.PositiveIntegerField("行号")
    said = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.list} 第{self.row}行"
