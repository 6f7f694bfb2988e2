"""The search of sites of 示例市 tried at the end of their inspection: found, not found, driven by a script, closed by robots.txt."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from xunwang.inspector import door
from xunwang.inspector.model import SHANGHAI, SearchFact, Subject
from xunwang_demo import city as cities
from xunwang_demo.model import City, Resource
from xunwang_demo.server import CityServer

HOSTS = ("mzj.shilishi.gov.cn", "www.shilishi.gov.cn", "wjw.shilishi.gov.cn", "czj.shilishi.gov.cn")


def altered(city: City) -> City:
    """One site with a search that a script drives, one whose robots.txt closes it."""

    def changed(site: Any) -> Any:
        pages = dict(site.pages)
        if site.host == "wjw.shilishi.gov.cn":
            home = (
                pages["/"].body.decode(site.charset).replace('action="/search"', 'action="javascript:go()"')
            )
            pages["/"] = dataclasses.replace(pages["/"], body=home.encode(site.charset))
        if site.host == "czj.shilishi.gov.cn":
            pages["/robots.txt"] = Resource(
                b"User-agent: *\nDisallow: /search\n", headers=(("Content-Type", "text/plain"),)
            )
        return dataclasses.replace(site, pages=pages)

    return dataclasses.replace(city, sites=tuple(changed(site) for site in city.sites))


@pytest.fixture(scope="module")
def searches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SearchFact]:
    city = altered(cities.build())
    sites = [site for site in city.sites if site.host in HOSTS]
    with CityServer(city) as server:
        settings = door.InspectSettings(
            connect_to=tuple(server.connect_to), closed=True, delay=0.0, per_host=4, max_pages=60, timeout=60.0,
            retry_wait=0.1, browser="never",
        )  # fmt: skip
        runs = door.inspect_sites(
            [
                door.Inspection(subject=Subject(id=site.host, name=site.name, home=site.home))
                for site in sites
            ],
            tmp_path_factory.mktemp("searches"),
            settings,
            reading_day=city.as_of,
            clock=lambda: dt.datetime(2026, 3, 31, 9, tzinfo=SHANGHAI),
            tell=lambda _: None,
        )
    return {site.host: search_of(run) for site, run in zip(sites, runs, strict=True)}


def search_of(run: Path) -> SearchFact:
    (fact,) = [fact for fact in door.Run.open(run).facts() if isinstance(fact, SearchFact)]
    return fact


def test_a_known_item_is_found(searches: dict[str, SearchFact]) -> None:
    fact = searches["mzj.shilishi.gov.cn"]
    assert [one.found for one in fact.tries] == [True]
    assert fact.url == "http://mzj.shilishi.gov.cn/search"
    assert fact.tries[0].evidence is not None


def test_a_blind_search_is_asked_three_times_and_no_more(searches: dict[str, SearchFact]) -> None:
    fact = searches["www.shilishi.gov.cn"]
    assert [one.found for one in fact.tries] == [False, False, False]


def test_what_a_script_drives_and_what_robots_close_stays_unasked(searches: dict[str, SearchFact]) -> None:
    scripted, closed = searches["wjw.shilishi.gov.cn"], searches["czj.shilishi.gov.cn"]
    assert (scripted.tries, closed.tries) == ((), ())
    assert "脚本" in (scripted.unasked or "")
    assert "robots.txt" in (closed.unasked or "")
