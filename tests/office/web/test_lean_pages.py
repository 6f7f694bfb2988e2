"""Pages cost what they show: nothing is written for looking, sums are the database's, long lists are sorted by their keys."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from office_samples import JANUARY, MARCH

from xunwang.office.people.models import Unit, add_unit
from xunwang.office.registry.history import Changes, Flows
from xunwang.office.registry.life import Turn, change, close, move
from xunwang.office.web import viewing

DAY = dt.timedelta(days=1)


def written(queries):
    return [one["sql"] for one in queries if one["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE", "BEGIN"}]


def test_looking_writes_nothing_and_puts_an_old_session_off(client, office, settings):
    client.force_login(office.user(office.city, "supervisor"))
    client.get("/me/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/me/").status_code == 200
    assert written(seen.captured_queries) == []

    half = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE / 2)
    Session.objects.update(expire_date=half)
    assert client.get("/me/").status_code == 200
    assert Session.objects.get().expire_date > half + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE / 4)


def test_a_session_over_its_age_is_over(client, office):
    client.force_login(office.user(office.city, "supervisor"))
    Session.objects.update(expire_date=timezone.now() - DAY)

    assert client.get("/me/").url.startswith(reverse("login"))


def test_the_sums_of_units_are_those_of_all_below_whatever_page_they_stand_on(client, office, monkeypatch):
    monkeypatch.setattr(viewing, "PAGE", 2)
    deep = add_unit("东河镇", "township", parent=office.county)
    for number, unit in enumerate([office.city, office.county, deep, deep, office.park]):
        office.website(unit, f"网站{number}", f"http://s{number}.gov.cn/", on=JANUARY)
    client.force_login(office.user(office.city, "supervisor"))

    shown = {}
    for page in range(1, 4):
        for one in client.get(f"/registry/units/?page={page}").context["page"]:
            shown[one.unit.pk] = (one.indent, one.websites, one.accounts)

    units = Unit.objects.subtree(office.city)
    assert set(shown) == set(units.values_list("pk", flat=True))
    assert shown[office.city.pk] == (0, 5, 0)
    assert shown[office.county.pk] == (1, 3, 0)
    assert shown[deep.pk] == (2, 2, 0)


@pytest.fixture
def turned(office):
    """Four websites of the city, each with a turn in March, and one that opens."""
    stays, leaves, goes, new_home = (
        office.website(office.county, f"网站{n}", f"http://s{n}.gov.cn/", on=JANUARY, level="县级")
        for n in range(4)
    )
    change(stays, Turn(MARCH), user=None, name="新名")
    move(leaves, office.park, Turn(MARCH + DAY), user=None)
    close(goes, Turn(MARCH + 2 * DAY), user=None)
    change(
        new_home, Turn(MARCH + 3 * DAY), user=None, home="http://x.gov.cn/", address_key="http://x.gov.cn/"
    )
    office.website(office.county, "新站", "http://new.gov.cn/", on=MARCH + 4 * DAY, level="县级")
    return office


def test_changes_are_counted_grouped_and_read_page_by_page(turned, client, monkeypatch):
    monkeypatch.setattr(viewing, "PAGE", 2)
    end = MARCH + 9 * DAY
    asked = Changes(turned.county, MARCH, end)

    assert asked.flows() == Flows(opened=1, closed=1, renamed=1, readdressed=1, moved_out=1)
    assert asked.by_group() == {"县级": (2, 1)}
    assert [(one.what, one.before.name if one.before else None) for one in asked.read(list(asked.keys()))] == [
        ("renamed", "网站0"), ("moved_out", "网站1"), ("closed", "网站2"), ("readdressed", "网站3"), ("opened", None),
    ]  # fmt: skip
    assert [one.what for one in asked.read(list(asked.keys("closed")))] == ["closed"]
    assert Changes(turned.park, MARCH, end).flows() == Flows(moved_in=1)

    client.force_login(turned.user(turned.county, "supervisor"))
    page = client.get(f"/registry/changes/?start={MARCH}&end={end}&page=2").context["page"]
    assert ([one.what for one in page], page.paginator.count) == (["closed", "readdressed"], 5)


def test_what_browsers_keep_has_an_address_that_changes_with_it(client, office):
    """A page of a new version never runs with a script or style sheet of the old one out of the browser's store."""
    client.force_login(office.user(office.city, "supervisor"))
    pages = "".join(client.get(reverse(page)).content.decode() for page in ("home", "overview", "statuses"))
    kept = set(re.findall(r'(?:src|href)="/static/([^"?]+)(?:\?v=([^"]+))?"', pages))

    assert {name.split("/")[0] for name, _ in kept} == {"web", "vendor", "django_htmx"}
    for name, mark in kept:
        assert mark, name
        assert hashlib.sha256(Path(finders.find(name)).read_bytes()).hexdigest().startswith(mark), name
