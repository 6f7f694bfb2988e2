"""Orders to repost (重要信息转载): what is asked of whom until when, and what each of them has done."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class Order(models.Model):
    """Something to be reposted, with `emergency` about one (突发事件). `titles`, `urls` and `text` are further forms that are accepted; `limits` are the deadlines as written.

    `limits` is a list of [platform ids (none: all others), rule], the rule as `reposts.limits.Limit.written`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("标题", max_length=300)
    url = models.CharField("原文链接", max_length=1000, blank=True)
    titles = models.JSONField("认可的其他标题", default=list)
    urls = models.JSONField("认可的其他链接", default=list)
    text = models.TextField("正文", blank=True)
    limits = models.JSONField("时限")
    issued = models.DateTimeField("下发时间")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    emergency = models.BooleanField("突发事件", default=False)
    cancelled = models.CharField("撤销原因", max_length=300, blank=True)
    matched_at = models.DateTimeField("核对时间", null=True)

    class Meta:
        ordering: ClassVar = ["-issued", "-pk"]

    def __str__(self) -> str:
        return self.title


class TaskState(models.TextChoices):
    WAITING = "waiting", "未到时限"
    DONE = "done", "按时转载"
    LATE = "late", "超时转载"
    MISSED = "missed", "未转载"
    UNSEEN = "unseen", "无法核对"


class Task(models.Model):
    """What an order asks of one account or website. `due` is provisional while the calendar of its year is not confirmed.

    `done` is when it came out (`day_only`: at some time of that day), told by `how` (link, title, text; near: no repost yet, its title is only much alike) or said by a person with a reason (`word`).
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="tasks")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="repost_tasks")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("名称", max_length=200)
    platform = models.CharField("平台", max_length=50)
    due = models.DateTimeField("时限")
    provisional = models.BooleanField(default=False)
    state = models.CharField("情况", max_length=10, choices=TaskState.choices, default=TaskState.WAITING)
    done = models.DateTimeField("转载时间", null=True)
    day_only = models.BooleanField(default=False)
    how = models.CharField(max_length=10, blank=True)
    found_title = models.CharField(max_length=300, blank=True)
    found_url = models.CharField(max_length=1000, blank=True)
    word = models.CharField("人工核对说明", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["unit__path", "platform", "name", "pk"]
        indexes: ClassVar = [models.Index(fields=["order", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "subject"], name="one_task_of_an_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def minutes(self) -> int | None:
        """The time it took, in whole minutes; 0 for what was out before the order, None where the hour is not known."""
        if self.done is None or self.day_only:
            return None
        return max(int((self.done - self.order.issued).total_seconds() // 60), 0)

    @property
    def is_early(self) -> bool:
        return self.done is not None and self.done < self.order.issued
