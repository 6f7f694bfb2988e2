"""The reader over 示例市: what its styles show, as planted and as mutated, is read back."""

from urllib.parse import urljoin

import pytest

from xunwang.inspector.model import PageKind
from xunwang.inspector.read import read_page
from xunwang_demo.city import AS_OF, build

SHOWN = 12  # entries on the first page of a list


@pytest.fixture(scope="module", params=[(20260331, False), (4, True)], ids=["planted", "mutated"])
def sites(request):
    seed, mutated = request.param
    city = build(seed, mutate=mutated)
    return [site for site in city.sites if site.home not in city.unchecked]


def read(site, path):
    answer = site.pages[path]
    return read_page(
        answer.body,
        urljoin(site.home, path),
        status=answer.status,
        headers=dict(answer.headers),
        home=site.home,
        today=AS_OF,
    )


def lists_of(site):
    return [column for column in site.columns if column.is_list and column.path in site.pages]


def test_every_list_is_read_to_the_letter(sites):
    for site in sites:
        for column in lists_of(site):
            page = read(site, column.path)
            shown = [] if column.scripted else column.articles[:SHOWN]
            read_off = [(item.title, item.date, item.url) for item in page.items]
            assert read_off == [(a.title, a.day, urljoin(site.home, a.path)) for a in shown], page.url
            assert (page.kind, page.column) == (PageKind.COLUMN, column.name), page.url
            assert ("list" in page.script_filled) == column.scripted, page.url


def test_every_article_is_read_to_the_letter(sites):
    for site in sites:
        for column in lists_of(site):
            for article in column.articles[:2]:
                page = read(site, article.path)
                shown = (page.kind, page.title, page.published.date(), page.source)
                assert shown == (PageKind.ARTICLE, article.title, article.day, article.source), page.url
                assert all(paragraph in page.text for paragraph in article.paragraphs), page.url


def test_home_pages_show_the_days_of_their_lists(sites):
    for site in sites:
        page = read(site, "/")
        shown = {a.day for c in lists_of(site) if c.on_home and not c.scripted for a in c.articles[:6]}
        assert page.kind is PageKind.HOME
        assert {item.date for item in page.items if item.date} == shown, page.url


def test_pages_that_are_errors_are_known(sites):
    for site in sites:
        for path, answer in site.pages.items():
            if answer.role == "error" and answer.body:
                assert read(site, path).kind is PageKind.ERROR, path
