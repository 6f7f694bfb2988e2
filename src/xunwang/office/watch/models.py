"""Whether websites could be opened, visit by visit and day by day; what else is watched, from where, and when sites were closed by plan."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from xunwang.office import clock
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class WatchedDay(models.Model):
    """The visits of one address from one vantage point on one day (Asia/Shanghai), packed; see `series`.

    `opened` and `down` count them as they are, before points agree and closures are taken out. `address` is the server's
    network address that answered last. `thin`: the parts of the visits are no longer kept (see `thinning`).
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="watched_days")
    home = models.CharField("首页地址", max_length=1000)
    point = models.CharField("监测点", max_length=60)
    day = models.DateField("日期", db_index=True)
    visits = models.BinaryField()
    opened = models.PositiveSmallIntegerField(default=0)
    down = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=45, blank=True)
    thin = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["day", "point", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "day", "point", "home"], name="one_row_a_subject_day_point_home"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home} {self.day}"


class AgreedDay(models.Model):
    """What the points together say of one address on one day, planned closures taken out.

    `counted` visits of which `failed` did not open; `untold` slots in which nobody could tell; `closed` visits during closures.
    `tail`: how many of the day's last slots failed in a row, since `tail_since`, seen so by `tail_points` points.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="agreed_days")
    home = models.CharField("首页地址", max_length=1000)
    day = models.DateField("日期", db_index=True)
    counted = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    untold = models.PositiveSmallIntegerField(default=0)
    closed = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    tail = models.PositiveSmallIntegerField(default=0)
    tail_since = models.DateTimeField(null=True)
    tail_points = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "home", "day"], name="one_agreed_day_a_subject_home"),
        ]

    def __str__(self) -> str:
        return f"{self.home} {self.day}"


class WatchedAddress(models.Model):
    """An address that is watched beside the home page of a website: a business system or a key column."""

    class Kind(models.TextChoices):
        SYSTEM = "system", "业务系统"
        COLUMN = "column", "重点栏目"

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="watched_addresses")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=100)
    url = models.CharField("网址", max_length=1000)
    active = models.BooleanField("监测中", default=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "url"], name="one_watched_address_a_subject_url"),
        ]

    def __str__(self) -> str:
        return self.name


class VantagePoint(models.Model):
    """Another network from which visits are made and handed in. Only the hash of its pass word is kept.

    `rhythm`: the time between the last two times that it handed in.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="vantage_points")
    name = models.CharField("名称", max_length=60, unique=True)
    hash = models.CharField(max_length=64)
    active = models.BooleanField("启用", default=True)
    added_at = models.DateTimeField("登记时间", default=clock.now)
    handed_at = models.DateTimeField("最近交来", null=True, blank=True)
    rhythm = models.DurationField("交来间隔", null=True, blank=True)
    visits = models.PositiveIntegerField("交来次数", default=0)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class StatusPage(models.Model):
    """A unit that shows everybody whether its websites open. No row: it does not."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="status_page")
    public = models.BooleanField("公开", default=False)

    def __str__(self) -> str:
        return f"{self.unit}网站状态"


class PlannedClosure(models.Model):
    """A time in which the website is closed by plan: visits in [start, end) are not counted.

    `proof` names the paper that says so; `paper` is that paper inside the uploads, where it was handed in.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="closures")
    start = models.DateTimeField("开始时间")
    end = models.DateTimeField("结束时间")
    reason = models.CharField("原因", max_length=200)
    proof = models.CharField("依据", max_length=200)
    paper = models.CharField(max_length=300, blank=True)
    paper_name = models.CharField("依据文件", max_length=200, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.BooleanField("已撤销", default=False)

    class Meta:
        ordering: ClassVar = ["-start", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="planned_closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}计划关停"
