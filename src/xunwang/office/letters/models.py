"""Letters of the public: what was asked in which box, when it was answered and how."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit, User


class Source(models.TextChoices):
    TABLE = "table", "表格导入"
    SITE = "site", "网站公开"
    TEST = "test", "测试留言"


class Letter(models.Model):
    """One letter to a unit. `box` is the mailbox or platform it came by; `key` makes it the only one of its kind there.

    `answered_on` None: not answered, or (`replied`) answered on a day that nobody wrote down. Of letters that a website
    shows only those it shows are known. A question or reply of which only the beginning is known ends with "…".
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="letters", verbose_name="单位")
    box = models.CharField("信箱", max_length=100)
    key = models.CharField(max_length=300)
    source = models.CharField("来源", max_length=8, choices=Source.choices)
    title = models.CharField("标题", max_length=300)
    asked_on = models.DateField("留言日期", db_index=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    replied = models.BooleanField("已答复", default=False)
    answerer = models.CharField("答复单位", max_length=200, blank=True)
    question = models.TextField("留言内容", blank=True)
    reply = models.TextField("答复内容", blank=True)
    doubts = models.JSONField("疑点", default=list)
    url = models.CharField("地址", max_length=2000, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-asked_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "box", "key"], name="one_letter_a_key"),
        ]

    def __str__(self) -> str:
        return self.title


class LetterLimits(models.Model):
    """How soon a unit and those below it have to answer: `limit` working days; `classes` are counted apart.

    Where a unit has none, those of the nearest superior hold.
    """

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="letter_limits")
    limit = models.PositiveSmallIntegerField("答复期限（工作日）")
    classes = models.JSONField("统计档次（工作日）")

    def __str__(self) -> str:
        return f"{self.unit}：{self.limit} 个工作日"
