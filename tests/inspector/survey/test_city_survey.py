"""The whole city, read by the real reader: what the survey says of its columns against what the city was built from."""

from random import Random

import msgspec
import pytest
from city_walk import Walk

from xunwang.inspector.model import ChannelFact, ChannelPurpose, ColumnFact, ColumnType
from xunwang_demo.city import build

FRESH_SEED = Random().randrange(10**6)  # stands in every failure, so that it can be repeated
PERIODIC = {
    "news": ColumnType.NEWS,
    "notice": ColumnType.NOTICE,
    "policy": ColumnType.POLICY,
    "interpretation": ColumnType.INTERPRETATION,
    "personnel": ColumnType.PERSONNEL,
    "planning": ColumnType.PLAN,
}


class Survey:
    """The facts of every site of a city, walked once."""

    def __init__(self, city):
        self.city = city
        self.facts = {site.home: Walk(city, site).survey() for site in city.sites}
        self.sites = [site for site in city.sites if site.home not in city.unchecked]

    def columns(self, site):
        return {fact.url: fact for fact in self.facts[site.home] if isinstance(fact, ColumnFact)}

    def pairs(self, wanted):
        """Each planted column that is wanted, with its fact or None."""
        for site in self.sites:
            facts = self.columns(site)
            for column in site.columns:
                if wanted(column):
                    yield (
                        f"{self.city.seed} {site.host} {column.name}",
                        column,
                        facts.get(site.home + column.path.removeprefix("/")),
                    )

    def channels(self, site, purpose):
        facts = (fact for fact in self.facts[site.home] if isinstance(fact, ChannelFact))
        return [fact for fact in facts if fact.purpose is purpose]


@pytest.fixture(scope="module", params=["plain", "mutated"])
def survey(request):
    return Survey(build() if request.param == "plain" else build(FRESH_SEED, mutate=True))


def is_plain_list(column):
    return column.is_list and not column.scripted


def test_every_list_has_the_days_of_its_articles(survey):
    for where, column, fact in survey.pairs(is_plain_list):
        assert fact is not None, where
        assert fact.unread is None, where
        assert list(fact.dates) == sorted((article.day for article in column.articles), reverse=True), where
        assert fact.undated == 0, where


def test_what_two_columns_hold_is_repeated_in_one_of_them(survey):
    for site in survey.sites:
        lists = [column for column in site.columns if is_plain_list(column)]
        articles = [article.path for column in lists for article in column.articles]
        facts = survey.columns(site)
        repeated = [
            day
            for column in lists
            if (fact := facts.get(site.home + column.path.removeprefix("/")))
            for day in fact.repeated
        ]
        assert len(repeated) == len(articles) - len(set(articles)), f"{survey.city.seed} {site.host}"


def test_blank_columns_are_blank_and_standing_texts_are_not(survey):
    for where, _, fact in survey.pairs(lambda column: column.is_blank and not column.scripted):
        assert (fact.items, fact.static, fact.unread) == (0, False, None), where
    for where, _, fact in survey.pairs(lambda column: column.kind in {"static", "petition"}):
        assert (fact.items, fact.static, fact.unread) == (0, True, None), where


def test_a_list_that_only_a_script_fills_is_left_unread(survey):
    for where, _, fact in survey.pairs(lambda column: column.scripted):
        assert fact.unread == "栏目列表由脚本生成，未经浏览器渲染", where


def test_types_with_a_period_are_told_from_names_and_tags(survey):
    for where, column, fact in survey.pairs(is_plain_list):
        if column.kind in PERIODIC:
            assert fact.type is PERIODIC[column.kind], f"{where}: {fact.type_reason}"
        else:
            assert fact.type not in PERIODIC.values(), f"{where}: {fact.type_reason}"


def test_the_first_level_is_the_main_navigation(survey):
    for where, column, fact in survey.pairs(lambda column: column.kind != "channel"):
        assert fact is not None, where
        assert fact.first_level is (column.parent is None), where
        assert fact.name == column.name, where


def test_landing_pages_are_no_columns(survey):
    kept = [where for where, _, fact in survey.pairs(lambda column: column.kind == "channel") if fact]
    assert kept == []


def test_nothing_else_is_stale_or_blank(survey):
    for site in survey.sites:
        known = {site.home + column.path.removeprefix("/") for column in site.columns}
        others = [fact for url, fact in survey.columns(site).items() if url not in known]
        assert [fact.url for fact in others if not fact.static and not fact.unread] == [], survey.city.seed


def test_the_home_page_shows_its_own_lists(survey):
    for site in survey.sites:
        where = f"{survey.city.seed} {site.host}"
        fact = survey.facts[site.home][0]
        on_home = [column for column in site.columns if column.on_home]
        shown = {article.path: article.day for column in on_home for article in column.articles[:6]}.values()
        assert fact.home_read, where
        assert fact.entry_only is not any(column.on_home for column in site.columns), where
        assert list(fact.home_dates) == sorted(shown, reverse=True), where


def test_a_challenge_on_the_home_page_leaves_the_site_unread(survey):
    assert survey.city.unchecked
    for home in survey.city.unchecked:
        [site] = survey.facts[home]
        assert (site.home_read, site.home_unread_reason) == (False, "首页返回反爬验证页")


def test_consultation_and_service_stand_where_they_were_planted(survey):
    for site in survey.sites:
        where = f"{survey.city.seed} {site.host}"
        kinds = {column.kind for column in site.columns}
        forms = [channel for channel in survey.channels(site, ChannelPurpose.CONSULTATION) if channel.form]
        services = [channel for channel in survey.channels(site, ChannelPurpose.SERVICE) if channel.opens]
        petitions = survey.channels(site, ChannelPurpose.PETITION)
        assert bool(forms) is ("messages" in kinds), where
        assert bool(services) is ("services" in kinds), where
        assert bool(petitions) is ("petition" in kinds), where


def test_the_order_in_which_pages_came_decides_nothing(survey):
    for number, site in enumerate(survey.sites[:12]):
        walk = Walk(survey.city, site)
        otherwise = walk.survey(Random(number))
        told, again = ({msgspec.json.encode(fact) for fact in facts} for facts in (walk.survey(), otherwise))
        assert told == again, f"{survey.city.seed} {site.host}"
