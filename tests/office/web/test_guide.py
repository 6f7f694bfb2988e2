"""The handbook says what is there: every page it leads to opens, every word in quotation marks stands on some page."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from xunwang.office.people.roles import Role
from xunwang.office.web import guide

ROOT = Path(__file__).parents[3]
WEB = Path(guide.__file__).parent


@pytest.fixture(scope="module")
def words():
    """All that the office shows: its templates, and the words in its code."""
    files = [*WEB.glob("templates/web/*.html"), *WEB.parent.rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files if path.name != "guide.html")


@pytest.mark.parametrize("topic", guide.topics(), ids=lambda topic: topic.key)
def test_what_the_handbook_names_is_there(topic, words):
    named = [word for step in topic.steps for word in re.findall("“([^”]+)”", step)]
    assert named
    assert [word for word in named if word not in words] == []
    assert not topic.picture or (ROOT / "docs" / "images" / f"{topic.picture}.png").is_file()


def test_everybody_reads_the_handbook_and_its_links_lead_somewhere(client, office):
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    page = client.get(reverse("guide")).content.decode()
    assert all(f'id="{topic.key}"' in page for topic in guide.topics())


@pytest.mark.parametrize("role", list(Role))
def test_menu_and_handbook_lead_nobody_to_a_page_that_refuses_them(client, office, role):
    client.force_login(office.user(office.county, role))
    page = client.get(reverse("guide")).content.decode()
    links = {link for link in re.findall(r'href="(/[^"?#]*)', page) if not link.startswith("/static/")}
    assert len(links) > 20
    refused = [link for link in links if client.get(link).status_code != 200]
    assert refused == []


def test_the_document_is_what_the_office_shows():
    written = (ROOT / "docs" / "office-handbook.md").read_text("utf-8")
    assert written == guide.document(), "run: python -m xunwang.office.web.guide"


@pytest.mark.parametrize("role", list(Role))
def test_the_handbook_leads_to_every_page_of_the_menu(client, office, role):
    client.force_login(office.user(office.city, role))
    page = client.get(reverse("home"))
    labels = [entry.label for _, entries in page.context["menu"] for entry in entries]
    told = "\n".join(step for topic in guide.topics() for step in topic.steps)
    assert len(labels) > 15
    assert [label for label in labels if f"“{label}”" not in told] == []
