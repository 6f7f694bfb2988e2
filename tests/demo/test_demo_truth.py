"""The truth worked out a second time from what the sites are made of, with arithmetic of its own."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from xunwang_demo import truth
from xunwang_demo.city import build

BUILT = {
    "W-V2", "W-V3", "W-V4.1", "W-V4.2", "W-V4.3", "W-V5.1", "W-V6.1",
    "P-spelling", "W-V1.1", "W-V1.3", "W-V1.5", "S-hidden", "S-privacy", "W-V5.2", "W-V6.2", "D-1.9", "D-3.3", "D-4.5",
    "D-1.4", "D-1.5", "D-1.6", "D-1.7", "D-1.8", "D-2.6", "B-2a", "D-4.1", "D-4.2", "D-4.3", "D-4.4", "D-4.7",
    "D-4.8", "D-4.9", "D-4.3a", "D-4.3b", "L-2", "L-4a", "L-4b", "L-10", "L-10a", "L-10b", "L-10c", "L-10d", "L-12",
}  # fmt: skip
# Counted back from 2026-03-31 by hand: two weeks, six months (September has 30 days), one year.
OLDEST = {
    "news": date(2026, 3, 17),
    "notice": date(2025, 9, 30),
    "policy": date(2025, 9, 30),
    "interpretation": date(2025, 9, 30),
    "personnel": date(2025, 3, 31),
    "planning": date(2025, 3, 31),
}


def planted(city, indicator):
    found = defaultdict(set)
    for plant in city.truth:
        if plant.indicator == indicator:
            found[plant.site].add(plant.address)
    return dict(found)


def late(site, as_of):
    """The columns of a site whose newest item not after the monitoring point lies before its period."""
    columns = []
    for column in site.columns:
        days = sorted(article.day for article in column.articles if article.day <= as_of)
        if days and column.kind in OLDEST and days[-1] < OLDEST[column.kind]:
            columns.append(column)
    return columns


def blank(site):
    lists = {"news", "notice", "policy", "interpretation", "personnel", "planning", "data", "other"}
    return [column for column in site.columns if column.kind in lists and not column.articles]


def addresses(site, columns):
    return {site.home + column.path.removeprefix("/") for column in columns}


def checked(city):
    return [site for site in city.sites if site.home not in city.unchecked]


def reaching(city, choose, limit):
    chosen = {site.home: addresses(site, choose(site)) for site in checked(city)}
    return {home: found for home, found in chosen.items() if len(found) >= limit}


def test_stale_news_and_first_level_notices_from_five_on(any_city):
    def choose(site):
        return [
            c
            for c in late(site, any_city.as_of)
            if c.kind == "news" or (c.kind in {"notice", "policy"} and not c.parent)
        ]

    assert planted(any_city, "W-V4.1") == reaching(any_city, choose, 5)


def test_columns_long_without_update_and_blank_ones_from_ten_on(any_city):
    def choose(site):
        return [c for c in late(site, any_city.as_of) if c.kind != "interpretation"] + blank(site)

    assert planted(any_city, "W-V4.2") == reaching(any_city, choose, 10)


def test_blank_columns_from_five_on(any_city):
    assert planted(any_city, "W-V4.3") == reaching(any_city, blank, 5)


@pytest.mark.parametrize(
    ("indicator", "kind", "first_level"), [("D-1.4", "news", False), ("D-1.5", "policy", True)]
)
def test_every_stale_column_is_a_deduction(any_city, indicator, kind, first_level):
    expected = {}
    for site in checked(any_city):
        columns = [c for c in late(site, any_city.as_of) if c.kind == kind and not (first_level and c.parent)]
        if columns:
            expected[site.home] = addresses(site, columns)
    assert planted(any_city, indicator) == expected


def test_interpretations_are_missing_or_stale(any_city):
    expected = {}
    for site in checked(any_city):
        stale = [c for c in late(site, any_city.as_of) if c.kind == "interpretation"]
        if stale:
            expected[site.home] = addresses(site, stale)
        elif not any(column.kind == "interpretation" for column in site.columns):
            expected[site.home] = {site.home}
    assert planted(any_city, "D-1.6") == expected


def test_stale_home_pages(any_city):
    stale = set()
    for site in checked(any_city):
        shown = [column for column in site.columns if column.on_home] or [
            c for c in site.columns if c.articles
        ]
        days = [a.day for column in shown for a in column.articles[:6] if a.day <= any_city.as_of]
        if max(days) < OLDEST["news"]:
            stale.add(site.home)
    assert planted(any_city, "W-V3") == {home: {home} for home in stale}
    assert len(stale) == 2


def test_missing_services(any_city):
    kinds = {site.home: {column.kind for column in site.columns} for site in checked(any_city)}
    assert set(planted(any_city, "W-V5.1")) == {
        home for home, seen in kinds.items() if "messages" not in seen
    }
    assert set(planted(any_city, "W-V6.1")) == {
        home for home, seen in kinds.items() if "services" not in seen
    }
    assert len(planted(any_city, "W-V5.1")) == len(planted(any_city, "W-V6.1")) == 1


def test_every_built_indicator_is_planted_and_nothing_else_claims_to_be_built(any_city):
    assert {plant.indicator for plant in any_city.truth if plant.built} == BUILT
    later = {plant.indicator for plant in any_city.truth if not plant.built}
    assert later <= {"D-4.3"}, "only an error page that answers 200 is still told by nobody"


def test_no_plant_stands_twice_and_none_on_the_unchecked_site(any_city):
    keys = Counter((plant.site, plant.indicator, plant.address, plant.detail) for plant in any_city.truth)
    assert max(keys.values()) == 1
    assert not {plant.site for plant in any_city.truth} & set(any_city.unchecked)


def test_assisted_plants_and_only_those_carry_the_answer_of_a_person(any_city):
    decided = {plant.indicator for plant in any_city.truth if plant.decision}
    assert decided == {"W-V1.1", "W-V1.3", "W-V1.5", "W-V4.2", "W-V5.1", "W-V5.2", "W-V6.1", "W-V6.2"}
    assert all(p.by and p.reason for p in any_city.truth if p.decision)
    assert all(p.decision for p in any_city.truth if p.indicator in decided)


def test_sites_just_below_a_limit_are_lookalikes(city):
    near = {(seen.indicator, seen.site) for seen in city.lookalikes if seen.address == seen.site}
    assert ("W-V4.1", "http://www.shating.shilishi.gov.cn/") in near
    assert ("W-V4.2", "http://jyj.shilishi.gov.cn/") in near
    assert ("W-V4.3", "http://mzj.shilishi.gov.cn/") in near
    assert ("W-V3", "http://cgj.shilishi.gov.cn/") in near
    assert ("W-V3", "http://ggzy.shilishi.gov.cn/") in near
    assert ("W-V2", city.near_outage) in near


def test_nothing_is_both_a_fault_and_innocent(any_city):
    faults = {(plant.site, plant.indicator, plant.address) for plant in any_city.truth}
    assert not faults & {(seen.site, seen.indicator, seen.address) for seen in any_city.lookalikes}


def test_a_script_filled_column_needs_a_browser_and_may_tip_the_scales(city):
    jtj = [
        plant for plant in city.truth if plant.site.startswith("http://jtj") and plant.indicator == "W-V4.3"
    ]
    assert len(jtj) == 5
    assert all(plant.needs_browser for plant in jtj)
    czj = [
        plant for plant in city.truth if plant.site.startswith("http://czj") and plant.indicator == "W-V4.3"
    ]
    assert sorted(plant.needs_browser for plant in czj) == [False] * 5 + [True]


@pytest.mark.parametrize("seed", range(100, 106))
def test_any_seed_builds_a_mutated_city_with_the_same_count_of_column_faults(city, seed):
    counted = {"W-V3", "W-V4.1", "W-V4.2", "W-V4.3", "W-V5.1", "W-V6.1", "D-1.4", "D-1.5", "D-1.6", "D-4.3"}
    mutated = build(seed, mutate=True)
    wanted = Counter(p.indicator for p in city.truth if p.indicator in counted)
    assert Counter(p.indicator for p in mutated.truth if p.indicator in counted) == wanted


def test_the_file_gives_the_truth_back(city, tmp_path):
    truth.write(city, tmp_path / "truth.csv")
    assert truth.read(tmp_path / "truth.csv") == city.truth


def test_a_pinned_item_stands_first_and_is_not_the_newest(city):
    pinned = [c for s in city.sites for c in s.columns if c.articles and c.articles[0].pinned]
    assert len(pinned) >= 4
    assert all(c.articles[0].day < c.newest(city.as_of) for c in pinned)


def test_one_stale_column_holds_an_item_dated_after_the_monitoring_point(city):
    ahead = [c for s in city.sites for c in s.columns if any(a.day > city.as_of for a in c.articles)]
    assert [column.name for column in ahead] == ["乡镇动态"]
    assert ahead[0].newest(city.as_of) < city.as_of - timedelta(days=14)


def test_repeats_misplaced_items_and_twins_are_in_the_columns_that_the_truth_names(any_city):
    """Worked out a second time from the columns as they are."""
    repeats, twins, misplaced = set(), set(), set()
    for site in checked(any_city):
        for column in site.columns:
            seen = {}
            for article in column.articles:
                seen.setdefault((article.title, article.day), []).append(article.path)
            repeats |= {(site.home, max(paths)) for paths in seen.values() if len(set(paths)) > 1}
            if column.kind == "policy" and any("招聘" in article.title for article in column.articles):
                misplaced.add((site.home, column.path))
        lists = [column for column in site.columns if len(column.articles) > 4]
        for one in lists:
            for other in lists:
                if one.path < other.path and one.articles == other.articles:
                    twins.add((site.home, other.path))
    for indicator, found in (("L-10d", repeats), ("L-10a", twins), ("L-10c", misplaced)):
        assert planted(any_city, indicator) == {
            home: {home + path.removeprefix("/")} for home, path in found
        }, indicator
        assert found


def test_thin_columns_and_future_dates_are_counted_again(any_city):
    thin, future = {}, {}
    for site in checked(any_city):
        one = addresses(site, [c for c in site.columns if len(c.articles) == 1])
        ahead = addresses(site, [c for c in site.columns if any(a.day > any_city.as_of for a in c.articles)])
        thin |= {site.home: one} if one else {}
        future |= {site.home: ahead} if ahead else {}
    assert planted(any_city, "L-10b") == thin
    assert planted(any_city, "L-4b") == future
    assert thin
    assert future
