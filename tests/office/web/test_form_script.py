"""What the script does for forms, in a browser: a double click sends once, a refused form is filled again, many boxes are ticked together."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.template.loader import render_to_string

from xunwang.inspector.fetch.browser import chromium
from xunwang.office.web import views

sync_api = pytest.importorskip("playwright.sync_api")
SCRIPT = Path(views.__file__).parents[1] / "static/web/office.js"
TEMPLATES = SCRIPT.parents[2] / "templates"
REFUSED = {"action": "/people/", "fields": {"username": ["wang"], "role": ["b"]}}
PAGE = f"""<!doctype html><title>t</title><iframe name="away"></iframe><iframe name="off"></iframe>
<form method="post" target="away"><input name="username"><select name="role"><option>a<option>b</select><button>发</button></form>
<form id="other" method="post" action="/people/1/" target="off"><input name="username" value="old"></form>
<script id="refused-form" type="application/json">{json.dumps(REFUSED)}</script><script src="/office.js"></script>"""


@pytest.fixture
def page():
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page()
        page.sent = []

        def answer(route):
            if route.request.method == "POST":
                page.sent.append(route.request.post_data)
            script = route.request.url.endswith(".js")
            body = SCRIPT.read_text() if script else PAGE
            kind = "text/javascript" if script else "text/html; charset=utf-8"
            route.fulfill(body="" if route.request.method == "POST" else body, content_type=kind)

        page.route("**/*", answer)
        page.goto("http://office.example.gov.cn/people/")
        yield page
        browser.close()


def test_a_refused_form_without_an_address_of_its_own_is_filled_again_and_sent_once(page):
    assert page.input_value("form >> nth=0 >> [name=username]") == "wang"
    assert page.input_value("[name=role]") == "b"
    assert page.input_value("#other [name=username]") == "old"

    with page.expect_response("**/people/"):
        page.click("button")
    page.evaluate("document.forms[0].sentAt += 3600000")  # at once, however long the machine stood still
    page.click("button")
    with page.expect_response("**/people/1/"):
        page.evaluate("document.querySelector('#other').requestSubmit()")
    assert page.sent == ["username=wang&role=b", "username=old"]
    page.evaluate("document.forms[0].sentAt -= 3610000")  # as when it is sent again later on
    with page.expect_response("**/people/"):
        page.click("button")


NAMES = [
    "市财政局",
    "东河县财政局",
    "西山县财政局",
    "市文化和旅游局",
    "市教育局",
    *(f"第{one}街道" for one in range(1, 8)),
]


def test_units_are_chosen_by_keyboard_and_a_click_on_one_leaves_the_others_chosen(page):
    choices = [(key, name, key == 3) for key, name in enumerate(NAMES)]
    boxes = render_to_string("web/choices.html", {"name": "units", "legend": "报送单位", "choices": choices})
    page.set_content(
        f'<style>.away {{ display: none; }}</style><form method="post" action="/ask/">{boxes}<button>下发</button></form><script src="/office.js"></script>'
    )
    told = page.get_by_role("status")

    assert told.text_content() == "已选 1 / 12"
    page.get_by_label("教育局").click()
    page.get_by_label("按名称筛选").fill("财政")
    page.keyboard.press("Enter")  # would send the form
    assert [one.strip() for one in page.locator("li:visible").all_inner_texts()] == [
        "市财政局",
        "东河县财政局",
        "西山县财政局",
    ]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert told.text_content() == "已选 5 / 12"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert told.text_content() == "已选 4 / 12"
    with page.expect_response("**/ask/"):
        page.get_by_role("button", name="下发").click()
    assert [parse_qs(one) for one in page.sent] == [{"units": ["1", "2", "3", "4"]}]


def test_no_form_has_a_list_in_which_one_plain_click_loses_what_was_chosen():
    assert not [
        one.name
        for one in TEMPLATES.rglob("*.html")
        if re.search(r"<select[^>]*\bmultiple\b", one.read_text())
    ]


def test_a_form_that_takes_a_while_says_so_until_its_answer_comes(page):
    page.evaluate("document.forms[0].setAttribute('data-busy', '正在校对，请稍候')")
    with page.expect_response("**/people/"):
        page.click("button")

    assert page.text_content("form [role=status]") == "正在校对，请稍候"
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.locator("form [role=status]").count() == 0
