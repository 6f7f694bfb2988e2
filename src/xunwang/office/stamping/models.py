from typing import ClassVar

from django.db import models

from xunwang.office.people.models import AuditEntry


class TrailStamp(models.Model):
    """The head of the trail as a time stamping authority saw it: whoever rewrites the trail later cannot rewrite its answer.

    `answer` is its whole answer (RFC 3161, DER), over the very hash of the entry.
    """

    day = models.DateField("日期", unique=True)
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="stamps")
    hash = models.CharField("校验值", max_length=64)
    authority = models.CharField("时间戳机构", max_length=300)
    answer = models.BinaryField()
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day}"
