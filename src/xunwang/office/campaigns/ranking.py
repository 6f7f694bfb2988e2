"""Where a subject stands: beside itself in earlier periods, beside its group, in the ranking; and who did a task well."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import F, Q, QuerySet

from xunwang.inspector.model import Record, Verdict
from xunwang.office import clock
from xunwang.office.campaigns.earlier import Which, other_campaign
from xunwang.office.campaigns.models import (
    PENDING,
    Campaign,
    CampaignSubject,
    FindingRow,
    without_judgements,
)
from xunwang.office.campaigns.weighing import costing
from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import ON_PLATFORMS

_PERIODS: tuple[tuple[Which, str], ...] = (("before", "上一检查周期"), ("last_year", "去年同期"))


class Change(Record, frozen=True):
    """A figure now and then. `percent` is the change, with its sign and one decimal; None where there was nothing then."""

    now: Decimal
    then: Decimal

    @property
    def percent(self) -> Decimal | None:
        if not self.then:
            return None
        return (100 * (self.now - self.then) / self.then).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def words(self) -> str:
        """As circulars write it: `+47.0%`."""
        return "—" if self.percent is None else f"{self.percent:+}%"


def change(now: Decimal | int | None, then: Decimal | int | None) -> Change | None:
    return None if now is None or then is None else Change(Decimal(now), Decimal(then))


class Beside(Record, frozen=True):
    """The same subject in another campaign."""

    label: str
    row: CampaignSubject
    score: Change | None
    findings: Change


def beside(row: CampaignSubject) -> list[Beside]:
    """The subject in the period before and in the same period of last year, where it was inspected then."""
    told = []
    for which, label in _PERIODS:
        other = other_campaign(row.campaign, which, row.subject.kind)
        then = other.subjects.filter(subject_id=row.subject_id).first() if other else None
        if then:
            findings = Change(Decimal(_findings(row)), Decimal(_findings(then)))
            told.append(Beside(label, then, change(row.score_at_point, then.score_at_point), findings))
    return told


def _findings(row: CampaignSubject) -> int:
    return costing(row.findings.filter(weighed=True), row.campaign).count()


class Group(Record, frozen=True):
    """Subjects of one kind in one campaign; `average` over the `scored`, those with a whole score as in the ranking, two decimals."""

    scored: int
    average: Decimal | None


def group_of(row: CampaignSubject) -> Group:
    """All of its sort (websites of a kind, accounts of a platform) in the same campaign."""
    rows = row.campaign.subjects.filter(
        subject__kind=row.subject.kind, score_at_point__isnull=False, score_complete=True
    )
    name = "platform" if row.subject.kind in ON_PLATFORMS else "site_kind"
    sort = row.row.get(name)
    scores = [score for said, score in rows.values_list("row", "score_at_point") if said.get(name) == sort]
    return Group(len(scores), average(scores))


def average(scores: Iterable[Decimal | None]) -> Decimal | None:
    known = [score for score in scores if score is not None]
    return (sum(known, Decimal(0)) / len(known)).quantize(Decimal("0.01"), ROUND_HALF_UP) if known else None


class Ranked(Record, frozen=True):
    """A place in the ranking; equal scores share it, and a score that is not whole has none.

    `before` and `last_year` are the changes of the score.
    """

    place: int | None
    row: CampaignSubject
    before: Change | None
    last_year: Change | None


def ranking(campaign: Campaign, rows: QuerySet[CampaignSubject]) -> list[Ranked]:
    """Those of the rows that have a score, best first, and last those whose score may yet change: the circular ranks them no more than this."""
    before, last_year = _scores(campaign, "before"), _scores(campaign, "last_year")
    ranked: list[Ranked] = []
    scored = rows.filter(score_at_point__isnull=False)
    in_order = scored.order_by("-score_complete", "-score_at_point", "name", "pk")
    for number, row in enumerate(without_judgements(in_order), start=1):
        same = ranked and ranked[-1].row.score_at_point == row.score_at_point
        ranked.append(
            Ranked(
                (ranked[-1].place if same else number) if row.score_complete else None,
                row,
                change(row.score_at_point, before.get(row.subject_id)),
                change(row.score_at_point, last_year.get(row.subject_id)),
            )
        )
    return ranked


def _scores(campaign: Campaign, which: Which) -> dict[object, Decimal | None]:
    other = other_campaign(campaign, which)
    return dict(other.subjects.values_list("subject_id", "score_at_point")) if other else {}


class Commended(Record, frozen=True):
    """Who did one task well, by the records; the list is a proposal to people."""

    task: str
    why: str
    names: tuple[str, ...]


def commended(campaign: Campaign) -> list[Commended]:
    """A list for every task on which there are records."""
    passed = campaign.subjects.filter(verdict_at_point=Verdict.PASS.value)
    clean = passed.exclude(pk__in=_with_findings(campaign))
    told = [
        Commended(
            "日常运维",
            "检查合格，没有扣分和待认定的问题",
            tuple(clean.order_by("name").values_list("name", flat=True)),
        ),
        Commended("问题整改", "在期限内回复，全部整改办结", _mended_in_time(campaign)),
        Commended("交叉检查", "按期提交全部检查意见", _checked_in_time(campaign)),
    ]
    return [one for one in told if one.names]


def _mended_in_time(campaign: Campaign) -> tuple[str, ...]:
    """Units all of whose tickets are closed after answers in time: how long checking took is not their own."""
    good: dict[Unit, bool] = defaultdict(lambda: True)
    for ticket in campaign.tickets.select_related("unit"):
        done = ticket.answered_at or ticket.closed_at
        in_time = done is not None and clock.local(done).date() <= ticket.due_on
        good[ticket.unit] &= not ticket.open and not ticket.was_late and in_time
    return _names_of(good)


def _checked_in_time(campaign: Campaign) -> tuple[str, ...]:
    """Units that handed in all of their opinions in a cross inspection by its day."""
    duties = campaign.subjects.filter(assignments__isnull=False).annotate(
        by=F("assignments__unit"),
        done=F("assignments__handed_in_at"),
        due=F("assignments__check_of__due_on"),
    )
    rows = list(duties.values_list("by", "done", "due"))
    units = Unit.objects.in_bulk({by for by, _, _ in rows})
    good: dict[Unit, bool] = defaultdict(lambda: True)
    for by, done, due in rows:
        good[units[by]] &= bool(done and clock.local(done).date() <= due)
    return _names_of(good)


def _names_of(good: Mapping[Unit, bool]) -> tuple[str, ...]:
    return tuple(sorted(unit.name for unit, well in good.items() if well))


def _with_findings(campaign: Campaign) -> QuerySet[FindingRow, object]:
    """Subjects with what weighed, or may yet: nobody is praised before it is ruled upon."""
    chosen = FindingRow.objects.filter(Q(weighed=True) | Q(state__in=PENDING), subject__campaign=campaign)
    return costing(chosen, campaign).values_list("subject", flat=True)
