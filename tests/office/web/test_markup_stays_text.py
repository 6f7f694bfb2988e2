"""Whatever was crawled, imported, entered or asked for: markup in it is text on every page of the office (stored and reflected XSS).

So are formulas in every file that leaves it.
"""

import re

import clicking
import exports
import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import reverse

from xunwang.office.people.roles import Role

NASTY = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
ALIVE = re.compile("<script>alert|<img src=x")
WORDS = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
def city(office, tmp_path):
    return clicking.fill(office, tmp_path)


def spoil():
    """Puts a formula before and markup behind every text of the database that holds words, wherever it came from."""
    for model in apps.get_models():
        texts = [field.attname for field in model._meta.concrete_fields if _is_free(field)]
        for row in model._base_manager.all() if texts else ():
            spoilt = {
                name: f"{exports.EVIL}{said}{NASTY}"
                for name in texts
                if WORDS.search(said := getattr(row, name) or "")
            }
            if spoilt:
                model._base_manager.filter(pk=row.pk).update(**spoilt)


def _is_free(field):
    long_enough = field.max_length is None or field.max_length >= 2 * len(NASTY)
    return isinstance(field, CharField | TextField) and not field.choices and long_enough


def alive(pages):
    return {path: found[0] for path, html in pages if (found := ALIVE.search(html))}


def test_no_markup_comes_alive_on_any_page_and_no_formula_in_any_export(client, city):
    spoil()
    pages = clicking.clicked_by(client, city.city, Role, city).values()

    assert alive(pages) == {}
    assert sum("&lt;script&gt;alert(1)" in html for _, html in pages) > 20

    client.force_login(city.user(city.city, Role.AUDITOR))
    files = {"trail": client.post(reverse("audit_export")).getvalue()}
    client.force_login(city.user(city.city, Role.SUPERVISOR))
    files |= exports.downloads(client, pages)
    assert {name: told for name, body in files.items() if (told := exports.formulas(body))} == {}
    assert sum(exports.EVIL in exports.text_of(body) for body in files.values()) > 5

    asked = [(path, dict.fromkeys(_fields(html), NASTY)) for path, html in pages]
    answers = [(path, client.get(path, query).content.decode()) for path, query in asked if query]
    answers.append(("login", client.get(reverse("login"), {"next": NASTY}).content.decode()))
    assert alive(answers) == {}
    assert sum("&lt;script&gt;alert(1)" in html for _, html in answers) > 5


def _fields(html):
    return re.findall(r'<(?:input|select)[^>]* name="(\w+)"', html)
