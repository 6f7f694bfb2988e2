"""What the script does for forms, in a browser: a double click sends once, a refused form is filled again."""

import json
from pathlib import Path

import pytest

from xunwang.inspector.fetch.browser import chromium
from xunwang.office.web import views

sync_api = pytest.importorskip("playwright.sync_api")
SCRIPT = Path(views.__file__).parents[1] / "static/web/office.js"
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
    page.click("button")
    with page.expect_response("**/people/1/"):
        page.evaluate("document.querySelector('#other').requestSubmit()")
    assert page.sent == ["username=wang&role=b", "username=old"]
    page.evaluate("document.forms[0].sentAt -= 3000")  # as when it is sent again later on
    with page.expect_response("**/people/"):
        page.click("button")
