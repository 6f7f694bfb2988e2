"""Every address of the office, asked by whoever has no business there: another site, nobody, people of another city."""

import uuid

import clicking
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter

from xunwang.office.people.roles import Role

STAND_INS = {IntConverter: 7, UUIDConverter: uuid.UUID(int=5)}
WITH_A_KEY_OF_THEIR_OWN = {"capture", "hand_in", "report_error", "report_question", "report_state"}
"""Taken without the token of a form: the key of a bookmark, the token of a vantage point, a sealed question stand in its place."""
SHUT = {"archived", "setup"}
"""The one answers under the second origin only, the other until there is an account."""
OPEN = WITH_A_KEY_OF_THEIR_OWN | {
    "alert_seen",
    "archived",
    "invitation",
    "login",
    "oidc",
    "oidc_back",
    "public_circular",
    "public_file",
    "setup",
    "site_status",
    "status",
    "statuses",
}
NUMBERED = ("again", "before", "campaign", "f", "page", "pictured", "unit", "week", "year")
"""What addresses ask for by its number."""
NAMES = ("东河", "南山", "县教育局", "某公司", "2026年第一季度检查")


@pytest.fixture(scope="module")
def addresses():
    """Of every page that has a name one that fits it."""
    named = (one for one in get_resolver().url_patterns if getattr(one, "name", None))
    found = {
        one.name: [STAND_INS.get(type(way), "name") for way in one.pattern.converters.values()]
        for one in named
    }
    assert len(found) > 150
    return {name: reverse(name, args=arguments) for name, arguments in found.items()}


def test_no_page_takes_a_form_that_another_site_made(office, addresses):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(office.user(office.province, Role.ADMINISTRATOR))
    refused = {
        name for name, where in addresses.items() if "页面已过期" in browser.post(where).content.decode()
    }

    assert set(addresses) - refused == WITH_A_KEY_OF_THEIR_OWN | SHUT


def test_without_an_account_every_page_but_the_open_ones_leads_to_the_log_in(office, addresses):
    office.user(office.city, Role.UNIT_CLERK)
    answers = {name: Client().get(where) for name, where in addresses.items()}
    led_away = {
        name for name, one in answers.items() if one.headers.get("Location", "").startswith(reverse("login"))
    }

    assert set(addresses) - led_away == OPEN


def test_a_number_of_more_digits_than_python_reads_breaks_no_page(office, client, addresses):
    client.force_login(office.user(office.province, Role.SUPERVISOR))
    asked = dict.fromkeys(NUMBERED, "9" * 5000)
    answers = {name: client.get(where, asked).status_code for name, where in addresses.items()}

    assert {name: status for name, status in answers.items() if status >= 500} == {}


def test_what_people_of_a_city_click_to_tells_nothing_of_it_to_those_of_another(office, client, tmp_path):
    city, seen, told = clicking.fill(office, tmp_path), {}, []
    for role in Role:
        before = set(seen)
        client.force_login(city.user(city.city, role))
        clicking.clickable(client, reverse("home"), seen)
        client.force_login(city.user(city.stranger, role))
        for path in (seen[name][0] for name in set(seen) - before):
            text = client.get(path).content.decode()
            told += [(role, path, name) for name in NAMES if name in text]

    assert len(seen) > 60
    assert told == []
