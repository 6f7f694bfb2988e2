"""Nothing that was written in a form is lost when it is refused."""

import json
import re

import pytest
from rectify_samples import judged

from xunwang.office.rectify import issuing


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
    office.boss = office.user(office.city, "supervisor")
    office.clerk = office.user(office.county, "unit_clerk")
    (office.ticket,) = issuing.issue(office.checked, user=office.boss)
    return office


def refused(page):
    found = re.search(
        r'<script id="refused-form" type="application/json">(.*?)</script>', page.content.decode()
    )
    return json.loads(found[1]) if found else None


def test_a_refused_form_comes_back_with_what_was_written(city, client):
    client.force_login(city.boss)
    place = f"/tickets/{city.ticket.pk}/do/extend/"

    page = client.post(place, {"days": "很多", "reason": "线路检修</script>"}, follow=True)

    assert refused(page) == {"action": place, "fields": {"days": ["很多"], "reason": ["线路检修</script>"]}}
    assert refused(client.get(page.request["PATH_INFO"])) is None


def test_what_was_accepted_is_not_kept(city, client):
    client.force_login(city.boss)
    page = client.post(
        f"/tickets/{city.ticket.pk}/do/extend/", {"days": "20", "reason": "线路检修"}, follow=True
    )
    assert refused(page) is None


@pytest.mark.parametrize("year", ["9999", "0001", "2199"])
def test_a_date_out_of_any_lifetime_is_one_sentence(city, client, year):
    client.force_login(city.boss)
    page = client.post(
        f"/registry/subjects/{city.county_site.pk}/do/suspend/",
        {"on": f"{year}-12-31", "until": f"{year}-12-31"},
        follow=True,
    )
    assert "请核对年份" in page.content.decode()
    assert client.get(f"/registry/subjects/{city.county_site.pk}/").status_code == 200


def test_characters_that_no_paper_can_hold_are_left_out(city, client):
    client.force_login(city.boss)
    client.post(
        f"/tickets/{city.ticket.pk}/do/extend/", {"days": "20", "reason": "线路\x0b检修\x00"}, follow=True
    )
    assert "线路 检修" in city.ticket.events.last().text
