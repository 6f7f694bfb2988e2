"""The capture bookmarklet, in a real browser on another site's page; and the guided check of apps."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from office_samples import JANUARY, PNG, POINT

from xunwang.inspector import door, model
from xunwang.inspector.fetch.browser import chromium
from xunwang.inspector.model import SHANGHAI
from xunwang.office import clock
from xunwang.office.accounts.keeping import keep_facts
from xunwang.office.accounts.models import CaptureKey, Material, Post
from xunwang.office.campaigns import looking
from xunwang.office.jobs import queue
from xunwang.office.people.roles import Role
from xunwang.office.registry.service import open_subject

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TEXT = """东河发布
关注 12 粉丝 3456
置顶
城区供水管网改造工程公告
2025-11-02
春季植树活动今日启动
昨天 12:30
防汛演练顺利完成，多部门联动
3小时前
版权所有 2026"""
PAGE = {"url": "https://weibo.com/u/7", "title": "东河发布的微博", "text": TEXT, "links": "[]", "at": ""}


@pytest.fixture
def city(office, settings, tmp_path):
    settings.UPLOADS_FOLDER, settings.RUNS_FOLDER = tmp_path / "uploads", tmp_path / "runs"
    settings.CLOCK_SHIFT = clock.dt.timedelta(days=(POINT - clock.today()).days)
    return office


def account(office, name, platform="微博", unit=None, kind=model.SubjectKind.ACCOUNT):
    return open_subject(
        kind, unit or office.county, JANUARY, user=None, name=name, platform=platform, handle=name
    )


def key_of(client):
    """The key in the bookmark that the page shows."""
    shown = unescape(client.post("/capture/").content.decode())
    return re.search(r'key:"([\w-]{40,})"', shown)[1]


def test_a_captured_page_becomes_posts_of_the_account_it_names(city, client):
    lone = account(city, "东河发布")
    account(city, "东河水利")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    key = key_of(client)
    assert key not in client.get("/capture/").content.decode(), "it is shown once"
    assert CaptureKey.objects.get().digest != key
    client.logout()
    answered = client.post("/capture/take/", PAGE | {"key": key})
    assert "读到 3 条发布" in answered.content.decode()
    days = dict(Post.objects.values_list("title", "day"))
    assert days["春季植树活动今日启动"] == POINT - clock.dt.timedelta(days=1)
    assert Post.objects.get(title="城区供水管网改造工程公告").pinned
    assert Material.objects.get().subject == lone
    assert Material.objects.get().looks.get().complete_since is None, "a page's text never proves silence"


def test_an_exact_time_replaces_the_rough_one_that_came_first_and_never_the_other_way(city):
    one = account(city, "东河发布")
    shown = {"key": "k", "title": "植树", "url": None}
    seen = clock.dt.datetime.combine(POINT, clock.dt.time(9, 30), SHANGHAI)
    exact = model.PostFact(**shown, published=seen - clock.dt.timedelta(days=2))
    rough = model.PostFact(**shown, published=seen.replace(hour=0, minute=0), day_only=True)
    for facts in ([rough], [exact], [rough]):
        keep_facts((one, fact) for fact in facts)
    kept = Post.objects.get()
    assert (kept.published, kept.day_only) == (exact.published, False)
    assert kept.day == POINT - clock.dt.timedelta(days=2)


def test_where_the_page_names_no_account_the_clerk_picks_one(city, client):
    first, _ = account(city, "东河发布"), account(city, "东河水利")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    key = key_of(client)
    unnamed = PAGE | {"key": key, "title": "微博", "text": TEXT.replace("东河发布", "主页")}
    assert "是哪个账号" in client.post("/capture/take/", unnamed).content.decode()
    assert not Material.objects.exists()
    assert "已采集" in client.post("/capture/take/", unnamed | {"subject": str(first.pk)}).content.decode()
    foreign = account(city, "邻市发布", unit=city.stranger)
    refused = client.post("/capture/take/", unnamed | {"subject": str(foreign.pk)})
    assert (refused.status_code, Material.objects.count()) == (400, 1)


def test_a_key_that_was_replaced_or_belongs_to_nobody_opens_nothing(city, client):
    account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    old = key_of(client)
    key_of(client)
    for key in (old, "", "x" * 43):
        refused = client.post("/capture/take/", PAGE | {"key": key})
        assert refused.status_code == 400
        assert "采集书签已失效" in refused.content.decode()
    assert client.get("/capture/take/")["Location"] == "/capture/"
    client.force_login(city.user(city.county, Role.AUDITOR))
    assert "您的角色不能提交" in client.post("/capture/", follow=True).content.decode()
    assert not Material.objects.exists()


def test_the_bookmark_posts_from_another_site_in_a_browser(city, client, live_server, tmp_path):
    if chromium() is None:
        pytest.skip("GATE SKIPPED: no Chromium is installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    key = key_of(client)
    from xunwang.office.accounts.capturing import bookmarklet  # noqa: PLC0415

    script = bookmarklet(key, f"{live_server.url}/capture/take/").removeprefix("javascript:")
    lines = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())
    html = f"<meta charset=utf-8><title>东河发布的微博</title>{lines}<input name=submit>"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        page.route("https://weibo.com/**", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("https://weibo.com/u/7")
        with page.expect_popup() as opened:
            page.evaluate(script)
        opened.value.wait_for_selector("text=读到 3 条发布")
        browser.close()
    assert Post.objects.count() == 3


def test_an_app_is_checked_by_a_person_with_a_picture(city, client, tmp_path, settings):
    app = account(city, "东河通", "移动客户端")
    client.force_login(city.user(city.city, Role.INSPECTOR))
    page = f"/accounts/{app.pk}/do/tried/"
    said = {"opens": "no", "downloads": "yes", "seen": "2026-03-30 10:00"}
    assert "请写明情况" in client.post(page, said, follow=True).content.decode()
    assert "请上传截图" in client.post(page, said | {"remark": "闪退"}, follow=True).content.decode()
    client.post(page, said | {"remark": "打开后闪退", "proof": SimpleUploadedFile("屏.png", PNG)})
    campaign = city.campaign(city.city, [app])
    file = tmp_path / "inspect.json"
    file.write_text('{"closed": true, "delay": 0, "browser": "never", "proof": false}')
    settings.INSPECT = str(file)
    looking.start(campaign, user=None)
    queue.work_off()
    row = campaign.subjects.get()
    assert row.verdict_at_point == "undecided", "a reviewer decides on what the person saw"
    finding = row.findings.get(indicator="N-V2.2")
    assert "打不开或不能正常使用：打开后闪退" in finding.message
    assert row.outcomes.get(indicator="N-V3.1", when="point").outcome == "unchecked"


def test_lines_without_a_time_are_no_posts():
    subject = door.account_subject("a", "甲", "微博")
    body = (
        b'{"xunwang_capture": 2, "captured_at": "2026-03-31T10:00:00+08:00", "text": "2026\\n3456\\n12:30"}'
    )
    (look,) = door.facts_of_saved(subject, body, clock.now(), clock.now())
    assert "没有认出" in look.unread


def test_a_page_that_names_nobody_is_not_taken_for_the_only_account_without_a_question(city, client):
    lone = account(city, "东河发布")
    client.force_login(city.user(city.county, Role.UNIT_CLERK))
    unnamed = PAGE | {"key": key_of(client), "title": "微博", "text": TEXT.replace("东河发布", "邻县播报")}
    asked = client.post("/capture/take/", unnamed).content.decode()
    assert "没有出现登记的账号名称" in asked
    assert not Material.objects.exists()
    assert "已采集" in client.post("/capture/take/", unnamed | {"subject": str(lone.pk)}).content.decode()
