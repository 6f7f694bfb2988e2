"""Subjects of inspection and what the register said about them, day by day."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xunwang.inspector.model import ColumnType, SiteKind, SubjectKind
from xunwang.office.people.models import Unit, User
from xunwang.office.people.past import tree_on
from xunwang.office.registry.fields import ACCESS_FIELDS

KIND_LABELS = {
    SubjectKind.WEBSITE: "网站",
    SubjectKind.CHANNEL: "频道",
    SubjectKind.ACCOUNT: "新媒体账号",
    SubjectKind.APP: "移动应用",
    SubjectKind.SYSTEM: "业务系统",
}
SITE_KIND_LABELS = {
    SiteKind.PORTAL: "门户网站",
    SiteKind.DEPARTMENT: "部门网站",
    SiteKind.SPECIAL: "专业系统",
}


class Subject(models.Model):
    """One inspected thing, whatever it is called and wherever it lives.

    `unit` answers for it now, or did so last; the register over time stands in `versions`, which `registry.service` writes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(
        "类别", max_length=20, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="subjects", verbose_name="填报单位")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="channels"
    )

    def __str__(self) -> str:
        last = self.versions.order_by("-valid_from").first()
        return last.name if last else str(self.id)


class VersionQuerySet(models.QuerySet["SubjectVersion"]):
    def on(self, day: dt.date) -> "VersionQuerySet":
        """What was valid at the end of the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def during(self, first: dt.date, last: dt.date) -> "VersionQuerySet":
        """What was valid on any day from `first` to `last`, both included."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=first), valid_from__lte=last)

    def below(self, unit: Unit) -> "VersionQuerySet":
        """What the unit and everything below it answers for, as the tree stands now."""
        return self.filter(unit__path__startswith=unit.path)

    def held(self, unit: Unit, day: dt.date) -> "VersionQuerySet":
        """What the unit and everything below it then had at the end of the day."""
        return self.on(day).filter(tree_on(day).below(unit))


class SubjectVersion(models.Model):
    """A row of the register while it was valid. `valid_to` is the first day on which it is no longer so.

    `kind` is the subject's, kept beside so that a register is counted from one index.
    """

    subject = models.ForeignKey(
        Subject, on_delete=models.CASCADE, related_name="versions", db_index=False
    )  # one_version_a_day begins with it
    kind = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)
    name = models.CharField("名称", max_length=200)
    home = models.CharField("首页地址", max_length=1000, blank=True)
    address_key = models.CharField(max_length=1000, blank=True, db_index=True)
    code = models.CharField("网站标识码", max_length=20, blank=True, db_index=True)
    type_name = models.CharField("类型", max_length=50, blank=True)
    site_kind = models.CharField(
        max_length=20, blank=True, choices=[(kind.value, label) for kind, label in SITE_KIND_LABELS.items()]
    )
    level = models.CharField("层级", max_length=50, blank=True)
    organiser = models.CharField("主办单位", max_length=200, blank=True)
    icp = models.CharField("ICP备案号", max_length=60, blank=True)
    police = models.CharField("公安备案号", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=100, blank=True)
    division = models.CharField("区划代码", max_length=12, blank=True)
    hosts = models.CharField("其他主机", max_length=1000, blank=True)
    robots_authorised = models.CharField("robots授权", max_length=200, blank=True)
    rates = models.CharField("约定访问速率", max_length=500, blank=True)
    platform = models.CharField("平台", max_length=50, blank=True)
    handle = models.CharField("账号标识", max_length=200, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    remark = models.CharField("备注", max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["subject", "valid_from"]
        indexes: ClassVar = [
            models.Index(fields=["valid_from", "valid_to"]),
            models.Index(
                fields=["kind", "unit", "valid_from", "valid_to", "site_kind", "level", "platform"],
                name="register_counted",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "valid_from"], name="one_version_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="version_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["subject"], condition=Q(valid_to=None), name="one_open_version"),
            models.CheckConstraint(condition=~Q(kind=""), name="version_has_a_kind"),
        ]

    def __str__(self) -> str:
        return self.name


REGISTER_FIELDS = (
    "name", "home", "address_key", "code", "type_name", "site_kind", "level", "organiser", "icp", "police", "phone", "division",
    *ACCESS_FIELDS, "platform", "handle", "filed_on", "remark",
)  # fmt: skip
"""The fields of a version that the register keeps over time, besides the unit."""


class ColumnQuerySet(models.QuerySet["Column"]):
    def on(self, day: dt.date) -> "ColumnQuerySet":
        """What people said of columns at the end of the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Column(models.Model):
    """What people said about a column of a site; it overrules what the reader guessed. Of what is no column (`is_column`) the type is empty."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="columns")
    key = models.CharField(max_length=1000)
    url = models.CharField("栏目地址", max_length=1000, default="")
    name = models.CharField("栏目名称", max_length=200, blank=True)
    type = models.CharField(
        "栏目类型", max_length=30, blank=True, choices=[(kind.value, kind.value) for kind in ColumnType]
    )
    is_column = models.BooleanField("是栏目", default=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "key", "valid_from"], name="one_word_per_column_and_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.url


class LifeKind(models.TextChoices):
    OPENED = "opened", "开办"
    CHANGED = "changed", "信息变更"
    RENAMED = "renamed", "更名"
    READDRESSED = "readdressed", "换址"
    MOVED = "moved", "划转"
    MERGED = "merged", "合并"
    SUSPENDED = "suspended", "临时关停"
    RESUMED = "resumed", "恢复开放"
    CLOSED = "closed", "注销"


class LifeEvent(models.Model):
    """A turn in the life of a subject as people entered it: when it happened, and when it was filed above.

    `until` is the last day of a temporary closure, `into` the subject that a merged one went into. Turns that came with a
    spreadsheet have no row here; they stand in the versions alone.
    """

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField("事项", max_length=12, choices=LifeKind.choices)
    on = models.DateField("发生日期")
    until = models.DateField("关停至", null=True, blank=True)
    filed_on = models.DateField("报备日期", null=True, blank=True)
    into = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="took_over"
    )
    note = models.CharField("说明", max_length=500, blank=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("on")), name="closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class Underway(models.TextChoices):
    WRITING = "writing", "正在导入"
    TAKING_BACK = "taking_back", "正在撤销"


class ImportBatch(models.Model):
    """One spreadsheet that was taken in; what it wrote stands in its pieces, so that it can be taken back.

    Many rows go in and out piece by piece, since others wait while one is written. Meanwhile the import is `underway`, and whoever is at it was last
    heard of at `heard_at`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("名录", max_length=20)
    on = models.DateField("生效日期")
    file = models.CharField("文件", max_length=200)
    result = models.CharField("结果", max_length=200)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("导入时间")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    underway = models.CharField("进展", max_length=12, blank=True, choices=Underway.choices)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file


class ImportPiece(models.Model):
    """What one transaction of an import wrote. It goes when it is taken back, the last one first."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="pieces")
    written = models.JSONField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.batch} {self.pk}"
