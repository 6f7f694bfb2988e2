"""What the office knows of new-media accounts: their ways in, what was handed in or fetched, and the posts that came out of it."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import User
from xunwang.office.registry.models import Subject


class Feed(models.Model):
    """The address of an account's feed; it is fetched at every inspection."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="feed")
    address = models.CharField("订阅地址", max_length=1000)

    def __str__(self) -> str:
        return self.address


class Interface(models.Model):
    """The credentials of an account's keeper for the platform's interface, sealed; it is asked at every inspection."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="interface")
    way = models.CharField(max_length=30)
    sealed = models.TextField()
    server = models.CharField("接口地址", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("设定时间")

    def __str__(self) -> str:
        return f"{self.way} {self.subject_id}"


class CaptureKey(models.Model):
    """The key in a person's capture bookmarklet, as a hash."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="capture_key")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField("生成时间")
    used = models.DateTimeField("最近使用", null=True)

    def __str__(self) -> str:
        return str(self.user)


class MaterialKind(models.TextChoices):
    SAVED = "saved", "保存的平台数据"
    CAPTURE = "capture", "书签采集"
    LIST = "list", "发文清单"
    ENTRY = "entry", "人工登记"


class Material(models.Model):
    """Something that a person handed in about an account: the file is kept as it came, `seen` is the moment that it shows.

    A withdrawn one counts for nothing from then on; it is never deleted.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="materials")
    kind = models.CharField("种类", max_length=10, choices=MaterialKind.choices)
    name = models.CharField("文件名", max_length=200, blank=True)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    seen = models.DateTimeField("数据时间")
    proof = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间")
    withdrawn = models.CharField("撤回原因", max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-seen", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}".strip()


class Look(models.Model):
    """What one way in showed of an account at one moment, or what a person tried out; the fields are those of `AccountFact`."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="looks")
    material = models.ForeignKey(Material, null=True, on_delete=models.CASCADE, related_name="looks")
    way = models.CharField("来源", max_length=30)
    seen = models.DateTimeField("时间")
    unread = models.TextField("未能读取的原因", blank=True)
    note = models.TextField("说明", blank=True)
    complete_since = models.DateTimeField(null=True)
    posts = models.PositiveIntegerField("发布数")
    shown_name = models.CharField("平台显示名称", max_length=300, blank=True)
    certified_body = models.CharField("认证主体", max_length=300, blank=True)
    opens = models.BooleanField("能否打开、使用", null=True)
    downloads = models.BooleanField("能否下载", null=True)
    interacts = models.BooleanField("互动功能", null=True)
    certified = models.BooleanField("平台认证", null=True)
    remark = models.CharField("情况说明", max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["-seen", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "way", "seen"], condition=models.Q(material=None), name="one_look_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.seen}"

    @property
    def told(self) -> str:
        """What a person tried out and remarked, and what limits the look, in words; empty where nothing was said."""
        tried = (
            (self.opens, "打开使用"),
            (self.downloads, "下载"),
            (self.interacts, "互动"),
            (self.certified, "官方认证"),
        )
        said = "，".join(f"{what}：{'是' if word else '否'}" for word, what in tried if word is not None)
        return "；".join(filter(None, (said, self.remark, self.note)))


class Post(models.Model):
    """Something that an account published, whichever way showed it first.

    `material`: what alone shows it so far, None for what the office fetched. `day` is that of Asia/Shanghai, None where
    no time was shown. `folded` is the title as it is compared, `links` a line each; both and `way` are empty in rows of
    earlier versions.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="posts")
    key = models.CharField(max_length=64)
    title = models.CharField("标题", max_length=300)
    published = models.DateTimeField("发布时间", null=True)
    day = models.DateField(null=True)
    day_only = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    original = models.BooleanField(null=True)
    url = models.CharField("地址", max_length=1000, blank=True)
    text = models.TextField(blank=True)
    pictures = models.PositiveIntegerField(null=True)
    way = models.CharField("来源", max_length=30, blank=True)
    folded = models.CharField(max_length=300, blank=True)
    links = models.TextField(blank=True)
    material = models.ForeignKey(Material, null=True, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        ordering: ClassVar = ["-published", "-pk"]
        indexes: ClassVar = [models.Index(fields=["subject", "day"], name="post_by_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "key"], name="one_row_a_post"),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedMonth(models.Model):
    """What an account published on the days of a month, packed; written and read by `counting` alone."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="published_months")
    month = models.DateField()
    counts = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month", "subject"], name="published_by_month")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "month"], name="one_row_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class ShownBySite(models.Model):
    """The accounts that a website led to when it was last inspected (`ShownAccountsFact` as JSON); None where that run did not look."""

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="shown_accounts")
    run_path = models.CharField(max_length=300)
    read_at = models.DateTimeField()
    shown = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.run_path


class StandingState(models.TextChoices):
    ACTIVE = "active", "正常更新"
    SLOW = "slow", "更新偏少"
    SILENT = "silent", "超期未更新"
    ZOMBIE = "zombie", "僵尸账号"
    EMPTY = "empty", "空壳账号"
    USABLE = "usable", "使用正常"
    BROKEN = "broken", "无法正常使用"
    UNSEEN = "unseen", "未能检查"


NAMES_DIFFER, TWINS, APP_BROKEN = "M-4", "M-2", "N-V2.2"
"""The indicators of a name or body that differs from the filed one, and of several accounts on one platform."""


class Standing(models.Model):
    """How an account stood at the end of `day`: reckoned every night from what is known of it.

    Silence is None where it was not seen. `found`: indicator -> a sentence for each finding.
    """

    subject = models.OneToOneField(Subject, on_delete=models.CASCADE, related_name="standing")
    day = models.DateField("评估日期")
    norm = models.CharField(max_length=60)
    state = models.CharField("情况", max_length=10, choices=StandingState.choices)
    last = models.DateField("最近一次更新", null=True)
    silent = models.PositiveIntegerField("未更新天数", null=True)
    longest_gap = models.PositiveIntegerField("最长间隔", null=True)
    week_posts = models.PositiveIntegerField()
    month_posts = models.PositiveIntegerField()
    quarter_posts = models.PositiveIntegerField()
    found = models.JSONField(default=dict)
    near = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-silent"])]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.day}"

    @property
    def differences(self) -> list[str]:
        """What was found of names, twins and apps that do not work, in words."""
        return [
            said for indicator in (NAMES_DIFFER, TWINS, APP_BROKEN) for said in self.found.get(indicator, ())
        ]
