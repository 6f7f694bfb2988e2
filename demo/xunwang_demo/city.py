"""示例市 as a whole, from a seed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from xunwang_demo import faults, innocents
from xunwang_demo.compose import compose
from xunwang_demo.departments import DEPARTMENTS
from xunwang_demo.districts import DISTRICTS
from xunwang_demo.model import Account, City, Lookalike, Plant, Unit
from xunwang_demo.neighbours import neighbours
from xunwang_demo.render import render
from xunwang_demo.scaled import more_specs
from xunwang_demo.specs import ColumnSpec, FooterMode, SiteSpec
from xunwang_demo.styles import ALL_STYLES

NAME = "示例市"
AS_OF = date(2026, 3, 31)
OUTAGE = "http://www.shili-kfq.cn/"
NEAR_OUTAGE = "http://slj.shilishi.gov.cn/"
FOOTERS: tuple[FooterMode, ...] = ("html", "write", "string", "external", "injected", "frame")
_PLATFORMS = (("微信公众号", "订阅号"), ("新浪微博", "政务微博"), ("抖音", "政务抖音号"))


def build(
    seed: int = 20260331,
    *,
    scale: int = 1,
    mutate: bool = False,
    sites: int | None = None,
    as_of: date = AS_OF,
) -> City:
    """Build the city of this seed as it stands on the day `as_of`.

    `scale` multiplies the articles of every column; `mutate` also deals styles, feet, missing marks, class names and
    written forms anew, and the truth follows. `sites`: how many there are; those beyond the known ones are ordered by chance, with
    faults from the same catalogue.
    """
    specs = list(DISTRICTS + DEPARTMENTS)
    specs = [*specs[:sites], *more_specs(max(0, (sites or 0) - len(specs)), Random(f"{seed}/more"))]
    if mutate:
        specs = _shuffled(specs, Random(seed))
    plans = [
        compose(spec, number, Random(f"{seed}/{spec.host}"), as_of, scale=scale, mutate=mutate)
        for number, spec in enumerate(specs, 1)
    ]
    units = _units(specs)
    return City(
        name=NAME,
        as_of=as_of,
        seed=seed,
        sites=tuple(render(plan) for plan in plans),
        neighbours=neighbours(plans),
        accounts=_accounts(specs[: len(DISTRICTS + DEPARTMENTS)]),
        units=units,
        truth=(_outage(), *(plant for plan in plans for plant in faults.truth(plan))),
        lookalikes=(_near_outage(), *(seen for plan in plans for seen in innocents.lookalikes(plan))),
        unchecked=tuple(plan.home for plan in plans if plan.spec.challenge),
        outage=OUTAGE,
        near_outage=NEAR_OUTAGE,
    )


def _shuffled(specs: list[SiteSpec], rng: Random) -> list[SiteSpec]:
    styles = [rng.choice(sorted(ALL_STYLES)) for _ in specs]
    styles[: len(ALL_STYLES)] = rng.sample(sorted(ALL_STYLES), len(ALL_STYLES))
    marks = [spec.no_marks for spec in specs]
    rng.shuffle(marks)
    return [
        replace(spec, style=style, footer=rng.choice(FOOTERS), no_marks=kept, columns=_reordered(spec, rng))
        for spec, style, kept in zip(specs, styles, marks, strict=True)
    ]


def _reordered(spec: SiteSpec, rng: Random) -> tuple[ColumnSpec, ...]:
    """The main navigation in another order; second-level columns stay behind their channel."""
    leads = [column for column in spec.columns if column.parent is None]
    rng.shuffle(leads)
    return tuple(c for lead in leads for c in spec.columns if c is lead or c.parent == lead.name)


def _outage() -> Plant:
    return Plant(OUTAGE, "W-V2", OUTAGE, "", note="一周探测中超过15秒未打开的次数达到5%")


def _near_outage() -> Lookalike:
    return Lookalike(NEAR_OUTAGE, "W-V2", NEAR_OUTAGE, "探测失败不足5%，另有多次接近15秒但打开了")


def _units(specs: Iterable[SiteSpec]) -> tuple[Unit, ...]:
    root = Unit("示例市人民政府", "市级", None)
    return (root, *(Unit(spec.organiser, spec.level, root.name) for spec in specs))


def _accounts(specs: Iterable[SiteSpec]) -> tuple[Account, ...]:
    """Accounts of the register; what they published tells `posting`."""
    accounts = []
    for index, spec in enumerate(specs):
        platform, kind = _PLATFORMS[index % len(_PLATFORMS)]
        short = spec.name.removesuffix("人民政府")
        handle = spec.host.split(".")[0 if spec.kind != "门户网站" else 1]
        accounts.append(
            Account(
                f"{short}发布",
                platform,
                kind,
                f"{handle}_fabu",
                spec.organiser,
                date(2021, 1, 4) + timedelta(days=90 * index),
            )
        )
    return tuple(accounts)
