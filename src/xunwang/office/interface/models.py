"""Other systems that read from the office and write to it."""

import datetime as dt
from typing import ClassVar

from django.db import models

from xunwang.office import clock
from xunwang.office.people.models import Unit, User


class Scope(models.TextChoices):
    """What a token may be used for."""

    REGISTER = "register", "名录和账号"
    HAND_IN = "hand_in", "名录（报入）"
    RESULTS = "results", "检查、结论和问题"
    TICKETS = "tickets", "整改通知（查看）"
    REPLY = "reply", "整改通知（签收和回复）"
    PROOFREAD = "proofread", "文稿校对"


class Token(models.Model):
    """A way in for one other system of one unit. Only its keyed hash is kept; `hint` is its end.

    `account` is the account in whose name the system acts: policies and the trail know nothing of tokens. Nobody logs in with it.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="interface_tokens", verbose_name="单位"
    )
    account = models.OneToOneField(User, on_delete=models.PROTECT, related_name="token")
    name = models.CharField("系统名称", max_length=50)
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    scopes = models.JSONField("用途", default=list)
    expires_on = models.DateField("有效期至")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("新建时间", default=clock.now)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["unit__path", "pk"]

    def __str__(self) -> str:
        return self.name

    def usable(self, today: dt.date) -> bool:
        return self.revoked_at is None and today <= self.expires_on and self.account.is_active

    @property
    def scope_labels(self) -> str:
        return "、".join(str(Scope(one).label) for one in self.scopes)
