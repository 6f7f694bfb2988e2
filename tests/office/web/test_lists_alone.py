"""Every main list is answered whole, and alone to the page that shows it already; what it is sorted by is what it shows."""

import clicking
import pytest
from django.urls import reverse
from office_samples import JANUARY

from xunwang.inspector.model import SubjectKind
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import open_subject
from xunwang.office.web import viewing

ALONE = {"HX-Request": "true", "HX-Target": "list"}


@pytest.fixture
def boss(client, office, tmp_path):
    clicking.fill(office, tmp_path)
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    return client


def test_every_main_list_comes_alone_where_its_page_has_it(boss, office):
    campaign = [office.checked.pk]
    pages = [
        reverse(name)
        for name in ("tickets", "websites", "accounts", "others", "standings", "error_reports", "orphans")
    ]
    pages += [reverse(name, args=campaign) for name in ("campaign", "findings_of", "review")]
    for page in pages:
        whole, alone = boss.get(page), boss.get(page, headers=ALONE)
        said, part = whole.content.decode(), alone.content.decode()
        before, _, rest = said.partition('<div id="list"')
        listed = part.partition('hx-swap-oob="true"></div>')[2].strip()

        assert 'class="menu"' in before, page
        assert listed, page
        assert listed.splitlines()[0] in rest, page
        assert "<html" not in part, page
        assert 'class="menu"' not in part, page
        assert "HX-Target" in whole["Vary"], page
        assert "HX-Target" in alone["Vary"], page
        assert boss.get(page, headers={"HX-Target": "progress"}).content.decode().startswith("<!doctype"), (
            page
        )


@pytest.mark.parametrize("way", ["", "-"])
def test_what_is_unknown_comes_last_whichever_way_a_list_is_sorted(boss, office, way):
    for name, filed in (("甲", "2026-02-02"), ("乙", None), ("丙", "2026-01-01")):
        open_subject(
            SubjectKind.ACCOUNT, office.park, JANUARY, user=None, name=name, platform="微信", filed_on=filed
        )
    shown = boss.get(reverse("accounts"), {"sort": f"{way}filed"}).context["page"].object_list
    days = [row["filed_on"] for row in shown if row["filed_on"]]

    assert days == sorted(days, reverse=bool(way))
    assert len(days) == 2
    assert [row["filed_on"] for row in shown][2:] == [None] * (len(shown) - 2)


def test_an_order_that_no_column_has_is_the_usual_one(boss):
    usual = boss.get(reverse("websites")).context["page"].object_list
    assert (
        boss.get(reverse("websites"), {"sort": "unit__users__password"}).context["page"].object_list == usual
    )


def test_a_turned_list_keeps_its_order_and_its_words(boss, monkeypatch):
    monkeypatch.setattr(viewing, "PAGE", 1)
    page = boss.get(reverse("websites"), {"sort": "-name", "q": "gov"}).content.decode()
    assert "?sort=-name&amp;q=gov&amp;page=2" in page
    assert '<input type="hidden" name="sort" value="-name">' in page
    assert 'aria-sort="descending"' in page
