"""axe finds nothing serious on any page that somebody of the office can click to, on a desk and on a phone.

The pages are rendered first and shown to the browser from memory, so that no server runs and every page is seen as it stood.
"""

import datetime as dt
import mimetypes
import re
from functools import partial
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve, reverse
from office_samples import POINT
from rectify_samples import judged

from xunwang.inspector.fetch.browser import chromium
from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.accounts.models import Look, Post
from xunwang.office.campaigns import service as campaigns
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.messages import service as messages
from xunwang.office.messages.models import ChannelKind
from xunwang.office.orphans.models import Orphan
from xunwang.office.people import entering
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.registry.service import open_subject
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.vendors.models import FindingList
from xunwang.office.web import viewing

sync_api = pytest.importorskip("playwright.sync_api")
AXE_SCRIPT = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
pytestmark = pytest.mark.browser
HOST = "http://office.test"
ROLES = (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.AUDITOR, Role.REVIEWER)
WIDTHS = {"desk": (1366, 768), "phone": (390, 800)}
SERIOUS = {"serious", "critical"}


@pytest.fixture
def city(office, tmp_path):
    """A little of everything, so that lists and pages of single things are there to be clicked."""
    judged(office, tmp_path)
    boss = office.user(office.city, Role.SUPERVISOR)
    account = open_subject(
        SubjectKind.ACCOUNT, office.county, dt.date(2026, 1, 1), user=None, name="东河发布", platform="微信"
    )
    Post.objects.create(subject=account, key="1", title="要闻", day=POINT)
    Look.objects.create(subject=account, way="rss", seen=clock.now(), posts=1)
    issuing.issue(office.checked, user=boss)
    campaigns.release(office.checked, user=boss)
    messages.add_channel(office.county, ChannelKind.MAIL, "邮箱", "a@example.gov.cn", by=boss)
    messages.send(office.county, topic="test", key="1", title="提醒", text="请回复")
    admin = office.user(office.city, Role.ADMINISTRATOR)
    until = clock.today() + dt.timedelta(days=9)
    tokens.issue(office.county, "系统", role=Role.UNIT_CLERK, scopes=list(Scope), expires_on=until, by=admin)
    office.invitation = entering.invite("xinren", "新人", Role.UNIT_CLERK, office.county, by=admin)[1]
    clerk = office.user(office.county, Role.UNIT_CLERK)
    SelfCheck.objects.create(
        subject=office.county_site,
        unit=office.county,
        name="东河县政府",
        norm="cn-2019",
        user=clerk,
        at=clock.now(),
    )
    orphan = Orphan.objects.create(
        kind="unfiled", host="edu.donghe.gov.cn", url="http://edu.donghe.gov.cn/", unit=office.county, placed=True,
        why="链接写作“县教育局”", first_on=POINT, answer="live", title="东河县教育局",
    )  # fmt: skip
    orphan.traces.create(
        subject=office.park_site, url=orphan.url, text="县教育局", first_on=POINT, last_on=POINT
    )
    handed = FindingList.objects.create(
        campaign=office.checked, vendor="某公司", file="月报.xlsx", path="a", sha256="0" * 64, read=1, taken=1,
        user=boss, at=clock.now(),
    )  # fmt: skip
    handed.rows.create(row=2, said={"网站名称": "东河县政府"})
    return office


def clickable(client, start, seen):
    """Every kind of page that can be clicked to from the start, one of each that is not in `seen`, by the name of its address."""
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        name = _name_of(path)
        if name is None or name in seen:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        if 'class="frame"' not in html:
            continue  # a report or an archived page: not of our making
        seen[name] = (path, html)
        waiting += [urljoin(path, link) for link in re.findall(r'<a [^>]*href="([^"#]+)', html)]


def _name_of(path):
    try:
        return resolve(urlsplit(path).path).url_name if path.startswith("/") else None
    except Resolver404:
        return None


def clicked_by(client, unit, roles, office):
    """HTML by the kind of page, for people of a unit; and the pages before the log-in."""
    seen = {}
    client.logout()
    clickable(client, reverse("invitation", args=[office.invitation]), seen)
    clickable(client, reverse("login"), seen)
    for role in roles:
        client.force_login(office.user(unit, role))
        clickable(client, reverse("home"), seen)
    return seen


def _shown(html, route):
    """Answers the browser from memory: the page itself, our own static files, nothing else."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        kind = mimetypes.guess_type(found)[0] or "text/plain"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    elif route.request.is_navigation_request() and route.request.frame.parent_frame is None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    else:
        route.fulfill(body="", content_type="text/html")


def _found_on(pages, width):
    if chromium() is None:
        pytest.skip("Chromium is not installed")
    found = {}
    with sync_api.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for name, (path, html) in pages.items():
            context = browser.new_context(viewport=dict(zip(("width", "height"), WIDTHS[width], strict=True)))
            context.route("**/*", partial(_shown, html))
            page = context.new_page()
            page.goto(HOST + path)
            page.evaluate(AXE_SCRIPT)
            faults = page.evaluate(
                "axe.run(document, {resultTypes: ['violations']}).then(told => told.violations)"
            )
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            told = [
                f"{one['id']}: {node['target']}"
                for one in faults
                if one["impact"] in SERIOUS
                for node in one["nodes"]
            ]
            if wide > 0:
                told.append(f"the page is {wide} pixels wider than the window")
            if told:
                found[name] = told
            context.close()
        browser.close()
    return found


def _tell(found):
    return "\n".join(f"{name}: {one}" for name, told in found.items() for one in told)


@pytest.mark.long
def test_axe_finds_nothing_serious_where_units_work_on_a_phone(client, city):
    pages = clicked_by(client, city.county, [Role.UNIT_CLERK], city)
    mine = {
        "login",
        "invitation",
        "home",
        "tickets",
        "ticket",
        "self_checks",
        "self_check",
        "proofing",
        "me",
        "password",
    }

    assert mine <= pages.keys()
    found = _found_on({name: pages[name] for name in mine}, "phone")
    assert not found, _tell(found)


@pytest.mark.long
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing_serious_on_any_page(client, city, width):
    units = clicked_by(client, city.county, (Role.UNIT_CLERK, Role.UNIT_LEADER), city)
    pages = {f"{name} of a unit": page for name, page in units.items()} | clicked_by(
        client, city.city, ROLES, city
    )

    assert len(pages) > 40
    found = _found_on(pages, width)
    assert not found, _tell(found)


@pytest.mark.long
def test_axe_finds_nothing_serious_on_a_list_of_several_pages(client, city, monkeypatch):
    monkeypatch.setattr(viewing, "PAGE", 1)
    client.force_login(city.user(city.city, "supervisor"))
    path = reverse("websites")
    html = client.get(path).content.decode()

    assert 'class="pages"' in html
    found = _found_on({"websites": (path, html)}, "desk")
    assert not found, _tell(found)
