"""What leaves the office for people: over which channels of a unit, and every single sending with how it ended."""

from typing import ClassVar

from django.db import models

from xunwang.office import clock
from xunwang.office.people.models import Unit, User


class ChannelKind(models.TextChoices):
    MAIL = "mail", "邮件"
    WECOM = "wecom", "企业微信群机器人"
    DINGTALK = "dingtalk", "钉钉群机器人"
    FEISHU = "feishu", "飞书群机器人"
    JSON = "json", "通用接口（JSON）"
    WEBHOOK = "webhook", "业务系统推送"


class Channel(models.Model):
    """A way to reach a unit. `sealed` is the address with its secret, `hint` what may be shown of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="channels", verbose_name="单位")
    kind = models.CharField("方式", max_length=12, choices=ChannelKind.choices)
    name = models.CharField("名称", max_length=60)
    sealed = models.TextField()
    hint = models.CharField("地址", max_length=200)
    active = models.BooleanField("启用", default=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["unit__path", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class MessageState(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    FAILED = "failed", "没有发出"


class Message(models.Model):
    """One sending over one channel. `key` names what it is about: the same is never sent twice over a channel."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="messages", verbose_name="单位")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="messages")
    topic = models.CharField("事项", max_length=40)
    key = models.CharField(max_length=160)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField("次数", default=0)
    problem = models.CharField("原因", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=clock.now, db_index=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "key"], name="one_message_a_channel_and_key"),
        ]

    def __str__(self) -> str:
        return self.title


class Occasion(models.Model):
    """Something that a unit was to be told once, named by `key`; `reached` counts the channels, 0 where the unit has none."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="occasions", verbose_name="单位")
    topic = models.CharField("事项", max_length=40)
    key = models.CharField(max_length=160, unique=True)
    title = models.CharField("标题", max_length=200)
    at = models.DateTimeField("时间")
    reached = models.PositiveSmallIntegerField("渠道数", default=0)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.title
