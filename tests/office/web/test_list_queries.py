"""No list asks the database once a row: what a page costs there is the same with a few rows and with several times as many."""

import datetime as dt
from contextlib import suppress

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, reverse
from office_samples import JANUARY, finding, judgement

from xunwang.inspector.model import Certainty, SubjectKind, Verdict
from xunwang.office import clock
from xunwang.office.campaigns import recording
from xunwang.office.campaigns import service as campaigns
from xunwang.office.filing.models import Filing
from xunwang.office.orphans.models import Orphan
from xunwang.office.people.models import add_unit
from xunwang.office.rectify import issuing
from xunwang.office.registry.life import Turn, change
from xunwang.office.registry.service import open_subject
from xunwang.office.reporting import service as reporting
from xunwang.office.reporting.models import ReportForm
from xunwang.office.urls import urlpatterns

ROLES = ("supervisor", "administrator", "auditor", "unit_clerk")
FEW, MANY = 2, 6
BY_CAMPAIGN = {"home", "overview", "screen"}
"""No lists: they ask something of every campaign that is open, or that stands in a chart."""


def grown(office, first, count, folder):
    """So many more units, each with a website, an account, a clerk, a filing, a suspect, a report that is asked for, a finding that waits and a ticket."""
    units = [add_unit(f"第{n}局", "department", parent=office.county) for n in range(first, first + count)]
    sites = []
    for number, unit in enumerate(units, first):
        site = office.website(unit, f"网站{number}", f"http://s{number}.gov.cn/", level="县级")
        sites.append(site)
        change(site, Turn(clock.today()), user=None, name=f"新网站{number}")
        open_subject(
            SubjectKind.ACCOUNT, unit, JANUARY, user=None, name=f"账号{number}", platform="微博", level="县级"
        )
        office.user(unit, "unit_clerk")
        Orphan.objects.create(
            kind="unfiled", host=f"o{number}.gov.cn", url=f"http://o{number}.gov.cn/", unit=unit, placed=True, first_on=JANUARY,
        )  # fmt: skip
        Filing.objects.create(
            unit=unit, matter="opening", subject_kind="website", name=f"第{number}站", said={"home": f"http://f{number}.gov.cn/"},
            on=JANUARY, reason="补报", holder=office.city, filed_on=JANUARY, due_on=JANUARY,
        )  # fmt: skip
    boss = office.user(office.city, "supervisor")
    for number, _ in enumerate(units, first):
        due = clock.today() + dt.timedelta(days=9)
        reporting.ask_for_reports(f"第{number}份报告", ReportForm.OTHER, units, due, user=boss)
    checked, shown = (office.campaign(office.city, sites, name=f"检查{first}{word}") for word in "甲乙")
    for campaign in (checked, shown):
        _judge(campaign, sites, folder)
    campaigns.close_point(checked, user=boss)
    issuing.issue(checked, user=boss)
    return shown


def _judge(campaign, sites, folder):
    for site in sites:
        found = [finding(site), finding(site, "S-hidden", "/x", certainty=Certainty.CANDIDATE)]
        recording.record_judgement(campaign, judgement(site, Verdict.FAIL, *found), run_path=folder)


def lists(campaign):
    """The name of every page that needs no more than a campaign, with where it is asked for."""
    for pattern in (one for one in urlpatterns if isinstance(one, URLPattern)):
        for args in ((), (campaign.pk,)):
            with suppress(NoReverseMatch):
                where = reverse(pattern.name, args=args)
                if not args or where.startswith("/campaigns/"):
                    yield pattern.name, where


def asked(office, campaign):
    """Of every page how often it asks the database, as the first of the roles sees it that may."""
    people = [Client() for _ in ROLES]
    for client, role in zip(people, ROLES, strict=True):
        client.force_login(office.user(office.city, role))
    found = {}
    for name, where in lists(campaign):
        for client in people:
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(where)
            if answer.status_code == 200:
                found[name] = len(seen), answer
                break
    return found


def test_no_list_asks_the_database_once_a_row(office, tmp_path):
    before = asked(office, grown(office, 1, FEW, tmp_path))
    after = asked(office, grown(office, 1 + FEW, MANY, tmp_path))

    assert set(after) == set(before)
    assert not BY_CAMPAIGN - set(after)
    grew = {
        name: (before[name][0], number) for name, (number, _) in after.items() if number > before[name][0]
    }
    assert set(grew) <= BY_CAMPAIGN, grew
    for name in (
        "websites",
        "accounts",
        "units",
        "orphans",
        "filings",
        "people",
        "tickets",
        "campaign",
    ):
        assert "第8局" in after[name][1].content.decode(), name
