"""What was removed, by which rule and by whom, so that whoever asks for it later is told."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit


class RemovedRun(models.Model):
    """The archive of an inspection that goes. The row comes with the act in the trail, before any file goes; `gone_at`: all files are gone.

    One that was put back by hand may go again. `path` is how the database names the run folder, `name` whom the run looked at, `rule` the words of the rule as it was then.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    path = models.CharField(max_length=1000, db_index=True)
    name = models.CharField("对象", max_length=500, blank=True)
    rule = models.CharField("规则", max_length=200)
    size = models.BigIntegerField("腾出字节")
    by = models.CharField("操作人", max_length=200)
    at = models.DateTimeField("删除时间")
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=models.Q(gone_at=None), name="removals_unfinished"),
        ]

    def __str__(self) -> str:
        return self.path
