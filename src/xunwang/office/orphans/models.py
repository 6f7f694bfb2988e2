"""Websites that are online and in no register: addresses that crawled pages link to, and cancelled ones that still answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from xunwang.office.campaigns.models import FindingRow
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class OrphanKind(models.TextChoices):
    UNFILED = "unfiled", "在用未登记"
    CANCELLED = "cancelled", "注销未下线"


class OrphanState(models.TextChoices):
    OPEN = "open", "待核实"
    OURS = "ours", "已列入审核"
    FOREIGN = "foreign", "不归本地"
    IGNORED = "ignored", "暂不处理"
    SETTLED = "settled", "已了结"


class Answer(models.TextChoices):
    """What the last look at the address saw. Only `GONE` is a word of the other side that nothing is there."""

    UNASKED = "", "还没有看"
    LIVE = "live", "能打开"
    OTHER = "other", "能打开，内容已不是原网站"
    GONE = "gone", "已经打不开"
    UNREAD = "unread", "未能核实"


class Orphan(models.Model):
    """One host outside the register. `unit` is whose it probably is, for the reason `why`; without one (`placed` is false) the unit that links there.

    Of a cancelled website `subject` is what the register knew. `first_on` is the day of the oldest evidence. A `finding` stands in
    the review once somebody said that it is ours.
    """

    kind = models.CharField("类别", max_length=10, choices=OrphanKind.choices)
    host = models.CharField("域名", max_length=260, db_index=True)
    url = models.CharField("地址", max_length=1000)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="可能的主办单位")
    placed = models.BooleanField("看得出归属", default=False)
    why = models.CharField("判断依据", max_length=300, blank=True)
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="orphans"
    )
    first_on = models.DateField("最早见到")
    state = models.CharField(
        "状态", max_length=10, choices=OrphanState.choices, default=OrphanState.OPEN, db_index=True
    )
    ignored_until = models.DateField("暂不处理至", null=True, blank=True)
    reason = models.CharField("处理意见", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    answer = models.CharField("打开情况", max_length=10, blank=True, choices=Answer.choices, default="")
    answer_why = models.CharField(max_length=300, blank=True)
    title = models.CharField("页面标题", max_length=300, blank=True)
    looked_at = models.DateTimeField("最近一次看", null=True, blank=True)
    finding = models.ForeignKey(
        FindingRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="orphans"
    )

    class Meta:
        ordering: ClassVar = ["unit__path", "host", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["host"], condition=Q(kind="unfiled"), name="one_orphan_a_host"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(kind="cancelled"), name="one_orphan_a_cancelled_subject"
            ),
            models.CheckConstraint(
                condition=Q(state="ignored", ignored_until__isnull=False)
                | (~Q(state="ignored") & Q(ignored_until=None)),
                name="only_what_is_ignored_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.host


class Trace(models.Model):
    """Who links to the host or names it: a page of a website, or a row of a table that was handed in (`told_by`)."""

    orphan = models.ForeignKey(Orphan, on_delete=models.CASCADE, related_name="traces")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    told_by = models.CharField("来源", max_length=300, blank=True)
    page = models.CharField("所在页面", max_length=2000, blank=True)
    url = models.CharField("链接", max_length=2000)
    text = models.CharField("链接文字", max_length=300, blank=True)
    first_on = models.DateField("最早见到")
    last_on = models.DateField("最近见到")

    class Meta:
        ordering: ClassVar = ["first_on", "pk"]

    def __str__(self) -> str:
        return self.text or self.url


class ReadRun(models.Model):
    """A run whose links were gone through."""

    path = models.CharField(max_length=1000, unique=True)

    def __str__(self) -> str:
        return self.path
