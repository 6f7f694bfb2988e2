"""A site in order, what spoils it, and its judgement under a norm with points."""

import datetime as dt
from typing import Any

from indicator_situations import AS_OF, START, facts, subject
from scoring_norms import stable

from xunwang.inspector.model import (
    Decision,
    Judgement,
    Outcome,
    Ruling,
)
from xunwang.inspector.score import judge

SITE_TAGS = {"SiteName": "示例县", "SiteDomain": "www.shili.gov.cn", "SiteIDCode": "9900000001"}
GOOD: dict[str, Any] = {
    "pages": [{"kind": "home", "metas": SITE_TAGS}],
    "columns": [
        {"type": "news", "dates": [AS_OF]},
        {"type": "policy", "dates": [AS_OF]},
        {"type": "interpretation", "dates": [AS_OF]},
    ],
    "channels": [
        {"purpose": "consultation", "name": "县长信箱", "form": True},
        {"purpose": "service", "name": "政务服务"},
    ],
    "probes": {"errors": 0},
}
OLD = dt.date(2025, 1, 1)


def judged(changes: dict[str, Any] | None = None, norm: str = "example-points", **more: Any) -> Judgement:
    short = GOOD | (changes or {})
    decisions, told = more.pop("decisions", ()), ("vetoed_accounts", "carried")
    given = {name: more.pop(name) for name in told if name in more}
    return judge(subject(**more), facts(short), stable(norm), AS_OF, decisions, **given)


def outcome(judgement: Judgement, indicator: str) -> Outcome:
    return next(one for one in judgement.outcomes if one.indicator == indicator)


def stale(count: int) -> dict[str, Any]:
    return {"columns": [*GOOD["columns"], {"type": "news", "dates": [OLD], "repeat": count}]}


def rulings(judgement: Judgement, indicator: str, ruling: Ruling, count: int | None = None) -> list[Decision]:
    ids = [finding.id for finding in judgement.findings if finding.indicator == indicator]
    return [Decision(one, ruling, "核查员", START, "已核实") for one in ids[:count]]
