"""A new campaign from the register: over everything, or over a sample that anyone can draw again."""

import secrets
from decimal import Decimal
from typing import Any

from django.db import transaction

from xunwang.inspector.model import Record, SiteKind, SubjectKind
from xunwang.office.campaigns.draw_sheet import NAME, kept_candidates, written_sheet
from xunwang.office.campaigns.models import Campaign, FileKind
from xunwang.office.campaigns.planning import NO_PLATFORM, Plan, Share, choose, drawn_from, written_draw
from xunwang.office.campaigns.service import add_file, create_campaign
from xunwang.office.circulars.data import KIND_NAMES
from xunwang.office.errors import OfficeError
from xunwang.office.people.models import Unit, User
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.models import KIND_LABELS, SITE_KIND_LABELS, Subject


def new_seed() -> str:
    """Eight digits that can be read out loud."""
    return f"{secrets.randbelow(10**8):08d}"


@transaction.atomic
def create(unit: Unit, plan: Plan, *, user: User) -> Campaign:
    """The campaign with its subjects; how they were drawn stays with it."""
    choice = choose(unit, plan)
    keys = choice.ids()
    if not keys:
        kinds = "、".join(KIND_LABELS[share.kind] for share in plan.shares)
        raise OfficeError(
            f"名录在 {plan.as_of} 没有符合条件的{kinds}，请先导入名录，或放宽条件；名录只从导入时写的生效日期算起，监测时间点不能早于它。"
        )
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
    campaign.drawn = written_draw(plan, choice)
    campaign.save(update_fields=["drawn"])
    campaign.folder.mkdir(parents=True, exist_ok=True)
    sheet = campaign.folder / NAME
    sheet.write_bytes(written_sheet(choice))
    add_file(campaign, sheet, kind=FileKind.DRAW, label="抽样底册", user=user)
    return campaign


def _in_order(keys: list[str]) -> list[Subject]:
    found = {str(one.pk): one for one in Subject.objects.filter(pk__in=keys)}
    return [found[key] for key in keys]


class DrawnPart(Record, frozen=True):
    """Of one kind: what was asked, and how many there were and were taken, in all and in each stratum; `failed` are in for not having passed last time."""

    kind: SubjectKind
    percent: Decimal | None
    types: tuple[str, ...]
    candidates: int
    drawn: int
    strata: tuple[tuple[tuple[str, ...], int, int], ...] = ()
    failed: int = 0

    @property
    def label(self) -> str:
        return KIND_LABELS[self.kind]


class Drawn(Record, frozen=True):
    """How a campaign came by its subjects, as it was kept when it was made."""

    seed: str
    levels: tuple[str, ...]
    parts: tuple[DrawnPart, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def sampled(self) -> bool:
        return any(part.percent is not None for part in self.parts)


def drawn_of(campaign: Campaign) -> Drawn | None:
    """None for a campaign that was put together by hand."""
    said = campaign.drawn
    if "parts" in said:
        return Drawn(
            said["seed"],
            tuple(said["levels"]),
            tuple(_part(one) for one in said["parts"]),
            tuple((name, why) for name, why in said["left_out"]),
        )
    return _of_websites_only(campaign) if "candidates" in said else None


def _part(said: dict[str, Any]) -> DrawnPart:
    kind = SubjectKind(said["kind"])
    return DrawnPart(
        kind,
        _percent(said["percent"]),
        tuple(_called_now(name, kind) for name in said["types"]),
        said["candidates"],
        said["drawn"],
        tuple((tuple(stratum), total, taken) for stratum, total, taken in said["strata"]),
        said.get("failed", 0),
    )


def _called_now(name: str, kind: SubjectKind) -> str:
    """Earlier versions had one word for all that the register knows no kind or platform of."""
    if name != "未分类":
        return name
    return NO_PLATFORM if kind in ON_PLATFORMS else KIND_NAMES[None]


def _of_websites_only(campaign: Campaign) -> Drawn:
    """What a campaign kept that was made when only websites could be drawn."""
    said = campaign.drawn
    drawn = campaign.subjects.count()
    types = tuple(SITE_KIND_LABELS[SiteKind(kind)] for kind in said["kinds"])
    part = DrawnPart(SubjectKind.WEBSITE, _percent(said["percent"]), types, said["candidates"], drawn)
    return Drawn(said["seed"], tuple(said["levels"]), (part,))


def _percent(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def drawn_again(campaign: Campaign) -> bool:
    """Whether the same seed gives the same subjects, from the sheet of the draw or, without one, from the register as it stands now."""
    drawn = drawn_of(campaign)
    assert drawn is not None
    covered = {str(key) for key in campaign.subjects.values_list("subject_id", flat=True)}
    kept = kept_candidates(campaign)
    if kept is not None:
        again = (drawn_from(kept.get(part.kind, []), part.percent, drawn.seed) for part in drawn.parts)
        return {key for keys in again for key in keys} == covered
    shares = tuple(Share(part.kind, part.percent, part.types) for part in drawn.parts)
    plan = Plan(
        campaign.name,
        campaign.period_start,
        campaign.period_end,
        campaign.as_of,
        campaign.norm,
        shares,
        seed=drawn.seed,
        levels=drawn.levels,
    )
    return set(choose(campaign.unit, plan).ids()) == covered
