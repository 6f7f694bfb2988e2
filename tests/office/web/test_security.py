"""What an attacker would try: foreign HTML, stolen sessions and rows, guessed names, fields that no form has, secrets at rest and in logs."""

import logging
import re

import openpyxl
import pytest
from django.conf import settings as configured
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from office_samples import JANUARY, PASSWORD, closed_run, finding, judgement

from xunwang.inspector.model import Verdict
from xunwang.office import boot, environment
from xunwang.office.campaigns import recording
from xunwang.office.limits.models import Tally
from xunwang.office.logs import JsonLine
from xunwang.office.messages import service as messages
from xunwang.office.messages.models import ChannelKind
from xunwang.office.people import factors, invitations
from xunwang.office.people.models import User
from xunwang.office.people.roles import Role
from xunwang.office.registry.exporting import export
from xunwang.office.sealing import seal, unseal
from xunwang.office.web import archiving
from xunwang.office.web.views import entering as views

ELSEWHERE = "archive.example.test"
EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def stale(office, tmp_path):
    """A finding with an archived page that holds a script."""
    run, evidence = closed_run(tmp_path)
    site = office.website(office.county, EVIL, "http://www.donghe.gov.cn/", remark=EVIL)
    campaign = office.campaign(office.city, [site])
    found = finding(site, evidence=evidence)
    row = recording.record_judgement(campaign, judgement(site, Verdict.FAIL, found), run_path=run)
    return row.findings.get()


@pytest.fixture
def second_origin(settings):
    settings.ARCHIVE_ORIGIN = f"http://{ELSEWHERE}"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, ELSEWHERE]


@pytest.fixture
def person(office):
    return boot.create_account("shili", PASSWORD, "supervisor", office.city, full_name="林一舟")


def log_in(client, password=PASSWORD, name="shili"):
    return client.post(reverse("login"), {"username": name, "password": password})


def test_an_archived_page_comes_from_an_origin_that_has_nothing_else(client, office, stale, second_origin):
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    there = client.get(reverse("archive_body", args=[stale.pk]), {"spot": ""})["Location"]
    path = there.removeprefix(f"http://{ELSEWHERE}")
    page = Client().get(path, headers={"host": ELSEWHERE})
    policy = page["Content-Security-Policy"]

    assert there.startswith(f"http://{ELSEWHERE}/archived/")
    assert "<script>alert(1)</script>" in page.content.decode("gbk")
    assert "frame-ancestors http://testserver; sandbox" in policy
    assert "X-Frame-Options" not in page
    assert not page.cookies
    assert page["Cache-Control"] == "private, no-store"
    assert client.get(path).status_code == 404, "the office itself shows it to nobody"
    for inside in ("/", "/login/", "/static/web/office.css", reverse("archive_body", args=[stale.pk])):
        assert client.get(inside, headers={"host": ELSEWHERE}).status_code == 404


def test_an_address_of_the_second_origin_is_forged_or_kept_in_vain(
    client, office, stale, second_origin, monkeypatch
):
    user = office.user(office.city, Role.SUPERVISOR)
    client.force_login(user)
    path = client.get(reverse("archive_body", args=[stale.pk]))["Location"].removeprefix(
        f"http://{ELSEWHERE}"
    )
    forged = reverse(
        "archived", args=[signing.dumps([user.pk, stale.pk, [], "http://evil.test"], salt="guess")]
    )

    assert Client().get(forged, headers={"host": ELSEWHERE}).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(path, headers={"host": ELSEWHERE}).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert Client().get(path, headers={"host": ELSEWHERE}).status_code == 200
    monkeypatch.setattr(archiving, "SECONDS", -1)
    assert Client().get(path, headers={"host": ELSEWHERE}).status_code == 404


def test_who_may_not_see_a_finding_gets_no_address_for_it(client, office, stale, second_origin):
    client.force_login(office.user(office.stranger, Role.SUPERVISOR))

    assert client.get(reverse("archive_body", args=[stale.pk])).status_code == 404


@pytest.mark.parametrize("written", ["archive.example.test", "ftp://a.b", "https://a.b/path", "https://"])
def test_an_origin_that_is_none_stops_the_start(monkeypatch, written):
    monkeypatch.setenv("XUNWANG_ARCHIVE_ORIGIN", written)

    with pytest.raises(Exception, match="XUNWANG_ARCHIVE_ORIGIN"):
        environment.origin("XUNWANG_ARCHIVE_ORIGIN")


def test_logging_in_leaves_the_session_behind_that_somebody_may_have_planted(client, person):
    planted = client.session
    planted["mine"] = "planted"
    planted.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = planted.session_key
    log_in(client)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]

    assert cookie.value != planted.session_key
    assert Client(headers={"cookie": f"sessionid={planted.session_key}"}).get("/").status_code == 302
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_an_address_that_tries_many_accounts_is_stopped_for_all_of_them(client, person, monkeypatch):
    monkeypatch.setattr(views, "_WRONG_TRIES", 3)
    answers = [log_in(client, "wrong", f"nobody{n}").status_code for n in range(4)]
    refused = log_in(client)

    assert (answers[0], answers[-1], refused.status_code) == (200, 429, 429)
    assert int(refused["Retry-After"]) > 0
    assert "输错的次数过多" in refused.content.decode()
    assert client.get(reverse("invitation", args=["guess"])).status_code == 429
    Tally.objects.all().delete()
    assert log_in(client).status_code == 302


def test_what_is_foreign_and_what_does_not_exist_look_the_same(client, office, stale):
    client.force_login(office.user(office.stranger, Role.SUPERVISOR))
    plain = [
        re.sub(
            r"csrfmiddlewaretoken\" value=\"\w+\"",
            "",
            client.get(reverse("archive", args=[key])).content.decode(),
        )
        for key in (stale.pk, stale.pk + 1000)
    ]

    assert plain[0] == plain[1]


def test_no_form_writes_a_field_that_it_does_not_show(client, person, office):
    log_in(client)
    more = {
        "role": "administrator",
        "unit": office.province.pk,
        "is_active": "0",
        "is_superuser": "1",
        "username": "root",
    }
    client.post(reverse("me"), {"act": "bind", "code": "000000", **more})
    client.post(
        reverse("password"),
        {"now": PASSWORD, "password": "Beihai-8-lianye", "again": "Beihai-8-lianye", **more},
    )
    person.refresh_from_db()

    assert (person.username, person.role, person.unit, person.is_active) == (
        "shili",
        "supervisor",
        office.city,
        True,
    )
    assert person.check_password("Beihai-8-lianye")


def test_no_export_of_the_register_holds_a_formula(office, stale, tmp_path):
    export("website", tmp_path / "register.xlsx", on=JANUARY)
    cells = [
        cell
        for row in openpyxl.load_workbook(tmp_path / "register.xlsx").worksheets[0].iter_rows()
        for cell in row
    ]

    assert sum(cell.value == EVIL for cell in cells) == 2
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_the_secret_of_a_code_app_is_sealed_at_rest(client, person):
    log_in(client)
    secret = re.search(r"secret=([A-Z2-7]+)", client.get(reverse("me")).content.decode())[1]
    waiting = str(dict(client.session))
    step = int(timezone.now().timestamp()) // 30
    client.post(reverse("me"), {"act": "bind", "code": factors.code_at(secret, step)})
    person.refresh_from_db()

    assert secret not in waiting
    assert secret not in person.second_factor
    assert unseal(person.second_factor) == secret
    person.second_factor = seal("x")[:-4]
    person.save()
    client.post(reverse("logout"))
    log_in(client)
    refused = client.post(reverse("second"), {"code": "123456"})
    assert refused.status_code == 409
    assert "secret.key" in refused.content.decode()


def test_no_secret_reaches_a_log(client, person, office, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="xunwang.answers")
    wrong, token = "Wrong-7-password", "b7c1" + "0" * 28
    log_in(client, wrong)
    log_in(client)
    secret = re.search(r"secret=([A-Z2-7]+)", client.get(reverse("me")).content.decode())[1]
    client.post(reverse("me"), {"act": "bind", "code": "000000"})
    _, invitation = invitations.invite("xinren", "新人", Role.UNIT_CLERK, office.county, by=person)
    client.get(reverse("invitation", args=["not-" + invitation]))
    address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={token}"
    messages.add_channel(office.county, ChannelKind.WECOM, "群", address, by=person)
    client.get("/api/v1/units", headers={"authorization": f"Bearer {token}"})

    # what the database was asked is written down only where a developer turns it on
    said = "\n".join(JsonLine().format(one) for one in caplog.records if one.name != "django.db.backends")
    assert "invite/<str:token>/" in said
    for kept in (PASSWORD, wrong, secret, token, invitation, configured.SECRET_KEY):
        assert kept not in said


def test_scripts_come_from_the_office_and_with_a_nonce_only(client, person):
    log_in(client)
    policy = dict(
        part.strip().split(" ", 1)
        for part in client.get("/")["Content-Security-Policy"].split(";")
        if " " in part.strip()
    )

    assert set(policy["script-src"].split()) - {"'self'"} <= {
        word for word in policy["script-src"].split() if word.startswith("'nonce-")
    }
    assert (policy["default-src"], policy["base-uri"], policy["frame-ancestors"]) == (
        "'none'",
        "'none'",
        "'self'",
    )


def test_what_people_see_is_kept_in_no_browser_and_what_everybody_gets_is(client, office, stale):
    """Going back after the log-out shows nothing, on a machine that several people use."""
    asked = [
        reverse("home"),
        reverse("websites"),
        reverse("register_subject", args=[stale.subject.subject_id]),
        reverse("campaign", args=[stale.subject.campaign_id]),
        reverse("register_export", args=["websites"]),
        reverse("archive_body", args=[stale.pk]),
        "/no/such/page/",
    ]
    client.force_login(office.user(office.city, Role.SUPERVISOR))
    told = {path: client.get(path).get("Cache-Control", "") for path in asked}

    assert {path for path, one in told.items() if "no-store" not in one} == set()
    assert client.get(asked[0], headers={"hx-request": "true"})["Cache-Control"] == "private, no-store"
    assert "no-store" not in client.get("/static/web/office.css").get("Cache-Control", "")
