"""What a unit knows better than the proofreader: its names and terms, who holds which office, wordings it decided to keep, domains that others have."""

from typing import ClassVar

from django.db import models

from xunwang.office.people.models import Unit, User


class TermKind(models.TextChoices):
    WORD = "word", "专名和用语"
    OFFICE = "office", "职务"
    IGNORED = "ignored", "不再提示"
    LOST = "lost", "易主域名"


class Term(models.Model):
    """One line of a unit's tables, which hold for its own texts and for those of everybody below it.

    `text` is the word, the person or the wording that is right; `title` is an office that the person held from `since` to `until`,
    both days included (none: from ever, or still); `right`: only this suggestion is not to be made again (empty: none is), up to and
    including `until`, as `person` decided for the `reason`. A lost domain stands in `text` as it was given; links to it are told in inspections.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="terms", verbose_name="单位")
    kind = models.CharField("类别", max_length=10, choices=TermKind.choices)
    text = models.CharField("文字", max_length=100)
    title = models.CharField("职务", max_length=100, blank=True)
    right = models.CharField("建议", max_length=100, blank=True)
    since = models.DateField("任职日期", null=True, blank=True)
    until = models.DateField("有效期至", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    person = models.CharField("经办人", max_length=100, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering: ClassVar = ["text", "since", "pk"]
        indexes: ClassVar = [models.Index(fields=["unit", "kind"], name="terms_of_unit")]

    def __str__(self) -> str:
        return f"{self.text}{self.title}"
