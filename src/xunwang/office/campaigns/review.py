"""The review of candidates: what waits, what is alike, how often people agree with the machine."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.judging import ask_to_judge_again
from xunwang.office.campaigns.models import (
    PENDING,
    Campaign,
    CampaignSubject,
    DecisionRow,
    FindingRow,
    FindingState,
    Word,
)
from xunwang.office.campaigns.ruling import decide
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import User

MOST_AT_ONCE = 2000
REASONS, _REASONS_READ = 5, 200


def matching(rows: QuerySet[FindingRow], pattern: str) -> QuerySet[FindingRow]:
    """Those whose address holds the pattern; `*` stands for anything, and then the whole address must fit."""
    if "*" not in pattern:
        return rows.filter(url__contains=pattern)
    parts = pattern.split("*")
    fits = Q(url__startswith=parts[0]) & Q(url__endswith=parts[-1])
    for part in filter(None, parts[1:-1]):
        fits &= Q(url__contains=part)
    return rows.filter(fits)


def alike(finding: FindingRow) -> QuerySet[FindingRow]:
    """What stands alike in the same campaign for the same reason: the same place (for words the wrong one and the right one), measured alike.

    What waits is alike what waits. What was ruled on, or counted by the machine, is alike what came out the same, so that what was decided at once is taken back at once.
    """
    same = FindingRow.objects.filter(
        subject__campaign=finding.subject.campaign_id,
        indicator=finding.indicator,
        locator=finding.locator,
        state__in=PENDING if finding.state in PENDING else (finding.state,),
    )
    if finding.value:
        return same.filter(value=finding.value, threshold=finding.threshold)
    return same.filter(message=finding.message, excerpt=finding.excerpt)


def sent_on_by(user: User) -> Q:
    """Those that wait for a second person because this one asked for it: many at once go on without them."""
    asked = DecisionRow.objects.filter(ruling=Word.SECOND, user=user).order_by()
    return Q(state=FindingState.SECOND, pk__in=asked.values("finding"))


def already_ruled(finding: FindingRow, word: Word, user: User, seen: int | None) -> str:
    """What is said where somebody ruled the same after the page was shown, "" where nobody ruled since.

    `seen`: the number of the last ruling that the page showed. Raises OfficeError where somebody ruled otherwise: what was not seen is not overruled.
    """
    last = finding.decisions.select_related("user").last()
    if last is None or seen is None or last.pk == seen or last.user_id == user.pk:
        return ""
    told = f"这一条刚才已由{last.user.shown_name}处理（{last.get_ruling_display()}）"
    if last.ruling == word:
        return f"{told}，没有重复记下。"
    raise OfficeError(f"{told}，您的认定没有记下。请看过认定的理由；仍然认为应改的，再认定一次。")


def reasons_of(user: User, indicator: str) -> list[str]:
    """The reasons that this person wrote last about findings of the indicator, the latest first."""
    rows = DecisionRow.objects.filter(user=user, finding__indicator=indicator).exclude(reason="")
    latest = rows.order_by("-at", "-pk").values_list("reason", flat=True)[:_REASONS_READ]
    return list(dict.fromkeys(latest))[:REASONS]


@transaction.atomic
def decide_many(rows: Iterable[FindingRow], user: User, word: Word, **said: object) -> int:
    """The same ruling for each of the rows; their subjects are judged again once. Gives the number of rows."""
    chosen = list(rows)
    if len(chosen) > MOST_AT_ONCE:
        raise OfficeError(f"一次最多处理 {MOST_AT_ONCE} 条，现在有 {len(chosen)} 条，请缩小范围。")
    at = clock.now()
    for row in chosen:
        decide(row, user, word, at=at, **said)  # type: ignore[arg-type]  # the keywords of decide, handed through
    if word is not Word.SECOND:
        for subject in {row.subject_id: row.subject for row in chosen}.values():
            ask_to_judge_again(subject)
    return len(chosen)


def pending_by_campaign(campaigns: Iterable[Campaign]) -> Counter[tuple[int, str]]:
    """How many findings of the campaigns wait in which state.

    Counted subject by subject in one index first: no database guesses how few of all findings wait.
    """
    rows = FindingRow.objects.filter(state__in=PENDING).order_by().values_list("subject", "state")
    waiting = list(rows.annotate(count=Count("pk")))
    if not waiting:
        return Counter()
    chosen = CampaignSubject.objects.filter(pk__in={row[0] for row in waiting}, campaign__in=campaigns)
    campaign_of = dict(chosen.order_by().values_list("pk", "campaign"))
    found: Counter[tuple[int, str]] = Counter()
    for subject, state, count in waiting:
        if subject in campaign_of:
            found[campaign_of[subject], state] += count
    return found


class Precision(Record, frozen=True):
    """How often people agreed with the machine on one indicator; an excuse says nothing about the machine."""

    indicator: str
    confirmed: int
    dismissed: int
    waiting: int

    @property
    def ruled(self) -> int:
        return self.confirmed + self.dismissed

    @property
    def percent(self) -> int | None:
        return (200 * self.confirmed + self.ruled) // (2 * self.ruled) if self.ruled else None


def _findings_of_last(word: Word) -> QuerySet[DecisionRow, Any]:
    """The findings of which this was the last that a person ruled, excuses left out."""
    ruled = DecisionRow.objects.filter(ruling__in=[Word.CONFIRMED, Word.DISMISSED], played=False).order_by()
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    last = ruled.filter(~Exists(ruled.filter(later, finding=OuterRef("finding"))))
    return last.filter(ruling=word).values("finding")


def precision(campaigns: Iterable[Campaign]) -> list[Precision]:
    """From the last ruling about each finding; what the demo played in or others brought in does not count.

    Findings are chosen by their key from the few that were ruled on or wait, so that no database walks through all of them.
    """
    keys = [one.pk for one in campaigns]

    def counted(chosen: QuerySet[Any, Any]) -> Counter[str]:
        found = FindingRow.objects.filter(pk__in=chosen, subject__campaign__in=keys, source="").order_by()
        return Counter(dict(found.values_list("indicator").annotate(count=Count("pk"))))

    confirmed, dismissed = (counted(_findings_of_last(word)) for word in (Word.CONFIRMED, Word.DISMISSED))
    waiting = counted(FindingRow.objects.filter(state__in=PENDING).order_by().values("pk"))
    names = sorted({*confirmed, *dismissed, *waiting})
    return [Precision(name, confirmed[name], dismissed[name], waiting[name]) for name in names]
