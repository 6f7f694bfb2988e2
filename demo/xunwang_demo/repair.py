"""A site of the city after its unit has mended it: the same site, its plan worked out again from a spec without faults."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from xunwang_demo.compose import compose
from xunwang_demo.departments import DEPARTMENTS
from xunwang_demo.districts import DISTRICTS
from xunwang_demo.model import City, Site
from xunwang_demo.render import render
from xunwang_demo.specs import ColumnSpec, SiteSpec

_OWED = (
    ColumnSpec("办事服务", "services"),
    ColumnSpec("局长信箱", "messages"),
    ColumnSpec("政策解读", "interpretation"),
)
_HARMLESS = {"inert", "moved"}


def repaired(city: City, host: str) -> Site:
    """The site of that host without its planted faults; a host of no ordered site is a KeyError."""
    specs = {spec.host: (number, spec) for number, spec in enumerate(DISTRICTS + DEPARTMENTS, 1)}
    number, spec = specs[host]
    rng = Random(f"{city.seed}/{spec.host}")
    return render(compose(_mended(spec), number, rng, city.as_of, scale=1, mutate=False))


def _mended(spec: SiteSpec) -> SiteSpec:
    kinds = {column.kind for column in spec.columns}
    return replace(
        spec,
        columns=(
            *(_filled(column) for column in spec.columns),
            *(column for column in _OWED if column.kind not in kinds),
        ),
        letters=True,
        links=tuple(link for link in spec.links if link.fate in _HARMLESS),
        extras=(),
        no_marks=(),
        no_metas=(),
        empty_metas=(),
        wrong_metas=(),
        error_entry="right",
        shows_name=True,
        challenge=False,
    )


def _filled(column: ColumnSpec) -> ColumnSpec:
    if column.state == "fresh":
        return column
    return replace(column, state="fresh", count=max(column.count, 6), scripted=False)
