"""Nothing that was written in a form is lost when it is refused."""

import json
import re
from html.parser import HTMLParser

import clicking
import pytest
from django.db import transaction
from django.urls import resolve, reverse
from rectify_samples import judged

from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing


@pytest.fixture
def city(office, tmp_path):
    judged(office, tmp_path)
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


class Forms(HTMLParser):
    """The forms of a page that are sent by POST: their address, their fields as (kind, value), and what is written beside those."""

    def __init__(self, html):
        super().__init__()
        self.found, self._form, self._select, self._text = [], None, None, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form" and said.get("method") == "post":
            self._form = {"action": said.get("action"), "fields": {}, "words": ""}
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "option" and self._select:
            self._form["fields"].setdefault(self._select, ("select", said.get("value") or ""))
        elif said.get("name"):
            kind = said.get("type", "text") if tag == "input" else tag
            self._select = said["name"] if kind == "select" else None
            if kind != "select":
                self._form["fields"].setdefault(said["name"], (kind, said.get("value", "")))

    def handle_data(self, data):
        if self._form is not None:
            self._form["words"] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None


TYPED = {"text", "textarea", "date", "number", "search", "url", "email", "tel", "month"}
UNTOLD = {"file", "password", "submit", "button", "checkbox"}


def half_wrong(fields, empty):
    """What somebody writes into the fields who slips: days that are none, and the field `empty` left out."""
    typed = {
        name: "2026-13-45" if kind == "date" else f"写了一半的{name}"
        for name, (kind, _) in fields.items()
        if kind in TYPED
    }
    rest = {name: value for name, (kind, value) in fields.items() if kind not in TYPED | UNTOLD}
    return rest | typed | {empty: ""}


def lost(page, action, fields, written):
    """The typed fields whose words are nowhere on the page that says no; secrets are not sent back."""
    html = page.content.decode()
    kept = refused(page) or {"action": "", "fields": {}}
    again = kept["fields"] if kept["action"] == action else {}
    shown = {(name, value) for one in Forms(html).found for name, (_, value) in one["fields"].items()}
    return [
        name
        for name, text in written.items()
        if fields[name][0] in TYPED and text and name != "secret" and again.get(name) != [text] and (name, text) not in shown
        and not re.search(rf">\s*{re.escape(text)}</textarea>", html)
    ]  # fmt: skip


def forms_of(office, client):
    """One of each kind of form that people of the office meet: who meets it, its address, its fields."""
    tried, of_city = set(), {}
    for unit, role, known in (
        (office.city, Role.SUPERVISOR, of_city),
        (office.city, Role.ADMINISTRATOR, of_city),
        (office.county, Role.UNIT_CLERK, {}),
    ):
        seen = dict(known)
        user = office.user(unit, role)
        client.force_login(user)
        clicking.clickable(client, reverse("home"), seen)
        new = [page for name, page in seen.items() if name not in known]
        known.update(seen)
        for path, html in new:
            for form in Forms(html).found:
                where = form["action"] or path.split("?")[0]
                found = resolve(where)
                kind = (found.url_name, found.kwargs.get("act"), *sorted(form["fields"]))
                if kind not in tried and any(one in TYPED for one, _ in form["fields"].values()):
                    tried.add(kind)
                    yield user, where, form["fields"]


def test_no_form_of_the_office_loses_what_was_written(office, client, tmp_path):
    """Of each form the first field is left out and every day is none; what says no must have the rest still."""
    clicking.fill(office, tmp_path)
    losing = {}
    for user, where, fields in list(forms_of(office, client)):
        written = half_wrong(fields, next(name for name, (kind, _) in fields.items() if kind in TYPED))
        client.force_login(user)
        with transaction.atomic():
            page = client.post(where, written, follow=True)
            transaction.set_rollback(True)
        if b'role="alert"' in page.content:
            losing[where] = lost(page, where, fields, written)

    assert {where: gone for where, gone in losing.items() if gone} == {}
    assert len(losing) > 40
