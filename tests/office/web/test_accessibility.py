"""axe finds nothing serious on any page that somebody of the office can click to, on a desk and on a phone.

The pages are rendered first and shown to the browser from memory, so that no server runs and every page is seen as it stood.
"""

import mimetypes
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import clicking
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from xunwang.inspector.fetch.browser import chromium
from xunwang.office.people.roles import Role
from xunwang.office.web import viewing

sync_api = pytest.importorskip("playwright.sync_api")
AXE_SCRIPT = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
pytestmark = pytest.mark.browser
HOST = "http://office.test"
ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.REVIEWER)
WIDTHS = {"desk": (1366, 768), "phone": (390, 800)}
SERIOUS = {"serious", "critical"}


@pytest.fixture
def city(office, tmp_path):
    return clicking.fill(office, tmp_path)


def _shown(html, route):
    """Answers the browser from memory: the page itself, our own static files, nothing else."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        kind = mimetypes.guess_type(found)[0] or "text/plain"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    elif route.request.is_navigation_request() and route.request.frame.parent_frame is None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(body="", content_type="text/html")


def _found_on(pages, width):
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    found = {}
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for name, (path, html) in pages.items():
            context = browser.new_context(viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True)))
            context.route("**/*", partial(_shown, html))
            page = context.new_page()
            page.goto(HOST + path)
            page.evaluate(AXE_SCRIPT)
            faults = page.evaluate(
                "axe.run(document, {resultTypes: ['violations']}).then(told => told.violations)"
            )
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            told = [
                f"{one['id']}: {node['target']}"
                for one in faults
                if one["impact"] in SERIOUS
                for node in one["nodes"]
            ]
            if wide > 0:
                told.append(f"the page is {wide} pixels wider than the window")
            if told:
                found[name] = told
            context.close()
        browser.close()
    return found


def _tell(found):
    return "\n".join(f"{name}: {one}" for name, told in found.items() for one in told)


@pytest.mark.long
def test_axe_finds_nothing_serious_where_units_work_on_a_phone(client, city):
    pages = clicking.clicked_by(client, city.county, [Role.UNIT_CLERK], city)
    mine = {
        "login",
        "invitation",
        "home",
        "tickets",
        "ticket",
        "self_checks",
        "self_check",
        "proofing",
        "me",
        "password",
    }

    assert mine <= pages.keys()
    found = _found_on({name: pages[name] for name in mine}, "phone")
    assert not found, _tell(found)


@pytest.mark.long
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing_serious_on_any_page(client, city, width):
    units = clicking.clicked_by(client, city.county, (Role.UNIT_CLERK, Role.UNIT_LEADER), city)
    pages = {f"{name} of a unit": page for name, page in units.items()} | clicking.clicked_by(
        client, city.city, ROLES, city
    )

    assert len(pages) > 40
    found = _found_on(pages, width)
    assert not found, _tell(found)


@pytest.mark.long
def test_axe_finds_nothing_serious_on_a_list_of_several_pages(client, city, monkeypatch):
    monkeypatch.setattr(viewing, "PAGE", 1)
    client.force_login(city.user(city.city, "supervisor"))
    path = reverse("websites")
    html = client.get(path).content.decode()

    assert 'class="pages"' in html
    found = _found_on({"websites": (path, html)}, "desk")
    assert not found, _tell(found)
