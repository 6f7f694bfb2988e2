"""The findings that weigh against the subjects of a campaign at its point: counted and read without walking through those of other campaigns.

A large campaign has millions of them, too many to count for a page. How many there are is kept for each subject and indicator and written anew by whatever
changes findings, in its transaction. Whole findings are read for the few subjects of which a page tells.
"""

from itertools import accumulate
from operator import itemgetter

from django.db.models import Count, Max, Min, QuerySet, Sum

from xunwang.inspector.model import Record
from xunwang.office.campaigns.inspection import norm_words
from xunwang.office.campaigns.models import Campaign, FindingRow, Row, WeighedRow
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.people.models import User


class Broken(Record, frozen=True):
    """An indicator: how many subjects break it, and at how many places."""

    indicator: str
    subjects: int
    places: int


def keep_sums(subject: int, indicator: str = "") -> None:
    """Counts anew what weighs against a subject (its key in the campaign), of one indicator where only that can have changed.

    To be called after the act is in the trail: from there on writers take turns, so that none overlooks what another has just changed.
    """
    only = {"indicator": indicator} if indicator else {}
    WeighedRow.objects.filter(subject=subject, **only).delete()
    found = _weighing().filter(subject=subject, **only).order_by().values_list("indicator")
    WeighedRow.objects.bulk_create(
        WeighedRow(subject_id=subject, indicator=name, places=places)
        for name, places in found.annotate(places=Count("pk"))
    )


def costing(rows: QuerySet[Row], campaign: Campaign) -> QuerySet[Row]:
    """Of findings of the campaign, or of their sums, those for which subjects answer as its circular has it: advice costs nobody anything."""
    return rows.exclude(indicator__in=norm_words(campaign.norm).advisory)


def costs(row: FindingRow, campaign: Campaign) -> bool:
    """The same of one finding of the campaign."""
    return row.weighed and row.indicator not in norm_words(campaign.norm).advisory


def broken(user: User, campaign: Campaign) -> list[Broken]:
    """Every indicator that is broken by subjects that the user may see, without order."""
    sums = costing(_sums(user, campaign), campaign)
    summed = sums.values_list("indicator").annotate(Count("subject"), Sum("places"))
    return [Broken(*one) for one in summed]


class Listed:
    """The findings of subjects that the user may see, in the order of these, for a pager: counted by subject, read by slice.

    Without an indicator all that cost something.
    """

    def __init__(self, user: User, campaign: Campaign, indicator: str = "") -> None:
        self._campaign, self._indicator = campaign, indicator
        sums = self._only(_sums(user, campaign)).order_by("subject").values_list("subject")
        self._counts: list[tuple[int, int]] = list(sums.annotate(count=Sum("places")))
        self._ends = list(accumulate(map(itemgetter(1), self._counts)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, part: slice) -> list[FindingRow]:
        """The findings of the slice, with their subjects, without judgements."""
        first, end, _ = part.indices(len(self))
        of = [
            (subject, until - count)
            for (subject, count), until in zip(self._counts, self._ends, strict=True)
            if until > first and until - count < end
        ]
        if not of:
            return []
        chosen = self._only(_weighing().filter(subject__in=[one for one, _ in of]))
        rows = FindingRow.objects.filter(pk__in=chosen.order_by().values("pk"))
        before = of[0][1]
        return list(rows.order_by("subject", "pk")[first - before : end - before])

    def _only(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        return rows.filter(indicator=self._indicator) if self._indicator else costing(rows, self._campaign)


def _weighing() -> QuerySet[FindingRow]:
    return FindingRow.objects.filter(weighed=True)


def _sums(user: User, campaign: Campaign) -> QuerySet[WeighedRow]:
    ends = campaign.subjects.aggregate(first=Min("pk"), last=Max("pk"))
    seen = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign).order_by()
    rows = WeighedRow.objects.filter(subject__in=seen.values("pk"))
    # said twice, so that the database sees before it plans how small a part of all sums is meant
    return rows.filter(subject__gte=ends["first"] or 0, subject__lte=ends["last"] or 0).order_by()
