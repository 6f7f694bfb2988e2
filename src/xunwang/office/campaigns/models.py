"""An inspection of a period: whom it covers, what was found, what people ruled, both verdicts."""

from pathlib import Path
from typing import ClassVar, TypeVar

from django.conf import settings
from django.db import models

from xunwang.inspector.model import Certainty, OutcomeKind, Ruling, Verdict
from xunwang.office import clock
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.models import Subject

Row = TypeVar("Row", bound=models.Model)


class When(models.TextChoices):
    POINT = "point", "监测时间点"
    CLOSING = "closing", "通报截止日"


VERDICT_LABELS = {Verdict.PASS: "合格", Verdict.FAIL: "不合格", Verdict.UNDECIDED: "暂不作结论"}
OUTCOME_LABELS = {
    OutcomeKind.FOUND: "发现问题",
    OutcomeKind.UNCHECKED: "未能检查",
    OutcomeKind.MET: "符合",
    OutcomeKind.NOT_APPLICABLE: "不适用",
}


class Word(models.TextChoices):
    """What a person can say about a finding. An excuse lifts it until a day; asking a second reader rules nothing."""

    CONFIRMED = Ruling.CONFIRMED.value, "认定属实"
    DISMISSED = Ruling.DISMISSED.value, "认定不属实"
    EXCUSED = "excused", "免予计算"
    SECOND = "second", "请第二人复核"


_VERDICTS = [(verdict.value, label) for verdict, label in VERDICT_LABELS.items()]


class Campaign(models.Model):
    """`as_of` is the monitoring point: the end of that day. Once `point_closed_at` is set, what was judged there stays.

    `drawn` says how the subjects were chosen, so that the draw can be repeated; `registered` keeps the totals of the register at the
    point once it is closed (see `registered.py`).
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="campaigns", verbose_name="组织单位"
    )
    name = models.CharField("名称", max_length=200)
    period_start = models.DateField("起始日期")
    period_end = models.DateField("截止日期")
    norm = models.CharField("指标依据", max_length=60)
    as_of = models.DateField("监测时间点")
    closing_on = models.DateField("通报截止日", null=True, blank=True)
    released = models.BooleanField("已公布", default=False)
    point_closed_at = models.DateTimeField("定稿时间", null=True, blank=True)
    paused = models.BooleanField("暂停", default=False)
    drawn = models.JSONField(default=dict)
    registered = models.JSONField(default=dict)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-as_of", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_campaign_of_a_name"),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="period_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Where the circular, its attachments and the reports lie."""
        return Path(settings.CAMPAIGNS_FOLDER) / str(self.pk)


class RunState(models.TextChoices):
    NONE = "", "未开始"
    WAITING = "waiting", "排队"
    LOOKING = "looking", "检查中"
    LOOKED = "looked", "已检查"
    FAILED = "failed", "没有查成"


class CampaignSubject(models.Model):
    """One subject in a campaign. `row` is what the register said at the point, `unit` who answered for it then.

    `run_path` with `rechecks` is the inspection behind the newest verdict, which holds for the day `judged_as_of`.
    `lent_on`: that inspection is the daily patrol's of that day, until the campaign's own is there. `notified`: its unit was told to mend it and may see what was found, released or not.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    row = models.JSONField()
    name = models.CharField("名称", max_length=200)
    home = models.CharField("首页地址", max_length=1000, blank=True)
    run_path = models.CharField(max_length=1000, blank=True)
    rechecks = models.JSONField(default=list)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    run_state = models.CharField("检查进度", max_length=10, blank=True, choices=RunState.choices, default="")
    run_problem = models.TextField(blank=True)
    pages_done = models.PositiveIntegerField(default=0)
    pages_total = models.PositiveIntegerField(null=True, blank=True)
    judged_as_of = models.DateField(null=True, blank=True)
    lent_on = models.DateField("采用巡查结果", null=True, blank=True)
    notified = models.BooleanField(default=False)
    verdict_at_point = models.CharField("监测时间点结论", max_length=12, blank=True, choices=_VERDICTS)
    verdict_at_closing = models.CharField("截止日结论", max_length=12, blank=True, choices=_VERDICTS)
    score_at_point = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    score_at_closing = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    score_complete = models.BooleanField(default=False)
    sample_points = models.BooleanField("示例分值", default=False)
    notes = models.JSONField(default=list)
    judgement_at_point = models.JSONField(null=True)
    judgement_at_closing = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["campaign", "verdict_at_point", "unit"], name="verdicts_counted"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "subject"], name="one_row_a_subject"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_account(self) -> bool:
        """A new-media account or an app, no website."""
        return self.subject.kind in ON_PLATFORMS


def without_judgements(rows: models.QuerySet[Row], way: str = "") -> models.QuerySet[Row]:
    """The rows without what is kept of whole judgements: hundreds of kilobytes each, which no list shows.

    `way` leads to the subject (`subject__`).
    """
    return rows.defer(f"{way}judgement_at_point", f"{way}judgement_at_closing")


class OutcomeRow(models.Model):
    subject = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="outcomes")
    when = models.CharField(max_length=10, choices=When.choices)
    indicator = models.CharField("指标", max_length=40)
    outcome = models.CharField(
        "结果", max_length=20, choices=[(kind.value, label) for kind, label in OUTCOME_LABELS.items()]
    )
    reason = models.TextField("原因", blank=True)
    value = models.CharField("实测", max_length=200, blank=True)
    threshold = models.CharField("标准", max_length=200, blank=True)
    points = models.DecimalField("分值", max_digits=9, decimal_places=4, null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "when", "indicator"], name="one_outcome_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.outcome}"


class FindingState(models.TextChoices):
    COUNTS = "counts", "自动认定"
    WAITS = "waits", "待人工认定"
    SECOND = "second", "待第二人复核"
    CONFIRMED = "confirmed", "认定属实"
    DISMISSED = "dismissed", "认定不属实"
    EXCUSED = "excused", "免予计算"
    MENDED = "mended", "已整改"
    GONE = "gone", "线索未再出现"
    WAIVED = "waived", "已按其他指标计算"
    SHORT = "short", "属实，处数未达标准"


COUNTING = (FindingState.COUNTS, FindingState.CONFIRMED)
"""The states in which a finding weighs against its subject."""
PENDING = (FindingState.WAITS, FindingState.SECOND)
"""The states in which a finding waits for a person."""


class FindingRow(models.Model):
    """One fault at one place in one campaign; `finding_id` is the identity that it keeps over campaigns.

    With a `source` the machine did not find it: it says who brought it in (see `bringing`). `state` is how it stands today, `weighed` whether it
    weighed at the monitoring point, as the published figures have it: that stays once the point is closed, whatever is mended or appealed later.
    """

    subject = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="findings")
    finding_id = models.CharField(max_length=40, db_index=True)
    indicator = models.CharField("指标", max_length=40)
    locator = models.CharField(max_length=1000)
    url = models.CharField("地址", max_length=2000)
    parent = models.CharField("所在页面", max_length=2000, blank=True)
    message = models.TextField("问题")
    excerpt = models.TextField("摘录", blank=True)
    value = models.CharField("实测", max_length=200, blank=True)
    threshold = models.CharField("标准", max_length=200, blank=True)
    certainty = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Certainty])
    state = models.CharField("状态", max_length=12, choices=FindingState.choices)
    first_seen = models.DateTimeField("首次发现")
    last_seen = models.DateTimeField("最近发现")
    at_point = models.BooleanField(default=False)
    weighed = models.BooleanField(default=False)
    source = models.CharField("来源", max_length=300, blank=True, default="")
    run_path = models.CharField(max_length=1000, blank=True)
    evidence_file = models.CharField(max_length=300, blank=True)
    evidence_offset = models.BigIntegerField(null=True)
    evidence_length = models.BigIntegerField(null=True)
    evidence_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["indicator", "pk"]
        # few of many wait for a person, and pages count them
        indexes: ClassVar = [
            models.Index(fields=["state", "subject"], name="findings_by_state"),
            # what is counted by campaign and indicator, without the rows themselves
            models.Index(fields=["subject", "indicator", "weighed"], name="findings_weighed"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "finding_id"], name="one_row_a_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.message}"


class WeighedRow(models.Model):
    """At how many places a subject breaks an indicator at the monitoring point: a sum over findings, kept with them (see `weighing`)."""

    subject = models.ForeignKey(
        CampaignSubject, on_delete=models.CASCADE, related_name="weighed", db_index=False
    )
    indicator = models.CharField("指标", max_length=40)
    places = models.PositiveIntegerField("处数")

    class Meta:
        ordering: ClassVar = ["pk"]
        # all that pages add up, without the rows themselves
        indexes: ClassVar = [models.Index(fields=["subject", "indicator", "places"], name="sums_added_up")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "indicator"], name="one_sum_an_indicator"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.places}"


class DecisionRow(models.Model):
    """What a person ruled. `played`: the demo spoke in a person's place, and every page says so.

    An excuse has its `proof` (a file under the uploads) and ends with the day `excused_until`.
    """

    finding = models.ForeignKey(FindingRow, on_delete=models.PROTECT, related_name="decisions")
    ruling = models.CharField("认定", max_length=12, choices=Word.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    reason = models.TextField("理由", blank=True)
    excused_until = models.DateField("免予计算至", null=True, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    played = models.BooleanField("演示代入", default=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ruling="excused", excused_until__isnull=False)
                | (~models.Q(ruling="excused") & models.Q(excused_until=None)),
                name="only_an_excuse_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.ruling}"


class EntryRow(models.Model):
    """What a person entered for an indicator of a subject: how it ends, the points, why. Withdrawn ones stay and count no more."""

    subject = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="entries")
    indicator = models.CharField("指标", max_length=40)
    outcome = models.CharField(
        "结果", max_length=20, choices=[(kind.value, label) for kind, label in OUTCOME_LABELS.items()]
    )
    points = models.DecimalField("分值", max_digits=9, decimal_places=4, null=True, blank=True)
    reason = models.CharField("依据", max_length=500)
    proof = models.CharField(max_length=300, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    withdrawn = models.BooleanField("已撤回", default=False)

    class Meta:
        ordering: ClassVar = ["indicator", "pk"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.get_outcome_display()}"


class FileKind(models.TextChoices):
    CIRCULAR = "circular", "通报"
    ATTACHMENT = "attachment", "附件"
    REPORT = "report", "单站报告"
    DRAW = "draw", "抽样底册"


class CircularVersion(models.Model):
    """One state of a campaign's circular. `header` with `layout` says what it was written from.

    `seal` is the hash over the hashes of its files; with it the version is final and no other follows.
    `returned`: the words were changed outside (in WPS or Word) and held against the campaign when they came back.
    With a `public_key` anybody may read it under an address that holds the key.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版本")
    layout = models.CharField("版式", max_length=60)
    header = models.JSONField()
    returned = models.BooleanField("外部修改后交回", default=False)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("时间")
    sealed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField("封存时间", null=True, blank=True)
    seal = models.CharField("封存校验值", max_length=64, blank=True)
    public_key = models.CharField("公开页面编号", max_length=32, blank=True)
    public_since = models.DateTimeField("公开时间", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["public_key"], condition=~models.Q(public_key=""), name="one_circular_a_public_key"
            ),
            models.UniqueConstraint(fields=["campaign", "number"], name="one_version_of_a_number"),
            models.UniqueConstraint(
                fields=["campaign"], condition=~models.Q(seal=""), name="one_sealed_circular"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign}通报第{self.number}版"


class CampaignFile(models.Model):
    """A file in the campaign's folder. One about a single subject is for those who may see that subject.

    One of a `version` that is not sealed is a draft, for those who run the campaign.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="files")
    subject = models.ForeignKey(
        CampaignSubject, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    version = models.ForeignKey(
        CircularVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    kind = models.CharField("种类", max_length=20, choices=FileKind.choices)
    label = models.CharField("名称", max_length=200)
    path = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "path"], name="one_row_a_file"),
        ]

    def __str__(self) -> str:
        return self.label
