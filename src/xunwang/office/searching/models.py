"""Words looked for in the archived pages of a campaign, run by run."""

from typing import ClassVar

from django.db import models

from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.people.models import User


class ArchiveSearch(models.Model):
    """Words that somebody had looked for in every run of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="searches")
    words = models.JSONField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="查找人")
    at = models.DateTimeField("时间")

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return "、".join(self.words)[:200]


class SearchState(models.TextChoices):
    WAITING = "waiting", "等待"
    DONE = "done", "已查完"
    FAILED = "failed", "没有查成"


class SearchedRun(models.Model):
    """How far one run was searched: everything before byte `at` of the page table `table`, `pages` so far, `found` on so many of them."""

    search = models.ForeignKey(ArchiveSearch, on_delete=models.CASCADE, related_name="runs")
    row = models.ForeignKey(CampaignSubject, on_delete=models.CASCADE, related_name="searches")
    run_path = models.CharField(max_length=1000)
    state = models.CharField("状态", max_length=10, choices=SearchState.choices, default=SearchState.WAITING)
    problem = models.CharField("原因", max_length=500, blank=True)
    table = models.CharField(max_length=100, blank=True)
    at = models.BigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "row"], name="one_search_of_a_run"),
        ]

    def __str__(self) -> str:
        return self.run_path


class FoundPage(models.Model):
    """A page that shows one of the words; the excerpt is masked."""

    run = models.ForeignKey(SearchedRun, on_delete=models.CASCADE, related_name="hits")
    url = models.CharField("地址", max_length=2000)
    title = models.CharField("标题", max_length=200, blank=True)
    word = models.CharField("词语", max_length=200)
    excerpt = models.CharField("上下文", max_length=300)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.url
