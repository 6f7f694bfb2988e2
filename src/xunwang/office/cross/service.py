"""A cross inspection from assignment to adjudication. What the units say becomes a ruling only when the host adopts it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Q

from xunwang.inspector.model import Record
from xunwang.office import clock
from xunwang.office.campaigns.models import (
    COUNTING,
    PENDING,
    Campaign,
    CampaignSubject,
    FindingRow,
    FindingState,
    Word,
    without_judgements,
)
from xunwang.office.campaigns.review import decide_many
from xunwang.office.cross.agreement import Agreement, agreement
from xunwang.office.cross.assigning import Duty, Place, assign, lot
from xunwang.office.cross.models import Assignment, CrossCheck, Opinion, Rating
from xunwang.office.errors import OfficeError
from xunwang.office.people.audit import log_action
from xunwang.office.people.models import Unit, User

MOST_CANDIDATES = 200
"""Candidates of one subject that a unit is asked about; the rest stays in the review queue."""
AUTOMATIC = 10
"""Findings of the machine's own that are drawn for each subject, so that its certainty is tried too."""


@transaction.atomic
def set_up(
    campaign: Campaign, units: Sequence[Unit], *, seed: str, percent: Decimal, due_on: dt.date, user: User
) -> CrossCheck:
    """Hands every subject with findings to one of the units, `percent` of them to two. Raises OfficeError."""
    _refuse_setting_up(campaign, units, percent, due_on)
    rows = {
        str(row.pk): row
        for row in campaign.subjects.filter(findings__state__in=[*PENDING, *COUNTING])
        .distinct()
        .select_related("unit")
    }
    if not rows:
        raise OfficeError("本次检查还没有需要核实的问题；请先完成检查，再布置交叉检查。")
    by_path = {unit.path: unit for unit in units}
    places = [Place(key, row.unit.path) for key, row in rows.items()]
    duties = assign(places, sorted(by_path), seed, host=campaign.unit.path, percent=percent)
    taken = {duty.place for duty in duties}
    made = CrossCheck.objects.create(
        campaign=campaign,
        seed=seed,
        percent=percent,
        due_on=due_on,
        spare=[row.name for key, row in rows.items() if key not in taken],
        made_by=user,
        made_at=clock.now(),
    )
    asked: dict[int, list[FindingRow]] = {}
    for duty in duties:
        row = rows[duty.place]
        if row.pk not in asked:
            asked[row.pk] = _asked(list(row.findings.all()), seed)
        _hand_to(made, duty, row, by_path[duty.inspector], asked[row.pk])
    said = {"subjects": len(taken), "seed": seed, "due": due_on.isoformat()}
    log_action("cross.set_up", made, user=user, unit=campaign.unit, data=said)
    return made


def _hand_to(made: CrossCheck, duty: Duty, row: CampaignSubject, unit: Unit, asked: list[FindingRow]) -> None:
    assignment = Assignment.objects.create(check_of=made, row=row, unit=unit, second=duty.second)
    Rating.objects.bulk_create(Rating(assignment=assignment, finding=one) for one in asked)


def _refuse_setting_up(campaign: Campaign, units: Sequence[Unit], percent: Decimal, due_on: dt.date) -> None:
    if CrossCheck.objects.filter(campaign=campaign).exists():
        raise OfficeError("本次检查已经布置过交叉检查。")
    if campaign.point_closed_at:
        raise OfficeError("监测时间点的结果已经定稿，不能再布置交叉检查。")
    if len(units) < 2:
        raise OfficeError("交叉检查至少需要两个单位。")
    if not 0 <= percent <= 100:
        raise OfficeError(f"双查比例应为 0 到 100，实际为 {percent}。")
    if due_on < clock.today():
        raise OfficeError(f"完成期限 {due_on} 已经过去。")


def _asked(findings: Sequence[FindingRow], seed: str) -> list[FindingRow]:
    """The candidates, and a few of what the machine is sure of."""
    waiting = [one for one in findings if one.state in PENDING][:MOST_CANDIDATES]
    sure = [one for one in findings if one.state == FindingState.COUNTS]
    return [*waiting, *sorted(sure, key=lambda one: lot(seed, one.finding_id))[:AUTOMATIC]]


def units_to_ask(campaign: Campaign) -> tuple[list[Unit], list[Unit]]:
    """The units right below the host in whose branches something is inspected: those in which somebody can log in, and the others."""
    paths = set(campaign.subjects.values_list("unit__path", flat=True))
    below = Unit.objects.subtree(campaign.unit).filter(valid_to=None)
    right_below = [
        unit
        for unit in below
        if unit.depth == campaign.unit.depth + 1 and any(path.startswith(unit.path) for path in paths)
    ]
    reached = set(below.with_people())
    return [unit for unit in right_below if unit in reached], [
        unit for unit in right_below if unit not in reached
    ]


class Said(Record, frozen=True):
    opinion: str
    reason: str = ""


def _hold(assignment: Assignment) -> None:
    """The assignment as it stands now, and nobody else changes it until the transaction ends."""
    assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update())


@transaction.atomic
def rate(assignment: Assignment, said: Mapping[int, Said], note: str, *, user: User) -> int:
    """Keeps the opinions (by the number of the rating); gives how many are still missing. Raises OfficeError."""
    _hold(assignment)
    if assignment.handed_in_at:
        raise OfficeError("检查意见已经提交，不能再改。")
    for rating in assignment.ratings.select_related("finding").filter(pk__in=said):
        word = said[rating.pk]
        if word.opinion not in Opinion.values:
            continue
        if word.opinion == Opinion.DISMISSED and not word.reason:
            raise OfficeError(f"认为“{rating.finding.message}”不属实，需要写明理由。")
        rating.opinion, rating.reason = word.opinion, word.reason[:500]
        rating.user, rating.at = user, clock.now()
        rating.save()
    assignment.note = note[:5000]
    assignment.save(update_fields=["note"])
    return assignment.ratings.filter(opinion="").count()


@transaction.atomic
def hand_in(assignment: Assignment, *, user: User) -> None:
    """From now on the opinions stay as they are."""
    _hold(assignment)
    missing = assignment.ratings.filter(opinion="").count()
    if missing:
        raise OfficeError(f"还有 {missing} 条没有意见，请逐条填写后再提交。")
    if assignment.handed_in_at:
        raise OfficeError("检查意见已经提交过了。")
    assignment.handed_in_at, assignment.handed_in_by = clock.now(), user
    assignment.save(update_fields=["handed_in_at", "handed_in_by"])
    said = {"items": assignment.ratings.count()}
    host = assignment.check_of.campaign.unit
    log_action("cross.handed_in", assignment, user=user, unit=host, data=said)


class Progress(Record, frozen=True):
    """How far one unit is: its duties, and how many are handed in."""

    unit: Unit
    duties: int
    done: int
    late: bool


def progress_of(check: CrossCheck) -> list[Progress]:
    """How far each inspecting unit is, in the order of the tree."""
    today = clock.today()
    rows = check.assignments.values("unit").annotate(
        duties=Count("pk"), done=Count("pk", Q(handed_in_at__isnull=False))
    )
    units = Unit.objects.in_bulk([row["unit"] for row in rows])
    return [
        Progress(
            units[row["unit"]],
            row["duties"],
            row["done"],
            row["done"] < row["duties"] and today > check.due_on,
        )
        for row in sorted(rows, key=lambda row: units[row["unit"]].path)
    ]


class Verdicts(Record, frozen=True):
    """What was handed in about one finding, the first check before the second; `whole`: nobody is missing."""

    finding: FindingRow
    ratings: tuple[Rating, ...]
    whole: bool

    @property
    def opinions(self) -> set[str]:
        return {rating.opinion for rating in self.ratings}

    @property
    def disputed(self) -> bool:
        return self.whole and (len(self.opinions) > 1 or Opinion.UNSURE in self.opinions)

    @property
    def agreed(self) -> str:
        """The one opinion of all; empty while somebody is missing or they differ."""
        return "" if self.disputed or not self.whole else next(iter(self.opinions))


def verdicts(check: CrossCheck) -> list[Verdicts]:
    """Of every finding somebody handed in an opinion on."""
    given = Rating.objects.filter(assignment__check_of=check, assignment__handed_in_at__isnull=False)
    asked = Rating.objects.filter(assignment__check_of=check, finding__in=given.values("finding"))
    wanted = Counter(asked.order_by().values_list("finding_id", flat=True))
    rows = without_judgements(
        given.select_related(
            "assignment__unit", "finding__subject__unit", "finding__subject__campaign__unit"
        ),
        "finding__subject__",
    )
    by_finding: dict[int, list[Rating]] = defaultdict(list)
    for rating in rows.order_by("finding__subject", "finding__indicator", "finding", "assignment__second"):
        by_finding[rating.finding_id].append(rating)
    return [
        Verdicts(ratings[0].finding, tuple(ratings), len(ratings) == wanted[finding])
        for finding, ratings in by_finding.items()
    ]


def agreement_of(told: Sequence[Verdicts]) -> Agreement:
    """Over the findings on which two units ruled yes or no."""
    pairs = [
        tuple(rating.opinion == Opinion.CONFIRMED for rating in one.ratings)
        for one in told
        if len(one.ratings) == 2 and Opinion.UNSURE not in one.opinions
    ]
    return agreement((first, second) for first, second in pairs)


def open_disputes(told: Sequence[Verdicts]) -> list[Verdicts]:
    """Where the host has to decide: the units differ or are not sure, and nobody has ruled since."""
    return [one for one in told if one.disputed and not _ruled(one.finding)]


def to_adopt(told: Sequence[Verdicts]) -> list[Verdicts]:
    """What the units agree on and what would change a finding; a finding of the machine's own needs no confirming."""
    return [
        one
        for one in told
        if one.agreed
        and not _ruled(one.finding)
        and not (one.finding.state == FindingState.COUNTS and one.agreed == Opinion.CONFIRMED)
    ]


def _ruled(finding: FindingRow) -> bool:
    return finding.state not in {*PENDING, FindingState.COUNTS}


@transaction.atomic
def adopt(check: CrossCheck, *, user: User) -> int:
    """What all who were asked agree on becomes a ruling; gives the number of findings."""
    chosen = to_adopt(verdicts(check))
    if not chosen:
        raise OfficeError("没有可以采用的一致意见：都已采用，或检查单位还没有提交。")
    for one in chosen:
        decide_many([one.finding], user, Word(one.agreed), reason=_told(one))
    log_action("cross.adopted", check, user=user, unit=check.campaign.unit, data={"items": len(chosen)})
    return len(chosen)


def _told(one: Verdicts) -> str:
    said = "；".join(
        f"{rating.assignment.unit}认为{Opinion(rating.opinion).label}"
        + (f"（{rating.reason}）" if rating.reason else "")
        for rating in one.ratings
    )
    return f"交叉检查：{said}"


@transaction.atomic
def adjudicate(check: CrossCheck, finding: int, word: Word, reason: str, *, user: User) -> None:
    """The host's word where the units differ."""
    one = next((one for one in open_disputes(verdicts(check)) if one.finding.pk == finding), None)
    if one is None:
        raise OfficeError("这一条没有需要裁定的分歧，可能已经裁定。")
    if word not in {Word.CONFIRMED, Word.DISMISSED}:
        raise OfficeError("裁定应为属实或不属实。")
    if not reason:
        raise OfficeError("裁定需要写明理由。")
    decide_many([one.finding], user, word, reason=f"裁定：{reason}（{_told(one)}）")
