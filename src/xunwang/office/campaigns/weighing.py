"""The findings that weigh against the subjects of a campaign at its point: counted and read without walking through those of other campaigns.

A large campaign has millions of them. Everything here reads an index that holds what is counted, between the first and the last subject of the
campaign; whole findings are read for the few subjects of which a page tells.
"""

from itertools import accumulate
from operator import itemgetter

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from xunwang.inspector.model import Record
from xunwang.office.campaigns.models import WEIGHED, Campaign, FindingRow
from xunwang.office.campaigns.policies import CAMPAIGN_SUBJECTS
from xunwang.office.people.models import User


class Broken(Record, frozen=True):
    """An indicator: how many subjects break it, and at how many places."""

    indicator: str
    subjects: int
    places: int


def counting(user: User, campaign: Campaign, indicator: str = "") -> QuerySet[FindingRow]:
    """Those of subjects that the user may see; of one indicator where it is named."""
    ends = campaign.subjects.aggregate(first=Min("pk"), last=Max("pk"))
    seen = CAMPAIGN_SUBJECTS.visible(user).filter(campaign=campaign).order_by()
    rows = FindingRow.objects.filter(subject__in=seen.values("pk"), at_point=True, state__in=WEIGHED)
    if indicator:
        rows = rows.filter(indicator=indicator)
    # said twice, so that the database sees before it plans how small a part of all findings is meant
    return rows.filter(subject__gte=ends["first"] or 0, subject__lte=ends["last"] or 0).order_by()


def broken(user: User, campaign: Campaign) -> list[Broken]:
    """Every indicator that is broken, without order."""
    each = counting(user, campaign).values("subject", "indicator").annotate(places=Count("pk"))
    inner, params = each.query.sql_with_params()
    summed = f"SELECT indicator, COUNT(*), SUM(places) FROM ({inner}) AS one_subject GROUP BY indicator"  # noqa: S608  # made by Django
    with connection.cursor() as cursor:
        cursor.execute(summed, params)
        return [Broken(name, subjects, int(places)) for name, subjects, places in cursor.fetchall()]


class Listed:
    """The findings in the order of their subjects, for a pager: counted by subject, read by slice."""

    def __init__(self, rows: QuerySet[FindingRow]) -> None:
        self._rows = rows
        counted = rows.order_by("subject").values_list("subject").annotate(count=Count("pk"))
        self._counts: list[tuple[int, int]] = list(counted)
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
        rows = FindingRow.objects.filter(
            pk__in=self._rows.filter(subject__in=[one for one, _ in of]).values("pk")
        )
        before = of[0][1]
        return list(rows.order_by("subject", "pk")[first - before : end - before])
