"""What units file about their websites and accounts, and how it goes up through the levels."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from xunwang.office import clock
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import KIND_LABELS, Subject


class Matter(models.TextChoices):
    OPENING = "opening", "开办"
    CHANGE = "change", "变更"
    URGENT = "urgent", "应急关停"
    CANCELLING = "cancelling", "注销"


class FilingState(models.TextChoices):
    WAITING = "waiting", "审核中"
    RETURNED = "returned", "退回补正"
    APPROVED = "approved", "已办结"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (FilingState.WAITING, FilingState.RETURNED)


class FilingQuerySet(models.QuerySet["Filing"]):
    def unmended(self, today: dt.date) -> "FilingQuerySet":
        """Sent back, and not filed again by the day that it had to be."""
        over = FilingStep.objects.filter(filing=OuterRef("pk"), met_on=None, due_on__lt=today)
        return self.filter(Exists(over), state=FilingState.RETURNED)

    def late(self, today: dt.date) -> "FilingQuerySet":
        """Filed late, or filed again late, or still owed."""
        met = FilingStep.objects.filter(filing=OuterRef("pk"), met_on__gt=F("due_on"))
        owed = Q(pk__in=self.unmended(today).values("pk"))
        return self.filter(Q(filed_on__gt=F("due_on")) | Exists(met) | owed)


class Filing(models.Model):
    """A unit tells its superiors of a turn.

    `said` is what the register shall say, `was` what it said of the fields that a change alters, `on` when it happens.
    `holder` has to decide now. `due_on` is the last day to file in time; `filed_on` the day on which it was filed first. One that
    was sent back has to be filed again within as many days, counted anew (`FilingStep.due_on`).
    `code` goes on paper and names the filing without telling how many there are.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="filings", verbose_name="申报单位")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    matter = models.CharField("事项", max_length=12, choices=Matter.choices)
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="filings"
    )
    subject_kind = models.CharField(
        "类别", max_length=20, choices=[(kind.value, label) for kind, label in KIND_LABELS.items()]
    )
    name = models.CharField("名称", max_length=200)
    said = models.JSONField(default=dict)
    was = models.JSONField(default=dict)
    on = models.DateField("发生日期")
    until = models.DateField("关停至", null=True, blank=True)
    reason = models.TextField("事由")
    proof = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=FilingState.choices, default=FilingState.WAITING, db_index=True
    )
    holder = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="待审核单位")
    filed_on = models.DateField("报备日期")
    due_on = models.DateField("报备截止日")
    due_provisional = models.BooleanField("截止日待确认", default=False)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-filed_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("on")), name="filed_closure_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["subject", "matter"],
                condition=Q(state__in=["waiting", "returned"]),
                name="one_open_filing_of_a_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}{self.get_matter_display()}"

    @property
    def late(self) -> bool:
        """As `FilingQuerySet.late`, with the steps at hand."""
        return self.filed_on > self.due_on or any(step.late for step in self.steps.all())

    @property
    def owed(self) -> "FilingStep | None":
        """The return that waits for the unit."""
        waiting = (step for step in self.steps.all() if step.due_on and not step.met_on)
        return next(waiting, None) if self.state == FilingState.RETURNED else None

    @property
    def state_words(self) -> str:
        """Where it is, in words."""
        waits = self.state == FilingState.WAITING
        return f"待{self.holder}审核" if waits else self.get_state_display()

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES


class StepKind(models.TextChoices):
    FILED = "filed", "申报"
    PASSED = "passed", "同意并上报"
    APPROVED = "approved", "同意并办结"
    RETURNED = "returned", "退回补正"
    WITHDRAWN = "withdrawn", "撤回"


class FilingStep(models.Model):
    """What one level did with a filing, in order; rows are only added.

    A return has the last day to file again (`due_on`) and the day on which the unit did (`met_on`).
    """

    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="steps")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    kind = models.CharField("办理", max_length=10, choices=StepKind.choices)
    text = models.CharField("意见", max_length=500, blank=True)
    due_on = models.DateField("补正截止日", null=True, blank=True)
    due_provisional = models.BooleanField("截止日待确认", default=False)
    met_on = models.DateField("重新申报日期", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"

    @property
    def late(self) -> bool:
        """Filed again after the day, or that day is over and it is still owed."""
        if self.due_on is None or (self.met_on is None and self.filing.state != FilingState.RETURNED):
            return False
        return (self.met_on or clock.today()) > self.due_on
