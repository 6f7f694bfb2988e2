"""What the public says is wrong with a site, and how the unit dealt with it."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from xunwang.office import clock
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject


class ErrorKind(models.TextChoices):
    """The kinds that the national platform offers."""

    UNREACHABLE = "unreachable", "内容无法访问"
    STALE = "stale", "信息不更新"
    INACCURATE = "inaccurate", "内容不准确"
    UNANSWERED = "unanswered", "咨询留言不回复"
    TYPO = "typo", "错别字"
    FALSE = "false", "虚假伪造内容"
    OTHER = "other", "其他"


class Source(models.TextChoices):
    NATIONAL = "national", "全国平台"
    PUBLIC = "public", "本级找错入口"
    OTHER = "other", "其他渠道"


class Truth(models.TextChoices):
    TRUE = "true", "属实"
    UNTRUE = "untrue", "不属实"


class Machine(models.TextChoices):
    """What inspections had made of the error before it was reported."""

    FOUND = "found", "已发现"
    MISSED = "missed", "没有发现"
    NOT_LOOKED = "not_looked", "没有检查过"


class Aside(models.TextChoices):
    """Why a report stands outside all counts."""

    DUPLICATE = "duplicate", "重复"
    WITHDRAWN = "withdrawn", "撤回"


class ReportQuerySet(models.QuerySet["ErrorReport"]):
    def open(self) -> "ReportQuerySet":
        return self.filter(closed_at=None)

    def late(self, today: dt.date) -> "ReportQuerySet":
        """Open ones not yet answered on the national platform, of which the day of closing has passed."""
        return self.unsettled().filter(due_on__lt=today)

    def not_handed_over(self) -> "ReportQuerySet":
        return self.open().filter(handed_over_at=None)

    def unsettled(self) -> "ReportQuerySet":
        """Those of which the clock still runs, as `ErrorReport.settled_at`."""
        return self.open().filter(platform_answered_at=None)

    def counted(self) -> "ReportQuerySet":
        """All but those that somebody set aside."""
        return self.filter(aside="")

    def received_between(self, first: dt.date, last: dt.date) -> "ReportQuerySet":
        """Both days included, in Asia/Shanghai."""
        return self.filter(received_at__date__gte=first, received_at__date__lte=last)


class ErrorReport(models.Model):
    """One report. `unit` has to deal with it now; `number` is what the source calls it.

    `contact` is sealed and forgotten when the report is closed; `contact_hint` is what lists may show.
    `machine` is known of true reports that are closed; only those inspected before make the miss rate.
    One that is set `aside` is closed and counts nowhere.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="error_reports", verbose_name="承办单位"
    )
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="error_reports"
    )
    site_name = models.CharField("网站名称", max_length=200, blank=True)
    site_code = models.CharField("网站标识码", max_length=20, blank=True)
    page_url = models.CharField("页面地址", max_length=2000, blank=True)
    source = models.CharField("来源", max_length=12, choices=Source.choices)
    number = models.CharField("编号", max_length=60, blank=True)
    kind = models.CharField("问题类型", max_length=12, choices=ErrorKind.choices)
    description = models.TextField("问题描述")
    contact = models.TextField(blank=True)
    contact_hint = models.CharField("联系方式", max_length=60, blank=True)
    received_at = models.DateTimeField("收到时间", db_index=True)
    hand_over_due_on = models.DateField("转办期限")
    due_on = models.DateField("办结期限", db_index=True)
    due_provisional = models.BooleanField(default=False)
    handed_over_at = models.DateTimeField("转办时间", null=True, blank=True)
    reply = models.TextField("答复内容", blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    platform_answered_at = models.DateTimeField("全国平台答复时间", null=True, blank=True)
    truth = models.CharField("核实结果", max_length=8, choices=Truth.choices, blank=True)
    machine = models.CharField("机器检查此前", max_length=12, choices=Machine.choices, blank=True)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True, db_index=True)
    aside = models.CharField("不计入统计", max_length=12, choices=Aside.choices, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "number"], condition=~Q(number=""), name="one_report_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_name or self.site_code or '未知网站'}：{self.get_kind_display()}"

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def settled_at(self) -> dt.datetime | None:
        """What counts for the deadline: the answer on the national platform where it is known, else the closing.

        A report answered there may still be open here until somebody says whether it was true.
        """
        return self.platform_answered_at or self.closed_at

    @property
    def handed_late(self) -> bool:
        """Handed over after its day, or not yet although that has passed; who answers at once needs no handing over."""
        if self.handed_over_at is None:
            return self.settled_at is None and self.hand_over_due_on < clock.today()
        at_once = self.handed_over_at == self.answered_at
        return not at_once and timezone.localdate(self.handed_over_at) > self.hand_over_due_on

    @property
    def on_time(self) -> bool | None:
        """None while nothing has settled it."""
        settled = self.settled_at
        return None if settled is None else timezone.localdate(settled) <= self.due_on


class ReportPicture(models.Model):
    """A picture that came with a report, painted anew; `path` is inside the uploads folder."""

    report = models.ForeignKey(ErrorReport, on_delete=models.CASCADE, related_name="pictures")
    path = models.CharField(max_length=300)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"图片 {self.pk}"


class CaseState(models.TextChoices):
    NEW = "new", "待复测"
    FOUND = "found", "已能发现"
    MISSED = "missed", "仍未发现"
    UNCHECKED = "unchecked", "未能复测"


class MissedCase(models.Model):
    """A fault that the machine should have found.

    `indicator` names those that would tell it (as `door.Case`), `expected` the words that the finding has to hold. `page` is the
    archived page under the uploads, `kept` that page with what belongs to it as a packed run; `norm` is what it is judged under.
    """

    report = models.OneToOneField(ErrorReport, on_delete=models.CASCADE, related_name="missed_case")
    indicator = models.CharField("指标", max_length=100, blank=True)
    expected = models.CharField("应当发现的文字", max_length=200, blank=True)
    page = models.CharField(max_length=300, blank=True)
    kept = models.CharField(max_length=300, blank=True)
    norm = models.CharField("指标依据", max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField("复测结果", max_length=10, choices=CaseState.choices, default=CaseState.NEW)
    why = models.CharField("原因", max_length=200, blank=True)
    tried_at = models.DateTimeField("复测时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"漏报：{self.report}"


class PublicForm(models.Model):
    """A unit that takes reports from the public on a page of this office, for its own websites and those below it."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="public_form")
    open = models.BooleanField("已开通", default=False)

    def __str__(self) -> str:
        return f"{self.unit}找错入口"


class Step(models.TextChoices):
    RECEIVED = "received", "收到"
    HANDED_OVER = "handed_over", "转办"
    ANSWERED = "answered", "答复"
    PLATFORM = "platform", "全国平台答复"
    CLOSED = "closed", "办结"
    CORRECTED = "corrected", "更正核实结果"
    ASIDE = "aside", "移出统计"
    BACK = "back", "恢复统计"


class ReportEvent(models.Model):
    """What happened to a report, oldest first."""

    report = models.ForeignKey(ErrorReport, on_delete=models.CASCADE, related_name="events")
    step = models.CharField(max_length=12, choices=Step.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.report_id}"
