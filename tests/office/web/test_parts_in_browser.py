"""Charts, the big screen and lists in a browser, against a running office: what the scripts add, and that nobody loses their place by it."""

from functools import partial

import clicking
import pytest
from django.conf import settings as configured
from django.db import connections
from django.urls import reverse
from office_samples import JANUARY, closed_run

from xunwang.inspector.fetch.browser import chromium
from xunwang.inspector.model import SubjectKind
from xunwang.office.campaigns import service as campaigns
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.orphans.models import Orphan
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import open_subject
from xunwang.office.web import viewing
from xunwang.office.web.views import overview

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
STAYED = "window.stayed = true"


@pytest.fixture
def boss(office, tmp_path, client, monkeypatch):
    """A supervisor of the city who is logged in; lists have one row a page."""
    monkeypatch.setenv(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # Playwright's loop runs in the thread of the test
    monkeypatch.setattr(viewing, "PAGE", 1)
    clicking.fill(office, tmp_path)
    campaigns.close_point(office.checked, user=None)
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    return client


@pytest.fixture
def visit(boss, live_server):
    """Opens pages; what goes wrong in them, or what their policy refuses, stands in `refused`. The browser ends before the database does."""
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield partial(_open, browser, live_server.url, boss.cookies[configured.SESSION_COOKIE_NAME].value)
        browser.close()
        # Within Playwright's loop Django opens the database once more, which is no other one for the next test.
        connections.close_all()


def _open(browser, url, key, path, *, script=True, size=(1366, 768)):
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=script, reduced_motion="reduce"
    )
    context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": key, "url": url}])
    page = context.new_page()
    page.refused = []
    page.on("console", lambda said: page.refused.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.refused.append(str(error)))
    page.goto(url + path)
    if script:
        page.evaluate(STAYED)
    return page


def stayed(page):
    return page.evaluate("window.stayed === true")


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_a_chart_is_drawn_beside_its_table_and_a_click_leads_to_what_it_counts_or_a_link_without_script(
    visit,
):
    page = visit(reverse("overview"))
    chart = page.locator("#chart-indicators")
    link = page.locator("#indicators-1")
    where = link.get_attribute("href")

    page.wait_for_function("document.querySelector('#chart-indicators canvas')?.toDataURL().length > 3000")
    assert chart.locator("canvas").count() == 1
    assert chart.locator(".chart-table").bounding_box()["width"] == 1
    link.focus()
    assert chart.locator(".chart-table").bounding_box()["width"] > 200, "whoever comes by keyboard sees where"
    page.evaluate("document.activeElement.blur()")
    turn = chart.get_by_role("button", name="用表格显示")
    turn.click()
    assert turn.get_attribute("aria-pressed") == "true"
    assert link.is_visible()
    assert not chart.locator("canvas").is_visible()
    turn.click()
    page.emulate_media(media="print")
    assert chart.locator(".chart-table").bounding_box()["width"] > 200
    page.emulate_media(media="screen")
    box = chart.locator("canvas").bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    assert page.url.endswith(where)
    with page.expect_navigation():
        page.get_by_role("link", name="东河县政府").first.click()
    assert page.get_by_role("link", name="查看存档").first.is_visible()
    assert page.refused == [], "the policy of the pages holds"

    page = visit(reverse("overview"), script=False)
    assert page.locator("#indicators-1").is_visible()
    page.goto(page.url.replace(reverse("overview"), reverse("websites")))
    page.locator("#-after").click()
    assert page.url.endswith("?page=2")
    assert page.locator("h1").is_visible()


def test_the_big_screen_shows_all_at_once_and_renews_itself_in_place(visit, monkeypatch):
    monkeypatch.setattr(overview, "REFRESH", 1)
    for size in ((1920, 1080), (1366, 768)):
        page = visit(reverse("screen"), size=size)
        _fits(page, size)
    page.locator("#drawing-trend canvas").evaluate("canvas => { canvas.first = true; }")
    page.locator("#figure-1").focus()
    seen = page.locator(".wall").element_handle()
    page.wait_for_function("one => !one.isConnected", arg=seen)
    page.wait_for_function("document.querySelector('#drawing-trend canvas').first === true")
    assert stayed(page)
    assert focused(page) == "figure-1"
    assert page.refused == []


def _fits(page, size):
    page.locator("#drawing-trend canvas").wait_for()
    width, height, cut = page.evaluate(
        """[document.documentElement.scrollWidth, document.documentElement.scrollHeight,
            Array.from(document.querySelectorAll('.wall-row section')).filter(
                one => one.scrollHeight > one.clientHeight || one.getBoundingClientRect().bottom > window.innerHeight
            ).map(one => one.textContent)]"""
    )

    assert width <= size[0]
    assert height <= size[1]
    assert cut == []
    assert page.locator(".wall-row section").count() == 4


def test_a_list_is_turned_sorted_and_filtered_in_its_page(visit):
    page = visit(reverse("websites"))
    page.locator("#-after").press("Enter")
    page.locator(".pages").get_by_text("第 2 / 2 页").wait_for()
    page.wait_for_function("document.activeElement.hasAttribute('data-told')")
    assert page.locator("#list-told").text_content() == "第 2 / 2 页，共 2 条"
    assert page.url.endswith("?page=2")
    page.locator("#sort-name").press("Enter")
    page.wait_for_url("**/?sort=name")
    page.wait_for_function("document.activeElement.id === 'sort-name'")
    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("网站名称")
    page.locator("#q").fill("南山")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=%E5%8D%97%E5%B1%B1*")
    page.get_by_role("link", name="南山园区网").wait_for()
    assert page.get_by_role("link", name="东河县政府").count() == 0
    page.wait_for_function("document.activeElement.id === 'q'")
    assert "sort=name" in page.url
    assert stayed(page), "none of it loaded the page anew"
    page.go_back()
    page.wait_for_url("**/?sort=name")
    page.locator("#-after").wait_for()
    assert page.locator("h1").inner_text() == "网站名录", (
        "what goes back is the whole page, not the part that was answered"
    )
    assert page.refused == []

    page = visit(reverse("tickets"))
    page.locator("#tab-all").click()
    page.wait_for_url("**/?list=all")
    page.locator("#tab-all[aria-current]").wait_for()
    assert stayed(page)
    with page.expect_navigation():
        page.locator("tbody a").first.click()
    assert not stayed(page), "a row leads away"


def test_many_are_decided_at_once_and_what_came_of_it_is_said(visit):
    page = visit(reverse("orphans"))
    page.get_by_label("选中 edu.donghe.gov.cn").check()
    page.get_by_role("button", name="勾选的不归本地").click()
    page.locator("#notes [role=alert]").wait_for()
    assert page.get_by_label("说明").input_value() == ""
    page.get_by_label("选中 edu.donghe.gov.cn").check()
    page.get_by_label("说明").fill("是学校自办的")
    page.get_by_role("button", name="勾选的不归本地").click()
    page.locator("#notes").get_by_text("已处理 1 个地址").wait_for()
    assert stayed(page)
    assert Orphan.objects.get().state == "foreign"


def waiting(office, folder, words):
    """Candidates with an archived page each, on which the link that is at fault takes the focus when it is gone to."""
    run, evidence = closed_run(folder, "linked", html="<body><p><a href='/gone.html'>失效的链接</a></p>")
    row = FindingRow.objects.get(subject__campaign=office.checked, state="waits")
    row.run_path, row.url, row.excerpt = str(run), "http://www.donghe.gov.cn/gone.html", ""
    row.evidence_file, row.evidence_sha256 = evidence.file, evidence.sha256
    row.evidence_offset, row.evidence_length = evidence.offset, evidence.length
    for number, row.message in enumerate(words):
        row.finding_id, row.value = f"{number:016}", str(number)
        row.save()
        row.pk = None
    return FindingRow.objects.filter(message__in=words)


def shows(page, words):
    """Waits for the candidate and its archived page."""
    page.get_by_role("heading", name=words).wait_for()
    page.frame_locator("iframe.archive").first.locator("#xunwang-spot + a").wait_for()


def test_a_ruling_brings_the_next_candidate_within_the_page(visit, office, tmp_path):
    rows = waiting(office, tmp_path, ["第一条", "第二条", "第三条"])
    page = visit(reverse("review", args=[office.checked.pk]))
    shows(page, "第一条")
    page.keyboard.press("y")
    shows(page, "第二条")
    page.wait_for_function("document.activeElement.hasAttribute('data-land')")
    page.locator("#notes").get_by_text("属实：1 条").wait_for()
    page.keyboard.press("j")
    shows(page, "第三条")
    page.keyboard.press("k")
    shows(page, "第二条")
    page.keyboard.press("n")
    assert focused(page) == "reason", "the reason is asked for first"
    page.keyboard.type("测试页面")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    shows(page, "第三条")
    assert stayed(page)
    page.go_back()
    page.locator("h1").wait_for()
    page.go_forward()
    shows(page, "第三条")
    page.get_by_role("button", name="属实 Y", exact=True).click()
    page.get_by_text("队列已清空").wait_for()
    assert list(rows.order_by("finding_id").values_list("state", flat=True)) == [
        "confirmed",
        "dismissed",
        "confirmed",
    ]
    assert page.refused == []


def test_an_archived_page_that_comes_leaves_the_reviewer_where_they_are(visit, office, tmp_path):
    waiting(office, tmp_path, ["第一条", "第二条"])
    page = visit(reverse("review", args=[office.checked.pk]))
    for words in ("第一条", "第二条"):
        page.get_by_role("heading", name=words).wait_for()
        page.locator("#reason").focus()
        shows(page, words)
        page.evaluate("new Promise(done => setTimeout(done, 200))")
        assert focused(page) == "reason"
        page.keyboard.press("Escape")
        page.keyboard.press("y")
    page.get_by_text("队列已清空").wait_for()


def test_a_ruling_that_is_refused_keeps_what_was_written(visit, office, tmp_path):
    waiting(office, tmp_path, ["第一条", "第二条"])
    page = visit(reverse("review", args=[office.checked.pk]))
    shows(page, "第一条")
    page.locator("#reason").fill("系统迁移")
    page.get_by_role("button", name="免予计算 E", exact=True).click()
    page.locator("#notes [role=alert]").wait_for()
    assert page.locator("#reason").input_value() == "系统迁移"
    shows(page, "第一条")
    assert stayed(page)


def test_what_the_server_or_the_network_refuses_is_said_and_a_log_in_is_gone_to(visit):
    page = visit(reverse("orphans"))
    page.context.clear_cookies(name="csrftoken")
    page.get_by_label("选中 edu.donghe.gov.cn").check()
    page.get_by_role("button", name="勾选的不归本地").click()
    page.locator("#notes").get_by_text("服务器没有接受（403）").wait_for()
    page.context.set_offline(offline=True)
    page.locator("#sort-host").click()
    page.locator("#notes").get_by_text("没有连上服务器").wait_for()
    assert page.get_by_label("选中 edu.donghe.gov.cn").is_checked()
    assert stayed(page)
    page.context.set_offline(offline=False)
    page.context.clear_cookies()
    page.locator("#sort-host").click()
    page.wait_for_url("**/login/**")
    assert page.locator(".menu").count() == 0, "the log-in is no part of a list"
    assert "sort" in page.url, "and leads back to what was asked for"


def test_days_that_nobody_watched_stand_in_the_calendar_of_an_account_like_all_others(office, visit):
    shown = open_subject(
        SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name="东河发布", platform="微博"
    )
    page = visit(reverse("account", args=[shown.pk]))
    clips = page.eval_on_selector_all(
        ".month td[title], .month-key", "all => all.map(one => getComputedStyle(one).clip)"
    )
    assert len(clips) > 60
    assert set(clips) == {"auto"}, "what readers of screens alone hear is clipped away"
