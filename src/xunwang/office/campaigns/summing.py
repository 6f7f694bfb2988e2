"""How many subjects of a campaign have which verdict, and the pass rate of those that have one."""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import msgspec
from django.db.models import Count, QuerySet

from xunwang.inspector import model
from xunwang.office.campaigns.models import Campaign, CampaignSubject


class Summary(msgspec.Struct, frozen=True):
    """Verdicts of one moment. The undecided and the not yet judged stand outside the pass rate (per cent, half up)."""

    total: int
    passed: int
    failed: int
    undecided: int
    unjudged: int
    pass_rate: Decimal | None


def summary(
    campaign: Campaign,
    when: Literal["point", "closing"] = "point",
    *,
    rows: QuerySet[CampaignSubject] | None = None,
) -> Summary:
    """Counts over all subjects of the campaign, or over `rows` of it."""
    covered = (campaign.subjects.all() if rows is None else rows).order_by()
    if when == "point":
        return summed(Counter(dict(covered.values_list("verdict_at_point").annotate(count=Count("pk")))))
    verdicts = covered.values_list("verdict_at_point", "verdict_at_closing")
    return summed(_at_closing(verdicts.annotate(count=Count("pk"))))


def _at_closing(counted: Iterable[tuple[str, str, int]]) -> Counter[str]:
    """Of whom nobody looked at again the verdict stands, as in the circular; before anybody did there is none."""
    rows = list(counted)
    began = any(now for _, now, _ in rows)
    verdicts: Counter[str] = Counter()
    for point, now, count in rows:
        verdicts[now or (point if began else "")] += count
    return verdicts


def summed(verdicts: Counter[str]) -> Summary:
    """How many subjects have which verdict; "" counts those not judged yet."""
    passed, failed = verdicts[model.Verdict.PASS.value], verdicts[model.Verdict.FAIL.value]
    return Summary(
        total=verdicts.total(),
        passed=passed,
        failed=failed,
        undecided=verdicts[model.Verdict.UNDECIDED.value],
        unjudged=verdicts[""],
        pass_rate=percentage(passed, passed + failed),
    )


def percentage(part: int, whole: int) -> Decimal | None:
    """Per cent with two decimals, rounded half up; None of nothing."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
