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
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    opened = {topic.page: client.get(reverse(topic.page)).status_code for topic in guide.topics()}
    assert set(opened.values()) <= {200, 403}, opened


def test_the_document_is_what_the_office_shows():
    written = (ROOT / "docs" / "office-handbook.md").read_text("utf-8")
    assert written == guide.document(), "run: python -m xunwang.office.web.guide"
