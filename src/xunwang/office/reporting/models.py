"""Reports that a supervising unit asks for: addressees, form, deadline, and what came back sealed."""

import datetime as dt
from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import Campaign
from xunwang.office.people.models import Unit, User
from xunwang.office.reporting.quarters import quarter_words
from xunwang.office.trail import KeptFile


class ReportForm(models.TextChoices):
    RECTIFICATION = "rectification", "整改报告"
    SELF_CHECK = "self_check", "自查报告"
    QUARTER = "quarter", "季度检查情况"
    SUPERVISION = "supervision", "政府网站监管年度报表"
    WORK = "work", "政府网站工作年度报表"
    OTHER = "other", "其他材料"


OF_A_YEAR = (ReportForm.SUPERVISION, ReportForm.WORK)
OF_A_PERIOD = (ReportForm.QUARTER, *OF_A_YEAR)
"""The forms whose figures are of a quarter or of a year."""


class SubmissionState(models.TextChoices):
    """How an addressee stands: by the first file that was not sent back."""

    RECEIVED = "received", "按期报送"
    LATE = "late", "逾期报送"
    RETURNED = "returned", "退回重报"
    WAITING = "waiting", "尚未到期"
    MISSING = "missing", "逾期未报"


class ReportRequest(models.Model):
    """`campaign`: the inspection that it follows, whose circular then tells who did not report.

    `period_start`: the first day of the quarter or year that its figures are of, whenever they are asked for and handed in.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="report_requests")
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="report_requests"
    )
    title = models.CharField("名称", max_length=100)
    form = models.CharField("材料", max_length=20, choices=ReportForm.choices)
    period_start = models.DateField("所属时期", null=True, blank=True)
    demand = models.TextField("报送要求", blank=True)
    issued_on = models.DateField("下发日期")
    due_on = models.DateField("截止日")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["-issued_on", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "title"], name="one_request_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> str:
        """What people call the time that the figures are of."""
        start = self.period_start
        if start is None:
            return ""
        return quarter_words(start) if self.form == ReportForm.QUARTER else f"{start.year}年"


class Addressee(models.Model):
    """`again_by`: the day that the unit was given when its report was sent back, in place of the request's."""

    request = models.ForeignKey(ReportRequest, on_delete=models.CASCADE, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports_owed")
    seen_at = models.DateTimeField("查看时间", null=True, blank=True)
    again_by = models.DateField("重报截止日", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["unit__path"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["request", "unit"], name="one_addressee_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.request}：{self.unit}"

    @property
    def due_on(self) -> dt.date:
        return self.again_by or self.request.due_on

    def state(self, today: dt.date) -> SubmissionState:
        submissions = list(self.submissions.all())
        valid = [one for one in submissions if not one.returned]
        if valid:
            return SubmissionState.RECEIVED if valid[0].on <= self.due_on else SubmissionState.LATE
        late = today > self.due_on
        if submissions and not (self.again_by and late):
            return SubmissionState.RETURNED
        return SubmissionState.MISSING if late else SubmissionState.WAITING


class Submission(KeptFile):
    """A sealed file that was handed in; `returned` says why it does not count. The four counts belong to quarterly figures."""

    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="submissions")
    text = models.TextField("说明", blank=True)
    on = models.DateField("报送日期")
    at = models.DateTimeField("报送时间")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    returned = models.TextField("退回原因", blank=True)
    sites = models.PositiveIntegerField("网站总数", null=True, blank=True)
    sites_checked = models.PositiveIntegerField("检查网站数", null=True, blank=True)
    accounts = models.PositiveIntegerField("账号总数", null=True, blank=True)
    accounts_checked = models.PositiveIntegerField("检查账号数", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
