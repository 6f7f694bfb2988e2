"""What every course of affairs keeps: what happened, in order, and the files that came with it. Rows are only added."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import User


class Happening(models.Model):
    """Something that happened, by whom; without a `user` the office itself did it. A model adds its `kind` and what it happened to."""

    at = models.DateTimeField("时间")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("内容", blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["at", "pk"]


class KeptFile(models.Model):
    """A file that was taken in, with its hash. `path` is of our making; the sender's `name` is only shown."""

    name = models.CharField("文件名", max_length=150)
    kind = models.CharField(max_length=100)
    path = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
