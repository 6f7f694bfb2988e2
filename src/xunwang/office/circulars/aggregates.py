"""Every figure of a circular, counted once from its rows. The self-check counts them again its own way (`recount`)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xunwang.inspector.model import Record, Verdict
from xunwang.office.circulars.account_figures import account_figures, given_figures, listed, percent
from xunwang.office.circulars.breakdowns import kinds_present, levels_present, regions_present
from xunwang.office.circulars.data import (
    KIND_NAMES,
    LEVEL_UNKNOWN,
    REGION_UNKNOWN,
    CircularData,
    CircularHeader,
    SiteResult,
    by_level,
)

Figures = dict[str, str]  # figure key -> the text in the circular; "" where there is nothing to say


class Band(Record, frozen=True):
    """A score band of the circular: from `low`, below `high`; `above` and `until` say which edge belongs to it."""

    label: str
    low: Decimal
    high: Decimal | None = None
    above: bool = False
    until: bool = False

    def holds(self, score: Decimal) -> bool:
        over = score > self.low if self.above else score >= self.low
        if self.high is None:
            return over
        return over and (score <= self.high if self.until else score < self.high)


BANDS = (
    Band("120分以上", Decimal(120), above=True),
    Band("110分（含）至120分（含）", Decimal(110), Decimal(120), until=True),
    Band("100分（含）至110分", Decimal(100), Decimal(110)),
    Band("90分（含）至100分", Decimal(90), Decimal(100)),
    Band("80分（含）至90分", Decimal(80), Decimal(90)),
    Band("60分（含）至80分", Decimal(60), Decimal(80)),
    Band("60分以下", Decimal(-1000), Decimal(60)),
)


class Tally(Record, frozen=True):
    """Counts of some websites; rates are texts with a percent sign, "" where nothing can be divided."""

    checked: int
    passed: int
    failed: int
    undecided: int
    troubled: int
    places: int
    registered: int | None = None


def tally(sites: Iterable[SiteResult], registered: int | None = None) -> Tally:
    """The counts of these websites; `registered` where the register has more than were looked at."""
    rows = tuple(sites)
    verdicts = [row.verdict for row in rows]
    return Tally(
        checked=len(rows),
        passed=verdicts.count(Verdict.PASS),
        failed=verdicts.count(Verdict.FAIL),
        undecided=verdicts.count(Verdict.UNDECIDED),
        troubled=sum(bool(row.problems) for row in rows),
        places=sum(problem.count for row in rows for problem in row.problems),
        registered=registered,
    )


def figures(data: CircularData, groups: Mapping[str, Sequence[str]]) -> Figures:
    """All figures by key. `groups` maps a group of problems to the prefixes of its indicators (from the layout)."""
    header = data.header
    found = _whole(data)
    found.update(_tables(data))
    found.update(_scores(data.sites, header.decimals))
    found.update(_closing(data))
    found.update(account_figures(data))
    found.update(given_figures(data))
    found.update(_once_a_period(header))
    found.update(_compared(header, found["sites_pass_rate"]))
    found.update(_groups(data, groups))
    return found


def group_of(indicator: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """The first group that claims the indicator; an empty prefix claims what is left."""
    return next(
        (key for key, prefixes in groups.items() if any(indicator.startswith(prefix) for prefix in prefixes)),
        None,
    )


def registered_total(header: CircularHeader) -> int | None:
    if header.registered_by_kind:
        return sum(header.registered_by_kind.values())
    return sum(header.registered_by_level.values()) if header.registered_by_level else None


def _whole(data: CircularData) -> Figures:
    header, total = data.header, tally(data.sites, registered_total(data.header))
    kinds = {name: header.registered_by_kind.get(kind) for kind, name in KIND_NAMES.items()}
    checked = {name: sum(KIND_NAMES[s.site_kind] == name for s in data.sites) for name in KIND_NAMES.values()}
    return {
        **_cells("sites", total, header.decimals),
        "sites_registered_by_kind": listed(kinds, "家"),
        "sites_registered_by_level": listed(by_level(header.registered_by_level), "家"),
        "sites_checked_by_kind": listed(checked, "家"),
        "sites_sound": str(total.checked - total.troubled - _unknown(data.sites)),
    }


def _unknown(sites: Iterable[SiteResult]) -> int:
    """Websites without a problem that have no verdict: nobody may call them sound."""
    return sum(not site.problems and site.verdict is Verdict.UNDECIDED for site in sites)


def _cells(key: str, total: Tally, decimals: int) -> Figures:
    return {
        f"{key}_registered": "" if total.registered is None else str(total.registered),
        f"{key}_checked": str(total.checked),
        f"{key}_checked_share": percent(total.checked, total.registered, decimals),
        f"{key}_passed": str(total.passed),
        f"{key}_failed": str(total.failed),
        f"{key}_undecided": str(total.undecided),
        f"{key}_pass_rate": percent(total.passed, total.passed + total.failed, decimals),
        f"{key}_fail_rate": percent(total.failed, total.passed + total.failed, decimals),
        f"{key}_troubled": str(total.troubled),
        f"{key}_troubled_rate": percent(total.troubled, total.checked, decimals),
        f"{key}_places": str(total.places),
    }


def _tables(data: CircularData) -> Figures:
    header, found = data.header, Figures()
    for kind, name in KIND_NAMES.items():
        rows = [site for site in data.sites if site.site_kind == kind]
        known = header.registered_by_kind.get(kind, 0) if header.registered_by_kind else None
        found.update(_cells(f"kind:{name}", tally(rows, known), header.decimals))
    for level in levels_present(data):
        rows = [site for site in data.sites if (site.level or LEVEL_UNKNOWN) == level]
        known = header.registered_by_level.get(level, 0) if header.registered_by_level else None
        found.update(_cells(f"level:{level}", tally(rows, known), header.decimals))
    for region in regions_present(data):
        rows = [site for site in data.sites if (site.region or REGION_UNKNOWN) == region]
        known = header.registered_by_region.get(region, 0) if header.registered_by_region else None
        found.update(_cells(f"region:{region}", tally(rows, known), header.decimals))
    return found | _cross(data)


def _cross(data: CircularData) -> Figures:
    return {
        f"checked:{kind}×{level}": str(
            sum(
                KIND_NAMES[site.site_kind] == kind and (site.level or LEVEL_UNKNOWN) == level
                for site in data.sites
            )
        )
        for kind in kinds_present(data)
        for level in levels_present(data)
    }


def _scores(sites: Sequence[SiteResult], decimals: int) -> Figures:
    scores = [site.score for site in sites if site.score is not None]
    bands = {band.label: sum(band.holds(score) for score in scores) for band in BANDS}
    partial = sum(site.score is not None and not site.score_complete for site in sites)
    unscored = [site for site in sites if site.score is None]
    passed = [site.score_complete for site in unscored if site.verdict is Verdict.PASS]
    shares = {f"band:{label}_share": percent(count, len(scores), decimals) for label, count in bands.items()}
    return shares | {
        **{f"band:{label}_sites": str(count) for label, count in bands.items()},
        "sites_scored": str(len(scores)),
        "score_bands": listed(bands, "家"),
        "score_floors": _floors(scores, decimals),
        **_only_score(sites),
        "sites_partly_scored": str(partial) if scores else "",
        "sites_not_scored": str(passed.count(True)),
        "sites_unpriced": str(passed.count(False)),
        "sites_unfinished": str(sum(site.verdict is Verdict.UNDECIDED for site in unscored)),
    }


FLOORS = (100, 90)  # rulebook 1.3: the floors that circulars count from


def _floors(scores: Sequence[Decimal], decimals: int) -> str:
    """`100分以上（含）5家，占62.50%；90分以上（含）7家，占87.50%`: each floor counts all that reach it."""
    reached = {floor: sum(score >= floor for score in scores) for floor in FLOORS}
    return "；".join(
        f"{floor}分以上（含）{count}家，占{percent(count, len(scores), decimals)}"
        for floor, count in reached.items()
        if count
    )


def _only_score(sites: Sequence[SiteResult]) -> Figures:
    """What a report on a single website says of its points; nothing where there are several or points are open."""
    lost = [problem.points for site in sites for problem in site.faults]
    if len(sites) != 1 or sites[0].score is None or None in lost:
        return {"only_score": "", "only_lost": ""}
    total = sum((abs(points) for points in lost if points is not None), Decimal())
    return {"only_score": plain(sites[0].score), "only_lost": plain(total)}


def plain(number: Decimal) -> str:
    """`93.5`, without needless zeros."""
    return f"{number.normalize():f}"


def _closing(data: CircularData) -> Figures:
    failed = [site for site in data.sites if site.verdict is Verdict.FAIL]
    mended = sum(site.verdict_now is Verdict.PASS for site in failed)
    return {"sites_mended": str(mended), "sites_still_failed": str(len(failed) - mended)}


def _once_a_period(header: CircularHeader) -> Figures:
    found = Figures()
    if header.previous is not None:
        told, mended = header.previous.told, header.previous.mended
        found["previous_told"] = str(told)
        found["previous_mended"] = str(mended)
        found["previous_open"] = str(told - mended)
        found["previous_rate"] = percent(mended, told, header.decimals)
    if header.notices is not None:
        found["notices_sent"] = str(header.notices.sent)
        found["notices_units"] = str(header.notices.units)
        found["notices_closed"] = str(header.notices.closed)
        found["notices_rate"] = percent(header.notices.closed, header.notices.sent, header.decimals)
    return found


def _compared(header: CircularHeader, rate: str) -> Figures:
    """How the pass rate moved. Both rates are rounded as printed before one is taken from the other."""
    found = Figures()
    for key, earlier in (("before", header.before), ("last_year", header.last_year)):
        if earlier is None:
            continue
        judged = earlier.passed + earlier.failed
        then = percent(earlier.passed, judged, header.decimals)
        found[f"{key}_name"], found[f"{key}_judged"], found[f"{key}_rate"] = earlier.name, str(judged), then
        if rate and then:
            found[f"{key}_change"] = _moved(Decimal(rate[:-1]) - Decimal(then[:-1]))
    return found


def _moved(points: Decimal) -> str:
    """`提高3.20个百分点`."""
    if not points:
        return "持平"
    return f"{'提高' if points > 0 else '下降'}{abs(points)}个百分点"


def _groups(data: CircularData, groups: Mapping[str, Sequence[str]]) -> Figures:
    found = Figures()
    for key in groups:
        hit = sum(any(group_of(p.indicator, groups) == key for p in site.problems) for site in data.sites)
        found[f"group:{key}_sites"] = str(hit)
        found[f"group:{key}_share"] = percent(hit, len(data.sites), data.header.decimals)
    return found
