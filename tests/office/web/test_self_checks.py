"""A unit looks at its own website with the machine of the inspection; what comes of it is seen by nobody else and counts for nothing."""

import datetime as dt
import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from office_samples import JANUARY, POINT

from xunwang.inspector import door
from xunwang.inspector.model import SubjectKind
from xunwang.office import clock, periods
from xunwang.office.accounts import materials
from xunwang.office.campaigns.models import FindingRow
from xunwang.office.errors import OfficeError
from xunwang.office.jobs import queue
from xunwang.office.limits.models import Tally
from xunwang.office.people.models import AuditEntry
from xunwang.office.people.roles import Role
from xunwang.office.places import run_at
from xunwang.office.registry.service import open_subject
from xunwang.office.selfcheck import service
from xunwang.office.selfcheck.models import CheckState, SelfCheck
from xunwang.office.selfcheck.policies import SELF_CHECKS
from xunwang.office.web import viewing
from xunwang_demo.city import build
from xunwang_demo.server import CityServer

HOST = "cgj.shilishi.gov.cn"


@pytest.fixture
def site(office):
    return office.website(office.county, "城管局", f"http://{HOST}/", site_kind="department")


def test_own_people_only_ask_for_it_and_not_too_often(client, office, site):
    for unit, role in [(office.city, Role.SUPERVISOR), (office.park, Role.UNIT_CLERK)]:
        client.force_login(office.user(unit, role))
        client.post(reverse("ask_self_check", args=[site.pk]))
        assert not SelfCheck.objects.exists()
    client.force_login(office.user(office.county, Role.AUDITOR))
    assert client.post(reverse("ask_self_check", args=[site.pk])).status_code == 403

    clerk = office.user(office.county, Role.UNIT_CLERK)
    for _ in range(service.A_SITE):
        service.ask_for(site, user=clerk)
        with pytest.raises(OfficeError, match="正在进行"):
            service.ask_for(site, user=clerk)
        SelfCheck.objects.update(state=CheckState.FAILED)
    with pytest.raises(OfficeError, match="一天最多自查"):
        service.ask_for(site, user=clerk)
    Tally.objects.all().delete()
    assert service.ask_for(site, user=clerk).norm == "cn-2019"
    assert AuditEntry.objects.filter(action="selfcheck.asked", unit=office.county).count() == 3


def test_a_unit_with_many_websites_and_accounts_finds_one_and_comes_back_to_its_place(
    client, office, site, monkeypatch
):
    monkeypatch.setattr(viewing, "PAGE", 2)
    for name in ("东河发布", "东河文旅"):
        open_subject(SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name=name, platform="微信")
    client.force_login(office.user(office.county, Role.UNIT_CLERK))
    place = reverse("self_checks")

    def names(query):
        return re.findall('开始自查：([^"]+)', client.get(place + query).content.decode())

    first, second = names(""), names("?own=2")
    assert len(first) == 2
    assert sorted(first + second) == sorted(["城管局", "东河发布", "东河文旅"])
    assert names("?q=文旅") == ["东河文旅"]
    assert names(f"?q={HOST}") == ["城管局"]
    assert "没有名称或地址中含“西山”" in client.get(f"{place}?q=西山").content.decode()
    shown = client.get(f"{place}?own=2").content.decode()
    assert 'href="?own=1"' in shown
    (back,) = set(re.findall('name="next" value="([^"]+)"', shown))
    assert client.post(reverse("ask_self_check", args=[site.pk]), {"next": back}).url == f"{place}?own=2"


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """Where runs go, with the settings under which they are made; the unit may check as often as it likes."""
    monkeypatch.setattr(queue, "LEASE", dt.timedelta(days=1))
    monkeypatch.setattr(service, "A_SITE", 9)
    settings.RUNS_FOLDER, settings.CLOCK_SHIFT = tmp_path / "runs", POINT - clock.today()
    settings.INSPECT = str(tmp_path / "inspect.json")
    return tmp_path


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_unit_alone_sees_what_the_machine_found(client, office, site, folder, settings):
    clerk, kept = office.user(office.county, Role.UNIT_CLERK), periods.kept(periods.SELF_CHECKS)
    with CityServer(build()) as city:
        said = {
            "connect_to": city.connect_to,
            "closed": True,
            "delay": 0.0,
            "per_host": 8,
            "browser": "never",
        }
        said |= {"retry_wait": 0.1, "max_pages": 8, "proof": False}
        (folder / "inspect.json").write_text(json.dumps(said))
        for _ in range(kept + 1):
            service.ask_for(site, user=clerk)
            queue.work_off()
    checks = list(SelfCheck.objects.all())
    client.force_login(clerk)
    page = client.get(reverse("self_check", args=[checks[0].pk])).content.decode()

    assert {one.state for one in checks} == {CheckState.DONE}, [one.problem for one in checks]
    assert checks[0].judgement["findings"]
    assert checks[0].judgement["findings"][0]["message"] in page.replace("&#x27;", "'")
    assert "自查，不作为检查依据" in page
    assert [run_at(one.run_path).is_dir() for one in checks] == [True] * kept + [False]
    assert run_at(checks[0].run_path).is_dir()
    assert len(list((folder / "runs").glob("*/*"))) == kept
    assert not FindingRow.objects.exists()
    (link, *_) = re.findall(r'href="([^"]+/archive/[^"]+)"', page)
    framed = client.get(link).content.decode()
    body = client.get(f"{link}body/")
    assert "核对一致" in framed
    assert "sandbox" in body["Content-Security-Policy"]
    assert body.content
    gone = checks[-1]
    removed = next(one["id"] for one in gone.judgement["findings"] if one["evidence"])
    told = client.get(reverse("self_check_archive", args=[gone.pk, removed])).content.decode()
    assert "单位自查的归档（每个网站或账号最近的）保留 2 次”的规则删除，操作人：系统自动" in told
    settings.ARCHIVE_ORIGIN = "http://archive.test"
    there = client.get(f"{link}body/")["Location"].removeprefix("http://archive.test")
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "archive.test"]
    assert Client().get(there, headers={"host": "archive.test"}).content == body.content
    settings.ARCHIVE_ORIGIN = ""
    above, leader = office.user(office.city, Role.SUPERVISOR), office.user(office.county, Role.UNIT_LEADER)
    assert not SELF_CHECKS.visible(above).exists()
    assert SELF_CHECKS.visible(leader).count() == len(checks)
    client.force_login(above)
    for address in (reverse("self_check", args=[checks[0].pk]), link, f"{link}body/"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_unit_checks_its_own_account(client, office, folder, settings):
    settings.UPLOADS_FOLDER = folder / "uploads"
    (folder / "inspect.json").write_text(json.dumps({"closed": True, "proof": False}))
    account = open_subject(
        SubjectKind.ACCOUNT, office.county, JANUARY, user=None, name="东河发布", platform="微信"
    )
    clerk = office.user(office.county, Role.UNIT_CLERK)
    seen = door.Entered(
        seen=clock.now(), last=door.PostTime(clock.now() - dt.timedelta(days=40)), by="检查人"
    )
    materials.enter(account, seen, proof="a.png", user=office.user(office.city, Role.INSPECTOR))
    client.force_login(clerk)
    assert "东河发布" in client.get(reverse("self_checks")).content.decode()
    client.post(reverse("ask_self_check", args=[account.pk]))
    queue.work_off()
    (check,) = SelfCheck.objects.all()

    assert check.state == CheckState.DONE, check.problem
    assert any(one["indicator"].startswith("M-") for one in check.judgement["outcomes"])
    assert check.verdict
    assert client.get(reverse("self_check", args=[check.pk])).status_code == 200


def test_a_site_that_cannot_be_looked_at_ends_in_words(office, site, settings):
    settings.INSPECT = "/nowhere/inspect.json"
    made = service.ask_for(site, user=office.user(office.county, Role.UNIT_CLERK))
    queue.work_off()
    made.refresh_from_db()

    assert made.state == CheckState.FAILED
    assert "XUNWANG_INSPECT" in made.problem
