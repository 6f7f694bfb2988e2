"""Every figure of a circular counted a second way, for the self-check.

Shares nothing with `aggregates` but the keys of the figures: it starts from plain rows (read back from the written
attachment, or taken straight from judgements), counts with a `Counter` and rounds with whole numbers.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xunwang.inspector.model import Certainty, Finding, Judgement, OutcomeKind, Record, Ruling, Verdict
from xunwang.office.circulars.data import (
    KIND_NAMES,
    LEVEL_UNKNOWN,
    REGION_UNKNOWN,
    CircularData,
    CircularHeader,
)
from xunwang.office.circulars.recount_accounts import join, ranked, rate, recount_accounts, recount_tables

# Guideline, bonus, supervisors', safety and language rows, those of a place (with its letters before) and sub-rules (with a letter behind): no fault of a website.
_WEIGHTLESS = re.compile(r"(?:[A-Z]{2,}-)?[GLMBASP]-|D-[\d.]+[a-z]\Z")


class Row(Record, frozen=True):
    """What the recount needs of one website."""

    name: str
    home: str
    verdict: Verdict
    kind: str
    level: str | None
    score: Decimal | None
    score_complete: bool
    indicators: frozenset[str]
    places: int = 0
    lost: Decimal | None = None
    verdict_now: Verdict | None = None
    region: str | None = None


def rows_of_data(data: CircularData) -> list[Row]:
    """The composed circular as the rows that are counted a second way."""
    return [
        Row(
            name=site.name,
            home=site.home,
            verdict=site.verdict,
            kind=KIND_NAMES[site.site_kind],
            level=site.level,
            score=site.score,
            score_complete=site.score_complete,
            indicators=frozenset(problem.indicator for problem in (*site.vetoes, *site.faults)),
            places=sum(problem.count for problem in (*site.vetoes, *site.faults)),
            lost=lost_in_all(problem.points for problem in site.faults),
            verdict_now=site.verdict_now,
            region=site.region,
        )
        for site in data.sites
    ]


def rows_of_judgements(judgements: Iterable[Judgement], data: CircularData) -> list[Row]:
    """The rows as the judgements have them; what only the office knows (the verdict now, the region) comes from `data`."""
    known = {site.subject: row for site, row in zip(data.sites, rows_of_data(data), strict=True)}
    now = {key: site.verdict_now for key, site in known.items()}
    regions = {key: site.region for key, site in known.items()}
    return [
        Row(
            name=judgement.subject.name,
            home=judgement.subject.home,
            verdict=judgement.verdict,
            kind=KIND_NAMES[judgement.subject.site_kind],
            level=judgement.subject.level,
            score=judgement.score,
            score_complete=judgement.score_complete,
            indicators=frozenset(counted(judgement)),
            places=sum(counted(judgement).values()),
            lost=known[judgement.subject.id].lost if judgement.subject.id in known else None,
            verdict_now=now.get(judgement.subject.id),
            region=regions.get(judgement.subject.id),
        )
        for judgement in judgements
        if judgement.subject.platform is None
    ]


def lost_in_all(points: Iterable[Decimal | None]) -> Decimal | None:
    """None as soon as the points of one fault are open."""
    total = Decimal()
    for one in points:
        if one is None:
            return None
        total += one.copy_abs()
    return total


def counted(judgement: Judgement) -> dict[str, int]:
    """Findings that weigh, by indicator: none that is punished elsewhere, and none that are too few to break it."""
    found = {one.indicator for one in judgement.outcomes if one.outcome is OutcomeKind.FOUND}
    weigh = Counter(
        finding.indicator
        for finding in judgement.findings
        if _is_proven(finding) and finding.waived is None and not finding.short
    )
    return {name: count for name, count in weigh.items() if name in found and not _WEIGHTLESS.match(name)}


def _is_proven(finding: Finding) -> bool:
    if finding.certainty is Certainty.AUTOMATIC:
        return finding.ruling is not Ruling.DISMISSED
    return finding.ruling is Ruling.CONFIRMED


def recount(rows: Sequence[Row], data: CircularData, groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """All figures by the keys of `aggregates.figures`."""
    header = data.header
    total = None
    if header.registered_by_kind or header.registered_by_level:
        total = sum((header.registered_by_kind or header.registered_by_level).values())
    found = _line("sites", rows, total, header.decimals)
    found |= _breakdowns(rows, data)
    found |= _lists(rows, header)
    found |= _other_counts(rows, header.decimals)
    found |= _group_counts(rows, groups, header.decimals)
    alone = data.accounts and not rows and total is None
    found["accounts_alone"] = "1" if alone else ""
    return found | recount_accounts(data) | recount_tables(data) | _given(header, found["sites_pass_rate"])


def _line(key: str, rows: Sequence[Row], registered: int | None, decimals: int) -> dict[str, str]:
    by = Counter(row.verdict for row in rows)
    good, bad = by[Verdict.PASS], by[Verdict.FAIL]
    return {
        f"{key}_registered": str(registered) if registered is not None else "",
        f"{key}_checked": f"{sum(by.values())}",
        f"{key}_checked_share": rate(len(rows), registered, decimals),
        f"{key}_passed": f"{good}",
        f"{key}_failed": f"{bad}",
        f"{key}_undecided": f"{by[Verdict.UNDECIDED]}",
        f"{key}_pass_rate": rate(good, good + bad, decimals),
        f"{key}_fail_rate": rate(bad, good + bad, decimals),
        f"{key}_troubled": f"{len([row for row in rows if row.indicators])}",
        f"{key}_troubled_rate": rate(len([row for row in rows if row.indicators]), len(rows), decimals),
        f"{key}_places": f"{sum(row.places for row in rows)}",
    }


def _breakdowns(rows: Sequence[Row], data: CircularData) -> dict[str, str]:
    found: dict[str, str] = {}
    header = data.header
    registered = {KIND_NAMES[kind]: count for kind, count in header.registered_by_kind.items()}
    for name in KIND_NAMES.values():
        default = 0 if registered else None
        some = [row for row in rows if row.kind == name]
        found |= _line(f"kind:{name}", some, registered.get(name, default), header.decimals)
    levels = dict(header.registered_by_level)
    for name in dict.fromkeys([*levels, *(site.level or LEVEL_UNKNOWN for site in data.sites)]):
        some = [row for row in rows if (row.level or LEVEL_UNKNOWN) == name]
        found |= _line(f"level:{name}", some, levels.get(name, 0) if levels else None, header.decimals)
    regions = dict(header.registered_by_region)
    for name in dict.fromkeys([*regions, *(site.region or REGION_UNKNOWN for site in data.sites)]):
        some = [row for row in rows if (row.region or REGION_UNKNOWN) == name]
        found |= _line(f"region:{name}", some, regions.get(name, 0) if regions else None, header.decimals)
    cells = Counter(f"checked:{row.kind}×{row.level or LEVEL_UNKNOWN}" for row in rows)
    every = [f"checked:{kind}×{level}" for kind in KIND_NAMES.values() for level in (*levels, *_levels(data))]
    return found | {key: str(cells[key]) for key in every}


def _levels(data: CircularData) -> list[str]:
    return [site.level or LEVEL_UNKNOWN for site in data.sites]


def _lists(rows: Sequence[Row], header: CircularHeader) -> dict[str, str]:
    checked = Counter(row.kind for row in rows)
    kinds = [(name, checked[name]) for name in KIND_NAMES.values()]
    by_kind = sorted(header.registered_by_kind.items(), key=lambda pair: list(KIND_NAMES).index(pair[0]))
    return {
        "sites_checked_by_kind": join(kinds, "家"),
        "sites_registered_by_kind": join([(KIND_NAMES[kind], count) for kind, count in by_kind], "家"),
        "sites_registered_by_level": join(ranked(header.registered_by_level), "家"),
        "score_bands": join(_bands([row.score for row in rows if row.score is not None]), "家"),
    }


def _bands(scores: Iterable[Decimal]) -> list[tuple[str, int]]:
    """The bands of rulebook 1.3, told by a ladder of comparisons."""
    count = Counter(_band(score) for score in scores)
    return sorted(count.items(), key=lambda pair: _LADDER.index(pair[0]))


_LADDER = (
    "120分以上", "110分（含）至120分（含）", "100分（含）至110分", "90分（含）至100分", "80分（含）至90分",
    "60分（含）至80分", "60分以下",
)  # fmt: skip


def _band(score: Decimal) -> str:
    floors = (110, 100, 90, 80, 60)
    if score > 120:
        return _LADDER[0]
    below = sum(score < floor for floor in floors)
    return _LADDER[1 + below]


def _other_counts(rows: Sequence[Row], decimals: int) -> dict[str, str]:
    scored = [row for row in rows if row.score is not None]
    failed = [row for row in rows if row.verdict is Verdict.FAIL]
    open_ones = Counter((row.verdict, row.score_complete) for row in rows if row.score is None)
    mended = [row for row in failed if row.verdict_now is Verdict.PASS]
    steps = Counter(_band(row.score) for row in scored if row.score is not None)
    shares = {f"band:{label}_share": rate(steps[label], len(scored), decimals) for label in _LADDER}
    return shares | {
        **{f"band:{label}_sites": f"{steps[label]}" for label in _LADDER},
        "sites_sound": str(len([r for r in rows if not r.indicators and r.verdict is not Verdict.UNDECIDED])),
        "score_floors": _floors([row.score for row in scored if row.score is not None], decimals),
        **_single(rows),
        "sites_scored": str(len(scored)),
        "sites_partly_scored": str(len([r for r in scored if not r.score_complete])) if scored else "",
        "sites_not_scored": str(open_ones[Verdict.PASS, True]),
        "sites_unpriced": str(open_ones[Verdict.PASS, False]),
        "sites_unfinished": str(open_ones[Verdict.UNDECIDED, True] + open_ones[Verdict.UNDECIDED, False]),
        "sites_mended": str(len(mended)),
        "sites_still_failed": str(len([row for row in failed if row not in mended])),
    }


def _floors(scores: Sequence[Decimal], decimals: int) -> str:
    told = []
    for floor in (100, 90):
        reached = len(scores) - len([score for score in scores if score < floor])
        if reached:
            told.append(f"{floor}分以上（含）{reached}家，占{rate(reached, len(scores), decimals)}")
    return "；".join(told)


def _single(rows: Sequence[Row]) -> dict[str, str]:
    row = rows[0] if len(rows) == 1 else None
    if row is None or row.score is None or row.lost is None:
        return {"only_score": "", "only_lost": ""}
    score, lost = (f"{number:f}" for number in (row.score, row.lost))
    return {"only_score": _short(score), "only_lost": _short(lost)}


def _short(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number


def _group_counts(rows: Sequence[Row], groups: Mapping[str, Sequence[str]], decimals: int) -> dict[str, str]:
    hit = Counter[str]()
    for row in rows:
        hit.update({_claimed(indicator, groups) for indicator in row.indicators})
    found: dict[str, str] = {}
    for key in groups:
        found[f"group:{key}_sites"] = str(hit[key])
        found[f"group:{key}_share"] = rate(hit[key], len(rows), decimals)
    return found


def _claimed(indicator: str, groups: Mapping[str, Sequence[str]]) -> str:
    for key, prefixes in groups.items():
        if indicator.startswith(tuple(prefixes)):
            return key
    return ""


def _given(header: CircularHeader, rate_now: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if header.previous:
        past = header.previous
        found["previous_told"], found["previous_mended"] = f"{past.told}", f"{past.mended}"
        found["previous_open"] = f"{past.told - past.mended}"
        found["previous_rate"] = rate(past.mended, past.told, header.decimals)
    if header.notices:
        sent = header.notices
        found |= {"notices_sent": f"{sent.sent}", "notices_units": f"{sent.units}"}
        found |= {
            "notices_closed": f"{sent.closed}",
            "notices_rate": rate(sent.closed, sent.sent, header.decimals),
        }
    for key, then in {"before": header.before, "last_year": header.last_year}.items():
        if then is not None:
            earlier = rate(then.passed, then.passed + then.failed, header.decimals)
            judged = str(then.passed + then.failed)
            found |= {f"{key}_name": then.name, f"{key}_judged": judged, f"{key}_rate": earlier}
            found |= {f"{key}_change": _difference(rate_now, earlier)} if rate_now and earlier else {}
    return found


def _difference(now: str, then: str) -> str:
    """In whole units of the last printed place."""
    places = len(now.rstrip("%").partition(".")[2])
    units = int(re.sub(r"\D", "", now)) - int(re.sub(r"\D", "", then))
    if units == 0:
        return "持平"
    before, after = divmod(abs(units), 10**places)
    size = f"{before}.{after:0{places}d}" if places else f"{before}"
    return f"提高{size}个百分点" if units > 0 else f"下降{size}个百分点"
