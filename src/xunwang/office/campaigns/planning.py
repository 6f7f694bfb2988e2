"""What a new campaign covers: which kinds of subjects, all of them or a sample, and who is left aside and why."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xunwang.inspector import door
from xunwang.inspector.model import Record, SubjectKind, Verdict
from xunwang.office.campaigns.drawing import Candidate, draw
from xunwang.office.campaigns.models import CampaignSubject
from xunwang.office.circulars.data import KIND_NAMES, LEVEL_UNKNOWN
from xunwang.office.people.models import Unit
from xunwang.office.registry.fields import ON_PLATFORMS
from xunwang.office.registry.life import suspended
from xunwang.office.registry.models import SITE_KIND_LABELS, SubjectVersion

PLANNABLE = (SubjectKind.WEBSITE, SubjectKind.CHANNEL, SubjectKind.ACCOUNT, SubjectKind.APP)
"""The kinds of subjects that norms speak of."""
NO_PLATFORM = "平台未登记"


class Share(Record, frozen=True):
    """What is covered of one kind. `percent` None: everything; `types` (kinds of websites, platforms) empty: all of them."""

    kind: SubjectKind
    percent: Decimal | None = None
    types: tuple[str, ...] = ()


class Plan(Record, frozen=True):
    """What a person decides about a new campaign. `levels` empty: all of them."""

    name: str
    start: dt.date
    end: dt.date
    as_of: dt.date
    norm: str
    shares: tuple[Share, ...] = (Share(SubjectKind.WEBSITE),)
    closing_on: dt.date | None = None
    seed: str = ""
    levels: tuple[str, ...] = ()


class LeftOut(Record, frozen=True):
    """A subject that the register knew in the period and that is not inspected."""

    name: str
    why: str


class Chosen(Record, frozen=True):
    """What one share comes to: whom it could have covered, and the ids that it covers."""

    share: Share
    candidates: tuple[Candidate, ...]
    drawn: tuple[str, ...]

    def strata(self) -> list[tuple[tuple[str, ...], int, int]]:
        """(stratum, candidates, drawn) of each, in order."""
        covered = set(self.drawn)
        total = Counter(one.stratum for one in self.candidates)
        taken = Counter(one.stratum for one in self.candidates if one.id in covered)
        return [(stratum, total[stratum], taken[stratum]) for stratum in sorted(total)]


class Choice(Record, frozen=True):
    parts: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]

    def ids(self) -> list[str]:
        return [key for part in self.parts for key in part.drawn]


def choose(unit: Unit, plan: Plan) -> Choice:
    """Whom the plan covers, from the register at the end of the monitoring point."""
    rows = _rows(unit, plan)
    resting = suspended(plan.as_of)
    drawn, failed = _history(unit, plan.as_of)
    parts = []
    left = []
    for share in plan.shares:
        wanted = [row for row in rows if row.subject.kind == share.kind and _fits(row, plan, share)]
        left += [LeftOut(row.name, f"{plan.as_of} 临时关停") for row in wanted if row.subject_id in resting]
        candidates = tuple(
            Candidate(key, _stratum(row), drawn.get(key), key in failed)
            for row in wanted
            if row.subject_id not in resting and (key := str(row.subject_id))
        )
        parts.append(Chosen(share, candidates, drawn_from(candidates, share.percent, plan.seed)))
    return Choice(tuple(parts), (*left, *_gone(unit, plan)))


def _rows(unit: Unit, plan: Plan) -> list[SubjectVersion]:
    rows = (
        SubjectVersion.objects.on(plan.as_of)
        .below(unit)
        .filter(kind__in=[share.kind for share in plan.shares])
    )
    return list(rows.select_related("subject").order_by("name", "pk"))


def _fits(row: SubjectVersion, plan: Plan, share: Share) -> bool:
    return (not plan.levels or row.level in plan.levels) and (not share.types or type_of(row) in share.types)


def drawn_from(candidates: Sequence[Candidate], percent: Decimal | None, seed: str) -> tuple[str, ...]:
    """The ids that the share covers, in order; None: everything."""
    if percent is None:
        return tuple(sorted(one.id for one in candidates))
    return tuple(draw(candidates, percent, seed))


def type_of(row: SubjectVersion) -> str:
    """What a sample is spread over besides the level: the kind of a website, the platform of an account."""
    if row.subject.kind in ON_PLATFORMS:
        platform = door.account_platform(row.platform, row.type_name)
        return platform.name if platform else row.platform or NO_PLATFORM
    return next(
        (label for kind, label in SITE_KIND_LABELS.items() if kind == row.site_kind), KIND_NAMES[None]
    )


def _stratum(row: SubjectVersion) -> tuple[str, ...]:
    return row.level or LEVEL_UNKNOWN, type_of(row)


def _gone(unit: Unit, plan: Plan) -> list[LeftOut]:
    """What was in the register when the period began and was closed before the monitoring point."""
    still = SubjectVersion.objects.on(plan.as_of).values("subject")
    ended = SubjectVersion.objects.below(unit).filter(
        kind__in=[share.kind for share in plan.shares],
        valid_to__gt=plan.start,
        valid_to__lte=plan.as_of,
    )
    last = {row.subject_id: row for row in ended.exclude(subject__in=still).order_by("valid_to", "pk")}
    return [LeftOut(row.name, f"{row.valid_to} 起不在册") for row in last.values()]


def _history(unit: Unit, before: dt.date) -> tuple[dict[str, dt.date], set[str]]:
    """When each subject was last judged by the unit, and which did not pass when it was last decided."""
    rows = CampaignSubject.objects.filter(campaign__unit=unit, campaign__as_of__lt=before)
    judged: dict[str, dt.date] = {}
    decided: dict[str, str] = {}
    for key, day, verdict in (
        rows.exclude(verdict_at_point="")
        .order_by("campaign__as_of", "pk")
        .values_list("subject_id", "campaign__as_of", "verdict_at_point")
    ):
        judged[str(key)] = day
        if verdict in {Verdict.PASS, Verdict.FAIL}:
            decided[str(key)] = verdict
    return judged, {key for key, verdict in decided.items() if verdict == Verdict.FAIL}


# ── the draw as it stays with its campaign ────────────────────────────────────────────────────────


def written_draw(plan: Plan, choice: Choice) -> dict[str, Any]:
    return {
        "seed": plan.seed,
        "levels": list(plan.levels),
        "parts": [_written_part(part) for part in choice.parts],
        "left_out": [[one.name, one.why] for one in choice.left_out],
    }


def _written_part(part: Chosen) -> dict[str, Any]:
    share = part.share
    return {
        "kind": share.kind.value,
        "percent": str(share.percent) if share.percent is not None else None,
        "types": list(share.types),
        "candidates": len(part.candidates),
        "drawn": len(part.drawn),
        "failed": sum(one.failed for one in part.candidates),
        "strata": [[list(stratum), total, taken] for stratum, total, taken in part.strata()],
    }
