"""Every page of an office that somebody can click to, one of each kind."""

import datetime as dt
import re
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse
from office_samples import POINT
from rectify_samples import judged

from xunwang.inspector.model import SubjectKind
from xunwang.office import clock
from xunwang.office.accounts.models import Look, Post
from xunwang.office.campaigns import service as campaigns
from xunwang.office.interface import tokens
from xunwang.office.interface.models import Scope
from xunwang.office.messages import service as messages
from xunwang.office.messages.models import ChannelKind
from xunwang.office.orphans.models import Orphan
from xunwang.office.people import invitations
from xunwang.office.people.roles import Role
from xunwang.office.rectify import issuing
from xunwang.office.registry.service import open_subject
from xunwang.office.selfcheck.models import SelfCheck
from xunwang.office.vendors.models import FindingList


def fill(office, folder):
    """A little of everything, so that lists and pages of single things are there to be clicked."""
    judged(office, folder)
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
    office.invitation = invitations.invite("xinren", "新人", Role.UNIT_CLERK, office.county, by=admin)[1]
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
    """Every kind of page that can be clicked to from the start, one of each that is not in `seen`, by the name of its address.

    The start is opened anew: each role has a page and a menu of its own there.
    """
    waiting, done = [start], set(seen) - {_name_of(start)}
    while waiting:
        path = waiting.pop(0)
        name = _name_of(path)
        if name is None or name in done:
            continue
        answer = client.get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        html = answer.content.decode()
        if 'class="frame"' not in html:
            continue  # a report or an archived page: not of our making
        done.add(name)
        seen[f"{name} {len(seen)}" if name in seen else name] = (path, html)
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
