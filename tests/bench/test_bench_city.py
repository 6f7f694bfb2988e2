"""The measured pages are what they are said to be: large, full of links, half of them GBK, and broken only where planted."""

import re
from statistics import mean
from urllib.parse import urljoin

import pytest
from bench.city import build
from bench.city.building import BenchSite
from selectolax.lexbor import LexborHTMLParser

from xunwang.inspector.model import PageKind
from xunwang.inspector.read import read_page


@pytest.fixture(scope="module")
def city():
    return build(
        600, ["127.0.0.11:8060", "127.0.0.12:8060"], neighbour="127.0.0.200:8060", dead="127.0.0.250:8060"
    )


@pytest.fixture(scope="module", params=[0, 1], ids=["utf-8", "gbk"])
def site(request, city) -> BenchSite:
    return city.sites[request.param]


def tree(site, body):
    return LexborHTMLParser(body.decode(site.frame.charset))


def visible(document):
    for node in document.css("script, style"):
        node.decompose()
    return "".join(document.body.text().split())


def test_pages_have_the_size_of_real_ones(site):
    pages = [body for _, body in site.pages()]
    documents = [tree(site, body) for body in pages]
    assert 26_000 < mean(map(len, pages)) < 36_000
    assert 80 < mean(len(one.css("a[href]")) for one in documents) < 120
    assert 3_000 < mean(len(visible(one)) for one in documents) < 4_600


def test_the_same_order_gives_the_same_bytes(city):
    again = build(
        600, ["127.0.0.11:8060", "127.0.0.12:8060"], neighbour="127.0.0.200:8060", dead="127.0.0.250:8060"
    )
    assert dict(again.sites[0].pages()) == dict(city.sites[0].pages())
    assert again.broken == city.broken


def test_every_page_is_listed_once_and_as_many_as_asked(city, site):
    written = [path for path, _ in site.pages()]
    assert len(set(written)) == len(written)
    assert set(site.urls) == {site.home.rstrip("/") + path for path in written}
    assert 590 <= len(city.urls) <= 600


def test_only_planted_links_lead_nowhere(site):
    there = {site.home.rstrip("/") + path for path, _ in (*site.pages(), *site.files())}
    dangling = set()
    for path, body in site.pages():
        page = site.home.rstrip("/") + path
        for node in tree(site, body).css("a[href], img[src], link[href], script[src]"):
            address = urljoin(page, node.attributes.get("href") or node.attributes.get("src"))
            if address.startswith(site.home) and address not in there:
                dangling.add((address, page))
    assert dangling == {(one.url, one.parent) for one in site.broken if one.url.startswith(site.home)}


def test_each_kind_of_broken_link_stands_on_its_parent(site):
    bodies = {site.home.rstrip("/") + path: body for path, body in site.pages()}
    assert {one.kind for one in site.broken} == {
        "page",
        "image",
        "attachment",
        "outside_missing",
        "outside_dead",
    }
    assert all(one.url.encode() in bodies[one.parent] for one in site.broken)


def test_articles_are_read_as_articles(site):
    path, body = next((path, body) for path, body in site.pages() if re.search(r"/t\d{8}_\d+\.html$", path))
    page = read_page(body, site.home.rstrip("/") + path, home=site.home)
    assert page.kind is PageKind.ARTICLE
    assert page.published is not None
    assert f"{page.published:t%Y%m%d}" in path
