"""Texts on their way to publication: read three times by three people, each over the hash of what was read."""

import hashlib
from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit, User


class Step(models.IntegerChoices):
    FIRST = 1, "初审"
    SECOND = 2, "复审"
    FINAL = 3, "终审"


class Manuscript(models.Model):
    """A text of a unit. What is said of it holds for one hash only: a change of title or text voids it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="manuscripts")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("修改时间")
    exported_at = models.DateTimeField("导出时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.title}\n\n{self.text}".encode()).hexdigest()


class Statement(models.Model):
    """What a person said of the text with that hash."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="%(class)ss")
    sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    opinion = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.manuscript}：{self.user}"

    @property
    def holds(self) -> bool:
        return self.sha256 == self.manuscript.sha256


class Signature(Statement):
    """`sure` and `suspected` are what the proofreader still saw in the text when it was signed."""

    step = models.PositiveSmallIntegerField("审次", choices=Step.choices)
    sure = models.PositiveIntegerField("确定的差错")
    suspected = models.PositiveIntegerField("疑似的差错")


class SecrecyCheck(Statement):
    """The person answers for what is said of secrets in the text; `marks` are the marks of secrecy the machine saw."""

    marks = models.PositiveIntegerField("密级标志")
    passed = models.BooleanField("可以公开", default=True)
