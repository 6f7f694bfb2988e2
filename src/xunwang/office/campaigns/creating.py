"""A new campaign from the register: over everything, or over a sample that anyone can draw again."""

import datetime as dt
import secrets
from decimal import Decimal

from django.db import transaction

from xunwang.inspector.model import Record, Verdict
from xunwang.office.campaigns.drawing import Candidate, draw
from xunwang.office.campaigns.models import Campaign, CampaignSubject
from xunwang.office.campaigns.service import create_campaign
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.models import Subject, SubjectVersion


class Plan(Record, frozen=True):
    """What a person decides about a new campaign. `percent` None: everything; `levels` and `kinds` empty: all of them."""

    name: str
    start: dt.date
    end: dt.date
    as_of: dt.date
    norm: str
    closing_on: dt.date | None = None
    percent: Decimal | None = None
    seed: str = ""
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


def new_seed() -> str:
    """Eight digits that can be read out loud."""
    return f"{secrets.randbelow(10**8):08d}"


def chosen(unit: Unit, plan: Plan) -> list[str]:
    """The ids of the websites that the plan covers, from the register at the monitoring point."""
    candidates = _candidates(unit, plan)
    if plan.percent is None:
        return sorted(one.id for one in candidates)
    return draw(candidates, plan.percent, plan.seed)


def _candidates(unit: Unit, plan: Plan) -> list[Candidate]:
    rows = SubjectVersion.objects.on(plan.as_of).below(unit).filter(subject__kind="website")
    if plan.levels:
        rows = rows.filter(level__in=plan.levels)
    if plan.kinds:
        rows = rows.filter(site_kind__in=plan.kinds)
    drawn, failed = _history(unit, plan.as_of)
    return [
        Candidate(str(key), (level, kind), drawn.get(str(key)), str(key) in failed)
        for key, level, kind in rows.values_list("subject_id", "level", "site_kind")
    ]


def _history(unit: Unit, before: dt.date) -> tuple[dict[str, dt.date], set[str]]:
    """When each subject was last covered by the unit, and which failed then."""
    rows = CampaignSubject.objects.filter(campaign__unit=unit, campaign__as_of__lt=before)
    last: dict[str, tuple[dt.date, str]] = {}
    for key, day, verdict in rows.order_by("campaign__as_of", "pk").values_list(
        "subject_id", "campaign__as_of", "verdict_at_point"
    ):
        last[str(key)] = (day, verdict)
    failed = {key for key, (_, verdict) in last.items() if verdict == Verdict.FAIL}
    return {key: day for key, (day, _) in last.items()}, failed


@transaction.atomic
def create(unit: Unit, plan: Plan, *, user: User) -> Campaign:
    """The campaign with its subjects; how they were drawn stays with it."""
    keys = chosen(unit, plan)
    if not keys:
        raise OfficeError(f"名录在 {plan.as_of} 没有符合条件的网站，请先导入名录，或放宽条件。")
    campaign = create_campaign(
        unit,
        plan.name,
        period=(plan.start, plan.end),
        norm=plan.norm,
        as_of=plan.as_of,
        subjects=_in_order(keys),
        user=user,
        closing_on=plan.closing_on,
    )
    campaign.drawn = {
        "percent": str(plan.percent) if plan.percent is not None else None,
        "seed": plan.seed,
        "levels": list(plan.levels),
        "kinds": list(plan.kinds),
        "candidates": len(_candidates(unit, plan)),
    }
    campaign.save(update_fields=["drawn"])
    return campaign


def _in_order(keys: list[str]) -> list[Subject]:
    found = {str(one.pk): one for one in Subject.objects.filter(pk__in=keys)}
    return [found[key] for key in keys]
