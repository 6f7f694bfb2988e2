"""Letters, their figures, searches and the columns nobody else asks for: the truth worked out a second time, and what the pages show."""

from datetime import date
from html import escape
from urllib.parse import quote

from xunwang_demo import searching
from xunwang_demo.city import build

TWO_MONTHS_BACK = date(2026, 1, 31)
OLDEST = {
    "notice": date(2025, 9, 30),
    "policy": date(2025, 9, 30),
    "personnel": date(2025, 3, 31),
    "planning": date(2025, 3, 31),
}


def planted(city, indicator):
    return {plant.address for plant in city.truth if plant.indicator == indicator}


def checked(city):
    return [site for site in city.sites if site.home not in city.unchecked]


def address(site, path):
    return site.home + path.removeprefix("/")


def test_other_columns_are_blank_or_over_their_period(any_city):
    wanted = set()
    for site in checked(any_city):
        for column in site.columns:
            days = [article.day for article in column.articles if article.day <= any_city.as_of]
            asked = column.kind in OLDEST and (column.kind != "policy" or column.parent is not None)
            if column.is_blank or (asked and days and max(days) < OLDEST[column.kind]):
                wanted.add(address(site, column.path))
    assert wanted
    assert planted(any_city, "D-1.9") == wanted


def test_letter_boxes_keep_answers_or_figures_to_themselves(any_city):
    wanted = set()
    for site in checked(any_city):
        for column in site.columns:
            if column.kind != "messages":
                continue
            answers = [letter.answered for letter in column.messages if letter.answered]
            shown = site.pages[column.path].body.decode(site.charset)
            if not answers or max(answers) < TWO_MONTHS_BACK or "来信总数" not in shown:
                wanted.add(address(site, column.path))
    assert wanted
    assert planted(any_city, "D-3.3") == wanted


def test_every_search_finds_what_the_site_has_published_but_the_blind_one():
    city = build()
    blind = {site.host for site in checked(city) if site.blind}
    assert planted(city, "D-4.5") == {f"http://{host}{searching.PATH}" for host in blind}
    for site in checked(city):
        article = next(article for column in site.columns for article in column.articles)
        query = f"scope=all&{searching.FIELD}={quote(article.title, encoding=site.charset)}"
        page = searching.answer(site, query, site.charset).body.decode(site.charset)
        assert (escape(article.path) in page) is (site.host not in blind)
        assert 'action="/search"' in site.pages["/"].body.decode(site.charset)
